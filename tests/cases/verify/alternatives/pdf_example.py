"""Pictures with other words, in the PDF of the example."""

import pikepdf
from pikepdf import String

from tests.verify.printed import elements


def another_alternative_text(file: pikepdf.Pdf) -> None:
    elements(file, "Figure")[0].Alt = String("Five seats round a table")


def no_alternative_text(file: pikepdf.Pdf) -> None:
    del elements(file, "Figure")[0].Alt
