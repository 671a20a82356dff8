"""The versions of what writes and what reads, as a certificate names them."""

import importlib.metadata
from collections.abc import Mapping

_WRITERS = ("engross", "weasyprint", "python-docx", "ebooklib", "jinja2")
_READERS = ("lxml", "pikepdf", "pypdfium2", "tinycss2", "cssselect2", "tinyhtml5")


def versions() -> Mapping[str, str]:
    """Version by package; one that is not installed is left out."""
    found = {}
    for name in (*_WRITERS, *_READERS):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
