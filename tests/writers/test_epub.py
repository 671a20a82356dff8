"""The e-book: sound to the validators, true in what it says, the same bytes anywhere; and damage shows."""

import hashlib
import io
import os
import posixpath
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import tinycss2
from lxml import etree

from pipeline import faces
from pipeline.build import prepare
from pipeline.diagnostics import Diagnostic
from pipeline.rendering import Publication
from pipeline.writers.epub import epub
from tests.validators import ROOT, Finding, ace, chromium, epubcheck, require
from tests.validators.programs import package_folder

DECLARATION = ROOT / "source" / "declaration.md"
EXAMPLE = ROOT / "templates" / "example" / "source" / "example.md"
"""What `engross new` writes: it shows each construct of the source language."""

HEAD = """---
title: Charter
language: en-GB
date: 2021-07-06
scheme: resolution
"""
CERTIFIED = (
    HEAD.replace("en-GB", "fr").replace("Charter", "Charte")
    + """certified-by: Fondation pour la lecture
identifier: doi:10.1234/charte
---

Considérant que tout se tient,

1. Les Parties conviennent de ce qui suit.
"""
)
LONG = (
    HEAD.replace(
        "title: Charter", "title: Interinstitutional Convention on the Internationalisation of Telecommunications"
    )
    + f"""---

# Responsibilities of the telecommunications administrations

1. {"We agree. " * 200}

(a) {"we agree; " * 40}

(i) {"we agree; " * 40}

a. {"we agree; " * 40}
"""
)
OPF = "EPUB/content.opf"
NAMESPACES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "h": "http://www.w3.org/1999/xhtml",
    "ops": "http://www.idpf.org/2007/ops",
}


def published(source: Path) -> Publication:
    found: list[Diagnostic] = []
    publication = prepare(source, ["epub"], report=found.append)
    assert found == []
    return publication


def bound(publication: Publication) -> bytes:
    found: list[Diagnostic] = []
    made = epub(publication, report=found.append)
    assert found == []
    return made


