"""Colour spaces (ISO 32000-1, 8.6) and what a colour asks of the plates."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pipeline.preflight.objects import Beyond, Unreadable, decoded, entry, items, name, numbers, raw, whole

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
ALL, NONE = "All", "None"
_DEEPEST = 6
_DEVICE = {
    "DeviceGray": ("DeviceGray", 1),
    "G": ("DeviceGray", 1),
    "CalGray": ("CalGray", 1),
    "DeviceRGB": ("DeviceRGB", 3),
    "RGB": ("DeviceRGB", 3),
    "CalRGB": ("CalRGB", 3),
    "DeviceCMYK": ("DeviceCMYK", 4),
    "CMYK": ("DeviceCMYK", 4),
    "Lab": ("Lab", 3),
    "Pattern": ("Pattern", 0),
}


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: its family, its components, the plates it names, and what it stands on."""

    family: str
    count: int
    names: tuple[str, ...] = ()
    base: "Space | None" = None
    recipe: str = ""
    """For a spot colour: what its alternate and its function say, to compare two of one name."""

    high: int = 0
    table: bytes = field(default=b"", repr=False)
    profile: bytes = field(default=b"", repr=False)
    """For a space of a profile: the class and the space that its head names."""

    def seen(self) -> "Space":
        """The space that colours are given in, behind an index or the colour under a pattern."""
        return self.base.seen() if self.family in ("Indexed", "Pattern") and self.base else self


GRAY, RGB, CMYK = Space("DeviceGray", 1), Space("DeviceRGB", 3), Space("DeviceCMYK", 4)
UNKNOWN = Space("unknown", 0)


def space_of(value: Any, resources: Any, depth: int = 0) -> Space:
    """The space that a name or an array means, with the resources that may name it."""
    if depth > _DEEPEST:
        return UNKNOWN
    if short := name(value):
        if short in _DEVICE:
            family, count = _DEVICE[short]
            # 8.6.5.6: a default space stands in for a device space.
            default = entry(entry(resources, "/ColorSpace"), f"/Default{family.removeprefix('Device')}")
            if family.startswith("Device") and default is not None and not name(default):
                return space_of(default, None, depth + 1)
            return Space(family, count)
        named = entry(entry(resources, "/ColorSpace"), f"/{short}")
        return UNKNOWN if named is None else space_of(named, None if name(named) else resources, depth + 1)
    parts = items(value, 8)
    return _array(name(parts[0]), parts, resources, depth) if parts else UNKNOWN


def _array(family: str, parts: list[Any], resources: Any, depth: int) -> Space:
    if family == "ICCBased" and len(parts) > 1:
        head = b""
        with suppress(Unreadable, Beyond):
            head = decoded(parts[1])[:20]
        given = entry(parts[1], "/Alternate")
        base = None if given is None else space_of(given, resources, depth + 1)
        return Space("ICCBased", max(1, min(4, whole(entry(parts[1], "/N"), 3))), base=base, profile=head[12:20])
    if family in ("Indexed", "I") and len(parts) > 3:
        table = raw(parts[3])
        if not table:
            try:
                table = decoded(parts[3], 2**20)
            except (Unreadable, Beyond):
                table = b""
        base = space_of(parts[1], resources, depth + 1)
        return Space("Indexed", 1, base=base, high=whole(parts[2]), table=table)
    if family in ("Separation", "DeviceN") and len(parts) > 3:
        given = (name(parts[1]),) if family == "Separation" else tuple(name(each) for each in items(parts[1], 32))
        alternate = space_of(parts[2], resources, depth + 1)
        recipe = f"{alternate.family} {_function(parts[3])}" if family == "Separation" else ""
        return Space(family, len(given), given, alternate, recipe)
    if family == "Pattern" and len(parts) > 1:
        return Space("Pattern", 0, base=space_of(parts[1], resources, depth + 1))
    if family in _DEVICE:
        return space_of(parts[0], resources, depth + 1) if len(parts) == 1 else Space(*_DEVICE[family])
    return UNKNOWN


def _function(function: Any) -> str:
    """What a tint transformation does, in a form that two can be compared by."""
    ends = [numbers(entry(function, key)) for key in ("/C0", "/C1", "/Domain", "/Range")]
    exponent = entry(function, "/N")
    try:
        program = decoded(function, 2**20).hex() if whole(entry(function, "/FunctionType"), 9) in (0, 4) else ""
    except (Unreadable, Beyond):
        program = "?"
    return f"{ends} {exponent} {program}"


@dataclass(frozen=True)
class Paint:
    """A colour: its space, its components, and the name of its pattern where it is one."""

    space: Space = GRAY
    values: tuple[float, ...] = (0.0,)
    pattern: str = ""

    @cached_property
    def inks(self) -> Mapping[str, float]:
        """How much of each plate it asks for, 0 to 1. Colours that the press must convert first ask for nothing."""
        space, values = self.space, self.values
        if space.family == "Indexed" and space.base:
            place, width = round(values[0]) if values else 0, space.base.count
            picked = space.table[place * width : place * width + width]
            space, values = space.base, tuple(value / 255 for value in picked)
        if space.family == "Pattern" and space.base:
            space = space.base
        if space.family in ("DeviceGray", "CalGray") or (space.family == "ICCBased" and space.count == 1):
            found = {"Black": 1 - values[0]} if values else {}
        elif space.family == "DeviceCMYK" or (space.family == "ICCBased" and space.count == 4):
            found = dict(zip(PROCESS, values, strict=False))
        elif space.family in ("Separation", "DeviceN"):
            found = {each: value for each, value in zip(space.names, values, strict=False) if each != NONE}
        else:
            found = {}
        return {plate: min(1.0, value) for plate, value in found.items() if value > 0.0005}

    def is_black(self) -> bool:
        """100 % of black and nothing else."""
        inks = self.inks
        return set(inks) == {"Black"} and inks["Black"] > 0.995

    def is_white(self) -> bool:
        """A colour that asks for no ink at all: it would knock out what lies below."""
        colourless = self.space.family in ("DeviceRGB", "CalRGB") or (self.space.family, self.space.count) == (
            "ICCBased",
            3,
        )
        if colourless:
            return bool(self.values) and min(self.values) > 0.995
        return not self.pattern and self.space.family not in ("unknown", "Lab", "Pattern") and not self.inks


def start(space: Space) -> Paint:
    """The colour that a space begins with (ISO 32000-1, 8.6.5 and 8.6.6)."""
    if space.family == "DeviceCMYK" or (space.family == "ICCBased" and space.count == 4):
        return Paint(space, (0.0, 0.0, 0.0, 1.0))
    if space.family in ("Separation", "DeviceN"):
        return Paint(space, (1.0,) * space.count)
    return Paint(space, (0.0,) * space.count)
