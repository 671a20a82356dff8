"""No wrapper is blind: each says nothing of a sound file, and names the damage in a broken one.

Each program runs once, over both files. The files are made here, so that no fault of the pipeline can hide one here.
"""

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
import weasyprint
from docx.oxml.ns import qn

from tests.validators import Finding, ace, axe, epubcheck, libreoffice, nu, ooxml, poppler, require, verapdf
from tests.validators.libreoffice import Addition, Paragraph, Visit
from tests.validators.programs import ProgramFailed, package_folder

pytestmark = pytest.mark.validator

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title>
<style>@media (prefers-color-scheme: dark) { body { background: #000; color: %s } }</style></head>
<body><main><h1>Heading</h1>%s</main></body></html>
"""

BOOK = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>""",
    "book.opf": """<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:8f0a3b0c-6f6b-5f0a-9d7c-0d0f6d3b2a11</dc:identifier>
<dc:title>A book</dc:title><dc:language>en</dc:language><dc:creator>Nobody</dc:creator>
<meta property="dcterms:modified">2021-07-06T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Text only.</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="text"/></spine></package>""",
    "nav.xhtml": """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en"
xml:lang="en"><head><title>Contents</title></head><body><nav epub:type="toc" role="doc-toc" aria-label="Contents">
<ol><li><a href="text.xhtml">Heading</a></li></ol></nav></body></html>""",
    "text.xhtml": """<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><head><title>Heading</title>
</head><body><h1>Heading</h1><p>Words.</p></body></html>""",
}


def rules(found: Sequence[Finding], file: Path) -> set[str]:
    return {finding.rule for finding in found if finding.file == file}


def press_page(font: Path) -> str:
    face = f"@font-face {{ font-family: Own; src: url({font.as_uri()}) }} body {{ font-family: Own }}"
    return PAGE % ("#fff", "<p>Words.</p>") + f"<style>{face}</style>"


def write_book(path: Path, **changed: str) -> Path:
    """Write BOOK with one replacement in each named file, `old=>new`."""
    with zipfile.ZipFile(path, "w") as book:
        for name, content in BOOK.items():
            old, _, new = changed.get(name.partition(".")[0], "").partition("=>")
            assert old in content
            book.writestr(name, content.replace(old, new) if old else content)
    return path


def write_list(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Preamble")
    for words in ("One", "Two", "Three"):
        document.add_paragraph(words, style="List Number")
    document.save(str(path))
    return path


@pytest.fixture
def font(tmp_path: Path) -> Path:
    """A font of the project's own: what the machine has does not matter."""
    folder = package_folder("fontpkg_source_serif_4")
    assert folder is not None
    upright = next(file for file in sorted(folder.rglob("*.ttf")) if "Italic" not in file.name)
    return Path(shutil.copy(upright, tmp_path / "font.ttf"))


def test_verapdf(tmp_path: Path, font: Path) -> None:
    require(verapdf)
    page = press_page(font)
    sound, untitled, cut = (tmp_path / name for name in ("sound.pdf", "untitled.pdf", "cut.pdf"))
    weasyprint.HTML(string=page).write_pdf(sound, pdf_variant="pdf/ua-1")
    weasyprint.HTML(string=page.replace("<title>A page</title>", "")).write_pdf(untitled, pdf_variant="pdf/ua-1")
    cut.write_bytes(b"%PDF-1.7\n%%EOF\n")
    found = verapdf.check([sound, untitled, cut], ["ua1"])
    assert rules(found, sound) == set()
    assert rules(found, untitled) == {"ua1 7.1-9"}
    assert rules(found, cut) == {"ua1 unread"}


def test_epubcheck(tmp_path: Path) -> None:
    require(epubcheck)
    sound = write_book(tmp_path / "sound.epub")
    undated = write_book(
        tmp_path / "undated.epub", book='<meta property="dcterms:modified">2021-07-06T00:00:00Z</meta>=>'
    )
    broken = write_book(tmp_path / "broken.epub", nav="text.xhtml=>absent.xhtml")
    found = epubcheck.check([sound, undated, broken])
    assert rules(found, sound) == set()
    assert rules(found, undated) == {"RSC-005"}
    assert rules(found, broken) == {"RSC-007"}


def test_ace(tmp_path: Path) -> None:
    require(ace)
    sound = write_book(tmp_path / "sound.epub")
    blind = write_book(tmp_path / "blind.epub", text='Words.=><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="/>')
    silent = write_book(tmp_path / "silent.epub", book='<meta property="schema:accessMode">textual</meta>=>')
    cut = tmp_path / "cut.epub"
    cut.write_bytes(b"no book")
    found = ace.check([sound, blind, silent, cut])
    assert rules(found, sound) == set()
    assert rules(found, blind) == {"image-alt"}
    assert rules(found, silent) == {"metadata-accessmode"}
    assert rules(found, cut) == {"unread"}


def test_nu(tmp_path: Path) -> None:
    require(nu)
    sound, broken = tmp_path / "sound.html", tmp_path / "a broken.html"
    sound.write_text(PAGE % ("#fff", "<p>Words.</p>"), encoding="utf-8")
    broken.write_text(PAGE % ("#fffff", '<p id="a">Words.</p><p id="a">Again.</p>'), encoding="utf-8")
    found = nu.check([sound, broken])
    assert rules(found, sound) == set()
    assert {finding.message.partition(": ")[2].partition(" ")[0] for finding in found} == {"CSS:", "Duplicate", "The"}


def test_axe(tmp_path: Path) -> None:
    require(axe)
    sound, dim, wide, blind = (tmp_path / name for name in ("sound.html", "dim.html", "wide.html", "blind.html"))
    sound.write_text(PAGE % ("#fff", "<p>Words.</p>"), encoding="utf-8")
    dim.write_text(PAGE % ("#222", "<p>Words.</p>"), encoding="utf-8")
    wide.write_text(PAGE % ("#fff", '<p style="width: 30rem">Words.</p>'), encoding="utf-8")
    blind.write_text(PAGE % ("#fff", '<img src="http://host.invalid/a.png">'), encoding="utf-8")
    found = axe.check([sound, dim, wide, blind])
    assert rules(found, sound) == set()
    assert {(f.rule, f.message.partition(":")[0]) for f in found if f.file == dim} == {
        ("color-contrast", "dark, 320 px"),
        ("color-contrast", "dark, 1280 px"),
    }
    assert {(f.rule, f.message.partition(":")[0]) for f in found if f.file == wide} == {
        ("sideways", "light, 320 px"),
        ("sideways", "dark, 320 px"),
    }
    assert rules(found, blind) == {"console", "image-alt", "request"}


def test_ooxml(tmp_path: Path) -> None:
    require(ooxml)
    sound, broken = write_list(tmp_path / "sound.docx"), tmp_path / "broken.docx"
    document = docx.Document(str(sound))
    alignment = document.paragraphs[0]._p.get_or_add_pPr()._add_jc()  # type: ignore[attr-defined]
    alignment.set(qn("w:val"), "sideways")
    document.save(str(broken))
    found = ooxml.check([sound, broken])
    assert rules(found, sound) == set()
    assert rules(found, broken) == {"Sch_AttributeValueDataTypeDetailed"}


def test_libreoffice(tmp_path: Path) -> None:
    require(libreoffice)
    sound, broken, again = write_list(tmp_path / "sound.docx"), tmp_path / "broken.docx", tmp_path / "again.docx"
    broken.write_bytes(sound.read_bytes()[:1000])
    assert [finding.file for finding in libreoffice.check([sound, broken])] == [broken]
    plain, more = libreoffice.visit(
        [
            Visit(sound, save_as=(tmp_path / "sound.pdf",)),
            Visit(sound, add=(Addition("One", "One and a half"),), save_as=(again,)),
        ]
    )
    assert plain == [
        Paragraph("", "Preamble", "Standard"),
        Paragraph("1.", "One", "List Number"),
        Paragraph("2.", "Two", "List Number"),
        Paragraph("3.", "Three", "List Number"),
    ]
    assert [(paragraph.label, paragraph.text) for paragraph in more[1:]] == [
        ("1.", "One"),
        ("2.", "One and a half"),
        ("3.", "Two"),
        ("4.", "Three"),
    ]
    assert (tmp_path / "sound.pdf").read_bytes().startswith(b"%PDF-")
    assert [paragraph.text for paragraph in docx.Document(str(again)).paragraphs][2] == "One and a half"
    with pytest.raises(ProgramFailed, match="no paragraph begins with 'Four'"):
        libreoffice.paragraphs_after(sound, "Four", "Five")


def test_poppler(tmp_path: Path, font: Path) -> None:
    require(poppler)
    sound, cut = tmp_path / "sound.pdf", tmp_path / "cut.pdf"
    weasyprint.HTML(string=press_page(font)).write_pdf(sound, pdf_variant="pdf/ua-1")
    cut.write_bytes(sound.read_bytes()[:500])
    assert rules(poppler.check([sound, cut]), sound) == set()
    assert rules(poppler.check([sound, cut]), cut) == {"complaint"}
    assert poppler.text(sound) == "Heading\nWords.\n\f"
    used = poppler.fonts(sound)
    assert {(each.name.partition("+")[2].partition("-")[0], each.embedded, each.to_unicode) for each in used} == {
        ("Own", True, True)
    }
    assert "P (block)" in poppler.structure(sound)


class Absent:
    """A program that no machine has."""

    def available(self) -> str | None:
        return "the absent program is absent"


def test_a_missing_program_fails_in_ci_and_is_a_named_skip_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="the absent program is absent"):
        require(Absent())
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="the absent program is absent"):
        require(Absent())
