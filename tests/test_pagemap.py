"""Where pages begin: the same in the PDF as poppler reads it, in the map, in e-book and web page; whatever the text."""

import contextlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from pipeline import Diagnostic, Stopped, build
from pipeline.diagnostics import Severity
from pipeline.pagemap import Begin, PageMap, page_map
from pipeline.rendering.pagemarks import marked
from pipeline.verify import transcribe
from pipeline.verify.transcript import counted
from tests.library import Edition, theme_with

HEAD = "---\ntitle: Small\nlanguage: {language}\nmodified: 2021-07-06\n---\n\n"
SMALL = """size = "card"
[sizes.card]
width = "74mm"
height = "70mm"
facing = false
top = "12mm"
inner = "15mm"
outer = "10mm"
lines = 6
text = "10pt"
lead = "14pt"
title = "14pt"
title-lead = "14pt"
display = "10pt"
division = "10pt"
small = "8pt"
small-lead = "10pt"
label = "12mm"
gap = "2mm"
columns = ["6mm", "6mm", "6mm"]
"""
LONG = "The incomprehensibilities of internationalisation were characteristically institutionalised again. " * 9


def folded(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b•]+", "", unicodedata.normalize("NFC", text))


def begins(data: bytes, top: float) -> list[str]:
    """The words of each page of a PDF below its running head, as PDFium reads them."""
    document = PdfDocument(data)
    found = []
    for page in document:
        text = page.get_textpage()
        found.append(text.get_text_bounded(top=page.get_height() - top))
    return found


def whole_words(page: str, before: str) -> str:
    """The beginning of a page without the rest of a word that the page before has broken."""
    broken = before.rstrip().endswith(("\u00ad", "\ufffe", "\x02"))
    return folded(page.split(maxsplit=1)[1] if broken else page)


def after_marks(file: Path, kind: str) -> Iterator[tuple[str, str]]:
    """Each page that is marked, and the text behind its mark, by the read-back."""
    told = transcribe(kind, file.read_bytes())
    passages = [folded(passage.label + passage.words) for passage in told.passages]
    for at, passage in enumerate(told.passages):
        for mark in passage.pages:
            yield mark.page, (passages[at][mark.offset :] + "".join(passages[at + 1 : at + 6]))


@pytest.mark.parametrize("name", ["declaration", "declaration-A5", "declaration-170x240", "long", "nasty", "titled"])
def test_every_page_begins_where_the_pdf_says_word_by_word(library: Mapping[str, Edition], name: str) -> None:
    edition = library[name]
    pages = begins(edition.files["pdf"].read_bytes(), edition.page("top") - 2)
    for kind in ("epub", "html"):
        marks = dict(after_marks(edition.files[kind], kind))
        assert list(marks) == [str(number) for number in range(1, len(pages) + 1)]
        for number in range(2, len(pages) + 1):
            expected = whole_words(pages[number - 1], pages[number - 2])[:30]
            assert marks[str(number)].startswith(expected), (kind, number)


def test_a_text_from_right_to_left_has_all_its_pages(library: Mapping[str, Edition]) -> None:
    files = library["mirrored"].files
    count = len(PdfDocument(files["pdf"].read_bytes()))
    for kind in ("epub", "html"):
        assert transcribe(kind, files[kind].read_bytes()).pages == tuple(map(str, range(1, count + 1)))


def small(folder: Path, text: str, language: str = "en-GB") -> dict[str, bytes]:
    """Editions of a text on pages of six lines; the proof has compared their pages."""
    theme = theme_with(folder / "theme", SMALL) if not (folder / "theme").exists() else folder / "theme"
    source = folder / "small.md"
    source.write_text(HEAD.format(language=language) + text, "utf-8")
    said: list[Diagnostic] = []
    with contextlib.suppress(Stopped):
        build(source, ("pdf", "epub", "html"), out=folder / "out", theme=theme, report=said.append)
    assert [diagnostic for diagnostic in said if diagnostic.severity is not Severity.NOTE] == []
    return {kind: (folder / "out" / f"small.{kind}").read_bytes() for kind in ("pdf", "epub", "html")}


CASES = {
    "inside a paragraph, often inside a word": LONG,
    "a page that begins with a heading": f"{LONG[:230]}\n\n# A heading of its own\n\nI. {LONG[:200]}\n",
    "links and emphasis": " ".join(f"[{word}](https://example.org/) *{word}*" for word in LONG.split()[:60]),
    "clauses in clauses": "\n\n".join(f"{label} {LONG[:180]}" for label in ("I.", "(a)", "(b)", "II.", "III.")),
}


