"""Where the cells of a table stand, from rows of cells that say how many rows and columns each takes."""

from collections.abc import Sequence

from pipeline.unzip import Refused

_WORK = 2_000_000
"""Cells that go on from above, over all rows: a stranger's table shall not keep us for hours."""

_WIDEST, _HIGHEST = 1000, 65534
"""What a browser takes at the most (HTML, 4.9.11)."""

Placed = tuple[int, int, int]
"""Row and column from 1, and how many rows the cell takes in its group."""


def placed(groups: Sequence[Sequence[Sequence[tuple[int, int]]]]) -> tuple[list[list[Placed]], tuple[int, int]]:
    """For each row the places of its cells, and how many rows and columns there are (HTML, 4.9.12.1).

    Each cell says (rows, columns); none goes on beyond its group. Raises Refused.
    """
    found: list[list[Placed]] = []
    widest = work = 0
    for group in groups:
        above: list[tuple[int, int, int]] = []  # of what goes on: first and last column, rows left
        for at, row in enumerate(group):
            work += len(above)
            if work > _WORK:
                raise Refused("its tables would take too long to follow")
            taken = sorted(above)
            made: list[Placed] = []
            column = 1
            for rows, columns in row:
                while taken and taken[0][0] <= column:
                    column = max(column, taken.pop(0)[1] + 1)
                rows = min(max(rows, 1), _HIGHEST, len(group) - at)  # noqa: PLW2901
                last = column + min(max(columns, 1), _WIDEST) - 1
                made.append((len(found) + 1, column, rows))
                above.append((column, last, rows))
                widest, column = max(widest, last), last + 1
            above = [(first, last, left - 1) for first, last, left in above if left > 1]
            found.append(made)
    return found, (len(found), widest)
