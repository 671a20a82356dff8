"""Notes with other numbers, in an e-book."""

from tests.verify.noted import in_book
from tests.verify.pages import replaced

DAMAGES = {
    "a number is wrong": in_book(
        "EPUB/body-1.xhtml", lambda page: replaced(page, 'role="doc-backlink">3<', 'role="doc-backlink">4<')
    ),
}
