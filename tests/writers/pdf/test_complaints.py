"""What is wrong with a page or a theme is told, with its place; nothing is read that was not given."""

import pytest

from pipeline.diagnostics import Diagnostic, Position, Stopped
from pipeline.writers.pdf import typeset
from tests.writers.pdf.pages import PROSE, complaints, fail, files, page

PLACES = {"here": Position("declaration.md", 7, 3)}


@pytest.mark.parametrize(
    ("body", "rule", "words"),
    [
        ("<p>snow ☃ man</p>", "glyph-missing", "no font of the theme has U+2603 SNOWMAN"),
        ("<p>a <b>\ue000</b></p>", "glyph-missing", "U+E000, which is kept for the hyphen"),
        ('<p><a href="#nowhere">x</a></p>', "resource-missing", "the link to “#nowhere” leads nowhere"),
        ('<p><a href="other.html">x</a></p>', "resource-missing", "the link to “other.html” leads nowhere"),
        ('<p><img src="images/blue.png" alt="b"></p>', "resource-missing", "images/blue.png"),
        ('<p><img src="fonts/text-regular.ttf" alt="b"></p>', "resource-missing", "fonts/text-regular.ttf"),
        ('<p><img src="images/red.png"></p>', "resource-missing", "no alternative text"),
        (
            '<p style="hyphens: none">Donaudampfschifffahrtsgesellschaftskapitän</p>',
            "text-overflow",
            "on page 1: “Donaudampf",
        ),
        (
            '<p style="text-align: right; hyphens: none">Donaudampfschifffahrtsgesellschaftskapitän</p>',
            "text-overflow",
            "Donau",
        ),
        ('<p><span class="label">LXXXVIIIIIIIIII. </span>x</p>', "text-overflow", "“LXXX"),
        (
            '<p><img src="images/red.png" alt="red" style="width: 60px; height: 400px"></p>',
            "text-overflow",
            "higher than page",
        ),
    ],
)
def test_what_is_wrong_names_its_place(body: str, rule: str, words: str) -> None:
    found = complaints(f'<div id="here"><div id="inner">{body}</div></div>', places=PLACES)
    assert [(each.rule, each.position) for each in found] == [(rule, PLACES["here"])]
    assert words in found[0].message


@pytest.mark.parametrize(
    ("style", "rule", "words"),
    [
        ("p { colour: red }", "template-css", "colour"),
        ("p { color: nonsense }", "template-css", "invalid value"),
        ('@font-face { font-family: "None"; src: url(fonts/none.ttf) }', "resource-missing", "'None' cannot be loaded"),
        ('@import "none.css";', "resource-missing", "none.css"),
        ("@page { @top-left { white-space: nowrap; width: 10mm } }", "text-overflow", "at the edge of page 1"),
        ('@page { @top-left { content: "☃" } }', "glyph-missing", "U+2603"),
    ],
)
def test_what_is_wrong_in_a_template_is_told(
    style: str, rule: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    imported = style if style.startswith("@import") else ""
    body = "<p>Text</p>" if not imported else f"<style>{imported}</style><p>Text</p>"
    found = complaints(body, "" if imported else style)
    assert [each.rule for each in found] == [rule]
    assert words in found[0].message
    assert capsys.readouterr() == ("", "")


def test_long_labels_that_hang_and_hyphenated_words_are_no_overflow() -> None:
    style = ".label { width: 10mm } .h { text-indent: -10mm; margin-left: 10mm }"
    assert complaints(f'<p class="h"><span class="label">XX. </span>{PROSE}</p><p>{PROSE}</p>', style) == []


@pytest.mark.parametrize(
    "source",
    [
        "file:///etc/hostname",
        "/etc/hostname",
        "../../etc/hostname",
        "http://localhost:1/",
        "data:image/png;base64,AAAA",
        "https://engross.invalid/line-end/x",
    ],
)
def test_nothing_else_can_be_reached(source: str) -> None:
    style = f"body {{ background: url({source}) }}"
    assert [each.rule for each in complaints("<p>Text</p>", style)] == ["resource-missing"]


def test_a_page_without_a_language_is_told() -> None:
    found: list[Diagnostic] = []
    typeset("<title>T</title><p>Text</p>", files(), identifier=b"", report=found.append)
    assert ("template-css", True) in [(each.rule, "language" in each.message) for each in found]


def test_without_fonts_there_is_a_verdict_and_no_crash() -> None:
    """Pango would bring the process down."""
    with pytest.raises(Stopped, match="no font"):
        typeset(page("<p>Text</p>"), {"fonts/text-regular.ttf": b"damaged"}, identifier=b"", report=fail)
    found: list[Diagnostic] = []
    typeset("<html lang='en'><title>T</title><p>ab</p>", files(), identifier=b"", report=found.append)
    assert [(each.rule, each.message[-1]) for each in found] == [("glyph-missing", "A"), ("glyph-missing", "B")]
