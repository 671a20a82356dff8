"""Fonts as a page uses them: whether their program is in the file, how wide codes run, which have no glyph."""

import struct
from dataclasses import dataclass, field
from typing import Any

from pipeline.preflight.glyphs import identifiers, undefined
from pipeline.preflight.objects import Beyond, Unreadable, decoded, entry, identity, items, name, number, numbers, whole

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_MOST_WIDTHS = 200_000


@dataclass(slots=True)
class Font:
    """One font: its name and kind, what of it is in the file, and the measures that place its text."""

    name: str
    kind: str
    embedded: bool
    composite: bool = False
    dictionary: Any = field(default=None, repr=False)
    widths: dict[int, float] = field(default_factory=dict, repr=False)
    """Thousandths of the size, by code, or by CID."""

    otherwise: float = 500.0
    ascent: float = 750.0
    descent: float = -250.0
    glyphs: int = 0
    """How many the program has; 0 where that is not known."""

    cids: frozenset[int] | None = None
    """Those that a CFF program has glyphs for; None where that is not known."""

    glyph_of: bytes = field(default=b"", repr=False)
    """CIDToGIDMap, where it is a table."""

    undefined: frozenset[int] = frozenset()
    """Codes of a simple font that its encoding sends to .notdef, or to what its program does not have."""

    identical: bool = True
    """Whether codes of a composite font are its CIDs; of other CMaps nothing is known here."""

    @property
    def subset(self) -> bool:
        """Whether the name has the tag of a subset (ISO 32000-1, 9.6.4)."""
        return len(self.name) > 7 and self.name[6] == "+" and self.name[:6].isupper()

    def codes(self, data: bytes) -> tuple[int, ...]:
        """The codes of a string."""
        if self.composite:
            even = data + b"\0" * (len(data) % 2)
            return struct.unpack(f">{len(even) // 2}H", even)
        return tuple(data)

    def lacks(self, code: int) -> bool:
        """Whether a code shows .notdef, or nothing that the program has."""
        if not self.composite:
            return code in self.undefined
        if not self.embedded or not self.identical:
            return False
        if self.cids is not None:
            return code == 0 or code not in self.cids
        glyph = code
        if self.glyph_of:
            pair = self.glyph_of[2 * code : 2 * code + 2]
            glyph = int.from_bytes(pair, "big") if len(pair) == 2 else 0
        return code == 0 or glyph == 0 or (0 < self.glyphs <= glyph)


def font_of(dictionary: Any) -> Font:
    """What a font dictionary says; plain guesses where it says nothing."""
    kind, called = name(entry(dictionary, "/Subtype")), name(entry(dictionary, "/BaseFont"))
    if kind == "Type3":
        font = Font(name(entry(dictionary, "/Name")) or "Type 3", kind, embedded=True, dictionary=dictionary)
        matrix = numbers(entry(dictionary, "/FontMatrix"), 6)
        unit = abs(matrix[0]) * 1000 if matrix else 1.0
        font.widths = {code: width * unit for code, width in _simple_widths(dictionary).items()}
        font.otherwise = 0.0
        return font
    if kind == "Type0":
        return _composite(dictionary, called)
    descriptor = entry(dictionary, "/FontDescriptor")
    font = Font(called, kind, embedded=_program(descriptor) is not None, dictionary=dictionary)
    font.widths = _simple_widths(dictionary)
    font.otherwise = number(entry(descriptor, "/MissingWidth")) or (0.0 if font.widths else 500.0)
    font.undefined = undefined(dictionary, descriptor)
    _measures(font, descriptor)
    return font


def _composite(dictionary: Any, called: str) -> Font:
    below = next(iter(items(entry(dictionary, "/DescendantFonts"), 1)), None)
    descriptor = entry(below, "/FontDescriptor")
    program = _program(descriptor)
    kind = name(entry(below, "/Subtype")) or "Type0"
    font = Font(called, kind, embedded=program is not None, composite=True, dictionary=dictionary)
    font.identical = name(entry(dictionary, "/Encoding")).startswith("Identity")
    given = number(entry(below, "/DW"))
    font.otherwise = 1000.0 if given is None else given
    font.widths = _composite_widths(items(entry(below, "/W")))
    try:
        if entry(descriptor, "/FontFile2") is not None:
            font.glyphs = _glyphs(decoded(program))
        elif program is not None:
            font.cids = identifiers(program)
        mapping = entry(below, "/CIDToGIDMap")
        if mapping is not None and not name(mapping):
            font.glyph_of = decoded(mapping, 2**18)
    except (Unreadable, Beyond):
        pass
    _measures(font, descriptor)
    return font


def _program(descriptor: Any) -> Any:
    """The stream of the font's program. ISO 32000-1, 9.9."""
    return next((found for key in _PROGRAMS if (found := entry(descriptor, key)) is not None), None)


def _measures(font: Font, descriptor: Any) -> None:
    ascent, descent = number(entry(descriptor, "/Ascent")), number(entry(descriptor, "/Descent"))
    # Many files have zeros or the head room of the screen there; what type really reaches is within these.
    font.ascent = min(ascent, 800.0) if ascent and ascent > 0 else 750.0
    font.descent = max(descent, -300.0) if descent and descent < 0 else -250.0


def _simple_widths(dictionary: Any) -> dict[int, float]:
    first = whole(entry(dictionary, "/FirstChar"))
    given = items(entry(dictionary, "/Widths"), 256)
    return {first + place: number(width) or 0.0 for place, width in enumerate(given)}


def _composite_widths(given: list[Any]) -> dict[int, float]:
    """`c [w w w]` and `from to w` (ISO 32000-1, 9.7.4.3)."""
    found: dict[int, float] = {}
    place = 0
    while place + 1 < len(given) and len(found) < _MOST_WIDTHS:
        first = whole(given[place])
        row = items(given[place + 1], 65_536)
        if row or place + 2 >= len(given):
            found.update({first + step: number(width) or 0.0 for step, width in enumerate(row)})
            place += 2
        else:
            last = min(whole(given[place + 1]), 65_535)
            width = number(given[place + 2]) or 0.0
            found.update(dict.fromkeys(range(max(first, 0), last + 1), width))
            place += 3
    return found


def _glyphs(program: bytes) -> int:
    """NumGlyphs of the table maxp (OpenType), or 0."""
    for place in range(12, min(12 + 16 * 64, len(program) - 15), 16):
        if program[place : place + 4] == b"maxp":
            start = int.from_bytes(program[place + 8 : place + 12], "big")
            return int.from_bytes(program[start + 4 : start + 6], "big")
    return 0


class Fonts:
    """The fonts of a file, each read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Font] = {}

    def of(self, dictionary: Any) -> Font:
        key = identity(dictionary)
        if key is None:
            return font_of(dictionary)
        if key not in self._known:
            self._known[key] = font_of(dictionary)
        return self._known[key]
