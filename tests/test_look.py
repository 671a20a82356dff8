"""The look of the finished page, measured: one text edge, one grid, no line alone, only the theme's faces and ink.

The Word file's styles say the same lengths; and what a theme's author changes, all four editions follow.
"""

import functools
import io
import itertools
import re
import statistics
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from lxml import etree
from PIL import Image

from pipeline.build import prepare
from pipeline.writers.pdf import pdf
from tests import transcripts
from tests.library import SIZES, TOKENS, Edition, points, publish, theme_with
from tests.pages import HYPHEN, Line, Page, pages, paragraphs
from tests.validators import ROOT, poppler, require

Library = Mapping[str, Edition]

MILLIMETRE = 72 / 25.4
TITLE_BLOCK = 4
"""Blocks of the declaration before its text: kind, title, subtitle, date."""

each_size = pytest.mark.parametrize(
    "name", [f"declaration-{size}" if size != TOKENS["size"] else "declaration" for size in SIZES]
)


class Sheets:
    """An edition's pages with what the tokens say of them."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.pages = pages(edition.files["pdf"])
        self.facing = bool(TOKENS["sizes"][edition.size]["facing"])
        self.lead = edition.page("lead")

    def edge(self, page: int) -> float:
        """Where the text of a page (counted from 1) begins."""
        return self.edition.page("outer" if self.facing and page % 2 == 0 else "inner")

    def body(self, page: Page) -> list[Line]:
        """The lines of a page without its running head."""
        return [line for line in page.lines if line.baseline > self.edition.page("top")]

    def blocks(self) -> list[list[Line]]:
        """The lines of each block of the document."""
        lines = [line for page in self.pages for line in self.body(page)]
        return paragraphs(lines, self.edition.words)


@pytest.fixture(scope="module")
def sheets(library: Library) -> Mapping[str, Sheets]:
    """The declaration in all sizes, and the long document."""
    return {name: Sheets(library[name]) for name in library if name.startswith("declaration") or name == "long"}


# ---- the printed page


@each_size
def test_pages_have_the_size_of_the_tokens(sheets: Mapping[str, Sheets], name: str) -> None:
    made = sheets[name]
    for page in made.pages:
        assert page.width == pytest.approx(made.edition.page("width"), abs=0.01)
        assert page.height == pytest.approx(made.edition.page("height"), abs=0.01)
    assert len(made.pages) == {"A4": 4, "A5": 6, "Letter": 5, "170x240": 5}[made.edition.size]


@each_size
def test_one_text_edge_from_title_to_last_line(sheets: Mapping[str, Sheets], name: str) -> None:
    made = sheets[name]
    for page in made.pages:
        for line in made.body(page):
            edge = made.edge(line.page)
            text = [glyph for glyph in line.glyphs if glyph not in line.beside(edge) and not glyph.character.isspace()]
            assert text[0].x == pytest.approx(edge, abs=0.05), line
            assert (
                line.right
                < page.width - made.edition.page("outer" if edge == made.edition.page("inner") else "inner") + 1
            )


@each_size
def test_labels_end_beside_the_text_on_its_baseline(sheets: Mapping[str, Sheets], name: str) -> None:
    made = sheets[name]
    labels = []
    for first, *rest in made.blocks()[TITLE_BLOCK:]:
        edge = made.edge(first.page)
        assert [line for line in rest if line.beside(made.edge(line.page))] == []
        if label := first.beside(edge):
            labels.append("".join(glyph.character for glyph in label))
            gap = edge - label[-1].right
            assert 2 * MILLIMETRE <= gap <= 4 * MILLIMETRE
            assert gap == pytest.approx(made.edition.page("gap"), abs=0.3)
        assert max(glyph.baseline for glyph in first.glyphs) - min(glyph.baseline for glyph in first.glyphs) < 0.01
    assert labels == ["I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII."]


@each_size
def test_every_line_stands_on_the_grid(sheets: Mapping[str, Sheets], name: str) -> None:
    made = sheets[name]
    blocks = made.blocks()[TITLE_BLOCK - 1 :]
    first = blocks[-1][-1].baseline % made.lead
    for line in itertools.chain(*blocks):
        off = (line.baseline - first) % made.lead
        assert min(off, made.lead - off) < 0.05, line
    for block in blocks:
        for line, below in itertools.pairwise(block):
            assert line.page < below.page or below.baseline - line.baseline == pytest.approx(made.lead, abs=0.01)
    for block, following in itertools.pairwise(blocks[1:]):
        end, begin = block[-1], following[0]
        assert end.page < begin.page or begin.baseline - end.baseline == pytest.approx(2 * made.lead, abs=0.01)


def test_lines_on_both_sides_of_a_leaf_fall_together_in_a_long_text(library: Library, tmp_path: Path) -> None:
    theme = theme_with(tmp_path / "theme", tokens='size = "A5"\n')
    source = tmp_path / "long.md"
    text = library["long"].source.read_text("utf-8")
    names = {"# Part 1\n": "# Part of two lines, for which no heading of usual words would be long enough\n"}
    names["# Part without clauses"] = f"# Part without clauses {' '.join(['and no line that ends it'] * 4)}"
    source.write_text(functools.reduce(lambda said, name: said.replace(*name), names.items(), text), "utf-8")
    publication = prepare(source, ("pdf",), theme=theme, report=lambda _: None)
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf(publication, report=lambda _: None))
    tokens = TOKENS["sizes"]["A5"]
    lead, top, size = (points(tokens[key]) for key in ("lead", "top", "text"))
    sheets = [
        [line for line in sheet.lines if line.baseline > top and line.glyphs[-1].size == pytest.approx(size, abs=0.01)]
        for sheet in pages(path)
    ]
    assert len(sheets) > 12
    first = sheets[1][0].baseline % lead
    off = [line for lines in sheets for line in lines if abs(line.baseline % lead - first) > 0.1]
    assert off == []


@pytest.mark.parametrize("name", ["declaration", *(f"declaration-{size}" for size in SIZES[1:]), "long"])
def test_no_line_stands_alone(sheets: Mapping[str, Sheets], name: str) -> None:
    made = sheets[name]
    clause = re.compile(r"([IVX]+|\d+)\. ")
    headings = re.compile(r"(Part|Chapter|Section) \d")
    blocks = made.blocks()
    for index, block in enumerate(blocks):
        text = made.edition.words[index]
        here = [len(list(lines)) for _, lines in itertools.groupby(block, key=lambda line: line.page)]
        assert here[-1] >= 2 or len(here) == 1, f"the last line of “{text[:40]}” opens a page"
        assert here[0] >= (3 if clause.match(text) else 2) or len(here) == 1, f"“{text[:40]}” has no room to begin"
        if headings.match(text):
            follows = [line for line in itertools.chain(*blocks[index + 1 : index + 4]) if line.page == block[-1].page]
            assert len(follows) >= 2, f"“{text}” is stranded"
    assert len({line.page for line in itertools.chain(*blocks)}) == len(made.pages)


def test_headings_are_broken_into_even_lines(sheets: Mapping[str, Sheets]) -> None:
    made = sheets["long"]
    broken = [block for block in made.blocks() if block[0].text.startswith("Chapter") and len(block) > 1]
    assert len(broken) > 5
    for block in broken:
        widths = [line.right - line.left for line in block]
        assert min(widths) > 0.7 * max(widths), block


@each_size
def test_the_last_page_is_no_remnant(sheets: Mapping[str, Sheets], name: str) -> None:
    made = sheets[name]
    assert len(made.body(made.pages[-1])) >= 6


@each_size
def test_lines_that_the_eye_rejects(sheets: Mapping[str, Sheets], name: str) -> None:
    """No stub inside a paragraph or at its end, no ladder of hyphens, none before the last line or at a page's end."""
    for block in sheets[name].blocks()[TITLE_BLOCK:]:
        texts = [line.text for line in block]
        assert [text for text in texts[:-1] if len(text) < 18] == []
        assert len(texts[-1]) >= 6
        ends = "".join("-" if text.endswith((HYPHEN, "-")) else " " for text in texts)
        assert "----" not in ends, texts
        assert ends[-2:-1] != "-", texts
        breaks = [line.text for line, below in itertools.pairwise(block) if line.page < below.page]
        assert [text for text in breaks if text.endswith((HYPHEN, "-"))] == []


