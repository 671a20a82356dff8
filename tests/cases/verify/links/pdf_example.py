"""Links that lead elsewhere, in the PDF of the example."""

import pikepdf
from pikepdf import Array, String


def a_link_to_elsewhere(file: pikepdf.Pdf) -> None:
    file.pages[0].Annots[0].A.URI = String("https://example.org/")


def a_link_that_lies_elsewhere(file: pikepdf.Pdf) -> None:
    file.pages[0].Annots[0].Rect = Array([10, 10, 20, 20])
