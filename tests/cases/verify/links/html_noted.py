"""Marks and numbers of notes that lead elsewhere, in a web page."""

from tests.verify.pages import replaced

DAMAGES = {
    "a mark leads to another note": lambda page: replaced(page, 'href="#note-3"', 'href="#note-2"'),
    "a number leads back to another mark": lambda page: replaced(page, 'href="#mark-3"', 'href="#clause-2"'),
    "a number leads nowhere": lambda page: replaced(page, 'href="#mark-3"', 'href="#mark-9"'),
    "a mark has no name to lead back to": lambda page: replaced(page, 'id="mark-3" ', ""),
}
