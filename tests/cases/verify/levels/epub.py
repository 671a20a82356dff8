"""Levels that are others, in an e-book."""

# ruff: noqa: E501  # one damage a line

from collections.abc import Mapping

from tests.verify.book import BODY, Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "another level": swap(BODY, '<li class="clause level-3" id="clause-2-b-i">', '<li class="clause level-2" id="clause-2-b-i">'),
}  # fmt: skip
