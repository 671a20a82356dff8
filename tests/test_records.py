"""Mappings that a person wrote become records, with a finding for all that is off."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.diagnostics import Diagnostic, Position
from pipeline.records import load, nearest, shown


@dataclass(frozen=True)
class Even:
    """A value that reads itself."""

    value: int
    SHAPE: ClassVar[str] = "an even number"

    @classmethod
    def parse(cls, value: object) -> "Even | None":
        return cls(value) if isinstance(value, int) and value % 2 == 0 else None


@dataclass(frozen=True)
class Inner:
    """A record in a record."""

    even: Even
    word: str = "none"


@dataclass(frozen=True)
class Outer:
    """A record with a field of each kind."""

    line_height: float
    inner: Inner = field(default_factory=lambda: Inner(Even(0)))
    words: tuple[str, ...] = ()
    inners: Mapping[str, Inner] = field(default_factory=dict)
    count: int = 1
    loud: bool = False
    day: datetime.date | None = None
    derived: str = field(default="", init=False)


def read(values: dict[str, Any]) -> tuple[Outer | None, list[tuple[str, str, str]]]:
    found: list[Diagnostic] = []

    def place(key: str) -> Position:
        return Position(key)

    made = load(Outer, values, rule="test", place=place, report=found.append)
    return made, [(it.rule, it.position.file if it.position else "", it.message) for it in found]


def test_a_record_with_everything() -> None:
    made, found = read(
        {
            "line-height": 2,
            "inner": {"even": 4, "word": "x"},
            "words": ["a", "b"],
            "inners": {"one": {"even": 6}},
            "count": 3,
            "loud": True,
            "day": datetime.date(2021, 7, 6),
        }
    )
    assert found == []
    assert made == Outer(
        2.0, Inner(Even(4), "x"), ("a", "b"), {"one": Inner(Even(6))}, 3, loud=True, day=datetime.date(2021, 7, 6)
    )
    assert type(made.line_height) is float


def test_what_is_not_given_has_its_default() -> None:
    assert read({"line-height": 1.5}) == (Outer(1.5), [])


@pytest.mark.parametrize(
    ("values", "rule", "key", "message"),
    [
        ({}, "test-missing", "line-height", "“line-height” is missing"),
        ({"line-height": 1, "inner": {}}, "test-missing", "inner.even", "“inner.even” is missing"),
        ({"line-height": 1, "line_height": 1}, "test-unknown", "line_height", "there is no setting “line_height”"),
        ({"line-height": 1, "derived": ""}, "test-unknown", "derived", "there is no setting “derived”"),
        (
            {"line-height": 1, "inner": {"even": 2, "odd": 1}},
            "test-unknown",
            "inner.odd",
            "there is no setting “inner.odd”",
        ),
        ({"line-height": "1"}, "test-type", "line-height", "“line-height” must be a number, not “1”"),
        ({"line-height": True}, "test-type", "line-height", "“line-height” must be a number, not true"),
        ({"line-height": 10**400}, "test-type", "line-height", "“line-height” must be a number, not so large a number"),
        ({"line-height": 1, "count": 1.0}, "test-type", "count", "“count” must be a whole number, not the number 1.0"),
        ({"line-height": 1, "count": True}, "test-type", "count", "“count” must be a whole number, not true"),
        ({"line-height": 1, "loud": 1}, "test-type", "loud", "“loud” must be true or false, not the number 1"),
        ({"line-height": 1, "words": "a"}, "test-type", "words", "“words” must be a list, not “a”"),
        ({"line-height": 1, "words": [1]}, "test-type", "words", "“words” must be text, not the number 1"),
        ({"line-height": 1, "inner": 1}, "test-type", "inner", "“inner” must be a table, not the number 1"),
        ({"line-height": 1, "inners": []}, "test-type", "inners", "“inners” must be a table, not a list"),
        (
            {"line-height": 1, "inners": {"one": {"even": 1}}},
            "test-type",
            "inners.one.even",
            "“inners.one.even” must be an even number, not the number 1",
        ),
        (
            {"line-height": 1, "day": datetime.datetime(2021, 7, 6, tzinfo=datetime.UTC)},
            "test-type",
            "day",
            "“day” must be a date such as 2021-07-06, not the value 2021-07-06 00:00:00+00:00",
        ),
    ],
)
def test_what_is_off(values: dict[str, Any], rule: str, key: str, message: str) -> None:
    assert read(values) == (None, [(rule, key, message)])


def test_all_that_is_off_is_told_in_one_run() -> None:
    _, found = read({"colour": 1, "inner": {"even": 1}, "words": [1, 2], "count": "x"})
    assert sorted(rule for rule, _, _ in found) == ["test-missing", *["test-type"] * 4, "test-unknown"]


JSON: some.SearchStrategy[Any] = some.recursive(
    some.one_of(some.none(), some.booleans(), some.integers(), some.floats(), some.text(max_size=5)),
    lambda inner: some.one_of(
        some.lists(inner, max_size=3), some.dictionaries(some.sampled_from(["even", "word", "x"]), inner)
    ),
    max_leaves=8,
)


@given(
    some.dictionaries(some.sampled_from(["line-height", "inner", "words", "inners", "count", "loud", "day", "x"]), JSON)
)
def test_any_values_give_a_record_or_a_finding(values: dict[str, Any]) -> None:
    made, found = read(values)
    assert (made is None) == bool(found)


def test_a_similar_word_is_named() -> None:
    assert nearest("titel", ["title", "date"]) == "did you mean “title”?"
    assert nearest("x", ["title", "date"]) == ""
    assert nearest("x" * 100_000, ["title", "x"]) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a", "“a”"),
        ("a" * 50, f"“{'a' * 40}…”"),
        (None, "nothing"),
        (False, "false"),
        ({}, "a table"),
        ([], "a list"),
        (1.5, "the number 1.5"),
        (10**400, "so large a number"),
        (float("inf"), "so large a number"),
        (float("nan"), "so large a number"),
    ],
)
def test_a_value_is_quoted_shortly(value: object, words: str) -> None:
    assert shown(value) == words
