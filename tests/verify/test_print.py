"""The proof of a print: what is other than source and tokens say is found, each by its check."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import pipeline
from pipeline.build import promised_by
from pipeline.cli import main
from pipeline.verify import format_of, transcribe
from pipeline.verify.claims import Promised
from pipeline.verify.proof import prove
from tests.validators import ROOT

SOURCE = ROOT / "source" / "declaration.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("print")
    pipeline.build(SOURCE, ("pdf", "print"), out=out, report=print)
    return out / "declaration.print.pdf"


@pytest.fixture(scope="module")
def promised() -> Promised:
    return promised_by(SOURCE, report=print)


def replaced(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Other bytes in the content of the second page, wherever these stand in it."""

    def damage(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[1].obj.Contents
        content, mark, marks = contents.read_bytes().partition(b"/Artifact <</Type /Page>>")
        assert old in content
        contents.write(content.replace(old, new) + mark + marks)

    return damage


def added(operators: bytes) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[1].obj.Contents
        contents.write(contents.read_bytes() + b"\n/Artifact BMC q " + operators + b" Q EMC\n")

    return damage


def boxed(name: str, by: float) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1].obj
        page[name] = pikepdf.Array([float(side) + by for side in page.get(name, page.TrimBox)])

    return damage


def linked(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org")
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[100, 100, 200, 120], A=action, Border=[0, 0, 0]
    )
    pdf.pages[1].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])


DAMAGES: Mapping[str, tuple[Callable[[pikepdf.Pdf], None], set[str]]] = {
    "nothing": (lambda _: None, set()),
    "black of four inks": (replaced(b"0 0 0 1 k", b"0.6 0.5 0.5 1 k"), {"look", "furniture"}),
    "a colour of a screen": (replaced(b"0 0 0 1 k", b"0 0 0 rg"), {"look", "furniture"}),
    "black that does not overprint": (replaced(b"/OverFillStroke gs", b"/OverNone gs"), {"look", "furniture"}),
    "a mark too many": (added(b"0 0 0 1 k 5 5 3 3 re f"), {"furniture"}),
    "a drawing in the text": (added(b"0 0 0 1 k 300 100 3 3 re f"), {"furniture"}),
    "another trim": (boxed("/TrimBox", 2), {"furniture"}),
    "another bleed": (boxed("/BleedBox", 2), {"furniture"}),
    "a crop box": (boxed("/CropBox", 0), {"furniture", "hidden"}),
    "a link": (linked, {"furniture"}),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_other_is_found(made: Path, promised: Promised, name: str) -> None:
    damage, checks = DAMAGES[name]
    with pikepdf.open(made) as pdf:
        damage(pdf)
        pdf.save(out := io.BytesIO())
    found: Any = prove(promised, {"print": transcribe("print", out.getvalue())}).differences["print"]
    assert {difference.check for difference in found} == checks


def test_marks_that_are_not_there_are_missed(made: Path, promised: Promised) -> None:
    with pikepdf.open(made) as pdf:
        for page in pdf.pages:
            contents = page.obj.Contents.read_bytes()
            page.obj.Contents.write(contents[: contents.index(b"/Artifact <</Type /Page>>")])
        pdf.save(out := io.BytesIO())
    found = prove(promised, {"print": transcribe("print", out.getvalue())}).differences["print"]
    assert {difference.check for difference in found} == {"furniture"}
    # Of each page eight crop marks, four targets of three parts, the first patch, the slug line, the plate.
    assert len(found) == 4 * (8 + 12 + 1 + 1 + 1)


def test_the_command_knows_a_print(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = made.read_bytes()
    assert format_of("a.pdf", data) == "print"
    assert format_of("a.pdf", (made.parent / "declaration.pdf").read_bytes()) == "pdf"
    assert (main(["verify", str(made)]), capsys.readouterr().out) == (0, f"{made}: unchanged\n")
