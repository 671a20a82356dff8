"""An outline that is another, in an e-book."""

# one damage a line

from collections.abc import Mapping

from tests.verify.book import NAV, NCX, Mutator, both, swap

DAMAGES: Mapping[str, Mutator] = {
    "another outline": both(swap(NAV, ">Purpose<", ">Purposes<"), swap(NCX, ">Purpose<", ">Purposes<")),
}  # fmt: skip
