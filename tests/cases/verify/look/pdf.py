"""Another look, in the PDF of the declaration."""

import re

import pikepdf

from tests.verify.printed import around, marked


def a_paragraph_moved_to_the_side(file: pikepdf.Pdf) -> None:
    for mark in range(18, 20):
        marked(file.pages[0], mark, lambda data: re.sub(rb"1 0 0 -1 170\.\d+", b"1 0 0 -1 150", data))


def grey_text(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 3, around(b".5 g", b"0 0 0 rg"))


def a_line_in_another_size(file: pikepdf.Pdf) -> None:
    marked(file.pages[0], 33, lambda data: re.sub(rb"14\.6\d* Tf", b"16 Tf", data))


def a_grey_label(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 13, around(b".5 g", b"0 0 0 rg"))
