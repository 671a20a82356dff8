"""Lines of whole paragraphs: the cheapest set of them, and what a reader finds on the pages that they make."""

import itertools
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.diagnostics import Diagnostic, Position, Severity
from pipeline.writers.pdf import typeset
from pipeline.writers.pdf.fitting import HYPHEN, SHRINK, START, Point, even, fit
from tests.library import SENTENCE
from tests.pages import HYPHEN as LINE_END
from tests.pages import Line, pages
from tests.writers.pdf.pages import EVERYTHING, PROSE, complaints, files, made, on_disk, page, raw, roles, spoken

SPACE = 0.23
LETTER = 0.5


def paragraph(words: Sequence[str]) -> list[Point]:
    """The places of a paragraph in a face whose letters are all half an em; "|" is a hyphenation point."""
    points, x, gaps, at = [], 0.0, 0, 0
    for word in words:
        for part in re.split(r"(\|)", word):
            if part == "|":
                points.append(Point(at, x + LETTER, gaps, x, gaps, HYPHEN))
            else:
                x, at = x + LETTER * len(part), at + len(part)
        points.append(Point(at + 1, x, gaps, x + SPACE, gaps + 1))
        x, gaps, at = x + SPACE, gaps + 1, at + 1
    return points


def extras(points: Sequence[Point], ends: Sequence[int], width: float) -> list[float]:
    """What each space of each line gains."""
    chosen = [START, *(point for point in points if point.at in ends)]
    found = []
    for begin, end in itertools.pairwise(chosen):
        gaps = end.end_gaps - begin.begin_gaps
        extra = (width - (end.end - begin.begin)) / (gaps or 1)
        found.append(min(extra, 0.0) if end is points[-1] else extra)
    return found


def cost(points: Sequence[Point], ends: Sequence[int], width: float) -> float:
    """What the lines of a paragraph cost, said once more from the paper and the module's description."""
    total, running, before = 0.0, 0, 1
    chosen = [point for point in points if point.at in ends]
    starts = [START, *chosen]
    for number, (begin, end, extra) in enumerate(zip(starts, chosen, extras(points, ends, width), strict=False)):
        last = end is points[-1]
        ratio = extra / (0.10 if extra > 0 else SHRINK)
        kind = 0 if ratio < -0.5 else 1 if ratio < 0.5 else 2 if ratio < 1 else 3
        flagged = running > 0
        running = min(running + 1, 4) if end.cost else 0
        total += (1 + 100 * abs(ratio) ** 3 + end.cost) ** 2 / 100 + (0, 0, 1000, 6000, 200000)[running]
        total += 200 * (number > 0 and abs(kind - before) > 1)
        if last and number:
            total += 100000 * flagged + 600 * (end.end - begin.begin < 5.5) + 100000 * (end.at - 1 - begin.at < 6)
        before = kind
    return total


def possible(points: Sequence[Point], width: float, limit: float = 0.5) -> list[tuple[int, ...]]:
    """Every set of lines that are not too full and not looser than `limit`."""
    return [
        ends
        for ends in every_set(points)
        if all(-SHRINK - 1e-9 <= extra <= limit for extra in extras(points, ends, width))
        and all(
            end is points[-1] or end.end_gaps > begin.begin_gaps
            for begin, end in itertools.pairwise([START, *(point for point in points if point.at in ends)])
        )
    ]


WORDS = st.lists(
    st.sampled_from(["a", "of", "the", "ab|cde", "peace", "na|tions", "co|oper|ation"]), min_size=1, max_size=7
)


@settings(deadline=None, max_examples=60)
@given(WORDS, st.sampled_from([4.0, 5.5, 7.0, 9.0]))
def test_no_other_lines_are_cheaper(words: list[str], width: float) -> None:
    points = paragraph(words)
    known = possible(points, width)
    found = fit(points, width)
    if known:
        assert found is not None
        assert cost(points, found, width) == pytest.approx(min(cost(points, ends, width) for ends in known))
    elif found:
        assert max(extras(points, found, width)) > 0.5 or len(found) > 1
        assert min(extras(points, found, width)) >= -SHRINK - 1e-6


