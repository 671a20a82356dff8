"""The structure tree (ISO 32000-1, 14.7 and 14.8): one element for each HTML element that means something.

WeasyPrint makes one for each *box*: a paragraph that crosses a page becomes two, each line a Span, every wrapper a
NonStruct, and no element tells its language. This builder takes its place. It visits the drawn pieces of text in
reading order and hangs each where its HTML element belongs, so that fragments meet again by themselves, and an element
is made when its first content comes, so that none is empty.

Stands on WeasyPrint's private boxes and marked content (see engine).
"""

import itertools
import re
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
from weasyprint.logger import LOGGER

from pipeline.writers.pdf.exact import actual_text
from pipeline.writers.pdf.spaces import BLANK, ZERO_WIDTH
from pipeline.writers.pdf.tree import REPLACED, Elements, Text, page_boxes

_ROLES = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P",
    "blockquote": "BlockQuote",
    "section": "Sect",
    "article": "Art",
    "nav": "Sect",
    "ul": "L",
    "ol": "L",
    "li": "LI",
    "figure": "Div",
    "figcaption": "Caption",
    "img": "Figure",
    "a": "Link",
    "code": "Code",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
}
"""Other elements are wrappers or looks: their text belongs to the element around."""

_GROUPING = {"Document", "Sect", "Art", "Div", "BlockQuote", "L", "LI", "TOC", "TOCI", "Table", "THead", "TBody", "TR"}
"""These hold elements, not text (14.8.4.2): text in them gets a P."""

_IN_LINE = {"Link", "Span", "Code"}
"""These hold words of a line."""
_HEADING = re.compile(r"h[1-6]")
_TABLE = {"Caption", "THead", "TBody", "TR", "TH", "TD"}

