"""Where the pieces of a paragraph stand: its lines, its hanging label, the edge of the text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.verify.pdf.shown import BLANK, Shown

_GAP = 0.5
"""In ems: what parts a label from the text. A word space that a justified line stretches stays below."""

_WIDE = 1.2
"""In ems: a gap that is no word space wherever it stands."""


@dataclass(slots=True, eq=False)
class Line:
    """Pieces on one baseline in reading order.

    `begin` and `finish` are the ends of what is inked, in points in the direction of reading: of text from right to
    left they are below 0, so that what comes later is always greater.
    """

    page: int
    baseline: float
    size: float
    begin: float
    finish: float
    pieces: list[Shown]


def lines_of(pieces: Iterable[Shown], *, leftwards: bool) -> list[Line]:
    """The pieces by line: on one stand those that are at most a third of their size off, as raised figures are."""
    lines: list[Line] = []
    for piece in pieces:
        begin, finish = extent(piece, leftwards=leftwards)
        last = lines[-1] if lines else None
        if last and last.page == piece.page and abs(last.baseline - piece.y) < 0.34 * max(last.size, piece.size):
            last.pieces.append(piece)
            if finish > begin:
                last.begin, last.finish = min(last.begin, begin), max(last.finish, finish)
            if piece.size > last.size:
                last.size, last.baseline = piece.size, piece.y
        else:
            lines.append(Line(piece.page, piece.y, piece.size, begin, finish, [piece]))
    return lines


def extent(piece: Shown, *, leftwards: bool) -> tuple[float, float]:
    """Where the ink of a piece begins and ends along the line; the same place twice where it is blank."""
    texts = piece.texts
    first, last = 0, len(texts) - 1
    while first <= last and not texts[first].strip(BLANK):
        first += 1
    if first > last:
        here = -piece.x if leftwards else piece.x
        return here, here
    while not texts[last].strip(BLANK):
        last -= 1
    if leftwards:
        every = [at for at in range(first, last + 1) if texts[at].strip(BLANK)]
        first, last = min(every, key=piece.at.__getitem__), max(every, key=piece.at.__getitem__)
    begin, finish = piece.x + piece.at[first], piece.x + _end(piece, last)
    return (-finish, -begin) if leftwards else (begin, finish)


def _end(piece: Shown, at: int) -> float:
    """Where a glyph ends: where the next one along the line begins."""
    if not piece.leftwards:
        return piece.at[at + 1] if at + 1 < len(piece.at) else piece.end
    return min((other for other in (*piece.at, piece.end) if other > piece.at[at] + 0.001), default=piece.end)


def hanging(lines: Sequence[Line], edge: float | None, *, leftwards: bool) -> int:
    """How many pieces of the first line are a label: those before the edge of the text, with a gap behind them.

    The edge is where the paragraph's other lines begin; of a single one, where the page's text does.
    """
    parted = _parted(lines[0], leftwards=leftwards) if lines else None
    if not parted:
        return 0
    first, (at, finish, begin) = lines[0], parted
    others = [line.begin for line in lines[1:] if line.page == first.page]  # on the next one the edge is another
    limit = min(others) if others else edge
    text = "".join(before.text for before in first.pieces[:at])
    hangs = limit is not None and finish <= limit + 0.5 and begin <= limit + 0.5 + first.size
    # The first word of a justified line that holds little has such a gap behind it, too.
    parted_wide = begin - finish > _WIDE * first.size and text.rstrip().endswith((".", ")"))
    return at if (hangs or parted_wide) and len(text) < 24 else 0


def _parted(line: Line, *, leftwards: bool) -> tuple[int, float, float] | None:
    """The first piece with a gap before it that is no word space: its place, where the gap begins and where it ends."""
    finish = None
    for at, piece in enumerate(line.pieces):
        begin, end = extent(piece, leftwards=leftwards)
        if end > begin:
            if finish is not None and begin - finish > _GAP * line.size:
                return at, finish, begin
            finish = end
    return None


def edges(blocks: Iterable[tuple[Sequence[Line], bool]]) -> dict[int, float]:
    """For each page where most of its lines begin, of blocks that each run leftwards or do not.

    Lines that open a paragraph count less, since labels hang there; what stands behind such a gap may be all that
    begins at the edge, on a page of clauses of one line each.
    """
    counted: dict[int, Counter[float]] = {}
    exact: dict[tuple[int, float], float] = {}
    for lines, leftwards in blocks:
        for at, line in enumerate(lines):
            begins = [(line.begin, 3 if at else 1)]
            if not at and (parted := _parted(line, leftwards=leftwards)):
                begins.append((parted[2], 2))
            for begin, weight in begins:
                near = round(begin, 1)
                counted.setdefault(line.page, Counter())[near] += weight
                exact.setdefault((line.page, near), begin)
    most = {page: max(found.items(), key=lambda item: (item[1], -item[0]))[0] for page, found in counted.items()}
    return {page: exact[page, near] for page, near in most.items()}
