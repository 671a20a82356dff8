"""The samples of an image, of every depth and number of inks, and the colour space that a JPEG 2000 brings along."""

import io
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pikepdf

from pipeline.preflight.colour import CMYK, GRAY, RGB, UNKNOWN, Space
from pipeline.preflight.marks import Picture
from pipeline.preflight.objects import Beyond, Unreadable, decoded, entries, filters

if TYPE_CHECKING:
    from PIL.Image import Image

_CELLS = 512
"""An image's ink is the average in cells, at most so many in each direction: one dark sample alone wets no paper."""

_MOST = 120_000_000
"""Samples that a JPEG 2000 may have, whatever its dictionary says."""


def samples(picture: Picture, count: int) -> list[bytes] | None:
    """For each of so many inks its cells, a byte each, as the stream has them before its Decode array.

    None where they cannot be read.
    """
    try:
        with pikepdf.new() as nowhere:
            stream = picture.stream
            if stream is None:
                stream = pikepdf.Stream(nowhere, picture.inline.read_raw_bytes(), **_entries(picture.inline.obj))
            planes = list(_planes(picture, stream, count))
    except Exception:  # noqa: BLE001  # whatever a decoder makes of samples that nobody vouches for
        return None
    if len(planes) != count:
        return None
    step = max(1, -(-max(planes[0].size) // _CELLS))
    return [(plane.reduce(step) if step > 1 else plane).tobytes() for plane in planes]


def _entries(dictionary: Any) -> dict[str, Any]:
    return {key[1:]: value for key, value in entries(dictionary).items()}


def _planes(picture: Picture, stream: Any, count: int) -> "Iterator[Image]":
    from PIL import Image, ImageChops

    packed = filters(stream)
    if {"JPXDecode", "DCTDecode", "CCITTFaxDecode", "JBIG2Decode"} & set(packed):
        if "JPXDecode" in packed:
            image = _jpeg_2000(stream)
        else:
            image = pikepdf.PdfImage(stream).as_pil_image(apply_mask=False, apply_decode_array=False)
        # Of a JPEG in CMYK with Adobe's marker the library turns the samples over, whatever the array says.
        turned = "DCTDecode" in packed and count == 4 and "adobe" in image.info
        bands = (image.convert("L") if image.mode == "1" else image).split()
        yield from (ImageChops.invert(band) if turned else band for band in bands)
        return
    flat = _bytes(decoded(stream), picture.bits, picture.width * count, picture.height)
    size = picture.width, picture.height
    yield from (Image.frombytes("L", size, flat[place::count]) for place in range(count))


def _bytes(data: bytes, bits: int, across: int, rows: int) -> bytes:
    """A byte for each sample, of rows that each end with a byte (ISO 32000-1, 8.9.3)."""
    if bits == 8:
        return data[: across * rows]
    if bits == 16:
        return data[: 2 * across * rows : 2]
    wide, table = -(-across * bits // 8), _unpacked(bits)
    return b"".join(
        b"".join([table[byte] for byte in data[row * wide : (row + 1) * wide]])[:across] for row in range(rows)
    )


@cache
def _unpacked(bits: int) -> list[bytes]:
    """For each byte the samples in it, 0 to 255. Raises KeyError for a depth that images cannot have."""
    most = {1: 1, 2: 3, 4: 15}[bits]
    shifts = range(8 - bits, -1, -bits)
    return [bytes((byte >> shift & most) * 255 // most for shift in shifts) for byte in range(256)]


# ---- JPEG 2000


def _jpeg_2000(stream: Any) -> "Image":
    from PIL import Image

    if len(filters(stream)) != 1:
        raise Unreadable("packed twice")
    image = Image.open(io.BytesIO(stream.read_raw_bytes()), formats=["JPEG2000"])
    if image.width * image.height * len(image.getbands()) > _MOST:
        raise Beyond("more samples than are looked at")
    if image.mode.startswith("I;16"):
        return Image.frombytes("L", image.size, image.tobytes()[1::2])
    return image


_ENUMERATED = {12: CMYK, 16: RGB, 17: GRAY, 18: RGB}
"""Colour spaces of the box `colr` (ISO 15444-1, I.5.3.3, as ISO 32000-1, 7.4.9, lists them)."""


def own_space(stream: Any) -> Space:
    """The colour space that a JPEG 2000 names itself: with no ColorSpace beside it that one holds (7.4.9)."""
    try:
        data = stream.read_raw_bytes()[: 2**20] if len(filters(stream)) == 1 else b""
        for kind, box in _boxes(data):
            if kind == b"colr" and box[:1] == b"\1":
                return _ENUMERATED.get(int.from_bytes(box[3:7], "big"), UNKNOWN)
            if kind == b"colr" and box[:1] == b"\2":
                count = {b"GRAY": 1, b"RGB ": 3, b"Lab ": 3, b"CMYK": 4}.get(box[19:23], 3)
                return Space("ICCBased", count, profile=box[15:23])
    except Exception:  # noqa: BLE001  # as above
        return UNKNOWN
    return UNKNOWN


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes of a JP2 file, and those in its header."""
    at = 0
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind == b"jp2h":
            at += 8  # what it holds comes next
            continue
        if length < 8:
            return
        yield kind, data[at + 8 : at + length]
        at += length
