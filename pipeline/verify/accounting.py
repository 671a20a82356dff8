"""Every character of the source file is accounted for: text of one node, a label that was typed, or markup.

The document's nodes are laid beside the file, character by character. What the parser lost, doubled, moved or
altered has no place to go, and the sums do not balance. No code of the readers is used: what Markdown looks like is
said here again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from pipeline.model import (
    Block,
    BulletList,
    Clause,
    Division,
    Document,
    Figure,
    Inline,
    Note,
    Paragraph,
    Quotation,
    Table,
)
from pipeline.verify.account_tables import account_table
from pipeline.verify.addresses import same_address
from pipeline.verify.between import LINE_END, Between, Piece, same_attributes, shown
from pipeline.verify.follow import Cursor, Lost, address, attributes, follow, inline_tokens, tokens, words
from pipeline.verify.front import account_front, front_end
from pipeline.verify.places import notes_of

_UNSEEN = re.compile(r"[^\S\n]*")
_BEHIND_LABEL = re.compile(r"(?:\s|&(?:nbsp|ensp|emsp|thinsp|#160|#xA0);)*")
_ATX = re.compile(r"(#{1,6})(?:[ \t]+|(?=\n|\Z))")
_ATX_END = re.compile(r"[^\S\n]*(\{[^{}\n]*\})?[^\S\n]*(?:#+[ \t]*)?(?=\n|\Z)")
_SETEXT_LINE = re.compile(r"\n[ \t]*(=+|-+)[ \t]*(?=\n|\Z)")
_SETEXT_END = re.compile(r"\s*?(\{[^{}\n]*\})?\s*?\n[ \t]*(=+|-+)[ \t]*(?=\n|\Z)")
_FIGURE_END = re.compile(r"[ \t]*(?:\n[ \t>]*)?(\{[^{}\n]*\})")


@dataclass(frozen=True, slots=True)
class Account:
    """The sums, in characters of the file: front matter (its keys and signs), text, typed labels, comments.

    Markup (line ends among it). `lost` is where they do not balance, line and column from 1, or None; `said` what
    is wrong there.
    """

    total: int
    front_matter: int
    text: int
    labels: int
    comments: int
    markup: int
    lost: tuple[int, int] | None = None
    said: str = ""

    @property
    def balances(self) -> bool:
        parts = self.front_matter + self.text + self.labels + self.comments + self.markup
        return self.lost is None and parts == self.total


def account(document: Document, data: bytes) -> Account:
    """Lay the document beside the bytes of its source."""
    whole = data.decode("utf-8", "replace")
    text = whole.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    ends = len(whole) - len(text)  # a mark of byte order, second halves of line ends
    begin = front_end(text)
    cursor, front, lost = Cursor(text, begin), 0, None
    try:
        front = account_front(document.metadata, text[:begin])
        _Account(cursor).all(document)
    except Lost as found:
        lost = found
    passed = cursor.passed
    sums = (
        len(whole),
        begin - front,
        front + passed["text"],
        passed["label"],
        passed["comment"],
        passed["markup"] + ends,
    )
    if lost is None:
        return Account(*sums)
    at = min(lost.at, len(text))
    place = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    here = text[at : at + 30].split("\n")[0]
    said = lost.said or f"“{here}” belongs to no part of the document"
    if lost.expected:
        what = f" ({lost.said})" if lost.said else ""
        said = f"the document goes on with “{lost.expected}”{what}, the file with “{here}”"
    return Account(*sums, place, said)


class _Account:
    """The way through one source."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.between = Between(cursor, self.noted)
        self.notes: dict[str, Note] = {}  # those that are still to come
        self.captions: list[tuple[str, tuple[Inline, ...], int]] = []
        self.rest = Piece()  # what opens and has no content of its own

    def all(self, document: Document) -> None:
        self.notes = {note.name: note for note in notes_of(document)}
        for part in (document.preamble, document.body, document.conclusion, document.annexes):
            if part is document.conclusion and part:
                self.rest.fences.append("conclusion")
            for block in part:
                for piece in self.pieces(block, 0):
                    self.piece(piece)
            if part is document.conclusion and part:
                self.rest.fences.append("")
        self.between.before(self.rest)
        if self.cursor.at < len(self.cursor.text):
            raise Lost(self.cursor.at)
        for name in self.notes:
            raise Lost(self.cursor.at, f"[^{name}]:", "the words of a note")
        for name, target, at in self.cursor.references:
            definition = self.between.definitions.get(name)
            if not definition or not same_address(definition.address, target):
                raise Lost(at, target, "its address")
        for name, caption, at in self.captions:
            title = Cursor(self.between.definitions[name].title)
            try:
                follow(title, inline_tokens(caption))
            except Lost as lost:
                raise Lost(at, lost.expected, "its caption") from None
            self.cursor.passed["text"] += title.passed["text"]
            self.cursor.passed["markup"] -= title.passed["text"]

    # ---- the document

    def pieces(self, block: Block, depth: int) -> Iterator[Piece]:  # noqa: C901, PLR0912  # a case for each node
        """The contents of a block in order; `self.rest` gathers what opens before the next."""
        match block:
            case Paragraph():
                yield self.opened(block, depth, {"#": block.identifier, "lang": block.language})
            case Figure():
                yield self.opened(block, depth, {"#": block.identifier})
            case Division():
                given = {"#": block.identifier, "short": block.short, "label": block.kept}
                yield self.opened(block, depth, given | ({".unnumbered": "yes"} if block.unnumbered else {}))
                for inner in block.blocks:
                    yield from self.pieces(inner, depth)
            case Clause():
                self.rest.clauses += 1
                self.note({"#": block.identifier, "short": block.short, "label": block.kept})
                for at, inner in enumerate(block.blocks):
                    for piece in self.pieces(inner, depth):
                        piece.label = block.typed if at == 0 and piece.block is inner else piece.label
                        yield piece
            case Table():
                piece = self.opened(block, depth, {})
                piece.own = True
                yield piece
            case BulletList():
                self.note({"#": block.identifier})
                for item in block.items:
                    self.rest.items += 1
                    for inner in item.blocks:
                        yield from self.pieces(inner, depth)
            case Quotation():
                self.rest.quotes += 1
                self.note({"#": block.identifier, "lang": block.language})
                for inner in block.blocks:
                    yield from self.pieces(inner, depth + 1)
            case _:
                assert_never(block)

    def noted(self, name: str, quotes: int) -> bool:
        """Pass the words of a note: whether one of that name is still to come."""
        note = self.notes.pop(name, None)
        if note is None:
            return False
        rest, self.rest = self.rest, Piece()
        self.between.fresh = True
        for block in note.blocks:
            for piece in self.pieces(block, quotes):
                self.piece(piece)
        self.rest = rest
        return True

    def note(self, given: dict[str, str]) -> None:
        if given := {key: value for key, value in given.items() if value}:
            self.rest.attributes.append(given)

    def opened(self, block: Paragraph | Division | Figure | Table, depth: int, given: dict[str, str]) -> Piece:
        self.note(given)
        piece, self.rest = self.rest, Piece()
        piece.block, piece.depth = block, depth
        return piece

    # ---- the source

    def piece(self, piece: Piece) -> None:
        """Pass one content with the markup before it."""
        cursor, block = self.cursor, piece.block
        if block is None:
            return
        number, left = self.between.before(piece, _first(block)), piece.attributes
        cursor.quotes = self.between.depth = piece.depth
        if isinstance(block, Division):
            self.heading(block, left)
            return
        if isinstance(block, Table):
            account_table(self.between, block, piece)
            self.line_end()
            return
        if piece.label:
            self.label(piece.label, number)
        if isinstance(block, Figure):
            self.figure(block, left)
        else:
            follow(cursor, inline_tokens(block.inlines))
        if left:
            raise Lost(cursor.at, shown(left[0]))
        self.line_end()
        self.between.fresh = False

    def line_end(self) -> None:
        """Nothing may be left on the line but white space and comments."""
        begun = -1
        while begun < self.cursor.at:
            begun = self.cursor.at
            self.cursor.take(_UNSEEN.match(self.cursor.text, begun).end())  # type: ignore[union-attr]
            self.cursor.comments()
        if not LINE_END.match(self.cursor.text, self.cursor.at):
            raise Lost(self.cursor.at)

    def label(self, label: str, number: str) -> None:
        """Pass a typed label; `number` is the one of a list that was just passed."""
        cursor = self.cursor
        if number == label:
            cursor.passed["markup"] -= len(label)
            cursor.passed["label"] += len(label)
            return
        if not cursor.text.startswith(label, cursor.at):
            raise Lost(cursor.at, label)
        cursor.take(cursor.at + len(label), "label")
        cursor.take(_BEHIND_LABEL.match(cursor.text, cursor.at).end())  # type: ignore[union-attr]  # or nothing

    def heading(self, block: Division, left: list[dict[str, str]]) -> None:
        cursor = self.cursor
        atx = _ATX.match(cursor.text, cursor.at)
        if atx:
            cursor.take(_UNSEEN.match(cursor.text, atx.end()).end())  # type: ignore[union-attr]  # or nothing
            end_of_line = cursor.text.find("\n", cursor.at)
            cursor.limit = end_of_line if end_of_line >= 0 else None
        elif underline := _SETEXT_LINE.search(cursor.text, cursor.at):
            cursor.limit = underline.start()
        if block.typed:
            if not cursor.text.startswith(block.typed, cursor.at):
                raise Lost(cursor.at, block.typed)
            cursor.take(cursor.at + len(block.typed), "label")
            cursor.take(_UNSEEN.match(cursor.text, cursor.at).end())  # type: ignore[union-attr]  # or nothing
        follow(cursor, inline_tokens(block.heading))
        cursor.limit = None
        cursor.comments()
        end = (_ATX_END if atx else _SETEXT_END).match(cursor.text, cursor.at)
        if not end:
            raise Lost(cursor.at)
        if block.level != (len(atx[1]) if atx else "=-".index(end[2][0]) + 1):
            raise Lost(cursor.at, f"a heading of level {block.level}")
        self.trailing(end[1], left)
        cursor.take(end.end())
        self.between.fresh = True

    def trailing(self, braces: str | None, left: list[dict[str, str]]) -> None:
        """Attributes behind a heading or picture."""
        if not same_attributes([attributes(braces)] if braces else [], left):
            raise Lost(self.cursor.at, shown(left[0]) if left else "")
        left.clear()

    def figure(self, block: Figure, left: list[dict[str, str]]) -> None:
        cursor = self.cursor
        cursor.sign("![")
        begun = cursor.at
        follow(cursor, list(words(block.alternative)))
        cursor.space()
        title = address(cursor, begun, block.source)
        if isinstance(title, str):
            if block.caption:
                self.captions.append((title, block.caption, begun))
        elif block.caption or title[1] > title[0]:
            self.caption(block, *title)
        if left:
            end = _FIGURE_END.match(cursor.text, cursor.at)
            self.trailing(end[1] if end else None, left)
            cursor.take(end.end() if end else cursor.at)

    def caption(self, block: Figure, start: int, end: int) -> None:
        """The words in quotes, which were passed as markup."""
        inside = Cursor(self.cursor.text, start + 1, self.cursor.quotes, references=self.cursor.references)
        if start == end:
            raise Lost(self.cursor.at, "its caption")
        follow(inside, inline_tokens(block.caption))
        inside.take(_UNSEEN.match(inside.text, inside.at).end())  # type: ignore[union-attr]
        if inside.at != end - 1:
            raise Lost(inside.at)
        for kind in ("text", "comment"):
            self.cursor.passed[kind] += inside.passed[kind]
            self.cursor.passed["markup"] -= inside.passed[kind]


def _first(block: Paragraph | Division | Figure | Table) -> str:
    """The first character of a content."""
    if isinstance(block, Table):
        return "|"
    if isinstance(block, Figure):
        return "!"
    kind, value = next(tokens(block.inlines if isinstance(block, Paragraph) else block.heading), ("", ""))
    return str(value)[:1] if kind == "text" else ""
