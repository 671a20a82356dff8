"""Levels that are others, in a web page."""

# ruff: noqa: E501  # one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "another level": swap('<li class="clause level-3" id="clause-2-b-i">', '<li class="clause level-2" id="clause-2-b-i">'),
}  # fmt: skip
