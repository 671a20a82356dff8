"""Words that nobody wrote, in an e-book."""

# one damage a line

from collections.abc import Mapping

from tests.verify.book import STRAY, XHTML, Mutator, added, put, swap

DAMAGES: Mapping[str, Mutator] = {
    "a paragraph more": put(f"<p>{STRAY}</p>"),
    "words on the title page": swap("EPUB/title.xhtml", "</header>", "<p>By order of nobody at all</p></header>"),
    "words on the cover": swap("EPUB/cover.xhtml", "<img", f"<p>{STRAY}</p><img"),
    "another page": added("extra.xhtml", XHTML, '<itemref idref="extra"/>'),
}  # fmt: skip
