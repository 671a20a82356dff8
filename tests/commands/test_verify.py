"""engross verify, as it is used: with source, certificate, neither; on files saved anew; on files from strangers."""

import io
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest

import pipeline
from pipeline.cli import main
from tests.validators import ROOT, libreoffice, require

SOURCE = ROOT / "source" / "declaration.md"
FORMATS = ("pdf", "docx", "epub", "html")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made")
    pipeline.build(SOURCE, out=out, report=print)
    return out


@pytest.fixture
def stranger(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the certificate under another name, and no source."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "certificate.json").write_bytes((made / "declaration.certificate.json").read_bytes())
    return tmp_path


def packed(
    data: bytes, change: dict[str, tuple[str, str]] | None = None, compression: int = zipfile.ZIP_STORED
) -> bytes:
    """A package packed anew, some parts changed."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(again, "w", compression) as new:
        for name in old.namelist():
            body = old.read(name)
            if change and name in change:
                before, after = change[name]
                assert before.encode() in body
                body = body.replace(before.encode(), after.encode(), 1)
            new.writestr(name, body)
    return again.getvalue()


def linearized(data: bytes) -> bytes:
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(again, linearize=True)
    return again.getvalue()


def say(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[str], str]:
    status = main(["verify", *map(str, arguments)])
    out, err = capsys.readouterr()
    return status, out.splitlines(), err


def test_fresh_files_are_unchanged(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [made / f"declaration.{name}" for name in FORMATS]
    assert say(capsys, *files) == (0, [f"{file}: unchanged" for file in files], "")


@pytest.mark.parametrize("name", FORMATS)
def test_a_single_file_and_the_certificate_suffice(
    made: Path, stranger: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = (made / f"declaration.{name}").read_bytes()
    (stranger / f"copy.{name}").write_bytes(data)
    assert say(capsys, f"copy.{name}", "--certificate", "certificate.json")[:2] == (0, [f"copy.{name}: unchanged"])
    again = (
        linearized(data) if name == "pdf" else packed(data) if name != "html" else data.replace(b"</html>", b"</html >")
    )
    (stranger / f"copy.{name}").write_bytes(again)
    said = say(capsys, f"copy.{name}", "--certificate", "certificate.json")
    assert said == (0, [f"copy.{name}: same text in another file"], "")


def test_files_are_held_to_their_source(made: Path, stranger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in FORMATS:
        (stranger / f"copy.{name}").write_bytes((made / f"declaration.{name}").read_bytes())
    copies = [f"copy.{name}" for name in FORMATS]
    assert say(capsys, *copies, "--source", SOURCE) == (0, [f"{name}: as the source promises" for name in copies], "")


def test_files_are_held_to_one_another(made: Path, stranger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in FORMATS:
        (stranger / f"copy.{name}").write_bytes((made / f"declaration.{name}").read_bytes())
    others = [f"copy.{name}" for name in FORMATS[1:]]
    assert say(capsys, "copy.pdf", *others) == (0, [f"{name}: same text in another file" for name in others], "")


def altered(made: Path, folder: Path) -> Path:
    path = folder / "altered.docx"
    change = {"word/document.xml": ("We wish to thank", "We want to thank")}
    path.write_bytes(packed((made / "declaration.docx").read_bytes(), change))
    return path


@pytest.mark.parametrize("held", ["--certificate", "--source"])
def test_a_change_is_told_with_its_place(
    made: Path, stranger: Path, held: str, capsys: pytest.CaptureFixture[str]
) -> None:
    altered(made, stranger)
    to = "certificate.json" if held == "--certificate" else SOURCE
    status, out, err = say(capsys, "altered.docx", held, to)
    assert (status, out) == (1, ["altered.docx: differs, here:"])
    assert "proof-words" in err
    assert "word/document.xml, paragraph 15" in err
    assert "We want to thank" in err


def test_the_answer_as_json(made: Path, stranger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    altered(made, stranger)
    status, out, err = say(capsys, "altered.docx", "--certificate", "certificate.json", "--json")
    first, second = map(json.loads, out)
    assert (status, err) == (1, "")
    assert first == {"file": "altered.docx", "verdict": "differs", "against": "certificate.json", "differences": 1}
    assert second["rule"] == "proof-words"


def test_a_file_alone_proves_nothing(made: Path, stranger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (stranger / "copy.pdf").write_bytes((made / "declaration.pdf").read_bytes())
    status, out, err = say(capsys, "copy.pdf")
    assert (status, out) == (2, [])
    assert "verify-nothing" in err


def test_what_libreoffice_saves_anew_has_the_same_text(
    made: Path, stranger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require(libreoffice)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{stranger}/profile", "--convert-to", "docx"]
    subprocess.run(
        [*command, "--outdir", str(stranger), str(made / "declaration.docx")],
        check=True,
        timeout=180,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    said = say(capsys, "declaration.docx", "--certificate", "certificate.json")
    assert said == (0, ["declaration.docx: same text in another file"], "")
    status, out, _ = say(capsys, "declaration.docx", "--source", SOURCE)
    assert status == 0
    assert out[0].endswith(("as the source promises", "same text in another file"))


def bomb(name: str, body: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, body)
    return made.getvalue()


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "cccccccccc">]><a>&b;&b;</a>'
HOSTILE = {
    "empty.pdf": b"",
    "photo.jpg": b"\xff\xd8\xff\xe0" + b"x" * 100,
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n<<",
    "not.docx": b"PK\x03\x04" + b"x" * 100,
    "bomb.docx": bomb("word/document.xml", b"\0" * 20_000_000),
    "bomb.epub": bomb("META-INF/container.xml", b" " * 20_000_000),
    "entities.docx": bomb("word/document.xml", ENTITIES),
    "entities.epub": bomb("META-INF/container.xml", ENTITIES),
    "deep.html": b"<!DOCTYPE html><html><body>" + b"<div>" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_get_a_verdict(stranger: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (stranger / name).write_bytes(HOSTILE[name])
    status, out, err = say(capsys, name, "--certificate", "certificate.json")
    assert (status, out) == (1, [])
    assert "file-refused" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["no-such.pdf", "."])
@pytest.mark.usefixtures("stranger")
def test_what_cannot_be_read_is_wrong_usage(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = say(capsys, name, "--certificate", "certificate.json")
    assert status == 2
    assert "file-unreadable" in err


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"[" * 50_000, b"\xff", b'{"schema": "urn:engross:certificate:9"}', b"NaN"]
)
def test_a_broken_certificate_is_refused(
    made: Path, stranger: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (stranger / "copy.html").write_bytes((made / "declaration.html").read_bytes())
    (stranger / "broken.json").write_bytes(data)
    status, out, err = say(capsys, "copy.html", "--certificate", "broken.json")
    assert (status, out) == (2, [])
    assert "certificate-refused" in err


@pytest.mark.usefixtures("stranger")
def test_certificate_and_source_exclude_one_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert say(capsys, "a.pdf", "--certificate", "certificate.json", "--source", SOURCE)[0] == 2


@pytest.mark.parametrize("held", [[], ["--source", str(SOURCE)]])
def test_the_pages_that_a_file_marks_are_those_of_the_pdf_beside_it(
    stranger: Path, made: Path, capsys: pytest.CaptureFixture[str], held: list[str]
) -> None:
    page = (made / "declaration.html").read_text("utf-8")
    mark = re.search(r'<span class="page" id="page-2"[^>]*></span>', page)
    assert mark
    later = page.index(" ", mark.end() + 20) + 1
    (stranger / "moved.html").write_text(
        page[: mark.start()] + page[mark.end() : later] + mark[0] + page[later:], "utf-8"
    )
    (stranger / "whole.pdf").write_bytes((made / "declaration.pdf").read_bytes())
    (stranger / "whole.epub").write_bytes((made / "declaration.epub").read_bytes())
    assert main(["verify", "whole.pdf", "whole.epub", *held]) == 0
    assert main(["verify", "moved.html", "whole.pdf", *held]) == 1
    said = capsys.readouterr()
    assert "moved.html: differs" in said.out
    assert "the mark of page 2 is not where the page begins in the PDF" in said.err
