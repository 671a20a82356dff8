"""The laid-out boxes and the page's elements: walking both, and finding a box's place in the source.

Stands on WeasyPrint's private boxes (see engine).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from pipeline.diagnostics import Position

LINE, TEXT, REPLACED = boxes.LineBox, boxes.TextBox, boxes.ReplacedBox
HEADS = boxes.TableRowGroupBox
INLINE, INLINE_BLOCK, MARGIN = boxes.InlineBox, boxes.InlineBlockBox, boxes.MarginBox
NOTES = boxes.FootnoteAreaBox


def walk(box: Any, into: Callable[[Any], bool] = lambda _: True) -> Iterator[Any]:
    """The box and all below it in the order of the text; the inside of a box only if `into(box)`."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    yield box
    if into(box):
        for child in box.children:
            yield from walk(child, into)


class Text:
    """The way through the text of several pages: not into their margins, nor the heads of tables that stand again."""

    def __init__(self) -> None:
        self._heads: dict[Element, Any] = {}  # the page that has each head first

    def walk(self, page: Any) -> Iterator[Any]:
        """The boxes of a page; pages are asked for in their order."""

        def into(box: Any) -> bool:
            if isinstance(box, HEADS) and box.is_header:
                return self._heads.setdefault(box.element, page) is page
            return not isinstance(box, MARGIN)

        return walk(page, into)


def page_boxes(document: Any) -> list[Any]:
    """The box of each page of a rendered document."""
    return [page._page_box for page in document.pages]


class Elements:
    """The page's elements, which know their parents and their places in the source only here."""

    def __init__(self, root: Element, places: Mapping[str, Position]) -> None:
        self._places = places
        self._parents = {child: parent for parent in root.iter() for child in parent}

    def parent(self, element: Element) -> Element | None:
        """The element around; None for the root."""
        return self._parents.get(element)

    def ancestry(self, element: Element | None) -> Iterator[Element]:
        """The element, its parent, and so on to the root."""
        while element is not None:
            yield element
            element = self._parents.get(element)

    def is_anchor(self, element: Element) -> bool:
        """Whether the element stands for a block of the source."""
        return element.get("id", "") in self._places

    def anchors(self, element: Element | None) -> list[str]:
        """The anchors of all blocks that the element stands in, the innermost first."""
        return [around.get("id", "") for around in self.ancestry(element) if self.is_anchor(around)]

    @property
    def notes(self) -> set[str]:
        """The identifiers of the paragraphs of notes."""
        return {element.get("id", "") for element in self._parents if "data-note" in element.attrib}

    def noted(self, anchor: str) -> list[Element]:
        """The paragraphs of the note with this anchor."""
        return [element for element in self._parents if element.get("data-note") == anchor]

    def note(self, element: Element) -> str:
        """The anchor of the note that an element stands in, "" where it stands in none."""
        notes = (around.get("data-note", "") for around in self.ancestry(element))
        return next(filter(None, notes), "")

    def with_source(self, source: str | None) -> Element | None:
        """The first picture that is to be read from `source`."""
        pictures = (element for element in self._parents if element.tag == "img")
        return next((element for element in pictures if element.get("src") == source), None)

    def with_text(self, text: str) -> list[Element]:
        """The elements in whose own text this occurs."""
        own = [(element, element.text) for element in self._parents]
        own += [(parent, element.tail) for element, parent in self._parents.items()]
        return [element for element, words in own if words and text in words]

    def place(self, element: Element | None) -> Position | None:
        """Where the element was written: the place of the nearest identifier around it that has one."""
        around = (self._places.get(each.get("id", "")) for each in self.ancestry(element))
        return next(filter(None, around), None)