class Book:
    """An e-book read with nothing but a ZIP reader and an XML parser."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.names = package.namelist()
            self.parts = {name: package.read(name) for name in self.names}
        self.opf = self.tree("content.opf")

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[f"EPUB/{name}"])

    def said(self, path: str) -> list[str]:
        return [str(text) for text in self.opf.xpath(path, namespaces=NAMESPACES)]

    def meta(self, name: str) -> list[str]:
        return self.said(f"//opf:meta[@property='{name}']/text()")

    def spine(self) -> list[str]:
        """The pages in reading order, without those out of the flow."""
        return self.said("//opf:manifest/opf:item[@id = //opf:itemref[not(@linear='no')]/@idref]/@href")

    def text(self, page: str) -> str:
        body = self.tree(page).find("h:body", NAMESPACES)
        return " ".join("".join(body.itertext()).split()) if body is not None else ""


@pytest.fixture(scope="module")
def declaration() -> Book:
    return Book(bound(published(DECLARATION)))


@pytest.fixture(scope="module")
def example() -> Book:
    return Book(bound(published(EXAMPLE)))


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Publication]:
    """A publication of front matter and text."""

    def write(text: str, *front: str, head: str = HEAD) -> Publication:
        source = tmp_path / "charter.md"
        source.write_text(head + "\n".join(front) + "\n---\n\n" + text, "utf-8")
        return published(source)

    return write


# ---- the validators: each runs once, over the sound books and the damaged ones

Damage = Callable[[dict[str, bytes]], None]


def swap(name: str, old: str, new: str) -> Damage:
    def damage(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[name], f"{old} is not in {name}"
        parts[name] = parts[name].replace(old.encode(), new.encode())

    return damage


def drop(name: str) -> Damage:
    def damage(parts: dict[str, bytes]) -> None:
        del parts[name]

    return damage


def cut_short(name: str) -> Damage:
    def damage(parts: dict[str, bytes]) -> None:
        parts[name] = parts[name][8:]

    return damage


def without_list(parts: dict[str, bytes]) -> None:
    page = parts["EPUB/nav.xhtml"]
    parts["EPUB/nav.xhtml"] = re.sub(rb"<ol>.*?</ol>\s*</nav>", b"</nav>", page, count=1, flags=re.DOTALL)


@dataclass(frozen=True)
class Case:
    """What is broken, and the rule of the program that has to notice it."""

    damage: Damage
    tool: str
    rule: str


MODIFIED = '<meta property="dcterms:modified">2021-07-06T00:00:00Z</meta>'
SECOND = '<item href="body-2.xhtml" id="file-body-2.xhtml" media-type="application/xhtml+xml"/>'
DAMAGES = {
    "no date of change": Case(swap(OPF, MODIFIED, ""), "epubcheck", "RSC-005"),
    "contents lead to no file": Case(swap("EPUB/nav.xhtml", "body-1.xhtml#", "body-9.xhtml#"), "epubcheck", "RSC-007"),
    "contents lead to no place": Case(swap("EPUB/nav.xhtml", "#purpose", "#elsewhere"), "epubcheck", "RSC-012"),
    "contents without entries": Case(without_list, "epubcheck", "RSC-005"),
    "a face is missing": Case(drop("EPUB/fonts/text-italic.ttf"), "epubcheck", "RSC-001"),
    "a picture is no picture": Case(cut_short("EPUB/images/figure-1.png"), "epubcheck", "OPF-029"),
    "a tag is not closed": Case(swap("EPUB/body-1.xhtml", "</h2>", ""), "epubcheck", "RSC-016"),
    "an identifier stands twice": Case(swap("EPUB/body-1.xhtml", "clause-2-a", "purpose"), "epubcheck", "RSC-005"),
    "an element that is none": Case(swap("EPUB/body-1.xhtml", "<h2>", "<h2><blink/>"), "epubcheck", "RSC-005"),
    "NCX and package differ": Case(swap("EPUB/toc.ncx", "urn:uuid:", "urn:uuid:0"), "epubcheck", "NCX-001"),
    "a page is not in the manifest": Case(swap(OPF, SECOND, ""), "epubcheck", "RSC-005"),
    "a wrong media type": Case(swap(OPF, 'media-type="image/png"', 'media-type="image/gif"'), "epubcheck", "OPF-029"),
    "a style that is none": Case(swap("EPUB/style.css", "body {", "body }{"), "epubcheck", "CSS-008"),
    "no words for a picture": Case(swap("EPUB/cover.xhtml", " alt=", " data-alt="), "ace", "image-alt"),
    "no language of the package": Case(swap(OPF, ' xml:lang="en-GB"', ""), "ace", "epub-lang"),
    "no language of a page": Case(
        swap("EPUB/body-1.xhtml", ' lang="en-GB" xml:lang="en-GB"', ""), "ace", "html-has-lang"
    ),
    "no way to read it": Case(swap(OPF, 'schema:accessMode"', 'schema:about"'), "ace", "metadata-accessmode"),
    "no summary": Case(
        swap(OPF, "schema:accessibilitySummary", "schema:about"), "ace", "metadata-accessibilitysummary"
    ),
}
SOUND = ("declaration", "example", "certified", "long")


@pytest.fixture(scope="module")
def shelf(declaration: Book, example: Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every book that the validators read: the sound ones, and the example with each damage."""
    folder = tmp_path_factory.mktemp("shelf")
    books = {"declaration": declaration.data, "example": example.data}
    for name, text in {"certified": CERTIFIED, "long": LONG}.items():
        source = folder / f"{name}.md"
        source.write_text(text, "utf-8")
        books[name] = bound(published(source))
    paths: dict[str, Path] = {}
    for name, data in books.items():
        paths[name] = folder / f"{name}.epub"
        paths[name].write_bytes(data)
    for count, (name, case) in enumerate(DAMAGES.items()):
        parts = dict(example.parts)
        case.damage(parts)
        paths[name] = folder / f"damage-{count}.epub"
        with zipfile.ZipFile(paths[name], "w") as package:
            for part, content in parts.items():
                package.writestr(part, content)
    return paths