@settings(deadline=None)
@given(WORDS, st.data())
def test_no_line_ends_where_none_may(words: list[str], data: st.DataObject) -> None:
    points = paragraph(words * 3)
    banned = data.draw(st.sets(st.sampled_from([point.at for point in points])))
    found = fit(points, 7.0, banned=banned)
    assert found is None or (set(found[:-1]).isdisjoint(banned) and found[-1] == points[-1].at)


@settings(deadline=None)
@given(WORDS, st.sampled_from([5.5, 7.0, 9.0]))
def test_a_heading_has_as_few_lines_as_it_needs_and_these_are_even(words: list[str], width: float) -> None:
    points = paragraph([word.replace("|", "") for word in words])
    ends = even(points, width)
    assert ends is not None
    assert ends[-1] == points[-1].at
    sets = [chosen for chosen in every_set(points) if longest(points, chosen) < width + 1e-6]
    fewest = min(map(len, sets))
    assert len(ends) == fewest
    assert longest(points, ends) < min(longest(points, chosen) for chosen in sets if len(chosen) == fewest) + 0.2


def every_set(points: Sequence[Point]) -> list[tuple[int, ...]]:
    inner = [point.at for point in points[:-1]]
    sets = (chosen for size in range(len(points)) for chosen in itertools.combinations(inner, size))
    return [(*chosen, points[-1].at) for chosen in sets]


def longest(points: Sequence[Point], ends: Sequence[int]) -> float:
    chosen = [START, *(point for point in points if point.at in ends)]
    return max(end.end - begin.begin for begin, end in itertools.pairwise(chosen))


def test_a_word_that_is_wider_than_a_line_has_no_lines() -> None:
    assert fit(paragraph(["a", "impossible", "b"]), 3.0) is None
    assert fit(paragraph(["a", "im|pos|si|ble", "b"]), 3.0) == [4, 9, 15]
    assert even(paragraph(["a", "impossible", "b"]), 3.0) is None


def test_time_grows_with_the_length_and_not_with_its_square() -> None:
    words = ["peace", "of", "the", "na|tions"] * 12_500  # with the square of it this would take hours
    found = fit(paragraph(words), 30.0)
    assert found is not None
    assert len(found) == pytest.approx(len(words) * 2.3 / 30, rel=0.2)


# ---- the finished page

EXTRA = 0.233
"""The space of the face, in em."""


def gaps(line: Line) -> list[float]:
    """What each space of a line has gained, in em: half of it stands before the space's glyph, half behind."""
    glyphs = list(line.glyphs)
    while glyphs[-1].character.isspace():
        glyphs.pop()
    inner = zip(glyphs, glyphs[1:], glyphs[2:], strict=False)
    return [(c.x - a.right) / b.size - EXTRA for a, b, c in inner if b.character == " "]


def text_lines(pdf: bytes, folder: Path) -> list[Line]:
    return [line for sheet in pages(on_disk(pdf, folder)) for line in sheet.lines if line.glyphs[0].size > 9]


def test_spaces_are_evener_than_in_lines_set_one_after_the_other(tmp_path: Path) -> None:
    body = f"<p>{SENTENCE} {SENTENCE}</p>"
    loose = {}
    for fitted in (False, True):
        lines = text_lines(
            made(body, "@page { size: 110mm 200mm } p { hyphenate-limit-chars: 6 3 3 }", fit=fitted), tmp_path
        )
        loose[fitted] = sum(max(gaps(line)) ** 3 for line in lines[:-1])
    assert loose[True] < loose[False] / 2


