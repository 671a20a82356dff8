"""Fonts packed for the web hold what they held: fontTools reads them back."""

import io

import pytest
from fontTools.ttLib import TTFont

from pipeline.faces import instance, subset
from pipeline.project import TEMPLATES
from pipeline.theme import load_theme
from pipeline.woff2 import woff2


@pytest.fixture(scope="module")
def font() -> bytes:
    theme = load_theme([TEMPLATES], report=lambda found: pytest.fail(str(found)))
    assert theme is not None
    return instance(theme.faces["text-regular"], report=lambda found: pytest.fail(str(found)))


@pytest.mark.parametrize("characters", ["", "a", "The quick brown fox — 0123456789 “ﬁ” Ж", None])
def test_every_table_comes_back(font: bytes, characters: str | None) -> None:
    plain = font if characters is None else subset(font, set(map(ord, characters)))

    packed, read = TTFont(io.BytesIO(woff2(plain))), TTFont(io.BytesIO(plain))

    assert packed.flavor == "woff2"
    assert packed.reader is not None
    assert read.reader is not None
    assert sorted(packed.reader.keys()) == sorted(read.reader.keys())
    # The sum over the whole file is worked out anew by whoever unpacks (WOFF2, 5).
    for tag in set(read.reader.keys()) - {"head"}:
        assert packed.reader[tag] == read.reader[tag], tag


def test_length_is_said_and_even(font: bytes) -> None:
    packed = woff2(font)

    assert int.from_bytes(packed[8:12], "big") == len(packed)
    assert len(packed) % 4 == 0
    assert len(packed) < len(font) / 2
