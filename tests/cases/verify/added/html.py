"""Words that nobody wrote, in a web page."""

# one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, put, swap

DAMAGES: Mapping[str, Mutator] = {
    "a paragraph more": put("<p>Nobody wrote this at any time whatsoever.</p>"),
    "loose words": put("Nobody wrote this at any time whatsoever."),
    "words in the header": swap("</header>", "<p>By order of nobody at all</p></header>"),
}  # fmt: skip
