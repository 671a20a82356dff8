"""The finished pages of a PDF as an eye measures them: every glyph with its place, gathered into lines.

Lengths are points, counted from the left and upper edges of the page.
"""

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

SAME_LINE = 0.5
"""Baselines as near as this are one."""

PIXEL = 0.75
"""Points of the unit in which WeasyPrint writes sizes of type."""

HYPHEN = "\x02"
"""What PDFium says for a hyphen at a line's end, typed or not."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page: its origin on the baseline, its right edge, its font's name and size."""

    character: str
    x: float
    baseline: float
    right: float
    font: str
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """The glyphs of a page (counted from 1) that share a baseline, from left to right."""

    page: int
    baseline: float
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """What stands in the line."""
        return "".join(glyph.character for glyph in self.glyphs).strip()

    def beside(self, edge: float) -> tuple["Glyph", ...]:
        """The glyphs that stand left of `edge`: a label."""
        return tuple(glyph for glyph in self.glyphs if glyph.x < edge - 1 and not glyph.character.isspace())

    @property
    def left(self) -> float:
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        return max(glyph.right for glyph in self.glyphs if not glyph.character.isspace())


@dataclass(frozen=True, slots=True)
class Page:
    """Width and height, and the lines from top to bottom."""

    width: float
    height: float
    lines: tuple[Line, ...]


def pages(file: Path) -> list[Page]:
    """Every page of the file."""
    with pypdfium2.PdfDocument(file) as pdf:
        return [_page(page, number) for number, page in enumerate(pdf, 1)]


def _page(page: pypdfium2.PdfPage, number: int) -> Page:
    width, height = page.get_size()
    rows: dict[float, list[Glyph]] = {}
    for glyph in _glyphs(page, height):
        baseline = next((known for known in rows if abs(known - glyph.baseline) < SAME_LINE), glyph.baseline)
        rows.setdefault(baseline, []).append(glyph)
    lines = (Line(number, at, tuple(sorted(row, key=lambda glyph: glyph.x))) for at, row in sorted(rows.items()))
    return Page(width, height, tuple(lines))


def _glyphs(page: pypdfium2.PdfPage, height: float) -> Iterator[Glyph]:
    text = page.get_textpage()
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    for index in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, index))
        if character in "\r\n":  # PDFium's own idea of a line's end
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        name = ctypes.create_string_buffer(200)
        pdfium.FPDFText_GetFontInfo(text, index, name, len(name), None)
        yield Glyph(
            character,
            x.value,
            height - y.value,
            box.right,
            name.value.decode().partition("+")[2],
            pdfium.FPDFText_GetFontSize(text, index) * PIXEL,
        )


def paragraphs(lines: Iterable[Line], words: Sequence[str]) -> list[list[Line]]:
    """The lines of each of the blocks that `words` lists, which are all that the lines hold, in that order."""
    rest = iter(lines)
    found = []
    for block in words:
        due, here = _letters(block), list[Line]()
        while due:
            line = next(rest)
            letters = _letters(line.text)
            assert letters, line
            assert due.startswith(letters), (line, due)
            due = due.removeprefix(letters)
            here.append(line)
        found.append(here)
    assert list(rest) == []
    return found


def _letters(text: str) -> str:
    """The text without what the layout may add or take: spaces, hyphens, bullets."""
    return re.sub(rf"[\s\u00ad{HYPHEN}•-]", "", text)
