"""A document written as Markdown and read again is the same document."""

import re
from dataclasses import replace
from typing import assert_never

from hypothesis import given, settings
from hypothesis import strategies as some

from pipeline.diagnostics import Position
from pipeline.model import (
    Block,
    BulletList,
    Cell,
    Clause,
    Code,
    Division,
    Emphasis,
    Figure,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    ListItem,
    Note,
    Paragraph,
    Quotation,
    Reference,
    Row,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from pipeline.numerals import label, numeral, split
from tests.reading import errors, read, rules
from tests.schemes import SCHEMES

NOWHERE = Position("")
SCHEME = SCHEMES["joint-statement"]

# ---- documents

LETTERS = some.text("abcXYZ éß漢\U0001d538", min_size=1, max_size=6)
SIGNS = some.text("*_`[]()<>&#!\\^~{}|.:;-+=\"'1iI aé", min_size=1, max_size=8)
ADDRESSES = some.sampled_from(["https://example.org/", "http://example.org/a_b?c=d&e=(f)", "mailto:a@example.org"])


def tidy(text: str) -> str:
    """Words as Markdown can say them: not at the edges, and each space alone, since lines of it have no meaning."""
    return re.sub(r"\s+", " ", text).strip() or "a"


TEXTS = some.one_of(LETTERS, SIGNS).map(tidy).map(lambda text: Text(text, NOWHERE))
CODES = some.text("ab`* c", min_size=1, max_size=6).map(tidy).map(lambda text: Code(text, NOWHERE))


def wrapped(inner: some.SearchStrategy[Inline]) -> some.SearchStrategy[Inline]:
    edge: Inline = Text("a", NOWHERE)  # "***" would be one thing where two were meant
    several = some.lists(inner, min_size=1, max_size=3).map(lambda made: joined([edge, *made, edge]))
    words = LETTERS.map(lambda text: (Text(re.sub(r"\s", "", text) or "a", NOWHERE),))
    return some.one_of(
        several.map(lambda inlines: Emphasis(inlines, NOWHERE)),
        several.map(lambda inlines: Strong(inlines, NOWHERE)),
        words.map(lambda inlines: Superscript(inlines, NOWHERE)),
        words.map(lambda inlines: Subscript(inlines, NOWHERE)),
        several.map(lambda inlines: LanguageSpan("fr", "ltr", inlines, NOWHERE)),
        some.builds(lambda target, text: Link(target, (text,), NOWHERE), ADDRESSES, TEXTS),
    )


def joined(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Pieces with a space between them: two stars may not touch, which is not what is tested here."""
    made: list[Inline] = []
    for inline in inlines:
        if made and isinstance(made[-1], Text) and isinstance(inline, Text):
            made[-1] = Text(f"{made[-1].text} {inline.text}", NOWHERE)
        elif made and isinstance(made[-1], Text):
            made[-1:] = [Text(f"{made[-1].text} ", NOWHERE), inline]
        elif made and isinstance(inline, Text):
            made.append(Text(f" {inline.text}", NOWHERE))
        else:
            made += [Text(" ", NOWHERE), inline] if made else [inline]
    return tuple(made)


INLINES = some.lists(some.recursive(some.one_of(TEXTS, CODES), wrapped, max_leaves=6), min_size=1, max_size=4).map(
    joined
)
PARAGRAPHS = INLINES.map(lambda inlines: Paragraph(NOWHERE, inlines))
FIGURES = some.builds(
    lambda name, caption: Figure(NOWHERE, f"{name}.png", "a map", caption),
    some.sampled_from("abc"),
    some.one_of(some.just(()), INLINES),
)


@some.composite
def tables(draw: some.DrawFn) -> Table:
    """Up to four rows and columns, cells over several of them, with a head of none, one or two rows."""
    rows, columns, heads = draw(some.integers(1, 4)), draw(some.integers(2, 4)), draw(some.integers(0, 2))
    heads = min(heads, rows - 1)
    taken: set[tuple[int, int]] = set()
    made: list[list[Cell]] = [[] for _ in range(rows)]
    for row, column in ((row, column) for row in range(rows) for column in range(columns)):
        if (row, column) in taken:
            continue
        # Column 0 stays single, so that in each row a cell begins.
        high = draw(some.integers(1, (heads if row < heads else rows) - row)) if column else 1
        wide = draw(some.integers(1, columns - column)) if column else 1
        if any((row, column + more) in taken for more in range(wide)):
            wide = 1
        taken |= {(row + down, column + right) for down in range(high) for right in range(wide)}
        words = (Paragraph(NOWHERE, draw(INLINES)),) if not column or draw(some.booleans()) else ()
        made[row].append(Cell(NOWHERE, words, column, high, wide))
    sides = tuple(draw(some.sampled_from(("start", "center", "end"))) for _ in range(columns))
    caption = draw(some.one_of(some.just(()), INLINES))
    return Table(NOWHERE, tuple(Row(tuple(row)) for row in made), sides, heads, draw(some.integers(0, 1)), caption)


def nested(inner: some.SearchStrategy[Block]) -> some.SearchStrategy[Block]:
    several = some.lists(inner, min_size=1, max_size=3).map(tuple)
    # Two lists or two quotations in a row would be one.
    items = some.lists(
        some.tuples(PARAGRAPHS, several).map(lambda it: ListItem(NOWHERE, (it[0], *apart(it[1])))),
        min_size=1,
        max_size=3,
    )
    return some.one_of(
        items.map(lambda made: BulletList(NOWHERE, tuple(made))),
        several.map(lambda blocks: Quotation(NOWHERE, apart(blocks))),
    )


def apart(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks with a paragraph between two lists or two quotations."""
    made: list[Block] = []
    for block in blocks:
        if made and not isinstance(block, Paragraph) and not isinstance(made[-1], Paragraph):
            made.append(Paragraph(NOWHERE, (Text("between", NOWHERE),)))
        made.append(block)
    return tuple(made)


FREE = some.recursive(some.one_of(PARAGRAPHS, FIGURES, tables()), nested, max_leaves=6)


@some.composite
def clauses(draw: some.DrawFn, level: int = 1) -> tuple[Clause, ...]:
    made = []
    for value in range(1, draw(some.integers(1, 3)) + 1):
        lead = Paragraph(NOWHERE, draw(INLINES))
        # What stands between a clause's words and its sub-paragraphs are lists and figures; paragraphs close it.
        between = draw(some.lists(FREE.filter(lambda block: not isinstance(block, Paragraph)), max_size=1))
        below = draw(clauses(level + 1)) if level < 4 and draw(some.booleans()) else ()
        closing = draw(some.lists(PARAGRAPHS, max_size=1)) if below and level == 1 else []
        pattern = SCHEME.levels[level - 1].pattern
        typed = label(pattern, numeral(value, split(pattern)[1]))
        made.append(Clause(NOWHERE, level, (lead, *between, *below, *closing), typed))
    return tuple(made)


@some.composite
def documents(draw: some.DrawFn) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """A preamble and clauses, the last without a closing line: that would be the conclusion."""
    preamble = apart(tuple(draw(some.lists(FREE, max_size=3))))
    *body, last = draw(clauses())
    if isinstance(last.blocks[-1], Paragraph) and len(last.blocks) > 1:
        last = replace(last, blocks=last.blocks[:-1])
    return preamble, (*body, last)


# ---- written as Markdown


def escaped(text: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def code(text: str) -> str:
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{fence} {text} {fence}"


def inline(piece: Inline) -> str:  # noqa: PLR0911  # one return for each kind
    match piece:
        case Text():
            return escaped(piece.text)
        case Code():
            return code(piece.text)
        case LineBreak():
            return "\\\n"
        case Note():
            return f"[^{piece.name}]"
        case Emphasis():
            return f"*{inlines(piece.inlines)}*"
        case Strong():
            return f"**{inlines(piece.inlines)}**"
        case Superscript():
            return f"^{inlines(piece.inlines)}^"
        case Subscript():
            return f"~{inlines(piece.inlines)}~"
        case LanguageSpan():
            return f"[{inlines(piece.inlines)}]{{lang={piece.language}}}"
        case Link():
            return f"[{inlines(piece.inlines)}](<{piece.target}>)"
        case Reference():
            return f"[](#{',#'.join(piece.targets)})"
        case _:
            assert_never(piece)


def inlines(several: tuple[Inline, ...]) -> str:
    return "".join(map(inline, several))


def indented(text: str, first: str, other: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        [first + lines[0], *(f"{other}{line}".rstrip() if not line else other + line for line in lines[1:])]
    )


def block(it: Block) -> list[str]:
    """The chunks of Markdown of a block, which empty lines part."""
    match it:
        case Paragraph():
            return [inlines(it.inlines)]
        case Figure():
            return [f"![{it.alternative}]({it.source}" + (f' "{inlines(it.caption)}")' if it.caption else ")")]
        case Table():
            return [table(it)]
        case Quotation():
            return [indented("\n\n".join(chunks(it.blocks)), "> ", "> ")]
        case BulletList():
            return ["\n\n".join(indented("\n\n".join(chunks(item.blocks)), "- ", "  ") for item in it.items)]
        case Clause():
            lead, *rest = it.blocks
            assert isinstance(lead, Paragraph)
            return [f"{it.typed} {inlines(lead.inlines)}", *chunks(tuple(rest))]
        case Division():
            return [f"{'#' * it.level} {inlines(it.heading)}", *chunks(it.blocks)]
        case _:
            assert_never(it)


def table(it: Table) -> str:
    """Its lines; without a head Markdown asks for an empty one."""
    lines = [["" for _ in it.alignments] for _ in it.rows]
    for at, row in enumerate(it.rows):
        for cell in row.cells:
            written = inlines(cell.blocks[0].inlines) if cell.blocks else ""
            for down in range(cell.rows):
                lines[at + down][cell.column] = f" {'^^' if down else in_cell(written)} "
    dashes = ("---", ":-:", "--:")
    below = [dashes[("start", "center", "end").index(side)] for side in it.alignments]
    rows = [*([] if it.header_rows else [[" "] * len(below)]), *lines]
    attributes = f"{{header-rows={it.header_rows} header-columns={it.header_columns}}}"
    body = "\n".join(f"|{'|'.join(row)}|" for row in [rows[0], below, *rows[1:]])
    return f"Table: {inlines(it.caption)} {attributes}\n\n{body}" if it.caption else f"{attributes}\n{body}"


def in_cell(written: str) -> str:
    """A bar has its backslash in code, too."""
    return re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", written)


def chunks(several: tuple[Block, ...]) -> list[str]:
    return [chunk for it in several for chunk in block(it)]


# ---- compared


def told(it: Block | ListItem) -> object:
    """A block without its places, as values that can be compared."""
    match it:
        case Paragraph():
            return ("paragraph", it.inlines)
        case Figure():
            return ("figure", it.source, it.alternative, it.caption)
        case Table():
            cells = [
                (cell.column, cell.rows, cell.columns, *map(told, cell.blocks)) for row in it.rows for cell in row.cells
            ]
            return ("table", it.alignments, it.header_rows, it.header_columns, it.caption, cells)
        case Quotation():
            return ("quotation", *map(told, it.blocks))
        case BulletList():
            return ("list", *map(told, it.items))
        case ListItem():
            return ("item", *map(told, it.blocks))
        case Clause():
            return ("clause", it.level, it.typed, *map(told, it.blocks))
        case Division():
            return ("division", it.level, it.heading, *map(told, it.blocks))
        case _:
            assert_never(it)


@settings(max_examples=50)
@given(documents())
def test_reading_gives_back_what_was_written(parts: tuple[tuple[Block, ...], tuple[Block, ...]]) -> None:
    preamble, body = parts
    text = "\n\n".join(chunks(preamble + body)) + "\n"
    numbered, found = read(text)
    assert rules(errors(found)) == []
    assert numbered
    assert list(map(told, numbered.document.preamble)) == list(map(told, preamble))
    assert list(map(told, numbered.document.body)) == list(map(told, body))
    assert numbered.document.conclusion == ()


def test_headings_too() -> None:
    text = "# One *two*\n\nText.\n\n## Three\n\nI. Four.\n\n# Five\n\nII. Six.\n"
    numbered, found = read(text)
    assert found == []
    assert numbered
    assert "\n\n".join(chunks(numbered.document.body)) + "\n" == text.replace(".", "\\.").replace("I\\.", "I.")
