"""The words that we generate: complete in each language, or named as lacking."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.project import TEMPLATES, load_words

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic

ENGLISH = (TEMPLATES / "languages" / "en.toml").read_text("utf-8")


@pytest.mark.parametrize("language", sorted(path.stem for path in (TEMPLATES / "languages").glob("*.toml")))
def test_a_language_of_ours_has_all_words(language: str) -> None:
    found: list[Diagnostic] = []
    assert load_words(language, [TEMPLATES], report=found.append)
    assert found == []


def test_a_region_takes_the_words_of_its_language() -> None:
    found: list[Diagnostic] = []
    assert load_words("en-NZ", [TEMPLATES], report=found.append) == tomllib.loads(ENGLISH)
    assert found == []


@pytest.mark.parametrize(
    ("old", "new", "lacking"),
    [
        ('cover = "Cover"', "", "cover"),
        ('cover = "Cover"', "cover = 1", "cover"),
        ('"November", "December"', '"November"', "months"),
        ("[provisions]", "[other]", "provisions"),
        ('clause = "Clauses"', "", "provisions.clause"),
    ],
)
def test_words_that_are_missing_are_named(tmp_path: Path, old: str, new: str, lacking: str) -> None:
    assert old in ENGLISH
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "de.toml").write_text(ENGLISH.replace(old, new), "utf-8")
    found: list[Diagnostic] = []
    assert load_words("de", [tmp_path, TEMPLATES], report=found.append) is None
    assert [diagnostic.rule for diagnostic in found] == ["language-words"]
    assert found[0].message.endswith(f"lacks words: {lacking}")
