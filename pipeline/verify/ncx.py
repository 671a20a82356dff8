"""The contents for older reading systems (OPF 2.0.1, 2.4.1): they must say what the navigation document says."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from xml.etree.ElementTree import Element

from pipeline.unzip import Refused
from pipeline.verify.elements import squeezed
from pipeline.verify.package import NCX_TYPE, Package, resolve
from pipeline.verify.transcript import Furniture, Hidden, Place
from pipeline.verify.xml import parse_xml

_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
Line = tuple[int, str, str]
"""Level, words, and the target as “part#anchor”."""


def old_contents(package: Package, lines: Sequence[Line], pages: Sequence[Line] = ()) -> Iterator[Hidden | Furniture]:
    """Lines that differ from those of the navigation document, of the text or of its pages; other texts beside them."""
    for item in package.named.values():
        if item.media_type != NCX_TYPE:
            continue
        if item.name not in package.parts:
            raise Refused(f"its contents {item.name} are missing")
        root = parse_xml(package.parts[item.name])
        place = Place(item.name)
        for name in ("docTitle", "docAuthor"):
            for element in root.iter(_NCX + name):
                yield Furniture("old contents", _said(element), place)
        for listed in root.iter(_NCX + "navList"):
            yield Furniture("old contents", _said(listed), place)
        yield from _old_pages(root, pages, item.name)
        found = [line for points in root.iter(_NCX + "navMap") for line in _points(points, 1, item.name)]
        if not lines:
            continue
        for mine, theirs in zip_longest(lines, found):
            if mine != theirs:
                words = theirs[1] if theirs else mine[1] if mine else ""
                yield Hidden(words, "the old contents (NCX) differ from the new ones here", place)
                break


def _old_pages(root: Element, pages: Sequence[Line], part: str) -> Iterator[Hidden | Furniture]:
    """The name of the old page list, and where it differs from the new one."""
    for listed in root.iter(_NCX + "pageList"):
        for label in listed.findall(f"{_NCX}navLabel"):
            yield Furniture("old contents", _said(label), Place(part))
    found = [_line(target, 1, part) for target in root.iter(_NCX + "pageTarget")]
    for mine, theirs in zip_longest(pages, found):
        if mine != theirs:
            words = theirs[1] if theirs else mine[1] if mine else ""
            yield Hidden(words, "the old page list (NCX) differs from the new one here", Place(part))
            return


def _points(holder: Element, level: int, part: str) -> Iterator[Line]:
    for point in holder.findall(_NCX + "navPoint"):
        yield _line(point, level, part)
        yield from _points(point, level + 1, part)


def _line(point: Element, level: int, part: str) -> Line:
    label, content = point.find(_NCX + "navLabel"), point.find(_NCX + "content")
    address = (content.get("src") if content is not None else "") or ""
    _, mark, anchor = address.partition("#")
    return level, _said(label) if label is not None else "", resolve(part, address) + mark + anchor


def _said(element: Element) -> str:
    return squeezed("".join(element.itertext()))
