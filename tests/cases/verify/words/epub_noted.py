"""Notes whose words are gone or others, in an e-book."""

from functools import partial

from tests.verify.noted import in_book, without
from tests.verify.pages import replaced

DAMAGES = {
    "a note is dropped": in_book("EPUB/body-1.xhtml", partial(without, r'<aside class="note" id="note-3".*?</aside>')),
    "a mark is gone": in_book("EPUB/body-1.xhtml", partial(without, r'<sup><a id="mark-3".*?</sup>')),
    "another word in a note": in_book(
        "EPUB/body-1.xhtml", lambda page: replaced(page, "A third note.", "A fourth note.")
    ),
    "a mark is moved": in_book(
        "EPUB/body-1.xhtml",
        lambda page: replaced(
            without(r'<sup><a id="mark-3".*?</sup>', page),
            "says more",
            'says<sup><a id="mark-3" href="#note-3" role="doc-noteref">3</a></sup> more',
        ),
    ),
    "a note is no note": in_book(
        "EPUB/body-1.xhtml",
        lambda page: replaced(page, 'id="note-3" role="doc-footnote" epub:type="footnote"', 'id="note-3"'),
    ),
}
ALSO = {
    "a note is dropped": {"links"},
    "a mark is gone": {"links"},
    "a mark is moved": {"links"},
    "a note is no note": {"furniture", "links"},
}
"""Where two facts are found: what else."""
