"""The promise is worked out by code of its own, and comes to the same as the real stages."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Clause
from pipeline.numbering import number
from pipeline.numerals import numeral, value_of
from pipeline.project import TEMPLATES, load_words
from pipeline.readers.front_matter import parse_front_matter
from pipeline.readers.markdown import parse_markdown
from pipeline.readers.source import text_source
from pipeline.verify.places import Places, counted, spelled
from pipeline.verify.promise import promise, promised
from pipeline.verify.transcript import Heading, Kind, Run
from tests.schemes import SCHEMES
from tests.verify.test_accounting import FRONT, SOURCES, parsed

ENGLISH = load_words("en", [TEMPLATES], report=print)


@given(st.sampled_from("1IiAa"), st.integers(1, 3999))
def test_numerals_are_spelled_alike(shape: str, value: int) -> None:
    assert spelled(value, shape) == numeral(value, shape)
    assert counted(spelled(value, shape), shape) == value


@given(st.sampled_from("1IiAa"), st.text("IVXivxabcABC0123 bis", max_size=6))
def test_numerals_are_read_alike(shape: str, text: str) -> None:
    assert counted(text, shape) == value_of(text, shape)


def numbered_alike(text: str) -> int:
    """Both passes over one text agree on every label and anchor; how many labels there are."""
    found: list[Any] = []
    source = text_source(text, "text.md", Path(), report=found.append)
    metadata, lines = parse_front_matter(source, SCHEMES, report=found.append)
    scheme = SCHEMES[metadata.scheme]
    document = parse_markdown(source, metadata, lines, scheme, report=found.append)
    numbers, places = number(document, scheme, report=found.append).numbers, Places(document, scheme)
    assert {block: it.anchor for block, it in numbers.items() if it.anchor} == places.anchors
    assert {block: it.label for block, it in numbers.items() if it.label} == places.labels
    return len(places.labels)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_labels_and_anchors_are_those_of_the_numbering_pass(path: Path) -> None:
    numbered_alike(path.read_text("utf-8"))


LINES = (
    "1. one",
    "   1. below",
    "      1. deeper",
    "I. one",
    "# Head",
    "- item",
    "> cited",
    "words",
    '{label="4 bis"}',
)


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=20))
def test_any_order_of_clauses_is_counted_alike(lines: list[str]) -> None:
    text = FRONT + "\n\n".join(lines).replace("}\n\n", "}\n") + "\n"
    if parsed(text):
        numbered_alike(text)


def test_many_clauses_are_counted_alike() -> None:
    text = FRONT + "1. " + "\n1. ".join(["one"] * 120) + "\n" + "   1. below\n" * 60
    assert numbered_alike(text) == 180


def of(body: str, front: str = FRONT) -> Any:
    document = parsed(front + body)
    assert document
    assert ENGLISH
    return document, promise(document, SCHEMES[document.metadata.scheme], ENGLISH)


def test_the_transcript_says_what_a_reader_must_meet() -> None:
    _, whole = of('We *agree*\\\nhere.\n\n{#first short="first"}\nI. The first [thing](#first).\n\n(a) Part.\n')
    assert [(it.kind, it.level, it.label, it.words, it.anchor) for it in whole.passages] == [
        (Kind.TITLE, 1, "", "Joint Statement", ""),
        (Kind.DATE, 0, "", "6 July 2021", ""),
        (Kind.LINE, 0, "", "We agree here.", "recital-1"),
        (Kind.CLAUSE, 1, "I.", "The first thing.", "first"),
        (Kind.CLAUSE, 2, "(a)", "Part.", "first-a"),
    ]
    assert whole.passages[3].runs == (Run("The first "), Run("thing", link="#first"), Run("."))
    assert whole.outline == (Heading(1, "I. first", "first"),)
    assert whole.metadata == {"title": "Joint Statement", "language": "en", "date": "2021-07-06"}


def test_each_format_promises_what_it_can_hold() -> None:
    front = FRONT.replace("language", "rights: ©\nidentifier: ISBN 978-3-16-148410-0\nlanguage")
    document, whole = of("# Head\n\nI. A clause.\n\nDone.", front)
    assert ENGLISH
    held = {
        name: promised(whole, name, document, SCHEMES["joint-statement"], ENGLISH) for name in ("docx", "epub", "html")
    }
    assert held["docx"].metadata.get("rights") is None
    assert held["html"].metadata["identifier"] == "ISBN 978-3-16-148410-0"
    assert held["epub"].metadata["identifier"] == held["docx"].metadata["identifier"] == "urn:isbn:9783161484100"
    assert held["docx"].outline == (Heading(1, "Head", "section-1"), Heading(2, "I. A clause.", "clause-1"))
    assert held["epub"].outline[-1] == Heading(1, "Conclusion", "conclusion-1")


def test_words_in_the_language_of_the_text_are_not_marked() -> None:
    _, whole = of("{lang=fr}\nDes mots [in English]{lang=en}.\n")
    assert [(run.text, run.language) for run in whole.passages[2].runs] == [
        ("Des mots ", "fr"),
        ("in English", ""),
        (".", "fr"),
    ]


def test_a_clause_is_no_key_of_two_places() -> None:
    document, _ = of("I. One.\n\nII. One.\n")
    clauses = [block for block in document.body if isinstance(block, Clause)]
    assert list(Places(document, SCHEMES["joint-statement"]).labels.values()) == ["I.", "II."]
    assert len(set(clauses)) == 2


def test_the_outline_of_an_e_book_has_the_conclusion_before_the_annexes() -> None:
    front = FRONT.replace("---\n\n", "scheme: treaty\n---\n\n")
    document = parsed(front + "# Article 1\n\nWords.\n\n::: conclusion\nDone.\n:::\n\n# Annex\n\nWords.\n")
    assert document
    assert ENGLISH
    scheme = SCHEMES["treaty"]
    whole = promise(document, scheme, ENGLISH)
    outline = promised(whole, "epub", document, scheme, ENGLISH).outline
    assert [heading.text for heading in outline] == ["Article 1", "Conclusion", "Annex"]
