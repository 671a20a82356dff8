"""Stress lost, added, or not to be seen, in the PDF of the example."""

import pikepdf
from pikepdf import Name

from tests.verify.printed import font


def emphasis_that_is_gone(file: pikepdf.Pdf) -> None:
    descriptor = font(file.pages[0], "Engross-Text-Italic")[1].DescendantFonts[0].FontDescriptor
    regular = font(file.pages[0], "Engross-Text")[1].DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/Flags", "/ItalicAngle"):
        descriptor[key] = regular[key]
    for entry in (
        font(file.pages[0], "Engross-Text-Italic")[1],
        font(file.pages[0], "Engross-Text-Italic")[1].DescendantFonts[0],
    ):
        entry.BaseFont = Name("/ABCDEF+Engross-Text")


ALSO = {"emphasis_that_is_gone": {"hidden", "look"}}
"""Two facts: what else is found."""
