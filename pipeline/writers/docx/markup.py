"""WordprocessingML as trees: the namespaces, and the one way in which text becomes a tree."""

import re
from collections.abc import Iterator

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
SETTINGS, FONT_TABLE, FOOTNOTES = "word/settings.xml", "word/fontTable.xml", "word/footnotes.xml"


def w(name: str) -> str:
    """The name of an element or attribute of WordprocessingML as lxml writes it."""
    return f"{{{W}}}{name}"


def parse(text: bytes) -> etree._Element:
    """The root element; space between elements is dropped.

    Raises etree.XMLSyntaxError for what is not well-formed, or has a document type: a DTD or an entity of its own has
    no business in a package (ECMA-376 part 2, 6.2.6).
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True)
    root = etree.fromstring(text, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise etree.XMLSyntaxError("a document type is not allowed", 0, 1, 1)
    return root


def elements(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements below `root` of these names, in order."""
    return root.iter(*(w(name) for name in names))


def value(element: etree._Element | None, attribute: str = "val") -> str:
    """An attribute in Word's own namespace, "" where there is none."""
    return "" if element is None else element.get(w(attribute)) or ""


def whole(text: str) -> int:
    """A whole number as an attribute writes it; 0 for anything else, since a house template may say anything."""
    return int(text) if re.fullmatch("[0-9]{1,8}", text) else 0


def relations(name: str) -> str:
    """The name of the part that holds the relationships of the part `name`."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
