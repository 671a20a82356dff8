"""Reading a text in a test: what it says, and what was reported about it."""

from pathlib import Path

from pipeline.diagnostics import Diagnostic, Severity, Stopped
from pipeline.model import (
    Block,
    BulletList,
    Clause,
    Code,
    Division,
    Document,
    Figure,
    Inline,
    LineBreak,
    Note,
    NumberedDocument,
    Paragraph,
    Quotation,
    Reference,
    Table,
    Text,
)
from pipeline.numbering import number
from pipeline.readers.front_matter import parse_front_matter
from pipeline.readers.markdown import parse_markdown
from pipeline.readers.source import text_source
from tests.schemes import SCHEMES

FRONT = '---\ntitle: "On Tests"\nlanguage: en-GB\ndate: 2021-07-06\n---\n\n'
"""A front matter with which nothing is wrong; the text below it begins in line 7."""

DATA = Path(__file__).parents[2] / "shared" / "data"
"""Real texts, which are not part of the project; tests that use them are skipped where they are missing."""


def read(text: str, *, front: str = FRONT) -> tuple[NumberedDocument | None, list[Diagnostic]]:
    """A numbered document and what was reported, in order; None where reading was given up."""
    found: list[Diagnostic] = []
    try:
        source = text_source(front + text, "test.md", Path(), report=found.append)
        metadata, lines = parse_front_matter(source, SCHEMES, report=found.append)
        scheme = SCHEMES[metadata.scheme]
        document = parse_markdown(source, metadata, lines, scheme, report=found.append)
        return number(document, scheme, report=found.append), found
    except Stopped as stopped:
        return None, [*found, *stopped.diagnostics]


def document(text: str, *, front: str = FRONT) -> Document:
    """The document of a text with which nothing is wrong."""
    numbered, found = read(text, front=front)
    assert found == []
    assert numbered
    return numbered.document


def errors(found: list[Diagnostic]) -> list[Diagnostic]:
    return [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]


def rules(found: list[Diagnostic]) -> list[str]:
    return [diagnostic.rule for diagnostic in found]


def outline(numbered: NumberedDocument) -> list[str]:
    """One line for each block: indented by its depth, its part or kind or label, its words."""
    written = numbered.document
    lines: list[str] = []
    for part, blocks in (("preamble", written.preamble), ("", written.body), ("conclusion", written.conclusion)):
        for block in blocks:
            lines += _lines(block, numbered, part, 0)
    return lines


def _lines(block: Block, numbered: NumberedDocument, part: str, depth: int) -> list[str]:
    pad = "  " * depth
    match block:
        case Paragraph():
            return [f"{pad}{f'[{part}] ' if part else ''}{marked(block.inlines)}".rstrip()]
        case Clause():
            lead, *rest = block.blocks
            label = numbered.numbers[block].label
            assert isinstance(lead, Paragraph)
            below = [line for inner in rest for line in _lines(inner, numbered, "", depth + 1)]
            return [f"{pad}{label} {marked(lead.inlines)}".rstrip(), *below]
        case Division():
            below = [line for inner in block.blocks for line in _lines(inner, numbered, "", depth + 1)]
            return [f"{pad}{'#' * block.level} {marked(block.heading)}", *below]
        case BulletList():
            made = []
            for item in block.items:
                inner = [line for child in item.blocks for line in _lines(child, numbered, "", depth + 1)]
                made += [f"{pad}-", *inner]
            return made
        case Quotation():
            return [f"{pad}>", *(line for inner in block.blocks for line in _lines(inner, numbered, "", depth + 1))]
        case Table():
            return [
                f"{pad}table {marked(block.caption)}".rstrip(),
                *(_row(block, at, pad) for at in range(len(block.rows))),
            ]
        case Figure():
            return [f"{pad}![{block.alternative}]({block.source}) {marked(block.caption)}".rstrip()]


def _row(table: Table, at: int, pad: str) -> str:
    """A row: its cells with their columns from 1, rows and columns that they take, their words; heads with a sign."""
    made = f"{pad}  {'=' if at < table.header_rows else '|'}"
    for cell in table.rows[at].cells:
        spans = f" {cell.rows}x{cell.columns}" if (cell.rows, cell.columns) != (1, 1) else ""
        head = "=" if cell.column < table.header_columns else ""
        words = " / ".join(marked(paragraph.inlines) for paragraph in cell.blocks)
        made += f" [{cell.column + 1}{spans}{head}: {words}]".replace(": ]", ":]")
    return f"{made} {' '.join(table.alignments)}" if at == 0 else made


def marked(inlines: tuple[Inline, ...]) -> str:
    """Inlines as text, with the name of each wrapper round its words."""
    made = ""
    for inline in inlines:
        match inline:
            case Text() | Code():
                made += inline.text if isinstance(inline, Text) else f"<code {inline.text}>"
            case LineBreak():
                made += "<br>"
            case Note():
                made += f"<note {inline.name}: {' / '.join(marked(block.inlines) for block in inline.blocks)}>"
            case Reference():
                made += f"<reference {' '.join(inline.targets)}>"
            case _:
                name = type(inline).__name__.lower()
                more = getattr(inline, "target", "") or getattr(inline, "language", "")
                made += f"<{name}{'=' if more else ''}{more} {marked(inline.inlines)}>"
    return made


def words(numbered: NumberedDocument) -> str:
    """Every character that a reader of the document meets, labels as they were typed, without white space."""
    written = numbered.document
    made: list[str] = []

    def add(blocks: tuple[Block, ...]) -> None:  # a case for each node
        for block in blocks:
            match block:
                case Paragraph():
                    made.append(_plain(block.inlines))
                case Clause():
                    made.append("" if block.typed[:1].isdigit() else block.typed)
                    add(block.blocks)
                case Division():
                    made.append(_plain(block.heading))
                    add(block.blocks)
                case BulletList():
                    for item in block.items:
                        add(item.blocks)
                case Quotation():
                    add(block.blocks)
                case Table():
                    made.append(_plain(block.caption))
                    add(tuple(inner for row in block.rows for cell in row.cells for inner in cell.blocks))
                case Figure():
                    made.append(block.alternative + _plain(block.caption))

    for part in (written.preamble, written.body, written.conclusion):
        add(part)
    return "".join("".join(made).split())


def _plain(inlines: tuple[Inline, ...]) -> str:
    made = ""
    for inline in inlines:
        match inline:
            case Text() | Code():
                made += inline.text
            case LineBreak() | Reference():
                pass
            case Note():
                made += "".join(_plain(block.inlines) for block in inline.blocks)
            case _:
                made += _plain(inline.inlines)
    return made
