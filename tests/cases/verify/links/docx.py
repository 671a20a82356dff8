"""Links that lead elsewhere, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import Mutator, rewritten, text

DAMAGES: Mapping[str, Mutator] = {
    "a link inside leads elsewhere": text('w:anchor="_Decl_second"', 'w:anchor="_Decl_clause-1"'),
    "a link outside leads elsewhere": rewritten(
        "word/_rels/document.xml.rels", ("https://example.org/page", "https://example.org/other")
    ),
    "a link is no link": text('w:anchor="_Decl_second" ', ""),
}
ALSO = {"a link is no link": {"emphasis", "look"}}
"""Where two facts are found: what else."""
