"""The cover: of the size that shops ask for, with every word on it, whatever the words are."""

import datetime
import functools
import io
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline import faces
from pipeline.diagnostics import Diagnostic, Position
from pipeline.model import Metadata
from pipeline.project import TEMPLATES
from pipeline.rendering import Publication
from pipeline.rendering.epub import cover_lines
from pipeline.theme import Theme, load_theme
from pipeline.writers.cover import cover, fitted

DECLARATION = Metadata(
    title="CPC and World Political Parties Summit",
    title_phrases=("CPC and World", "Political Parties Summit"),
    language="en-GB",
    direction="ltr",
    date=datetime.date(2021, 7, 6),
    scheme="joint-statement",
    kind="Declaration",
    subtitle="For the People’s Wellbeing: The Responsibility of Political Parties",
    subtitle_phrases=("For the People’s Wellbeing:", "The Responsibility of Political Parties"),
)
LONG = (
    "Convention on the Prohibition of the Development, Production, Stockpiling and Use of Chemical Weapons "
    "and on their Destruction, together with its Annexes"
)
TITLES = {
    "one word": "Peace",
    "a long title": LONG,
    "a very long title": " ".join([LONG] * 12),
    "a very long word": "Rechtsschutzversicherungsgesellschaften" * 3,
    "nothing but wide letters": "W" * 300,
    "one letter": "I",
    "letters with marks": "e\u0301" * 200,
}


@functools.cache
def theme() -> Theme:
    loaded = load_theme([TEMPLATES], report=lambda diagnostic: pytest.fail(diagnostic.message))
    assert loaded
    return loaded


@functools.cache
def font(key: str) -> bytes:
    return faces.instance(theme().faces[key], report=lambda diagnostic: pytest.fail(diagnostic.message))


def publication(metadata: Metadata) -> Publication:
    return Publication(
        metadata=metadata,
        contents=(),
        theme=theme(),
        words=tomllib.loads((TEMPLATES / "languages" / "en.toml").read_text("utf-8")),
        images=(),
        faces={key: font(key) for key in theme().faces},
        modified=datetime.datetime(2021, 7, 6, tzinfo=datetime.UTC),
        places={},
        pages={},
    )


def titled(title: str, **other: object) -> Metadata:
    return replace(DECLARATION, title=title, title_phrases=(title,), **other)  # type: ignore[arg-type]  # of any field


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def inked(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box around all that is not ground: left, top, right, bottom in pixels."""
    grey = picture.convert("L")
    box = grey.point([255 if shade < grey.getpixel((0, 0)) else 0 for shade in range(256)]).getbbox()  # type: ignore[operator]  # a number in mode L
    assert box
    return box


def test_shops_take_it() -> None:
    """At least 1600 x 2560 pixels and a light file; the colours are those of the theme."""
    data = cover(publication(DECLARATION))
    picture = opened(data)
    assert (picture.format, picture.size) == ("PNG", (1600, 2560))
    assert len(data) < 100_000
    pixels = picture.convert("RGB").tobytes()
    shades = {pixels[at : at + 3] for at in range(0, len(pixels), 3)}
    light = theme().colours["light"]
    assert {bytes.fromhex(str(colour)[1:]) for colour in (light.mark, light.ink)} <= shades
    assert len(shades) <= 16


@pytest.mark.parametrize("case", TITLES)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_is_cut_off(case: str, direction: str) -> None:
    metadata = titled(TITLES[case], organ="Organ " * 20, place="Geneva", direction=direction)
    left, top, right, bottom = inked(opened(cover(publication(metadata))))
    edge = 0.12 * 1600
    assert left >= edge - 8  # an italic or a W may reach over the text edge by a hair
    assert right <= 1600 - edge + 8
    assert top >= 0.2 * 2560 - 8
    assert bottom <= 0.93 * 2560 + 8


def test_the_words_are_those_of_the_title_block_and_of_the_alternative_text() -> None:
    lines = {line.role: line.phrases for line in cover_lines(DECLARATION, publication(DECLARATION).words)}
    assert lines == {
        "kind": ("Declaration",),
        "title": ("CPC and World", "Political Parties Summit"),
        "subtitle": ("For the People’s Wellbeing:", "The Responsibility of Political Parties"),
        "date": ("6 July 2021",),
    }


def test_a_title_breaks_between_its_phrases() -> None:
    blocks = {block.role: block.lines for block in fitted(publication(DECLARATION))}
    assert blocks["title"] == ("CPC and World", "Political Parties Summit")
    assert blocks["subtitle"] == ("For the People’s Wellbeing:", "The Responsibility of Political Parties")


def test_a_wrapped_title_leaves_no_word_alone() -> None:
    title = "Transforming our world to which all of us belong and where we all want to stay for good"
    lines = next(block.lines for block in fitted(publication(titled(title))) if block.role == "title")
    assert len(lines) > 2
    assert " " in lines[-1]


words = st.text(st.characters(codec="ascii", categories=("L", "N", "P")), min_size=1, max_size=40)


@settings(max_examples=40)
@given(st.lists(words, min_size=1, max_size=60), st.lists(words, max_size=10))
def test_every_word_of_any_title_is_there_and_fits(title: list[str], organ: list[str]) -> None:
    made = publication(titled(" ".join(title), organ=" ".join(organ)))
    blocks = fitted(made)
    drawn = {block.role: "".join(block.lines).replace(" ", "") for block in blocks}
    assert drawn["title"] == "".join(title)
    assert drawn.get("organ", "") == "".join(organ)
    assert sum(block.height for block in blocks) <= (0.93 - 0.2) * 2560


def test_the_theme_decides_size_and_colours(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text(
        '[cover]\nwidth = 2000\nheight = 3000\n[colours.light]\nmark = "#102030"\n', "utf-8"
    )
    own = load_theme([tmp_path, TEMPLATES], report=lambda diagnostic: pytest.fail(diagnostic.message))
    assert own
    picture = opened(cover(replace(publication(DECLARATION), theme=own)))
    assert picture.size == (2000, 3000)
    assert picture.convert("RGB").getpixel((0, 0)) == (0x10, 0x20, 0x30)


@pytest.mark.parametrize("width", [0, -1600, 999, 100_000])
def test_a_cover_that_no_shop_takes_or_no_memory_holds_is_refused(tmp_path: Path, width: int) -> None:
    (tmp_path / "theme.toml").write_text(f"[cover]\nwidth = {width}\n", "utf-8")
    found: list[Diagnostic] = []
    assert load_theme([tmp_path, TEMPLATES], report=found.append) is None
    assert [(diagnostic.rule, diagnostic.position) for diagnostic in found] == [
        ("theme-type", Position(str(tmp_path / "theme.toml"), 2, 1, 5))
    ]


def test_tracking_is_the_same_in_points(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('[text]\ntracking = "0.66pt"\n', "utf-8")
    own = load_theme([tmp_path, TEMPLATES], report=lambda diagnostic: pytest.fail(diagnostic.message))
    assert own  # 0.06 em of 11 pt
    made = publication(DECLARATION)
    assert fitted(replace(made, theme=own))[0].face.tracking == pytest.approx(fitted(made)[0].face.tracking)


def test_the_same_words_give_the_same_bytes() -> None:
    assert cover(publication(DECLARATION)) == cover(publication(DECLARATION))
