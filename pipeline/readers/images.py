"""The pictures of a document: read from its own folder, checked before anything is made of them."""

import io
import warnings
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.model import Figure, Image

_BYTES = 32 * 2**20
_PIXELS = 40_000_000
_TYPES = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg")}
_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16")


def read_images(figures: Iterable[Figure], folder: Path, *, report: Reporter) -> Mapping[str, Image]:
    """Every figure's picture by its source; what is missing, outside the folder or no sound PNG or JPEG is reported."""
    images: dict[str, Image] = {}
    for figure in figures:
        if figure.source not in images:
            image = _read(figure, folder, len(images) + 1, report)
            if image:
                images[figure.source] = image
    return images


def _read(figure: Figure, folder: Path, ordinal: int, report: Reporter) -> Image | None:
    def refuse(rule: str, message: str, hint: str = "") -> None:
        report(Diagnostic(rule, message, figure.position, hint))

    source = unquote(figure.source)
    if ":" in source or source.startswith(("/", "\\")) or "\0" in source:
        return refuse("image-outside", f"a picture must be a file beside the source, not “{source[:60]}”", "copy it into the folder of the source")
    path = folder / source
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return refuse("image-outside", f"“{source}” lies outside the folder of the source", "copy it into the folder of the source")
        if not path.is_file():
            return refuse("image-missing", f"there is no file “{source}” beside the source", "check the name: capitals count")
        if path.stat().st_size > _BYTES:
            return refuse("image-too-large", f"“{source}” is larger than {_BYTES // 2**20} MiB", "save a smaller version")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        return refuse("image-missing", f"“{source}” cannot be read: {error.__class__.__name__}")
    return _checked(data, source, ordinal, refuse)


def _checked(data: bytes, source: str, ordinal: int, refuse: Callable[..., None]) -> Image | None:
    import PIL.Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)  # our own limit is lower
            with PIL.Image.open(io.BytesIO(data), formats=list(_TYPES)) as picture:
                width, height = picture.size
                if width * height > _PIXELS:
                    return refuse("image-too-large", f"“{source}” has {width} x {height} pixels, more than {_PIXELS // 10**6} million", "save a smaller version")
                if picture.mode not in _MODES:
                    return refuse("image-type", f"“{source}” has the colours of a press ({picture.mode}), which screens cannot show", "save it as RGB")
                kind = picture.format or ""
                picture.load()
    except PIL.UnidentifiedImageError:
        return refuse("image-type", f"“{source}” is no PNG and no JPEG", "save it as one of these")
    except (OSError, ValueError, SyntaxError, EOFError, PIL.Image.DecompressionBombError) as error:
        return refuse("image-broken", f"“{source}” is damaged: {error}", "save it again")
    media_type, suffix = _TYPES[kind]
    return Image(f"images/figure-{ordinal}{suffix}", data, media_type, width, height)
