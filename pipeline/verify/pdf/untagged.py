"""A file without a structure tree: its text as it stands on the pages, paragraphs told by their places alone."""

from collections.abc import Iterator, Sequence

from pipeline.verify.pdf.blocks import Block, Inside, Part
from pipeline.verify.pdf.lines import lines_of
from pipeline.verify.pdf.said import turn
from pipeline.verify.pdf.shown import Shown


def blocks_of(pages: Sequence[Sequence[Shown]]) -> Iterator[Block]:
    """The lines of each page from its top, joined to paragraphs where they stand no farther apart than lines do."""
    for texts in pages:
        for piece in texts:
            turn(piece, leftwards=False)
        pieces = sorted(texts, key=lambda piece: (round(piece.y / 2), piece.x))
        block: Block | None = None
        before = 0.0
        for line in lines_of(pieces, leftwards=False):
            if block is None or line.baseline - before > 1.6 * line.size:
                if block is not None:
                    yield block
                block = Block("P", Inside())
            before = line.baseline
            block.parts += [Part(piece, Inside()) for piece in line.pieces]
        if block is not None:
            yield block
