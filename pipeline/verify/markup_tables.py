"""The cells of the tables of a page: where each stands, and whether it is a head."""

from collections.abc import Iterator

from pipeline.verify.elements import Element
from pipeline.verify.grid import placed
from pipeline.verify.reading import Reading
from pipeline.verify.transcript import Cell, Hidden

_GROUPS = ("thead", "tbody", "tfoot")


def read_table(table: Element, reading: Reading) -> None:
    """Remember the cells of one table; a column that is hidden is told."""
    number = 1 + len({cell.table for cell in reading.cells.values()} | reading.tables)
    reading.tables.add(number)
    groups = [[[(cell, *_spans(cell)) for cell in _cells(row)] for row in group] for group in _groups(table)]
    rows, size = placed([[[spans for _, *spans in row] for row in group] for group in groups])  # type: ignore[misc]
    for row, places in zip((row for group in groups for row in group), rows, strict=True):
        for (cell, _, columns), (at, column, height) in zip(row, places, strict=True):
            reading.cells[id(cell)] = Cell(number, at, column, height, columns, _head(cell), size)
    for column in (each for each in table.children if each.tag in ("col", "colgroup")):
        for each in column.all("col", "colgroup"):
            for window in reading.windows:
                style = reading.cascade.style(each, "", window)
                if style.get("visibility") in ("collapse", "hidden") or style.get("display") == "none":
                    reading.hidden.append(Hidden("", f"a column that is hidden ({window})", reading.place(each)))
                    break


def _groups(table: Element) -> Iterator[list[Element]]:
    loose: list[Element] = []
    for child in table.children:
        if child.tag == "tr":
            loose.append(child)
        elif child.tag in _GROUPS:
            if loose:
                yield loose
                loose = []
            yield [row for row in child.children if row.tag == "tr"]
    if loose:
        yield loose


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row.children if cell.tag in ("td", "th")]


def _spans(cell: Element) -> tuple[int, int]:
    rows, columns = cell.get("rowspan"), cell.get("colspan")
    return int(rows[:6]) if rows.isdecimal() else 1, int(columns[:6]) if columns.isdecimal() else 1


def _head(cell: Element) -> str:
    """By its scope, else by where it stands (HTML, 4.9.12.2)."""
    if cell.tag != "th":
        return ""
    told = {"col": "column", "colgroup": "column", "row": "row", "rowgroup": "row"}.get(cell.get("scope").lower())
    group = cell.parent.parent if cell.parent is not None else None
    return told or ("column" if group is not None and group.tag == "thead" else "row")


def cell_of(element: Element, reading: Reading) -> tuple[Cell | None, Element | None]:
    """The cell that an element is or stands in, and its table."""
    here: Element | None = element
    cell = None
    while here is not None and here.tag not in ("table", "body"):
        cell = cell or reading.cells.get(id(here))
        here = here.parent
    return cell, here if here is not None and here.tag == "table" else None


def name_of(table: Element, reading: Reading) -> str:
    """The name by which links reach a table: its own, or that of the box that holds it alone."""
    for each in (table, table.parent):
        own = each is not None and (each is table or each.children == [table])
        if own and each and each.id and reading.places.get(each.id) == id(each):
            return each.id
    return ""
