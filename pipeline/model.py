"""The whole model of a document: what an author can write, and what numbering adds. No logic here.

Blocks and inlines are different types; every block has a Position. Blocks compare by identity, so that numbering can
key on them. What the author wrote and what we generated never share a field: numbers live in NumberedDocument alone.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.diagnostics import Position

# ---- inlines (equal where they say the same, wherever they stand)


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as the reader meets them; a line end of the source is a space here."""

    text: str
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stress: set in italic, or in upright where the surroundings are italic."""

    inlines: tuple["Inline", ...]
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Strong:
    """Importance: set in bold."""

    inlines: tuple["Inline", ...]
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Superscript:
    """Raised characters."""

    inlines: tuple["Inline", ...]
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Subscript:
    """Lowered characters."""

    inlines: tuple["Inline", ...]
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """Words in another language (BCP 47 tag); `direction` is "ltr" or "rtl", from the tag's script."""

    language: str
    direction: str
    inlines: tuple["Inline", ...]
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to `target`: an http, https or mailto address, or `#identifier` inside the document."""

    target: str
    inlines: tuple["Inline", ...]
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Code:
    """Characters to be taken literally."""

    text: str
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line end that the author asked for."""

    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """The mark of a note, with the note's paragraphs. `name` is the author's; what is printed is its number."""

    name: str
    blocks: tuple["Paragraph", ...]
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """The place of the names of provisions, which numbering works out: of all `targets` (identifiers or anchors).

    Or, with `through`, of those from the first to the last.
    """

    targets: tuple[str, ...]
    through: bool
    position: Position


Inline = Text | Emphasis | Strong | Superscript | Subscript | LanguageSpan | Link | Code | LineBreak | Note | Reference


