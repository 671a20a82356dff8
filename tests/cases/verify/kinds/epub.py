"""Text of another kind, in an e-book."""

# one damage a line

from collections.abc import Mapping

from tests.verify.book import OTHER, Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "a heading without its role": swap(OTHER, "<h2>Other", '<h2 role="none">Other'),
}  # fmt: skip
