"""Images as they are placed, and the ink of their samples; the colours of shadings."""

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Stream

from pipeline.preflight.colour import Paint, space_of
from pipeline.preflight.geometry import Matrix, scales
from pipeline.preflight.marks import Picture
from pipeline.preflight.objects import entry, filters, items, numbers, whole

_MOST_SAMPLES = 120_000_000
"""Samples of one image that are looked at for their ink: four inks on A3 at 350 dpi, and more."""

_CELLS = 512
"""An image's ink is the average in cells, at most so many in each direction: one dark sample alone wets no paper."""


def picture_of(stream: Any, called: str, matrix: Matrix, resources: Any) -> Picture | None:
    """An image, and its resolution where the matrix puts it."""
    width = whole(entry(stream, "/Width") or entry(stream, "/W"))
    height = whole(entry(stream, "/Height") or entry(stream, "/H"))
    if width <= 0 or height <= 0:
        return None
    mask = (entry(stream, "/ImageMask") or entry(stream, "/IM")) is True
    across, along = scales(matrix)
    ways = [count * 72 / length for count, length in ((width, across), (height, along)) if length > 0]
    given = entry(stream, "/ColorSpace")
    given = entry(stream, "/CS") if given is None else given
    bits = 1 if mask else whole(entry(stream, "/BitsPerComponent") or entry(stream, "/BPC"), 8)
    return Picture(
        width,
        height,
        bits,
        None if mask or given is None else space_of(given, resources),
        mask,
        min(ways, default=0.0),
        stream if isinstance(stream, Stream) else None,
        called,
        entry(stream, "/SMask") is not None or whole(entry(stream, "/SMaskInData")) > 0,
    )


def picture_inks(picture: Picture) -> tuple[Mapping[str, float], frozenset[str]] | None:
    """What an image asks of each plate where it is darkest, and all its plates; None where no samples can be read."""
    space = picture.space
    if picture.mask or space is None or picture.stream is None or picture.width * picture.height * 4 > _MOST_SAMPLES:
        return None
    kind = space.seen()
    if space.family == "Indexed":
        return _darkest(Paint(space, (float(place),)).inks for place in range(min(space.high, 255) + 1))
    if picture.bits != 8 or "JPXDecode" in filters(picture.stream) or kind.count not in (1, 3, 4):
        return None
    try:
        image = pikepdf.PdfImage(picture.stream).as_pil_image(apply_mask=False, apply_decode_array=False)
        if len(image.getbands()) != kind.count:
            return None
        step = max(1, -(-max(image.size) // _CELLS))
        samples = (image.reduce(step) if step > 1 else image).tobytes()
    except Exception:  # noqa: BLE001  # whatever a decoder makes of samples that nobody vouches for
        return None
    cells = set(zip(*[iter(samples)] * kind.count, strict=True))
    turned = numbers(entry(picture.stream, "/Decode")) == (1.0, 0.0) * kind.count
    # Of a JPEG in CMYK with Adobe's marker the library turns the samples over, whatever the array says.
    turned ^= "DCTDecode" in filters(picture.stream) and kind.count == 4 and "adobe" in image.info
    return _darkest(Paint(kind, tuple((255 - v if turned else v) / 255 for v in cell)).inks for cell in cells)


def _darkest(found: Iterator[Mapping[str, float]]) -> tuple[Mapping[str, float], frozenset[str]]:
    every = list(found)
    return max(every, key=lambda inks: sum(inks.values()), default={}), frozenset().union(*every)


def shading_paints(shading: Any, resources: Any) -> list[Paint]:
    """The colours at the ends of a shading; one without values where its function does not say them."""
    space = space_of(entry(shading, "/ColorSpace"), resources)
    ends = list(_ends(entry(shading, "/Function"), 0))
    return [Paint(space, end) for end in ends if len(end) == space.count] or [Paint(space, ())]


def _ends(function: Any, depth: int) -> Iterator[tuple[float, ...]]:
    if depth > 4:
        return
    if whole(entry(function, "/FunctionType")) == 2:
        yield numbers(entry(function, "/C0")) or (0.0,)
        yield numbers(entry(function, "/C1")) or (1.0,)
    for each in items(entry(function, "/Functions"), 64):
        yield from _ends(each, depth + 1)