# ---- blocks


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """A paragraph without a number: a recital, a lead-in, a closing line, a concluding paragraph."""

    position: Position
    inlines: tuple[Inline, ...]
    identifier: str = ""
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class BulletList:
    """A list without numbers."""

    position: Position
    items: tuple["ListItem", ...]
    identifier: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ListItem:
    """One item of a bullet list."""

    position: Position
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Quotation:
    """Words of somebody else, set off from the text."""

    position: Position
    blocks: tuple["Block", ...]
    identifier: str = ""
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A picture. `source` is relative to the document's folder; `alternative` tells who cannot see it what it shows."""

    position: Position
    source: str
    alternative: str
    caption: tuple[Inline, ...]
    identifier: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of cells, the first `header_rows` of which are heads of columns; so are the first columns heads of rows.

    `alignments` has "start", "center" or "end" for each column. Cells stand in the order of reading, each once, in the
    row and the column where it begins.
    """

    position: Position
    rows: tuple["Row", ...]
    alignments: tuple[str, ...]
    header_rows: int = 1
    header_columns: int = 0
    caption: tuple[Inline, ...] = ()
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in one row of a table."""

    cells: tuple["Cell", ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: a paragraph or nothing, the column in which it begins (from 0), and how many of each it takes."""

    position: Position
    blocks: tuple[Paragraph, ...]
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """A numbered provision: lead-in, sub-paragraphs (clauses one level deeper) and closing lines, in order.

    `typed` is the label as the author typed it ("" where a list counts by itself); `kept` the label's number that the
    author insists on ({label="4 bis"}); `short` a phrase of the clause itself for contents and navigation.
    """

    position: Position
    level: int
    blocks: tuple["Block", ...]
    typed: str = ""
    kept: str = ""
    identifier: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """A heading (level 1 to 5) and what stands under it.

    `kind` is that of the scheme ("article") where the division is numbered, else "". Its label may be `typed` before
    the heading's words, of which there may be none, or `kept`, as a clause's; `unnumbered` says that it has none on
    purpose.
    """

    position: Position
    level: int
    heading: tuple[Inline, ...]
    blocks: tuple["Block", ...]
    identifier: str = ""
    short: str = ""
    kind: str = ""
    typed: str = ""
    kept: str = ""
    unnumbered: bool = False


Block = Paragraph | BulletList | Quotation | Figure | Table | Clause | Division


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as read: `name` is its path inside a package ("images/figure-1.png"), sizes are pixels."""

    name: str
    data: bytes
    media_type: str
    width: int
    height: int


# ---- the document


@dataclass(frozen=True, slots=True)
class Metadata:
    """The front matter. Dates are the document's own; empty strings and tuples mean "not given".

    A title is also known in the phrases between which it may break over lines.
    `certified_by` names who has evaluated the e-book and vouches for its accessibility.
    """

    title: str
    title_phrases: tuple[str, ...]
    language: str
    direction: str
    date: datetime.date | None
    scheme: str
    kind: str = ""
    subtitle: str = ""
    subtitle_phrases: tuple[str, ...] = ()
    organ: str = ""
    symbol: str = ""
    place: str = ""
    identifier: str = ""
    modified: datetime.datetime | None = None
    publisher: str = ""
    description: str = ""
    subjects: tuple[str, ...] = ()
    rights: str = ""
    certified_by: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """An instrument as written: preamble (recitals), body, conclusion, annexes."""

    position: Position
    metadata: Metadata
    preamble: tuple[Block, ...]
    body: tuple[Block, ...]
    conclusion: tuple[Block, ...]
    annexes: tuple[Block, ...] = ()


# ---- numbering


@dataclass(frozen=True, slots=True)
class Level:
    """One level of clauses in a scheme. `pattern` holds one numeral in braces: {1} {I} {i} {A} {a}, as in "({a})".

    Before it {above} may stand: the label above without its full stop, as in "{above}.{1}".
    """

    pattern: str


@dataclass(frozen=True, slots=True)
class DivisionKind:
    """One kind of division that a scheme numbers: "part", "article". `pattern` is as of a level ("Article {1}").

    A heading of level `depth` is of this kind where it has no label typed before it; 0: only typed ones are. Numbers
    begin anew in the numbered division above where it `restarts`, else run on through the instrument. An annex has
    numbers of its own; `single` is the label of the only one of its kind.
    """

    kind: str
    pattern: str
    depth: int = 0
    restarts: bool = False
    annex: bool = False
    single: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How an instrument numbers: the levels of its clauses from the outermost, and the kinds of its divisions.

    Level 1 runs on across headings, or begins anew in each numbered division where it `restarts`. `provision` is what
    a clause of level 1 is called ("paragraph"); `phrases` are the words by which a text refers to provisions.
    """

    name: str
    levels: tuple[Level, ...]
    provision: str = "clause"
    restarts: bool = False
    divisions: tuple[DivisionKind, ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Number:
    """What numbering gives one block: its label as printed, "" for a block without.

    The first paragraph of a note has the note's; `mark` is the anchor of the note's mark in the text. `live` says that
    counting from 1 by the scheme alone gives this label, so that a format may leave the counting to the reader's
    software; `annex` is the anchor of the annex that it is counted in by itself.
    """

    anchor: str
    label: str = ""
    ordinal: int = 0
    live: bool = True
    mark: str = ""
    annex: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A piece of the words of a reference, and the anchor that it leads to ("" for words between two names).

    `field` is the anchor of the block whose label it is, where Word can work it out; `switch` how it is asked: "r" for
    a division's, "n" for a clause's alone.
    """

    text: str
    anchor: str = ""
    field: str = ""
    switch: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents: where it leads, a clause's label, its words, and the entries below it.

    The label of a division stands before its words, in `text`.
    """

    anchor: str
    label: str
    text: str
    level: int
    entries: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class NumberedDocument:
    """A document with the number that its scheme gives each block; made by numbering.number alone."""

    document: Document
    scheme: Scheme
    numbers: Mapping[Block, Number]
    contents: tuple[Entry, ...]
    references: Mapping[Reference, tuple[Cited, ...]] = field(default_factory=dict)
