"""The only files that a page can reach: those that it was given."""

from collections.abc import Mapping
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from pipeline.writers.pdf.hyphen import LINE_END, line_end

# A web address, since relative URLs are resolved against no other kind; ".invalid" never exists (RFC 2606, 2).
# The same for every build: names of images in the PDF are made from it.
ROOT = "https://engross.invalid/"


class Sealed(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves `files` by their relative names, and under line-end/ each font's one-glyph sibling (see hyphen)."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self._files = files

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the file. Anything else (disk, network, data:) raises ValueError, which WeasyPrint logs."""
        del headers
        name = unquote(url.removeprefix(ROOT).partition("?")[0].partition("#")[0])
        known = url.startswith(ROOT) and name.removeprefix(LINE_END) in self._files
        if not known:
            raise ValueError("not a file of this document")
        data = self._files[name.removeprefix(LINE_END)]
        if name.startswith(LINE_END):
            data = line_end(data)
        kind = "text/css" if name.endswith(".css") else "application/octet-stream"
        return URLFetcherResponse(url, data, {"Content-Type": kind})
