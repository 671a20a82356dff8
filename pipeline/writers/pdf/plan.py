"""The lines of one paragraph: worked out by `fitting`, told to its boxes.

Stands on WeasyPrint's private boxes (see engine).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from pipeline.writers.pdf.breaks import Leaf, Places
from pipeline.writers.pdf.fitting import HYPHEN, Point, even, fit, lengths
from pipeline.writers.pdf.tree import INLINE_BLOCK, TEXT

HYPHENS = "-\u2010"
"""Those that an author types."""

Breaks = tuple[int, ...]
"""Where the lines of a paragraph end, as offsets in its text; less than nothing where a hyphen comes in."""


class Plan:
    """One paragraph in one width, or a heading, whose lines are `even` ones.

    `breaks` has the ends of its lines, the last of them its own; `other` those that it is to have for the sake of the
    pages.
    """

    def __init__(
        self, pieces: list[Leaf], key: str, width: float, em: float, parts: Callable[[], list[Places]], *, even: bool
    ) -> None:
        self.pieces, self.key, self.width, self.em, self.even = pieces, key, width, em, even
        self.breaks: Breaks = ()
        self.other: Breaks = ()
        self.page = 0
        self.parts = cache(parts)

    def tell(self, breaks: Breaks) -> None:
        """Take these lines, and let each box of text know its bytes and which of the lines end where in them."""
        self.breaks = breaks
        ends = list(reversed(breaks))
        for start, text, box, _ in self.pieces:
            found = []
            byte, at = 0, 0
            while ends and abs(ends[-1]) <= start + len(text):
                end = ends.pop()
                byte, at = byte + len(text[at : abs(end) - start].encode()), abs(end) - start
                found.append((byte, end < 0))
            if isinstance(box, TEXT):
                box.line_ends = found if text != "\n" else []
                box.line_text = box.__dict__.get("line_text") or text.encode()  # of a long text for each line else

    def solve(self, at: int, banned: frozenset[int], to: int, lines: int) -> Breaks:
        """The cheapest ends of all lines behind `at` up to the end `to`, none in `banned`; () where there are none.

        With `lines` there are so many.
        """
        found: list[int] = []
        for first, points in self.parts():
            start: Point | None = first
            if points[-1].at <= at or first.at >= to:
                continue
            behind = bisect_left(points, at, key=attrgetter("at"))
            if at > first.at:
                start = points[behind] if points[behind].at == at else None
            open_ = points[behind : bisect_right(points, to, key=attrgetter("at"))]
            whole = open_[-1] is points[-1]
            width = self.width / self.em
            if self.even:
                ends = start and even(open_, width, start=start)
            else:
                ends = start and fit(open_, width, start=start, banned=banned, whole=whole, lines=lines)
            if not ends:
                return ()
            found += _signed(ends, open_)
        return tuple(found)

    def variants(self, limit: float) -> dict[int, tuple[float, Breaks]]:
        """By how many lines the paragraph can be longer or shorter, at what loss, and the ends of the lines then.

        No space is wider by more than `limit`. None where the author broke it into lines.
        """
        parts = self.parts()
        if self.even or len(parts) > 1:
            return {}
        ((start, points),) = parts
        found = lengths(points, self.width / self.em, limit, start=start)
        now = found.get(len(self.breaks))
        return {
            count - len(self.breaks): (lines.cost - now.cost, tuple(_signed(lines.ends, points)))
            for count, lines in found.items()
            if now and lines is not now
        }

    def is_hyphen(self, end: int) -> bool:
        """Whether a line that ends there does so in a hyphen, ours or the author's."""
        leaf = next(leaf for leaf in self.pieces if abs(end) <= leaf.start + len(leaf.text))
        return end < 0 or leaf.text[end - leaf.start - 1] in HYPHENS

    def offset(self, line: Any, skip: Any) -> int | None:
        """The offset at which WeasyPrint goes on; `skip` is as in `spaces`."""
        box, byte = line, 0
        while skip:
            ((index, skip),) = skip.items()
            if isinstance(box, TEXT):
                byte = index
                break
            if index >= len(box.children):
                return None
            box = box.children[index]
        while not isinstance(box, (TEXT, INLINE_BLOCK)) and box.children:
            box = box.children[0]
        for start, text, own, _ in self.pieces:
            if own is box:
                return start + len(text.encode()[:byte].decode())
        return None


def _signed(ends: list[int], points: list[Point]) -> list[int]:
    """The ends of lines, less than nothing where a hyphen comes in."""
    hyphens = {point.at for point in points if point.cost >= HYPHEN}
    return [-end if end in hyphens else end for end in ends]
