"""A table as Word holds it: rows of as many cells as stand there, those that go on from above among them."""

from collections.abc import Callable, Iterator
from functools import partial

from pipeline.model import Cell, Inline, Table
from pipeline.rendering import Rendering
from pipeline.rendering.columns import gap, is_whole, widths
from pipeline.rendering.docx.elements import WordCell, WordParagraph, WordRow, WordTable
from pipeline.rendering.docx.places import Place, Places
from pipeline.rendering.ruler import Ruler
from pipeline.walk import plain


def table(
    rendering: Rendering,
    places: Places,
    block: Table,
    place: Place,
    words: Callable[[str, tuple[Inline, ...]], WordParagraph],
) -> WordTable:
    """The table; `words` makes the paragraph of a cell from the name of its style and its inlines."""
    page, ruler = rendering.theme.page, Ruler(rendering.assets.faces["text-regular"])
    measure = (places.measure - place.left - place.right) / 20
    set_in = partial(ruler.width, size=rendering.theme.text.table.of(page.text.pt))
    columns = [round(20 * width) for width in widths(block, rendering.numbered.references, set_in, page, measure)]
    rows = []
    for at, cells in enumerate(_grid(block)):
        head = at < block.header_rows
        kept = at + 1 < len(block.rows) and (
            is_whole(block, page.lines) or at in (block.header_rows, len(block.rows) - 2)
        )
        made = tuple(
            _cell(cell, block, columns, places, words, begins=at == row, head=head, kept=kept) for row, cell in cells
        )
        rows.append(WordRow(made, head, head and at + 1 == block.header_rows))
    return WordTable(
        tuple(columns),
        tuple(rows),
        place.left,
        round(20 * gap(block, page, measure)),
        plain(block.caption, rendering.numbered.references),
        bool(block.header_columns),
    )


def _cell(
    cell: Cell,
    block: Table,
    columns: list[int],
    places: Places,
    words: Callable[[str, tuple[Inline, ...]], WordParagraph],
    *,
    begins: bool,
    head: bool,
    kept: bool,
) -> WordCell:
    name = places.cell("Table Head" if head else "Table Text", block.alignments[cell.column], kept=kept and not head)
    inlines = cell.blocks[0].inlines if begins and cell.blocks else ()
    width = sum(columns[cell.column : cell.column + cell.columns])
    merge = ("restart" if begins else "continue") if cell.rows > 1 else ""
    return WordCell(width, cell.columns, merge, words(name, inlines), cell.column == 0)


def _grid(block: Table) -> Iterator[list[tuple[int, Cell]]]:
    """The cells that stand in each row, with the row where each begins, from the first column on."""
    standing: list[tuple[int, Cell]] = []
    for at, row in enumerate(block.rows):
        standing = [(begun, cell) for begun, cell in standing if at < begun + cell.rows]
        standing += [(at, cell) for cell in row.cells]
        standing.sort(key=lambda each: each[1].column)
        yield standing
