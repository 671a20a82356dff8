"""Each check finds its own difference and no other's, and says what it has compared."""

from dataclasses import replace

import pytest

from pipeline.commands.explain import load_rules
from pipeline.verify.checks import CHECKS, close
from pipeline.verify.differences import edition
from pipeline.verify.transcript import Cell, Furniture, Heading, Hidden, Kind, Look, Passage, Place, Run, Transcript

CLAUSE = Passage(Kind.CLAUSE, (Run("We "), Run("agree", emphasis=True), Run(" here.")), 1, "I.", "clause-1")
LINE = Passage(
    Kind.LINE, (Run("See "), Run("there", link="#clause-1"), Run(" or "), Run("là", language="fr")), anchor="p"
)
FIGURE = Passage(Kind.FIGURE, (), anchor="figure-1", alternative="A square")
ITEM = Passage(Kind.ITEM, (Run("An item."),), 1)
CELL = Passage(Kind.CELL, (Run("Argentina"),), cell=Cell(1, 2, 1, head="row", of=(3, 2)))
WHOLE = Transcript(
    "html",
    (CLAUSE, LINE, FIGURE, ITEM, CELL),
    {"title": "Statement"},
    (Heading(1, "I. agree", "clause-1"),),
    (Furniture("head", "Statement"),),
    (),
    {(Kind.CLAUSE, 1): Look(family="Engross Text", size=11.0)},
)


def passage(at: int, **changes: object) -> Transcript:
    passages = list(WHOLE.passages)
    passages[at] = replace(passages[at], **changes)  # type: ignore[arg-type]  # fields by name
    return replace(WHOLE, passages=tuple(passages))


def passages(*kept: Passage) -> Transcript:
    return replace(WHOLE, passages=kept)


DAMAGES: dict[str, tuple[Transcript, str]] = {
    "a word": (passage(3, runs=(Run("An idea."),)), "words"),
    "a passage less": (passages(CLAUSE, LINE, FIGURE, CELL), "words"),
    "a passage more": (passages(*WHOLE.passages, replace(ITEM, runs=(Run("Nobody wrote this."),))), "added"),
    "two swapped": (passages(CLAUSE, LINE, ITEM, FIGURE, CELL), "order"),
    "a label": (passage(0, label="II."), "labels"),
    "a level": (passage(3, level=2), "levels"),
    "a kind": (passage(3, kind=Kind.LINE, level=0), "kinds"),
    "a head": (passage(4, cell=Cell(1, 2, 1, of=(3, 2))), "tables"),
    "a cell's column": (passage(4, cell=Cell(1, 2, 2, head="row", of=(3, 2))), "tables"),
    "a cell's rows": (passage(4, cell=Cell(1, 2, 1, 2, head="row", of=(3, 2))), "tables"),
    "a row less": (passage(4, cell=Cell(1, 2, 1, head="row", of=(2, 2))), "tables"),
    "stress": (passage(0, runs=(Run("We agree here."),)), "emphasis"),
    "language": (passage(1, runs=(*LINE.runs[:3], Run("là"))), "languages"),
    "alternative": (passage(2, alternative=""), "alternatives"),
    "a link's target": (passage(1, runs=(LINE.runs[0], replace(LINE.runs[1], link="#p"), *LINE.runs[2:])), "links"),
    "an anchor": (passage(1, anchor="q"), "anchors"),
    "outline": (replace(WHOLE, outline=()), "outline"),
    "outline, its level": (replace(WHOLE, outline=(Heading(2, "I. agree", "clause-1"),)), "outline"),
    "outline, its target": (replace(WHOLE, outline=(Heading(1, "I. agree", "p"),)), "outline"),
    "outline, more": (replace(WHOLE, outline=(*WHOLE.outline, Heading(1, "Preamble", "p"))), "outline"),
    "metadata": (replace(WHOLE, metadata={"title": "Draft"}), "metadata"),
    "hidden": (replace(WHOLE, hidden=(Hidden("not", "it is white", Place("page 1")),)), "hidden"),
    "furniture more": (replace(WHOLE, furniture=(*WHOLE.furniture, Furniture("foot", "Draft"))), "furniture"),
    "furniture less": (replace(WHOLE, furniture=()), "furniture"),
    "look": (replace(WHOLE, looks={(Kind.CLAUSE, 1): Look(family="Engross Text", size=11.5)}), "look"),
    "a list of pages that nobody marked": (replace(WHOLE, page_list=(Heading(1, "9", "page-9"),)), "pages"),
}


def found_in(found: Transcript) -> list[str]:
    it = edition(WHOLE, found, WHOLE.looks, WHOLE.furniture)
    return [difference.check for check in CHECKS for difference in check.run(it)]


def test_what_is_as_promised_has_no_difference() -> None:
    assert found_in(WHOLE) == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_is_found_by_its_check_alone(damage: str) -> None:
    found, check = DAMAGES[damage]
    assert set(found_in(found)) == {check}


def test_every_check_is_tried_and_explained() -> None:
    assert {check for _, check in DAMAGES.values()} == {check.id for check in CHECKS}
    assert {f"proof-{check.id}" for check in CHECKS} <= set(load_rules())
    for check in CHECKS:
        assert check.reason
        assert check.basis
        assert check.unit


def test_what_is_counted_is_what_was_compared() -> None:
    it = edition(WHOLE, WHOLE, WHOLE.looks, WHOLE.furniture)
    assert {check.id: check.counted(it) for check in CHECKS} == {
        "words": 13,
        "added": 5,
        "order": 5,
        "labels": 1,
        "levels": 2,
        "kinds": 5,
        "tables": 1,
        "emphasis": 1,
        "languages": 1,
        "alternatives": 1,
        "links": 1,
        "anchors": 3,
        "outline": 1,
        "pages": None,
        "metadata": 1,
        "hidden": 57,
        "furniture": 1,
        "look": 2,
    }


def test_what_is_not_claimed_is_not_counted() -> None:
    it = edition(WHOLE, WHOLE)
    assert [check.id for check in CHECKS if check.counted(it) is None] == ["pages", "furniture", "look"]


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [(11.0, 11.04, True), (11.0, 11.06, False), (100.0, 100.4, True), ("left", "left", True), (0, 0.1, False)],
)
def test_lengths_are_compared_within_their_tolerance(expected: float, found: float, same: bool) -> None:
    assert close(expected, found) is same
