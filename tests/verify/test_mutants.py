"""Faults put into parser, numbering pass, writers and templates, one by one: the build must notice each.

Each build ends with the rule that is named, publishes nothing, and says where: the file, the clause, the place in the
file, what was expected and what was found.
"""

import dataclasses
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline import model, project
from pipeline.model import Block, Clause, Document, Emphasis, Link, Number, NumberedDocument, Text
from pipeline.project import TEMPLATES

SOURCE = """---
title: Joint Statement
subtitle: On Words and Numbers
language: en
date: 2021-07-06
scheme: resolution
---

Whereas *all* words count, and [mots]{lang=fr} too,

Recalling [the first clause](#first) and https addresses such as [this](https://example.org/),

# Of words {#words}

{#first}
1. Every word shall be the same in all editions.

   (a) No word shall be lost;

   (b) no word shall be added.

1. Every number shall be the same.

- a list

  with a second paragraph

> A quotation.

![A grey square](grey.png "Grey")

# Of numbers

1. Nothing shall be hidden.

   Done in one original.
"""

Change = Callable[[Document], Document]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The source, beside its picture."""
    from PIL import Image

    Image.new("L", (64, 64), 128).save(tmp_path / "grey.png")
    path = tmp_path / "statement.md"
    path.write_text(SOURCE, "utf-8")
    return path


def failed(source: Path, formats: tuple[str, ...], theme: Path | None = None) -> list[pipeline.Diagnostic]:
    """What a build that must fail reports; the files of the last build must be left alone."""
    out = source.parent / "out"
    out.mkdir()
    old = {out / f"statement.{suffix}": suffix.encode() for suffix in (*formats, "certificate.json")}
    for path, data in old.items():
        path.write_bytes(data)
    found: list[pipeline.Diagnostic] = []
    with pytest.raises(pipeline.Stopped) as stopped:
        pipeline.build(source, formats, out=out, theme=theme, report=found.append)
    assert {path: path.read_bytes() for path in out.iterdir()} == old
    return [*found, *stopped.value.diagnostics]


# ---- the whole builds


@pytest.mark.parametrize("formats", [("docx",), ("html", "epub"), pipeline.FORMATS])
def test_without_a_fault_the_build_is_proved(source: Path, formats: tuple[str, ...]) -> None:
    found: list[pipeline.Diagnostic] = []
    made = pipeline.build(source, formats, out=source.parent / "out", report=found.append)
    assert found == []
    assert [path.name for path in made] == [
        *(f"statement.{name}" for name in formats),
        "statement.certificate.json",
        "statement.certificate.html",
    ]


# ---- the parser


def without(document: Document, part: str, at: int) -> Document:
    blocks = getattr(document, part)
    return replace(document, **{part: blocks[:at] + blocks[at + 1 :]})


def every(document: Document, change: Callable[[Any], Any]) -> Document:
    """The document with each node, from the innermost, put through `change`."""

    def of(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(of(item) for item in value)
        if dataclasses.is_dataclass(value) and type(value).__module__ == model.__name__:
            fields = {field.name: of(getattr(value, field.name)) for field in dataclasses.fields(value)}
            if fields != {name: getattr(value, name) for name in fields}:
                value = replace(value, **fields)  # type: ignore[type-var]  # a node
            return change(value)
        return value

    return replace(document, **{part: of(getattr(document, part)) for part in ("preamble", "body", "conclusion")})


def only(kind: Any, **fields: Any) -> Callable[[Any], Any]:
    """A change of all nodes of one kind."""
    return lambda node: replace(node, **fields) if isinstance(node, kind) else node


def unwrapped(kind: Any) -> Callable[[Any], Any]:
    """Inlines of one kind become plain text."""
    return lambda node: node.inlines[0] if isinstance(node, kind) else node


def said(old: str, new: str) -> Callable[[Any], Any]:
    return lambda node: replace(node, text=node.text.replace(old, new)) if isinstance(node, Text) else node


def deeper(heading: str) -> Callable[[Any], Any]:
    """One heading goes a level down."""

    def change(node: Any) -> Any:
        is_it = isinstance(node, model.Division) and node.heading[0] == Text(heading, node.position)
        return replace(node, level=2) if is_it else node

    return change


def title(old: str, new: str) -> Change:
    def change(document: Document) -> Document:
        metadata = document.metadata
        changed = metadata.title.replace(old, new)
        return replace(document, metadata=replace(metadata, title=changed, title_phrases=(changed,)))

    return change


PARSER: dict[str, Change] = {
    "a paragraph dropped": lambda it: without(it, "preamble", 0),
    "a section dropped": lambda it: without(it, "body", 1),
    "two paragraphs swapped": lambda it: replace(it, preamble=it.preamble[::-1]),
    "two sections swapped": lambda it: replace(it, body=it.body[::-1]),
    "a paragraph doubled": lambda it: replace(it, preamble=(replace(it.preamble[0]), *it.preamble)),
    "a word lost": lambda it: every(it, said("shall be lost", "be lost")),
    "a word altered": lambda it: every(it, said("shall be lost", "may be lost")),
    "a word doubled": lambda it: every(it, said("shall be lost", "shall shall be lost")),
    "a space lost": lambda it: every(it, said("shall be lost", "shallbe lost")),
    "a letter's case": lambda it: every(it, said("Nothing", "nothing")),
    "typed labels eaten": lambda it: every(it, only(Clause, typed="")),
    "stress lost": lambda it: every(it, unwrapped(Emphasis)),
    "language lost": lambda it: every(it, unwrapped(model.LanguageSpan)),
    "a link lost": lambda it: every(it, unwrapped(Link)),
    "links led elsewhere": lambda it: every(it, only(Link, target="https://example.com/")),
    "a heading's level": lambda it: every(it, deeper("Of numbers")),
    "an identifier lost": lambda it: every(it, only(Clause, identifier="")),
    "an alternative text altered": lambda it: every(it, only(model.Figure, alternative="A square")),
    "a caption lost": lambda it: every(it, only(model.Figure, caption=())),
    "a list item made a paragraph": lambda it: every(
        it, lambda node: node.items[0].blocks[0] if isinstance(node, model.BulletList) else node
    ),
    "a quotation made a paragraph": lambda it: every(
        it, lambda node: node.blocks[0] if isinstance(node, model.Quotation) else node
    ),
    "a word of the title lost": title("Joint ", ""),
}


@pytest.mark.parametrize("fault", PARSER)
def test_a_fault_of_the_parser_is_noticed(source: Path, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same fault is in all editions, so only the source's own characters can tell."""
    from pipeline.readers import markdown

    parse = markdown.parse_markdown

    def faulty(*arguments: Any, **options: Any) -> Document:
        return PARSER[fault](parse(*arguments, **options))

    monkeypatch.setattr(markdown, "parse_markdown", faulty)
    found = failed(source, ("html",))
    if found[0].rule in {"link-nowhere", "identifier-repeated"}:  # the numbering pass has noticed it already
        return
    (first, *_) = [diagnostic for diagnostic in found if diagnostic.rule == "proof-source"]
    assert first.position
    assert first.position.line > 1
    assert "do not balance" in first.message


