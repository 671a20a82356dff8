"""The text of one part of a Word file as plain data: paragraphs, their pieces, what stands beside them.

A revision that is tracked is a proposal (17.13.5): the text is what stands without it, so insertions are told apart and
deletions stay, unless the text is asked for as it would be once all are accepted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from pipeline.wordprocessing.package import local

INSERTED, DELETED = "an insertion that is tracked", "a deletion that is tracked"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a cell of a table begins, row and column from 1, and how many of each it takes.

    `table` is the number of its table in its part, `heads` whether its row stands again on each page and its column
    is told to be the first one; `of` are the rows and columns of the table.
    """

    table: int
    row: int
    column: int
    rows: int
    columns: int
    heads: tuple[bool, bool]
    of: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Inside:
    """What surrounds characters.

    `link` is a relationship's id or "#bookmark"; `field` a simple field's code; `revision` how they are tracked;
    `table` the style of the table that they stand in (None outside tables), `cell` which of its cells, `shade` the
    colour of that; `hides` what keeps all of it from being seen, `alters` what shows it otherwise.
    """

    link: str = ""
    field: str = ""
    revision: str = ""
    table: str | None = None
    hides: str = ""
    alters: str = ""
    shade: str = ""
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one run.

    `run` is its element; `field` the code of the field whose result they are; `code` says that they stand among a
    field's code and are not shown, `number` counts the part's fields from 1; `symbol` is the font of a w:sym. `note` is
    the kind and the id of the note whose mark this is ("footnote 3"), "label" of the mark in a note itself: a program
    counts both, so `text` is "".
    """

    text: str
    run: etree._Element
    inside: Inside
    field: str = ""
    code: bool = False
    symbol: str = ""
    note: str = ""
    number: int = 0


@dataclass(slots=True)
class Paragraph:
    """A paragraph with all that stands in it.

    `element` is the w:p whose mark ends it, and so has its properties; `number` counts the part's paragraphs from 1;
    `mark` says how the mark is tracked; `names` are the bookmarks that start in it; `box` that it stands in a text
    box; `room` numbers the cells and bodies, across whose ends no paragraph runs on.
    """

    element: etree._Element
    number: int
    inside: Inside
    box: bool
    room: int
    pieces: list[Piece] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    drawings: list[etree._Element] = field(default_factory=list)
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something in the text that is not shown as text: `text` its words, `how` what keeps them from a reader."""

    text: str
    how: str
    number: int


@dataclass(slots=True)
class Story:
    """One part's text. `controls` are its content controls with the number of the paragraph where they begin."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    controls: list[tuple[etree._Element, int]] = field(default_factory=list)

    def joined(self, *, accept: bool) -> Iterator[Paragraph]:
        """Paragraphs as they are without the tracked changes, or with all of them.

        One whose mark is not there runs on into the next (17.13.5.15 and 17.13.5.19), which gives both its properties.
        """
        gone = DELETED if accept else INSERTED
        before: list[Paragraph] = []
        for paragraph in self.paragraphs:
            if paragraph.box:
                yield paragraph
                continue
            if before and before[-1].room != paragraph.room:
                yield _joined(before)
                before = []
            before.append(paragraph)
            if paragraph.mark != gone:
                yield _joined(before)
                before = []
        if before:
            yield _joined(before)


def _joined(parts: list[Paragraph]) -> Paragraph:
    if len(parts) == 1:
        return parts[0]
    return replace(
        parts[-1],
        pieces=[piece for part in parts for piece in part.pieces],
        names=[name for part in parts for name in part.names],
        drawings=[drawing for part in parts for drawing in part.drawings],
    )


def words(element: etree._Element) -> str:
    """All words below an element, deleted ones too, white space as single spaces."""
    found = []
    for inner in element.iter():
        name = local(inner)
        if name in ("t", "delText"):
            found.append(inner.text or "")
        elif name in ("p", "tab", "br"):
            found.append(" ")
        elif name == "textpath":
            found.append(inner.get("string", ""))
    return " ".join("".join(found).split())
