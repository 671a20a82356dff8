"""The e-book: what is in it and what it says of itself is true, and it is the same bytes anywhere."""

import functools
import hashlib
import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import tinycss2
from lxml import etree

from pipeline import faces
from pipeline.diagnostics import Diagnostic
from pipeline.rendering import Publication
from pipeline.writers.epub import epub
from tests.library import with_pages
from tests.validators import ROOT
from tests.writers.books import (
    DECLARATION,
    EXAMPLE,
    NAMESPACES,
    OPF,
    Book,
    bound,
    declaration,
    example,
    published,
    written,
)

# ---- what is in it


def words(source: Path) -> str:
    """The words of a source of plain paragraphs: what stands behind the front matter, without lines of attributes."""
    text = source.read_text("utf-8").split("---\n", 2)[2]
    return " ".join(re.sub(r"^\{.*\}$", "", text, flags=re.MULTILINE).split())


def test_the_text_is_the_declaration_word_for_word() -> None:
    pages = declaration().spine()
    assert pages == ["cover.xhtml", "title.xhtml", "preamble.xhtml", "body-1.xhtml"]
    assert " ".join(declaration().text(page) for page in pages[2:]) == words(DECLARATION)


def test_the_package_begins_as_it_has_to() -> None:
    """OCF 3.3, 4.3: `mimetype` is first, neither compressed nor padded, so that its words stand at byte 38."""
    assert declaration().data[30:58] == b"mimetypeapplication/epub+zip"
    assert declaration().names[:2] == ["mimetype", "META-INF/container.xml"]


def test_each_division_has_a_file_and_the_rest_share_one(tmp_path: Path) -> None:
    text = (
        "Noting,",
        "1. One.",
        "2. Two.",
        "# First",
        "3. Three.",
        "## Inner",
        "4. Four.",
        "# Second",
        "5. Five.",
        "Done.",
    )
    book = Book(bound(written(tmp_path, "\n\n".join(text))))
    assert {page: book.text(page) for page in book.spine()[2:]} == {
        "preamble.xhtml": "Noting,",
        "body-1.xhtml": "1. One. 2. Two.",
        "body-2.xhtml": "First 3. Three. Inner 4. Four.",
        "body-3.xhtml": "Second 5. Five. Done.",
    }
    titles = [book.tree(page).findtext("h:head/h:title", namespaces=NAMESPACES) for page in book.spine()[3:]]
    assert titles == ["Paragraphs 1.–2. · Charter", "First · Charter", "Second · Charter"]


def test_very_long_texts_without_divisions_are_split(tmp_path: Path) -> None:
    clauses = "\n\n".join(f"{count}. {'We agree. ' * 1000}" for count in range(1, 41))
    book = Book(bound(written(tmp_path, clauses)))
    assert book.spine()[2:] == ["body-1.xhtml", "body-2.xhtml", "body-3.xhtml"]
    assert max(len(book.parts[f"EPUB/{page}"]) for page in book.spine()) < 260_000


def test_links_find_their_place_in_another_file(tmp_path: Path) -> None:
    text = """# First {#first}

1. See [the second](#second) and [this one](#clause-1) and [a page](https://example.org/?a=1&b=2).

# Second {#second}

2. See [the first](#first).
"""
    book = Book(bound(written(tmp_path, text)))
    links = [link.get("href") for page in book.spine() for link in book.tree(page).iter("{*}a")]
    assert links == [
        "body-2.xhtml#second",
        "body-1.xhtml#clause-1",
        "https://example.org/?a=1&b=2",
        "body-1.xhtml#first",
    ]


def lines(entries: etree._Element) -> Iterator[tuple[int, str, str]]:
    """Depth, words and target of each line of the contents."""
    for link in entries.iter("{*}a"):
        depth = sum(1 for _ in link.iterancestors("{*}ol"))
        yield depth, " ".join("".join(link.itertext()).split()), str(link.get("href"))


