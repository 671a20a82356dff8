"""Marks of pages that are not true, in a web page."""

from collections.abc import Mapping
from functools import partial

from tests.verify.paged import in_html
from tests.verify.web import Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "a mark one word too late": partial(in_html, number=2, words=1),
    "a mark one word too early": partial(in_html, number=4, words=-1),
    "a mark with another identifier": swap('id="page-3"', 'id="page-5"'),
}  # fmt: skip
ALSO = {"a mark with another identifier": {"furniture"}}
"""It shows what no mark of that name may show."""
