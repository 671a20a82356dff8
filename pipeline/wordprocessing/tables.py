"""The grid of a table of a Word file: which cell begins where and goes on how far (ECMA-376 part 1, 17.4)."""

from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from pipeline.wordprocessing.package import number, on, val, w
from pipeline.wordprocessing.text import Cell

_MOST = 63
"""Columns that Word takes."""

_FIRST_COLUMN = 0x0080
"""The bit of a table's look that says so (17.4.55)."""

Wrapped = Callable[[etree._Element, str], Iterable[etree._Element]]


def cells(table: etree._Element, count: int, wrapped: Wrapped) -> Mapping[etree._Element, Cell]:
    """The cells of one table, the `count`th of its part, by their elements; `wrapped` gives rows and their cells.

    Those that only go on from above (17.4.84) are not among them.
    """
    rows: list[etree._Element] = list(wrapped(table, "tr"))
    begun: list[tuple[etree._Element, int, int, int]] = []  # element, row, column, columns
    heights: dict[etree._Element, int] = {}
    above: dict[int, tuple[etree._Element, int]] = {}  # what goes on below, by its column
    widest, heads = 0, 0
    for at, row in enumerate(rows, 1):
        column = 1 + _grid(row, "gridBefore")
        here: dict[int, tuple[etree._Element, int]] = {}
        for cell in wrapped(row, "tc"):
            properties = cell.find(w("tcPr"))
            columns = min(max(_number(properties, "gridSpan"), 1), _MOST)
            merge = properties.find(w("vMerge")) if properties is not None else None
            over = above.get(column)
            if merge is not None and val(merge, "continue") == "continue" and over and over[1] == columns:
                here[column] = over
                heights[over[0]] += 1
            else:
                begun.append((cell, at, column, columns))
                heights[cell] = 1
                if merge is not None:
                    here[column] = cell, columns
            column += columns
        above = here
        widest = max(widest, column - 1 + _grid(row, "gridAfter"))
        heads += heads == at - 1 and _is_head(row)
    first = _first_column(table)
    return {
        cell: Cell(count, at, column, heights[cell], columns, (at <= heads, first and column == 1), (len(rows), widest))
        for cell, at, column, columns in begun
    }


def _number(properties: etree._Element | None, name: str) -> int:
    element = properties.find(w(name)) if properties is not None else None
    return int(number(val(element), 0)) if element is not None else 0


def _grid(row: etree._Element, name: str) -> int:
    """Columns that a row leaves out at one of its ends."""
    return min(max(_number(row.find(w("trPr")), name), 0), _MOST)


def _is_head(row: etree._Element) -> bool:
    """Whether a row stands again on each page; only if all before it do (17.4.78)."""
    properties = row.find(w("trPr"))
    return properties is not None and bool(on(properties.find(w("tblHeader"))))


def _first_column(table: etree._Element) -> bool:
    look = table.find(f"{w('tblPr')}/{w('tblLook')}")
    if look is None:
        return False
    told = look.get(w("firstColumn"))
    if told is not None:
        return told not in ("0", "false", "off")
    try:
        return bool(int(look.get(w("val"), "0"), 16) & _FIRST_COLUMN)
    except ValueError:
        return False
