"""The versions of what writes and what reads, as a certificate names them."""

import importlib.metadata
from collections.abc import Iterable, Mapping

_WRITERS = {
    "pdf": ("weasyprint", "pydyf"),
    "print": ("weasyprint", "pydyf", "pikepdf", "pillow"),
    "docx": ("python-docx", "lxml"),
    "epub": ("ebooklib",),
}
_READERS = {
    "pdf": ("pikepdf", "pypdfium2"),
    "print": ("pikepdf", "pypdfium2"),
    "docx": ("lxml",),
    "epub": ("tinycss2", "cssselect2"),
    "html": ("tinyhtml5", "tinycss2", "cssselect2"),
}


def versions(formats: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Version by package, of those that wrote the formats and of those that read them.

    What is not installed is left out.
    """
    names = list(formats)
    return {
        "written": _known(
            ("engross", "markdown-it-py", "jinja2", *(name for key in names for name in _WRITERS.get(key, ())))
        ),
        "read": _known(("engross", *(name for key in names for name in _READERS.get(key, ())))),
    }


def _known(names: Iterable[str]) -> Mapping[str, str]:
    found = {}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
