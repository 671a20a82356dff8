"""A table followed through its source: caption, rows, the bars between cells, what spans and what stands for it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Cell, Table
from pipeline.verify.between import Between, Piece, same_attributes, shown
from pipeline.verify.follow import Cursor, Lost, attributes, follow, inline_tokens

_BAR = re.compile(r"(?<!\\)\|")
_ALTERED = re.compile(r"\\\||(?<=[ \t])\\[ \t]")
_CAPTION = re.compile(r"Table:\s+")
_CAPTION_END = re.compile(r"[^\S\n]*(?:\n[ \t>]*)?(\{[^{}\n]*\})?[^\S\n]*(?=\n|\Z)")
_ABOVE = "^^"


def account_table(between: Between, table: Table, piece: Piece) -> None:
    """Pass a whole table; the cursor stands behind the markup before it, of which `piece` tells. Raises Lost."""
    cursor = between.cursor
    known = len(piece.attributes)
    if not same_attributes(piece.found[:known], piece.attributes):
        raise Lost(cursor.at, shown(piece.attributes[0]) if piece.attributes else "", "its attributes")
    given = piece.found[known:]
    above = bool(table.caption) and _caption(cursor, table, given)
    if above:
        given += _on(between, piece.depth)
    _rows(cursor, table)
    between.fresh = False
    if table.caption and not above:
        given += _on(between, piece.depth)
        if not _caption(cursor, table, given):
            raise Lost(cursor.at, "Table:")
        between.fresh = False
    said = {key: value for each in given for key, value in each.items()}
    heads = {"header-rows": table.header_rows, "header-columns": table.header_columns}
    numbers = {key: f"{value}" for key, value in heads.items() if key in said}
    if len(given) > 1 or said != ({"#": table.identifier} if table.identifier else {}) | numbers:
        raise Lost(cursor.at, "", "the attributes of the table differ")


def _on(between: Between, depth: int) -> list[dict[str, str]]:
    """Pass the markup between a table and its caption; the attributes in it."""
    piece = Piece(depth=depth, own=True)
    between.before(piece)
    return piece.found


def _caption(cursor: Cursor, table: Table, given: list[dict[str, str]]) -> bool:
    """Pass the caption, if it stands here; attributes at its end are added to those `given`."""
    begin = _CAPTION.match(cursor.text, cursor.at)
    if not begin:
        return False
    cursor.take(begin.end())
    follow(cursor, inline_tokens(table.caption))
    end = _CAPTION_END.match(cursor.text, cursor.at)
    if not end:
        raise Lost(cursor.at)
    given += [attributes(end[1])] if end[1] else []
    cursor.take(end.end())
    return True


def _rows(cursor: Cursor, table: Table) -> None:
    """Pass the lines of the table."""
    slots = _slots(table)
    at = -1
    for number in range(len(table.rows) + 2):
        if number and not cursor.next_line():
            raise Lost(cursor.at, "|")
        end = cursor.text.find("\n", cursor.at)
        end = len(cursor.text) if end < 0 else end
        parts = _parts(cursor, end, len(table.alignments))
        if number == 1:
            sides = tuple(_side(cursor.text[begin:stop]) for begin, stop in parts)
            if sides != table.alignments:
                raise Lost(cursor.at, "", "the alignment of its columns")
        elif number == 0 and not any(cursor.text[begin:stop].strip() for begin, stop in parts):
            if table.header_rows:
                raise Lost(cursor.at, "", "its head")
        else:
            at += 1
            _row(cursor, parts, slots[at], at)
        cursor.take(end)
        if at == len(table.rows) - 1 and number > 0:
            return


def _parts(cursor: Cursor, end: int, count: int) -> list[tuple[int, int]]:
    """Where each cell of a line begins and ends. Raises Lost where there are not so many."""
    begin = cursor.at
    text = cursor.text[begin:end].rstrip(" \t")
    bars = [found.start() for found in _BAR.finditer(text)]
    edges = [-1, *bars, len(text)]
    if bars[:1] == [0]:
        del edges[0]
    if len(bars) > 1 and bars[-1] == len(text) - 1:
        del edges[-1]
    parts = [(begin + left + 1, begin + right) for left, right in pairwise(edges)]
    if len(parts) != count:
        raise Lost(begin, "", f"a row of {count} cells")
    return parts


def _side(dashes: str) -> str:
    dashes = dashes.strip()
    return ("center" if dashes[:1] == ":" else "end") if dashes[-1:] == ":" else "start"


def _slots(table: Table) -> list[dict[int, tuple[int, Cell]]]:
    """For each row, by the column where each begins: the cells that stand in it, with the row where each begins."""
    slots: list[dict[int, tuple[int, Cell]]] = [{} for _ in table.rows]
    for at, row in enumerate(table.rows):
        for cell in row.cells:
            for below in range(at, min(at + cell.rows, len(slots))):
                if cell.column in slots[below]:
                    raise Lost(0, "", "two cells stand at one place")
                slots[below][cell.column] = at, cell
    return slots


def _row(cursor: Cursor, parts: Sequence[tuple[int, int]], slots: dict[int, tuple[int, Cell]], at: int) -> None:
    """The cells of one line, which is passed as markup afterwards; what is text in it is counted as such."""
    met = 0
    for column, (begin, end), columns in _spanned(parts):
        begun, cell = slots.get(column, (-1, None))
        raw = cursor.text[begin:end]
        if cell is None or cell.columns != columns or (begun < at) != (raw.strip() == _ABOVE):
            raise Lost(begin, "", "another cell")
        met += 1
        if begun == at:
            _cell(cursor, cell, raw, begin)
    if met != len(slots):
        raise Lost(cursor.at, "", "another number of cells")


def _spanned(parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, tuple[int, int], int]]:
    """Each cell of a line: its column, where it begins and ends, and how many columns it takes."""
    at = 0
    while at < len(parts):
        columns = 1
        while at + columns < len(parts) and parts[at + columns][0] == parts[at + columns][1]:
            columns += 1
        yield at, parts[at], columns
        at += columns


def _cell(cursor: Cursor, cell: Cell, raw: str, begin: int) -> None:
    """The words of a cell, as they stand without the signs that only a table needs."""
    text = _ALTERED.sub(lambda found: "|" if found[0] == "\\|" else "\\\n", raw.strip())
    inside = Cursor(text, references=cursor.references)
    inlines = cell.blocks[0].inlines if cell.blocks else ()
    try:
        follow(inside, inline_tokens(inlines))
        inside.comments()
    except Lost as lost:
        raise Lost(begin + lost.at, lost.expected, lost.said) from None
    if inside.at < len(text):
        raise Lost(begin + inside.at)
    for kind in ("text", "comment"):
        cursor.passed[kind] += inside.passed[kind]
        cursor.passed["markup"] -= inside.passed[kind]
