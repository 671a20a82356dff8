"""What is refused, and what is never written over."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from pipeline.adopting.adoption import adopt
from pipeline.cli import main
from pipeline.diagnostics import Stopped


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\0" * 80_000_000)
    return made.getvalue()


def word(body: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        main_part = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{main_part}" Target="word/document.xml"/></Relationships>',
        )
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        package.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "there is no text in a.txt"),
        ("a.txt", b" \n\n", "there is no text in a.txt"),
        ("a.txt", b"\x00\x01\x02" * 50, "a.txt is no text"),
        ("a.txt", bytes(range(128, 256)), "a.txt is not UTF-8: the byte 0x80"),
        ("a.txt", b"%PDF-1.7 ...", "a.txt is a PDF"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 99, "a.doc is a .doc file of before 2007"),
        ("a.rtf", b"{\\rtf1 }", "a.rtf is an RTF file"),
        ("a.txt", b"x" * 5_000_000, "a.txt is larger than 4 MiB"),
        ("a.txt", b"x" * 500_000, "a line of a.txt has more than"),
        ("a.html", b"<p>" + b"<a href='" * 300, "a.html is too broken to be a web page"),
        ("a.docx", b"PK\x03\x04 no package", "it is no ZIP file"),
        ("a.docx", bomb(), "unfolds to more than"),
        ("a.docx", word("<w:p>" * 100_000 + "</w:p>" * 100_000), "is no XML"),
        ("a.docx", word("<w:p/>"), "there is no text in a.docx"),
    ],
)
def test_what_is_no_text_is_refused(name: str, data: bytes, said: str) -> None:
    with pytest.raises(Stopped) as stopped:
        adopt(data, Path(name), report=lambda _: None)
    assert said in str(stopped.value)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "*a " * 8_000,
        "a**b" * 6_000,
        "`" * 1000 + "`` ``` " * 2_000,
        "<div>" * 20_000 + "x",
        "> " * 5_000 + "x",
        "| a " * 5_000 + "|\n" + "|---" * 5_000 + "|\n",
        "- x\n" * 5_000,
        "(i) x\n\n" * 800,
        "1. (a) x\n\n" * 800,
        "word-\n" * 4_000,
        "&amp;" * 10_000,
        "\f1\n" * 5_000,
    ],
    ids=lambda text: text[:8],
)
@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_no_text_takes_long(name: str, text: str) -> None:
    """It ends, one way or the other: a text that grows in squares would hold up the whole run."""
    try:
        adopted = adopt(("# T\n\n" + text).encode(), Path(name), report=lambda _: None)
    except Stopped:
        return
    assert adopted.sums["open"] == 0


def test_what_is_there_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "charter.txt"
    text.write_text("CHARTER\n\n1. We agree.\n\n2. We agree again.\n", "utf-8")
    arguments = ["adopt", str(text), "--out", str(tmp_path / "source")]
    assert main([*arguments, "--json"]) == 0
    *_, said = capsys.readouterr().out.splitlines()
    assert json.loads(said)["severity"] == "warning"
    written = (tmp_path / "source" / "charter.md").read_bytes()
    assert main(arguments) == 2
    assert "adopt-exists" in capsys.readouterr().err
    assert (tmp_path / "source" / "charter.md").read_bytes() == written


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--scheme", "nonsense"], "there is no scheme “nonsense”"),
        (["--scheme", "none.toml"], "none.toml cannot be read"),
        (["--language", "no tag"], "“no tag” is no language tag"),
    ],
)
def test_options_that_mean_nothing_are_wrong_usage(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "charter.txt"
    text.write_text("CHARTER\n\n1. We agree.\n", "utf-8")
    assert main(["adopt", str(text), "--out", str(tmp_path / "source"), *options]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "source").exists()