def test_the_contents_lead_to_everything_in_order() -> None:
    navigation, landmarks = example().tree("nav.xhtml").iter("{*}nav")
    assert list(lines(navigation)) == [
        (1, "Declaration on Good Examples", "title.xhtml"),
        (1, "Preamble", "preamble.xhtml"),
        (1, "Purpose", "body-1.xhtml#part-one"),
        (2, "I. a clause begins with its number", "body-1.xhtml#purpose"),
        (2, "II.", "body-1.xhtml#clause-2"),
        (1, "Other ways", "body-2.xhtml#section-2"),
        (2, "III.", "body-2.xhtml#clause-3"),
        (2, "IV.", "body-2.xhtml#clause-4"),
        (2, "V.", "body-2.xhtml#clause-5"),
        (2, "V bis.", "body-2.xhtml#clause-v-bis"),
        (2, "VI.", "body-2.xhtml#clause-6"),
        (2, "VII.", "body-2.xhtml#clause-7"),
        (1, "Conclusion", "body-2.xhtml#conclusion-1"),
    ]
    assert [(link.get(f"{{{NAMESPACES['ops']}}}type"), link.get("href")) for link in landmarks.iter("{*}a")] == [
        ("cover", "cover.xhtml"),
        ("titlepage", "title.xhtml"),
        ("toc", "nav.xhtml#toc"),
        ("bodymatter", "preamble.xhtml"),
    ]


def test_the_ncx_repeats_the_contents() -> None:
    ncx = example().tree("toc.ncx")
    points = [
        (
            sum(1 for _ in point.iterancestors("{*}navPoint")) + 1,
            point.findtext("ncx:navLabel/ncx:text", namespaces=NAMESPACES),
            point.find("ncx:content", NAMESPACES).get("src"),  # type: ignore[union-attr]  # each has one
        )
        for point in ncx.iter("{*}navPoint")
    ]
    assert points == list(lines(next(example().tree("nav.xhtml").iter("{*}nav"))))
    assert ncx.xpath("//ncx:meta[@name='dtb:depth']/@content", namespaces=NAMESPACES) == ["2"]
    assert ncx.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"


def test_every_construct_has_its_markup() -> None:
    found = {element for page in example().spine() for element in map(tag, example().tree(page).iter(etree.Element))}
    assert found >= {
        *("em", "strong", "sub", "sup", "code", "span lang=fr", "a", "blockquote", "figure", "figcaption", "ul"),
        *(
            "div.clause.level-1",
            "li.clause.level-2",
            "li.clause.level-3",
            "li.clause.level-4",
            "section.division.level-1",
        ),
    }


def tag(element: etree._Element) -> str:
    name = etree.QName(element).localname
    if name == "span" and element.get("lang"):
        assert element.get("{http://www.w3.org/XML/1998/namespace}lang") == element.get("lang")
        return f"span lang={element.get('lang')}"
    return ".".join([name, *(element.get("class") or "").split()])


def test_pictures_keep_their_bytes() -> None:
    assert example().parts["EPUB/images/figure-1.png"] == EXAMPLE.with_name("seats.png").read_bytes()


# ---- what it says of itself


def test_the_package_says_what_the_front_matter_says() -> None:
    said = {name: example().said(f"//dc:{name}/text()") for name in ("title", "creator", "date", "type", "publisher")}
    assert said == {
        "title": ["Declaration on Good Examples", "A short text that shows most constructs"],
        "creator": ["Assembly of Examples"],
        "date": ["2021-07-06"],
        "type": ["Declaration"],
        "publisher": ["Assembly of Examples"],
    }
    assert example().said("//dc:subject/text()") == ["examples", "declarations"]
    assert example().said("//dc:description/text()") == ["A text that shows how a declaration is written down."]
    assert example().said("//dc:rights/text()") == ["You may do with this text what you like."]
    assert example().said("//dc:identifier/text()")[1:] == ["EX/1"]
    assert example().meta("title-type") == ["main", "subtitle"]
    assert example().meta("dcterms:modified") == ["2021-07-06T00:00:00Z"]
    assert example().said("/opf:package/@xml:lang | /opf:package/@dir | /opf:package/@prefix") == ["en-GB", "ltr"]


def test_it_says_nothing_that_nobody_said() -> None:
    said = [etree.QName(element).localname for element in declaration().opf.iterfind(".//dc:*", NAMESPACES)]
    assert said == ["identifier", "title", "title", "language", "date", "type"]
    assert b"ebooklib" not in declaration().parts[OPF].lower()


