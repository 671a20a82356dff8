"""How wide the columns of a table are set where the format does not measure them itself."""

from collections.abc import Callable, Iterator

from pipeline.model import Cell, Row, Table
from pipeline.theme import Size
from pipeline.walk import References, plain, runs

_LARGER = 1.2
"""How much wider than the words of a cell those of the caption are, which is set in the size of the text."""

_MARK = "00"
"""The room for the mark of a note."""

_SLACK = 1.04
"""What a column has more than its words are measured: they may be heavy, and figures stand in columns of their own."""


WHOLE = 1 / 3
"""How much of a page's depth a table may take that is not parted by a page's end."""


def is_whole(table: Table, depth: float) -> bool:
    """Whether a table is kept together on a page of so many lines: each row is about a line and a half."""
    return 1.5 * len(table.rows) <= WHOLE * depth


def gap(table: Table, page: Size, measure: float) -> float:
    """The points between two columns: twice those behind a label, but all together no third of the line."""
    return min(2 * page.gap.pt, measure / 3 / len(table.alignments))


def widths(
    table: Table, references: References, width: Callable[[str], float], page: Size, measure: float
) -> list[float]:
    """The width of each column in points, with the gap before all but the first; together `measure` at most.

    Each is as wide as its longest line, where there is room. If not, the narrow ones are, and the wide ones share
    alike what is left, but none is narrower than its longest word if that can be. A caption has half the line at least.
    """
    count, between = len(table.alignments), gap(table, page, measure)
    natural, least = [0.0] * count, [0.0] * count
    cells = [cell for row in table.rows for cell in row.cells]
    for cell in sorted(cells, key=lambda cell: cell.columns):
        for wanted, parts in ((natural, "\n"), (least, None)):
            needed = _SLACK * max(
                (width(part) for line in _lines(cell, references) for part in line.split(parts)), default=0.0
            )
            spanned = range(cell.column, cell.column + cell.columns)
            missing = needed - sum(wanted[at] for at in spanned) - between * (cell.columns - 1)
            for at in spanned:
                wanted[at] += max(missing, 0.0) / cell.columns
    room = measure - between * (count - 1)
    made = natural
    if sum(natural) > room:
        made = [room * each / sum(least) for each in least] if sum(least) >= room else _shared(natural, least, room)
    missing = min(width(plain(table.caption, references)) * _LARGER, measure / 2) - sum(made) - between * (count - 1)
    made = [width + max(missing, 0.0) / count for width in made]
    return [width + between * (at > 0) for at, width in enumerate(made)]


def tall(
    table: Table, references: References, width: Callable[[str], float], columns: list[float], page: Size
) -> list[Row]:
    """The rows that may be parted by a page's end, since one of their cells is about half a page high."""
    return [
        row
        for row in table.rows
        if any(_height(cell, references, width, columns) > page.lines / 2 for cell in row.cells)
    ]


def _height(cell: Cell, references: References, width: Callable[[str], float], columns: list[float]) -> float:
    """About how many lines a cell has."""
    room = sum(columns[cell.column : cell.column + cell.columns])
    return sum(max(1.0, width(line) / room) for line in _lines(cell, references))


def _shared(natural: list[float], least: list[float], room: float) -> list[float]:
    """`room` parted among columns that want more."""
    made: dict[int, float] = {}
    while len(made) < len(natural):
        open_columns = [at for at in range(len(natural)) if at not in made]
        fair = (room - sum(made.values())) / len(open_columns)
        settled = {at: least[at] for at in open_columns if least[at] > fair}
        settled = settled or {at: natural[at] for at in open_columns if natural[at] <= fair}
        made |= settled or dict.fromkeys(open_columns, fair)
    return [made[at] for at in range(len(natural))]


def _lines(cell: Cell, references: References) -> Iterator[str]:
    for paragraph in cell.blocks:
        words = ""
        for run in runs(paragraph.inlines):
            cited = references.get(run.reference, ()) if run.reference else ()
            words += _MARK if run.note else run.text + "".join(piece.text for piece in cited)
        yield from words.split("\n")
