"""Tables on the pages: the heads that stand again, and the lines."""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.verify.pdf.page import Box
from pipeline.verify.pdf.passages import Found
from pipeline.verify.pdf.shown import Shown
from pipeline.verify.transcript import Furniture

_THICK = 1.5
"""Points: what is higher is no line."""

_NEAR = 0.6
"""Points: what stands at the same place is no farther from it."""


def heads(artifacts: Sequence[Shown], found: Iterable[Found], page: int) -> Iterator[tuple[int, list[Shown]]]:
    """The tables whose heads stand again on a page, each with the pieces: all of them, as on their first page."""
    head: dict[int, list[Shown]] = {}
    here: set[int] = set()
    for passage in found:
        cell = passage.block.inside.cell
        if cell and cell.head == "column":
            head.setdefault(cell.table, []).extend(part.shown for part in passage.text if part.shown.text.strip())
        if cell and any(line.page == page for line in passage.lines):
            here.add(cell.table)
    for table in sorted(here & head.keys()):
        pieces = head[table]
        if pieces[0].page < page and (again := _again(pieces, artifacts)):
            yield table, again


def _again(pieces: Sequence[Shown], artifacts: Sequence[Shown]) -> list[Shown]:
    for begun in artifacts:
        if begun.text != pieces[0].text:
            continue
        across, down = begun.x - pieces[0].x, begun.y - pieces[0].y
        same = [next((each for each in artifacts if _is_at(each, piece, across, down)), None) for piece in pieces]
        if all(same):
            return [each for each in same if each]
    return []


def _is_at(piece: Shown, other: Shown, across: float, down: float) -> bool:
    near = abs(piece.x - other.x - across) < _NEAR and abs(piece.y - other.y - down) < _NEAR
    return near and piece.text == other.text and piece.size == other.size


def lines(
    drawn: Iterable[tuple[str, Box]], found: Iterable[Found], artifacts: Iterable[Shown], page: int
) -> Iterator[tuple[int, Box]]:
    """The thin lines that stand above, in and below the rows of a table on a page, each with the table's number.

    `artifacts` are the pieces of heads that stand again.
    """
    tops: dict[int, list[float]] = {}
    for passage in found:
        cell = passage.block.inside.cell
        if cell:
            tops.setdefault(cell.table, []).extend(
                edge
                for line in passage.lines
                if line.page == page
                for edge in (line.baseline - 2.5 * line.size, line.baseline + 1.5 * line.size)
            )
    reach = {table: (min(edges), max(edges)) for table, edges in tops.items() if edges}
    above = min((piece.y - 2.5 * piece.size for piece in artifacts), default=None)
    if above is not None and reach:
        first = min(reach, key=lambda table: reach[table])
        reach[first] = (min(reach[first][0], above), reach[first][1])
    for kind, box in drawn:
        if kind != "drawing" or box[3] - box[1] > _THICK:
            continue
        for table, (top, bottom) in reach.items():
            if top <= box[1] and box[3] <= bottom:
                yield table, box
                break


def told(again: Iterable[int], ruled: Iterable[tuple[int, Box]], page: int) -> Iterator[Furniture]:
    """What stands on a page, as furniture; pieces of one line are one."""
    for table in again:
        yield Furniture(f"head again on page {page + 1}", f"of table {table}")
    heights: dict[int, list[float]] = {}
    for table, box in sorted(ruled, key=lambda each: each[1][1]):
        known = heights.setdefault(table, [])
        if not known or box[1] - known[-1] > _NEAR:
            known.append(box[1])
    for table, known in heights.items():
        yield Furniture(f"lines on page {page + 1}", f"{len(known)} of table {table}")
