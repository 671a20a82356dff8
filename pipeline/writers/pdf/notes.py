"""A note begins on the page of its mark, and none is lost.

Where the first lines of a paragraph do not fit on a page, WeasyPrint makes room by taking notes of that page to the
next one, and forgets the note of the line that then fits. Here the notes stay, and the paragraph goes to the next page,
as it does where there are no notes.

Stands on WeasyPrint's private line layout (see engine).
"""

from collections.abc import Callable
from typing import Any

from weasyprint.layout import block


def hold(linebox_layout: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate WeasyPrint's _linebox_layout, which lays out the lines of one block on one page."""

    def holding(
        context: Any, box: Any, index: int, child: Any, lines: list[Any], page_is_empty: bool, *rest: Any
    ) -> Any:
        before = list(context.current_page_footnotes)
        abort, stop, resume, y, new, most = linebox_layout(context, box, index, child, lines, page_is_empty, *rest)
        forgotten = [] if abort else [note for line in lines for note in _marked(line) if note in context.footnotes]
        moved = [note for note in before if note in context.reported_footnotes]
        for note in moved:
            context.reported_footnotes.remove(note)
            context.footnotes.append(note)
            context.layout_footnote(note)
        bottom_space = rest[3]
        over = bool(moved and lines and not abort) and context.overflows_page(bottom_space, _foot(lines[-1]))
        if (forgotten or over) and not page_is_empty:
            return True, False, resume, y, new, most
        for note in forgotten:  # the page has room for nothing else
            context.layout_footnote(note)
        for note in (*(moved if over else ()), *forgotten):
            context.report_footnote(note)
        return abort, stop, resume, y, new, most

    return holding


def _foot(line: Any) -> float:
    return float(line.position_y + line.height)


def _marked(line: Any) -> list[Any]:
    """The notes whose marks stand in a line."""
    return [box.footnote for box in line.descendants() if box.footnote]


SEAMS = [(block, "_linebox_layout", hold)]
"""The function of WeasyPrint that is decorated."""