@pytest.fixture(scope="module")
def complaints(shelf: dict[str, Path]) -> dict[str, list[Finding]]:
    """What EPUBCheck and Ace say, by the name of the book. Ace takes a second a book, so it reads what it has to."""
    require(epubcheck, ace)
    found = epubcheck.check(list(shelf.values()))
    for_ace = [name for name in shelf if name in SOUND or DAMAGES[name].tool == "ace"]
    found += ace.check([shelf[name] for name in for_ace])
    return {name: [finding for finding in found if finding.file == path] for name, path in shelf.items()}


@pytest.mark.validator
@pytest.mark.slow
@pytest.mark.parametrize("name", SOUND)
def test_the_validators_have_nothing_to_say(complaints: dict[str, list[Finding]], name: str) -> None:
    assert [str(finding) for finding in complaints[name]] == []


@pytest.mark.validator
@pytest.mark.slow
@pytest.mark.parametrize("name", DAMAGES)
def test_damage_shows(complaints: dict[str, list[Finding]], name: str) -> None:
    expected = DAMAGES[name]
    assert expected.rule in {finding.rule for finding in complaints[name] if finding.tool == expected.tool}


# ---- what is in it


def words(source: Path) -> str:
    """The words of a source of plain paragraphs: what stands behind the front matter, without lines of attributes."""
    text = source.read_text("utf-8").split("---\n", 2)[2]
    return " ".join(re.sub(r"^\{.*\}$", "", text, flags=re.MULTILINE).split())


def test_the_text_is_the_declaration_word_for_word(declaration: Book) -> None:
    pages = declaration.spine()
    assert pages == ["cover.xhtml", "title.xhtml", "preamble.xhtml", "body-1.xhtml"]
    assert " ".join(declaration.text(page) for page in pages[2:]) == words(DECLARATION)


def test_the_package_begins_as_it_has_to(declaration: Book) -> None:
    """OCF 3.3, 4.3: `mimetype` is first, neither compressed nor padded, so that its words stand at byte 38."""
    assert declaration.data[30:58] == b"mimetypeapplication/epub+zip"
    assert declaration.names[:2] == ["mimetype", "META-INF/container.xml"]


def test_each_division_has_a_file_and_the_rest_share_one(written: Callable[..., Publication]) -> None:
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
    book = Book(bound(written("\n\n".join(text))))
    assert {page: book.text(page) for page in book.spine()[2:]} == {
        "preamble.xhtml": "Noting,",
        "body-1.xhtml": "1. One. 2. Two.",
        "body-2.xhtml": "First 3. Three. Inner 4. Four.",
        "body-3.xhtml": "Second 5. Five. Done.",
    }
    titles = [book.tree(page).findtext("h:head/h:title", namespaces=NAMESPACES) for page in book.spine()[3:]]
    assert titles == ["Paragraphs 1.–2. · Charter", "First · Charter", "Second · Charter"]


def test_very_long_texts_without_divisions_are_split(written: Callable[..., Publication]) -> None:
    clauses = "\n\n".join(f"{count}. {'We agree. ' * 1000}" for count in range(1, 41))
    book = Book(bound(written(clauses)))
    assert book.spine()[2:] == ["body-1.xhtml", "body-2.xhtml", "body-3.xhtml"]
    assert max(len(book.parts[f"EPUB/{page}"]) for page in book.spine()) < 260_000


def test_links_find_their_place_in_another_file(written: Callable[..., Publication]) -> None:
    text = """# First {#first}

1. See [the second](#Second) and [this one](#clause-1) and [a page](https://example.org/?a=1&b=2).

# Second {#second}

2. See [the first](#first).
"""
    book = Book(bound(written(text)))
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


