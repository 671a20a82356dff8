"""A web page: headings, lists with the numbers that a browser shows, tables, notes; navigation is left out."""

import html
import re
from dataclasses import dataclass

from pipeline.adopting.pieces import Block, Cell, Fate, Ledger, Piece, stripped
from pipeline.adopting.taken import Taken
from pipeline.adopting.web_lists import TYPES, Listed, Tabled, count, listed, numbered, spread
from pipeline.adopting.web_notes import Called, notes
from pipeline.adopting.web_tokens import Token, tokens
from pipeline.wordprocessing.numerals import numeral

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_MARKS = {
    "em": "em",
    "i": "em",
    "cite": "em",
    "dfn": "em",
    "strong": "strong",
    "b": "strong",
    "sup": "sup",
    "sub": "sub",
    "code": "code",
    "tt": "code",
}
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_LEFT = {
    "nav": "navigation",
    "footer": "the foot of the page",
    "aside": "what stands beside the text",
    "form": "a form",
}
_LEFT |= {
    "head": "the head of the page",
    "button": "a button",
    "select": "a form",
    "svg": "a drawing",
    "menu": "a menu",
}
_ROLES = {"navigation": "navigation", "search": "a form", "contentinfo": "the foot of the page", "banner": "a banner"}
_DEEPEST = 500


@dataclass(slots=True)
class _Open:
    """An element that is open: what it does to the text inside it."""

    name: str
    marks: frozenset[str] = frozenset()
    link: str = ""
    left: str = ""
    quoted: bool = False
    main: bool = False


