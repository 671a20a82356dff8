"""Two transcripts laid side by side: which passage of the one is which of the other."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from pipeline.verify.transcript import Kind, Passage

Pair = tuple[Passage | None, Passage | None]
Span = tuple[int, int, int, int]

_MOST = 400
"""Pairs of passages whose likeness is looked at one by one; in a larger hole they are taken in their order."""


def text_of(passage: Passage) -> str:
    """A passage's words with its label, as a reader meets them; a figure's are its alternative text."""
    return " ".join(filter(None, (passage.label, passage.words))) or passage.alternative


def align(expected: Sequence[Passage], found: Sequence[Passage]) -> list[Pair]:
    """Pairs in order: (expected, found), or one of the two alone where it is missing or added.

    Linear for any input.
    """
    pairs: list[Pair] = []
    one, other = ([passage.words or passage.alternative for passage in side] for side in (expected, found))
    here, there = 0, 0
    for a, b, c, d in holes(one, other):
        pairs.extend(zip(expected[here:a], found[there:c], strict=True))
        pairs.extend(_nearest(expected[a:b], found[c:d]))
        here, there = b, d
    pairs.extend(zip(expected[here:], found[there:], strict=True))
    return pairs


def holes(one: Sequence[str], other: Sequence[str]) -> list[Span]:
    """Where two sequences part, as (from, to) of the one and (from, to) of the other.

    Between the holes they are equal.

    What stands once in each is matched first, in the longest order that both share (a patience diff); then what is
    equal beside that.
    """
    matched = [(-1, -1), *_anchors(one, other), (len(one), len(other))]
    found: list[Span] = []
    for (left, above), (right, below) in pairwise(matched):
        a, b, c, d = left + 1, right, above + 1, below
        while a < b and c < d and one[a] == other[c]:
            a, c = a + 1, c + 1
        while a < b and c < d and one[b - 1] == other[d - 1]:
            b, d = b - 1, d - 1
        if a < b or c < d:
            found.append((a, b, c, d))
    return found


def _anchors(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Places of what stands once in each: the longest run that goes up in both."""
    mine, theirs = Counter(one), Counter(other)
    where = {text: at for at, text in enumerate(other) if theirs[text] == 1}
    points = [(at, where[text]) for at, text in enumerate(one) if mine[text] == 1 and text in where]
    ends: list[int] = []  # the smallest last place of a run of each length
    last: list[int] = []  # which point that is
    before: list[int] = []
    for at, (_, place) in enumerate(points):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1], last[length : length + 1] = [place], [at]
    run, at = [], last[-1] if last else -1
    while at >= 0:
        run.append(points[at])
        at = before[at]
    return run[::-1]


def _nearest(expected: Sequence[Passage], found: Sequence[Passage]) -> Iterator[Pair]:
    """Passages that differ: each expected one with the most alike of those found, if it is more alike than not."""
    if len(expected) * len(found) > _MOST:
        yield from zip(expected, found, strict=False)
        yield from ((passage, None) for passage in expected[len(found) :])
        yield from ((None, passage) for passage in found[len(expected) :])
        return
    rest = list(found)
    for passage in expected:
        likeness = [(_likeness(passage, other), -at) for at, other in enumerate(rest)]
        best, at = max(likeness, default=(0.0, 0))
        if best > 0.5:
            yield from ((None, added) for added in rest[:-at])
            yield passage, rest[-at]
            del rest[: -at + 1]
        else:
            yield passage, None
    yield from ((None, added) for added in rest)


def _likeness(one: Passage, other: Passage) -> float:
    """From 0 to 1. A passage at the same place, by its anchor or cell, is the same unless nothing of it is left."""
    matcher = SequenceMatcher(None, text_of(one)[:300], text_of(other)[:300], autojunk=False)
    same = 0.4 if one.anchor and one.anchor in other.names else 0.0
    if one.kind is other.kind is Kind.FIGURE:  # its words may be gone
        same += 0.2
    if one.cell and one.cell == other.cell:  # of a figure nothing may be left
        same += 0.6
    return same + (matcher.ratio() if matcher.quick_ratio() > 0.5 else 0.0)
