"""A booklet read back: its sheets are folded again, and each page compared with the one that must stand there.

By the places of its characters, to a tenth of a point, and by its picture, which also has what is no text. With PDFium
alone: the booklet was made with another library.
"""

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import ImageChops
from pypdfium2 import raw

from pipeline.theme import Booklet
from pipeline.unzip import Refused
from pipeline.verify.differences import Difference
from pipeline.verify.pdf.page import alone
from pipeline.verify.transcript import Place

_NEAR = 0.1
"""Points that a character may stand off."""
_HYPHENS = "\u0002\u00ad\u2010\u2011"
"""What PDFium may take a hyphen for, which depends on the lines around it."""
_CELL = 6
"""Pixels at 72 dpi that are seen as one: a pixel more or less of an edge is a matter of rounding."""
_DARKER = 90
"""Of 255: more than this a cell may not differ, which is an edge on either side."""
_BLANK = 5
"""Of 255: what a cell of a blank page may have; a full stop has more."""
_FOLD = 4.0
"""Points at the fold that are not looked at: marks may stand there."""

Characters = dict[str, list[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Half:
    """Half of a sheet's side as it is seen upright: where its page begins, and how much of it goes under the fold."""

    sheet: int
    back: bool
    side: str
    left: float
    top: float
    creep: float

    @property
    def name(self) -> str:
        return f"sheet {self.sheet + 1}, {'back' if self.back else 'front'}, {self.side}"


@dataclass(frozen=True, slots=True)
class Layout:
    """What all halves share, in points: the sheet, the page, its scale, whether backs are turned upside down."""

    width: float
    height: float
    page: tuple[float, float]
    scale: float
    turned: bool


def differences(sheets: bytes, pages: bytes, tokens: Booklet, *, right_to_left: bool) -> list[Difference]:
    """What in the booklet `sheets` is not as the finished PDF `pages` and the tokens say. Raises Refused."""
    with alone:
        try:
            booklet = pypdfium2.PdfDocument(sheets)
            reading = pypdfium2.PdfDocument(pages)
        except pypdfium2.PdfiumError as error:
            raise Refused(f"PDFium does not open it ({error})") from error
        try:
            return list(_compare(booklet, reading, tokens, right_to_left))
        finally:
            booklet.close()
            reading.close()


def _compare(booklet: Any, reading: Any, tokens: Booklet, right_to_left: bool) -> Iterator[Difference]:
    layout = _layout(reading, tokens)
    count = (len(reading) + 3) // 4
    if len(booklet) != 2 * count:
        yield _differs("the number of sheets' sides differs", f"{2 * count} sides", f"{len(booklet)} sides")
        return
    for number in range(len(booklet)):
        width, height = booklet[number].get_size()
        if abs(width - layout.width) > _NEAR or abs(height - layout.height) > _NEAR:
            expected, found = (f"{w:.1f} x {h:.1f} pt" for w, h in ((layout.width, layout.height), (width, height)))
            yield _differs("the sheet has another size", expected, found, Place(f"page {number + 1}"))
    texts = [_characters(reading[number], _trim(reading[number])) for number in range(len(reading))]
    for at, half in enumerate(_folded(count, layout, tokens.thickness.pt, right_to_left)):
        side = booklet[2 * half.sheet + half.back]
        turned = half.back and layout.turned
        signs = _on_sheet(side, layout, turned)
        picture = _picture(side, half, layout, turned)
        expected, place, text = f"page {at + 1}", Place(half.name), texts[at] if at < len(texts) else None
        if text is None:
            if 255 - _extremes(picture)[0] > _BLANK:
                here = _who(signs, half, layout, texts)
                yield _differs("something is printed on a blank page", "a blank page", here, place)
        elif not _stands(text, signs, half, layout.scale):
            here = _who(signs, half, layout, texts)
            yield _differs("another page stands here, or elsewhere", expected, here, place)
        else:
            itself = _picture(reading[at], half, layout, False, _trim(reading[at]))
            if _extremes(ImageChops.difference(picture, itself))[1] > _DARKER:
                yield _differs("the page looks other than it does alone", expected, "another picture", place)


def _differs(message: str, expected: str, found: str, place: Place | None = None) -> Difference:
    return Difference("booklet", message, expected, found, place=place or Place())


def _layout(reading: Any, tokens: Booklet) -> Layout:
    boxes = [_trim(page) for page in (reading[number] for number in range(len(reading)))]
    width, height = max(box[2] - box[0] for box in boxes), max(box[3] - box[1] for box in boxes)
    sheet = tokens.sheet
    across, down = (sheet.width.pt, sheet.height.pt) if sheet.width and sheet.height else (2 * width, height)
    scale = min(1.0, across / (2 * width), down / height)
    upright = "short" if across >= down else "long"  # turned about an edge that runs as the fold does
    return Layout(across, down, (width * scale, height * scale), scale, tokens.flip != upright)


def _folded(count: int, layout: Layout, thickness: float, right_to_left: bool) -> Iterator[Half]:
    """The halves in the order in which they are read: inwards on the leaves before the fold, outwards on those behind.

    An inner sheet's fold lies deeper by the thickness of each sheet around it, and its pages were moved by as much.
    """
    before, behind = ("left", "right") if right_to_left else ("right", "left")
    inwards = [(sheet, back) for sheet in range(count) for back in (False, True)]
    order = [(*it, behind if it[1] else before) for it in inwards]
    order += [(*it, before if it[1] else behind) for it in reversed(inwards)]
    for sheet, back, side in order:
        creep = sheet * thickness
        left = layout.width / 2 - creep if side == "right" else layout.width / 2 - layout.page[0] + creep
        yield Half(sheet, back, side, left, (layout.height - layout.page[1]) / 2, creep)


# ---- characters


def _trim(page: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = page.get_trimbox()
    return left, bottom, right, top


def _characters(page: Any, box: tuple[float, float, float, float]) -> Characters:
    """Each character's origins, from the top left of the box; those outside it are not there."""
    text = page.get_textpage()
    found: Characters = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(raw.FPDFText_CountChars(text)):
        sign = chr(raw.FPDFText_GetUnicode(text, at))
        sign = "-" if sign in _HYPHENS else sign
        if sign.isspace() or raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        if box[0] <= x.value <= box[2] and box[1] <= y.value <= box[3]:
            found.setdefault(sign, []).append((x.value - box[0], box[3] - y.value))
    text.close()
    return found


def _on_sheet(side: Any, layout: Layout, turned: bool) -> Characters:
    """The characters of a side, as they stand when it is held upright."""
    found = _characters(side, (0, 0, layout.width, layout.height))
    if not turned:
        return found
    return {sign: [(layout.width - x, layout.height - y) for x, y in places] for sign, places in found.items()}


def _stands(expected: Characters, found: Characters, half: Half, scale: float) -> bool:
    """Whether each character of a page is found where it must be."""
    for sign, places in expected.items():
        there = {(round(x / _NEAR), round(y / _NEAR)) for x, y in found.get(sign, ())}
        for x, y in places:
            across, down = round((half.left + x * scale) / _NEAR), round((half.top + y * scale) / _NEAR)
            if not any((across + dx, down + dy) in there for dx in (0, -1, 1) for dy in (0, -1, 1)):
                return False
    return True


def _who(found: Characters, half: Half, layout: Layout, texts: list[Characters]) -> str:
    """Which page the half seems to hold."""
    fold = layout.width / 2
    here = Counter({sign: sum((x >= fold) == (half.side == "right") for x, _ in at) for sign, at in found.items()})
    counted = [Counter({sign: len(at) for sign, at in text.items()}) for text in texts]
    apart = [((here - text) + (text - here)).total() for text in counted]
    nearest = min(range(len(texts)), key=lambda at: apart[at])
    if not here.total():
        return "no text"
    return f"page {nearest + 1}" if apart[nearest] <= here.total() // 10 else "something else"


# ---- pictures


def _picture(
    page: Any, half: Half, layout: Layout, turned: bool, trim: tuple[float, float, float, float] | None = None
) -> Any:
    """What is printed in a half, or what a page alone (its box is `trim`) must give there, in cells of grey."""
    shown = layout.page[0] - half.creep - _FOLD
    hidden = half.creep + _FOLD if half.side == "right" else 0.0
    if trim:  # points from the top left of the page's crop box
        crop = page.get_cropbox()
        k = layout.scale
        matrix = (k, k, -(trim[0] - crop[0]) * k - hidden, -(crop[3] - trim[3]) * k)
    elif turned:
        matrix = (-1, -1, layout.width - half.left - hidden, layout.height - half.top)
    else:
        matrix = (1, 1, -half.left - hidden, -half.top)
    width, height = max(int(shown), _CELL), max(int(layout.page[1]), _CELL)
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    raw.FPDF_RenderPageBitmapWithMatrix(
        bitmap,
        page,
        raw.FS_MATRIX(matrix[0], 0, 0, matrix[1], matrix[2], matrix[3]),
        raw.FS_RECTF(0, 0, width, height),
        raw.FPDF_GRAYSCALE,
    )
    picture = bitmap.to_pil().copy()
    bitmap.close()
    return picture.reduce(_CELL)


def _extremes(picture: Any) -> tuple[int, int]:
    low, high = picture.getextrema()
    return int(low), int(high)
