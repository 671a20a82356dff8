"""Text of another kind, in a web page."""

# one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "a heading that is a paragraph": lambda page: page.replace("<h2>Other ways</h2>", "<p>Other ways</p>"),
    "a heading without its role": swap("<h2>Other", '<h2 role="presentation">Other'),
}  # fmt: skip
