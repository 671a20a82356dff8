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


class Lines(NamedTuple):
    """What a set of lines costs, and the offsets at which they end."""

    cost: float
    ends: list[int]


class _Way(NamedTuple):
    """The cheapest way to one line end, with so many hyphens running, so tight a last line, and as many lines."""

    spent: float
    before: int
    point: int
    running: int
    tightness: int
    lines: int


class _Line(NamedTuple):
    """A line to the point of a number: how tight or loose it is, whether it ends in a hyphen, what it costs.

    And what it costs more if it is not the paragraph's only line, and if the one before ends in a hyphen.
    """

    point: int
    tightness: int
    ends_in_hyphen: bool
    cost: float
    behind_others: float
    behind_hyphen: float


_Best = dict[tuple[int, int, int], _Way]
"""The best ways to a point, by their hyphens, tightness and lines."""


def fit(
    points: Sequence[Point],
    width: float,
    *,
    start: Point = START,
    banned: Collection[int] = (),
    whole: bool = True,
    lines: int = 0,
) -> list[int] | None:
    """The offsets at which lines end, that of the last point among them; None where a word is wider than a line.

    The last point is the paragraph's end, or, unless it is `whole`, that of a full line inside. The first line begins
    behind `start`; an indent is what `start.begin` is less. No line ends at an offset in `banned`. With `lines` there
    are so many; None where that cannot be.
    """
    end = points[-1].at
    open_ = [point for point in points if point.at > start.at and (point.at not in banned or point.at == end)]
    for limit in (_USUAL, _NO_LIMIT):
        found = _fit(open_, width, start, limit, whole=whole, counted=lines > 0)
        if lines in found:
            return found[lines].ends
    return None


def lengths(points: Sequence[Point], width: float, limit: float, *, start: Point = START) -> dict[int, Lines]:
    """The cheapest lines of a paragraph for each number of lines that it can have, none with spaces over `limit`."""
    return _fit([point for point in points if point.at > start.at], width, start, limit, whole=True, counted=True)


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


def _fit(
    points: Sequence[Point], width: float, start: Point, limit: float, *, whole: bool, counted: bool
) -> dict[int, Lines]:
    """The cheapest lines, by their number if they are `counted`, else those of any number as of 0."""
    ways = [_Way(0.0, -1, -1, 0, 1, 0)]
    active: list[tuple[Point, Sequence[int]]] = [(start, (0,))]  # where a line can begin, and the ways to there
    first = 0  # those before are too far away
    last = points[-1] if whole else None
    best: _Best = {}
    for index, point in enumerate(points):
        while first < len(active) and not _has_room(active[first][0], point, width):
            first += 1  # too full, and so for every later end
        best = {}
        for number in range(first, len(active)):
            begin, numbers = active[number]
            gaps = point.end_gaps - begin.begin_gaps
            extra = (width - (point.end - begin.begin)) / (gaps or 1)
            if point is last:
                extra = min(0.0, extra)
            elif extra > limit:
                break  # too loose, and so from every later beginning
            if gaps or point is last or limit == _NO_LIMIT:
                line = _line(index, extra, point.cost)
                if point is last:
                    line = _last_line(line, point.end - begin.begin, point.at - 1 - begin.at)
                _go_on(best, line, ways, numbers, counted=counted)
        if best:
            active.append((point, range(len(ways), len(ways) + len(best))))
            ways += best.values()
        elif first == len(active):
            return {}
    found: dict[int, Lines] = {}
    for way in sorted(best.values()):
        found.setdefault(way.lines, Lines(way.spent, _line_ends(points, ways, way)))
    return found


def _has_room(begin: Point, end: Point, width: float) -> bool:
    """Whether a line from one place to another fits, if need be with narrow spaces."""
    return end.end - begin.begin - (end.end_gaps - begin.begin_gaps) * SHRINK <= width + _EPSILON


def _line(point: int, extra: float, cost: float) -> _Line:
    """The line to a point whose spaces are wider by `extra`, and whose end costs as much."""
    ratio = extra / (STRETCH if extra > 0 else SHRINK)
    tightness = 0 if ratio < -0.5 else 1 if ratio < 0.5 else 2 if ratio < 1 else 3
    return _Line(point, tightness, cost > 0, (1 + 100 * abs(ratio) ** 3 + cost) ** 2 / 100, 0.0, 0.0)


def _last_line(line: _Line, natural: float, letters: int) -> _Line:
    """A paragraph's last line with what it costs more than another."""
    short = _SHORT if natural < _SHORT_WIDTH else 0.0
    stump = _STUMP if letters < _STUMP_LETTERS else 0.0
    return line._replace(behind_others=short + stump, behind_hyphen=_LAST_BUT_ONE)


def _go_on(best: _Best, line: _Line, ways: list[_Way], numbers: Sequence[int], *, counted: bool) -> None:
    """Take the ways on that go on from the beginning of a line, where they are the best."""
    point, tightness, ends_in_hyphen, cost, behind_others, behind_hyphen = line
    for number in numbers:
        spent, _, _, hyphens, before, lines = ways[number]
        spent += cost + (behind_hyphen if hyphens else 0.0)
        running = min(hyphens + 1, 4) if ends_in_hyphen else 0
        spent += _RUNNING[running]
        if number:  # a paragraph of one line is as short as it is
            spent += behind_others + (_CONTRAST if abs(tightness - before) > 1 else 0.0)
        state = running, tightness, lines + counted
        if state not in best or spent < best[state].spent:
            best[state] = _Way(spent, number, point, *state)


def _line_ends(points: Sequence[Point], ways: list[_Way], way: _Way) -> list[int]:
    found = []
    while way.point >= 0:
        found.append(points[way.point].at)
        way = ways[way.before]
    return found[::-1]
