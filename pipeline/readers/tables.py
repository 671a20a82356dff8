"""Pipe tables: rows with spans, heads of rows and columns, a caption."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it.tree import SyntaxTreeNode

from pipeline.diagnostics import Severity
from pipeline.model import Block, Cell, Inline, Paragraph, Row, Table
from pipeline.readers.attributes import Attributes, allow
from pipeline.readers.content import Content
from pipeline.readers.tokens import CAPTION

if TYPE_CHECKING:
    from pipeline.readers.blocks import BlockReader

MOST = 60
"""Columns; Word has room for 63."""

_PARTING = re.compile(r"(?<!\\)\|")
_SPECIAL = re.compile(r"\\\||(?<=[ \t])\\[ \t]")
"""A bar that belongs to the text, and a line end that was asked for: a cell has but one line."""

_ABOVE = "^^"
_KEYS = ("header-rows", "header-columns")


@dataclass(slots=True)
class _Cell:
    content: Content
    column: int
    row: int
    rows: int = 1
    columns: int = 1


def read_table(reader: "BlockReader", node: SyntaxTreeNode, attributes: Attributes | None) -> list[Block]:
    """The table of a token; what is wrong is reported, and the rest read as far as it makes sense."""
    lines = node.meta["rows"]
    position = reader.position(node)
    caption, attributes = _caption(reader, node, attributes)
    allowed = allow(attributes, _KEYS, "a table", report=reader.report)
    alignments = tuple(map(_alignment, _parts(lines[1][2])))
    if len(alignments) > MOST:
        what = f"the table has {len(alignments)} columns: Word has room for {MOST}"
        reader.error("table-ragged", what, position, "part it into several tables")
        return []
    rows = [_row(reader, line, len(alignments), at) for at, line in enumerate((lines[0], *lines[2:]))]
    given = [_number(reader, allowed, key) for key in _KEYS]
    heads = 1 if given[0] is None else given[0]
    if rows[0] and not any(cell.content.text for cell in rows[0]):  # only so that Markdown has a table
        heads, rows = 0, rows[1:]
        if not given[1] and given[0] != 0:
            hint = "write one; {header-rows=0} on a line before the table says that there is none"
            what = "the table has no head: who cannot see it hears cells, and not what they are of"
            reader.error("table-header", what, position, hint, Severity.WARNING)
    columns = given[1] or 0
    if heads >= len(rows) or columns > 1 or columns >= len(alignments):
        what = "the table has no row below its head" if heads >= len(rows) else "one column holds heads at the most"
        reader.error("table-header", what, position, "{header-rows=1 header-columns=1} on a line before the table")
        return []
    _join(reader, rows, heads)
    if not any(cell.content.text for row in rows for cell in row):
        reader.error("table-empty", "the table has no words", position, "write them, or take it out")
    made = tuple(Row(tuple(_closed(reader, cell) for cell in row)) for row in rows)
    return [Table(position, made, alignments, heads, columns, caption, allowed.identifier)]


def _parts(text: str) -> list[str]:
    """What stands between the bars of a line; those at its ends may be missing."""
    parts = _PARTING.split(text)
    del parts[: parts[0] == ""]
    return parts[:-1] if parts[-1:] == [""] else parts


def _alignment(dashes: str) -> str:
    begins, ends = dashes.strip().startswith(":"), dashes.strip().endswith(":")
    return "center" if begins and ends else "end" if ends else "start"


def _number(reader: "BlockReader", attributes: Attributes, key: str) -> int | None:
    value = attributes.get(key)
    if value and not re.fullmatch(r"\d{1,4}", value):
        reader.error("table-header", f"“{value[:40]}” is no number of {key[7:]}", attributes.position, f"{{{key}=1}}")
    return int(value) if re.fullmatch(r"\d{1,4}", value) else None


def _row(reader: "BlockReader", line: tuple[int, int, str], width: int, at: int) -> list[_Cell]:
    """The cells of a line; one with nothing at all between its bars belongs to the cell before it."""
    number, column, text = line
    parts = _parts(text)
    if len(parts) != width:
        hint = "write | | for an empty cell, || after a cell that takes two columns, \\| for a bar of the text"
        what = f"this row has {len(parts)} cells, the line below the head has {width}"
        reader.error("table-ragged", what, reader.source.position(number, column, len(text)), hint)
        return []
    made: list[_Cell] = []
    begin = text.startswith("|") + column
    for index, part in enumerate(parts):
        if not part and made:
            made[-1].columns += 1
        else:
            made.append(_Cell(_content(part, number, begin), index, at))
        begin += len(part) + 1
    return made


def _content(part: str, line: int, column: int) -> Content:
    """The words of a cell, as a paragraph would have them."""
    column += len(part) - len(part.lstrip())
    part = part.strip()
    text, lines, at = "", [(0, line, column)], 0
    for found in _SPECIAL.finditer(part):
        text += part[at : found.start()] + ("|" if found[0] == "\\|" else "\\\n")
        at = found.end()
        lines.append((len(text), line, column + at))
    return Content(text + part[at:], tuple(lines))


def _join(reader: "BlockReader", rows: Sequence[list[_Cell]], heads: int) -> None:
    """Give the cells that go on in the row below what they take there."""
    above: dict[int, _Cell] = {}
    for at, row in enumerate(rows):
        here: dict[int, _Cell] = {}
        for cell in list(row):
            over = above.get(cell.column) if at != heads else None
            if cell.content.text != _ABOVE:
                here[cell.column] = cell
            elif over and over.columns == cell.columns:
                here[cell.column] = over
                over.rows += 1
                row.remove(cell)
            else:
                where = reader.place(cell.content, 0, 2)
                what = "no cell above takes these columns and goes on here"
                hint = "a cell goes on in as many columns as it has, and not from the head into the rows; or write \\^^"
                reader.error("table-span", what, where, hint)
                row.remove(cell)
        if not row and here:
            where = reader.place(next(iter(here.values())).content)
            reader.error("table-span", "no cell begins in one of the rows below", where, "take that row out")
        above = here


def _closed(reader: "BlockReader", cell: _Cell) -> Cell:
    position = reader.place(cell.content, 0, len(cell.content.text))
    inlines = reader.inlines.read(cell.content) if cell.content.text else ()
    words = (Paragraph(position, inlines),) if inlines else ()
    return Cell(position, words, cell.column, cell.rows, cell.columns)


def _caption(
    reader: "BlockReader", node: SyntaxTreeNode, attributes: Attributes | None
) -> tuple[tuple[Inline, ...], Attributes | None]:
    """The words behind “Table:”, and the attributes of the table, which may stand at their end."""
    if "caption" not in node.meta:
        return (), attributes
    content, attributes = reader.trailing(reader.markdown.content(node), "the table", attributes)
    found = CAPTION.match(content.text)
    behind = content.behind(len(content.text) - len(content.text[found.end() if found else 0 :].lstrip()))
    if not behind.rest:
        reader.error("block-empty", "the caption has no words", reader.place(content), "write them, or take it out")
    return reader.inlines.read(behind), attributes
