"""Labels that an author typed: "I.", "4.", "(a)" at the beginning of a paragraph, told from words that only look alike."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Scheme
from pipeline.numerals import SHAPES, number_in, split, value_of

_SUFFIX = r"(?P<suffix> (?:bis|ter|quater|quinquies|sexies))?"
_FAR = 20
"""How far from its turn a bare numeral may be and still be a label: C. (100) where II. is due is an initial."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A label found: its level (from 1), its text, what it counts (None for "4 bis"), and its length with the space behind it."""

    level: int
    text: str
    value: int | None
    length: int


@functools.cache
def _shape(pattern: str) -> re.Pattern[str]:
    before, kind, after = split(pattern)
    return re.compile(rf"{re.escape(before)}(?P<numeral>{SHAPES[kind]}){_SUFFIX}{re.escape(after)}(?:\s+|$)")


def candidates(text: str, scheme: Scheme) -> list[Typed]:
    """Every label of the scheme that the text may begin with, by level."""
    found = []
    for level, made in enumerate(scheme.levels, 1):
        if match := _shape(made.pattern).match(text):
            value = value_of(match["numeral"], split(made.pattern)[1])
            if value is not None:
                found.append(Typed(level, match[0].rstrip(), None if match["suffix"] else value, len(match[0])))
    return found


def choose(text: str, scheme: Scheme, last: Sequence[int], following: str, base: int) -> Typed | None:
    """The label of level `base` or deeper that the text begins with, or None.

    `last` holds the last value counted at each open level, from level 1; a label may continue one of these or begin the
    level below them. `following` is the text of the next paragraph: "(ii)" there makes a roman of "(i)" after "(h)".
    """
    plausible = [typed for typed in candidates(text, scheme) if base <= typed.level <= len(last) + 1 and not _far(typed, scheme, last)]
    if not plausible:
        return None
    exact = [typed for typed in plausible if typed.value == _due(typed, last)]
    if len(exact) > 1:
        later = {(typed.level, typed.value) for typed in candidates(following, scheme)}
        exact = [typed for typed in exact if typed.value is not None and (typed.level, typed.value + 1) in later] or exact
    return (exact or sorted(plausible, key=lambda typed: abs((typed.value or _due(typed, last)) - _due(typed, last))))[0]


def kept_number(kept: str, scheme: Scheme, level: int) -> str:
    """The number in a label that the author keeps: "IV bis" for {label="IV bis"} and {label="IV bis."}."""
    return number_in(scheme.levels[level - 1].pattern, kept)


def numeral_kind(scheme: Scheme, level: int) -> str:
    """The kind of numeral of a level (from 1): 1, I, i, A or a."""
    return split(scheme.levels[level - 1].pattern)[1]


def _due(typed: Typed, last: Sequence[int]) -> int:
    return last[typed.level - 1] + 1 if typed.level <= len(last) else 1


def _far(typed: Typed, scheme: Scheme, last: Sequence[int]) -> bool:
    """Whether a numeral without brackets is so far from its turn that it must be an initial or an abbreviation."""
    before, kind, _ = split(scheme.levels[typed.level - 1].pattern)
    if before or typed.value is None:
        return False
    return abs(typed.value - _due(typed, last)) > (3 if kind in "ai" else _FAR)
