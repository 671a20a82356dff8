"""Pictures in the inks of a press."""

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from pipeline.writers.print.inks import Inks

_QUALITY = 95
"""Of a photograph that was a JPEG before; below, the eye begins to see it at 300 dots an inch."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture where it is drawn: the page and the mark around it, dots an inch, the most ink (of 1 for one plate)."""

    page: int
    mark: int | None
    resolution: float
    ink: float


def convert(stream: Any, inks: Inks) -> float:
    """Give an image XObject (ISO 32000-1, 8.9.5) inks for its colours; the most ink that lies on one place in it.

    What shines through it is laid on white, which is the paper: no press prints half of a dot, and a picture of ours
    stands on nothing else.
    """
    if stream.get("/ImageMask"):
        return 0.0  # a stencil: it is painted in the current colour
    was_jpeg = stream.get("/Filter") == "/DCTDecode"
    image = _flat(pikepdf.PdfImage(stream).as_pil_image(), _mask(stream))
    inked, most = inks.picture(image)
    for key in ("/SMask", "/Mask", "/DecodeParms", "/Decode"):
        if key in stream:
            del stream[key]
    stream.ColorSpace = Name.DeviceGray if inked.mode == "L" else Name.DeviceCMYK
    stream.BitsPerComponent = 8
    if was_jpeg:
        inked.save(out := io.BytesIO(), "JPEG", quality=_QUALITY, subsampling=0)
        stream.write(out.getvalue(), filter=Name.DCTDecode)
        if inked.mode == "CMYK":  # a JPEG of Adobe's kind, as Pillow writes them, has its inks turned round
            stream.Decode = pikepdf.Array([1, 0] * 4)
    else:
        colours = len(inked.getbands())
        parms = Dictionary(Predictor=15, Colors=colours, Columns=inked.width)
        stream.write(_rows(inked), filter=Name.FlateDecode, decode_parms=parms)
    return most


def _mask(stream: Any) -> Image.Image | None:
    mask = stream.get("/SMask")
    return pikepdf.PdfImage(mask).as_pil_image().convert("L") if mask is not None else None


def _flat(image: Image.Image, mask: Image.Image | None) -> Image.Image:
    """The picture as grey or RGB, on white paper."""
    image = image.convert("L" if image.mode in ("1", "L", "LA", "I;16", "I") else "RGB")
    if mask is None:
        return image
    paper = Image.new(image.mode, image.size, "white")
    paper.paste(image, mask=mask.resize(image.size) if mask.size != image.size else mask)
    return paper


def _rows(image: Image.Image) -> bytes:
    """The rows as a PNG packs them, predicted and compressed, which is what a PDF reads too (7.4.4.4)."""
    four = image if image.mode == "L" else Image.frombytes("RGBA", image.size, image.tobytes())
    four.save(out := io.BytesIO(), "PNG", compress_level=6)
    data, at, found = out.getvalue(), 8, []
    while at < len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind == b"IDAT":
            found.append(data[at + 8 : at + 8 + size])
        at += size + 12
    return b"".join(found)
