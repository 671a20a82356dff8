"""Pictures with other words, in an e-book."""

# one damage a line

from collections.abc import Mapping

from tests.verify.book import OTHER, Mutator, cut, swap

DAMAGES: Mapping[str, Mutator] = {
    "another alternative text": swap(OTHER, 'alt="Five seats', 'alt="Six seats'),
    "no alternative text": cut(OTHER, r' alt="Five[^"]*"'),
}  # fmt: skip
