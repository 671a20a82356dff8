"""The only files that a page can reach: those that it was given."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from pipeline.writers.pdf.hyphen import LINE_END, line_end

# A web address, since relative URLs are resolved against no other kind; ".invalid" never exists (RFC 2606, 2).
# The same for every build: names of images in the PDF are made from it.
ROOT = "https://engross.invalid/"

LAST_RESORT = "last-resort/"
_NO_CHARACTER = "\ufffe"


class Sealed(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves `files` by their relative names, and of each font one-glyph siblings.

    Under line-end/ stands the one for the hyphen (see hyphen), under last-resort/ one without a character of any text.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        fonts = [name for name in files if name.endswith((".ttf", ".otf"))]
        self._files = {name: partial(bytes, data) for name, data in files.items()}
        self._files |= {LINE_END + name: partial(line_end, files[name]) for name in fonts}
        self._files |= {LAST_RESORT + name: partial(line_end, files[name], _NO_CHARACTER) for name in fonts}
        self.last_resorts = [ROOT + LAST_RESORT + name for name in fonts]

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the file. Anything else (disk, network, data:) raises ValueError, which WeasyPrint logs."""
        del headers
        name = unquote(url.removeprefix(ROOT).partition("?")[0].partition("#")[0])
        if not url.startswith(ROOT) or name not in self._files:
            raise ValueError("not a file of this document")
        kind = "text/css" if name.endswith(".css") else "application/octet-stream"
        return URLFetcherResponse(url, self._files[name](), {"Content-Type": kind})
