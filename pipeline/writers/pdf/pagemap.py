"""The page map of a finished layout: which characters stand on which page.

The characters of the boxes are laid beside those of the page's elements, so that what only the layout brings (a hyphen
at a line's end, a bullet, a space that was dropped) counts nothing. Stands on WeasyPrint's private boxes (see engine).
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from pipeline.pagemap import RUNNING, Begin, PageMap
from pipeline.writers.pdf.spaces import ZERO_WIDTH
from pipeline.writers.pdf.tree import REPLACED, TEXT, Elements, Text, page_boxes

_PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"
_CELLS = ("td", "th")
_UNCOUNTED = re.compile(f"[\\s\u00ad{ZERO_WIDTH}]+")


def page_map(document: Any, elements: Elements) -> PageMap:
    """The map of a rendered document, before anything is drawn.

    A page on which nothing of the text stands begins where the next one does; of those behind the text each begins in
    the first note that it has.
    """
    text, boxes = _Reading(elements), Text()
    begins: list[Begin] = []
    spans: dict[str, tuple[int, int]] = {}
    empty: list[Begin | None] = []  # pages without text, each with the note that it begins in
    for number, page in enumerate(page_boxes(document), 1):
        first: Begin | None = None
        noted: Begin | None = None
        for box in boxes.walk(page):
            if not isinstance(box, (TEXT, REPLACED)) or "::" in (box.element_tag or ""):
                continue
            begin = text.take(box)
            if begin is None:
                continue
            anchors = elements.anchors(box.element)
            if note := elements.note(box.element):
                noted = noted or begin
                anchors = [note]  # it may stand on another page than what it belongs to
            else:
                first = first or begin
            for anchor in anchors:
                spans[anchor] = (spans.get(anchor, (number, number))[0], number)
        if first is None:
            empty.append(noted)
        else:
            begins += [first] * (len(empty) + 1)
            empty = []
    end = begins[-1] if begins else Begin("", 0)
    return PageMap((*begins, *(begin or end for begin in empty)), spans)


class _Reading:
    """How far each anchored element has been read."""

    def __init__(self, elements: Elements) -> None:
        self._elements = elements
        self._words: dict[str | Element, _Words] = {}
        self._cells: dict[Element, dict[Element, int]] = {}

    def take(self, box: Any) -> Begin | None:
        """Pass a box; where it begins, None where it holds nothing of the text."""
        shown = _PICTURE if isinstance(box, REPLACED) else _UNCOUNTED.sub("", box.text)
        if not shown:
            return None
        anchor, elements = self._anchored(box.element)
        if not elements:
            return None
        holder = elements[0]
        cell = self._cell(box.element, holder)
        if cell is not None:
            elements = [cell]
        key = anchor if cell is None else cell
        words = self._words.get(key) or self._words.setdefault(key, _Words(elements))
        begin = words.at if not words.broken else words.next_word()
        if cell is not None:
            begin += self._before(holder, cell)
        return Begin(anchor, begin) if words.take(shown) else None

    def _cell(self, element: Element, holder: Element) -> Element | None:
        """The cell of a table in `holder` that an element is or stands in; not the one that a note belongs to."""
        around = itertools.takewhile(lambda each: each is not holder, self._elements.ancestry(element))
        return next((each for each in around if each.tag in _CELLS), None)

    def _before(self, holder: Element, cell: Element) -> int:
        """How many characters of an element stand before a cell in it: cells stand beside one another on the pages."""
        if holder not in self._cells:
            self._cells[holder] = {}
            passed = 0
            for piece in _characters(holder, cells=True):
                if isinstance(piece, str):
                    passed += len(_UNCOUNTED.sub("", piece))
                else:
                    self._cells[holder][piece] = passed
        return self._cells[holder][cell]

    def _anchored(self, element: Element) -> tuple[str, list[Element]]:
        """The nearest element around that has an anchor, or the title block; of a note all its paragraphs."""
        if note := self._elements.note(element):
            return note, self._elements.noted(note)
        for around in self._elements.ancestry(element):
            if self._elements.is_anchor(around):
                return around.get("id", ""), [around]
            if "title-block" in around.get("class", "").split():
                return "", [around]
        return "", []


class _Words:
    """The characters of some elements that count: how many have been shown, and whether a word was broken last."""

    def __init__(self, elements: Iterable[Element]) -> None:
        text = " ".join("".join(map(str, _characters(element))) for element in elements)
        words = [_UNCOUNTED.sub("", word) for word in re.split(r"\s+", text)]
        self._text = "".join(words)
        self._starts = list(itertools.accumulate(map(len, words)))
        self.at = 0
        self.broken = False

    def take(self, shown: str) -> int:
        """Pass what a box shows; how many characters of the element it shows."""
        begun = self.at
        if self._text.startswith(shown, self.at):
            self.at += len(shown)
            self.broken = False
            return len(shown)
        for character in shown:
            same = self._text[self.at : self.at + 1].casefold() == character.casefold()
            self.at += same
            self.broken = not same
        return self.at - begun

    def next_word(self) -> int:
        """Where the word that is being shown has ended."""
        return next((start for start in self._starts if start >= self.at), len(self._text))


def _characters(element: Element, *, cells: bool = False, outermost: bool = True) -> Iterator[str | Element]:
    """The text of an element, with its `cells` before their words where they are asked for."""
    if cells and element.tag in _CELLS:
        yield element
    if element.tag == "img":
        yield _PICTURE
    if "data-note" in element.attrib and not outermost:
        return  # its characters are its own
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):  # else a comment
            yield from _characters(child, cells=cells, outermost=False)
            # Blocks part words even where no space stands between them.
            yield "" if child.tag in RUNNING else " "
        yield child.tail or ""