def read_web(text: str, file: str) -> Taken:
    """The blocks of a web page."""
    return _Reader(text, file).read()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.ledger = Ledger(text)
        self.taken = Taken(text, self.ledger)
        self.opened: list[_Open] = [_Open("")]
        self.lists: list[Listed] = []
        self.tables: list[Tabled] = []
        self.pieces: list[Piece] = []
        self.blocks: list[tuple[Block, str, bool]] = []  # with why it is left out, and whether it is in the main part
        self.heading = 0
        self.waiting: tuple[str, bool, int] | None = None  # the label, bullet and depth of an item
        self.line = 1
        self.counted_to = 0
        self.names: list[str] = []
        self.called: list[Called] = []
        self.owners: dict[str, Block] = {}
        self.pre = 0

    def read(self) -> Taken:
        for token in tokens(self.text, self.file):
            if token.kind == "text":
                self.words(token)
                continue
            if token.name != "br":
                self.ledger.spend(token.start, token.end, Fate.MARKUP)
            if token.kind == "open":
                self.open(token)
            elif token.kind == "close":
                self.close(token.name)
            elif token.kind == "raw" and token.name == "title":
                self.taken.said.setdefault("title", " ".join(html.unescape(self.text[token.start : token.end]).split()))
        self.flush()
        self.choose()
        return self.taken

    # ---- text

    def words(self, token: Token) -> None:
        top = self.opened[-1]
        at = token.start
        for found in _ENTITY.finditer(self.text, token.start, token.end):
            meant = html.unescape(found[0])
            if meant == found[0] or len(meant) > len(found[0]):
                continue
            self.piece(at, found.start(), top)
            self.pieces.append(Piece(meant, found.start(), found.end(), top.marks, top.link))
            at = found.end()
        self.piece(at, token.end, top)

    def piece(self, start: int, end: int, top: _Open) -> None:
        if start >= end:
            return
        if not self.pre:
            self.pieces.append(Piece(self.text[start:end], start, end, top.marks, top.link))
            return
        for found in re.finditer(r"\n|[^\n]+", self.text[start:end]):
            begin = start + found.start()
            self.pieces.append(
                Piece(found[0], begin, start + found.end(), top.marks, top.link, forced=found[0] == "\n")
            )

    def flush(self) -> None:
        """The end of a paragraph."""
        pieces, self.pieces = self.pieces, []
        kept = stripped(pieces)
        if not kept:
            return
        top = self.opened[-1]
        self.line += self.text.count("\n", self.counted_to, kept[0].start)
        self.counted_to = kept[0].start
        block = Block(kept, self.line, heading=self.heading)
        if top.quoted:
            block.style = "quotation"
        if self.waiting is not None:
            block.counted, block.bullet, block.depth = self.waiting
            if self.lists:
                self.lists[-1].labelled.append(block)
            self.waiting = None
        for name in self.names:
            self.owners.setdefault(name, block)
        self.names.clear()
        if self.tables:
            cell = self.tables[-1].rows
            if cell:
                self.add_to_cell(kept)
                return
        self.blocks.append((block, top.left, any(each.main for each in self.opened)))

    # ---- tags

    def open(self, token: Token) -> None:
        name, given = token.name, token.attributes
        for identifier in (given.get("id", ""), given.get("name", "") if name == "a" else ""):
            if identifier:
                self.names.append(identifier)
        if name == "br":
            self.line_end(token)
            return
        if name in _BLOCKS:
            if name in ("p", "li", "td", "th", "tr", "dd", "dt", "option"):
                self.end_like(name)
            self.flush()
            self.begin(name, given)
        if name == "img" and given.get("alt", "").strip():
            self.taken.dropped.append((token.start, f"the picture {given.get('src', '')[:60]} ({given['alt'][:60]})"))
        if name in _VOID or len(self.opened) > _DEEPEST:
            return
        self.opened.append(self.inside(token))
        if name == "html" and given.get("lang"):
            self.taken.said.setdefault("language", given["lang"])

    def inside(self, token: Token) -> _Open:
        """What holds inside an element."""
        name, given, above = token.name, token.attributes, self.opened[-1]
        link = above.link
        address = given.get("href", "")
        if name == "a":
            link = address if re.match(r"(?:https?://|mailto:)[^\s<>\"]+\Z", address) else ""
            if address.startswith("#") and len(address) > 1:
                self.called.append(Called(address[1:], token.end, -1, "sup" in above.marks or _is_reference(given)))
        marks = above.marks | {_MARKS[name]} if name in _MARKS else above.marks
        left = above.left or _LEFT.get(name, "") or _ROLES.get(given.get("role", ""), "")
        if not left and ("hidden" in given or re.search(r"display\s*:\s*none", given.get("style", ""))):
            left = "hidden text"
        left = left or ("a banner?" if name == "header" else "")
        quoted = above.quoted or name == "blockquote"
        return _Open(name, marks, link, left, quoted, name in ("main", "article"))

    def close(self, name: str) -> None:
        if name in _BLOCKS:
            self.flush()
        depth = next((at for at in range(len(self.opened) - 1, 0, -1) if self.opened[at].name == name), 0)
        if not depth:
            return
        if name == "a" and self.called and self.called[-1].end < 0:
            self.called[-1].end = self.text.rfind("<", 0, self.text.find(">", self.called[-1].begin) + 1)
        for inner in reversed([each.name for each in self.opened[depth:]]):
            self.end(inner)
        del self.opened[depth:]

    def end_like(self, name: str) -> None:
        """A paragraph ends where another begins, an item where its sibling does."""
        alike = {"td": ("td", "th"), "th": ("td", "th"), "dd": ("dd", "dt"), "dt": ("dd", "dt")}.get(name, (name,))
        stops = {"li": ("ul", "ol"), "td": ("tr", "table"), "th": ("tr", "table"), "tr": ("table",)}.get(
            name, ("dl", "td")
        )
        for opened in reversed(self.opened[-60:]):
            if opened.name in alike:
                self.close(opened.name)
                return
            if opened.name in stops or (name == "p" and opened.name in _BLOCKS):
                return

    def begin(self, name: str, given: dict[str, str]) -> None:
        if re.fullmatch(r"h[1-6]", name):
            self.heading = int(name[1])
        elif name == "pre":
            self.pre += 1
        elif name in ("ol", "ul"):
            self.lists.append(listed(name, given))
        elif name == "li":
            self.item(given)
        elif name == "table":
            self.tables.append(Tabled(Block([], self.line)))
        elif name == "tr" and self.tables:
            self.tables[-1].rows.append([])
            self.tables[-1].head = True
        elif name in ("td", "th") and self.tables and self.tables[-1].rows:
            table = self.tables[-1]
            spans = (count(given.get("colspan", "1")), count(given.get("rowspan", "1")))
            table.rows[-1].append(Cell((), *spans))
            table.head = table.head and name == "th"

    def end(self, name: str) -> None:
        if re.fullmatch(r"h[1-6]", name):
            self.heading = 0
        elif name == "pre":
            self.pre = max(0, self.pre - 1)
        elif name in ("ol", "ul") and self.lists:
            numbered(self.lists.pop())
        elif name == "li":
            self.waiting = None
        elif name == "tr" and self.tables and self.tables[-1].rows:
            table = self.tables[-1]
            if table.head and table.heads == len(table.rows) - 1:
                table.heads += 1
        elif name == "table" and self.tables:
            self.end_table(self.tables.pop())

    def line_end(self, token: Token) -> None:
        before = next((piece for piece in reversed(self.pieces) if piece.text.strip() or piece.forced), None)
        piece = Piece(" ", token.start, token.end, forced=True)
        if before is not None and before.forced:  # two line ends are a paragraph's end
            self.ledger.spend(token.start, token.end, Fate.MARKUP)
            while self.pieces and (self.pieces[-1].forced or not self.pieces[-1].text.strip()):
                gone = self.pieces.pop()
                if gone.forced:
                    self.ledger.spend(gone.start, gone.end, Fate.MARKUP)
            self.flush()
        else:
            self.pieces.append(piece)

    # ---- lists and tables

    def item(self, given: dict[str, str]) -> None:
        if not self.lists:
            self.waiting = "", True, 0
            return
        inner = self.lists[-1]
        depth = len(self.lists) - 1
        if not inner.ordered or not inner.form:
            self.waiting = "", not inner.ordered, depth
            return
        if re.fullmatch(r"-?\d{1,6}", given.get("value", "")):
            inner.next = int(given["value"])
        self.waiting = f"{numeral(inner.next, TYPES.get(given.get('type', ''), inner.form))}.", False, 0
        inner.next += inner.step

    def add_to_cell(self, pieces: list[Piece]) -> None:
        row = self.tables[-1].rows[-1]
        if not row:
            row.append(Cell(()))
        last = row[-1]
        between = [Piece(" ", pieces[0].start, pieces[0].start, forced=True)] if last.pieces else []
        row[-1] = Cell((*last.pieces, *between, *pieces), last.columns, last.rows)

    def end_table(self, table: Tabled) -> None:
        """A table; what only places things on the page is read as paragraphs."""
        rows = [row for row in table.rows if row]
        left = self.opened[-1].left
        main = any(each.main for each in self.opened)
        if self.tables:  # a table in a cell is read as lines of that cell
            for cell in (cell for row in rows for cell in row if cell.pieces):
                if self.tables[-1].rows:
                    self.add_to_cell(list(cell.pieces))
                else:
                    self.blocks.append((Block(list(cell.pieces), self.line), left, main))
            return
        if len(rows) < 2 or max((len(row) for row in rows), default=0) < 2:
            for row in rows:
                for cell in row:
                    if cell.pieces:
                        self.blocks.append((Block(list(cell.pieces), self.line), left, main))
            return
        block = table.block
        block.rows, block.heads, block.style = spread(rows), table.heads, "table"
        self.blocks.append((block, left, main))

    # ---- what is kept

    def choose(self) -> None:
        """Leave out what stands round the text: navigation, and all outside of the main part where most of it is."""
        kept = [(block, main) for block, left, main in self.blocks if not left]
        inside = sum(len(block.text) for block, main in kept if main)
        most = inside > 0.5 * sum(len(block.text) for block, _ in kept)
        titled = {id(block) for block, left, _ in self.blocks if left == "a banner?" and block.heading}
        held: list[Block] = []
        for block, left, main in self.blocks:
            why = left
            if left == "a banner?":
                why = "" if titled else "a banner"
            if not why and most and not main and block.heading != 1:
                why = "what stands outside of the main text"
            if why:
                self.taken.leave_pieces(block.all_pieces, why, block.line)
            else:
                held.append(block)
        for block in notes(held, self.called, self.owners, self.taken):
            self.taken.blocks.append(block)


def _is_reference(given: dict[str, str]) -> bool:
    said = " ".join((given.get("role", ""), given.get("epub:type", ""), given.get("class", ""), given.get("rel", "")))
    return bool(re.search(r"note-?ref|footnote", said))
