"""Headings whose lines are a line and a half high end on the grid of the page: one of two lines as one of three.

CSS has no such rule that WeasyPrint knows (block-step of CSS Rhythmic Sizing), and how many lines a heading has is
known only when they are made. Stands on WeasyPrint's private line layout (see engine).
"""

from collections.abc import Callable
from typing import Any

from weasyprint.layout import inline
from weasyprint.text.line_break import strut

_EXACT = 0.01
"""CSS pixels."""


_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}


def is_heading(container: Any) -> bool:
    """Whether a block belongs to what stands behind it: a heading, or its words below a label."""
    return bool(container.style["break_after"] == "avoid" or container.element_tag in _HEADINGS)


def step(get_next_linebox: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate WeasyPrint's get_next_linebox: the last line of such a heading is higher where the grid would be lost.

    The grid is that of the root's lines; with the first of its own lines a heading is meant to be on it.
    """

    def stepping(context: Any, line: Any, y: float, bottom: float, skip: Any, container: Any, *rest: Any) -> Any:
        made, resume = get_next_linebox(context, line, y, bottom, skip, container, *rest)
        if made is not None and resume is None and is_heading(container) and line.style.root_style:
            lead, _ = strut(line.style.root_style)
            above = made.position_y - container.content_box_y()
            if abs(made.height % lead - lead / 2) < _EXACT and abs(above % lead - lead / 2) < _EXACT:
                made.height += lead / 2
        return made, resume

    return stepping


SEAMS = [(inline, "get_next_linebox", step)]
"""The function of WeasyPrint that is decorated."""
