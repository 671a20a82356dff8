"""Marks and numbers of notes that lead elsewhere, in an e-book."""

from tests.verify.noted import in_book
from tests.verify.pages import replaced

DAMAGES = {
    "a mark leads to another note": in_book(
        "EPUB/body-1.xhtml", lambda page: replaced(page, 'href="#note-3"', 'href="#note-2"')
    ),
    "a number leads back to another mark": in_book(
        "EPUB/body-1.xhtml", lambda page: replaced(page, 'href="#mark-3"', 'href="#clause-2"')
    ),
    "a number leads nowhere": in_book(
        "EPUB/body-1.xhtml", lambda page: replaced(page, 'href="#mark-3"', 'href="#mark-9"')
    ),
    "a mark has no name to lead back to": in_book("EPUB/body-1.xhtml", lambda page: replaced(page, 'id="mark-3" ', "")),
}
