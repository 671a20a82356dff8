"""What a copying reader finds: the text of the source, and its fonts."""

import io
import re
from pathlib import Path

import pypdfium2
import pytest

from pipeline.writers.pdf.hyphen import line_end
from tests.validators import poppler
from tests.writers.pdf.pages import (
    EVERYTHING,
    PROSE,
    bare,
    files,
    made,
    on_disk,
    raw,
    spoken,
)


def test_words_are_whole_and_apart() -> None:
    body = f"<p>{PROSE}</p>"
    assert spoken(made(body)) == PROSE
    assert "politicalparties" in spoken(bare(body))


def test_copied_text_is_the_source_and_line_ends_are_soft_hyphens(tmp_path: Path) -> None:
    body = f"<p>{PROSE}</p>"
    text = re.split("Running head", raw(made(body, "@page { size: 60mm 100mm }"), tmp_path))[0]
    assert text.count("\u00ad\n") > 1
    assert "-\n" in text
    assert " ".join(re.sub("\u00ad\n|(?<=-)\n", "", text).split()) == PROSE
    ordinary = raw(bare(body, "html { hyphenate-character: auto }"), tmp_path)
    assert "\u00ad" not in ordinary
    assert "\u2010" in ordinary


def test_pdfium_reads_a_space_at_each_line_end() -> None:
    text = pypdfium2.PdfDocument(io.BytesIO(made(f"<p>{PROSE}</p>")))[0].get_textpage().get_text_range()
    lines = text.split("\r\n")
    assert [line for line in lines[: lines.index("Running head") - 1] if not line.endswith(" ")] == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p><em>one</em> <em>two</em> <b>three</b></p>", "one two three"),
        ("<p>First<br>second<br>third</p>", "First second third"),
        ('<p><span class="label">I. </span>We</p>', "I. We"),
        ("<p> Spaces <em> within </em> and  around</p>", "Spaces within and around"),
        ('<p style="width: 20mm">people-to-people people-to-people</p>', "people-to-people people-to-people"),
        ('<p style="width: 20mm">either/or/neither/nor/perhaps</p>', "either/or/neither/nor/perhaps"),
        (
            '<p style="width: 15mm">no spaces <b>but</b> <i>elements</i> <code>only</code> here</p>',
            "no spaces but elements only here",
        ),
        ('<p style="width: 15mm"><b>no</b><i>thing</i> <b>but</b><i>ter</i></p>', "nothing butter"),
        (
            '<h1><span style="display: inline-block">and another phrase, stretched far</span></h1>',
            "and another phrase, stretched far",
        ),
    ],
)
def test_exactly_the_spaces_of_the_source(body: str, text: str) -> None:
    assert spoken(made(body)) == text


def test_some_of_these_spaces_are_lost_without_us() -> None:
    assert spoken(bare("<p><em>one</em> <em>two</em></p>", "p { word-spacing: 0 }")) == "onetwo"
    assert spoken(made("<p><em>one</em> <em>two</em></p>", "p { word-spacing: 0 }")) == "one two"
    assert spoken(bare("<p>First<br>second</p>")) == "Firstsecond"


def test_kept_spaces_move_no_glyph() -> None:
    """Also from right to left, where the space of a line's end is drawn first."""
    ways = ["", 'style="text-align: left"', 'dir="rtl"', 'dir="rtl" class="i"']
    body = "".join(f"<p {way}>{PROSE}</p>" for way in ways)
    style = ".i { font-style: italic; text-align: end; letter-spacing: .1em; word-spacing: .3em }"

    def letters(pdf: bytes) -> list[tuple[str, tuple[float, ...]]]:
        read = [sheet.get_textpage() for sheet in pypdfium2.PdfDocument(io.BytesIO(pdf))]
        each = [(text.get_text_range(i, 1), text.get_charbox(i)) for text in read for i in range(text.count_chars())]
        return [(character, box) for character, box in each if character.isalnum()]

    ours, theirs = letters(made(body, style, fit=False)), letters(bare(body, style))
    moved = letters(bare(body, style + "p { top: 1px; position: relative }"))
    assert [letter for letter, _ in ours] == [letter for letter, _ in theirs]
    assert [box for _, box in ours] == [pytest.approx(box, abs=0.02) for _, box in theirs]
    assert [box for _, box in ours] != [pytest.approx(box, abs=0.02) for _, box in moved]


def test_rarer_spaces_and_hyphens_are_extracted_as_typed(tmp_path: Path) -> None:
    text = "10\u00a0000 co\u2011operate, re\u2010enter; co-operate and more"
    assert text in raw(made(f"<p style='width: 100mm'>{text}</p>"), tmp_path)
    assert text not in raw(bare(f"<p style='width: 100mm'>{text}</p>"), tmp_path)
    later = raw(made(f"<p>{text} {PROSE}</p>"), tmp_path)
    assert later.count("\u00a0") == 1
    assert "low-carbon" in later.replace("-\n", "-")


def test_ligatures_small_capitals_and_raised_figures_are_extracted() -> None:
    style = ".c { font-variant-caps: small-caps } sup { font-variant-position: super; vertical-align: baseline }"
    assert (
        spoken(made('<p>affluent file <span class="c">Small</span> 10<sup>23</sup></p>', style))
        == "affluent file Small 1023"
    )


def test_fonts_are_embedded_under_the_theme_s_names(tmp_path: Path) -> None:
    found = poppler.fonts(on_disk(made(EVERYTHING), tmp_path))
    names = {font.name.partition("+")[2] for font in found}
    assert (
        {"Engross-Text", "Line-End"} <= names <= {"Engross-Text", "Engross-Text-Italic", "Line-End", "Line-End-Italic"}
    )
    assert all(font.embedded and font.subset and font.to_unicode for font in found)


def test_a_line_end_font_has_the_hyphen_of_its_face_alone() -> None:
    from fontTools.ttLib import TTFont

    face = TTFont(io.BytesIO(files()["fonts/text-italic.ttf"]))
    made_font = TTFont(io.BytesIO(line_end(files()["fonts/text-italic.ttf"])))
    assert list(made_font.getBestCmap()) == [0xE000]
    hyphen = made_font.getBestCmap()[0xE000]
    assert made_font["hmtx"][hyphen] == face["hmtx"][face.getBestCmap()[0x2D]]
    assert (made_font["hhea"].ascent, made_font["hhea"].descent) == (face["hhea"].ascent, face["hhea"].descent)
