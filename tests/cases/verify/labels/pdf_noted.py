"""Notes with other numbers, in a PDF."""

import re

import pikepdf

from tests.verify.printed import elements, font, marked


def a_number_is_wrong(file: pikepdf.Pdf) -> None:
    _, face = font(file.pages[0], "Engross-Text")
    codes = dict(re.findall(rb"<(\w{4})> <(\w{4})>", face.ToUnicode.read_bytes()))
    (link,) = (child for child in elements(file, "Lbl")[2].K if isinstance(child, pikepdf.Dictionary))
    (number,) = (child for child in link.K if not isinstance(child, pikepdf.Dictionary))

    def other(data: bytes) -> bytes:
        """Figures of the same kind that are one less."""
        shown = re.search(rb"<(\w{4})", data)
        assert shown
        assert codes[shown[1]] == b"0033"
        two = next(code for code, text in codes.items() if text == b"0032" and code[:3] == shown[1][:3])
        return data.replace(shown[1], two)

    marked(file.pages[0], int(number), other)
