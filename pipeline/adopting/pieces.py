"""What every kind of input becomes: blocks of pieces, each with its place in the input's text; and the ledger.

The ledger has one entry for each character of the input. Readers spend what is the input's own markup; emission spends
what it writes. What nobody has spent is lost, and then nothing is written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from pipeline.readers.source import FORBIDDEN


class Fate(IntEnum):
    """What became of one character of the input."""

    OPEN = 0
    TEXT = 1
    LABEL = 2
    FURNITURE = 3
    MARKUP = 4
    ODD = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one kind. They stand at `start` to `end` of the input's text, which is longer for an entity.

    `marks` are em, strong, sup, sub and code; `link` an address; `note` the name of the note that is called here;
    `forced` says that they are a line end which was asked for.
    """

    text: str
    start: int
    end: int
    marks: frozenset[str] = frozenset()
    link: str = ""
    note: str = ""
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the input: its bytes (None where it stands elsewhere), its kind ("png"), what it shows."""

    data: bytes | None
    kind: str
    alternative: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, with how many columns and rows it takes."""

    pieces: tuple[Piece, ...]
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Block:
    """A paragraph, heading, item or table of the input, before anybody asks what it is in an instrument.

    `line` is its line (in Word and HTML: its paragraph) from 1; `heading` the depth that markup gives it, 0 for none;
    `counted` the label that the reader's software shows before it, which is no part of the text. `style` is what is
    known of it without looking at its words: title, subtitle, quotation, furniture, odd, contents, or "".
    """

    pieces: list[Piece]
    line: int
    heading: int = 0
    style: str = ""
    why: str = ""
    counted: str = ""
    bullet: bool = False
    depth: int = 0
    centred: bool = False
    note: str = ""
    language: str = ""
    rows: list[list[Cell]] = field(default_factory=list)
    heads: int = 0
    picture: Picture | None = None
    page: int = 0
    follows: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def all_pieces(self) -> list[Piece]:
        """Its pieces, those of its cells too."""
        return [*self.pieces, *(piece for row in self.rows for cell in row for piece in cell.pieces)]


class Unbalanced(Exception):
    """A character was spent twice, or never: a fault of ours, which must not become a text."""


class Ledger:
    """One fate for each character of `text`, the input's."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.fates = bytearray(len(text))
        self.grown = 0  # characters that are markup since one sign was written with several, as "&amp;"

    def spend(self, start: int, end: int, fate: Fate) -> None:
        """Raises Unbalanced where one of the characters was spent before."""
        if self.fates[start:end].count(0) != end - start:
            raise Unbalanced(f"characters {start} to {end} were accounted for twice")
        self.fates[start:end] = bytes([fate]) * (end - start)

    def pieces(self, pieces: Iterable[Piece], fate: Fate) -> None:
        for piece in pieces:
            kept = min(len(piece.text), piece.end - piece.start)
            self.spend(piece.start, piece.start + kept, fate)
            self.spend(piece.start + kept, piece.end, Fate.MARKUP)

    def layout(self) -> list[int]:
        """White space that stands in no piece is layout: line ends, indents, spaces beside spaces.

        Characters that no edition can hold are left out; their places are returned.
        """
        left = []
        at = self.fates.find(0)
        while at >= 0:
            if self.text[at].isspace() or self.text[at] == "\ufeff":
                self.fates[at] = Fate.MARKUP
            elif FORBIDDEN.match(self.text[at]):
                self.fates[at] = Fate.FURNITURE
                left.append(at)
            at = self.fates.find(0, at + 1)
        return left

    def sums(self) -> dict[str, int]:
        """How many characters had each fate."""
        return {fate.name.lower(): self.fates.count(fate) for fate in Fate}

    def check(self) -> None:
        """Raises Unbalanced where a character is still open, with the words that would be lost."""
        at = self.fates.find(0)
        if at >= 0:
            lost = self.text[at : at + 60].split("\n")[0]
            raise Unbalanced(f"{self.fates.count(0)} characters are not accounted for, from “{lost}” on")


def behind(pieces: Sequence[Piece], count: int) -> tuple[list[Piece], list[Piece]]:
    """Pieces in two: the first `count` characters, and the rest."""
    before: list[Piece] = []
    for index, piece in enumerate(pieces):
        if count <= 0:
            return before, list(pieces[index:])
        if len(piece.text) <= count:
            before.append(piece)
            count -= len(piece.text)
        else:
            split = piece.start + count if piece.end - piece.start == len(piece.text) else piece.end
            before.append(replace(piece, text=piece.text[:count], end=split))
            return before, [replace(piece, text=piece.text[count:], start=split), *pieces[index + 1 :]]
    return before, []


_IRREGULAR = re.compile(rf"[\t\n\r\f\v]|  |{FORBIDDEN.pattern}")
_PART = re.compile(rf"[ \t\n\r\f\v]+|{FORBIDDEN.pattern}|(?:(?!{FORBIDDEN.pattern})[^ \t\n\r\f\v])+")


def stripped(pieces: Sequence[Piece]) -> list[Piece]:
    """Without white space at both ends, and single spaces inside; what is left away is layout of the input."""
    made: list[Piece] = []
    for piece in pieces:
        if piece.forced:
            _end(made)
            made.append(piece)
            continue
        for part in _parts(piece):
            kept = part
            if part.text[:1] == " " and (not made or made[-1].forced or made[-1].text[-1:] == " "):
                kept = behind([part], 1)[1][0] if len(part.text) > 1 else replace(part, text="")
            if kept.text or kept.note:
                made.append(kept)
    while made and not made[-1].note and (made[-1].forced or not made[-1].text.strip()):
        made.pop()
    _end(made)
    while made and not made[0].note and (made[0].forced or not made[0].text.strip()):
        made.pop(0)
    return _merged(made)


def _end(made: list[Piece]) -> None:
    """Take the space at the end away."""
    while made and not made[-1].forced and made[-1].text[-1:] == " ":
        last = made.pop()
        if len(last.text) > 1:
            made.append(behind([last], len(last.text) - 1)[0][0])


def _parts(piece: Piece) -> Iterable[Piece]:
    """A piece without characters that no edition can hold, white space as single spaces."""
    exact = piece.end - piece.start == len(piece.text)
    if not _IRREGULAR.search(piece.text):
        yield piece
    elif not exact:
        yield replace(piece, text=re.sub(r"[ \t\n\r\f\v]+", " ", FORBIDDEN.sub("", piece.text)))
    else:
        for found in _PART.finditer(piece.text):
            start = piece.start + found.start()
            if found[0][0] in " \t\n\r\f\v":
                yield replace(piece, text=" ", start=start, end=start + 1)
            elif not FORBIDDEN.match(found[0]):
                yield replace(piece, text=found[0], start=start, end=start + len(found[0]))


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours that are alike and touch become one."""
    made: list[Piece] = []
    for piece in pieces:
        last = made[-1] if made else None
        if (  # one after the other in the input, and alike
            last
            and last.end == piece.start
            and (last.marks, last.link, last.note, last.forced) == (piece.marks, piece.link, piece.note, piece.forced)
            and not piece.note
            and not piece.forced
            and last.end - last.start == len(last.text)
            and piece.end - piece.start == len(piece.text)
        ):
            made[-1] = replace(last, text=last.text + piece.text, end=piece.end)
        else:
            made.append(piece)
    return made
