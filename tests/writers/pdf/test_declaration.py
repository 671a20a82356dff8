"""The declaration itself, from the source to the finished PDF."""

import re
from pathlib import Path

import pytest

from pipeline.build import prepare
from pipeline.writers.pdf import pdf
from tests.validators import ROOT, poppler, require, verapdf
from tests.writers.pdf.pages import fail, on_disk, texts

ADOPTED = ROOT.parent / "shared" / "declaration.txt"
"""The text as adopted; not part of the project."""


@pytest.fixture(scope="module")
def declaration() -> bytes:
    return pdf(prepare(ROOT / "source" / "declaration.md", ["pdf"], report=fail), report=fail)


@pytest.mark.skipif(not ADOPTED.exists(), reason="the adopted text is not here")
def test_it_can_be_copied_as_adopted(declaration: bytes, tmp_path: Path) -> None:
    pages = poppler.text(on_disk(declaration, tmp_path)).split("\f")
    # The running head and the folio of a page are drawn last.
    text = "\n".join(re.sub(r"\nCPC and World Political Parties Summit\s+\d+/\d+\n$", "", page) for page in pages)
    body = " ".join(ADOPTED.read_text("utf-8").split()).partition("We, the")[2]
    assert body
    assert body in " ".join(re.sub("\u00ad\n+|(?<=-)\n+", "", text).split())


@pytest.mark.skipif(not ADOPTED.exists(), reason="the adopted text is not here")
def test_it_is_read_out_as_adopted(declaration: bytes) -> None:
    # Before it: kind, subtitle and date.
    assert texts(declaration, "P")[3:] == ADOPTED.read_text("utf-8").strip().split("\n\n")


@pytest.mark.validator
def test_veraPDF_has_nothing_to_say_of_it(declaration: bytes, tmp_path: Path) -> None:  # noqa: N802  # its name
    require(verapdf)
    assert verapdf.check([on_disk(declaration, tmp_path)]) == []
