"""Ways through a document's nodes, of the proof's own: what stands in a block, and the inlines in its words."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from pipeline.model import (
    Block,
    BulletList,
    Clause,
    Code,
    Division,
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


def every(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks and all that stands in them, outer ones first."""
    for block in blocks:
        yield block
        yield from every(inside(block))


def inside(block: Block) -> tuple[Block, ...]:
    """What stands directly in a block."""
    if isinstance(block, BulletList):
        return tuple(inner for item in block.items for inner in item.blocks)
    if isinstance(block, Table):
        return tuple(words for row in block.rows for cell in row.cells for words in cell.blocks)
    return () if isinstance(block, Paragraph | Figure) else block.blocks


def inlines_of(block: Block) -> tuple[Inline, ...]:
    """The words of a block itself."""
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


def nested(inlines: Sequence[Inline]) -> Iterator[Inline]:
    """The inlines and those in them; of a note only its mark."""
    for inline in inlines:
        yield inline
        match inline:
            case Text() | Code() | LineBreak() | Note() | Reference():
                pass
            case Emphasis() | Strong() | Superscript() | Subscript() | LanguageSpan() | Link():
                yield from nested(inline.inlines)
            case _:
                assert_never(inline)