@pytest.mark.parametrize(
    ("words", "width", "last"),
    [
        ("Of all the international and many more", 84, "ministrations"),  # .41 em otherwise
        ("Of all the international and many more of", 88, "administrations"),  # .35 em
    ],
)
def test_the_last_word_is_broken_only_to_mend_a_gap(words: str, width: int, last: str, tmp_path: Path) -> None:
    body = f"<p>{words}<span style='hyphens: manual'> administrations</span></p>"
    style = f"@page {{ size: {width}mm 200mm }} p {{ hyphenate-limit-chars: 6 2 3 }}"
    assert text_lines(made(body, style), tmp_path)[-1].text == last


def test_full_lines_reach_the_edge_and_none_goes_beyond(tmp_path: Path) -> None:
    *lines, last = text_lines(made(f"<p>{PROSE} <em>{PROSE}</em> {PROSE}</p>"), tmp_path)
    right = (60 - 7) * 72 / 25.4
    assert {round(line.right - right, 0) for line in lines} == {0.0}
    assert last.right < right
    assert any(min(gaps(line), default=0) < -0.045 for line in lines)  # narrower than WeasyPrint would make one


@pytest.mark.parametrize(
    "text",
    [
        "A <em>stressed</em> word, <strong>strong ones</strong>, <a href='https://example.org/'>a link goes on</a>",
        "x<sup>2</sup> and H<sub>2</sub>O<sup>note that goes on over lines</sup>",
        "<span style='font-variant-caps: small-caps'>Small Capitals</span> and <span lang='fr'>mots français</span>",
        "a typed hyphen-ated well-known word, an en–dash, an either/or, A/RES/70/1, soft\u00adhyphen\u00adation",
        "no\u00a0break\u00a0space and zero\u200bwidth\u200bspace and word\u2060joiner",
        "a break<br>of the author’s <br> and one more<br>",
        " spaces <em> in </em> and around <em>elements</em> ",
        "<span class='label'>I. </span> label",
        "<code>code that/has/slashes</code>",
        "<span>one<span> in <b>another</b></span></span>",
    ],
)
def test_the_text_is_the_same_in_fitted_lines(text: str, tmp_path: Path) -> None:
    body = f"<p>{text}, {PROSE} {text} {PROSE}. {text}</p>"
    fitted, plain = (made(body, "@page { size: 60mm 900mm }", fit=fit) for fit in (True, False))
    assert spoken(fitted) == spoken(plain)
    assert roles(fitted) == roles(plain)
    ends = re.compile("\u00ad\n|(?<=[-–/])\n|\u200b")  # where a line ends is another matter
    fitted_words, words = ("".join(ends.sub("", raw(pdf, tmp_path)).split()) for pdf in (fitted, plain))
    assert fitted_words.replace("\u00ad", "") == words.replace("\u00ad", "")


def test_everything_is_tagged_as_before() -> None:
    assert spoken(made(EVERYTHING)) == spoken(made(EVERYTHING, fit=False))
    assert roles(made(EVERYTHING)) == roles(made(EVERYTHING, fit=False))


@pytest.mark.parametrize(
    "body",
    [
        f"<p style='text-align: left'>{PROSE}</p>",
        f"<p dir='rtl'>{PROSE}</p>",
        "<p>" + "שלום עולם " * 40 + "</p>",
        f"<p><span style='padding-left: 3mm'>{PROSE}</span></p>",
        f"<p><img src='images/red.png' alt='Red' width='4' height='4'> {PROSE}</p>",
        f"<p style='white-space: pre-wrap'>{PROSE}</p>",
    ],
)
def test_what_cannot_be_fitted_has_the_lines_that_it_had(body: str) -> None:
    assert made_of(body, fit=True) == made_of(body, fit=False)


def made_of(body: str, *, fit: bool) -> bytes:
    return typeset(page(body), files(), identifier=b"test", report=lambda _: None, fit=fit)


