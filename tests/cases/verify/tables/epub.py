"""Tables that are others, in an e-book."""

# ruff: noqa: E501  # one damage a line

from collections.abc import Mapping

from tests.verify.book import OTHER, Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "a head of a row is a cell": swap(OTHER, '<th scope="row" class="first">A seat</th>', '<td class="first">A seat</td>'),
    "a cell takes one column": swap(OTHER, '<td colspan="2" class="foot end">250', '<td class="foot end">250'),
}  # fmt: skip
