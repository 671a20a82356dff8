"""What a preflight says of a file: the list that a press operator asks for, and the findings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.diagnostics import Severity
from pipeline.preflight.colour import ALL, NONE, PROCESS, Space
from pipeline.preflight.document import Boxes
from pipeline.preflight.findings import Check, Finding, Found
from pipeline.preflight.geometry import MM, Box
from pipeline.preflight.ink_checks import inks_of
from pipeline.preflight.marks import Mark, Picture
from pipeline.preflight.page_checks import Leaf


@dataclass(frozen=True, slots=True)
class FontLine:
    """A font in use."""

    name: str
    kind: str
    embedded: bool
    subset: bool


@dataclass(frozen=True, slots=True)
class ImageLine:
    """An image in use: where, how large, in what, how fine; its ink where its samples could be read."""

    page: int
    name: str
    width: int
    height: int
    space: str
    resolution: float
    ink: float | None
    box: Box


@dataclass(slots=True)
class Report:
    """The whole answer."""

    claims: tuple[str, ...] = ()
    condition: str = ""
    pages: list[Boxes] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    plates: list[str] = field(default_factory=list)
    fonts: list[FontLine] = field(default_factory=list)
    images: list[ImageLine] = field(default_factory=list)
    ink: float = 0.0
    ink_page: int = 0
    page_inks: list[float] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def lowest(self) -> float | None:
        """The lowest resolution of all images."""
        return min((image.resolution for image in self.images if image.resolution), default=None)

    @property
    def bleed(self) -> float | None:
        """The least bleed of all pages, in millimetres; None where a page has none."""
        found = []
        for boxes in self.pages:
            if boxes.bleed is None:
                return None
            final, reach = boxes.final, boxes.bleed
            sides = (
                final.left - reach.left,
                final.bottom - reach.bottom,
                reach.right - final.right,
                reach.top - final.top,
            )
            found.append(min(sides) / MM)
        return round(min(found), 2) if found else None

    def list(self) -> Iterator[tuple[str, str]]:
        """The operator's list: what is asked first of every file."""
        sizes = dict.fromkeys(f"{width:g} × {height:g} mm" for width, height in map(Boxes.size, self.pages))
        absent = [font.name for font in self.fonts if not font.embedded]
        count = len(self.fonts)
        yield "says it is", ", ".join(self.claims) or "nothing but PDF"
        yield "for", self.condition or "no printing condition"
        yield "pages", str(len(self.pages))
        yield "trim", ", ".join(list(sizes)[:4]) or "none"
        yield "bleed", "none" if self.bleed is None else f"{self.bleed:g} mm"
        others = {"preflight-rgb", "preflight-managed"} & {finding.rule for finding in self.findings}
        converted = ["what comes of colours that are no inks"] if others else []
        yield "plates", ", ".join([*self.plates, *converted]) or "none"
        yield "fonts", f"{count}, {'not in the file: ' + ', '.join(absent[:8]) if absent else 'all in the file'}"
        yield "images", f"{len(self.images)}, the coarsest {self.lowest:.0f} dpi" if self.lowest else "none"
        yield "most ink", f"{self.ink:.0%} on page {self.ink_page}" if self.ink_page else "none"


class Tally:
    """What is counted from page to page."""

    def __init__(self) -> None:
        self.plates: set[str] = set()
        self.spots: dict[str, set[str]] = {}
        self.fonts: dict[tuple[str, str, bool], FontLine] = {}
        self.images: list[ImageLine] = []
        self.inks: list[float] = []

    def add(self, leaf: Leaf) -> None:
        """Take in one page. Marks beyond the bleed are the printer's own, and show on no finished page."""
        most = 0.0
        for place, mark in enumerate(leaf.painted.marks):
            inks = inks_of(leaf, place, mark)
            known = leaf.inks.get(place)
            if mark.hidden or mark.box.meets(leaf.boxes.reach, 0.0):
                self.plates |= set(inks) | (known[1] if known else frozenset())
                most = max(most, sum(inks.values()))
            for space in _spots(mark):
                if space.family == "Separation":
                    self.spots.setdefault(space.names[0], set()).add(space.recipe)
                else:
                    for each in space.names:
                        self.spots.setdefault(each, set())
            if mark.picture:
                self.images.append(_line(leaf, mark, mark.picture, sum(inks.values()) if known else None))
        for font in leaf.painted.fonts.values():
            key = font.name, font.kind, font.embedded
            self.fonts.setdefault(key, FontLine(font.name, font.kind, font.embedded, font.subset))
        self.inks.append(most)

    def fill(self, report: Report) -> None:
        """Put the sums into a report."""
        own = [plate for plate in PROCESS if plate in self.plates]
        report.plates = own + sorted(self.plates - set(PROCESS) - {ALL, NONE})
        report.fonts = [self.fonts[key] for key in sorted(self.fonts)]
        report.images, report.page_inks = self.images, self.inks
        report.ink = max(self.inks, default=0.0)
        report.ink_page = self.inks.index(report.ink) + 1 if report.ink else 0


def _spots(mark: Mark) -> Iterator[Space]:
    spaces: list[Any] = [paint.space.seen() for paint in mark.paints()]
    if mark.picture and mark.picture.space:
        spaces.append(mark.picture.space.seen())
    yield from (space for space in spaces if space.family in ("Separation", "DeviceN"))


def _line(leaf: Leaf, mark: Mark, picture: Picture, ink: float | None) -> ImageLine:
    space = "mask" if picture.mask else picture.space.seen().family if picture.space else "unknown"
    return ImageLine(
        leaf.boxes.number, picture.name, picture.width, picture.height, space, picture.resolution, ink, mark.box
    )


# ---- checks of all pages together

_SUFFIX = re.compile(r"(?<=.)[ _-]+(cv|cvc|cvp|cvu|c|u|uv|m|ec|pc|up|cp)$")


def _spot_names(tally: Tally) -> Iterator[Found]:
    """One ink under two names makes two plates."""
    groups: dict[str, list[str]] = {}
    for each in sorted(set(tally.spots) | {plate for plate in PROCESS if plate in tally.plates}):
        folded = re.sub(r"[\s_-]+", " ", _SUFFIX.sub("", each.strip().casefold()))
        groups.setdefault(folded, []).append(each)
    for names in groups.values():
        if len(names) > 1:
            yield Found(f"one ink seems to have several names: {', '.join(map(repr, names))}")


def _spot_recipes(tally: Tally) -> Iterator[Found]:
    for each, recipes in sorted(tally.spots.items()):
        if len(recipes) > 1 and each not in (ALL, NONE):
            yield Found(f"the spot colour {each!r} is shown in {len(recipes)} ways; one name is one ink")


CHECKS = (Check("preflight-spot-names", _spot_names), Check("preflight-spot-differs", _spot_recipes))
