"""Boxes and matrices, in points, with the origin at the lower left as PDF has it."""

import math
from typing import NamedTuple

MM = 72 / 25.4
"""Points of a millimetre."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FAR = 1e9


class Box(NamedTuple):
    """A rectangle with its sides along the axes."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def inside(self, other: "Box", slack: float = 0.01) -> bool:
        """Whether it lies within another, up to `slack` points."""
        return (
            self.left >= other.left - slack
            and self.bottom >= other.bottom - slack
            and self.right <= other.right + slack
            and self.top <= other.top + slack
        )

    def meets(self, other: "Box", slack: float = 0.01) -> bool:
        """Whether the two have more than `slack` points in common, in both directions."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > slack
            and min(self.top, other.top) - max(self.bottom, other.bottom) > slack
        )

    def cut(self, other: "Box") -> "Box":
        """What both have in common; empty at a corner where that is nothing."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Box(left, bottom, max(left, min(self.right, other.right)), max(bottom, min(self.top, other.top)))

    def grown(self, by: float) -> "Box":
        """Larger on all sides; smaller where `by` is negative."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def joined(self, other: "Box") -> "Box":
        """The smallest that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


EVERYWHERE = Box(-_FAR, -_FAR, _FAR, _FAR)


def box_of(values: tuple[float, ...] | None) -> Box | None:
    """A rectangle as a PDF writes it, with any two opposite corners (ISO 32000-1, 7.9.5)."""
    if values is None or len(values) != 4:
        return None
    left, bottom, right, top = values
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def times(first: Matrix, second: Matrix) -> Matrix:
    """First the one, then the other: as PDF writes it, first × second."""
    a, b, c, d, e, f = first
    m, n, o, p, q, r = second
    made = (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r)
    clamped = [max(-_FAR, min(_FAR, value)) if value == value else 0.0 for value in made]  # noqa: PLR0124  # NaN
    return (clamped[0], clamped[1], clamped[2], clamped[3], clamped[4], clamped[5])


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return max(-_FAR, min(_FAR, a * x + c * y + e)), max(-_FAR, min(_FAR, b * x + d * y + f))


def placed(matrix: Matrix, box: Box) -> Box:
    """The box round a box after a matrix."""
    corners = [apply(matrix, x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)]
    return Box(
        min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners)
    )


def scales(matrix: Matrix) -> tuple[float, float]:
    """By how much lengths along the two axes grow."""
    a, b, c, d, _, _ = matrix
    return math.hypot(a, b), math.hypot(c, d)


def thinnest(matrix: Matrix) -> float:
    """By how much a line of unit width is scaled where the matrix makes it thinnest: the smaller singular value."""
    a, b, c, d, _, _ = matrix
    total, area = a * a + b * b + c * c + d * d, a * d - b * c
    return math.sqrt(max(0.0, (total - math.sqrt(max(0.0, total * total - 4 * area * area))) / 2))
