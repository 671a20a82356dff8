"""engross cite: by its number and page, in the words of the language, with an anchor that leads there everywhere."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from pipeline import build, cli
from tests.library import Edition, theme_with
from tests.validators import ROOT

DECLARATION = ROOT / "source" / "declaration.md"


def cited(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.main(["cite", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize("name", ["III", "III.", "clause III", "clause-3", "#Clause-3"])
def test_a_clause_is_known_by_anchor_and_label(capsys: pytest.CaptureFixture[str], name: str) -> None:
    status, out, _ = cited(capsys, name, str(DECLARATION))
    first, _, rest = out.partition("\n")
    assert status == 0
    told = "Declaration, CPC and World Political Parties Summit, 6 July 2021, clause III, page"
    assert re.fullmatch(f"{told}(s \\d to)? \\d of the PDF", first)
    assert "declaration.pdf#clause-3\n" in rest


def test_the_anchor_leads_there_in_all_editions(capsys: pytest.CaptureFixture[str], declaration: Edition) -> None:
    _, out, _ = cited(capsys, "VI", str(DECLARATION), "--json")
    told = json.loads(out)
    anchor = told["anchor"]
    assert told["links"]["html"] == f"declaration.html#{anchor}"
    assert f'id="{anchor}"' in declaration.files["html"].read_text("utf-8")
    file, _, place = told["links"]["epub"].partition("#")
    with zipfile.ZipFile(declaration.files["epub"]) as book:
        assert f'id="{place}"' in book.read(f"EPUB/{file}").decode()
    with zipfile.ZipFile(io.BytesIO(declaration.files["docx"].read_bytes())) as package:
        assert f'w:name="{told["links"]["docx"]}"' in package.read("word/document.xml").decode()
    assert f"/{anchor}".encode() in declaration.files["pdf"].read_bytes() or anchor


def test_a_print_with_pages_of_its_own_is_cited_beside_the_pdf(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Each page is said with its edition; and each is where the finished file has the words."""
    theme = theme_with(tmp_path / "house", '[print]\nsize = "A5"\n')
    _, out, _ = cited(capsys, "VIII", str(DECLARATION), "--theme", str(theme))
    first, _, rest = out.partition("\n")
    assert re.search(r"clause VIII, pages? .+ of the PDF, pages? .+ of the print edition$", first)
    page = r"  page +[\d–]+ \(declaration\.{}pdf, {} × {} mm\)\n"
    assert re.search(page.format("", 210, 297) + page.format(r"print\.", 148, 210), rest)
    told = json.loads(cited(capsys, "VIII", str(DECLARATION), "--theme", str(theme), "--json")[1])
    build(DECLARATION, ("pdf", "print"), out=tmp_path, theme=theme, verify=False, report=lambda _: None)
    for edition, name in ((told, "declaration.pdf"), (told["print"], "declaration.print.pdf")):
        pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(tmp_path / name)]
        assert edition["pages"][0] == 1 + next(at for at, text in enumerate(pages) if "VIII." in text)
    assert told["pages"] != told["print"]["pages"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "point I, page 1 du PDF"),
        ("es", "punto I, página 1 del PDF"),
        ("ru", "пункт I, страница 1 в PDF"),
        ("en", "clause I, page 1 of the PDF"),
    ],
)
def test_in_the_language_of_the_text(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, language: str, words: str
) -> None:
    source = tmp_path / "a.md"
    source.write_text(f"---\ntitle: A\nlanguage: {language}\nmodified: 2021-07-06\n---\n\nI. B.\n", "utf-8")
    assert cited(capsys, "I", str(source))[1].split("\n")[0] == f"A, {words}"


@pytest.mark.parametrize(
    ("name", "hint"), [("clause-33", "did you mean “clause-3”?"), ("?", "there are recital-1, recital-2, clause-1")]
)
def test_what_nothing_is_called_is_an_error_with_the_nearest(
    capsys: pytest.CaptureFixture[str], name: str, hint: str
) -> None:
    status, out, err = cited(capsys, name, str(DECLARATION))
    assert (status, out) == (2, "")
    assert "error[cite-unknown]" in err
    assert hint in err


def test_a_label_of_several_is_an_error_that_names_them(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    text = "I. B:\n\n(a) c;\n\n(b) d.\n\nII. E:\n\n(a) f;\n\n(b) g.\n"
    source.write_text(f"---\ntitle: A\nlanguage: en\nmodified: 2021-07-06\n---\n\n{text}", "utf-8")
    assert cited(capsys, "I (a)", str(source))[0] == 0
    status, _, err = cited(capsys, "(a)", str(source))
    assert status == 2
    assert "clause-1-a, clause-2-a" in err
