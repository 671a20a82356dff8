"""The cells of a table of the structure: the grid that they make."""

from collections.abc import Mapping

from pipeline.verify.grid import placed
from pipeline.verify.pdf.structure import Element
from pipeline.verify.transcript import Cell

_GROUPS = ("THead", "TBody", "TFoot")


def grid(table: Element, number: int) -> Mapping[int, Cell]:
    """The cells of a table by the ids of their elements (ISO 32000-1, 14.8.4.3.4)."""
    children = [child for child in table.children if isinstance(child, Element)]
    groups = [[row] for row in children if row.role == "TR"]
    for child in children:
        if child.role in _GROUPS:
            groups += [[row for row in child.children if isinstance(row, Element) and row.role == "TR"]]
    if any(child.role == "TR" for child in children):
        groups = [[row for group in groups for row in group]]
    cells = [[_cells(row) for row in group] for group in groups]
    rows, size = placed([[[_spans(cell) for cell in row] for row in group] for group in cells])
    found: dict[int, Cell] = {}
    for row, places in zip((row for group in cells for row in group), rows, strict=True):
        for cell, (at, column, height) in zip(row, places, strict=True):
            found[id(cell)] = Cell(number, at, column, height, _spans(cell)[1], _head(cell), size)
    return found


def _cells(row: Element) -> list[Element]:
    return [child for child in row.children if isinstance(child, Element) and child.role in ("TH", "TD")]


def _spans(cell: Element) -> tuple[int, int]:
    rows, columns = (cell.table.get(name, "") for name in ("RowSpan", "ColSpan"))
    return int(rows[:6]) if rows.isdecimal() else 1, int(columns[:6]) if columns.isdecimal() else 1


def _head(cell: Element) -> str:
    if cell.role != "TH":
        return ""
    group = cell.parent.parent if cell.parent else None
    usual = "column" if group and group.role == "THead" else "row"
    return {"Column": "column", "Both": "column", "Row": "row"}.get(cell.table.get("Scope", ""), usual)
