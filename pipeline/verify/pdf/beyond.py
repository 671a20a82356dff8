"""The sheet around a page that is to be printed: its boxes, and each mark on it with its place."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pikepdf

from pipeline.verify.pdf.document import Sheet
from pipeline.verify.pdf.lines import extent
from pipeline.verify.pdf.page import Box
from pipeline.verify.pdf.passages import place
from pipeline.verify.pdf.shown import Shown
from pipeline.verify.transcript import Furniture

_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_NEAR = 0.5
"""Points by which the line of a mark may be thicker than it is said to be."""


def boxes(sheet: Sheet) -> Iterator[Furniture]:
    """All boxes that a page has: their left, top, right and bottom in points from the sheet's top left."""
    for key in _BOXES:
        if box := sheet.box(key):
            yield Furniture(f"{key[1:]} of page {sheet.number + 1}", " ".join(f"{side:.1f}" for side in box))


def profile(root: Any) -> bytes:
    """The ICC profile of the output intent for PDF/X, or nothing."""
    intents = root.get("/OutputIntents")
    for each in intents if isinstance(intents, pikepdf.Array) else ():
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/GTS_PDFX":
            found = each.get("/DestOutputProfile")
            return found.read_bytes() if isinstance(found, pikepdf.Stream) else b""
    return b""


def reaches(bleed: Box, point: tuple[float, float]) -> bool:
    """Whether a point lies within the bleed."""
    return bleed[0] <= point[0] <= bleed[2] and bleed[1] <= point[1] <= bleed[3]


def is_outside(bleed: Box, box: Box) -> bool:
    """Whether a thing lies outside the bleed with all that it has."""
    return (
        box[2] <= bleed[0] + _NEAR
        or box[0] >= bleed[2] - _NEAR
        or box[3] <= bleed[1] + _NEAR
        or box[1] >= bleed[3] - _NEAR
    )


def margins(sheet: Sheet, bleed: Box) -> list[Box]:
    """The four sides of the sheet outside the bleed."""
    width, height = sheet.width, sheet.height
    return [
        (0, 0, width, bleed[1]),
        (0, bleed[3], width, height),
        (0, 0, bleed[0], height),
        (bleed[2], 0, width, height),
    ]


def marks(found: Iterable[tuple[str, Box]], sheet: Sheet) -> Iterator[Furniture]:
    """Drawings outside the bleed, with the middle and the size of each in points from the top left."""
    for kind, (left, top, right, bottom) in found:
        middle = f"{(left + right) / 2:.1f}, {(top + bottom) / 2:.1f}"
        said = f"{kind} at {middle} of {right - left:.1f} by {bottom - top:.1f} pt"
        yield Furniture(f"mark on page {sheet.number + 1}", said, place((sheet.number, top), left))


def words(pieces: Sequence[Shown], sheet: Sheet) -> Iterator[Furniture]:
    """Texts outside the bleed, each behind its ink."""
    for piece in sorted(pieces, key=lambda piece: (round(piece.y), piece.x)):
        begin, _ = extent(piece, leftwards=False)
        text = " ".join(piece.text.split())
        yield Furniture(
            f"mark on page {sheet.number + 1}", f"“{text}” in {piece.ink}", place((sheet.number, piece.y), begin)
        )
