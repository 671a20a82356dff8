"""References: the words that each place gives them, as numbering and as the proof works them out."""

import pytest

from pipeline.model import Reference
from pipeline.verify.places import Places
from tests.reading import FRONT, read, rules
from tests.schemes import SCHEMES

TREATY = """\
# Part I. First

## Article 1. Scope {#scope}

1. @HERE

2. Two.

3. Three:

   (a) one;

   (b) two.

## Article 2. Means {#means}

1. One.

2. Two:

   (a) one;

   (b) two.

# Part II. Second

## Section 1. Of it {#first}

### Article 3 {#third}

@THERE

## Section 2. Of that {#second}

Words.

# Annex I. Rules {#rules}

## Article 1. A rule {#rule}

1. @ANNEX

2. Two.
"""
SAID = {
    "@HERE": {
        "[](#means)": "Article 2",
        "[](#MEANS-2)": "Article 2 (2)",
        "[](#means-2-b)": "Article 2 (2) (b)",
        "[](#scope-2)": "paragraph 2 below",
        "[](#scope-3-a)": "paragraph 3 (a) below",
        "[](#scope-2,#scope-3)": "paragraphs 2 and 3 below",
        "[](#scope-2..#scope-3)": "paragraphs 2 to 3 below",
        "[](#means-1,#means-2)": "Article 2 (1) and (2)",
        "[](#means-2-a..#means-2-b)": "Article 2 (2) (a) to (b)",
        "[](#means,#third,#rules)": "Article 2, Article 3 and Annex I",
        "[](#second)": "Part II, Section 2",
        "[](#rule)": "Annex I, Article 1",
        "[](#rule-2)": "Annex I, Article 1 (2)",
        "*[](#means)*": "Article 2",
    },
    "@THERE": {"[](#second)": "Section 2", "[](#scope-1)": "Article 1 (1)", "[](#first)": "Section 1"},
    "@ANNEX": {"[](#rule-2)": "paragraph 2 below", "[](#means)": "Article 2", "[](#rules)": "Annex I"},
}
DECIMAL = "1. One.\n\n1.1 Below: @HERE\n\n1.2 Next:\n\n1.2.1 Deeper.\n\n2. Two.\n"
STATEMENT = (
    "I. One.\n\nII. Two: @HERE\n\n(a) below;\n\n(b) next.\n\nIII. Three.\n\n# Annex. More {#more}\n\nI. Its own.\n"
)
CASES = [
    *(("treaty", TREATY, place, asked, said) for place, all_ in SAID.items() for asked, said in all_.items()),
    ("legal-decimal", DECIMAL, "@HERE", "[](#clause-1-2-1)", "subparagraph 1.2.1 below"),
    ("legal-decimal", DECIMAL, "@HERE", "[](#clause-2)", "paragraph 2 below"),
    ("joint-statement", STATEMENT, "@HERE", "[](#clause-2-a)", "subparagraph (a) below"),
    ("joint-statement", STATEMENT, "@HERE", "[](#clause-2-a,#clause-2-b)", "subparagraphs (a) and (b) below"),
    ("joint-statement", STATEMENT, "@HERE", "[](#clause-1)", "clause I above"),
    ("joint-statement", STATEMENT, "@HERE", "[](#clause-1,#clause-3)", "clause I above and clause III below"),
    ("joint-statement", STATEMENT, "@HERE", "[](#more)", "Annex"),
    ("joint-statement", STATEMENT, "@HERE", "[](#more-1)", "Annex, clause I"),
]


@pytest.mark.parametrize(("scheme", "text", "place", "asked", "said"), CASES)
def test_a_reference_says_the_name_of_its_target(scheme: str, text: str, place: str, asked: str, said: str) -> None:
    front = FRONT.replace("---\n\n", f"scheme: {scheme}\n---\n\n")
    for other in SAID:
        text = text.replace(other, f"See {asked}." if other == place else "Words.")
    numbered, found = read(text, front=front)
    assert found == []
    assert numbered
    (pieces,) = numbered.references.values()
    words = "".join(piece.text for piece in pieces)
    assert words.replace("\u00a0", " ") == said
    (promised,) = Places(numbered.document, SCHEMES[scheme]).references.values()
    assert "".join(text for text, _ in promised) == words
    assert promised[-1][1] == pieces[-1].anchor
    (in_word,) = Places(numbered.document, SCHEMES[scheme], word=True).references.values()
    assert "".join(text for text, _ in in_word).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ("[](#nowhere)", "link-nowhere"),
        ("[](#means,#nowhere)", "link-nowhere"),
        ("[](#scope-1)", "reference-self"),
        ("[](#means..#scope-3)", "reference-order"),
        ("[](#third-p-1)", "reference-unnamed"),
        ("[](https://example.org)", "link-empty"),
        ("[](#means, #third)", "markup-left"),
    ],
)
def test_a_reference_that_cannot_be_filled_in_is_said(asked: str, rule: str) -> None:
    text = TREATY.replace("@HERE", f"See {asked}.").replace("@THERE", "Words.").replace("@ANNEX", "Words.")
    _, found = read(text, front=FRONT.replace("---\n\n", "scheme: treaty\n---\n\n"))
    assert rules(found) == [rule]


def test_a_note_refers_as_the_place_of_its_mark_does() -> None:
    text = "# Part I\n\n## Article 1 {#one}\n\n1. One[^a].\n\n2. Two.\n\n[^a]: See [](#one-2).\n"
    numbered, found = read(text, front=FRONT.replace("---\n\n", "scheme: treaty\n---\n\n"))
    assert found == []
    assert numbered
    said = ["".join(piece.text for piece in pieces) for pieces in numbered.references.values()]
    assert said == ["paragraph\u00a02 below"]
    assert all(isinstance(reference, Reference) for reference in numbered.references)
