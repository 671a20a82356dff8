"""Items become canonical source: one line a paragraph, signs of markup escaped, each character's fate entered."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.adopting.front import Front
from pipeline.adopting.items import Item, Kind
from pipeline.adopting.pieces import Cell, Fate, Ledger, Piece, stripped

_ESCAPED = re.compile(r"[\\`*_\[\]<^~{}]|&(?=#?\w{1,31};)")
_ALL = re.compile(r"[!#$&*+\-:<=>@\[\\\]^_`{|}~]")
_OPENING = re.compile(
    r"(?P<decimal>[0-9]{1,9})(?=\.[0-9]+[.)]?(?:\s|\Z))|(?P<whole>#+|>|[-+=|:])|(?P<number>\(?(?:[0-9]{1,9}(?:\.[0-9]{1,3})*|[IVXLCDMivxlcdm]{1,9}|[A-Za-z]{1,2})"
    r"(?: (?:bis|ter|quater))?)(?P<sign>[.)])(?=\s|\Z)"
)
_NESTED = ("strong", "em", "sup", "sub")
_SIGNS = {"em": "*", "strong": "**", "sup": "^", "sub": "~"}
_NO_SPACE = ("sup", "sub")


@dataclass(slots=True)
class Source:
    """The source as lines, and for each item the lines (from 1) on which it stands."""

    lines: list[str] = field(default_factory=list)
    begins: list[tuple[int, Item]] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def emit(
    front: Front, scheme: str, items: Sequence[Item], notes: Iterable[str], name: str, depths: Sequence[int] = ()
) -> Source:
    """The source of the items. `scheme` is the front matter's; `notes` are the names of notes that have words.

    `depths` are those at which the scheme numbers headings that have no label.
    """
    source = Source(_front_matter(front, scheme))
    known = set(notes)
    before: Item | None = None
    concluding = False
    preamble = _preamble(items)
    for index, item in enumerate(items):
        begin = len(source.lines) + 2
        if item.kind is Kind.HEADING and (index < preamble or item.depth in depths):
            item.kept = True
        if concluding and not item.concludes:
            source.lines += ["", ":::"]
            concluding = False
        if item.concludes and not concluding:
            source.lines += ["", "::: conclusion"]
            concluding = True
        together = before is not None and before.kind is Kind.BULLET and item.kind is Kind.BULLET and not item.kept
        if not together:
            source.lines.append("")
        source.begins.append((begin if item.concludes else len(source.lines) + 1, item))
        source.lines += "\n".join(_lines(item, known, source, name)).split("\n")
        before = item
    if concluding:
        source.lines += ["", ":::"]
    return source


def _preamble(items: Sequence[Item]) -> int:
    """How many items stand before the body: before the first clause with the headings above it, the first division."""
    first = next((at for at, item in enumerate(items) if item.kind in (Kind.CLAUSE, Kind.DIVISION)), 0)
    if first and items[first].kind is Kind.CLAUSE:
        while first and items[first - 1].kind is not Kind.HEADING:
            first -= 1
        while first and items[first - 1].kind is Kind.HEADING:
            first -= 1
    return first


def _front_matter(front: Front, scheme: str) -> list[str]:
    title = " ".join(block.text for block in front.titles) or front.given
    lines = ["---", f"title: {_quoted(title)}"]
    if front.subtitles:
        lines.append(f"subtitle: {_quoted(' '.join(block.text for block in front.subtitles))}")
    lines.append(f"language: {front.language}")
    if front.date:
        lines.append(f"date: {front.date.isoformat()}")
    if front.modified:
        lines.append(f"modified: {front.modified}")
    return [*lines, f"scheme: {scheme}", "---"]


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split(" ")), ensure_ascii=False)


def _lines(item: Item, notes: set[str], source: Source, name: str) -> list[str]:
    pieces = [*item.signs, *item.words] if item.literal else item.words  # a label that stands among the words
    words = inline(stripped(pieces), notes, everything=item.plain)
    match item.kind:
        case Kind.DIVISION | Kind.HEADING:
            lines = _heading(item, words)
        case Kind.CLAUSE if not item.literal and item.label:
            lines = [*_attributes(item), f"{_clause_label(item)} {guarded(words)}"]
        case Kind.BULLET:
            lines = [f"{'  ' * item.depth}- {guarded(_with_literal(item, words))}"]
        case Kind.QUOTATION:
            lines = [*_attributes(item), *(f"> {line}" for line in guarded(words).split("\n"))]
        case Kind.NOTE:
            lines = [f"[^{item.block.note}]: {guarded(words)}"]
        case Kind.TABLE:
            lines = _table(item, notes)
        case Kind.PICTURE:
            lines = _picture(item, words, source, name)
        case Kind.ODD if item.unheld:
            addresses = dict.fromkeys(f" <{piece.link}>" for piece in pieces if piece.link)
            kept = "".join([*(piece.text for piece in pieces), *addresses])
            lines = [f"<!-- not published: {item.block.why}", re.sub(r"-(?=-|>)", "- ", kept), "-->"]
        case _:
            odd = item.odd or item.kind is Kind.ODD
            marked = [f"<!-- not understood: {item.block.why or 'markup'} -->", ""] if odd else []
            lines = [*marked, *_attributes(item), guarded(_with_literal(item, words))]
    return lines


def _attributes(item: Item) -> list[str]:
    said = []
    if item.identifier:
        said.append(f"#{item.identifier}")
    if item.kept and item.label:
        said.append(f'label="{item.label.number}"')
    if item.language:
        said.append(f"lang={item.language}")
    return ["{" + " ".join(said) + "}"] if said else []


def _clause_label(item: Item) -> str:
    return re.sub(r"\s+", " ", item.label.text) if item.label else ""


def _heading(item: Item, words: str) -> list[str]:
    hashes = "#" * max(1, item.depth)
    words = re.sub(r"\\?\n", " ", words)
    if item.label and not item.literal:
        label = item.label.text
        if not item.label.exact:  # "PART ONE" is kept by its number, and the depth says of what kind it is
            return [*_attributes(item), f"{hashes} {words}".rstrip()]
        if words:
            return [*_attributes(item), f"{hashes} {label if label[-1:] in '.:' else label + '.'} {words}"]
        return [*_attributes(item), f"{hashes} {label}"]
    words = _with_literal(item, words)
    if item.plain:
        return [f"{hashes} {guarded(words)} {{.unnumbered}}"]
    return [*_attributes(item), f"{hashes} {guarded(words)}" + (" {.unnumbered}" if item.kept else "")]


def _with_literal(item: Item, words: str) -> str:
    """The words, behind a label that the input's software counts and that stands among them."""
    label = item.block.counted.strip() if item.literal else ""
    between = " " if label and words else ""
    return f"{escaped(label)}{between}{words}"


