"""What the templates of the Word file are given: paragraphs, runs, pictures and relationships as plain data."""

from dataclasses import dataclass, field

from pipeline.model import Image


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark round the runs of one paragraph."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class WordRun:
    """Characters that share one character style and one language; `language` is "" where it is the document's.

    Word keeps a run's language thrice: for East Asian letters, for those written from the right, and for all others.
    `field` is the code of the field whose result it is, "" of none. Each piece is "text" with its characters, "note"
    with a note's number, or "break", "tab" or "softHyphen" with none.
    """

    style: str
    language: str
    east_asian: bool
    rtl: bool
    pieces: tuple[tuple[str, str], ...]
    field: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring runs, linked to a bookmark here (`anchor`), to a relationship (`relation`), or to nothing."""

    runs: tuple[WordRun, ...]
    anchor: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An inline drawing: its number among the drawings, its relationship, width and height in EMU."""

    number: int
    relation: str
    name: str
    alternative: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One w:p. `label` is a number that Word does not count.

    `bidi`, `first`, `apart` and `counting` are all the direct formatting that there is: a direction unlike the
    document's, the space that sets off the first paragraph of the text, that between a table and what reads on, and the
    list (numId, ilvl) that counts where the style's does not, as in an annex.
    """

    style: str
    bookmarks: tuple[Bookmark, ...] = ()
    spans: tuple[Span, ...] = ()
    picture: Picture | None = None
    label: WordRun | None = None
    bidi: bool | None = None
    first: bool = False
    counting: tuple[int, int] | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class WordCell:
    """One w:tc, as wide as so many columns; `merge` is "restart" or "continue" where it goes on over rows."""

    width: int
    columns: int
    merge: str
    paragraph: WordParagraph
    first: bool


@dataclass(frozen=True, slots=True)
class WordRow:
    """One w:tr; of the rows of the head the last is `closing`."""

    cells: tuple[WordCell, ...]
    head: bool
    closing: bool


@dataclass(frozen=True, slots=True)
class WordTable:
    """One w:tbl: the widths of its columns, its distance from the text's edge, and that between columns, in twips."""

    columns: tuple[int, ...]
    rows: tuple[WordRow, ...]
    left: int
    gap: int
    caption: str
    header_column: bool


@dataclass(frozen=True, slots=True)
class WordNote:
    """One w:footnote: its number among the notes, which is what Word counts too, and its paragraphs."""

    number: int
    paragraphs: tuple[WordParagraph, ...]


@dataclass(slots=True)
class Relations:
    """What a part refers to outside itself, by relationship identifier."""

    links: dict[str, str] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)

    def link(self, target: str) -> str:
        """The identifier of the relationship to an address."""
        return self.links.setdefault(target, f"link{len(self.links) + 1}")

    def image(self, image: Image) -> str:
        """The identifier of the relationship to a picture."""
        known = next((identifier for identifier, other in self.images.items() if other is image), None)
        identifier = known or f"image{len(self.images) + 1}"
        self.images[identifier] = image
        return identifier


@dataclass(frozen=True, slots=True)
class EmbeddedFace:
    """One face of the font table: `slot` is Regular, Bold, Italic or BoldItalic, `key` its GUID (ECMA-376 17.8.1).

    `panose` and `signature` tell a program without the face what it looks like and which letters it has.
    """

    name: str
    slot: str
    relation: str
    target: str
    key: str
    panose: str
    signature: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """One header part: `kind` is its w:type, `folio` the side on which its page number stands ("": it is empty)."""

    kind: str
    relation: str
    target: str
    folio: str
