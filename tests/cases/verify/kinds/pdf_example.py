"""Text of another kind, in the PDF of the example."""

import pikepdf
from pikepdf import Name

from tests.verify.printed import elements


def a_heading_that_is_a_paragraph(file: pikepdf.Pdf) -> None:
    elements(file, "H2")[0].S = Name.P