def test_an_isbn_is_marked_as_one(tmp_path: Path) -> None:
    book = Book(bound(written(tmp_path, "1. We agree.", "identifier: ISBN 978-3-16-148410-0")))
    assert book.said("//dc:identifier[@id = /opf:package/@unique-identifier]/text()") == ["urn:isbn:9783161484100"]
    assert book.meta("identifier-type") == ["15"]


def test_a_corrigendum_is_the_same_book_at_a_later_time(tmp_path: Path) -> None:
    first, second = (
        Book(bound(written(tmp_path, text, *front)))
        for text, *front in (("1. We agre.",), ("1. We agree.", "modified: 2022-01-01T12:00:00+02:00"))
    )
    assert first.said("//dc:identifier/text()") == second.said("//dc:identifier/text()")
    assert (first.meta("dcterms:modified"), second.meta("dcterms:modified")) == (
        ["2021-07-06T00:00:00Z"],
        ["2022-01-01T10:00:00Z"],
    )


def test_accessibility_is_told_as_it_is() -> None:
    """No picture in the text, no visual way to read it; no headings, no way from one to the next."""
    assert declaration().meta("schema:accessMode") == ["textual"]
    assert example().meta("schema:accessMode") == ["textual", "visual"]
    assert example().meta("schema:accessModeSufficient") == ["textual", "textual,visual"]
    assert "structuralNavigation" not in declaration().meta("schema:accessibilityFeature")
    assert "structuralNavigation" in example().meta("schema:accessibilityFeature")
    assert ("alternative text" in declaration().meta("schema:accessibilitySummary")[0]) is False
    assert ("alternative text" in example().meta("schema:accessibilitySummary")[0]) is True


def test_conformance_is_claimed_only_with_the_name_of_who_vouches(tmp_path: Path) -> None:
    """EPUB Accessibility 1.1, 3.5.3.1: a claim names the party that has evaluated the book."""
    certified = Book(bound(written(tmp_path, "1. We agree.", "certified-by: Reading Foundation")))
    assert (declaration().meta("dcterms:conformsTo"), declaration().meta("a11y:certifiedBy")) == ([], [])
    assert certified.meta("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert certified.meta("a11y:certifiedBy") == ["Reading Foundation"]
    assert "certified" in declaration().meta("schema:accessibilitySummary")[0]
    assert "certified" not in certified.meta("schema:accessibilitySummary")[0]


# ---- what it looks like


def test_the_style_leaves_the_readers_choices_alone() -> None:
    """No colour, no absolute length, nothing placed: night mode, large letters and narrow screens decide."""
    sheet = example().parts["EPUB/style.css"].decode()
    properties: set[str] = set()
    units: set[str] = set()
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        assert isinstance(rule, tinycss2.ast.QualifiedRule | tinycss2.ast.AtRule)
        for declared in tinycss2.parse_declaration_list(rule.content or [], skip_comments=True, skip_whitespace=True):
            assert isinstance(declared, tinycss2.ast.Declaration)
            properties.add(declared.name)
            units |= set(found_units(declared.value))
            if declared.name in ("width", "height"):  # pictures keep their proportions, the cover's page is a page
                assert tinycss2.serialize(declared.value).strip() in ("auto", "100%")
    assert not {name for name in properties if re.search("color|background|float|position|^(left|right|top)$", name)}
    assert units == {"em", "%"}


def found_units(values: list[tinycss2.ast.Node]) -> Iterator[str]:
    for value in values:
        if isinstance(value, tinycss2.ast.DimensionToken):
            yield value.unit
        elif isinstance(value, tinycss2.ast.PercentageToken):
            yield "%"
        elif isinstance(value, tinycss2.ast.FunctionBlock):
            yield from found_units(value.arguments)


def test_faces_are_those_that_are_used_and_hold_every_character() -> None:
    def fonts(book: Book) -> list[str]:
        return [posixpath.basename(name) for name in book.names if name.endswith(".ttf")]

    assert fonts(declaration()) == ["text-italic.ttf", "text-regular.ttf", "title.ttf"]
    assert fonts(example()) == ["text-bold.ttf", "text-italic.ttf", "text-regular.ttf", "title.ttf"]
    characters = {ord(letter) for page in declaration().spine() for letter in declaration().text(page)} | {
        ord("‐"),
        ord("-"),
    }
    for name in fonts(declaration()):
        assert characters <= faces.covers(declaration().parts[f"EPUB/fonts/{name}"])
        assert len(declaration().parts[f"EPUB/fonts/{name}"]) < 60_000
    assert sum(map(len, declaration().parts.values())) < 250_000


# ---- the same bytes

BUILD = """
import os, sys
from pathlib import Path
os.umask(int(sys.argv[1], 8))
from pipeline.build import build
build(Path(sys.argv[2]), ["epub"], out=Path(sys.argv[3]), report=print)
"""


def test_another_folder_zone_locale_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "elsewhere" / "example.md"
    source.parent.mkdir()
    for path in (EXAMPLE, EXAMPLE.with_name("seats.png")):
        (source.parent / path.name).write_bytes(path.read_bytes())
    environment = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C", "HOME": str(tmp_path)}
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, "-c", BUILD, "077", str(source), str(tmp_path / "out")],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    made = (tmp_path / "out" / "example.epub").read_bytes()
    here = epub(with_pages(EXAMPLE, ("epub",)), report=print)
    assert hashlib.sha256(made).hexdigest() == hashlib.sha256(here).hexdigest()


