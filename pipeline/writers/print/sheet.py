"""The sheet around a page: its boxes, and what the printing house needs outside the bleed (ISO 32000-1, 14.11)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name

from pipeline.theme import PROCESS
from pipeline.writers.print.inks import Cmyk
from pipeline.writers.print.slug import Slug

MM = 72 / 25.4

_LINE = 0.25
"""Points: the thinnest line that a press prints for certain, and so the most exact mark."""
_CLEAR = 1 * MM
"""Between the bleed, or the sheet's edge, and a mark."""
_ROUND = 2 * MM
"""The radius of a registration mark; its cross reaches one and a half times as far."""
_PATCH = 5 * MM
"""Of the control strip, which densitometers ask for."""
_TEXT = 6.5
"""Points: the size of the slug line."""
_CURVE = 0.5523
"""How far from its ends the handles of a Bézier curve stand that is a quarter of a circle of radius 1."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The boxes of one page, one around the other, in points from the sheet's lower left corner."""

    trim: Box
    bleed: Box
    media: Box

    def set(self, page: Any) -> None:
        """Give the page its boxes. No crop box and no art box: both would only say again what these say."""
        for key in ("/CropBox", "/ArtBox"):
            if key in page:
                del page[key]
        page.TrimBox, page.BleedBox, page.MediaBox = (
            Array([round(side, 3) for side in box]) for box in (self.trim, self.bleed, self.media)
        )


def around(width: float, height: float, bleed: float, margin: float) -> Sheet:
    """The sheet of a page: `bleed` points on each side, and `margin` points for marks outside."""
    edge = bleed + margin
    trim = edge, edge, edge + width, edge + height
    return Sheet(trim, _grown(trim, bleed), (0.0, 0.0, width + 2 * edge, height + 2 * edge))


def marks(sheet: Sheet, plates: Mapping[str, Name | None], words: str, slug: Slug) -> bytes:
    """Crop and registration marks, the control strip and the slug line, as an artifact (14.8.2.2.2)."""
    made = ["/Artifact <</Type /Page>> BDC q /OverNone gs /All CS 1 SCN /All cs 1 scn", f"{_LINE} w"]
    made += [f"{x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l S" for x0, y0, x1, y1 in _crop(sheet)]
    for x, y in _registration(sheet):
        made += _target(x, y)
    left, bottom, right, top = sheet.bleed
    centre, reach = (left + right) / 2, 1.5 * _ROUND + 2 * MM
    start, room = sheet.trim[0] + 4 * MM, centre - reach - sheet.trim[0] - 4 * MM
    strip = top + (sheet.media[3] - top - _PATCH) / 2
    patches = list(_patches(plates))[: max(int(room / _PATCH), 0)]
    for at, ink in enumerate(patches):
        made.append(f"{ink} {start + at * _PATCH:.3f} {strip:.3f} {_PATCH:.3f} {_PATCH:.3f} re f")
    line = bottom / 2 - _TEXT / 3
    made += slug.line("0 0 0 1 k" if "Black" in plates else "/All cs 1 scn", words, start, line, _TEXT, room)
    place = centre + reach
    for plate in plates:
        made += slug.line(_ink(plate, 1.0, plates), plate, place, line, _TEXT, sheet.trim[2] - place)
        place += slug.width(plate, _TEXT) + _TEXT
    return " ".join([*made, "Q EMC"]).encode()


def separations(pdf: Any, spots: Mapping[str, Cmyk]) -> tuple[dict[str, Any], dict[str, Name]]:
    """Colour spaces by name (8.6.6.4): /All, which every plate prints, and each spot's; the names of those of spots."""
    names = {spot: Name(f"/Spot{at}") for at, spot in enumerate(spots)}
    spaces = {str(names[spot]): pdf.make_indirect(separation(spot, inks)) for spot, inks in spots.items()}
    return {"/All": pdf.make_indirect(separation("All", (1, 1, 1, 1)))} | spaces, names


def separation(name: str, inks: Cmyk) -> Array:
    """One plate of its own, with the inks that stand for it where there is none."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=list(inks), N=1)
    return Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, tint])


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _crop(sheet: Sheet) -> Iterator[Box]:
    """Two lines at each corner: where the knife goes, ended before the bleed."""
    left, bottom, right, top = sheet.bleed
    width, height = sheet.media[2:]
    for x in (sheet.trim[0], sheet.trim[2]):
        yield x, _CLEAR, x, bottom - _CLEAR
        yield x, top + _CLEAR, x, height - _CLEAR
    for y in (sheet.trim[1], sheet.trim[3]):
        yield _CLEAR, y, left - _CLEAR, y
        yield right + _CLEAR, y, width - _CLEAR, y


def _registration(sheet: Sheet) -> Iterator[tuple[float, float]]:
    """The middle of each side."""
    left, bottom, right, top = sheet.bleed
    width, height = sheet.media[2:]
    yield from (((left + right) / 2, y) for y in (bottom / 2, (top + height) / 2))
    yield from ((x, (bottom + top) / 2) for x in (left / 2, (right + width) / 2))


def _target(x: float, y: float) -> Iterator[str]:
    """A circle and a cross."""
    r, arm, handle = _ROUND, 1.5 * _ROUND, _ROUND * _CURVE
    yield f"{_numbers(x - arm, y)} m {_numbers(x + arm, y)} l S {_numbers(x, y - arm)} m {_numbers(x, y + arm)} l S"
    yield f"{_numbers(x + r, y)} m"
    yield f"{_numbers(x + r, y + handle, x + handle, y + r, x, y + r)} c"
    yield f"{_numbers(x - handle, y + r, x - r, y + handle, x - r, y)} c"
    yield f"{_numbers(x - r, y - handle, x - handle, y - r, x, y - r)} c"
    yield f"{_numbers(x + handle, y - r, x + r, y - handle, x + r, y)} c S"


def _patches(plates: Mapping[str, Name | None]) -> Iterator[str]:
    """Each plate full, then the process inks over one another, then tints."""
    for plate in plates:
        yield _ink(plate, 1.0, plates)
    if set(PROCESS[:3]) <= set(plates):
        yield from ("0 1 1 0 k", "1 0 1 0 k", "1 1 0 0 k", "1 1 1 0 k")
    for tint in (0.75, 0.5, 0.25):
        for plate in plates:
            yield _ink(plate, tint, plates)


def _ink(plate: str, tint: float, plates: Mapping[str, Name | None]) -> str:
    if own := plates[plate]:
        return f"{own} cs {tint:g} scn"
    return " ".join(f"{tint if plate == name else 0:g}" for name in PROCESS) + " k"


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.3f}" for value in values)
