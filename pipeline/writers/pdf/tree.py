"""The laid-out boxes and the page's elements: walking both, and finding a box's place in the source.

Stands on WeasyPrint's private boxes (see engine).
"""

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from pipeline.diagnostics import Position

LINE, TEXT, REPLACED, MARGIN, INLINE_BLOCK = boxes.LineBox, boxes.TextBox, boxes.ReplacedBox, boxes.MarginBox, boxes.InlineBlockBox


def walk(box: Any, into: Callable[[Any], bool] = lambda _: True) -> Iterator[Any]:
    """The box and all below it in the order of the text; the inside of a box only if `into(box)`."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    yield box
    if into(box):
        for child in box.children:
            yield from walk(child, into)


def page_boxes(document: Any) -> list[Any]:
    """The box of each page of a rendered document."""
    return [page._page_box for page in document.pages]


class Elements:
    """The page's elements, which know their parents only here."""

    def __init__(self, root: Element) -> None:
        self._parents = {child: parent for parent in root.iter() for child in parent}

    def parent(self, element: Element) -> Element | None:
        """The element around; None for the root."""
        return self._parents.get(element)

    def ancestry(self, element: Element | None) -> Iterator[Element]:
        """The element, its parent, and so on to the root."""
        while element is not None:
            yield element
            element = self._parents.get(element)

    def place(self, element: Element | None) -> Position | None:
        """Where the nearest data-line="LINE:COLUMN" around says that the element was written; the caller knows the file."""
        for around in self.ancestry(element):
            line, colon, column = around.get("data-line", "").partition(":")
            if colon:
                return Position("", int(line), int(column))
        return None