@pytest.mark.parametrize("case", CASES)
def test_small_pages(tmp_path: Path, case: str) -> None:
    made = small(tmp_path, CASES[case])
    count = len(PdfDocument(made["pdf"]))
    assert count > 2
    for kind in ("epub", "html"):
        assert transcribe(kind, made[kind]).pages == tuple(map(str, range(1, count + 1)))


def test_pictures_alone_on_a_page(tmp_path: Path) -> None:
    Image.new("L", (200, 200), 128).save(tmp_path / "grey.png")
    made = small(tmp_path, f"Whereas,\n\n![Grey](grey.png)\n\n![More](grey.png)\n\nI. {LONG[:300]}\n")
    book = transcribe("epub", made["epub"])
    figures = [passage for passage in book.passages if passage.kind.value == "figure"]
    assert [[mark.offset for mark in passage.pages] for passage in figures] == [[0], [0]]


# ---- marks in markup


@pytest.mark.parametrize(
    ("page", "begin", "expected"),
    [
        ('<p id="a">one two</p>', Begin("a", 0), '<p id="a">|one two</p>'),
        ('<p id="a">one two</p>', Begin("a", 3), '<p id="a">one |two</p>'),
        ('<p id="a">one <a href="x>y">two</a></p>', Begin("a", 3), '<p id="a">one |<a href="x>y">two</a></p>'),
        ('<p id="a">one &amp; two</p>', Begin("a", 4), '<p id="a">one &amp; |two</p>'),
        ('<p id="a"><b>one</b>two</p>', Begin("a", 3), '<p id="a"><b>one</b>|two</p>'),
        ('<section id="a">\n<h2>One</h2>', Begin("a", 0), '<section id="a">\n|<h2>One</h2>'),
        ('<div id="a">\n<p><span>I. </span>One</p>', Begin("a", 0), '<div id="a">\n<p>|<span>I. </span>One</p>'),
        ('<figure id="a">\n<img src="x"><figcaption>c', Begin("a", 0), '<figure id="a">\n|<img src="x"><figcaption>c'),
        ('<figure id="a"><img src="x"><figcaption>c', Begin("a", 1), '<figure id="a"><img src="x"><figcaption>|c'),
        ('<p id="a">one</p>', Begin("a", 3), '<p id="a">one|</p>'),
        ('<p id="a">o\u00adne two</p>', Begin("a", 3), '<p id="a">o\u00adne |two</p>'),
    ],
)
def test_a_mark_stands_before_its_word(page: str, begin: Begin, expected: str) -> None:
    assert marked(page, [(2, begin)], lambda _: "|", "a page") == expected


# ---- kept by what it depends on


@pytest.mark.parametrize(
    ("page", "files", "again"),
    [("a", {"f": b"1"}, False), ("b", {"f": b"1"}, True), ("a", {"f": b"2"}, True), ("a", {"g": b"1"}, True)],
)
def test_a_map_is_kept_until_anything_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, files: Mapping[str, bytes], *, again: bool
) -> None:
    monkeypatch.setattr("sys.pycache_prefix", str(tmp_path))
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    made: list[PageMap] = []

    def lay_out() -> PageMap:
        made.append(PageMap((Begin("", len(made)),), {"a": (1, 2)}))
        return made[-1]

    first = page_map("name", "a", {"f": b"1"}, lay_out)
    second = page_map("name", page, files, lay_out)
    assert len(made) == 1 + again
    assert (first == second) is not again


def test_what_counts_is_the_same_for_all() -> None:
    assert counted("a b\u00a0c\u00ad\u200b d") == 4


# ---- a print with pages of its own


@pytest.mark.parametrize(
    ("formats", "laid_out"),
    [
        (("print",), {"print"}),
        (("booklet",), {"print"}),
        (("print", "html"), {"print", "pages"}),
        (("pdf", "print", "html"), {"pdf", "print"}),
    ],
)
def test_only_what_is_asked_for_is_laid_out(tmp_path: Path, formats: tuple[str, ...], laid_out: set[str]) -> None:
    """The reading PDF is not laid out for a print with a size of its own; the pages of the PDF for the web page are."""
    theme = theme_with(tmp_path / "theme", SMALL + '[print]\nsize = "A5"\n')
    source = tmp_path / "small.md"
    source.write_text(HEAD.format(language="en") + CASES["clauses in clauses"], "utf-8")
    stages: list[str] = []
    build(source, formats, out=tmp_path, theme=theme, verify=False, report=lambda _: None, progress=stages.append)
    assert {"pdf", "print", "pages"} & set(stages) == laid_out
    if "html" in formats:
        assert len(transcribe("html", (tmp_path / "small.html").read_bytes()).pages) > 4  # one A5 page holds all of it
