"""Labels as Word computes them: against what files say of Word, LibreOffice, and two readers from PyPI."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pypdfium2
import pytest
import rdocx

from tests.reading import DATA
from tests.validators import libreoffice, require
from tests.validators.programs import run
from tests.wordprocessing.lists import CASES, OTHERS, generated, labels, written

FILES = sorted((DATA / "docx").glob("*.docx"))


def bare(label: str) -> str:
    return re.sub(r"\s+", "", label)


@pytest.mark.parametrize("name", CASES)
def test_labels_are_those_that_word_shows(name: str) -> None:
    case = CASES[name]
    assert [label for label, _ in labels(case.file)] == list(case.shown), case.why


def by_libreoffice(files: Mapping[str, Path]) -> dict[str, list[str]]:
    require(libreoffice)
    shown = libreoffice.visit([libreoffice.Visit(file) for file in files.values()])
    return {name: [one.label for one in paragraphs] for name, paragraphs in zip(files, shown, strict=True)}


def by_rdocx(files: Mapping[str, Path]) -> dict[str, list[str]]:
    return {name: in_pdf(bytes(rdocx.Document.open(str(file)).to_pdf())) for name, file in files.items()}


def by_jubarte(files: Mapping[str, Path]) -> dict[str, list[str]]:
    for file in files.values():
        run([sys.executable, "-m", "jubarte_redlines", "convert", file, "-o", file.with_suffix(".pdf"), "--force"])
    return {name: in_pdf(file.with_suffix(".pdf").read_bytes()) for name, file in files.items()}


def in_pdf(data: bytes) -> list[str]:
    """What stands before each paragraph's text, which is a P, its number and a colon."""
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    return re.split(r"P\d+:", bare(text))[:-1]


WITNESSES: Mapping[str, Callable[[Mapping[str, Path]], dict[str, list[str]]]] = {
    "libreoffice": by_libreoffice,
    "rdocx": by_rdocx,
    "jubarte": by_jubarte,
}


@pytest.mark.validator
@pytest.mark.parametrize("witness", WITNESSES)
def test_other_programs_agree_or_are_known_to_be_wrong(witness: str, tmp_path: Path) -> None:
    found = WITNESSES[witness](written(tmp_path))
    expected: dict[str, Sequence[str]] = {name: OTHERS.get(name, {}).get(witness, CASES[name].shown) for name in CASES}
    assert {name: [*map(bare, shown)] for name, shown in found.items()} == {
        name: [*map(bare, shown)] for name, shown in expected.items()
    }


@pytest.mark.skipif(not FILES, reason="shared/data is not here")
def test_labels_are_those_that_files_say_word_shows() -> None:
    told = 0
    for file in FILES:
        for label, text in labels(file.read_bytes()):
            if expected := re.match(r"\[expect\](.*?)\[/expect\]", text):
                told += 1
                assert bare(label) == bare(expected[1]), file.name
    assert told == 18


KNOWN = {
    ("docx4j-article-section-isLgl.docx", "Section1.01"): "SectionI.01",
    ("docx4j-article-section-isLgl.docx", "Section2.01"): "SectionII.01",
}
"""LibreOffice takes no notice of w:isLgl; the file says what Word shows."""


@pytest.mark.validator
@pytest.mark.skipif(not FILES, reason="shared/data is not here")
def test_labels_of_real_files_are_those_of_libreoffice() -> None:
    require(libreoffice)
    compared = 0
    shown = libreoffice.visit([libreoffice.Visit(file) for file in FILES])
    for file, paragraphs in zip(FILES, shown, strict=True):
        mine = labels(file.read_bytes())
        if [bare(text) for _, text in mine] != [bare(one.text) for one in paragraphs]:
            continue  # revisions, text boxes, fields: other paragraphs
        for (label, _), other in zip(mine, paragraphs, strict=True):
            if label:
                compared += 1
                assert bare(other.label) == KNOWN.get((file.name, bare(label)), bare(label)), file.name
    assert compared > 50


@pytest.mark.validator
def test_labels_of_generated_files_are_those_of_libreoffice(tmp_path: Path) -> None:
    """Lists with skipped levels, starts and, of the first level, forced starts: one process for all.

    No w:lvlRestart but the one that says what holds anyway: LibreOffice does not follow others.
    """
    require(libreoffice)
    files = []
    for seed in range(100):
        files.append(tmp_path / f"{seed}.docx")
        files[-1].write_bytes(generated(seed, overrides=seed % 2 == 1))
    shown = libreoffice.visit([libreoffice.Visit(file) for file in files])
    for file, paragraphs in zip(files, shown, strict=True):
        assert [label for label, _ in labels(file.read_bytes())] == [one.label for one in paragraphs], file.name
