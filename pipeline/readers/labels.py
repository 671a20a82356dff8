"""Labels that an author typed, "I.", "4.", "(a)" at the beginning of a paragraph, told from words that look alike."""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Scheme
from pipeline.numerals import ABOVE, SHAPES, split, value_of

_SUFFIX = r"(?P<suffix> (?:bis|ter|quater|quinquies|sexies))?"
_SPACE = r"(?:\s|&(?:nbsp|ensp|emsp|thinsp|#160|#xA0);)"
FAR = 20
"""How far from its turn a capital numeral may be and still be a label: C. (100) where II. is due is an initial."""

_NEAR = 3
"""The same for small letters, where "e." or "m." soon begins a sentence."""

_YEAR = 1000
"""The same for plain numbers, which may be a year, and for what nobody is called."""

_ONLY_ROMAN = re.compile(r"[IVX]{2}")


@dataclass(frozen=True, slots=True)
class Typed:
    """A label found: its level (from 1), its text, what it counts (None for "4 bis"), its length with the space behind.

    `skipped`: the level that the label belongs to where that is below the next, as "(i)" is where "(a)" has not come
    yet; `level` is the next then. Else 0.
    """

    level: int
    text: str
    value: int | None
    length: int
    skipped: int = 0


@functools.cache
def _shape(pattern: str, level: int) -> re.Pattern[str]:
    before, kind, after = split(pattern)
    opening, above, sign = before.partition(ABOVE)
    written = re.escape(opening)
    if above:  # the numbers of all levels above, with the same sign between them
        written += rf"[0-9A-Za-z]{{1,9}}(?:{re.escape(sign)}[0-9A-Za-z]{{1,9}}){{{level - 2}}}{re.escape(sign)}"
    signs = rf"{written}(?P<numeral>{SHAPES[kind]}){_SUFFIX}{re.escape(after)}"
    return re.compile(rf"(?P<label>{signs})(?:{_SPACE}+|$)")


def candidates(text: str, scheme: Scheme) -> list[Typed]:
    """Every label of the scheme that the text may begin with, by level."""
    found = []
    for level, made in enumerate(scheme.levels, 1):
        if match := _shape(made.pattern, level).match(text):
            value = value_of(match["numeral"], split(made.pattern)[1])
            if value is not None:
                found.append(Typed(level, match["label"], None if match["suffix"] else value, match.end()))
    return found


def choose(
    text: str, scheme: Scheme, last: Sequence[int], depth: int, following: Iterable[str] = (), base: int = 1
) -> Typed | None:
    """The label of level `base` or deeper that the text begins with, or None.

    `last` holds what was counted last at each level, from level 1; `depth` levels are open, and a label may continue
    one of these or begin the next. `following` are the texts of the next paragraphs: "(ii)" there makes a roman of the
    "(i)" that comes after "(h)".
    """
    found = [typed for typed in candidates(text, scheme) if typed.level >= base and not is_far(typed, scheme, last)]
    exact = [typed for typed in found if typed.level <= depth + 1 and typed.value == due(typed.level, last)]
    if len(exact) > 1:
        later = [found for words in following if (found := candidates(words, scheme))]
        return max(exact, key=lambda typed: _explained(later, [*last[: typed.level - 1], due(typed.level, last)]))
    if exact:
        return exact[0]

    def distance(typed: Typed) -> int:
        return abs(typed.value - due(typed.level, last)) if typed.value is not None else 0

    nearest = min(found, key=distance, default=None)
    if nearest and nearest.level > depth + 1:
        # Where no clause is open that it could belong to, these are words of the text.
        return replace(nearest, level=depth + 1, skipped=nearest.level) if depth else None
    return nearest


def _explained(later: Sequence[list[Typed]], last: list[int]) -> int:
    """How many labels that come later are due in their turn, after what was counted last at each open level."""
    best = 0
    for typed in later[0] if later else ():
        if typed.level <= len(last) + 1 and typed.value == due(typed.level, last):
            best = max(best, 1 + _explained(later[1:], [*last[: typed.level - 1], typed.value]))
    return best


def due(level: int, last: Sequence[int]) -> int:
    """What comes next at a level, after what was counted last."""
    return last[level - 1] + 1 if level <= len(last) else 1


def is_far(typed: Typed, scheme: Scheme, last: Sequence[int]) -> bool:
    """Whether a label without brackets is so far from its turn that it must be an initial or an abbreviation."""
    before, kind, _ = split(scheme.levels[typed.level - 1].pattern)
    if before or typed.value is None:
        return False
    most = {"a": _NEAR, "i": _NEAR, "1": _YEAR}.get(kind, FAR)
    if _ONLY_ROMAN.match(typed.text):
        most = _YEAR
    return abs(typed.value - due(typed.level, last)) > most


def numeral_kind(scheme: Scheme, level: int) -> str:
    """The kind of numeral of a level (from 1): 1, I, i, A or a."""
    return split(scheme.levels[level - 1].pattern)[1]