# ---- the numbering pass


def renumbered(change: Callable[[Block, Number], Number]) -> Callable[[NumberedDocument], NumberedDocument]:
    return lambda it: replace(it, numbers={block: change(block, number) for block, number in it.numbers.items()})


def _next(block: Block, number: Number) -> Number:
    if isinstance(block, Clause) and block.level == 1:
        return replace(number, label=f"{number.ordinal + 1}.", ordinal=number.ordinal + 1, live=False)
    return number


def _level(block: Block, number: Number) -> Number:
    if isinstance(block, Clause) and block.level == 2:
        return replace(number, label=number.label.replace("a", "i").replace("b", "ii"), live=False)
    return number


def _renamed(_: Block, number: Number) -> Number:
    return replace(number, anchor="another") if number.anchor == "recital-1" else number


NUMBERING = {
    "off by one": (renumbered(_next), "proof-labels"),
    "the labels of another level": (renumbered(_level), "proof-labels"),
    "another anchor": (renumbered(_renamed), "proof-anchors"),
}


@pytest.mark.parametrize("fault", NUMBERING)
@pytest.mark.parametrize("format_", ["html", "docx"])
def test_a_fault_of_the_numbering_pass_is_noticed(
    source: Path, fault: str, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline import numbering

    number, (change, rule) = numbering.number, NUMBERING[fault]
    monkeypatch.setattr(numbering, "number", lambda *given, **options: change(number(*given, **options)))
    first = next(diagnostic for diagnostic in failed(source, (format_,)) if diagnostic.rule == rule)
    assert re.match(rf"statement\.{format_} \(.+\): ", first.message)
    assert re.fullmatch(r"expected .+\nfound    .+\n +\^", first.hint)
    assert first.position
    assert first.position.line > 8


def test_letters_past_z_are_counted_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After z comes aa: a pass that wrote ba would write it in all editions."""
    from pipeline import counting, numerals

    items = "".join(f"   1. item {word}\n" for word in "abcdefghijklmnopqrstuvwxyzäö")
    source = tmp_path / "statement.md"
    source.write_text(
        f"---\ntitle: Items\nlanguage: en\ndate: 2021-07-06\nscheme: resolution\n---\n\n1. Items:\n{items}"
    )
    numeral = numerals.numeral
    wrong = {"aa": "ba", "bb": "bb"}
    monkeypatch.setattr(counting, "numeral", lambda *given: wrong.get(numeral(*given), numeral(*given)))
    found = failed(source, ("html",))
    labels = [diagnostic for diagnostic in found if diagnostic.rule == "proof-labels"]
    assert [diagnostic.hint.split("\n")[:2] for diagnostic in labels] == [["expected (aa)", "found    (ba)"]]


# ---- the writers


def page(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        text = data.decode()
        assert old in text, old
        return text.replace(old, new, 1).encode()

    return change


def pattern(old: str, new: str, count: int = 1) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        text, done = re.subn(old, new, data.decode(), count=count, flags=re.DOTALL)
        assert done == count, old
        return text.encode()

    return change


def part(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A change of one part of a package."""

    def whole(data: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
            for entry in old.infolist():
                body = old.read(entry)
                new.writestr(entry, change(body) if entry.filename == name else body)
        return made.getvalue()

    return whole


BODY = "EPUB/body-1.xhtml"
DOCUMENT = "word/document.xml"
WRITERS: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "html: a paragraph dropped": ("html", pattern(r"<blockquote.*?</blockquote>", ""), "proof-words"),
    "html: a word altered": ("html", page("Every number shall", "Every number may"), "proof-words"),
    "html: text added": ("html", pattern(r"(</blockquote>)", r"\1<p>So it is.</p>"), "proof-added"),
    "html: a label altered": ("html", pattern(r'(class="label"[^>]*>)2\.', r"\g<1>3."), "proof-labels"),
    "html: an anchor altered": ("html", pattern(r'id="first"', 'id="erst"'), "proof-anchors"),
    "html: a link led elsewhere": ("html", page("https://example.org/", "https://example.com/"), "proof-links"),
    "html: stress dropped": ("html", pattern(r"<em>all</em>", "all"), "proof-emphasis"),
    "html: language dropped": ("html", pattern(r' lang="fr"', ""), "proof-languages"),
    "html: alternative text dropped": ("html", pattern(r'alt="A grey square"', 'alt=""'), "proof-alternatives"),
    "epub: a paragraph dropped": ("epub", part(BODY, pattern(r"<blockquote.*?</blockquote>", "")), "proof-words"),
    "epub: a label altered": ("epub", part(BODY, pattern(r'(class="label"[^>]*>)2\.', r"\g<1>3.")), "proof-labels"),
    "epub: a level altered": ("epub", part(BODY, pattern(r"<(/?)h2", r"<\1h3", count=2)), "proof-levels"),
    "docx: a paragraph dropped": (
        "docx",
        part(DOCUMENT, pattern(r"<w:p>(?:(?!</w:p>).)*A quotation(?:(?!</w:p>).)*</w:p>", "")),
        "proof-words",
    ),
    "docx: a word altered": ("docx", part(DOCUMENT, page("No word shall", "No word may")), "proof-words"),
    "docx: stress dropped": ("docx", part(DOCUMENT, pattern(r'<w:rStyle w:val="Emphasis"/>', "")), "proof-emphasis"),
    "docx: a link led elsewhere": (
        "docx",
        part("word/_rels/document.xml.rels", page("https://example.org/", "https://example.com/")),
        "proof-links",
    ),
    "docx: the title of another file": (
        "docx",
        part("docProps/core.xml", pattern(r"(<dc:title>).*?(</dc:title>)", r"\1Draft\2")),
        "proof-metadata",
    ),
}


@pytest.mark.parametrize("fault", WRITERS)
def test_a_fault_of_a_writer_is_noticed(source: Path, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import writers

    name, change, rule = WRITERS[fault]
    write = writers.write
    monkeypatch.setattr(writers, "write", lambda *given, **options: change(write(*given, **options)))
    found = failed(source, (name,))
    assert all(diagnostic.rule.startswith("proof-") for diagnostic in found)
    assert not rule or rule in {diagnostic.rule for diagnostic in found}
    first = next(diagnostic for diagnostic in found if not rule or diagnostic.rule == rule)
    assert first.message.startswith(f"statement.{name}")
    assert re.fullmatch(r"expected .+\nfound    .+\n +\^", first.hint)


# ---- templates and tokens


def edited(folder: Path, name: str, old: str, new: str) -> Path:
    """All templates, with one place of one of them changed."""
    text = (TEMPLATES / name).read_text("utf-8")
    assert old in text, old
    shutil.copytree(TEMPLATES, folder)
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder


PRINT = "/* bookmarks of the document */"
TEMPLATE_FAULTS = {
    "pdf: hidden": ("pdf", "pdf/style.css.j2", PRINT, "#first { color: white }", "proof-hidden"),
    "pdf: a size": ("pdf", "pdf/style.css.j2", PRINT, "p { font-size: 12pt !important }", "proof-look"),
    "pdf: a paragraph dropped": ("pdf", "pdf/style.css.j2", PRINT, "blockquote { display: none }", "proof-words"),
    "pdf: text added": ("pdf", "pdf/style.css.j2", PRINT, 'blockquote::after { content: "Sic." }', ""),
    "html: hidden": ("html", "html/style.css.j2", "", "#first { display: none }", "proof-hidden"),
    "html: text generated": ("html", "html/style.css.j2", "", '#first::before { content: "not " }', ""),
    "html: a size": ("html", "html/style.css.j2", "", "h1 { font-size: 9px !important }", "proof-look"),
}


@pytest.mark.parametrize("fault", TEMPLATE_FAULTS)
def test_a_fault_of_a_template_is_noticed(source: Path, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, template, old, new, rule = TEMPLATE_FAULTS[fault]
    text = (TEMPLATES / template).read_text("utf-8")
    changed = (old, f"{old}\n{new}") if old else (text, f"{text}\n{new}\n")
    monkeypatch.setattr(project, "TEMPLATES", edited(source.parent / "templates", template, *changed))
    found = failed(source, (name,))
    assert all(diagnostic.rule.startswith("proof-") for diagnostic in found), found
    assert not rule or rule in {diagnostic.rule for diagnostic in found}


def test_a_theme_may_look_as_it_likes_but_not_hide_words(source: Path) -> None:
    """What templates of a theme look like, no token says; what they say is still the source's."""
    style = (TEMPLATES / "html" / "style.css.j2").read_text("utf-8")
    theme = source.parent / "theme"
    (theme / "html").mkdir(parents=True)
    (theme / "theme.toml").write_text("")
    (theme / "html" / "style.css.j2").write_text(style + "\nh1 { font-size: 9px !important }\n")
    made = pipeline.build(source, ("html",), out=source.parent / "other", theme=theme, report=print)
    certificate = (source.parent / "other" / "statement.certificate.json").read_text("utf-8")
    assert "How it looks was not compared in statement.html." in certificate
    assert len(made) == 3
    (theme / "html" / "style.css.j2").write_text(style + "\n#first { display: none }\n")
    assert "proof-hidden" in {diagnostic.rule for diagnostic in failed(source, ("html",), theme)}


def test_without_the_proof_nothing_is_claimed(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import writers

    write = writers.write
    drop = pattern(r"<blockquote.*?</blockquote>", "")
    monkeypatch.setattr(writers, "write", lambda *given, **options: drop(write(*given, **options)))
    out = source.parent / "out"
    made = pipeline.build(source, ("html",), out=out, verify=False, report=print)
    assert [path.name for path in made] == ["statement.html"]
    shutil.rmtree(out)
