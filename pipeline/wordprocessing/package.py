"""A Word package from outside: its parts as trees, its relationships, each found by what it is and not by its name."""

import posixpath
from dataclasses import dataclass, field

from lxml import etree

from pipeline.unzip import Refused, unzip

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R.encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
"""Namespaces of the strict variant and what the transitional one calls them (ECMA-376 part 4)."""


def w(name: str) -> str:
    """A WordprocessingML name in Clark notation."""
    return f"{{{W}}}{name}"


def val(element: etree._Element | None, default: str = "") -> str:
    """The w:val of a property element; `default` where the element or its value is not there."""
    return default if element is None else element.get(w("val"), default)


def on(element: etree._Element | None) -> bool | None:
    """A toggle property: True, False, or None where it is not there (ECMA-376 part 1, 17.17.4)."""
    return None if element is None else element.get(w("val"), "true") not in ("0", "false", "off")


def parse(data: bytes, name: str) -> etree._Element:
    """A part as a tree. Raises Refused for what is no XML, or has a document type."""
    for strict, transitional in _STRICT.items():
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(f"its part {name} is no XML: {error.msg}") from error
    if root.getroottree().docinfo.doctype:
        raise Refused(f"its part {name} has a document type, which no Word file needs")
    return root


@dataclass(slots=True)
class Package:
    """A package opened. `main` is the name of the document part."""

    parts: dict[str, bytes]
    main: str
    trees: dict[str, etree._Element] = field(default_factory=dict)

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
        folder, name = posixpath.split(source)
        part = posixpath.join(folder, "_rels", f"{name}.rels")
        if part not in self.parts:
            return {}
        found = {}
        for relation in self.tree(part):
            target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target, outside)
        return found

    def related(self, kind: str) -> etree._Element | None:
        """The part to which the document has a relationship of that kind ("styles", "numbering"), if any."""
        name = next((target for found, target, outside in self.relations(self.main).values() if found == kind and not outside), "")
        return self.tree(name) if name in self.parts else None


def open_package(data: bytes) -> Package:
    """Open a .docx, .docm, .dotx or .dotm. Raises Refused."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("it is encrypted, or a .doc of before 2007")
    package = Package(unzip(data), "")
    package.main = next((target for kind, target, outside in package.relations("").values() if kind == "officeDocument" and not outside), "")
    if not package.main or package.document.tag != w("document"):
        raise Refused("it is no Word file: it names no document part")
    return package