@each_size
def test_no_line_is_loose_and_few_nearly_so(sheets: Mapping[str, Sheets], name: str) -> None:
    made = sheets[name]
    lines = [line for block in made.blocks()[TITLE_BLOCK:] for line in block[:-1]]
    spaces = [statistics.median(gained(line)) for line in lines]
    assert max(spaces) <= (0.45 if name == "declaration-A5" else 0.35)
    assert sum(extra > 0.2 for extra in spaces) <= 0.09 * sum(map(len, made.blocks()))
    assert min(spaces) >= -0.07


def gained(line: Line) -> list[float]:
    """By how many em each space of a line is wider than the face's own, which is .233 em.

    Half of that stands before the space's glyph, half behind it.
    """
    glyphs = line.glyphs[: max(at for at, glyph in enumerate(line.glyphs) if not glyph.character.isspace()) + 1]
    inner = zip(glyphs, glyphs[1:], glyphs[2:], strict=False)
    return [(c.x - a.right) / b.size - 0.233 for a, b, c in inner if b.character in (" ", "\u00a0")]


@each_size
def test_running_head_and_folio_belong_to_the_page_and_not_to_the_text(
    sheets: Mapping[str, Sheets], library: Library, name: str
) -> None:
    made = sheets[name]
    heads = [[line.text for line in page.lines if line not in made.body(page)] for page in made.pages]
    count = len(made.pages)
    title = "CPC and World Political Parties Summit"
    if made.facing:  # the folio stands outside, left on a left-hand page
        expected = [f"{page} {title}" if page % 2 == 0 else f"Declaration {page}" for page in range(2, count + 1)]
    else:
        expected = [f"{title} {page}/{count}" for page in range(2, count + 1)]
    assert heads == [[], *([head] for head in expected)]
    spoken = " ".join(transcripts.pdf_blocks(library[name].files["pdf"]))
    assert spoken.count(title) == 2  # the title itself, and the first paragraph
    assert [head for head in expected if head in spoken] == []
    for page in made.pages[1:]:
        (head,) = (line for line in page.lines if line not in made.body(page))
        assert head.left == pytest.approx(made.edge(head.page), abs=0.05)
        assert {round(glyph.size, 1) for glyph in head.glyphs if not glyph.character.isspace()} == {
            made.edition.page("small")
        }


