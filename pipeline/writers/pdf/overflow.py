"""What does not fit its place: found on the laid-out pages, reported with its words."""

from collections.abc import Iterator
from typing import Any

from pipeline.diagnostics import Diagnostic
from pipeline.writers.pdf.spaces import ZERO_WIDTH
from pipeline.writers.pdf.tree import INLINE_BLOCK, LINE, MARGIN, NOTES, REPLACED, TEXT, Elements, page_boxes, walk

_SLACK = 0.5
"""CSS pixels: a stretched line may end a little beside its edge, as Pango counts in 1/1024 of one."""

_EDGE = 3 * 96 / 25.4
"""CSS pixels: nearer to the page's edge the knife may cut."""

_HINT_BELOW = "shorten what the front matter says, give it more room in the theme, or set text.colophon = false"
_HINT_LONG = "divide it into shorter paragraphs, or put its words into the text"
_HINT = "shorten it, give it more room in the theme, or allow a break in the word"


def overflows(document: Any, elements: Elements) -> Iterator[Diagnostic]:
    """A diagnostic for each line that is too wide or too low for its box, and each picture that is too high."""
    for number, page in enumerate(page_boxes(document), 1):
        foot = page.content_box_y() + page.height + _SLACK
        where = f"on page {number}"
        yield from _long_notes(page, number, elements)
        for box in walk(page):
            if isinstance(box, MARGIN):
                where = f"at the edge of page {number}"  # margin boxes come after the text
            elif isinstance(box, REPLACED) and box.position_y + box.height > foot:
                message = f"a picture is higher than page {number}: “{box.element.get('alt', '')}”"
                yield Diagnostic("text-overflow", message, elements.place(box.element), _HINT)
            for line in box.children:
                if isinstance(box, MARGIN) and isinstance(line, LINE) and _foot(line) > page.margin_height() - _EDGE:
                    message = f"more stands at the foot of page {number} than its margin holds: “{_words(line)}”"
                    yield Diagnostic("text-overflow", message, None, _HINT_BELOW)
                if isinstance(line, LINE) and (words := _too_wide(line, box.width)):
                    message = f"a line is wider than its place {where}: “{words}”"
                    yield Diagnostic("text-overflow", message, elements.place(line.element), _HINT)


def _long_notes(page: Any, number: int, elements: Elements) -> Iterator[Diagnostic]:
    """A diagnostic for each note that does not fit between the first and the last line of a page."""
    area = next((box for box in page.children if isinstance(box, NOTES)), None)
    top, foot = page.content_box_y() - _SLACK, page.content_box_y() + page.height + _SLACK
    told = None
    for line in (box for box in walk(area) if isinstance(box, LINE)) if area else ():
        if (line.position_y < top or _foot(line) > foot) and line.element is not told:
            told = line.element
            words = _words(line).replace(ZERO_WIDTH, "")
            message = f"a paragraph of a note is longer than page {number} has room for: “{words}”"
            yield Diagnostic("text-overflow", message, elements.place(line.element), _HINT_LONG)


def _too_wide(line: Any, width: float) -> str:
    """The line's words if they take more than `width` CSS pixels and what a hanging indent adds to it, else ""."""
    pieces = [box for box in walk(line, into=lambda box: not isinstance(box, INLINE_BLOCK)) if box.is_in_normal_flow()]
    pieces = [box for box in pieces if isinstance(box, (TEXT, REPLACED, INLINE_BLOCK))]
    start = min((box.position_x for box in pieces), default=0)
    end = max((box.position_x + box.margin_width() for box in pieces), default=0)
    if end - start <= width - line.text_indent + _SLACK:
        return ""
    return _words(line) or "a picture"


def _words(line: Any) -> str:
    return "".join(box.text for box in walk(line) if isinstance(box, TEXT)).strip()


def _foot(line: Any) -> float:
    return float(line.position_y + line.height)
