"""What stands on a page once its streams are carried out: plain records, which the checks look at."""

from dataclasses import dataclass, field
from typing import Any

from pipeline.preflight.colour import Paint, Space
from pipeline.preflight.fonts import Font
from pipeline.preflight.geometry import Box


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it is placed: samples, colours, and pixels an inch in the direction that has fewer."""

    width: int
    height: int
    bits: int
    space: Space | None
    mask: bool
    resolution: float
    stream: Any = field(default=None, repr=False)
    name: str = "inline"
    softened: bool = False
    """Whether a mask of its own makes it partly transparent."""

    soft: Space | None = None
    """The colour space of that mask."""

    inline: Any = field(default=None, repr=False)
    """An image that stands among the operators, as the library gives it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One act of painting. Boxes and lengths are in points of the page, after matrix and clip."""

    kind: str
    """text, path, image or shading."""

    box: Box
    fill: Paint | None = None
    stroke: Paint | None = None
    overprints_fill: bool = False
    overprints_stroke: bool = False
    mode: int = 0
    """The overprint mode, OPM."""

    line: float | None = None
    """The thinnest that a stroke becomes."""

    thin: float | None = None
    """How wide a filled shape of straight sides is where it is narrowest."""

    size: float = 0.0
    font: Font | None = None
    missing: tuple[int, ...] = ()
    picture: Picture | None = None
    transparent: str = ""
    """What makes it transparent, or "" where nothing does."""

    artifact: bool = False
    hidden: bool = False
    """Whether it is part of a soft mask or of a pattern's cell, so that its place says nothing."""

    def paints(self) -> tuple[Paint, ...]:
        """The colours it is painted with."""
        return tuple(paint for paint in (self.fill, self.stroke) if paint is not None)

    def inks(self) -> dict[str, float]:
        """The most it asks of each plate."""
        found: dict[str, float] = {}
        for paint in self.paints():
            for plate, value in paint.inks.items():
                found[plate] = max(value, found.get(plate, 0.0))
        return found


@dataclass(slots=True)
class Painted:
    """All that a page's streams gave."""

    marks: list[Mark] = field(default_factory=list)
    groups: list[tuple[Space, str]] = field(default_factory=list)
    """Colour spaces of transparency groups, and whose they are."""

    fonts: dict[int, Font] = field(default_factory=dict)
    states: list[Any] = field(default_factory=list)
    """Graphics state dictionaries in use."""

    intents: dict[str, None] = field(default_factory=dict)
    """Rendering intents that are asked for."""

    nowhere: dict[str, None] = field(default_factory=dict)
    """What is used by a name that the resources do not have."""

    unread: list[str] = field(default_factory=list)
    """What could not be carried out."""
