"""Running heads: as much of a title as one line holds."""

import re
from collections.abc import Sequence
from unicodedata import normalize

from pipeline.theme import Size

_ELLIPSIS = "…"
_FOLIO = 5
"""Ems that the folio keeps of the line."""
_WIDEST = 0.9
"""Ems of a letter: a title of fewer letters than that fits in any case."""


def head(phrases: Sequence[str], shown: str, page: Size) -> str:
    """A head as it must be: the whole title; or what is `shown`, if it will do for a title that is too long.

    These are whole phrases of the title; or whole words from its beginning, a third of it or more, and an ellipsis.
    """
    title, mine = " ".join(phrases), drawn(shown)
    whole, kept = drawn(title), mine.removesuffix(_ELLIPSIS).rstrip()
    if mine == whole:
        return shown
    if mine.endswith(_ELLIPSIS):
        words = whole.startswith(kept) and not whole[len(kept) : len(kept) + 1].isalnum()
        return shown if words and 3 * len(kept) >= min(len(whole), 120) else title
    room = (page.width.pt - page.inner.pt - page.outer.pt) / page.small.pt - _FOLIO
    cut = (drawn(" ".join(phrases[:count])) for count in range(1, len(phrases)))
    return shown if mine in cut and len(whole) * _WIDEST > room else title


def drawn(text: str) -> str:
    """The characters that glyphs say where no structure says more: common blanks and hyphens, letters composed."""
    text = re.sub("[\u00ad\u200b\u2060]", "", normalize("NFC", text))
    return " ".join(re.sub("[\u2010\u2011]", "-", text).split())
