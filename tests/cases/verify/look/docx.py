"""Another look, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import STYLES, Mutator, level, paragraph_of, rewritten, run_of

DAMAGES: Mapping[str, Mutator] = {
    "larger letters in a style": rewritten(STYLES, ('<w:sz w:val="33"/>', '<w:sz w:val="36"/>')),
    "larger letters in a run": run_of("has agreed", '<w:sz w:val="26"/>'),
    "another font": run_of("has agreed", '<w:rFonts w:ascii="Arial"/>'),
    "another colour": run_of("has agreed", '<w:color w:val="C00000"/>'),
    "another indent in a list": level('<w:ind w:left="454" w:hanging="454"/>', '<w:ind w:left="900"/>'),
    "another indent in a paragraph": paragraph_of("Heading1", '<w:ind w:left="300"/>'),
    "nothing between label and text": level('<w:suff w:val="tab"/>', '<w:suff w:val="nothing"/>'),
    "another space": paragraph_of("Quote", '<w:spacing w:before="0"/>'),
    "another line height": rewritten(STYLES, ('w:line="300"', 'w:line="280"')),
    "ragged text": rewritten(STYLES, ('<w:jc w:val="both"/>', '<w:jc w:val="left"/>')),
}
