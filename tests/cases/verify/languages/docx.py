"""Words in another language or direction, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import Mutator, paragraph_of, run_of, text

DAMAGES: Mapping[str, Mutator] = {
    "a language is lost": text('<w:rPr><w:lang w:val="fr"/></w:rPr>', ""),
    "a language is another": run_of("has agreed", '<w:lang w:val="de"/>'),
    "letters are turned": run_of("has agreed", "<w:rtl/>"),
    "a paragraph is turned": paragraph_of("Conclusion", "<w:bidi/>"),
}
