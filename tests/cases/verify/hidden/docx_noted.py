"""Notes whose numbers nobody can know, in a Word file."""

from tests.verify.noted import in_book
from tests.verify.pages import replaced

DAMAGES = {
    "their numbers begin again on each page": in_book(
        "word/settings.xml",
        lambda page: replaced(page, "<w:footnotePr>", '<w:footnotePr><w:numRestart w:val="eachPage"/>'),
    ),
    "a note is hidden text": in_book(
        "word/footnotes.xml",
        lambda page: replaced(
            page,
            '<w:t xml:space="preserve">A third note.',
            '<w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve">A third note.',
        ),
    ),
}
ALSO = {"a note is hidden text": {"added", "words"}}
"""Where two facts are found: what else."""
