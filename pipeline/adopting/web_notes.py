"""Notes of a web page: links to a place further down that holds the note's words, and links back."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.adopting.pieces import Block, Fate, Piece, behind, stripped
from pipeline.adopting.taken import Taken

_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?\s*\Z")


@dataclass(slots=True)
class Called:
    """A link inside the page: where it leads, the places of its words, whether it is surely a note's mark."""

    target: str
    begin: int
    end: int
    sure: bool


def notes(blocks: list[Block], called: Sequence[Called], owners: Mapping[str, Block], taken: Taken) -> list[Block]:
    """The blocks, notes marked as such, with their marks in the text in place of the links that were typed."""
    places = {id(block): index for index, block in enumerate(blocks)}
    starts = sorted((piece.start, index) for index, block in enumerate(blocks) for piece in block.pieces)
    names: dict[int, str] = {}
    marks: dict[int, list[tuple[int, int, str]]] = {}  # by block: the places of links that are marks of notes
    for link in called:
        owner = owners.get(link.target)
        if owner is None or id(owner) not in places or owner.heading or link.end < link.begin:
            continue
        first = bisect_left(starts, (link.begin, -1))
        if first == len(starts) or starts[first][0] >= link.end or places[id(owner)] <= starts[first][1]:
            continue
        words = taken.text[link.begin : link.end]
        if _MARK.match(re.sub(r"<[^>]*>", "", words)) and (link.sure or words.strip()[:1] in "[("):
            name = names.setdefault(id(owner), f"n{len(names) + 1}")
            marks.setdefault(starts[first][1], []).append((link.begin, link.end, name))
    for index, found in marks.items():
        blocks[index].pieces = _marked(blocks[index].pieces, found, taken)
    for index, block in enumerate(blocks):
        if id(block) in names and places.get(id(block)) == index:
            block.note, block.counted, block.bullet = names[id(block)], "", False
            _without_links_back(block, taken)
    return blocks


def _marked(pieces: Sequence[Piece], found: Sequence[tuple[int, int, str]], taken: Taken) -> list[Piece]:
    """Pieces with a note's mark in place of the first of each link; the rest of a link is its label."""
    made: list[Piece] = []
    done: set[int] = set()
    for piece in pieces:
        mark = next(((begin, name) for begin, end, name in found if begin <= piece.start < end), None)
        if mark is None:
            made.append(piece)
        elif mark[0] not in done:
            done.add(mark[0])
            made.append(replace(piece, text="", note=mark[1], link="", marks=frozenset()))
        else:
            taken.ledger.pieces([piece], Fate.LABEL)
    return made


def _without_links_back(block: Block, taken: Taken) -> None:
    text = block.text
    if found := re.match(r"\s*[\[(]?\d{1,3}[\]).]?\s+", text):
        label, block.pieces = behind(block.pieces, found.end())
        taken.ledger.pieces(label, Fate.LABEL)
        text = block.text
    if found := re.search(r"\s*[↩↑⏎]\ufe0e?\s*\Z", text):
        block.pieces, back = behind(block.pieces, found.start())
        taken.leave_pieces(back, "a link back", block.line)
    block.pieces = stripped(block.pieces)
