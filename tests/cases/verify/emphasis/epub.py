"""Stress lost, added, or not to be seen, in an e-book."""

# one damage a line

from collections.abc import Mapping

from tests.verify.book import PREAMBLE, Mutator, style, swap

DAMAGES: Mapping[str, Mutator] = {
    "emphasis gone": swap(PREAMBLE, "<em>emphasis</em>", "emphasis"),
    "importance that nobody sees": style("strong { font-weight: normal }"),
}  # fmt: skip
