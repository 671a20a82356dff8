"""Whatever the model can hold, at any depth, is in the e-book, in order and well-formed."""

import datetime
import functools
import io
import re
import tomllib
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image as Pixels

from pipeline import faces, model
from pipeline.diagnostics import Diagnostic, Position
from pipeline.model import Block, Document, Inline, NumberedDocument
from pipeline.numbering import number
from pipeline.project import TEMPLATES
from pipeline.rendering import Assets, render
from pipeline.theme import Theme, load_theme
from pipeline.writers.epub import epub
from tests.schemes import SCHEMES

HERE = Position("document.md")
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=8)


def picture() -> model.Image:
    Pixels.new("L", (2, 2)).save(made := io.BytesIO(), "PNG")
    return model.Image("images/figure-1.png", made.getvalue(), "image/png", 2, 2)


def wrapped(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda inlines: model.Emphasis(inlines, HERE)),
        several.map(lambda inlines: model.Strong(inlines, HERE)),
        several.map(lambda inlines: model.Superscript(inlines, HERE)),
        several.map(lambda inlines: model.Subscript(inlines, HERE)),
        several.map(lambda inlines: model.LanguageSpan("ar", "rtl", inlines, HERE)),
        several.map(lambda inlines: model.Link("https://example.org/?a=1&b=2", inlines, HERE)),
    )


INLINE: st.SearchStrategy[Inline] = st.recursive(
    st.one_of(
        WORDS.map(lambda text: model.Text(text, HERE)),
        WORDS.map(lambda text: model.Code(text, HERE)),
        st.just(model.LineBreak(HERE)),
    ),
    wrapped,
    max_leaves=6,
)
INLINES = st.lists(INLINE, min_size=1, max_size=4).map(tuple)
PARAGRAPH = INLINES.map(lambda inlines: model.Paragraph(HERE, inlines))
CELLS = st.lists(st.one_of(st.just(()), PARAGRAPH.map(lambda words: (words,))), min_size=2, max_size=2)
TABLE = st.builds(
    lambda rows, heads, caption: model.Table(
        HERE,
        tuple(model.Row(tuple(model.Cell(HERE, cell, at) for at, cell in enumerate(row))) for row in rows),
        ("start", "end"),
        heads,
        1,
        caption,
    ),
    st.lists(CELLS, min_size=2, max_size=3),
    st.integers(0, 1),
    st.one_of(st.just(()), INLINES),
)
FIGURE = st.builds(lambda words, caption: model.Figure(HERE, "a.png", words, caption), WORDS, INLINES)


def grouped(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    items = st.lists(several.map(lambda blocks: model.ListItem(HERE, blocks)), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda blocks: model.Quotation(HERE, blocks, language="fr", direction="ltr")),
        items.map(lambda items: model.BulletList(HERE, items)),
    )


PLAIN: st.SearchStrategy[Block] = st.recursive(st.one_of(PARAGRAPH, FIGURE, TABLE), grouped, max_leaves=4)


def clause(level: int) -> st.SearchStrategy[Block]:
    below = st.one_of(PLAIN, clause(level + 1)) if level < 4 else PLAIN
    return st.builds(
        lambda lead, rest: model.Clause(HERE, level, (lead, *rest)), PARAGRAPH, st.lists(below, max_size=2)
    )


def division(level: int) -> st.SearchStrategy[Block]:
    below = st.one_of(PLAIN, clause(1), division(level + 1)) if level < 5 else st.one_of(PLAIN, clause(1))
    return st.builds(
        lambda heading, rest: model.Division(HERE, level, heading, tuple(rest)), INLINES, st.lists(below, max_size=3)
    )


DOCUMENTS = st.builds(
    lambda preamble, body, conclusion: Document(
        HERE,
        model.Metadata("T", ("T",), "en-GB", "ltr", datetime.date(2021, 7, 6), "resolution"),
        tuple(preamble),
        tuple(body),
        tuple(conclusion),
    ),
    st.lists(PLAIN, max_size=2),
    st.lists(st.one_of(clause(1), division(1)), max_size=3),
    st.lists(PLAIN, max_size=2),
)


@functools.cache
def theme() -> Theme:
    loaded = load_theme([TEMPLATES], report=lambda diagnostic: pytest.fail(diagnostic.message))
    assert loaded
    return loaded


@functools.cache
def assets() -> Assets:
    fonts = {
        key: faces.instance(face, report=lambda diagnostic: pytest.fail(diagnostic.message))
        for key, face in theme().faces.items()
    }
    return Assets({"a.png": picture()}, fonts)


def said(numbered: NumberedDocument) -> str:
    """The words of a document and its labels, without any space: worked out here, not by the pipeline's own walk."""

    def inlines(pieces: tuple[Inline, ...]) -> str:
        return "".join(
            piece.text
            if isinstance(piece, model.Text | model.Code)
            else ""
            if isinstance(piece, model.LineBreak | model.Note | model.Reference)
            else inlines(piece.inlines)
            for piece in pieces
        )

    def blocks(several: tuple[Block, ...]) -> str:
        return "".join(map(block, several))

    def block(one: Block) -> str:
        match one:
            case model.Paragraph():
                return inlines(one.inlines)
            case model.Figure():
                return inlines(one.caption)
            case model.Table():
                return inlines(one.caption) + "".join(blocks(cell.blocks) for row in one.rows for cell in row.cells)
            case model.BulletList():
                return "".join(blocks(item.blocks) for item in one.items)
            case model.Quotation():
                return blocks(one.blocks)
            case model.Clause():
                return numbered.numbers[one].label + blocks(one.blocks)
            case model.Division():
                return inlines(one.heading) + blocks(one.blocks)

    document = numbered.document
    return re.sub(r"\s", "", blocks(document.preamble + document.body + document.conclusion))


@settings(max_examples=30)
@given(DOCUMENTS)
def test_every_word_and_label_is_there_in_order(document: Document) -> None:
    found: list[Diagnostic] = []
    numbered = number(document, SCHEMES["resolution"], report=found.append)
    words = tomllib.loads((TEMPLATES / "languages" / "en.toml").read_text("utf-8"))
    moment = datetime.datetime(2021, 7, 6, tzinfo=datetime.UTC)
    publication = render(numbered, theme(), words, assets(), [TEMPLATES], ["epub"], moment)
    book = epub(publication, report=found.append)
    assert found == []
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        names = [
            name.removeprefix("epub/") for name in publication.pages if re.search("(preamble|body-[0-9]+).xhtml", name)
        ]
        pages = [etree.fromstring(package.read(f"EPUB/{name}")) for name in names]
    text = "".join("".join(page.find("{*}body").itertext()) for page in pages)  # type: ignore[union-attr]  # each has one
    assert re.sub(r"\s", "", text) == said(numbered)
    anchors = [anchor.anchor for anchor in numbered.numbers.values() if anchor.anchor]
    assert [str(place) for page in pages for place in page.xpath("//@id")] == anchors