@each_size
def test_type_has_the_sizes_of_the_tokens(sheets: Mapping[str, Sheets], name: str) -> None:
    made = sheets[name]
    kind, title, subtitle, *text = made.blocks()
    for blocks, key in (([kind, subtitle], "display"), ([title], "title"), (text, "text")):
        found = {round(glyph.size, 2) for line in itertools.chain(*blocks) for glyph in line.glyphs}
        assert found == {made.edition.page(key)}, key  # one size, so no small capital is a shrunken one
    assert {glyph.font for line in title for glyph in line.glyphs} == {"Engross-Title"}
    assert {glyph.font for line in subtitle for glyph in line.glyphs} == {"Engross-Text-Italic"}
    assert {glyph.font for line in itertools.chain(*text) for glyph in line.glyphs} <= {"Engross-Text", "Line-End"}


def test_every_font_is_the_themes_own_embedded_and_readable(library: Library) -> None:
    require(poppler)
    faces = {re.sub(r"\W", "-", face["name"]) for face in TOKENS["faces"].values()} | {"Line-End"}
    for edition in library.values():
        for font in poppler.fonts(edition.files["pdf"]):
            family = re.sub(r"(-(Bold|Italic|Oblique))+$", "", font.name.partition("+")[2])
            assert family in faces, (edition.name, font)
            assert (font.embedded, font.subset, font.to_unicode) == (True, True, True), (edition.name, font)


