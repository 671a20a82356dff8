"""Notes at the foot of pages: each on the page of its mark, in the structure beside it, in the lines of the text."""

import itertools
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.verify.pdf import pdf as read
from tests.validators import require, verapdf
from tests.writers.pdf.pages import PROSE, bare, complaints, elements, made, on_disk, opened, roles, texts

NOTES = """
.note { float: footnote; footnote-policy: line; font: 7pt/10pt "Engross Text" }
.note::footnote-call, .note::footnote-marker { content: none; vertical-align: baseline; line-height: 0 }
@page { @footnote { margin-top: 14pt } }
sup { font-size: .6em; line-height: 0 }
"""
WORDS = PROSE.split()


def note(number: int, words: int) -> str:
    """A mark and the note behind it."""
    name = f"note-{number}"
    label = f'<span class="label"><a href="#mark-{number}" role="doc-backlink">{number}</a> </span>'
    return (
        f'<sup><a id="mark-{number}" href="#{name}" role="doc-noteref">{number}</a></sup>'
        f'<span class="note" id="{name}" data-note="{name}" lang="en-GB">{label}{" ".join(WORDS[:words])}.</span>'
    )


def text(notes: int) -> str:
    """Paragraphs of different lengths with a note in each, so that marks come in all lines of pages."""
    lengths = itertools.cycle((5, 11, 30, 17, 8, 23, 14))
    return "".join(
        f"<p>{' '.join(WORDS[: next(lengths)])}{note(number, next(lengths))} {' '.join(WORDS[: next(lengths)])}.</p>"
        for number in range(1, notes + 1)
    )


def places(pdf: bytes) -> dict[str, int]:
    """The page of each destination."""
    file = opened(pdf)
    pages = [page.objgen for page in file.pages]
    found: Any = pikepdf.NameTree(file.Root.Names.Dests).items()
    return {str(name): pages.index(point[0].objgen) for name, point in found}


@pytest.mark.parametrize("fit", [True, False], ids=["fitted", "not fitted"])
def test_every_note_stands_on_the_page_of_its_mark(fit: bool) -> None:
    found = places(made(text(60), NOTES, fit=fit))
    assert {f"note-{number}": found[f"mark-{number}"] for number in range(1, 61)} == {
        name: page for name, page in found.items() if name.startswith("note-")
    }


@pytest.mark.parametrize("height", [66, 96])
def test_no_line_of_the_text_stands_over_a_note(height: int) -> None:
    tight = NOTES.replace("margin-top: 14pt", "margin-top: 0")
    found = read(made(text(60), f"{tight} @page {{ size: 60mm {height}mm }}")).hidden
    assert [hidden for hidden in found if "drawn at the same place" in hidden.how] == []


def test_weasyprint_loses_notes_by_itself() -> None:
    found = places(bare(text(60), NOTES))
    assert {f"note-{number}" for number in range(1, 61)} - found.keys()


def test_a_note_is_an_element_with_a_name_beside_its_mark() -> None:
    pdf = made(f"<p>One{note(1, 3)} word.</p><p>Two{note(2, 4)}</p>", NOTES)
    assert roles(pdf) == [
        "Document",
        *("P", "Reference", "Link", "Note", "Lbl", "Link", "P"),
        *("P", "Reference", "Link", "Note", "Lbl", "Link", "P"),
    ]
    assert [str(node.ID) for node in elements(pdf) if node.S == "/Note"] == ["note-1", "note-2"]
    assert texts(pdf, "Note") == ["1 We propose that.", "2 We propose that political."]
    assert [str(name) for name in opened(pdf).Root.StructTreeRoot.IDTree.Names][::2] == ["note-1", "note-2"]


def test_several_paragraphs_are_one_note_and_may_stand_on_two_pages() -> None:
    more = '<span class="note" data-note="note-1" lang="en-GB">{}</span>'
    long = note(1, 40) + "".join(more.format(" ".join(WORDS[:count])) for count in (40, 38, 36))
    pdf = made(f"<p>One{long} word.</p><p>{PROSE}</p>", NOTES + "@page { @footnote { max-height: 30mm } }")
    (element,) = (node for node in elements(pdf) if node.S == "/Note")
    assert [str(child.S) for child in element.K] == ["/Lbl", "/P", "/P", "/P", "/P"]
    assert len({child.Pg.objgen for child in element.K}) > 1


def test_a_note_that_no_page_can_hold_is_an_error() -> None:
    found = complaints(f"<p>One{note(1, 30)}</p>".replace("We propose", f"{PROSE} " * 9), NOTES)
    assert {diagnostic.rule for diagnostic in found} == {"text-overflow"}
    assert "a paragraph of a note is longer than page 2 has room for" in found[0].message


def test_notes_are_silent_in_verapdf(tmp_path: Path) -> None:
    require(verapdf)
    assert verapdf.check([on_disk(made(text(12), NOTES), tmp_path)]) == []
