"""What the blocks of an input are in an instrument: the form between recognition and the source."""

from dataclasses import dataclass, field
from enum import Enum

from pipeline.adopting.labels import Label, Option
from pipeline.adopting.pieces import Block, Piece


class Kind(Enum):
    """What an item is."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    DIVISION = "division"
    HEADING = "heading"
    CLAUSE = "clause"
    TEXT = "text"
    BULLET = "bullet"
    QUOTATION = "quotation"
    TABLE = "table"
    NOTE = "note"
    PICTURE = "picture"
    ODD = "not understood"


@dataclass(slots=True)
class Item:
    """One thing of the instrument. `signs` are the pieces of its label with what parts it from the words.

    `depth` is that of a heading, `level` that of a clause. `kept` says that its label does not follow from the count
    and is kept as printed; `literal` that the label stands among the words; `plain` that nothing but its words is left
    of it, each sign of markup escaped; `odd` that it is marked as not understood,
    `unheld` that no edition can hold it.
    """

    kind: Kind
    block: Block
    words: list[Piece]
    label: Label | None = None
    option: Option | None = None
    signs: list[Piece] = field(default_factory=list)
    depth: int = 0
    level: int = 0
    due: bool = True
    kept: bool = False
    literal: bool = False
    plain: bool = False
    odd: bool = False
    unheld: bool = False
    concludes: bool = False
    single: bool = False
    identifier: str = ""
    language: str = ""

    @property
    def line(self) -> int:
        return self.block.line

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.words)
