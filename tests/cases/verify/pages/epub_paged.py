"""Marks of pages, and lists of them, that are not true, in an e-book."""

# ruff: noqa: E501  # one damage a line

from collections.abc import Mapping
from functools import partial

from tests.verify.book import NAV, NCX, Mutator, both, cut, swap
from tests.verify.paged import in_epub

_LINE = r'<li><a href="[^"]*#page-3">3</a></li>\s*'
_OLD_LINE = r'<pageTarget id="target-3".*?</pageTarget>\s*'

DAMAGES: Mapping[str, Mutator] = {
    "a mark one word too late": partial(in_epub, number=2, words=1),
    "a mark one word too early": partial(in_epub, number=4, words=-1),
    "a mark where the paragraph goes on": partial(in_epub, number=2, words=5),
    "a mark gone, and its lines with it": both(partial(in_epub, number=3, words=None), cut(NAV, _LINE), cut(NCX, _OLD_LINE)),
    "a line of the lists gone": both(cut(NAV, _LINE), cut(NCX, _OLD_LINE)),
    "lists that lead elsewhere": both(swap(NAV, '#page-3">3<', '#page-4">3<'), swap(NCX, '#page-3"', '#page-4"')),
    "lists with another number": both(swap(NAV, '#page-3">3<', '#page-3">5<'), swap(NCX, "<text>3</text>", "<text>5</text>")),
}  # fmt: skip
ALSO = {"lists with another number": {"furniture"}}
"""A number that no mark has is not spoken either."""
