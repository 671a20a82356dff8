"""The Word file: sound to the validators, numbered live, named throughout, the same bytes anywhere; damage shows."""

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import docx as python_docx
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree
from PIL import Image as Pillow

from pipeline.build import prepare
from pipeline.diagnostics import Diagnostic, Position
from pipeline.model import (
    Block,
    BulletList,
    Clause,
    Code,
    Division,
    Document,
    Emphasis,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    ListItem,
    Metadata,
    Paragraph,
    Quotation,
    Strong,
    Superscript,
    Text,
)
from pipeline.numbering import number
from pipeline.project import load_words, template_folders
from pipeline.rendering import Assets, Publication, render
from pipeline.theme import load_theme
from pipeline.walk import blocks, plain, words_of
from pipeline.writers.docx import docx
from pipeline.writers.docx.fonts import obfuscate
from tests.library import with_pages
from tests.schemes import SCHEMES
from tests.validators import ROOT, libreoffice, ooxml, require

DECLARATION = ROOT / "source" / "declaration.md"
ADOPTED = ROOT.parent / "shared" / "declaration.txt"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = {"w": W, "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}
AT = Position("hand.md")

NASTY = """---
title: [A Charter of Every Construct, That a Declaration May Hold]
subtitle: Tried at every depth
kind: Charter
organ: The General Assembly
symbol: A/RES/1
place: Geneva
date: 2024-02-29
language: en-GB
scheme: joint-statement
---

The Assembly, *recalling* its **strong** and ***stressed*** words, H~2~O and E=mc^2^, `code`, a [link](https://example.org/?x=1&y=2)
and an [inner one](#values),\\
after a line break,

Noting also:

- a bullet in the preamble
- another:

  - nested once

    - nested twice

  a paragraph after the nested list

> A quotation in the preamble.
>
> > Quoted again:
> >
> > - a bullet in it

# Part of the *first* heading

A paragraph under the heading.

{#values short="The first clause"}
1. The first clause has sub-paragraphs:

   1. the first of them;

   1. the second, with more:

      1. a third level:

         1. a fourth level,

         1. and its fellow;

      1. the second of the third level;

      which closes the second level flush,

   1. the third;

      a further paragraph of (c);

      - a bullet in (c)

        - deeper

      > A quotation in (c).

   which closes the clause flush.

{label="I bis"}
I bis. An inserted clause keeps its label:

(a) with a sub-paragraph.

II. The second clause counts on, says *mutatis [mutandis]{lang=la}* and nothing else.

## A second heading

III. The third clause.

### A third heading

![Six bars](bars.png "Six *bars* in falling height"){#bars}

{lang=fr}
Un paragraphe en français.

IV. The fourth clause.

Adopted at Geneva.
"""
NASTY_LABELS = {
    "The first clause": "I.", "the first of": "(a)", "the second, with": "(b)", "a third level": "(i)",
    "a fourth": "a.",
    "and its fellow": "b.", "the second of": "(ii)", "the third;": "(c)", "The second clause": "II.",
    "The third clause": "III.", "The fourth clause": "IV.", "which closes": "", "a further": "", "A quotation": "",
    "A paragraph": "", "Adopted": "",
}  # fmt: skip
"""What LibreOffice must show before the paragraphs that begin so."""


def published(source: Path, theme: Path | None = None) -> Publication:
    found: list[Diagnostic] = []
    publication = prepare(source, ("docx",), theme=theme, report=found.append)
    assert found == []
    return publication


def written(publication: Publication, **options: bytes) -> bytes:
    found: list[Diagnostic] = []
    made = docx(publication, report=found.append, **options)
    assert found == []
    return made


@pytest.fixture(scope="module")
def declaration() -> Publication:
    return with_pages(DECLARATION, ("docx",))


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = tmp_path_factory.mktemp("nasty")
    Pillow.new("RGB", (1200, 500), "grey").save(folder / "bars.png")
    (folder / "nasty.md").write_text(NASTY, "utf-8")
    return published(folder / "nasty.md")


@pytest.fixture(scope="module")
def facing(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = tmp_path_factory.mktemp("theme")
    (folder / "theme.toml").write_text('size = "A5"\n', "utf-8")
    return published(DECLARATION, folder)


@pytest.fixture(scope="module")
def files(
    declaration: Publication, nasty: Publication, facing: Publication, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("docx")
    made = {name: folder / f"{name}.docx" for name in ("declaration", "nasty", "facing")}
    for name, publication in (("declaration", declaration), ("nasty", nasty), ("facing", facing)):
        made[name].write_bytes(written(publication))
    return made


def part(file: Path | bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file) as package:
        return etree.fromstring(package.read(name))


def found(root: etree._Element, path: str) -> list[str]:
    """What an XPath with the prefixes w and r gives, as text."""
    return [str(each) for each in root.xpath(path, namespaces=NAMES)]


# ---- as others read it


@pytest.fixture(scope="module")
def shown(
    files: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[libreoffice.Paragraph]]:
    """What LibreOffice shows: each file, the declaration with a clause more, and what it saved of it."""
    require(libreoffice)
    again = tmp_path_factory.mktemp("again") / "again.docx"
    visits = {
        "declaration": libreoffice.Visit(files["declaration"], save_as=(again,)),
        "nasty": libreoffice.Visit(files["nasty"]),
        "more": libreoffice.Visit(
            files["declaration"],
            add=(
                libreoffice.Addition(
                    "We propose that political parties of all countries be committed to facilitating", "We add."
                ),
            ),
        ),
        "again": libreoffice.Visit(again),
    }
    return dict(zip(visits, libreoffice.visit(list(visits.values())), strict=True)) | {
        "path": [libreoffice.Paragraph("", str(again), "")]
    }


@pytest.mark.validator
def test_the_open_xml_sdk_finds_nothing(files: Mapping[str, Path]) -> None:
    require(ooxml)
    assert ooxml.check(list(files.values())) == []


@pytest.mark.validator
def test_libreoffice_shows_the_labels(shown: Mapping[str, list[libreoffice.Paragraph]]) -> None:
    labels = [paragraph.label for paragraph in shown["declaration"] if paragraph.label]
    assert labels == ["I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII."]


@pytest.mark.validator
def test_labels_of_every_level_are_those_of_the_numbering(shown: Mapping[str, list[libreoffice.Paragraph]]) -> None:
    for start, label in NASTY_LABELS.items():
        assert {p.label for p in shown["nasty"] if p.text.startswith(start)} == {label}, start


@pytest.mark.validator
def test_an_added_clause_numbers_itself_and_the_rest(shown: Mapping[str, list[libreoffice.Paragraph]]) -> None:
    clauses = [paragraph for paragraph in shown["more"] if paragraph.label]
    assert [clause.label for clause in clauses] == ["I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII.", "IX."]
    assert clauses[5].text == "We add."


@pytest.mark.validator
def test_a_save_by_libreoffice_keeps_bookmarks_labels_and_styles(
    shown: Mapping[str, list[libreoffice.Paragraph]], files: Mapping[str, Path]
) -> None:
    assert [(p.label, p.text) for p in shown["again"]] == [(p.label, p.text) for p in shown["declaration"]]
    assert [p.style for p in shown["again"]] == [p.style for p in shown["declaration"]]
    before, after = (
        sorted(found(part(path, "word/document.xml"), "//w:bookmarkStart/@w:name"))
        for path in (files["declaration"], Path(shown["path"][0].text))
    )
    assert [name for name in after if name.startswith("_Decl_")] == before


@pytest.mark.skipif(not ADOPTED.exists(), reason="the adopted text lies beside the project only where it is made")
def test_paragraphs_and_labels_are_the_adopted_text(files: Mapping[str, Path]) -> None:
    adopted = [block.strip() for block in ADOPTED.read_text("utf-8").split("\n\n") if block.strip()]
    paragraphs = [p for p in python_docx.Document(str(files["declaration"])).paragraphs if p.style is not None]
    text = [p for p in paragraphs if p.style.name in ("Recital", "Clause", "Conclusion")]  # type: ignore[union-attr]  # as filtered
    labels = iter(("I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII."))
    assert [f"{next(labels)} {p.text}" if p.style.name == "Clause" else p.text for p in text] == adopted  # type: ignore[union-attr]  # as filtered
    assert [p.text.replace(" \n", " ") for p in paragraphs if p not in text] == [
        "Declaration",
        "CPC and World Political Parties Summit",
        "For the People’s Wellbeing: The Responsibility of Political Parties",
        "6 July 2021",
    ]


# ---- what is in it


def test_nothing_of_the_librarys_own_template_is_left(files: Mapping[str, Path]) -> None:
    with zipfile.ZipFile(files["declaration"]) as package:
        assert package.namelist() == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/app.xml",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/_rels/fontTable.xml.rels",
            "word/document.xml",
            "word/fontTable.xml",
            "word/fonts/caps.odttf",
            "word/fonts/text-bold-italic.odttf",
            "word/fonts/text-bold.odttf",
            "word/fonts/text-italic.odttf",
            "word/fonts/text-regular.odttf",
            "word/fonts/title.odttf",
            "word/header1.xml",
            "word/header2.xml",
            "word/numbering.xml",
            "word/settings.xml",
            "word/styles.xml",
        ]


def test_every_appearance_is_a_named_style(files: Mapping[str, Path]) -> None:
    direct = set()
    for name in ("word/document.xml", "word/header2.xml"):
        for properties in part(files["nasty"], name).iter(f"{{{W}}}pPr", f"{{{W}}}rPr"):
            direct |= {etree.QName(child).localname for child in properties}
    assert direct == {"pStyle", "rStyle", "lang", "spacing"}
    spaced = found(part(files["nasty"], "word/document.xml"), "//w:p[w:pPr/w:spacing]/w:pPr/w:pStyle/@w:val")
    assert spaced == ["Recital"]  # the first paragraph of the text, and no other


def test_styles_keep_lead_ins_with_what_they_announce(files: Mapping[str, Path]) -> None:
    styles = part(files["nasty"], "word/styles.xml")
    kept = set(found(styles, "//w:style[w:pPr/w:keepNext]/w:name/@w:val"))
    assert {"Clause Lead-in", "Clause 2 Lead-in", "Recital Lead-in", "Figure", "heading 1", "heading 5"} <= kept
    assert found(styles, "//w:style[w:name/@w:val='Clause']/w:next/@w:val") == ["Clause"]
    assert found(styles, "//w:style[@w:default='1' and @w:type='paragraph']/w:pPr/w:widowControl") != []


def test_clauses_stand_in_the_navigation_pane_below_their_headings(files: Mapping[str, Path]) -> None:
    path = "//w:style[w:name/@w:val='{}']/w:pPr/w:outlineLvl/@w:val"
    assert found(part(files["declaration"], "word/styles.xml"), path.format("Clause")) == ["0"]
    assert found(part(files["nasty"], "word/styles.xml"), path.format("Clause")) == ["3"]
    assert found(part(files["nasty"], "word/styles.xml"), path.format("heading 3")) == ["2"]
    assert found(part(files["nasty"], "word/styles.xml"), path.format("Title")) == []


def test_word_opens_it_without_a_question(files: Mapping[str, Path]) -> None:
    settings_part = part(files["declaration"], "word/settings.xml")
    assert found(settings_part, "//w:compatSetting[@w:name='compatibilityMode']/@w:val") == ["15"]
    assert found(settings_part, "//w:updateFields | //w:attachedTemplate | //w:rsids") == []
    assert len(found(settings_part, "//w:autoHyphenation | //w:embedTrueTypeFonts")) == 2
    for name in ("word/document.xml", "word/header2.xml"):
        assert found(part(files["declaration"], name), "//@w:dirty") == []
    header = part(files["declaration"], "word/header2.xml")
    assert [code.strip() for code in found(header, "//w:instrText/text()")] == ["PAGE", "NUMPAGES"]
    assert "".join(found(header, "//w:t/text()")) == "CPC and World Political Parties Summit2/4"
    assert found(part(files["declaration"], "word/header1.xml"), "//w:t") == []
    header = part(files["nasty"], "word/header2.xml")  # made without knowing the pages of the PDF
    assert "".join(found(header, "//w:t/text()")).endswith("2/…")


def test_facing_pages_have_headers_of_all_types(files: Mapping[str, Path]) -> None:
    assert found(part(files["facing"], "word/document.xml"), "//w:headerReference/@w:type") == [
        "first",
        "default",
        "even",
    ]
    flags = {etree.QName(child).localname for child in part(files["facing"], "word/settings.xml")}
    assert {"mirrorMargins", "evenAndOddHeaders"} <= flags
    assert "".join(found(part(files["facing"], "word/header2.xml"), "//w:t/text()")) == "Declaration3"
    assert (
        "".join(found(part(files["facing"], "word/header3.xml"), "//w:t/text()"))
        == "2CPC and World Political Parties Summit"
    )


def test_a_page_holds_the_lines_of_the_theme(files: Mapping[str, Path], declaration: Publication) -> None:
    section = part(files["declaration"], "word/document.xml").find(f".//{{{W}}}sectPr")
    assert section is not None
    height, top, bottom = (
        int(found(section, path)[0]) for path in ("w:pgSz/@w:h", "w:pgMar/@w:top", "w:pgMar/@w:bottom")
    )
    lead = declaration.theme.page.lead.twips
    assert 0 <= height - top - bottom - declaration.theme.page.lines * lead < lead / 10


def test_faces_are_whole_and_may_be_embedded(files: Mapping[str, Path], declaration: Publication) -> None:
    table = part(files["declaration"], "word/fontTable.xml")
    keys = dict(zip(found(table, "//@r:id"), found(table, "//@w:fontKey"), strict=True))
    assert len(keys) == 6
    with zipfile.ZipFile(files["declaration"]) as package:
        for identifier, key in keys.items():
            face = identifier.removeprefix("font-")
            font = obfuscate(package.read(f"word/fonts/{face}.odttf"), key)
            assert font == declaration.faces[face]
            assert TTFont(io.BytesIO(font))["OS/2"].fsType == 0


def test_properties_say_what_the_front_matter_says(files: Mapping[str, Path]) -> None:
    core = python_docx.Document(str(files["nasty"])).core_properties
    assert (core.title, core.subject, core.author, core.language, core.last_modified_by) == (
        "A Charter of Every Construct That a Declaration May Hold",
        "Charter",
        "The General Assembly",
        "en-GB",
        "",
    )
    assert core.created == core.modified == datetime(2024, 2, 29, tzinfo=UTC)
    assert core.identifier.startswith("urn:uuid:")
    assert python_docx.Document(str(files["declaration"])).core_properties.author == ""


def test_every_block_stands_in_its_bookmark(files: Mapping[str, Path]) -> None:
    root = part(files["nasty"], "word/document.xml")
    names = found(root, "//w:bookmarkStart/@w:name")
    assert len(names) == len({name.lower() for name in names})
    assert all(name.startswith("_Decl_") and len(name) <= 40 for name in names)
    assert {"_Decl_values", "_Decl_recital-1", "_Decl_bars", "_Decl_conclusion-1", "_Decl_values-b-i-a"} <= set(names)
    for paragraph in root.iter(f"{{{W}}}p"):
        inside = [etree.QName(child).localname for child in paragraph if child.tag != f"{{{W}}}pPr"]
        if "bookmarkStart" in inside:  # round all the runs there are
            assert inside[0] == "bookmarkStart"
            assert inside[-1] == "bookmarkEnd"


def test_links_lead_to_bookmarks_and_addresses(files: Mapping[str, Path]) -> None:
    root = part(files["nasty"], "word/document.xml")
    assert found(root, "//w:hyperlink/@w:anchor") == ["_Decl_values"]
    (identifier,) = found(root, "//w:hyperlink/@r:id")
    relation = part(files["nasty"], "word/_rels/document.xml.rels").find(f"*[@Id='{identifier}']")
    assert relation is not None
    assert (relation.get("Target"), relation.get("TargetMode")) == ("https://example.org/?x=1&y=2", "External")


def test_a_picture_is_as_wide_as_the_text_and_says_what_it_shows(files: Mapping[str, Path], nasty: Publication) -> None:
    document = python_docx.Document(str(files["nasty"]))
    (shape,) = document.inline_shapes
    page = nasty.theme.page
    assert shape.width.twips == pytest.approx(page.width.twips - page.inner.twips - page.outer.twips, abs=1)
    assert shape.height / shape.width == pytest.approx(500 / 1200, abs=0.001)
    assert found(part(files["nasty"], "word/document.xml"), "//@descr") == ["Six bars"]


def test_a_label_that_does_not_count_is_marked_text(files: Mapping[str, Path]) -> None:
    paragraphs = [p for p in python_docx.Document(str(files["nasty"])).paragraphs if "inserted" in p.text]
    assert [(p.style.name if p.style else "", p.text) for p in paragraphs] == [
        ("Clause Literal Lead-in", "\tI bis.\tAn inserted clause keeps its label:")
    ]
    assert [run.text for run in paragraphs[0].runs if run.style.name == "Clause Label"] == ["\tI bis.\t"]
    styles = part(files["nasty"], "word/styles.xml")
    assert found(styles, "//w:style[w:name/@w:val='Clause Literal']//w:numId/@w:val") == ["0"]


# ---- languages and directions, in documents made by hand: the theme's faces have no Arabic


def by_hand(*body: Block, language: str = "en-GB", direction: str = "ltr") -> Publication:
    reports: list[Diagnostic] = []
    metadata = Metadata("By hand", ("By hand",), language, direction, date(2024, 1, 1), "joint-statement")
    document = Document(AT, metadata, (), body, ())
    folders = template_folders(None)
    theme, words = load_theme(folders, report=reports.append), load_words("en", folders, report=reports.append)
    assert theme
    assert words
    assets = Assets({}, dict.fromkeys(theme.faces, b""))
    numbered = number(document, SCHEMES["joint-statement"], report=reports.append)
    publication = render(numbered, theme, words, assets, folders, ("docx",), datetime(2024, 1, 1, tzinfo=UTC))
    assert reports == []
    return publication


def says(text: str) -> Text:
    return Text(text, AT)


def test_languages_are_said_for_each_kind_of_letters() -> None:
    spans = tuple(
        LanguageSpan(language, direction, (says(text),), AT)
        for language, direction, text in (("ar", "rtl", "نص"), ("zh-Hans", "ltr", "中文"), ("la", "ltr", "mutandis"))
    )
    root = part(written(by_hand(Paragraph(AT, spans))), "word/document.xml")
    runs = [run for run in root.iter(f"{{{W}}}r") if run.find(f"{{{W}}}rPr") is not None]
    languages = [{etree.QName(k).localname: v for k, v in lang.attrib.items()} for lang in root.iter(f"{{{W}}}lang")]
    assert languages == [{"val": "ar", "bidi": "ar"}, {"val": "zh-Hans", "eastAsia": "zh-Hans"}, {"val": "la"}]
    assert [run.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None for run in runs] == [True, False, False]


def test_a_paragraph_of_another_direction_says_so() -> None:
    arabic = Paragraph(AT, (says("نص"),), language="ar", direction="rtl")
    root = part(written(by_hand(Paragraph(AT, (says("Text"),)), arabic)), "word/document.xml")
    assert [bool(found(p, "w:pPr/w:bidi")) for p in root.iter(f"{{{W}}}p")][-2:] == [False, True]


def test_a_document_from_right_to_left_is_so_throughout() -> None:
    english = Paragraph(AT, (says("Text"),), language="en", direction="ltr")
    made = written(by_hand(Clause(AT, 1, (Paragraph(AT, (says("نص"),)),)), english, language="ar", direction="rtl"))
    root, styles = part(made, "word/document.xml"), part(made, "word/styles.xml")
    assert found(styles, "//w:style[@w:styleId='Normal']/w:pPr/w:bidi") != []
    assert found(styles, "//w:docDefaults//w:lang/@w:bidi") == ["ar"]
    assert found(root, "//w:sectPr/w:bidi") != []
    clause, other = list(root.iter(f"{{{W}}}p"))[-2:]
    assert (found(clause, "w:pPr/w:bidi"), found(clause, ".//w:rtl") != []) == ([], True)
    assert (found(other, "w:pPr/w:bidi/@w:val"), found(other, ".//w:rtl")) == (["0"], [])


def test_a_soft_hyphen_and_a_tab_are_elements() -> None:
    root = part(
        written(by_hand(Paragraph(AT, (says("co\u00adop"), Code("a\tb", AT), LineBreak(AT))))), "word/document.xml"
    )
    *_, last = root.iter(f"{{{W}}}p")
    pieces = [
        etree.QName(piece).localname for run in last.iter(f"{{{W}}}r") for piece in run if piece.tag != f"{{{W}}}rPr"
    ]
    assert pieces == ["t", "softHyphen", "t", "t", "tab", "t", "br"]


# ---- nothing is lost, at any depth

_texts = some.text(some.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=12)


def _inlines() -> some.SearchStrategy[tuple[Inline, ...]]:
    def wrapped(inner: some.SearchStrategy[Inline]) -> some.SearchStrategy[Inline]:
        some_inner = some.tuples(inner)
        return some.one_of(
            *(some.builds(kind, some_inner, some.just(AT)) for kind in (Emphasis, Strong, Superscript)),
            some.builds(Link, some.just("https://example.org/"), some_inner, some.just(AT)),
        )

    leaf = some.one_of(some.builds(Text, _texts, some.just(AT)), some.builds(Code, _texts, some.just(AT)))
    return some.lists(some.recursive(leaf, wrapped, max_leaves=4), min_size=1, max_size=3).map(tuple)


_paragraphs = some.builds(Paragraph, some.just(AT), _inlines())


def _nested(inner: some.SearchStrategy[Block]) -> some.SearchStrategy[Block]:
    several = some.lists(inner, max_size=3).map(tuple)
    items = some.lists(some.builds(ListItem, some.just(AT), several), max_size=3).map(tuple)
    return some.one_of(
        some.builds(BulletList, some.just(AT), items),
        some.builds(Quotation, some.just(AT), several),
        some.builds(
            Clause,
            some.just(AT),
            some.integers(1, 4),
            some.tuples(_paragraphs, inner),
            kept=some.sampled_from(("", "9")),
        ),
        some.builds(Division, some.just(AT), some.integers(1, 7), _inlines(), several),
    )


@settings(max_examples=25)
@given(some.lists(some.recursive(_paragraphs, _nested, max_leaves=12), min_size=1, max_size=4))
def test_no_word_is_lost_and_nothing_dangles(body: list[Block]) -> None:
    publication = by_hand(*body)
    document = Document(AT, publication.metadata, (), tuple(body), ())
    root = part(written(publication), "word/document.xml")
    runs = (run for run in root.iter(f"{{{W}}}r") if not found(run, "w:rPr/w:rStyle[@w:val='ClauseLabel']"))
    read = "".join("".join(found(run, "w:t/text()")) for run in runs)
    assert read == "By hand" + "1 January 2024" + "".join(plain(words_of(block)) for block in blocks(document))


def test_lists_nest_deeper_than_word_has_levels() -> None:
    inner: Block = Paragraph(AT, (says("deepest"),))
    for _ in range(14):
        inner = BulletList(AT, (ListItem(AT, (inner,)),))
    made = written(by_hand(inner))
    levels = [int(level) for level in found(part(made, "word/numbering.xml"), "//w:lvl/@w:ilvl")]
    assert max(levels) == 8
    assert found(part(made, "word/document.xml"), "//w:t/text()")[-1] == "deepest"


# ---- same input, same bytes


def test_the_bytes_do_not_depend_on_where_and_when(tmp_path: Path) -> None:
    script = (
        "import hashlib, os, pathlib, sys; os.umask(0o77);"
        "from pipeline.build import build;"
        "source, out = map(pathlib.Path, sys.argv[1:]);"
        "(file,) = build(source, ('docx',), out=out, verify=False, report=print);"
        "print(hashlib.sha256(file.read_bytes()).hexdigest())"
    )
    digests = set()
    for zone, seed in (("Asia/Tokyo", "1"), ("America/St_Johns", "2")):
        folder = tmp_path / seed
        folder.mkdir()
        (folder / "declaration.md").write_bytes(DECLARATION.read_bytes())
        done = subprocess.run(
            [sys.executable, "-c", script, "declaration.md", "out"],
            cwd=folder,
            env=os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            check=True,
        )
        digests.add(done.stdout)
    digests.add(hashlib.sha256(written(with_pages(DECLARATION, ("docx",)))).hexdigest().encode() + b"\n")
    assert len(digests) == 1


# ---- damage shows

Damage = Callable[[str], str]


def swap(old: str, new: str) -> Damage:
    return lambda text: text.replace(old, new, 1)


OURS: Mapping[str, tuple[str, Damage, str]] = {
    "paragraph style": ("document", swap('"Recital"', '"Recitals"'), "the style “Recitals”"),
    "character style": ("document", swap('rStyle w:val="Emphasis"', 'rStyle w:val="Recital"'), "the style “Recital”"),
    "base of a style": ("styles", swap('basedOn w:val="Clause"', 'basedOn w:val="Klause"'), "the style “Klause”"),
    "style twice": ("styles", swap('"Superscript"', '"Subscript"'), "the style “Subscript” stands twice"),
    "list": ("styles", swap('numId w:val="1"', 'numId w:val="77"'), "the list 77"),
    "list definition": (
        "numbering",
        swap('<w:abstractNumId w:val="1"/>', '<w:abstractNumId w:val="9"/>'),
        "definition 9",
    ),
    "style of a level": ("numbering", swap('pStyle w:val="Clause"', 'pStyle w:val="Klause"'), "the style “Klause”"),
    "bookmark": ("document", swap('anchor="_Decl_values"', 'anchor="_Decl_value"'), "the bookmark “_Decl_value”"),
    "bookmark twice": ("document", swap('"_Decl_recital-2"', '"_Decl_Recital-1"'), "“_decl_recital-1” stands twice"),
    "bookmark too long": ("document", swap('"_Decl_recital-2"', f'"_Decl_{"x" * 35}"'), "longer than 40"),
    "bookmark that never ends": ("document", swap('<w:bookmarkEnd w:id="1"/>', ""), "the end of a bookmark"),
    "relationship": ("document", swap('r:id="link1"', 'r:id="link9"'), "the relationship “link9”"),
    "picture": ("document", swap('r:embed="image1"', 'r:embed="image9"'), "the relationship “image9”"),
    "header": (
        "_rels/document.xml.rels",
        swap('Target="header2.xml"', 'Target="header9.xml"'),
        "the part “header9.xml”",
    ),
    "font": ("fontTable", swap('r:id="font-caps"', 'r:id="font-none"'), "the relationship “font-none”"),
    "field": ("header2", swap('fldCharType="end"', 'fldCharType="separate"'), "the end of a field"),
    "not well-formed": ("document", swap("</w:body>", ""), "word/document.xml is not XML"),
    "document type": ("styles", lambda text: f'<!DOCTYPE x [<!ENTITY a "b">]>{text}', "document type"),
}


@pytest.mark.parametrize("damage", OURS)
def test_our_own_checks_catch(damage: str, nasty: Publication) -> None:
    name, change, expected = OURS[damage]
    page = f"docx/word/{name}" if name.endswith(".rels") else f"docx/word/{name}.xml"
    hurt = change(nasty.pages[page])
    assert hurt != nasty.pages[page]
    reports: list[Diagnostic] = []
    assert docx(replace(nasty, pages={**nasty.pages, page: hurt}), report=reports.append) == b""
    assert any(expected in report.message for report in reports), reports
    assert {report.rule for report in reports} <= {"docx-dangling", "docx-markup"}


THEIRS: Mapping[str, tuple[str, Damage]] = {
    "order of properties": (
        "document",
        swap('<w:pPr>\n<w:pStyle w:val="Recital"/>', '<w:pPr><w:jc w:val="left"/><w:pStyle w:val="Recital"/>'),
    ),
    "value of an enumeration": ("numbering", swap('numFmt w:val="upperRoman"', 'numFmt w:val="roman"')),
    "element that is not there": ("document", swap("<w:br/>", "<w:brk/>")),
    "order of settings": (
        "settings",
        swap('<w:zoom w:percent="100"/>', '<w:listSeparator w:val=","/><w:zoom w:percent="100"/>'),
    ),
    "no size of a picture": ("document", lambda text: re.sub(r"<wp:extent [^>]*>", "", text)),
    "no number": ("styles", swap('w:line="300"', 'w:line="wide"')),
}


@pytest.mark.validator
def test_the_open_xml_sdk_catches(nasty: Publication, tmp_path: Path) -> None:
    require(ooxml)
    hurt = {}
    for count, (name, change) in enumerate(THEIRS.values()):
        page = f"docx/word/{name}.xml"
        assert change(nasty.pages[page]) != nasty.pages[page]
        hurt[list(THEIRS)[count]] = tmp_path / f"{count}.docx"
        made = written(replace(nasty, pages={**nasty.pages, page: change(nasty.pages[page])}))
        (tmp_path / f"{count}.docx").write_bytes(made)
    complained = {finding.file for finding in ooxml.check(list(hurt.values()))}
    assert [damage for damage, file in hurt.items() if file not in complained] == []
