"""A last page of a few lines is filled or taken away, where that can be done; what it was is seen without it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.diagnostics import Diagnostic
from pipeline.writers.pdf import typeset
from pipeline.writers.pdf.fitting import START, fit, lengths
from pipeline.writers.pdf.lastpage import LastPage
from tests.pages import Line, pages
from tests.writers.pdf.pages import PROSE, files, on_disk, page
from tests.writers.pdf.test_fitting import cost, extras, gaps, paragraph

STYLE = "@page { size: 130mm 100mm } p + p { margin-top: 14pt } body { orphans: 2; widows: 2 }"
TALE = [f"{PROSE[7 * n % 60 :]} {PROSE} {PROSE[: 61 * n % 270]}" for n in range(18)]
LEAD = 14


def made(body: str) -> tuple[bytes, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return typeset(page(body, STYLE), files(), identifier=b"test", report=found.append), found


def sheets(body: str, folder: Path) -> list[list[Line]]:
    """The lines of the text of each page."""
    pdf, _ = made(body)
    return [[line for line in sheet.lines if line.glyphs[0].size > 9] for sheet in pages(on_disk(pdf, folder))]


def remnants(body: str) -> list[str]:
    return [found.message for found in made(body)[1] if found.rule == "page-remnant"]


def paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


CASES = {
    "a paragraph a line longer or shorter": paragraphs(TALE[:13]),
    "pages a line shorter": paragraphs(TALE[:10]),
    "lines that no paragraph has more of": paragraphs([f"Line {n}" for n in range(60)]),
    "ragged text": f"<div style='text-align: left'>{paragraphs(TALE[:6])}</div>",
}


@pytest.mark.parametrize("body", CASES.values(), ids=CASES)
def test_the_last_page_is_filled_or_gone(body: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    filled = sheets(body, tmp_path)
    assert remnants(body) == []
    assert len(filled[-1]) >= 6
    with monkeypatch.context() as without:
        without.setattr(LastPage, "seams", lambda _: [])
        assert remnants(body) != []
        before = sheets(body, tmp_path)
    said, said_before = (" ".join(line.text for lines in sheet for line in lines) for sheet in (filled, before))
    assert len(said.split()) == pytest.approx(len(said_before.split()), abs=6)  # but for hyphens
    depths, depths_before = ([lines[-1].baseline for lines in sheet[:-1]] for sheet in (filled, before))
    less = [(was - now) / LEAD for now, was in zip(depths, depths_before, strict=False)]
    assert max(less) < 3.1
    first = filled[0][0].baseline % LEAD
    assert {round((line.baseline - first) % LEAD, 1) % LEAD for lines in filled for line in lines} == {0.0}
    assert loosest(filled) < max(loosest(before), 0.35) + 0.01


def loosest(sheets: Sequence[Sequence[Line]]) -> float:
    return max(max(gaps(line), default=0) for lines in sheets for line in lines)


def test_a_paragraph_is_changed_rather_than_a_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    body = CASES["a paragraph a line longer or shorter"]
    filled = sum(map(len, sheets(body, tmp_path)))
    monkeypatch.setattr(LastPage, "seams", lambda _: [])
    assert abs(filled - sum(map(len, sheets(body, tmp_path)))) == 1


def test_pages_that_face_one_another_are_shorter_together(tmp_path: Path) -> None:
    ends = [lines[-1].baseline for lines in sheets(paragraphs([f"Line {n}" for n in range(60)]), tmp_path)]
    before, changed = ends[0], [number for number, end in enumerate(ends[:-1], 1) if end < ends[0] - 1]
    assert changed
    for number in changed:  # a left page has an even number; the last page is another matter
        facing = number + 1 if number % 2 == 0 else number - 1
        assert facing in (*changed, len(ends))
        assert ends[number - 1] > before - 3 * 2 * LEAD


def test_what_nothing_helps_is_as_it_was_and_noted() -> None:
    body = f"{paragraphs(TALE[:6])}<p style='break-before: page'>The end.</p>"
    pdf, _ = made(body)
    assert len(remnants(body)) == 1
    with pytest.MonkeyPatch.context() as without:
        without.setattr(LastPage, "seams", lambda _: [])
        assert made(body)[0] == pdf


SAID = "the par|ties rec|all the com|mit|ments that were made at their pre|vi|ous meet|ings of peace and of trade"


def test_of_each_number_of_lines_the_cheapest_are_found() -> None:
    points = paragraph(SAID.split() * 3)
    found = lengths(points, 14.0, 0.5)
    usual = fit(points, 14.0)
    assert usual
    assert found[len(usual)].ends == usual
    assert len(found) > 1
    for number, lines in found.items():
        assert len(lines.ends) == number
        assert max(extras(points, lines.ends, 14.0)) <= 0.5
        assert lines.cost == pytest.approx(cost(points, lines.ends, 14.0))
        assert lines.cost >= found[len(usual)].cost
        assert fit(points, 14.0, lines=number, start=START) is not None
    assert fit(points, 14.0, lines=2) is None