def test_no_page_ends_in_a_hyphen(tmp_path: Path) -> None:
    body = "".join(f"<p>{PROSE} {PROSE[n:]}</p>" + ("<h2>Heading</h2>" if n % 3 else "") for n in range(40))
    style = "body { orphans: 3; widows: 2 } h2 { break-after: avoid; font-size: 10pt; margin: 0 }"
    ends = [page_end(sheet.lines) for sheet in pages(on_disk(made(body, style), tmp_path))]
    assert len(ends) > 10
    assert [end for end in ends if end.endswith(("-", LINE_END))] == []
    before = [page_end(sheet.lines) for sheet in pages(on_disk(made(body, style, fit=False), tmp_path))]
    assert [end for end in before if end.endswith(("-", LINE_END))] != []


def page_end(lines: Sequence[Line]) -> str:
    """The last line of a page's text; the folio is smaller."""
    return [line.text for line in lines if line.glyphs[0].size > 9][-1]


@pytest.mark.parametrize("words", [" ".join(["international"] * 8_000), "a" * 10_000, "co" * 5_000, "a " * 3_000])
def test_a_text_without_end_is_set(words: str) -> None:
    style = "@page { size: 210mm 297mm; margin: 20mm }"
    pdf = typeset(page(f"<p>{words}</p>", style), files(), identifier=b"test", report=lambda _: None)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) >= 1


def test_a_page_of_a_long_paragraph_does_not_fit_the_rest_of_it_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fitted: list[int] = []

    def counted(*arguments: Any, **options: Any) -> list[int] | None:
        found = fit(*arguments, **options)
        fitted.append(len(found or ()))
        return found

    monkeypatch.setattr("pipeline.writers.pdf.plan.fit", counted)
    monkeypatch.setattr("pipeline.writers.pdf.fitted.kept", lambda _name, _stamp, make, *_: make())
    words = random.Random(1).choices(PROSE.split(), k=3000)
    sheets = pages(on_disk(made(f"<p>{' '.join(words)}</p>"), tmp_path))
    first, *again = fitted
    assert first > 400
    assert again
    assert max(again) < 140
    assert [end for end in (page_end(sheet.lines) for sheet in sheets) if end.endswith(("-", LINE_END))] == []
    lines = [line for sheet in sheets for line in sheet.lines if line.glyphs[0].size > 9]
    assert max(abs(line.right - (60 - 7) * 72 / 25.4) for line in lines[:-1]) < 1  # an f hangs over by as much
    said = re.sub(rf"[-\s{LINE_END}]", "", "".join(line.text for line in lines))  # PDFium has no hyphen at a line's end
    assert said == "".join(words).replace("-", "")


def test_lines_are_the_same_when_they_are_kept() -> None:
    body = f"<p>{PROSE} {PROSE} {PROSE}</p>"
    assert made(body) == made(body)
    assert complaints(body) == []


@pytest.mark.parametrize(
    ("body", "rule", "words"),
    [
        (f"<p id='here'>{PROSE} {'antidisestablishmentarian ' * 6} {PROSE}</p>", "line-loose", "on page 1: “"),
        (f"<p id='here' style='hyphens: none'>a {'m' * 24} of</p>", "line-stump", "“of”"),
        ("<p id='here'>" + "mmmmmmmmmm\u00ad" * 40 + "</p>", "page-hyphen", "page 1 ends in a hyphen: “mmm"),
        (
            f"<p>{PROSE}</p><p id='here' style='break-before: page'>The end</p>",
            "page-remnant",
            "the last page has 1 line",
        ),
    ],
)
def test_what_no_lines_could_mend_is_noted_with_page_and_place(body: str, rule: str, words: str) -> None:
    style = "@page { size: 90mm 80mm }"
    found: list[Diagnostic] = []
    place = {"here": Position("declaration.md", 7, 3)}
    typeset(page(body, style), files(), identifier=b"test", report=found.append, places=place)
    notes = [note for note in found if note.rule == rule]
    assert notes, found
    assert words in notes[0].message
    assert notes[0].position == place["here"]
    assert notes[0].severity is Severity.NOTE
