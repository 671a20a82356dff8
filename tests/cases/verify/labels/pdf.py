"""Labels that are others, in the PDF of the declaration."""

import pikepdf

from tests.verify.printed import code_of, font, marked


def another_label(file: pikepdf.Pdf) -> None:
    _, face = font(file.pages[2], "Engross-Text")
    marked(file.pages[2], 0, lambda data: data.replace(b"<" + code_of(face, "I"), b"<" + code_of(face, "J")))
