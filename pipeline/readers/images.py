"""The pictures of a document: read from its own folder, checked before anything is made of them."""

import io
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.files import TooLarge, read_file
from pipeline.model import Figure, Image

if TYPE_CHECKING:
    import PIL.Image

_BYTES = 32 * 2**20
_PIXELS = 40_000_000
_SLENDER = 40
"""How many times longer than wide, or wider than long, a picture may be: beyond, no page shows it."""

_TYPES = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg"), "MPO": ("image/jpeg", ".jpg")}
"""What is read, as Pillow calls it; MPO are the JPEGs of telephones, which carry a second picture behind the first."""

_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16")
_ORIENTATION = 0x0112
"""The tag of EXIF that says how a picture must be turned; some readers do it, Word does not."""


class _Refused(Exception):
    """A picture that cannot be used: rule, message, hint."""


def read_images(figures: Iterable[Figure], folder: Path, *, report: Reporter) -> Mapping[str, Image]:
    """Every figure's picture by its source; what is missing, outside the folder or no sound PNG or JPEG is reported."""
    images: dict[str, Image] = {}
    for figure in figures:
        if not figure.source or figure.source in images:  # one without a file was reported when it was read
            continue
        try:
            images[figure.source] = _read(unquote(figure.source), folder, len(images) + 1)
        except _Refused as refused:
            rule, message, hint = refused.args
            report(Diagnostic(rule, message, figure.position, hint))
    return images


def _read(source: str, folder: Path, ordinal: int) -> Image:
    shown = f"“{source[:60]}”"
    if ":" in source or source.startswith(("/", "\\")) or "\0" in source:
        message = f"a picture must be a file beside the source, not {shown}"
        raise _Refused("image-outside", message, "copy it into the folder of the source")
    path = folder / source
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            message = f"{shown} lies outside the folder of the source"
            raise _Refused("image-outside", message, "copy it into the folder of the source")
        if not path.is_file():
            raise _Refused("image-missing", f"there is no file {shown} beside the source", _similar(path))
        data = read_file(path, _BYTES)
    except TooLarge:
        message = f"{shown} is larger than {_BYTES // 2**20} MiB"
        raise _Refused("image-too-large", message, "save a smaller version") from None
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        said = (getattr(error, "strerror", None) or "no possible name").lower()
        raise _Refused("image-missing", f"{shown} cannot be read: {said}", "check the file") from None
    media_type, suffix, width, height = _checked(data, shown)
    return Image(f"images/figure-{ordinal}{suffix}", data, media_type, width, height)


def _similar(path: Path) -> str:
    """A hint: the file that differs in capitals alone, if there is one."""
    try:
        twin = next((other.name for other in path.parent.iterdir() if other.name.lower() == path.name.lower()), "")
    except OSError:
        twin = ""
    return f"did you mean “{twin}”?" if twin else "check the name: capitals count"


def _checked(data: bytes, shown: str) -> tuple[str, str, int, int]:
    """Media type, suffix and size in pixels of a picture that every edition can hold; raises _Refused."""
    import PIL.Image
    import PIL.ImageFile

    if not data:
        raise _Refused("image-broken", f"{shown} is empty", "save it again")
    lenient, PIL.ImageFile.LOAD_TRUNCATED_IMAGES = PIL.ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint sets it
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow's doubts; its bound for bombs is above ours
            with PIL.Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as picture:
                width, height = _judge(picture, shown)
                media_type, suffix = _TYPES[str(picture.format)]
                picture.load()
            with PIL.Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as picture:
                picture.verify()  # the sums of a PNG's chunks, and its end; nothing can be read after it
    except PIL.Image.DecompressionBombError:
        message = f"{shown} has far more than {_PIXELS // 10**6} million pixels"
        raise _Refused("image-too-large", message, "save a smaller version") from None
    except PIL.UnidentifiedImageError:
        raise _Refused("image-type", f"{shown} is no PNG and no JPEG", "save it as one of these") from None
    except _Refused:
        raise
    except Exception as error:  # noqa: BLE001  # Pillow's decoders raise whatever a damaged file makes them
        raise _Refused("image-broken", f"{shown} is damaged: {str(error)[:80]}", "save it again") from None
    finally:
        PIL.ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return media_type, suffix, width, height


def _judge(picture: "PIL.Image.Image", shown: str) -> tuple[int, int]:
    """Width and height of a picture that is opened but not decoded yet; raises _Refused."""
    width, height = picture.size
    if width * height > _PIXELS:
        message = f"{shown} has {width} x {height} pixels, more than {_PIXELS // 10**6} million"
        raise _Refused("image-too-large", message, "save a smaller version")
    if max(width, height) > _SLENDER * min(width, height):
        message = f"{shown} has {width} x {height} pixels: no page can show it"
        raise _Refused("image-shape", message, "cut it to a sensible shape")
    if picture.mode not in _MODES:
        message = f"{shown} has the colours of a press ({picture.mode}), which screens cannot show"
        raise _Refused("image-type", message, "save it as RGB")
    if picture.getexif().get(_ORIENTATION, 1) != 1:
        message = f"{shown} is marked to be turned, which not every reader does"
        raise _Refused("image-turned", message, "turn it in a picture editor and save it")
    return width, height
