"""Whether all that a set of XHTML pages points to is there: files, places in them, and identifiers that stand once."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree

from pipeline.diagnostics import Diagnostic, Position

_URL = re.compile(r"url\(\s*[\"']?([^)\"']+)[\"']?\s*\)")
_OUTSIDE = ("http", "https", "mailto")


def dangling(
    pages: Mapping[str, etree._Element],
    styles: Mapping[str, str],
    names: frozenset[str],
    positions: Mapping[str, Position],
) -> Iterator[Diagnostic]:
    """A diagnostic for each reference in pages and style sheets (by name in the package) that leads nowhere.

    `names` are the files of the package; `positions` say where an anchor's block stands in the source. Only a link may
    leave the package: pictures, styles and faces have to be inside (EPUB 3.3, 3.6).
    """
    places = {name: Counter(str(place) for place in page.xpath("//@id")) for name, page in pages.items()}
    for name, page in pages.items():
        for place, count in places[name].items():
            if count > 1:
                yield Diagnostic("epub-dangling", f"{name}: the identifier “{place}” stands {count} times")
        for element, target in _references(page):
            if not _is_there(name, target, names, places):
                around = (positions.get(outer.get("id", "")) for outer in (element, *element.iterancestors()))
                yield Diagnostic("epub-dangling", f"{name}: “{target}” leads nowhere", next(filter(None, around), None))
    for name, style in styles.items():
        for target in _URL.findall(style):
            if not _is_there(name, target, names, places):
                yield Diagnostic("epub-dangling", f"{name}: “{target}” leads nowhere")


def _references(page: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """All that has to be in the package: of links, those that do not lead out of it."""
    for element in page.iter(etree.Element):
        for attribute in ("href", "src"):
            target = element.get(attribute)
            if target is not None and not (etree.QName(element).localname == "a" and _leads_out(target)):
                yield element, target
        for place in (element.get("aria-labelledby") or "").split():
            yield element, f"#{place}"


def _leads_out(target: str) -> bool:
    scheme, colon, rest = target.partition(":")
    return bool(colon and rest) and scheme.lower() in _OUTSIDE


def _is_there(source: str, target: str, names: frozenset[str], places: Mapping[str, Mapping[str, int]]) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
        return False
    beside = posixpath.join(posixpath.dirname(source), unquote(parts.path))
    file = posixpath.normpath(beside) if parts.path else source
    return file in names and (not parts.fragment or unquote(parts.fragment) in places.get(file, {}))
