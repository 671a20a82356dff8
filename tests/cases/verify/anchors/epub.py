"""Places with another name, in an e-book."""

# one damage a line

from collections.abc import Mapping

from tests.verify.book import BODY, Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "another anchor": swap(BODY, 'id="purpose"', 'id="purposes"'),
}  # fmt: skip
