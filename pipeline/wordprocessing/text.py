"""The text of a Word file in the order in which a reader meets it: runs, fields, what is hidden, what is deleted.

Revisions are read as Word shows them when all are accepted; what rejecting them would bring back is told apart. Of
mc:AlternateContent the first choice is read, as Word does for what it knows (ECMA-376 part 3, 10.2).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.wordprocessing.package import W, w

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one run. `run` is its element; `link` a relationship's id or "#bookmark"; `field` the code of the
    field whose result they are; `gone` says that they are deleted or moved away, `code` that they are a field's code."""

    text: str
    run: etree._Element
    link: str = ""
    field: str = ""
    gone: bool = False
    code: bool = False


def paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs of a part in reading order, those of tables, controls and text boxes among them, each once."""
    for element in root:
        if element.tag == w("p"):
            yield element
            for box in _boxes(element):
                yield from paragraphs(box)
        elif element.tag == _MC + "AlternateContent":
            choice = element.find(_MC + "Choice")
            if choice is not None:
                yield from paragraphs(choice)
        elif element.tag not in (w("sectPr"), w("sdtPr"), w("tblPr"), w("tblGrid")):
            yield from paragraphs(element)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter(w("txbxContent")):
        ancestors = list(box.iterancestors())
        if not any(ancestor.tag == _MC + "Fallback" for ancestor in ancestors[: ancestors.index(paragraph)]):
            yield box


def pieces(paragraph: etree._Element) -> Iterator[Piece]:
    """The characters of a paragraph, run by run; not those of text boxes inside it, which are paragraphs of their own."""
    stack: list[list[str]] = []  # for each open complex field: its code, and "separate" once its result has begun

    def inside(element: etree._Element, link: str, field: str, gone: bool) -> Iterator[Piece]:
        for child in element:
            tag = child.tag
            if tag == w("r"):
                yield from _run(child, link, field, gone, stack)
            elif tag == w("hyperlink"):
                anchor = child.get(w("anchor"))
                target = child.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", "")
                yield from inside(child, f"#{anchor}" if anchor and not target else target, field, gone)
            elif tag == w("fldSimple"):
                yield from inside(child, link, child.get(w("instr"), "").strip(), gone)
            elif tag in (w("del"), w("moveFrom")):
                yield from inside(child, link, field, True)
            elif tag == _MC + "AlternateContent":
                choice = child.find(_MC + "Choice")
                if choice is not None:
                    yield from inside(choice, link, field, gone)
            elif isinstance(tag, str) and tag.startswith(f"{{{W}}}") and tag not in (w("pPr"), w("sdtPr"), w("sdtEndPr")):
                yield from inside(child, link, field, gone)

    yield from inside(paragraph, "", "", False)


def _run(run: etree._Element, link: str, field: str, gone: bool, stack: list[list[str]]) -> Iterator[Piece]:
    for child in run:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "fldChar":
            kind = child.get(w("fldCharType"))
            if kind == "begin":
                stack.append(["", ""])
            elif kind == "separate" and stack:
                stack[-1][1] = "separate"
            elif kind == "end" and stack:
                stack.pop()
        elif name in ("instrText", "delInstrText"):
            if stack:
                stack[-1][0] += child.text or ""
            yield Piece(child.text or "", run, link, "", gone, True)
        elif name in ("t", "delText"):
            text = child.text or ""
            if child.get(_XML_SPACE) != "preserve":
                text = text.strip(" \t\n\r")
            code = bool(stack) and stack[-1][1] != "separate"
            yield Piece(text, run, link, field or (stack[-1][0].strip() if stack else ""), gone or name == "delText", code)
        elif name in _SIGNS:
            yield Piece(_SIGNS[name], run, link, field, gone)
        elif name == "sym":
            yield Piece(chr(int(child.get(w("char"), "FFFD"), 16)), run, link, field, gone)
