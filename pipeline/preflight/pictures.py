"""Images as they are placed, and the ink of their samples; the colours of shadings."""

from collections.abc import Iterator, Mapping
from typing import Any

from pikepdf import Stream

from pipeline.preflight.colour import UNKNOWN, Paint, space_of
from pipeline.preflight.geometry import Matrix, scales
from pipeline.preflight.marks import Picture
from pipeline.preflight.objects import entry, filters, items, numbers, whole
from pipeline.preflight.samples import own_space, samples

_MOST_SAMPLES = 120_000_000
"""Samples of one image that are looked at for their ink: four inks on A3 at 350 dpi, and more."""


def picture_of(held: Any, called: str, matrix: Matrix, resources: Any) -> Picture | None:
    """An image, and its resolution where the matrix puts it; `held` is its stream, or an inline image."""
    stream = held if isinstance(held, Stream) else getattr(held, "obj", None)
    width, height = whole(entry(stream, "/Width")), whole(entry(stream, "/Height"))
    if width <= 0 or height <= 0:
        return None
    mask = entry(stream, "/ImageMask") is True
    across, along = scales(matrix)
    ways = [count * 72 / length for count, length in ((width, across), (height, along)) if length > 0]
    given, soft = entry(stream, "/ColorSpace"), entry(stream, "/SMask")
    packed = "JPXDecode" in filters(stream)
    own = own_space(stream) if packed else UNKNOWN
    space = None if mask else own if given is None else space_of(given, resources)
    bits = 1 if mask else whole(entry(stream, "/BitsPerComponent"), 8)
    return Picture(
        width,
        height,
        bits,
        space,
        mask,
        min(ways, default=0.0),
        stream if isinstance(stream, Stream) else None,
        called,
        soft is not None or whole(entry(stream, "/SMaskInData")) > 0,
        space_of(entry(soft, "/ColorSpace"), resources) if entry(soft, "/ColorSpace") is not None else None,
        None if held is stream else held,
    )


def picture_inks(picture: Picture) -> tuple[Mapping[str, float], frozenset[str]] | None:
    """What an image asks of each plate where it is darkest, and all its plates; None where no samples can be read."""
    space = picture.space
    if picture.mask or space is None:
        return None
    kind = space.seen()
    if space.family == "Indexed":
        return _darkest(Paint(space, (float(place),)).inks for place in range(min(space.high, 255) + 1))
    if kind.family in ("unknown", "Lab") or picture.width * picture.height * kind.count > _MOST_SAMPLES:
        return None
    planes = samples(picture, kind.count)
    if planes is None:
        return None
    ends = numbers(entry(picture.stream or picture.inline.obj, "/Decode"), 2 * kind.count) or (0.0, 1.0) * kind.count
    ways = [(low, high - low) for low, high in zip(ends[::2], ends[1::2], strict=True)]
    return _darkest(
        Paint(kind, tuple(low + each / 255 * way for each, (low, way) in zip(cell, ways, strict=True))).inks
        for cell in set(zip(*planes, strict=True))
    )


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
