"""Whether all that a set of XHTML pages points to is there: files, places in them, and identifiers that stand once."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree

from pipeline.diagnostics import Diagnostic

_URL = re.compile(r"url\(\s*[\"']?([^)\"']+)[\"']?\s*\)")
_OUTSIDE = ("http", "https", "mailto")


def dangling(pages: Mapping[str, etree._Element], styles: Mapping[str, str], names: frozenset[str]) -> Iterator[Diagnostic]:
    """A diagnostic for each reference in pages and style sheets (by name in the package) that leads nowhere.

    `names` are the files of the package. Only a link may leave the package (EPUB 3.3, 3.6 and 4.2.3).
    """
    places: dict[str, set[str]] = {}
    for name, page in pages.items():
        places[name] = set()
        for identifier in page.xpath("//@id"):
            if identifier in places[name]:
                yield Diagnostic("epub-dangling", f"{name}: the identifier “{identifier}” stands twice")
            places[name].add(str(identifier))

    def is_there(source: str, target: str, *, link: bool) -> bool:
        try:
            parts = urlsplit(target)
        except ValueError:
            return False
        if parts.scheme or parts.netloc:
            return link and parts.scheme in _OUTSIDE
        file = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(parts.path))) if parts.path else source
        fragment = unquote(parts.fragment)
        return file in names and (not fragment or fragment in places.get(file, ()))

    for name, page in pages.items():
        for element in page.iter(etree.Element):
            for attribute in ("href", "src"):
                target = element.get(attribute)
                if target is not None and not is_there(name, target, link=etree.QName(element).localname == "a"):
                    yield Diagnostic("epub-dangling", f"{name}: “{target}” leads nowhere")
            for label in (element.get("aria-labelledby") or "").split():
                if label not in places[name]:
                    yield Diagnostic("epub-dangling", f"{name}: “{label}”, which names a part, is not there")
    for name, style in styles.items():
        for target in _URL.findall(style):
            if not is_there(name, target, link=False):
                yield Diagnostic("epub-dangling", f"{name}: “{target}” leads nowhere")
