"""The page of the PDF: the shared body with the printed page's style."""

import re
from collections.abc import Iterator, Mapping

from pipeline.model import Entry
from pipeline.rendering import Rendering
from pipeline.rendering.html import css_string

_LAST_WORD = re.compile(r" ([^\s<>]+)</p>")
_SPACE_BEFORE_INLINE = re.compile(r" (<(?:em|strong|sup|sub|code|a|span lang)\b[^>]*>)(?=\S)")


def pdf(rendering: Rendering) -> Mapping[str, str]:
    """ "pdf/page.html", its style inside."""
    bookmarks = list(_flat(rendering.numbered.contents, 1))
    page = rendering.page("pdf/page.html.j2", href=str, heading=2, void="", bookmarks=bookmarks, css_string=css_string)
    return {"pdf/page.html": _with_room_to_break(page)}


def _flat(entries: tuple[Entry, ...], level: int) -> Iterator[Entry]:
    """The contents as one list, each entry with its depth: bookmarks may skip no level."""
    for entry in entries:
        yield Entry(entry.anchor, entry.label, entry.text, level)
        yield from _flat(entry.entries, level + 1)


def _with_room_to_break(page: str) -> str:
    """Layout by markup, never by altering the text.

    The last word of a paragraph is not broken. The space before it, or before an inline element, stands inside that
    element: WeasyPrint 70 breaks a run that ends in a space, and would fit its line without it, after its first word.
    """
    page = _SPACE_BEFORE_INLINE.sub(r"\1 ", page)
    return _LAST_WORD.sub(r'<span class="last"> \1</span></p>', page)
