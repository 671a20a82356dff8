"""Tables that are others, in the PDF of the example."""

import pikepdf
from pikepdf import Array, Name

from tests.verify.printed import elements

ALSO = {
    "a_head_of_a_row_for_a_column": {"emphasis"},  # such a head is slanted by itself
    "a_head_over_one_row": {"hidden"},  # the cells below it stand in another order
}


def a_head_of_a_row_that_is_a_cell(file: pikepdf.Pdf) -> None:
    head = next(each for each in elements(file, "TH") if each.A.get("/Scope") == Name.Row)
    head.S = Name.TD


def a_head_of_a_row_for_a_column(file: pikepdf.Pdf) -> None:
    head = next(each for each in elements(file, "TH") if each.A.get("/Scope") == Name.Row)
    head.A.Scope = Name.Column


def a_cell_over_one_column(file: pikepdf.Pdf) -> None:
    cell = next(each for each in elements(file, "TD") if "/A" in each and "/ColSpan" in each.A)
    del cell.A["/ColSpan"]


def a_head_over_one_row(file: pikepdf.Pdf) -> None:
    cell = next(each for each in elements(file, "TH") if "/RowSpan" in each.A)
    del cell.A["/RowSpan"]


def an_empty_cell_in_front(file: pikepdf.Pdf) -> None:
    row = elements(file, "TR")[2]
    empty = file.make_indirect(pikepdf.Dictionary(Type=Name.StructElem, S=Name.TD, P=row, K=Array([])))
    row.K.insert(0, empty)
