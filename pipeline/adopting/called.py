"""Notes held to what a source can hold: each has one mark and words, and no mark stands in a note."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.adopting.pieces import Block, Cell, Piece


def settle_notes(blocks: Sequence[Block], text: str, titles: Sequence[Block] = ()) -> None:
    """Marks that lead nowhere become words as typed; so does a second mark; notes without a mark become text."""
    known: set[str] = set()
    for block in blocks:
        block.note = "" if block.note in known else block.note
        known.update({block.note} - {""})
    marked: set[str] = set()
    for block in titles:  # a title is plain words
        block.pieces = [replace(piece, note="") for piece in block.pieces]
    for block in blocks:
        free = known if not block.note else set[str]()
        block.pieces = _kept(block.pieces, free, marked, text)
        block.rows = [
            [Cell(tuple(_kept(cell.pieces, known, marked, text)), cell.columns, cell.rows) for cell in row]
            for row in block.rows
        ]
    for block in blocks:
        block.note = block.note if block.note in marked else ""


def _kept(pieces: Sequence[Piece], known: set[str], marked: set[str], text: str) -> list[Piece]:
    """Pieces with the marks that lead to one of the `known` notes, each once; the others as they were typed."""
    made = []
    for piece in pieces:
        if not piece.note:
            made.append(piece)
        elif piece.note in known - marked:
            marked.add(piece.note)
            made.append(replace(piece, marks=frozenset(), link=""))
        elif piece.end > piece.start:
            made.append(replace(piece, text=text[piece.start : piece.end], note="", marks=frozenset()))
    return made
