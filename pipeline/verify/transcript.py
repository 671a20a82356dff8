"""What a reader meets in a finished file, in one form for all formats: the thing that is compared.

A transcript says only what is in the file. Who makes one (a read-back, or `promise` from the source) knows nothing of
the others, and shares no code with what wrote the file.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum


class Kind(Enum):
    """What a piece of text is. TITLE to DATE are the title block's lines; LINE is a paragraph without a label.

    A NOTE is a paragraph of a note, the first of each with its number for a label. Wherever a format has them, in a
    transcript they stand behind the text.
    """

    ORGAN = "organ"
    KIND = "kind"
    TITLE = "title"
    SUBTITLE = "subtitle"
    DATE = "date"
    HEADING = "heading"
    CLAUSE = "clause"
    LINE = "line"
    ITEM = "item"
    QUOTATION = "quotation"
    FIGURE = "figure"
    CAPTION = "caption"
    NOTE = "note"
    CELL = "cell"


TITLES = (Kind.ORGAN, Kind.KIND, Kind.TITLE, Kind.SUBTITLE, Kind.DATE)
"""The lines of the title block."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters with one appearance and one meaning. White space is single spaces; a line break asked for is a space.

    `language` is the tag where it differs from the document's; `link` an address, or "#anchor" inside the file; `note`
    says that it is the mark of a note, which is no part of a heading's words in an outline.
    """

    text: str
    emphasis: bool = False
    strong: bool = False
    superscript: bool = False
    subscript: bool = False
    language: str = ""
    direction: str = ""
    link: str = ""
    note: bool = False

    @property
    def style(self) -> tuple[bool, bool, bool, bool, str, str, str]:
        """All but its characters."""
        return (
            self.emphasis,
            self.strong,
            self.superscript,
            self.subscript,
            self.language,
            self.direction,
            self.link,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its file.

    `part` is a page ("page 3"), a part of a package, or "" in a file without parts; `path` a point ("142.5, 318.0 pt
    from the top left"), an XPath or a paragraph's number.
    """

    part: str = ""
    path: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.part, self.path)))


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page begins: before so many characters of a passage, its label among them, white space not counted.

    A page that begins inside a word is said to begin with the next whole one.
    """

    page: str
    offset: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Where words stand in a table: its number in the file, row and column from 1, how many of each the cell takes.

    `head` is "column" or "row" where it is the head of one, else ""; `of` are the rows and columns of the table.
    """

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: str = ""
    of: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph as a reader meets it.

    `level` counts from 1 for clauses, headings and list items; it is 1 for a head of a column and for the caption of a
    table, else 0; `cell` is where it stands in a table; `anchor` is the name by which links reach it, "" where it has
    none; a figure's `alternative` is its words; `back` is where a note's number leads ("#" and the anchor of its mark),
    "" in a format that leaves the way back to a program. `shown`, of a kind that may be slanted or heavy by itself, are
    its runs in a file that shows no more than letters: slanted is emphasis, heavy is strong. A promised one is
    `broken` where the source asks for the end of a line.
    """

    kind: Kind
    runs: tuple[Run, ...]
    level: int = 0
    label: str = ""
    anchor: str = ""
    alternative: str = ""
    back: str = ""
    cell: Cell | None = None
    also: frozenset[str] = field(default=frozenset(), compare=False)
    pages: tuple[Mark, ...] = field(default=(), compare=False)
    shown: tuple[Run, ...] = field(default=(), compare=False)
    place: Place = field(default_factory=Place, compare=False)
    broken: bool = field(default=False, compare=False)

    @property
    def words(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def heading(self) -> str:
        """Its words without the marks of notes, as an outline has them."""
        return "".join(run.text for run in self.runs if not run.note).strip()

    @property
    def names(self) -> frozenset[str]:
        """All names by which links reach it."""
        return self.also | {self.anchor} if self.anchor else self.also


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the file's own outline (bookmarks, navigation): its depth, its words with the label, its target."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of passage is set, as the file says: in points on paper, in em of the text in a file that flows.

    None is a value that the format leaves to its reader. `before` is the space above, `start` the indent of the text
    from the text's edge, `first` that of the first line from `start`; `lead` is from baseline to baseline.
    """

    family: str | None = None
    size: float | None = None
    weight: int | None = None
    slope: str | None = None
    colour: str | None = None
    align: str | None = None
    start: float | None = None
    first: float | None = None
    before: float | None = None
    lead: float | None = None
    label: str | None = None
    """The colour of its label."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text beside the text: a running head, a folio, a page's control. `where` names the edge, region or role.

    Of its `look` are known, where it stands on paper, size and colour, and of the number of a line in `start` where it
    ends, in points from the page's left.
    """

    where: str
    text: str
    place: Place = field(default_factory=Place, compare=False)
    look: Look = field(default_factory=Look, compare=False)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text that is in the file and that a reader does not meet, or not as text; `how` says what hides it."""

    text: str
    how: str
    place: Place = field(default_factory=Place, compare=False)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole file.

    `metadata` has the keys title, language, date, organ, identifier, description, subjects, rights, publisher and
    modified, as far as the format holds them; `looks` the look of each kind and level that occurs; `page_list` the
    file's own list of the pages that are marked in it, None in a format that has none; `lines` how many lines of text
    stand on each page behind the title block, in a format that has lines; `profile` the ICC profile of the press that a
    print is for.
    """

    format: str
    passages: tuple[Passage, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)
    outline: tuple[Heading, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    looks: Mapping[tuple[Kind, int], Look] = field(default_factory=dict)
    page_list: tuple[Heading, ...] | None = None
    lines: tuple[int, ...] = ()
    profile: bytes = field(default=b"", repr=False)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that begin in it, in order."""
        return tuple(mark.page for passage in self.passages for mark in passage.pages)


def noted(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Passages with the notes behind the text, whose order is kept, as that of the notes is."""
    found = list(passages)
    return tuple(sorted(found, key=lambda passage: passage.kind is Kind.NOTE))


def counted(text: str) -> int:
    """The characters of a text that count for a Mark."""
    return len("".join(text.split())) - text.count("\u00ad") - text.count("\u200b")


def join(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs in their shortest form: white space collapsed as a reader meets it, equal neighbours joined, ends cut."""
    joined: list[Run] = []
    for run in runs:
        text = re.sub(r"[ \t\n\r]+", " ", run.text)
        if text.startswith(" ") and (not joined or joined[-1].text.endswith(" ")):
            text = text[1:]
        if not text:
            continue
        if joined and joined[-1].style == run.style:
            joined[-1] = replace(run, text=joined[-1].text + text)
        else:
            joined.append(run if text == run.text else replace(run, text=text))
    while joined and not joined[-1].text.rstrip(" "):
        joined.pop()
    if joined:
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return tuple(joined)
