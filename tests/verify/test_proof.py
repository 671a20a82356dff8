"""What a proof says to a person: the file, the clause, the place, both sides with the difference marked, the line."""

from pathlib import Path

import pytest

from pipeline.build import promised_by
from pipeline.diagnostics import Position
from pipeline.project import template_folders
from pipeline.theme import load_theme
from pipeline.verify.differences import Difference
from pipeline.verify.heads import head
from pipeline.verify.promise import promise
from pipeline.verify.proof import as_diagnostic, as_diagnostics, prove, side_by_side
from pipeline.verify.transcript import Kind, Passage, Place, Run

PASSAGE = Passage(Kind.CLAUSE, (Run("We agree."),), 1, "IV.", "clause-4", place=Place(path="line 12"))


def test_a_difference_names_file_clause_place_and_line() -> None:
    difference = Difference("words", "the words differ", "We agree.", "We argue.", PASSAGE, Place("page 3", "99 pt"))
    found = as_diagnostic(difference, "text.pdf", "text.md")
    assert found.rule == "proof-words"
    assert found.message == "text.pdf (IV., page 3, 99 pt): the words differ"
    assert found.position == Position("text.md", 12)
    assert found.hint == "expected We agree.\nfound    We argue.\n             ^"


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("abc", "abd", "expected abc\nfound    abd\n           ^"),
        ("abc", "", "expected abc\nfound    (nothing)\n         ^"),
        ("x" * 50 + "a", "x" * 50 + "b", f"expected …{'x' * 24}a\nfound    …{'x' * 24}b\n{' ' * 34}^"),
        ("a" * 90, "b", f"expected {'a' * 72}…\nfound    b\n         ^"),
        ("", "", ""),
    ],
)
def test_both_sides_begin_a_little_before_they_part(one: str, other: str, shown: str) -> None:
    assert side_by_side(one, other) == shown


SOURCE = "---\ntitle: Statement\norgan: The Assembly\nlanguage: en\ndate: 2021-07-06\n---\n\nI. We agree.\n"


def test_metadata_leads_to_its_line(tmp_path: Path) -> None:
    source = tmp_path / "text.md"
    source.write_text(SOURCE, "utf-8")
    promised = promised_by(source, report=print)
    whole = promise(promised.document, promised.scheme, promised.words)
    from dataclasses import replace

    bare = replace(promised, theme=None)
    good = replace(whole, format="html")
    assert prove(bare, {"html": good}).holds
    proof = prove(bare, {"html": replace(good, metadata={**whole.metadata, "organ": "A committee"})})
    assert not proof.holds
    (found,) = as_diagnostics(proof, "text.md", {"html": "text.html"})
    assert (found.rule, found.position) == ("proof-metadata", Position("text.md", 3))


def test_editions_must_agree_on_names_that_no_promise_knows(tmp_path: Path) -> None:
    source = tmp_path / "text.md"
    source.write_text(SOURCE, "utf-8")
    from dataclasses import replace

    promised = replace(promised_by(source, report=print), theme=None)
    whole = promise(promised.document, promised.scheme, promised.words)
    title = next(at for at, it in enumerate(whole.passages) if it.kind is Kind.TITLE)

    def named(name: str) -> tuple[Passage, ...]:
        return tuple(replace(it, anchor=name) if at == title else it for at, it in enumerate(whole.passages))

    one, other = replace(whole, format="html", passages=named("a")), replace(whole, format="pdf", passages=named("b"))
    proof = prove(promised, {"html": one, "pdf": other})
    assert "anchors" in {difference.check for difference in proof.differences["pdf"]}


_LONG = ("A long title:", "of many words", "and more than any line of a page could ever hold, whatever its size may be")


@pytest.mark.parametrize(
    ("phrases", "shown", "kept"),
    [
        (("A long title of many words",), "A long title of", None),
        (("A long title of many words",), "A long title of…", "A long title of…"),
        (("A long title of many words",), "A lo…", None),
        (("A long title of many words",), "A…", None),
        (("A long title of many words",), "A long tide…", None),
        (
            ("Du n°\u00a05\u2009: re\u0301sume\u0301", "co\u00adop\u2010é"),
            "Du n° 5 : résumé coop-é",
            "Du n° 5 : résumé coop-é",
        ),
        (("A long title", "of many words"), "A long title", None),
        (_LONG, "A long title:", "A long title:"),
        (_LONG, "A long title: of many words", "A long title: of many words"),
        (_LONG, "A long title: of many", None),
    ],
)
def test_a_head_may_be_cut_between_phrases_or_words(phrases: tuple[str, ...], shown: str, kept: str | None) -> None:
    theme = load_theme(template_folders(None), report=print)
    assert theme
    assert head(phrases, shown, theme.page) == (" ".join(phrases) if kept is None else kept)