_INLINE = {"a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "i"}
_INLINE |= {"q", "small", "span", "strong", "sub", "sup", "time", "u"}

_PX = 0.75
"""Points in a CSS pixel."""


class Tree:
    """Makes the structure tree of one document; `add` has the signature of weasyprint.pdf.tags.add_tags."""

    def __init__(self, elements: Elements) -> None:
        self._elements = elements
        self._nodes: dict[Element, Any] = {}  # the structure element that holds an HTML element's content
        self._items: dict[Element, Any] = {}  # the LI of each list item, whose content goes into its LBody
        self._paragraphs: dict[Element, Any] = {}  # the P of bare text in a grouping element
        self._labels: dict[Element, Any] = {}  # the Lbl of each list item, and of headings
        self._notes: dict[str, Any] = {}  # the Note of each anchor of one
        self._boxes = Text()

    def add(self, pdf: Any, document: Any, pdf_version: object, streams: list[Any]) -> None:
        """Add the tree to the PDF; what belongs to the page and not to the text becomes an artifact."""
        del pdf_version
        self._pdf = pdf
        self._pages = pdf.page_references  # once: each reading builds the whole list
        parents = pydyf.Dictionary()
        pdf.add_object(parents)
        root = pydyf.Dictionary({"Type": "/StructTreeRoot", "ParentTree": parents.reference})
        pdf.add_object(root)
        self._page = 0
        self._document = self._make("Document", None)
        self._document["P"] = root.reference
        root["K"] = self._document.reference
        numbers = pydyf.Array()
        annotations: list[tuple[Any, Any]] = []
        for self._page, (box, stream) in enumerate(zip(page_boxes(document), streams, strict=True)):
            numbers += [self._page, self._add_page(box, stream, annotations)]
        for key, (node, annotation) in enumerate(annotations, start=len(streams)):
            annotation["StructParent"] = key
            numbers += [key, node.reference]
        parents["Nums"] = numbers
        if self._notes:  # by their identifiers (14.7.2)
            names = pydyf.Array()
            for name, note in sorted(self._notes.items(), key=lambda item: item[0].encode()):
                names += [pydyf.String(name), note.reference]
            root["IDTree"] = pydyf.Dictionary({"Names": names})
        pdf.catalog["StructTreeRoot"] = root.reference
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        if "Lang" not in pdf.catalog:
            LOGGER.error("The page says no language: <html lang> is missing")

    def _add_page(self, page: Any, stream: Any, annotations: list[tuple[Any, Any]]) -> Any:
        """Place the page's content; return the structure element of each MCID."""
        drawn, marks = _drawn(stream), _marks(stream)
        nodes: dict[int, bytes] = {}
        for box in self._boxes.walk(page):
            if box.link_annotation:
                node = self._node(box.element)
                reference = {"Type": "/OBJR", "Obj": box.link_annotation.reference, "Pg": self._pages[self._page]}
                node["K"].append(pydyf.Dictionary(reference))
                annotations.append((node, box.link_annotation))
            if (box.element_tag or "").endswith("::footnote-call"):
                self._note(box.element)  # where it is referred to, before its content comes at the page's foot
                continue
            mcid = stream._tags.get(box, {}).get("mcid")
            if mcid not in drawn:
                continue
            if isinstance(box, REPLACED):
                node = self._image(box, page)
            elif box.text.strip(" " + BLANK + ZERO_WIDTH) or self._begun(box.element):
                node = self._text(box)
                if said := actual_text(box):
                    stream.stream[marks[mcid]]["ActualText"] = said
            else:
                continue
            nodes[mcid] = node.reference
            here = node["Pg"] == self._pages[self._page]
            reference = {"Type": "/MCR", "Pg": self._pages[self._page], "MCID": mcid}
            node["K"].append(mcid if here else pydyf.Dictionary(reference))
        for mcid, index in marks.items():
            if mcid not in nodes:
                # Running heads and folios, heads of tables that stand again; and boxes in which nothing was drawn.
                stream.stream[index - 1 : index + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
        return pydyf.Array(nodes.get(mcid, "null") for mcid in range(max(nodes, default=-1) + 1))

    # ---- content

    def _text(self, box: Any) -> Any:
        """The structure element for a piece of text."""
        element = box.element
        if box.element_tag.endswith(("::marker", "::before")) or (
            self._is_label(element) and not self._elements.note(element)
        ):
            item = next((around for around in self._elements.ancestry(element) if around.tag == "li"), None)
            if item is not None and self._role(item) == "LI" and item not in self._nodes:  # its body has not begun
                return self._label(item, box.text)
            heading = next(
                (around for around in self._elements.ancestry(element) if _HEADING.fullmatch(around.tag)), None
            )
            if heading is not None:  # of a numbered division
                if heading not in self._labels:
                    self._labels[heading] = self._make("Lbl", self._node(heading))
                return self._labels[heading]
        return self._flow(element)

    def _label(self, item: Element, text: str) -> Any:
        if item not in self._labels:
            self._labels[item] = self._make("Lbl", self._item(item))
            attributes = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{numbering(text)}"})
            self._node(self._elements.parent(item)).setdefault("A", attributes)
        return self._labels[item]

    def _is_label(self, element: Element) -> bool:
        """Whether the element is, or is in, the body's <span class="label">."""
        inline = itertools.takewhile(lambda around: around.tag in _INLINE, self._elements.ancestry(element))
        return any("label" in around.get("class", "").split() for around in inline)

    def _image(self, box: Any, page: Any) -> Any:
        node = self._node(box.element)
        if not box.element.get("alt"):
            LOGGER.error("Image %r has no alternative text", box.element.get("src"))
        node["Alt"] = pydyf.String(box.element.get("alt", ""))
        x, y, height = box.content_box_x(), box.content_box_y(), page.margin_height()
        bounds = (x, height - y - box.height, x + box.width, height - y)
        node["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(round(value * _PX, 3) for value in bounds)})
        return node

    # ---- structure elements of HTML elements

    def _node(self, element: Element | None) -> Any:
        """The structure element that holds the element's content."""
        if element is None or element.tag in ("html", "body"):
            return self._document
        if element not in self._nodes:
            self._nodes[element] = self._new(element)
        return self._nodes[element]

    def _new(self, element: Element) -> Any:
        role = self._role(element)
        around = self._elements.parent(element)
        if role is None:
            return self._node(around)
        if role == "Note":
            return self._make("P", self._note(element), element)
        if role == "Lbl" and around is not None:
            return self._make("Lbl", self._note(around))
        if role == "LI":
            return self._make("LBody", self._item(element))
        if role == "Link" and self._inside(element, "nav"):
            return self._make("Link", self._make("Reference", self._node(around)))
        if role == "Link" and element.get("role") == "doc-noteref":
            return self._make("Link", self._make("Reference", self._flow(around)))
        parent = self._flow(around) if role in _IN_LINE else self._node(around)
        if element in self._nodes:  # it came with its table
            return self._nodes[element]
        made = self._make(role, parent, element)
        if role == "Table":
            self._fill(element, made)
        return made

    def _fill(self, element: Element, made: Any) -> None:
        """All of a table at once, since a row has all its cells, be they empty (ISO 14289-1, 7.5)."""
        for child in element:
            role = _ROLES.get(child.tag)
            if role in _TABLE:
                node = self._nodes[child] = self._make(role, made, child)
                if told := _told(child):
                    node["A"] = pydyf.Dictionary({"O": "/Table", **told})
                self._fill(child, node)

    def _note(self, element: Element) -> Any:
        """The Note that a paragraph at a page's foot belongs to, with the identifier that it must have (UA-1, 7.9)."""
        anchor = element.get("data-note", "")
        if anchor not in self._notes:
            self._notes[anchor] = self._make("Note", self._flow(self._elements.parent(element)))
            self._notes[anchor]["ID"] = pydyf.String(anchor)
        return self._notes[anchor]

    def _role(self, element: Element) -> str | None:
        role = _ROLES.get(element.tag)
        if "data-note" in element.attrib:
            return "Note"
        if element.get("class") == "label" and self._elements.note(element):
            return "Lbl"
        if element.tag == "div" and "clause" in element.get("class", "").split():
            role = "Sect"
        if role in ("L", "LI") and self._inside(element, "nav"):
            role = {"L": "TOC", "LI": "TOCI"}[role]
        if role == "Link" and not element.get("href"):
            role = None
        if role is None and self._language(element):
            role = "Span" if element.tag in _INLINE else "Div"
        return role

    def _flow(self, element: Element | None) -> Any:
        """The structure element for text in the element: a P where it would stand in a grouping element."""
        node = self._node(element)
        if node["S"][1:] not in _GROUPING:
            return node
        block = self._block(element)
        if block not in self._paragraphs:
            self._paragraphs[block] = self._make("P", node)
        return self._paragraphs[block]

    def _begun(self, element: Element) -> bool:
        """Whether what holds the element's text has content already: else a space in it parts nothing.

        What stands in a line and has none yet is parted by it from what stands before.
        """
        for around in self._elements.ancestry(element):
            role, node = self._role(around), self._nodes.get(around)
            if node is not None or (role and role not in _IN_LINE):
                return node is not None and (node["S"][1:] not in _GROUPING or self._block(element) in self._paragraphs)
        return self._block(element) in self._paragraphs

    def _block(self, element: Element | None) -> Element:
        return next(around for around in self._elements.ancestry(element) if around.tag not in _INLINE)

    def _item(self, element: Element) -> Any:
        if element not in self._items:
            self._items[element] = self._make("LI", self._node(self._elements.parent(element)), element)
        return self._items[element]

    def _inside(self, element: Element, tag: str) -> bool:
        return any(around.tag == tag for around in self._elements.ancestry(element))

    def _language(self, element: Element) -> str:
        """The element's language where it differs from its surroundings', else ""."""
        language = element.get("lang", "")
        for around in self._elements.ancestry(self._elements.parent(element)):
            if "lang" in around.attrib:
                return language if language.lower() != around.attrib["lang"].lower() else ""
        return language

    def _make(self, role: str, parent: Any | None, element: Element | None = None) -> Any:
        page = self._pages[self._page]
        node = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{role}", "K": pydyf.Array(), "Pg": page})
        self._pdf.add_object(node)
        if parent is not None:
            node["P"] = parent.reference
            parent["K"].append(node.reference)
        if element is not None and (language := self._language(element)):
            node["Lang"] = pydyf.String(language)
        return node


def _told(element: Element) -> dict[str, str]:
    """What the attributes of a cell say (ISO 32000-1, table 349)."""
    told = {"Scope": {"col": "/Column", "row": "/Row"}.get(element.get("scope", ""))}
    told |= {name: element.get(name.lower()) for name in ("ColSpan", "RowSpan")}
    return {name: value for name, value in told.items() if value}


def numbering(label: str) -> str:
    """The ListNumbering (ISO 32000-1, table 347) of a list by its first label: "(a)", "(i)", "1.", "•"."""
    first = re.sub(r"[\W_]", "", label)
    if not first:
        return {"◦": "Circle", "▪": "Square"}.get(label.strip(), "Disc")
    if first[0].isdigit():
        return "Decimal"
    roman = first[0] in "iI"
    return ("Upper" if first[0].isupper() else "Lower") + ("Roman" if roman else "Alpha")


def _marks(stream: Any) -> dict[int, int]:
    """Each MCID of a stream with the index of its property list among the stream's parts."""
    parts = enumerate(stream.stream)
    return {part["MCID"]: index for index, part in parts if isinstance(part, dict) and "MCID" in part}


def _drawn(stream: Any) -> set[int]:
    """The MCIDs in which anything was drawn: text or an image."""
    drawn: set[int] = set()
    mcid = None
    for part in stream.stream:
        if isinstance(part, dict):
            mcid = part.get("MCID")
        elif mcid is not None and isinstance(part, bytes) and part.endswith((b"] TJ", b" Do")):
            drawn.add(mcid)
    return drawn
