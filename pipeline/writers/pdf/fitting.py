"""Paragraphs broken into lines as a whole, by the method of Knuth and Plass (Breaking Paragraphs into Lines, 1981).

Of all sets of lines the cheapest is taken. What a line costs grows with the cube of how far its spaces are from their
own width, as in TeX; hyphens cost, more so in a row and before the last line; a last line of a few letters costs.
Headings are broken into even lines.
Pure: lengths in em of the text, places as offsets; neither fonts nor boxes are known here.
"""

import itertools
from collections.abc import Collection, Sequence
from typing import NamedTuple

SHRINK, STRETCH = 0.063, 0.10
"""What a space of the face may lose, and what it gains in a line that is called loose."""

HYPHEN, STUB, LAST, TYPED = 200.0, 200.0, 4000.0, 50.0
"""A line that ends in a hyphen of ours, more behind two letters, and far more in a paragraph's last word, which is
broken only where the line would be looser than by .37 em; in one of the author's, in a dash or a slash."""

_USUAL, _NO_LIMIT = 0.5, 1e6
"""What a space may gain: at first, and where a paragraph has no other lines."""

_RUNNING = (0.0, 0.0, 1e3, 6e3, 2e5)
"""For the first hyphen in a row, the second, the third, the fourth and all that follow."""

_LAST_BUT_ONE = 1e5
_SHORT, _SHORT_WIDTH = 600.0, 5.5
_STUMP, _STUMP_LETTERS = 1e5, 6
_CONTRAST = 200.0
"""For a tight line beside a loose one."""

_EPSILON = 1e-6
_NEAR = 0.2
"""How exactly the narrowest width of even lines is sought, in em."""


class Point(NamedTuple):
    """A place where a line may end.

    `at`: the offset in the text at which the next line begins. `end`, `end_gaps`: the width and the spaces of all text
    before it, as it is when a line ends here, so with the hyphen. `begin`, `begin_gaps`: the same for the next line.
    """

    at: int
    end: float
    end_gaps: int
    begin: float
    begin_gaps: int
    cost: float = 0.0


START = Point(0, 0.0, 0, 0.0, 0)
"""Where a paragraph without an indent begins."""


class _Way(NamedTuple):
    """The cheapest way to one line end, with so many hyphens running and so tight a last line."""

    spent: float
    before: int
    point: int
    running: int
    tightness: int


def fit(
    points: Sequence[Point],
    width: float,
    *,
    start: Point = START,
    banned: Collection[int] = (),
    whole: bool = True,
) -> list[int] | None:
    """The offsets at which lines end, that of the last point among them; None where a word is wider than a line.

    The last point is the paragraph's end, or, unless it is `whole`, that of a full line inside. The first line begins
    behind `start`; an indent is what `start.begin` is less. No line ends at an offset in `banned`.
    """
    end = points[-1].at
    open_ = [point for point in points if point.at > start.at and (point.at not in banned or point.at == end)]
    for limit in (_USUAL, _NO_LIMIT):
        found = _fit(open_, width, start, limit, whole=whole)
        if found:
            return found
    return None


def even(points: Sequence[Point], width: float, *, start: Point = START) -> list[int] | None:
    """The ends of as few lines as `width` allows, about as long as one another; None where a word is wider than it.

    For a heading, whose last line is to have no word alone: nothing is stretched.
    """
    best = _filled(points, width, start)
    low, high = width / (2 * len(best)) if best else width, width
    while best and high - low > _NEAR:
        middle = (low + high) / 2
        narrower = _filled(points, middle, start)
        if narrower and len(narrower) == len(best):
            high, best = middle, narrower
        else:
            low = middle
    return best


def _filled(points: Sequence[Point], width: float, start: Point) -> list[int] | None:
    """The ends of lines that are filled one after the other."""
    found, begin = [], start
    for point, following in itertools.zip_longest(points, points[1:]):
        if point.end - begin.begin > width + _EPSILON:
            return None
        if following is None or following.end - begin.begin > width + _EPSILON:
            found.append(point.at)
            begin = point
    return found


def _fit(points: Sequence[Point], width: float, start: Point, limit: float, *, whole: bool) -> list[int] | None:
    ways = [_Way(0.0, -1, -1, 0, 1)]
    active = [(0, start)]  # ways that a line can go on from, and where it begins
    last = points[-1] if whole else None
    best: dict[tuple[int, int], _Way] = {}
    for index, point in enumerate(points):
        _, end, end_gaps, *_ = point
        alive, best = [], {}
        for entry in active:
            number, begin = entry
            gaps, natural = end_gaps - begin.begin_gaps, end - begin.begin
            if natural - gaps * SHRINK > width + _EPSILON:
                continue  # too full, and so for every later end
            alive.append(entry)
            extra = (width - natural) / (gaps or 1)
            if point is last:
                extra = min(0.0, extra)
            elif extra > limit or (not gaps and limit < _NO_LIMIT):
                continue
            way = _onward(ways, number, index, extra, point.cost)
            if point is last and number:  # a paragraph of one line is as short as it is
                way = way._replace(spent=way.spent + _at_the_end(ways[number], natural, point.at - begin.at))
            state = way.running, way.tightness
            if state not in best or way.spent < best[state].spent:
                best[state] = way
        active = alive + [(number, point) for number in range(len(ways), len(ways) + len(best))]
        ways += best.values()
        if not active:
            return None
    return _line_ends(points, ways, min(best.values())) if best else None


def _onward(ways: list[_Way], number: int, index: int, extra: float, cost: float) -> _Way:
    """The way with one more line, each of whose spaces is wider by `extra`."""
    spent, _, _, running, before = ways[number]
    ratio = extra / (STRETCH if extra > 0 else SHRINK)
    tightness = 0 if ratio < -0.5 else 1 if ratio < 0.5 else 2 if ratio < 1 else 3
    running = min(running + 1, 4) if cost else 0
    spent += (1 + 100 * abs(ratio) ** 3 + cost) ** 2 / 100 + _RUNNING[running]
    if number and abs(tightness - before) > 1:
        spent += _CONTRAST
    return _Way(spent, number, index, running, tightness)


def _at_the_end(before: _Way, natural: float, letters: int) -> float:
    """What a paragraph's last line costs more than another."""
    cost = _LAST_BUT_ONE if before.running else 0.0
    if natural < _SHORT_WIDTH:
        cost += _SHORT
    return cost + _STUMP if letters < _STUMP_LETTERS else cost


def _line_ends(points: Sequence[Point], ways: list[_Way], way: _Way) -> list[int]:
    found = []
    while way.point >= 0:
        found.append(points[way.point].at)
        way = ways[way.before]
    return found[::-1]