# ---- pages that a theme has broken


def broken(publication: Publication, name: str, old: str, new: str) -> list[Diagnostic]:
    """What is reported when a page is changed; no book is made of it."""
    page = publication.pages[f"epub/{name}"]
    assert old in page
    pages: Mapping[str, str] = {**publication.pages, f"epub/{name}": page.replace(old, new)}
    found: list[Diagnostic] = []
    assert epub(replace(publication, pages=pages), report=found.append) == b""
    return found


@functools.cache
def example_pages() -> Publication:
    return published(EXAMPLE)


@pytest.mark.parametrize(
    ("name", "old", "new", "rule", "said"),
    [
        ("body-1.xhtml", "</h2>", "", "epub-markup", "body-1.xhtml is not well-formed"),
        ("body-2.xhtml", "“1.”", "&nbsp;", "epub-markup", "Entity 'nbsp' not defined"),
        (
            "preamble.xhtml",
            "body-1.xhtml#purpose",
            "body-1.xhtml#aim",
            "epub-dangling",
            "“body-1.xhtml#aim” leads nowhere",
        ),
        ("preamble.xhtml", "body-1.xhtml#purpose", "body-9.xhtml", "epub-dangling", "“body-9.xhtml” leads nowhere"),
        ("preamble.xhtml", "body-1.xhtml#purpose", "", "epub-dangling", "“” leads nowhere"),
        ("preamble.xhtml", "https://www", "javascript:x", "epub-dangling", "leads nowhere"),
        ("preamble.xhtml", "body-1.xhtml#purpose", "//[", "epub-dangling", "“//[” leads nowhere"),
        ("body-2.xhtml", "images/figure-1.png", "images/figure-2.png", "epub-dangling", "figure-2.png” leads nowhere"),
        ("body-2.xhtml", "images/figure-1.png", "https://example.org/a.png", "epub-dangling", "a.png” leads nowhere"),
        ("body-2.xhtml", 'id="clause-4-a"', 'id="clause-4-b"', "epub-dangling", "“clause-4-b” stands 2 times"),
        ("nav.xhtml", 'id="contents"', 'id="content"', "epub-dangling", "“#contents” leads nowhere"),
        ("title.xhtml", 'href="style.css"', 'href="styles.css"', "epub-dangling", "“styles.css” leads nowhere"),
        ("style.css", "fonts/title.ttf", "fonts/titel.ttf", "epub-dangling", "“fonts/titel.ttf” leads nowhere"),
    ],
)
def test_what_leads_nowhere_is_reported(name: str, old: str, new: str, rule: str, said: str) -> None:
    found = broken(example_pages(), name, old, new)
    assert [diagnostic.rule for diagnostic in found] == [rule]
    assert said in found[0].message


def test_the_place_in_the_source_is_named() -> None:
    found = broken(example_pages(), "preamble.xhtml", "body-1.xhtml#purpose", "body-1.xhtml#aim")
    recital = next(
        number for number, line in enumerate(EXAMPLE.read_text("utf-8").splitlines(), 1) if "Recalling" in line
    )
    assert [diagnostic.position.line for diagnostic in found if diagnostic.position] == [recital]
