"""Words that are missing or others, in an e-book."""

# one damage a line

from collections.abc import Mapping

from tests.verify.book import BODY, PREAMBLE, Mutator, cut, swap

DAMAGES: Mapping[str, Mutator] = {
    "a word more": swap(BODY, "its number. Engross", "no number. Engross"),
    "a soft hyphen": swap(BODY, "number. Engross", "num\u00adber. Engross"),
    "a paragraph gone": cut(PREAMBLE, r'<p id="recital-3">.*?</p>'),
}  # fmt: skip
