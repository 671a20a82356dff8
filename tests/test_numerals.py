"""Numbers as numerals and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.numerals import SHAPES, label, number_in, numeral, split, value_of

KINDS = some.sampled_from("1IiAa")
PATTERNS = ("{I}.", "Article {1}", "{1}.", "({a})", "({i})", "{A})")


@given(KINDS, some.integers(1, 3999))
def test_a_numeral_has_the_value_that_it_was_made_of(kind: str, value: int) -> None:
    assert value_of(numeral(value, kind), kind) == value


@given(KINDS, some.text("0123456789ivxlcdmabzIVXLCDMABZ. -", max_size=6))
def test_what_has_a_value_is_the_numeral_of_it(kind: str, text: str) -> None:
    value = value_of(text, kind)
    assert value is None or numeral(value, kind) == text


@given(KINDS, some.integers(1, 104))
def test_a_numeral_has_the_shape_that_labels_are_looked_for_by(kind: str, value: int) -> None:
    import re

    assert re.fullmatch(SHAPES[kind], numeral(value, kind))


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (4, "I", "IV"),
        (9, "i", "ix"),
        (40, "I", "XL"),
        (49, "I", "XLIX"),
        (90, "i", "xc"),
        (400, "I", "CD"),
        (1994, "I", "MCMXCIV"),
        (3999, "I", "MMMCMXCIX"),
        (26, "a", "z"),
        (27, "a", "aa"),
        (28, "A", "BB"),
        (53, "a", "aaa"),
        (10, "1", "10"),
    ],
)
def test_numerals(value: int, kind: str, expected: str) -> None:
    assert numeral(value, kind) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("IIII", "I"),
        ("VX", "I"),
        ("IC", "I"),
        ("iv", "I"),
        ("IV", "i"),
        ("ab", "a"),
        ("AB", "A"),
        ("é", "a"),
        ("٣", "1"),
        ("01", "1"),
        ("0", "1"),
        ("-1", "1"),
        ("", "1"),
        ("", "I"),
        ("", "a"),
        ("1234567890", "1"),
        ("4 bis", "1"),
        ("I" * 10_000, "I"),
    ],
)
def test_no_numerals(text: str, kind: str) -> None:
    assert value_of(text, kind) is None


@given(some.sampled_from(PATTERNS), some.integers(1, 200))
def test_a_label_gives_its_number_back(pattern: str, value: int) -> None:
    number = numeral(value, split(pattern)[1])
    assert number_in(pattern, label(pattern, number)) == number
    assert number_in(pattern, number) == number
    assert number_in(pattern, label(pattern, f"{number} bis")) == f"{number} bis"
