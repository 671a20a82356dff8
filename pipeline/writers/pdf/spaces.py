"""The space at a line's end stays in the text.

WeasyPrint drops the space where it breaks a line, and draws none that is alone in its box ("<em>a</em> <em>b</em>"):
the words of a copy or of the structure tree run together ("politicalparties"). Here the space becomes a glyph again.
A line's glyphs are set from its start, so one more at its end moves nothing, and it leaves no ink.

Stands on WeasyPrint's private boxes and Pango layouts (see engine).
"""

import functools
from collections.abc import Callable
from typing import Any

from weasyprint.layout import inline
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import line_size

from pipeline.writers.pdf.tree import INLINE_BLOCK, LINE, TEXT, page_boxes, walk

ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"
"""WeasyPrint adds one to a space that is alone in its box, so that Pango applies word-spacing to it."""

BLANK = "\N{SYMBOL FOR SPACE}"
"""What a box then says that holds nothing but a space."""


def remember(get_next_linebox: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate WeasyPrint's get_next_linebox: each line keeps whether a space or line break of the text ended it."""

    def remembering(context: Any, linebox: Any, y: float, bottom: float, skip: Any, container: Any, *rest: Any) -> Any:
        line, resume = get_next_linebox(context, linebox, y, bottom, skip, container, *rest)
        if line is not None:
            if resume:
                line.ends_in_space = _space_at(linebox, resume)
            else:  # a block ends; nothing is to be parted, unless the text goes on beside the box, as after a label
                line.ends_in_space = _inside_a_line(container) and _last(linebox) == " "
        return line, resume

    return remembering


SEAMS = [(inline, "get_next_linebox", remember)]
"""The function of WeasyPrint that is decorated."""


def keep(document: Any) -> None:
    """Give each such line its space back, between layout and drawing."""
    for page in page_boxes(document):
        for box in walk(page):
            if isinstance(box, LINE):
                _keep(box)
            elif isinstance(box, TEXT) and box.text and not box.text.strip(" "):
                # WeasyPrint asks whether the box's text is blank, and draws its layout's.
                box.text = BLANK


def _keep(line: Any) -> None:
    if not getattr(line, "ends_in_space", False):
        return
    flow = walk(line, into=lambda box: box is line or box.is_in_normal_flow())
    texts = [box for box in flow if isinstance(box, TEXT) and box.text]
    if texts and not texts[-1].pango_layout.text.rstrip(ZERO_WIDTH).endswith(" "):
        _append_space(texts[-1])


def _append_space(box: Any) -> None:
    layout = box.pango_layout
    right_to_left = box.style["direction"] == "rtl"
    before = _width(box) if right_to_left else 0
    layout.text += " "
    layout.reactivate = functools.partial(_reactivate, layout)
    if right_to_left:  # it is drawn from its left end, where the space is now
        box.position_x -= _width(box) - before


def _reactivate(layout: Any, style: Any) -> None:
    """Prepare the layout for drawing as WeasyPrint does, but do not widen the space that was added.

    In a line that is stretched far it would stand outside the page, where Poppler reads nothing.
    """
    type(layout).reactivate(layout, style)
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes != ffi.NULL:
        none = pango.pango_attr_letter_spacing_new(0)
        none.end_index = len(layout.text.encode())
        none.start_index = none.end_index - 1
        pango.pango_attr_list_change(attributes, none)
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _width(box: Any) -> float:
    layout = box.pango_layout
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    width, _ = line_size(line, box.style)
    layout.deactivate()
    return float(width)


def _inside_a_line(container: Any) -> bool:
    return isinstance(container, INLINE_BLOCK) or not container.is_in_normal_flow()


def _space_at(box: Any, resume: dict[int, Any]) -> bool:
    """Whether the text has a space or a line feed on either side of the place where the next line begins.

    `resume` leads there: {index of the child: {index of its child: ... {offset in the text's UTF-8: None}}}.
    """
    before = ""
    while resume:
        ((index, resume),) = resume.items()
        if isinstance(box, TEXT):
            text = box.text.encode()
            before = text[index - 1 : index].decode(errors="replace") if index else before
            return before in (" ", "\n") or text[index : index + 1] == b" "
        if index:
            before = _last(box.children[index - 1])
        box = box.children[index]
    return before in (" ", "\n") or _first(box) == " "


def _first(box: Any) -> str:
    return next((text.text[0] for text in walk(box) if isinstance(text, TEXT) and text.text), "")


def _last(box: Any) -> str:
    while not isinstance(box, TEXT):
        if not box.children:
            return ""
        box = box.children[-1]
    return str(box.text[-1:])
