"""Stress lost, added, or not to be seen, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import Mutator, run_of, text

DAMAGES: Mapping[str, Mutator] = {
    "stress is lost": text('<w:rPr><w:rStyle w:val="Emphasis"/></w:rPr>', ""),
    "stress is added": run_of("has agreed", "<w:b/>"),
    "a line below words": run_of("has agreed", '<w:u w:val="single"/>'),
    "raised letters": run_of("has agreed", '<w:vertAlign w:val="superscript"/>'),
}