def test_the_contents_lead_to_everything_in_order(example: Book) -> None:
    navigation, landmarks = example.tree("nav.xhtml").iter("{*}nav")
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
        (1, "Conclusion", "body-2.xhtml#figure-1"),
    ]
    assert [(link.get(f"{{{NAMESPACES['ops']}}}type"), link.get("href")) for link in landmarks.iter("{*}a")] == [
        ("cover", "cover.xhtml"),
        ("titlepage", "title.xhtml"),
        ("toc", "nav.xhtml#toc"),
        ("bodymatter", "preamble.xhtml"),
    ]


def test_the_ncx_repeats_the_contents(example: Book) -> None:
    ncx = example.tree("toc.ncx")
    points = [
        (
            sum(1 for _ in point.iterancestors("{*}navPoint")) + 1,
            point.findtext("ncx:navLabel/ncx:text", namespaces=NAMESPACES),
            point.find("ncx:content", NAMESPACES).get("src"),  # type: ignore[union-attr]  # each has one
        )
        for point in ncx.iter("{*}navPoint")
    ]
    assert points == list(lines(next(example.tree("nav.xhtml").iter("{*}nav"))))
    assert ncx.xpath("//ncx:meta[@name='dtb:depth']/@content", namespaces=NAMESPACES) == ["2"]
    assert ncx.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"


def test_every_construct_has_its_markup(example: Book) -> None:
    found = {element for page in example.spine() for element in map(tag, example.tree(page).iter(etree.Element))}
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


def test_pictures_keep_their_bytes(example: Book) -> None:
    assert example.parts["EPUB/images/figure-1.png"] == EXAMPLE.with_name("seats.png").read_bytes()


# ---- what it says of itself


def test_the_package_says_what_the_front_matter_says(example: Book) -> None:
    said = {name: example.said(f"//dc:{name}/text()") for name in ("title", "creator", "date", "type", "publisher")}
    assert said == {
        "title": ["Declaration on Good Examples", "A short text that shows each construct"],
        "creator": ["Assembly of Examples"],
        "date": ["2021-07-06"],
        "type": ["Declaration"],
        "publisher": ["Assembly of Examples"],
    }
    assert example.said("//dc:subject/text()") == ["examples", "declarations"]
    assert example.said("//dc:description/text()") == ["A text that shows how a declaration is written down."]
    assert example.said("//dc:rights/text()") == ["You may do with this text what you like."]
    assert example.said("//dc:identifier/text()")[1:] == ["EX/1"]
    assert example.meta("title-type") == ["main", "subtitle"]
    assert example.meta("dcterms:modified") == ["2021-07-06T00:00:00Z"]
    assert example.said("/opf:package/@xml:lang | /opf:package/@dir | /opf:package/@prefix") == ["en-GB", "ltr"]


def test_it_says_nothing_that_nobody_said(declaration: Book) -> None:
    said = [etree.QName(element).localname for element in declaration.opf.iterfind(".//dc:*", NAMESPACES)]
    assert said == ["identifier", "title", "title", "language", "date", "type"]
    assert b"ebooklib" not in declaration.parts[OPF].lower()


def test_an_isbn_is_marked_as_one(written: Callable[..., Publication]) -> None:
    book = Book(bound(written("1. We agree.", "identifier: ISBN 978-3-16-148410-0")))
    assert book.said("//dc:identifier[@id = /opf:package/@unique-identifier]/text()") == ["urn:isbn:9783161484100"]
    assert book.meta("identifier-type") == ["15"]


def test_a_corrigendum_is_the_same_book_at_a_later_time(written: Callable[..., Publication]) -> None:
    first, second = (
        Book(bound(written(text, *front)))
        for text, *front in (("1. We agre.",), ("1. We agree.", "modified: 2022-01-01T12:00:00+02:00"))
    )
    assert first.said("//dc:identifier/text()") == second.said("//dc:identifier/text()")
    assert (first.meta("dcterms:modified"), second.meta("dcterms:modified")) == (
        ["2021-07-06T00:00:00Z"],
        ["2022-01-01T10:00:00Z"],
    )


