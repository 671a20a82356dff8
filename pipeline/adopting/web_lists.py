"""Lists and tables of a web page: what a browser counts, and where cells that take several rows go on."""

import re
from dataclasses import dataclass, field

from pipeline.adopting.pieces import Block, Cell
from pipeline.wordprocessing.numerals import numeral

TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "none": "",
}


@dataclass(slots=True)
class Listed:
    """A list that is open: its numerals, the number that comes next, the items that were numbered."""

    form: str
    next: int = 1
    step: int = 1
    ordered: bool = True
    labelled: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Tabled:
    """A table that is open. `head` says that all cells of its last row so far are heads."""

    block: Block
    rows: list[list[Cell]] = field(default_factory=list)
    heads: int = 0
    head: bool = True


def listed(name: str, given: dict[str, str]) -> Listed:
    """A list as its tag says it."""
    found = re.search(r"list-style(?:-type)?\s*:\s*([a-z-]+)", given.get("style", ""))
    form = _STYLES.get(found[1] if found else "", "decimal") if name == "ol" else ""
    form = TYPES.get(given.get("type", ""), form) if name == "ol" else ""
    start = int(given["start"]) if re.fullmatch(r"-?\d{1,6}", given.get("start", "")) else 1
    backwards = "reversed" in given
    return Listed(form, start, -1 if backwards else 1, name == "ol")


def numbered(done: Listed) -> None:
    """The numbers of a list that counts down, whose first is only known at its end."""
    if done.ordered and done.step < 0 and done.next + len(done.labelled) == 1:
        for index, block in enumerate(done.labelled):
            block.counted = f"{numeral(len(done.labelled) - index, done.form)}."


def count(text: str) -> int:
    """How many columns or rows an attribute says."""
    return max(1, min(int(text), 60)) if text.isdigit() and len(text) < 5 else 1


def spread(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows in which a cell that goes on from above stands, too, with no rows of its own."""
    made: list[list[Cell]] = []
    running: dict[int, tuple[int, int]] = {}  # by column: how many rows are left of a cell, how many columns it takes
    for row in rows:
        line: list[Cell] = []
        below: dict[int, tuple[int, int]] = {}
        column = 0
        cells = list(row)
        while cells or any(at >= column for at in running):
            if column in running:
                left, width = running.pop(column)
                line.append(Cell((), width, 0))
                if left > 1:
                    below[column] = left - 1, width
            else:
                line.append(cells.pop(0) if cells else Cell(()))
                if line[-1].rows > 1:
                    below[column] = line[-1].rows - 1, line[-1].columns
            column += line[-1].columns
        running = below
        made.append(line)
    return made
