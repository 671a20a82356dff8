"""The draft mark: on every page where the theme asks for it, beside the text and not in it, and proved like a head."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pipeline
from pipeline.build import promised_by
from pipeline.verify import transcribe
from pipeline.verify.proof import prove
from tests.library import theme_with
from tests.validators import ROOT

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic

SOURCE = ROOT / "source" / "declaration.md"
MARKED = {f"foot left of page {number}": "Draft" for number in range(1, 5)}


def build(folder: Path, tokens: str) -> tuple[Path, dict[str, bytes]]:
    """A theme of these tokens, and what is made with it by format."""
    theme = theme_with(folder / "theme", tokens)
    found: list[Diagnostic] = []
    with contextlib.suppress(pipeline.Stopped):
        pipeline.build(SOURCE, ("pdf", "print"), out=folder, theme=theme, report=found.append)
    assert found == []  # the proof holds
    names = {"pdf": "declaration.pdf", "print": "declaration.print.pdf"}
    return theme, {kind: (folder / name).read_bytes() for kind, name in names.items()}


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    return build(tmp_path_factory.mktemp("draft"), "[text]\ndraft = true\n")


@pytest.fixture(scope="module")
def final(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    return build(tmp_path_factory.mktemp("final"), "")


@pytest.mark.parametrize("kind", ["pdf", "print"])
def test_a_draft_says_so_at_the_foot_of_each_page(kind: str, draft: tuple[Path, dict[str, bytes]]) -> None:
    found = transcribe(kind, draft[1][kind])
    assert {piece.where: piece.text for piece in found.furniture if piece.where.startswith("foot left")} == MARKED
    assert not any("Draft" in passage.words for passage in found.passages)


@pytest.mark.parametrize("kind", ["pdf", "print"])
def test_a_mark_that_is_missing_or_too_much_is_found(
    kind: str, draft: tuple[Path, dict[str, bytes]], final: tuple[Path, dict[str, bytes]]
) -> None:
    for theme, data, expected in ((draft[0], final[1], "Draft"), (final[0], draft[1], "")):
        proof = prove(promised_by(SOURCE, theme=theme, report=print), {kind: transcribe(kind, data[kind])})
        assert [(each.check, each.expected) for each in proof.differences[kind]] == [("furniture", expected)] * 4
