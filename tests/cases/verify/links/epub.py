"""Links that lead elsewhere, in an e-book."""

# one damage a line

from collections.abc import Mapping

from tests.verify.book import PREAMBLE, Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "another address": swap(PREAMBLE, "https://www.un.org", "https://www.un.example"),
    "a link to another clause": swap(PREAMBLE, "body-1.xhtml#purpose", "body-1.xhtml#clause-2"),
    "a link into the wrong page": swap(PREAMBLE, "body-1.xhtml#purpose", "body-2.xhtml#purpose"),
}  # fmt: skip
