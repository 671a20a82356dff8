"""Numerals in Word's formats."""

import pytest

from pipeline.wordprocessing.numerals import known, numeral


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("decimal", {0: "0", 1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("upperRoman", {1: "I", 4: "IV", 3999: "MMMCMXCIX", 0: "", 40_000: "40000"}),
        ("lowerRoman", {9: "ix"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 28: "bb", 53: "aaa"}),
        ("upperLetter", {28: "BB"}),
        ("russianLower", {7: "\u0436", 10: "\u043a", 20: "\u0444", 27: "\u044d"}),
        ("arabicAlpha", {1: "\u0623", 3: "\u062a"}),
        ("hebrew1", {11: "\u05d9\u05d0", 15: "\u05d8\u05d5", 20: "\u05db"}),
        ("hebrew2", {11: "\u05db", 20: "\u05e8"}),
        ("chineseCounting", {10: "十", 11: "十一", 20: "二十", 101: "一百〇一"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("thaiNumbers", {12: "๑๒"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 112: "112th"}),
        ("cardinalText", {0: "Zero", 21: "Twenty-one", 342: "Three hundred forty-two", 1001: "One thousand one"}),
        ("ordinalText", {1: "First", 12: "Twelfth", 20: "Twentieth", 21: "Twenty-first", 100: "One hundredth"}),
        ("hex", {255: "FF"}),
        ("numberInDash", {3: "- 3 -"}),
        ("none", {3: ""}),
        ("001, 002, 003, ...", {3: "003", 1000: "1000"}),
    ],
)
def test_numbers_are_written_as_word_writes_them(form: str, written: dict[int, str]) -> None:
    assert {value: numeral(value, form) for value in written} == written


def test_an_unknown_format_is_decimal_and_is_told() -> None:
    assert numeral(7, "bahtText") == "7"
    assert not known("bahtText")
    assert known("decimal")
    assert known("hebrew1")
