"""A text with notes in all editions: no validator has anything to say, and each format holds them as its own kind."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

import pipeline
from tests.validators import ace, axe, epubcheck, libreoffice, nu, ooxml, require, verapdf
from tests.verify.noted import TEXT

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
H = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The editions, each proved."""
    folder = tmp_path_factory.mktemp("notes")
    (folder / "notes.md").write_text(TEXT, "utf-8")
    made = pipeline.build(folder / "notes.md", ("pdf", "docx", "epub", "html", "print"), out=folder, report=print)
    return {path.name.partition(".")[2]: path for path in made}


@pytest.mark.parametrize(
    ("kind", "validator"),
    [
        ("pdf", verapdf),
        ("docx", ooxml),
        ("docx", libreoffice),
        ("epub", epubcheck),
        ("epub", ace),
        ("html", nu),
        ("html", axe),
    ],
    ids=lambda it: it if isinstance(it, str) else it.__name__.rpartition(".")[2],
)
def test_no_program_has_anything_to_say(files: Mapping[str, Path], kind: str, validator: object) -> None:
    require(validator)  # type: ignore[arg-type]  # each of them is a module with the two functions
    assert validator.check([files[kind]]) == []  # type: ignore[attr-defined]


def test_word_has_footnotes_of_its_own(files: Mapping[str, Path]) -> None:
    with zipfile.ZipFile(files["docx"]) as package:
        notes, document, settings = (
            etree.fromstring(package.read(f"word/{name}.xml")) for name in ("footnotes", "document", "settings")
        )
    kinds = [(note.get(f"{W}id"), note.get(f"{W}type")) for note in notes]
    assert kinds == [("-1", "separator"), ("0", "continuationSeparator"), ("1", None), ("2", None), ("3", None)]
    assert [mark.get(f"{W}id") for mark in document.iter(f"{W}footnoteReference")] == ["1", "2", "3"]
    assert [note.get(f"{W}id") for note in settings.iter(f"{W}footnote")] == ["-1", "0"]
    assert [len(note.findall(f".//{W}footnoteRef")) for note in notes] == [0, 0, 1, 1, 1]


def test_the_e_book_opens_notes_over_the_page(files: Mapping[str, Path]) -> None:
    with zipfile.ZipFile(files["epub"]) as book:
        pages = [etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")]
    for page in pages:  # a reading system finds a note in the page of its mark
        marks = [mark.get("href") for mark in page.iter(f"{H}a") if mark.get(f"{OPS}type") == "noteref"]
        notes = [note.get("id") for note in page.iter(f"{H}aside") if note.get(f"{OPS}type") == "footnote"]
        assert marks == [f"#{name}" for name in notes]
    assert sum(1 for page in pages for _ in page.iter(f"{H}aside")) == 3


def test_the_web_page_leads_there_and_back(files: Mapping[str, Path]) -> None:
    page = lxml.html.parse(str(files["html"])).getroot()
    for number in "123":
        (mark,) = page.xpath(f"//*[@id='mark-{number}']")
        (back,) = page.xpath(f"//*[@id='note-{number}']//a[@role='doc-backlink']")
        assert (mark.get("href"), mark.get("role"), mark.text) == (f"#note-{number}", "doc-noteref", number)
        assert (back.get("href"), back.text) == (f"#mark-{number}", number)


def test_a_print_has_the_numbers_and_no_links(files: Mapping[str, Path]) -> None:
    assert not re.search(rb"/Subtype\s*/Link", files["print.pdf"].read_bytes())
