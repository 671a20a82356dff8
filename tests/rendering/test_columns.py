"""How wide columns are set, measured by letters that are one point wide."""

import pytest

from pipeline.diagnostics import Position
from pipeline.model import Cell, Paragraph, Row, Table, Text
from pipeline.rendering import columns
from pipeline.theme import Size, load_theme
from tests.validators import ROOT

AT = Position("")


def size() -> Size:
    theme = load_theme([ROOT / "templates"], report=lambda diagnostic: pytest.fail(diagnostic.message))
    assert theme
    return theme.page


def table(*rows: tuple[str, ...], caption: str = "") -> Table:
    """A table of these words; one without any goes to the cell before."""
    made = []
    for row in rows:
        cells: list[Cell] = []
        for at, words in enumerate(row):
            if words:
                cells.append(Cell(AT, (Paragraph(AT, (Text(words, AT),)),), at))
            else:
                cells[-1] = Cell(AT, cells[-1].blocks, cells[-1].column, 1, cells[-1].columns + 1)
        made.append(Row(tuple(cells)))
    return Table(AT, tuple(made), ("start",) * len(rows[0]), caption=(Text(caption, AT),) if caption else ())


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a" * 10, "b" * 20)], [10, 20]),
        ([("a" * 10, "b" * 20), ("c" * 30, "d")], [30, 20]),
        ([("a" * 10, "b" * 10), ("c" * 60, "")], [21, 21]),  # the longer one spans both and the gap
        ([("a" * 10, "b " * 300)], [10, 172]),  # a narrow one is not squeezed by a wide one
        ([("a " * 300, "b " * 300)], [91, 91]),
        ([("a" * 150, "b " * 300)], [150, 32]),  # no narrower than the longest word
        ([("a" * 300, "b" * 100)], [136.5, 45.5]),
    ],
)
def test_columns_are_as_wide_as_their_words_or_share_the_line(
    rows: list[tuple[str, ...]], expected: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "_SLACK", 1.0)
    page = size()
    gap = 18.0
    monkeypatch.setattr(columns, "gap", lambda *_: gap)
    first, second = columns.widths(table(*rows), {}, len, page, 200)
    assert [first, second - gap] == pytest.approx(expected, abs=0.6)


def test_a_caption_has_room_and_gaps_shrink_between_many_columns() -> None:
    page = size()
    assert sum(columns.widths(table(("a", "b"), caption="c" * 500), {}, len, page, 300)) == pytest.approx(150)
    many = table(("a",) * 40)
    assert columns.gap(many, page, 300) * 39 < 100
    assert columns.gap(table(("a", "b")), page, 300) == pytest.approx(2 * page.gap.pt)
