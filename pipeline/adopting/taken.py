"""What a reader gives: the input's text, its blocks, and what it left out with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.adopting.lines import Line
from pipeline.adopting.pieces import Block, Fate, Ledger, Piece, stripped


@dataclass(frozen=True, slots=True)
class Left:
    """Words that stand in no edition: where, why, and their first characters."""

    line: int
    why: str
    words: str


@dataclass(slots=True)
class Taken:
    """`said` is what the input says of itself: title, language, date, modified."""

    text: str
    ledger: Ledger
    blocks: list[Block] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    dropped: list[tuple[int, str]] = field(default_factory=list)  # addresses and the like, by place
    doubts: list[tuple[int, str]] = field(default_factory=list)  # words whose hyphen at a line's end may be none

    def add(self, block: Block) -> None:
        """Add a block without the white space round its words; nothing where it has none."""
        block.pieces = stripped(block.pieces)
        if block.pieces or block.rows or block.picture:
            self.blocks.append(block)

    def leave(self, start: int, end: int, why: str, line: int) -> None:
        """Leave characters out as furniture, and list them."""
        words = " ".join(self.text[start:end].split())
        self.ledger.spend(start, end, Fate.FURNITURE)
        if words:
            self.left.append(Left(line, why, words))

    def leave_pieces(self, pieces: Sequence[Piece], why: str, line: int) -> None:
        """Leave pieces out as furniture, and list them."""
        self.ledger.pieces(pieces, Fate.FURNITURE)
        words = " ".join("".join(piece.text for piece in pieces).split())
        if words:
            self.left.append(Left(line, why, words))

    def odd(self, lines: Sequence[Line], why: str) -> None:
        """Lines that are not understood, as they stand."""
        pieces: list[Piece] = []
        for line in lines:
            if pieces:
                pieces.append(Piece(" ", line.start - 1, line.start, forced=True))
            pieces.append(Piece(line.text, line.start, line.start + len(line.text)))
        self.add(Block(pieces, lines[0].number, style="odd", why=why))
