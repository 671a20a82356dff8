"""Ways through a document: its blocks in reading order, its inlines as plain text, as pieces, as runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import assert_never

from pipeline.model import (
    Block,
    BulletList,
    Cited,
    Clause,
    Code,
    Division,
    Document,
    Emphasis,
    Figure,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Quotation,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)

References = Mapping[Reference, tuple[Cited, ...]]
"""The words of references, as numbering gives them."""


def children(block: Block) -> tuple[Block, ...]:
    """The blocks directly inside a block; those of a bullet list's items in order."""
    match block:
        case Paragraph() | Figure():
            return ()
        case BulletList():
            return tuple(inner for item in block.items for inner in item.blocks)
        case Table():
            return tuple(inner for row in block.rows for cell in row.cells for inner in cell.blocks)
        case Quotation() | Clause() | Division():
            return block.blocks
        case _:
            assert_never(block)


def parts(document: Document) -> tuple[tuple[Block, ...], ...]:
    """The parts of the document in reading order: preamble, body, conclusion, annexes."""
    return document.preamble, document.body, document.conclusion, document.annexes


def blocks(document: Document) -> Iterator[Block]:
    """Every block of the document in reading order, parents first; those of the notes at the end."""
    for part in parts(document):
        yield from _descend(part)
    for note in notes(document):
        yield from note.blocks


def notes(document: Document) -> Iterator[Note]:
    """The notes in the order of their marks."""
    yield from notes_in(tuple(chain.from_iterable(parts(document))))


def notes_in(part: tuple[Block, ...]) -> Iterator[Note]:
    """The notes whose marks stand in some blocks, in order."""
    for block in _descend(part):
        yield from (piece for piece in pieces(words_of(block)) if isinstance(piece, Note))


def _descend(part: tuple[Block, ...]) -> Iterator[Block]:
    for block in part:
        yield block
        yield from _descend(children(block))


def words_of(block: Block) -> tuple[Inline, ...]:
    """The inlines that a block holds itself: a paragraph's text, a heading, a caption."""
    match block:
        case Paragraph():
            return block.inlines
        case Division():
            return block.heading
        case Figure() | Table():
            return block.caption
        case BulletList() | Quotation() | Clause():
            return ()
        case _:
            assert_never(block)


def pieces(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """Every inline in reading order, parents first; of a note its mark."""
    for inline in inlines:
        yield inline
        match inline:
            case Text() | Code() | LineBreak() | Note() | Reference():
                pass
            case Emphasis() | Strong() | Superscript() | Subscript() | LanguageSpan() | Link():
                yield from pieces(inline.inlines)
            case _:
                assert_never(inline)


def plain(inlines: tuple[Inline, ...], references: References = MappingProxyType({})) -> str:
    """The words alone, without the marks of notes; a line break is a space. `references` are known once numbered."""
    made = ""
    for piece in pieces(inlines):
        match piece:
            case Text() | Code():
                made += piece.text
            case LineBreak():
                made += " "
            case Reference():
                made += "".join(cited.text for cited in references.get(piece, ()))
            case _:
                pass
    return made


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that share one appearance, the mark of a note, or a reference; a line break is a line feed."""

    text: str
    emphasis: bool = False
    strong: bool = False
    superscript: bool = False
    subscript: bool = False
    code: bool = False
    language: str = ""
    direction: str = ""
    link: str = ""
    note: Note | None = None
    reference: Reference | None = None


def runs(  # noqa: C901, PLR0912  # a case for each node
    inlines: tuple[Inline, ...], outer: Run = Run("")
) -> Iterator[Run]:
    """Nested inlines flattened to runs in order."""
    for inline in inlines:
        match inline:
            case Text():
                yield replace(outer, text=inline.text)
            case Code():
                yield replace(outer, text=inline.text, code=True)
            case LineBreak():
                yield replace(outer, text="\n")
            case Note():
                yield replace(outer, note=inline)
            case Reference():
                yield replace(outer, reference=inline)
            case Emphasis():
                yield from runs(inline.inlines, replace(outer, emphasis=not outer.emphasis))
            case Strong():
                yield from runs(inline.inlines, replace(outer, strong=True))
            case Superscript():
                yield from runs(inline.inlines, replace(outer, superscript=True))
            case Subscript():
                yield from runs(inline.inlines, replace(outer, subscript=True))
            case LanguageSpan():
                yield from runs(inline.inlines, replace(outer, language=inline.language, direction=inline.direction))
            case Link():
                yield from runs(inline.inlines, replace(outer, link=inline.target))
            case _:
                assert_never(inline)