def guarded(words: str) -> str:
    """Words that begin a block, with a sign at their beginning that would make something else of them escaped."""
    found = _OPENING.match(words)
    if not found:
        return words
    if found["decimal"]:
        return f"{found[0]}\\{words[found.end() :]}"
    if found["whole"]:
        return f"\\{words}"
    return f"{found['number']}\\{words[found.start('sign') :]}"


def escaped(text: str, *, everything: bool = False) -> str:
    """Text in which no sign is markup."""
    return (_ALL if everything else _ESCAPED).sub(lambda found: f"\\{found[0]}", text)


def inline(pieces: Sequence[Piece], notes: set[str], *, everything: bool = False) -> str:
    """Pieces as inline markup. White space moves out of what is marked: "*words *" would be no emphasis."""
    made: list[str] = []
    opened: list[str] = []
    link = ""
    for piece in [*_spaced(pieces), Piece("", 0, 0)]:
        wanted = [] if everything else [mark for mark in _NESTED if mark in piece.marks]
        if piece.forced:
            wanted = [mark for mark in opened if mark not in _NO_SPACE]
        same = 0
        while same < min(len(opened), len(wanted)) and opened[same] == wanted[same] and link == piece.link:
            same += 1
        made += [_SIGNS[mark] for mark in reversed(opened[same:])]
        if link != piece.link and not everything:
            made += [f"]({link})"] * bool(link) + ["["] * bool(piece.link)
            link = piece.link
        made += [_SIGNS[mark] for mark in wanted[same:]]
        opened = wanted
        made.append(_written(piece, notes, everything=everything))
    return "".join(made)