def test_print_is_black_type_and_nothing_else(library: Library) -> None:
    """No colour, no rule, no box: the declaration's pages set type and paint nothing more."""
    colours = {"g", "G", "k", "K", "rg", "RG", "sc", "scn", "SC", "SCN"}
    painting = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do"}
    for size in SIZES:
        with pikepdf.open(library["declaration" if size == "A4" else f"declaration-{size}"].files["pdf"]) as pdf:
            for page in pdf.pages:
                for instruction in pikepdf.parse_content_stream(page):
                    operator = str(instruction.operator)
                    assert operator not in painting, operator
                    if operator in colours:
                        assert {float(value) for value in instruction.operands} == {0.0}, instruction


# ---- the Word file


def paragraph_style(document: "docx.document.Document", name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


@each_size
def test_word_has_the_lengths_of_the_tokens(library: Library, name: str) -> None:
    edition = library[name]
    document = docx.Document(str(edition.files["docx"]))
    (section,) = document.sections

    twip = 1 / 20
    for value, key in (
        (section.page_width, "width"),
        (section.page_height, "height"),
        (section.left_margin, "inner"),
        (section.right_margin, "outer"),
        (section.top_margin, "top"),
    ):
        assert value is not None
        assert value.pt == pytest.approx(edition.page(key), abs=twip), key
    lead = edition.page("lead")
    for style, size, line, before in (
        ("Title", "title", edition.page("title-lead"), TOKENS["space"]["title-between"]),
        ("Kind", "display", None, TOKENS["space"]["title-above"]),
        ("Subtitle", "display", None, TOKENS["space"]["title-between"]),
        ("Normal", None, lead, 0),
        ("Recital", None, None, TOKENS["space"]["paragraph"]),
        ("Clause", None, None, TOKENS["space"]["paragraph"]),
        ("Clause 2", None, None, TOKENS["space"]["sub"]),
        ("Heading 1", "division", 1.5 * lead, TOKENS["space"]["division-above"] - 0.5),
    ):
        made = paragraph_style(document, style)
        if size:
            assert made.font.size is not None
            assert made.font.size.pt == pytest.approx(edition.page(size), abs=0.25), style  # half-points
        if line is not None:
            assert made.paragraph_format.line_spacing_rule is WD_LINE_SPACING.EXACTLY, style
            assert made.paragraph_format.line_spacing.pt == pytest.approx(line, abs=twip), style
        assert made.paragraph_format.space_before is not None, style
        assert made.paragraph_format.space_before.pt == pytest.approx(before * lead, abs=twip), style
    assert word(edition, "styles.xml", "//w:docDefaults//w:sz/@w:val") == [f"{2 * edition.page('text'):g}"]
    (hanging, *_) = word(edition, "numbering.xml", "//w:lvl[w:pStyle/@w:val = 'Clause']//w:ind/@w:hanging")
    assert int(hanging) * twip == pytest.approx(edition.page("gap"), abs=twip)


def word(edition: Edition, part: str, path: str) -> list[str]:
    """What an XPath finds in a part of the Word file."""
    return in_package(edition.files["docx"], f"word/{part}", path)


def in_package(file: Path, part: str, path: str) -> list[str]:
    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    with zipfile.ZipFile(file) as package:
        return list(map(str, etree.fromstring(package.read(part)).xpath(path, namespaces=names)))


# ---- what reads on

SET_OFF = """---
title: What Is Set Off
language: en
date: 2024-01-01
---

I. We recall:

> quoted words

(a) a sub-paragraph,

> more quoted words

(b) another:

- a bullet,

  > quoted in a bullet

- the next.
"""


def test_a_quotation_stands_apart_from_what_reads_on_behind_it(tmp_path: Path) -> None:
    (tmp_path / "apart.md").write_text(SET_OFF, "utf-8")
    files = publish(tmp_path / "apart.md", tmp_path / "out")
    lead = points(TOKENS["sizes"][TOKENS["size"]]["lead"])
    (page,) = pages(files["pdf"])
    below = {two.text: two.baseline - one.baseline for one, two in itertools.pairwise(page.lines)}
    gaps = {words.split(" ", maxsplit=1)[-1]: round(gap / lead, 2) for words, gap in below.items()}
    assert [gaps[words] for words in ("a sub-paragraph,", "another:", "the next.", "a bullet,")] == [2, 2, 2, 1]
    word = docx.Document(str(files["docx"]))
    styles = {paragraph.text: paragraph.style for paragraph in word.paragraphs}
    for words in ("quoted words", "more quoted words", "quoted in a bullet"):
        style = styles[words]
        assert isinstance(style, ParagraphStyle)
        assert style.paragraph_format.space_after == Pt(lead)


# ---- a theme of one's own

HOUSE = """
[sizes.A4]
text = "12pt"
gap = "3.5mm"

[screen]
text-max = "1.375rem"

[ebook]
title = "2.5em"

[colours.light]
ink = "#102a43"

[faces.title]
name = "House Title"
axes = { wght = 700 }
sha256 = ""
"""
"""The size of the text, the ink, the face of titles; and what the screen and the e-book have of their own."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("house")
    files = publish(ROOT / "source" / "declaration.md", folder, theme=theme_with(folder / "theme", HOUSE))
    return Edition("house", ROOT / "source" / "declaration.md", "A4", (), files)


def test_a_theme_changes_the_pdf(house: Edition) -> None:
    lines = [line for page in pages(house.files["pdf"]) for line in page.lines]
    sizes = [round(glyph.size, 2) for line in lines for glyph in line.glyphs]
    assert sizes.count(12) > len(sizes) * 0.9
    assert {glyph.font for line in lines for glyph in line.glyphs if glyph.size > 20} == {"House-Title"}
    (label,) = (line for line in lines if line.text.startswith("IV. "))
    edge = points(TOKENS["sizes"]["A4"]["inner"])
    assert edge - label.beside(edge)[-1].right == pytest.approx(3.5 * MILLIMETRE, abs=0.3)


def test_a_theme_changes_the_word_file(house: Edition) -> None:
    assert word(house, "styles.xml", "//w:docDefaults//w:sz/@w:val") == ["24"]
    assert word(house, "styles.xml", "//w:style[@w:styleId = 'Title']//w:rFonts/@w:ascii") == ["House Title"]
    assert word(house, "fontTable.xml", "//w:font[@w:name = 'House Title']/w:embedRegular/@w:fontKey")
    (hanging, *_) = word(house, "numbering.xml", "//w:lvl[w:pStyle/@w:val = 'Clause']//w:ind/@w:hanging")
    assert int(hanging) / 20 == pytest.approx(3.5 * MILLIMETRE, abs=0.05)


def test_a_theme_changes_the_e_book(house: Edition, declaration: Edition) -> None:
    def style(edition: Edition) -> str:
        with zipfile.ZipFile(edition.files["epub"]) as book:
            return book.read("EPUB/style.css").decode()

    def ink(edition: Edition) -> set[tuple[int, ...]]:
        with zipfile.ZipFile(edition.files["epub"]) as book:
            cover = Image.open(io.BytesIO(book.read("EPUB/cover.png"))).convert("RGB")
        colours = cover.getcolors(1_000_000)
        assert colours
        return {colour for _, colour in colours if isinstance(colour, tuple)}

    for text in ("House Title", "font-size: 2.5em"):
        assert text in style(house)
        assert text not in style(declaration)
    assert (0x10, 0x2A, 0x43) in ink(house) - ink(declaration)


def test_a_theme_changes_the_web_page(house: Edition, declaration: Edition) -> None:
    theirs, ours = (edition.files["html"].read_text("utf-8") for edition in (house, declaration))
    for text in ("House Title", "#102a43", "1.375rem", "--text: 12pt"):
        assert text in theirs
        assert text not in ours
    assert TOKENS["colours"]["light"]["ink"] not in theirs
