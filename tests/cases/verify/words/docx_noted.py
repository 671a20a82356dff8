"""Notes whose words are gone or others, in a Word file."""

from functools import partial

from tests.verify.noted import in_book, without
from tests.verify.word import DOCUMENT

NOTES = "word/footnotes.xml"
DAMAGES = {
    "a note is dropped, and its mark": lambda parts: (
        in_book(NOTES, partial(without, r'<w:footnote w:id="3">.*?</w:footnote>'))(parts),
        in_book(
            DOCUMENT, partial(without, r'<w:r><w:rPr><w:rStyle[^>]*/></w:rPr><w:footnoteReference w:id="3"/></w:r>')
        )(parts),
    ),
    "a mark is gone, and its note with it": in_book(DOCUMENT, partial(without, r'<w:footnoteReference w:id="3"/>')),
    "the second paragraph of a note is gone": in_book(
        NOTES, partial(without, r'<w:p><w:pPr><w:pStyle w:val="FootnoteTextContinued"/></w:pPr>.*?</w:p>')
    ),
}
ALSO = {
    "a note is dropped, and its mark": {"links"},
    "a mark is gone, and its note with it": {"furniture", "labels", "links"},
    "the second paragraph of a note is gone": {"links"},
}
"""Where two facts are found: what else."""
