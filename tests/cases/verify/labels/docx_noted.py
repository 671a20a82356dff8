"""Notes with other numbers, in a Word file."""

from tests.verify.noted import in_book
from tests.verify.pages import replaced

SETTINGS = "word/settings.xml"
DAMAGES = {
    "their numbers begin at 2": in_book(
        SETTINGS, lambda page: replaced(page, "<w:footnotePr>", '<w:footnotePr><w:numStart w:val="2"/>')
    ),
    "their numbers are letters": in_book(
        SETTINGS, lambda page: replaced(page, "<w:footnotePr>", '<w:footnotePr><w:numFmt w:val="lowerLetter"/>')
    ),
    "a note shows no number": in_book(
        "word/footnotes.xml", lambda page: replaced(page, "<w:r><w:footnoteRef/></w:r>", "")
    ),
}
ALSO = {
    "their numbers begin at 2": {"links", "words"},
    "their numbers are letters": {"links", "words"},
    "a note shows no number": {"furniture", "links"},
}
"""Where two facts are found: what else."""
