"""A Word package from outside: its parts as trees, its relationships, each found by what it is and not by its name."""

import posixpath
from dataclasses import dataclass, field

from lxml import etree

from pipeline.unzip import Refused, unzip

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    "wordprocessingml/main": W,
    "officeDocument/relationships": R,
    "officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "drawingml/main": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "drawingml/wordprocessingDrawing": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
"""What the transitional variant calls the namespaces of the strict one (ECMA-376 part 4)."""

_UNITS = {"pt": 20.0, "in": 1440.0, "cm": 1440 / 2.54, "mm": 144 / 2.54, "pc": 240.0, "pi": 240.0}
"""Twips in the units that lengths may have."""

LARGEST = 48 * 2**20
"""Bytes of one part of XML: a thousand pages have a tenth of it."""

MOST = 3_000_000
"""Elements of one part, counted by their angle brackets."""


def w(name: str) -> str:
    """A WordprocessingML name in Clark notation."""
    return f"{{{W}}}{name}"


def val(element: etree._Element | None, default: str = "") -> str:
    """The w:val of a property element; `default` where the element or its value is not there."""
    return default if element is None else element.get(w("val"), default)


def on(element: etree._Element | None) -> bool | None:
    """A toggle property: True, False, or None where it is not there (ECMA-376 part 1, 17.17.4)."""
    return None if element is None else element.get(w("val"), "true") not in ("0", "false", "off")


def number(text: str | None, default: int) -> int:
    """A whole number from an attribute, within what Word can count; `default` for what is none."""
    try:
        return max(-(2**31), min(int(text or ""), 2**31 - 1))
    except ValueError:
        return default


def size_of(text: str | None) -> int:
    """A length in twips: a number, or with a unit ("11pt") as the strict variant may write (22.9.2.15)."""
    if text and text[-2:] in _UNITS:
        try:
            return round(float(text[:-2]) * _UNITS[text[-2:]])
        except (ValueError, OverflowError):
            return 0
    return number(text, 0) if text is None or "." not in text else number(text.partition(".")[0], 0)


def name_of(element: etree._Element) -> str:
    """The local name of a WordprocessingML element; of any other the whole name in Clark notation."""
    tag = str(element.tag)
    return tag[len(W) + 2 :] if tag.startswith(W, 1) else tag


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element) -> dict[str, etree._Element]:
    """The elements right below one by their names, the first of each."""
    found: dict[str, etree._Element] = {}
    for child in element:
        found.setdefault(name_of(child), child)
    return found


def parse(data: bytes, name: str) -> etree._Element:
    """A part as a tree without comments and instructions. Raises Refused for what is no XML, or has a document type."""
    if len(data) > LARGEST:
        raise Refused(f"its part {name} is larger than {LARGEST // 2**20} MiB")
    if data.count(b"<") > MOST:
        raise Refused(f"its part {name} has more than {MOST} elements")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(f"its part {name} is no XML: {getattr(error, 'msg', error)}") from error
    if root.getroottree().docinfo.doctype:
        raise Refused(f"its part {name} has a document type, which no Word file needs")
    if b"purl.oclc.org" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        for element in root.iter():
            _transitional(element)
    return root


def _transitional(element: etree._Element) -> None:
    """Give an element and its attributes the names of the transitional variant."""
    element.tag = _renamed(str(element.tag))
    for key, value in list(element.attrib.items()):
        if str(key).startswith("{" + _STRICT):
            del element.attrib[key]
            element.set(_renamed(str(key)), str(value))


def _renamed(name: str) -> str:
    space, _, local = name[1:].partition("}")
    known = _TRANSITIONAL.get(space.removeprefix(_STRICT)) if name.startswith("{" + _STRICT) else None
    return f"{{{known}}}{local}" if known else name


@dataclass(slots=True)
class Package:
    """A package opened. `main` is the name of the document part."""

    parts: dict[str, bytes]
    main: str
    trees: dict[str, etree._Element] = field(default_factory=dict)
    found: dict[str, dict[str, tuple[str, str, bool]]] = field(default_factory=dict)

    @property
    def document(self) -> etree._Element:
        return self.tree(self.main)

    def tree(self, name: str) -> etree._Element:
        """The part `name` parsed, once. Raises Refused."""
        if name not in self.trees:
            if name not in self.parts:
                raise Refused(f"its part {name} is missing")
            self.trees[name] = parse(self.parts[name], name)
        return self.trees[name]

    def relations(self, source: str) -> dict[str, tuple[str, str, bool]]:
        """The relationships of a part by id: the last word of the type, the target, whether it lies outside."""
        if source in self.found:
            return self.found[source]
        folder, name = posixpath.split(source)
        part = posixpath.join(folder, "_rels", f"{name}.rels")
        if part not in self.parts:
            return {}
        found = self.found[source] = {}
        for relation in self.tree(part):
            target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target, outside)
        return found

    def related(self, kind: str) -> etree._Element | None:
        """The part to which the document has a relationship of that kind ("styles", "numbering"), if any."""
        name = next(
            (target for found, target, outside in self.relations(self.main).values() if found == kind and not outside),
            "",
        )
        return self.tree(name) if name in self.parts else None


def open_package(data: bytes) -> Package:
    """Open a .docx, .docm, .dotx or .dotm. Raises Refused."""
    if not data:
        raise Refused("it is empty")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("it is encrypted, or a .doc of before 2007")
    package = Package(unzip(data), "")
    package.main = next(
        (
            target
            for kind, target, outside in package.relations("").values()
            if kind == "officeDocument" and not outside
        ),
        "",
    )
    if not package.main or package.document.tag != w("document"):
        raise Refused("it is no Word file: it names no document part")
    return package
