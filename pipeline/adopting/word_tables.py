"""The cells of Word's tables: where they stand, which columns they take, which go on from above."""

from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.adopting.pieces import Cell, Piece
from pipeline.wordprocessing.package import number, val, w


def above(element: etree._Element, name: str) -> etree._Element | None:
    """The nearest element of a name round one."""
    return next(element.iterancestors(w(name)), None)


def outermost(cell: etree._Element) -> etree._Element:
    """The table that holds a cell and all tables between them: a table in a cell is read as lines of that cell."""
    return list(cell.iterancestors(w("tbl")))[-1]


def cell_of(cell: etree._Element, table: etree._Element) -> etree._Element:
    """The cell of a table in which a cell of a table inside it stands."""
    found = cell
    for outer in cell.iterancestors(w("tc")):
        if table in outer.iterancestors(w("tbl")):
            found = outer
    return found


def heads(table: etree._Element) -> int:
    """The rows that are repeated on each page, from the first on."""
    count = 0
    for row in table.iterchildren(w("tr")):
        said = row.find(f"{w('trPr')}/{w('tblHeader')}")
        if said is None or val(said, "1") in ("0", "false"):
            break
        count += 1
    return count


def rows(table: etree._Element, cells: Mapping[etree._Element, list[Piece]], gone: str) -> Iterator[list[Cell]]:
    """The rows of a table, but for those whose revision is `gone`; a cell that goes on from above has no rows."""
    for row in table.iter(w("tr")):
        if next(row.iterancestors(w("tbl")), None) is not table or row.find(f"{w('trPr')}/{w(gone)}") is not None:
            continue
        made = []
        for cell in row.iter(w("tc")):
            if next(cell.iterancestors(w("tr")), None) is not row:
                continue
            span = number(val(cell.find(f"{w('tcPr')}/{w('gridSpan')}"), "1"), 1)
            merged = cell.find(f"{w('tcPr')}/{w('vMerge')}")
            on = merged is not None and val(merged, "continue") == "continue"
            made.append(Cell(tuple(cells.get(cell, ())), max(1, min(span, 60)), 0 if on else 1))
        if made:
            yield made
