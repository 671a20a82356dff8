"""Words that nobody wrote, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import NOTES, PLAIN, THANKS, Mutator, added, box, text

DAMAGES: Mapping[str, Mutator] = {
    "a paragraph is added": text("<w:sectPr>", f"<w:p>{PLAIN}</w:p><w:sectPr>"),
    "a table is added": text("<w:sectPr>", f"<w:tbl><w:tr><w:tc><w:p>{PLAIN}</w:p></w:tc></w:tr></w:tbl><w:sectPr>"),
    "a text box is added": text(THANKS, f"{THANKS}<w:r>{box('Void.')}</w:r>"),
    "a footnote is added": added("footnotes.xml", "footnotes", NOTES),
    "an empty paragraph is counted": text(
        "<w:sectPr>", '<w:p><w:pPr><w:pStyle w:val="Clause"/></w:pPr></w:p><w:sectPr>'
    ),
}
