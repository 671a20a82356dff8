"""Dates as they stand in a text, in figures and in words."""

import datetime
import re

from pipeline.wordprocessing.numerals import numeral

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
    for number, name in enumerate(names.split(), 1)
}
_UNITS: dict[str, int] = {numeral(value, "cardinalText").lower(): value for value in range(1, 20)}
_TENS: dict[str, int] = {numeral(value, "cardinalText").lower(): value for value in range(20, 100, 10)}
_ORDINALS: dict[str, int] = {numeral(value, "ordinalText").lower(): value for value in (*range(1, 21), 30)}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = re.compile(
    rf"(?<![-–\d])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er)?\s+(?:day of\s+|de\s+)?"
    rf"(?P<month>{_MONTH})\s*,?\s+(?:de\s+|del\s+)?"
    rf"(?P<year>[12][0-9]{{3}})\b"
    rf"|(?P<month2>{_MONTH})\s+(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>[12][0-9]{{3}})\b"
    rf"|(?P<iso>[12][0-9]{{3}}-[01][0-9]-[0-3][0-9])\b"
    rf"|(?P<ordinal>(?:twenty-|thirty-)?[a-z]+)\s+day\s+of\s+(?P<month3>{_MONTH})\s*,?\s+"
    rf"(?P<words>(?:in the year\s+)?[12][0-9]{{3}}|one thousand[a-z -]+|two thousand[a-z -]*)",
    re.IGNORECASE,
)


_NAMED = re.compile(rf"\b(?:{_MONTH})\b[^.;:]{{0,12}}\b[12][0-9]{{3}}\b", re.IGNORECASE)


def mentions_date(text: str) -> bool:
    """Whether a month and a year stand in a text."""
    return bool(_NAMED.search(text))


def dates_in(text: str) -> list[datetime.date]:
    """The days that a text names, each once, in its order."""
    found: list[datetime.date] = []
    for match in _DATES.finditer(text):
        day = _date(match)
        if day and day not in found:
            found.append(day)
    return found


def _date(match: re.Match[str]) -> datetime.date | None:
    try:
        if match["iso"]:
            return datetime.date.fromisoformat(match["iso"])
        month = _MONTHS[(match["month"] or match["month2"] or match["month3"]).lower()]
        if match["ordinal"]:
            year = re.search(r"[12][0-9]{3}", match["words"])
            return datetime.date(int(year[0]) if year else _year(match["words"]), month, _ordinal(match["ordinal"]))
        return datetime.date(int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"]))
    except ValueError:
        return None


def _ordinal(text: str) -> int:
    tens, _, units = text.lower().rpartition("-")
    return _TENS.get(tens, 0) + _ORDINALS.get(units, 0)


def _year(text: str) -> int:
    total = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _UNITS:
            total += _UNITS[word]
        elif word in _TENS:
            total += _TENS[word]
        elif word == "hundred":
            total = total // 1000 * 1000 + (total % 1000) * 100
        elif word == "thousand":
            total *= 1000
        elif word != "and":
            break
    return total