def test_accessibility_is_told_as_it_is(declaration: Book, example: Book) -> None:
    """No picture in the text, no visual way to read it; no headings, no way from one to the next."""
    assert declaration.meta("schema:accessMode") == ["textual"]
    assert example.meta("schema:accessMode") == ["textual", "visual"]
    assert example.meta("schema:accessModeSufficient") == ["textual", "textual,visual"]
    assert "structuralNavigation" not in declaration.meta("schema:accessibilityFeature")
    assert "structuralNavigation" in example.meta("schema:accessibilityFeature")
    assert ("alternative text" in declaration.meta("schema:accessibilitySummary")[0]) is False
    assert ("alternative text" in example.meta("schema:accessibilitySummary")[0]) is True


def test_conformance_is_claimed_only_with_the_name_of_who_vouches(
    declaration: Book, written: Callable[..., Publication]
) -> None:
    """EPUB Accessibility 1.1, 3.5.3.1: a claim names the party that has evaluated the book."""
    certified = Book(bound(written("1. We agree.", "certified-by: Reading Foundation")))
    assert (declaration.meta("dcterms:conformsTo"), declaration.meta("a11y:certifiedBy")) == ([], [])
    assert certified.meta("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert certified.meta("a11y:certifiedBy") == ["Reading Foundation"]
    assert "certified" in declaration.meta("schema:accessibilitySummary")[0]
    assert "certified" not in certified.meta("schema:accessibilitySummary")[0]


# ---- what it looks like


def test_the_style_leaves_the_readers_choices_alone(example: Book) -> None:
    """No colour, no absolute length, nothing placed: night mode, large letters and narrow screens decide."""
    sheet = example.parts["EPUB/style.css"].decode()
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


def test_faces_are_those_that_are_used_and_hold_every_character(declaration: Book, example: Book) -> None:
    def fonts(book: Book) -> list[str]:
        return [posixpath.basename(name) for name in book.names if name.endswith(".ttf")]

    assert fonts(declaration) == ["text-italic.ttf", "text-regular.ttf", "title.ttf"]
    assert fonts(example) == ["text-bold.ttf", "text-italic.ttf", "text-regular.ttf", "title.ttf"]
    characters = {ord(letter) for page in declaration.spine() for letter in declaration.text(page)} | {
        ord("‐"),
        ord("-"),
    }
    for name in fonts(declaration):
        assert characters <= faces.covers(declaration.parts[f"EPUB/fonts/{name}"])
        assert len(declaration.parts[f"EPUB/fonts/{name}"]) < 60_000
    assert sum(map(len, declaration.parts.values())) < 250_000


VIEWS = {
    "phone": ((390, 844), "html { font-size: 106% }"),
    "phone, twice the size": ((390, 844), "html { font-size: 200% }"),
    "phone, another face": ((390, 844), "* { font-family: 'DejaVu Sans', monospace !important }"),
    "tablet": ((1024, 768), "html { font-size: 112% }"),
}


@pytest.mark.slow
@pytest.mark.validator
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_runs_off_the_screen(shelf: dict[str, Path], tmp_path: Path, view: str) -> None:
    """In Chromium, with what reading systems add: margins, the reader's size of letters, the reader's face."""
    require(Browser())
    from playwright.sync_api import sync_playwright

    size, style = VIEWS[view]
    style += " body { padding: 20px; color: #eee !important; background: #111 !important }"
    wide: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.FLAGS))
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
        page = context.new_page()
        for name in ("declaration", "example", "long"):
            folder = tmp_path / name
            zipfile.ZipFile(shelf[name]).extractall(folder)
            for file in sorted(folder.glob("EPUB/*.xhtml")):
                page.goto(file.as_uri())
                page.add_style_tag(content=style)
                page.evaluate("document.fonts.ready")
                wide += [f"{name}/{file.name}: {words}" for words in page.evaluate(OFF_SCREEN)]
        browser.close()
    assert wide == []


