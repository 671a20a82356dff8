"""Faces cut for the editions: which characters they can tell apart."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import pipeline
from pipeline.faces import covers, instance
from pipeline.project import TEMPLATES
from pipeline.theme import load_theme
from tests.validators import poppler, require


@pytest.mark.parametrize("key", ["text-regular", "text-italic", "text-bold", "text-bold-italic", "title", "caps"])
def test_the_hyphen_that_does_not_break_is_in_every_face(key: str) -> None:
    theme = load_theme([TEMPLATES], report=lambda found: pytest.fail(str(found)))
    assert theme is not None
    font = instance(theme.faces[key], report=lambda found: pytest.fail(str(found)))

    assert 0x2011 in covers(font)
    read = TTFont(io.BytesIO(font))
    one, other = (read.getBestCmap()[character] for character in (0x2011, 0x2010))
    assert one != other
    assert read["glyf"][one] == read["glyf"][other]
    assert read["hmtx"][one] == read["hmtx"][other]


@pytest.mark.parametrize(
    "text",
    [
        "Co‑operative co‐operative co-operative",
        "Hawaiʻi, ‘so called’, мʼята",
        "5 µm, μέγα",
        "3 Ω, Ωμέγα, ∆ and Δ",
        "1∕2 and 1⁄2",
        "ofﬁce office, ﬂoor floor, eﬀect effect, aﬃne affine, baﬄe baffle",
    ],
)
@pytest.mark.validator
def test_characters_that_a_face_draws_alike_are_proved_and_copied_as_typed(tmp_path: Path, text: str) -> None:
    require(poppler)
    source = tmp_path / "alike.md"
    source.write_text(
        f"---\ntitle: Alike\nlanguage: en\ndate: 2021-07-06\n---\n\nWe say {text} too, everywhere.\n",
        encoding="utf-8",
    )
    pdf, *_ = pipeline.build(source, ["pdf"], out=tmp_path, report=lambda found: pytest.fail(str(found)))

    assert f"We say {text} too, everywhere." in " ".join(poppler.text(pdf).split())