def _written(piece: Piece, notes: set[str], *, everything: bool) -> str:
    if piece.note:
        return f"[^{piece.note}]" if piece.note in notes else escaped(f"[{piece.note}]")
    if piece.forced:
        return "\\\n"
    if "code" in piece.marks and not everything and "`" not in piece.text and piece.text.strip():
        return f"`{piece.text}`"
    return escaped(piece.text, everything=everything)


def _spaced(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces in which white space at the ends of what is marked stands by itself, with what both sides share."""
    parts: list[Piece] = []
    for piece in pieces:
        core = piece.text.strip()
        raised = bool({"sup", "sub"} & piece.marks)
        if piece.forced or piece.note or (core == piece.text and not (raised and re.search(r"\s", core))):
            parts.append(piece)
        elif raised:  # raised words hold no space
            parts += [replace(piece, text=text) for text in re.findall(r"\s+|\S+", piece.text)]
        else:
            begin = len(piece.text) - len(piece.text.lstrip()) if core else len(piece.text)
            end = begin + len(core)
            parts += [replace(piece, text=text) for text in (piece.text[:begin], core, piece.text[end:]) if text]
    made = []
    for index, piece in enumerate(parts):
        if piece.text.isspace() and not piece.forced:
            before = parts[index - 1] if index else None
            after = parts[index + 1] if index + 1 < len(parts) else None
            both = before.marks & after.marks - {"sup", "sub", "code"} if before and after else frozenset()
            link = piece.link if before and after and before.link == after.link else ""
            piece = replace(piece, marks=both, link=link)  # noqa: PLW2901  # the piece as it is written
        made.append(piece)
    return made


def _table(item: Item, notes: set[str]) -> list[str]:
    """A pipe table: "||" behind a cell of two columns, "^^" where the cell above goes on."""
    rows = item.block.rows
    width = max(sum(cell.columns for cell in row) for row in rows)
    lines = []
    for row in rows:
        line = "|"
        for cell in [*row, *[Cell(())] * (width - sum(cell.columns for cell in row))]:
            words = "^^" if not cell.rows else _cell(inline(stripped(cell.pieces), notes, everything=item.plain))
            line += f" {words} |" + "|" * (cell.columns - 1)
        lines.append(line)
    heads = item.block.heads if item.block.heads < len(rows) else 0
    attributes = [] if heads == 1 else [f"{{header-rows={heads}}}"]
    head = lines[:1] if heads else ["|" + "  |" * width]
    return [*attributes, *head, "|" + " --- |" * width, *lines[len(head) if heads else 0 :]]


def _cell(text: str) -> str:
    words = text.replace("|", "\\|").replace("\\\n", " \\ ")
    return f"\\{words}" if words.startswith("^^") else words


def _picture(item: Item, words: str, source: Source, name: str) -> list[str]:
    picture = item.block.picture
    if picture is None:
        return [words]
    address = picture.source
    if picture.data is not None:
        address = f"{name}-{len(source.pictures) + 1}.{picture.kind}"
        source.pictures[address] = picture.data
    return [f"![{escaped(picture.alternative) or words}]({address})"]


def spend(front: Front, items: Sequence[Item], ledger: Ledger) -> list[int]:
    """Enter what became of each character that the source has; the places of those that no edition can hold.

    Raises Unbalanced where a character was entered before, or is not entered at the end.
    """
    for block in (*front.titles, *front.subtitles):
        ledger.pieces(block.pieces, Fate.TEXT)
    for item in items:
        if item.kind is Kind.ODD:
            ledger.pieces(item.words, Fate.ODD)
            continue
        fate = Fate.TEXT if item.literal or item.kind not in (Kind.CLAUSE, Kind.DIVISION) else Fate.LABEL
        ledger.pieces(item.signs, fate)
        ledger.pieces(item.words, Fate.TEXT)
        ledger.pieces((piece for row in item.block.rows for cell in row for piece in cell.pieces), Fate.TEXT)
    left = ledger.layout()
    ledger.check()
    return left
