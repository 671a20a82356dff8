"""The graphics state of a page (ISO 32000-1, 8.4): what `q` saves and `Q` brings back."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.preflight.colour import Paint
from pipeline.preflight.fonts import Font
from pipeline.preflight.geometry import EVERYWHERE, IDENTITY, Box, Matrix, apply
from pipeline.preflight.objects import entry, items, name, number, whole


@dataclass(slots=True)
class State:
    """One state. Copied by dataclasses.replace."""

    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    fill: Paint = field(default_factory=Paint)
    stroke: Paint = field(default_factory=Paint)
    line: float = 1.0
    alpha_fill: float = 1.0
    alpha_stroke: float = 1.0
    blend: str = "Normal"
    masked: bool = False
    under: str = ""
    """What makes the group transparent that this is part of."""

    fill_pattern: Any = None
    stroke_pattern: Any = None
    over_fill: bool = False
    over_stroke: bool = False
    mode: int = 0
    font: Font | None = None
    size: float = 0.0
    character: float = 0.0
    word: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    render: int = 0

    def take(self, dictionary: Any) -> None:
        """The entries of a graphics state dictionary (8.4.5, table 58), but for its font and soft mask."""
        if (line := number(entry(dictionary, "/LW"))) is not None:
            self.line = abs(line)
        for key, field_name in (("/CA", "alpha_stroke"), ("/ca", "alpha_fill")):
            if (alpha := number(entry(dictionary, key))) is not None:
                setattr(self, field_name, alpha)
        blend = entry(dictionary, "/BM")
        names = [name(blend)] if name(blend) else [name(each) for each in items(blend, 8)]
        if names:
            self.blend = "Normal" if names[0] == "Compatible" else names[0]
        both, fills = entry(dictionary, "/OP"), entry(dictionary, "/op")
        if isinstance(both, bool):
            self.over_stroke = both
            # Table 58: OP alone sets both.
            self.over_fill = both if not isinstance(fills, bool) else self.over_fill
        if isinstance(fills, bool):
            self.over_fill = fills
        if (mode := entry(dictionary, "/OPM")) is not None:
            self.mode = whole(mode)
        mask = entry(dictionary, "/SMask")
        if mask is not None:
            self.masked = name(mask) != "None"

    def transparency(self, *, fills: bool, strokes: bool) -> str:
        """What makes painting transparent in this state, or ""."""
        if self.under:
            return self.under
        if self.blend != "Normal":
            return f"blend mode {self.blend}"
        if self.masked:
            return "a soft mask"
        if (fills and self.alpha_fill < 1) or (strokes and self.alpha_stroke < 1):
            return f"an opacity of {min(self.alpha_fill, self.alpha_stroke):.0%}"
        return ""


_MOST_CORNERS = 8
"""Of a shape with more its width is not asked for: it is a drawing, and no line."""


class Path:
    """The path that is being built: the box round its points, and whether it has any."""

    def __init__(self) -> None:
        self.box: Box | None = None
        self.clips = False
        self.corners: list[tuple[float, float]] = []

    def add(self, matrix: Matrix, values: Sequence[float]) -> None:
        """Points, given as x y x y …, in the space of the moment."""
        for place in range(0, len(values) - 1, 2):
            x, y = apply(matrix, values[place], values[place + 1])
            if len(self.corners) <= _MOST_CORNERS:
                self.corners.append((x, y))
            point = Box(x, y, x, y)
            self.box = point if self.box is None else self.box.joined(point)

    def narrowest(self) -> float | None:
        """How wide the shape is across the one of its sides where it is least so; None for a drawing of many points.

        Of a convex shape the least width lies across one of its sides.
        """
        if len(self.corners) > _MOST_CORNERS:
            return None
        sides = list(zip(self.corners, [*self.corners[1:], *self.corners[:1]], strict=True))
        widths = []
        for (x0, y0), (x1, y1) in sides:
            if (long := math.hypot(x1 - x0, y1 - y0)) > 0:
                across = [((y1 - y0) * x - (x1 - x0) * y) / long for x, y in self.corners]
                widths.append(max(across) - min(across))
        return min(widths, default=None)
