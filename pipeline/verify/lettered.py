"""Stress in text that is slanted or heavy by itself, in a file that shows no more than letters.

Of an italic caption that is mostly stressed, and so mostly upright, the page alone cannot say which of its letters are
the plain ones; in a bold heading what is strong looks like all of it. The tokens say what is plain there.
"""

from collections.abc import Iterator, Mapping

from pipeline.verify.align import Pair
from pipeline.verify.transcript import Kind, Look, Run

_UPRIGHT = Look(weight=400, slope="normal")
_Letter = tuple[str, bool, bool, bool, bool]


def lettered(pairs: list[Pair], looks: Mapping[tuple[Kind, int], Look]) -> Iterator[tuple[Kind, int]]:
    """The kinds and levels whose letters are all slanted and heavy as tokens and stress together say."""
    sides: dict[tuple[Kind, int], list[Pair]] = {}
    for expected, found in pairs:
        if found and found.shown:
            sides.setdefault((found.kind, found.level), []).append((expected, found))
    for key, both in sides.items():
        plain = looks.get(key, Look())
        if plain.slope and plain.weight and all(_agree(pair, key, plain) for pair in both):
            yield key


def _agree(pair: Pair, key: tuple[Kind, int], plain: Look) -> bool:
    expected, found = pair
    if not expected or not found or (expected.kind, expected.level) != key:
        return False
    return _letters(expected.runs, plain) == _letters(found.shown, _UPRIGHT)


def _letters(runs: tuple[Run, ...], plain: Look) -> list[_Letter]:
    """Each letter: whether it is slanted, heavy, raised, lowered, where those are `plain` that nothing stresses."""
    slanted, heavy = plain.slope == "italic", (plain.weight or 0) >= 600
    return [
        (letter, run.emphasis != slanted, run.strong or heavy, run.superscript, run.subscript)
        for run in runs
        for letter in run.text
        if letter != " "
    ]