OFF_SCREEN = """() => [...document.body.querySelectorAll('*')].filter(element => {
  if (element.closest('[hidden]')) return false;
  const box = element.getBoundingClientRect();
  return box.left < 0 || box.right > innerWidth + 0.5
}).map(element => element.outerHTML.slice(0, 80))"""


@pytest.mark.slow
@pytest.mark.validator
@pytest.mark.parametrize(("size", "wide"), [(100, set()), (130, set()), (200, {"III. ", "VII. ", "VIII. "})])
def test_labels_hang_beside_one_edge(shelf: dict[str, Path], tmp_path: Path, size: int, wide: set[str]) -> None:
    """On a phone, too, the first line begins behind its label where the next ones do, to a pixel.

    In letters of twice the size the column gives way to the text, and a wide label pushes its own line.
    """
    require(Browser())
    from playwright.sync_api import sync_playwright

    zipfile.ZipFile(shelf["declaration"]).extractall(tmp_path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.FLAGS))
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto((tmp_path / "EPUB" / "body-1.xhtml").as_uri())
        page.add_style_tag(content=f"html {{ font-size: {size}% }} body {{ padding: 20px; margin: 0 }}")
        page.evaluate("document.fonts.ready")
        edges = dict(page.evaluate(EDGES))
        browser.close()
    assert list(edges) == ["I. ", "II. ", "III. ", "IV. ", "V. ", "VI. ", "VII. ", "VIII. "]
    assert {label for label, distance in edges.items() if abs(distance) > 1} == wide


EDGES = """() => [...document.querySelectorAll('.label')].map(label => {
  const first = document.createRange();
  first.setStart(label.nextSibling, 0);
  first.setEnd(label.nextSibling, 1);
  const edge = label.parentNode.getBoundingClientRect().left;
  return [label.textContent, first.getBoundingClientRect().left - edge];
})"""


class Browser:
    """What the test of the screen needs."""

    def available(self) -> str | None:
        if package_folder("playwright") is None:
            return "the screen needs the Python package playwright"
        return None if chromium.executable() else "the screen needs Debian's chromium"


# ---- the same bytes

BUILD = """
import os, sys
from pathlib import Path
os.umask(int(sys.argv[1], 8))
from pipeline.build import build
build(Path(sys.argv[2]), ["epub"], out=Path(sys.argv[3]), report=print)
"""


def test_another_folder_zone_locale_and_seed_give_the_same_bytes(tmp_path: Path, example: Book) -> None:
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
    assert hashlib.sha256(made).hexdigest() == hashlib.sha256(example.data).hexdigest()


# ---- pages that a theme has broken


def broken(publication: Publication, name: str, old: str, new: str) -> list[Diagnostic]:
    """What is reported when a page is changed; no book is made of it."""
    page = publication.pages[f"epub/{name}"]
    assert old in page
    pages: Mapping[str, str] = {**publication.pages, f"epub/{name}": page.replace(old, new)}
    found: list[Diagnostic] = []
    assert epub(replace(publication, pages=pages), report=found.append) == b""
    return found


@pytest.fixture(scope="module")
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
def test_what_leads_nowhere_is_reported(
    example_pages: Publication, name: str, old: str, new: str, rule: str, said: str
) -> None:
    found = broken(example_pages, name, old, new)
    assert [diagnostic.rule for diagnostic in found] == [rule]
    assert said in found[0].message


def test_the_place_in_the_source_is_named(example_pages: Publication) -> None:
    found = broken(example_pages, "preamble.xhtml", "body-1.xhtml#purpose", "body-1.xhtml#aim")
    recital = next(
        number for number, line in enumerate(EXAMPLE.read_text("utf-8").splitlines(), 1) if "Recalling" in line
    )
    assert [diagnostic.position.line for diagnostic in found if diagnostic.position] == [recital]
