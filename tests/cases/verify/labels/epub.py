"""Labels that are others, in an e-book."""

# one damage a line

from collections.abc import Mapping

from tests.verify.book import OTHER, Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "another label": swap(OTHER, '<span class="label">IV. ', '<span class="label">VI. '),
}  # fmt: skip
