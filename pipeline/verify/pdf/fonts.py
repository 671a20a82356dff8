"""Fonts (ISO 32000-1, 9.5 to 9.10): from codes to characters and widths, and what the font program says of them."""

import functools
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Any

import pikepdf

_BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_BFRANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_STYLES = re.compile(
    r"(?:[-,](?:Bold|Italic|Oblique|Regular|Roman|BoldItalic|BoldMT|ItalicMT|BoldItalicMT))+$", re.IGNORECASE
)
_ITALIC = 1 << 6
_FORCE_BOLD = 1 << 18
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
_CODES = 65_536
CROWDED = 0.08
"""In ems: a space that is narrower parts nothing for the eye. The narrowest of a line that is set tight has .15."""
LOOSE = 0.3
"""In ems: letters that stand farther apart look like two words; small capitals stand .06 apart."""
_SIMPLE = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}


@dataclass(eq=False)
class Font:
    """A font as its dictionaries tell it.

    `unicodes` and `widths` (thousandths of an em) go by code; `own` are the characters that the font program's cmap
    gives each glyph, None where there is no program or it has no cmap; `glyphs` the glyphs of codes that are not their
    numbers.
    """

    family: str
    weight: int
    slope: str
    single: bool
    unicodes: dict[int, str]
    widths: dict[int, float]
    width: float
    ascent: float
    descent: float
    own: Mapping[int, frozenset[str]] | None = None
    glyphs: Mapping[int, int] | None = None
    painted: bool = False
    unknown: set[int] = field(default_factory=set)
    _known: dict[bytes, Sequence[tuple[int, str, float]]] = field(default_factory=dict, repr=False)
    _moved: dict[bytes, Sequence[tuple[int, str, float]]] = field(default_factory=dict, repr=False)
    _uneven: set[bytes] = field(default_factory=set, repr=False)

    def split(self, data: bytes) -> Iterable[int]:
        """The codes of a string: one byte of a simple font, two of a composite one with an Identity encoding."""
        if self.single:
            return data
        if len(data) == 2:
            return (data[0] << 8 | data[1],)
        return [high << 8 | low for high, low in zip(data[::2], data[1::2], strict=False)]

    def glyphs_of(self, data: bytes) -> Sequence[tuple[int, str, float]]:
        """Code, characters and width of each glyph of a string; of one glyph known the next time."""
        found = self._known.get(data)
        if found is None:
            found = [
                (code, self.unicodes.get(code) or self.text(code), self.widths.get(code, self.width))
                for code in self.split(data)
            ]
            if len(data) <= 2:
                self._known[data] = found
        return found

    def glyphs_in(self, written: bytes) -> tuple[list[int], list[str], list[float], bool] | None:
        """Codes, characters and places of the glyphs of an array, and behind the last place that of its end.

        Places are in thousandths of an em from the beginning; last comes whether each glyph is followed at about its
        own width, and by no gap that is too narrow for a blank. None where strings are parted by more than numbers, or
        there is no glyph, or an accent. A string and the numbers behind it come again and again: what they say together
        is kept, so that a glyph costs no step of its own.
        """
        first, *strings = written[1:-1].replace(b"<>", b" ").split(b"<")
        moved = self._moved
        if len(moved) > _CODES:
            moved.clear()
            self._uneven.clear()
        try:
            for string in set(strings).difference(moved):
                moved[string] = self._glyphs_before(string)
        except ValueError:
            return None
        if b">" in first or not strings:
            return None
        codes, texts, moves = zip(*chain.from_iterable(map(moved.__getitem__, strings)), strict=True)
        places = list(accumulate(moves, initial=_moved_back(first)))
        return list(codes), list(texts), places, self._uneven.isdisjoint(strings)

    def _glyphs_before(self, string: bytes) -> Sequence[tuple[int, str, float]]:
        """Code, characters and move of each glyph of "0041> -20", without what opens it. Raises ValueError."""
        digits, _, numbers = string.partition(b">")
        *glyphs, (code, text, width) = found = self.glyphs_of(bytes.fromhex(digits.decode()))
        # An accent belongs to the glyph before it.
        if b">" in numbers or any(unicodedata.combining(said[:1] or " ") for _, said, _ in found):
            raise ValueError(string)
        move = width + _moved_back(numbers)
        widths = [*((own, own) for _, _, own in glyphs), (width, move)]
        if any(step < 1000 * CROWDED or not least(own, 1000) <= step <= own + 1000 * LOOSE for own, step in widths):
            self._uneven.add(string)
        return (*glyphs, (code, text, move))

    def text(self, code: int) -> str:
        """The characters of a code; U+FFFD where the font does not tell."""
        if not self.unicodes.get(code):
            self.unknown.add(code)
            self.unicodes[code] = "\ufffd"
        return self.unicodes[code]

    @functools.cached_property
    def variants(self) -> Mapping[int, str]:
        """Codes whose glyph is that of a raised or lowered character (UAX 44), as of ² for 2, with <super> or <sub>."""
        found = {}
        for code, said in self.unicodes.items():
            for character in (self.own or {}).get(self._glyph(code), ()):
                kind = unicodedata.decomposition(character).partition(" ")[0]
                if kind in ("<super>", "<sub>") and said != character:
                    found[code] = kind
        return found

    def lies(self) -> dict[int, tuple[str, str]]:
        """Codes whose ToUnicode says another character than the font program: what is said, and what is drawn."""
        found = {}
        for code, said in self.unicodes.items():
            drawn = (self.own or {}).get(self._glyph(code))
            if drawn and not any(_same(said, character) for character in drawn):
                found[code] = (said, min(drawn))
        return found

    def _glyph(self, code: int) -> int:
        return self.glyphs.get(code, code) if self.glyphs is not None else code


def least(width: float, size: float) -> float:
    """How far behind a letter of that width, of a font of that size, the next one begins, or they stand on one another.

    Some overlap, as accents do.
    """
    return 0.4 * width - 0.05 * size


def _moved_back(numbers: bytes) -> float:
    """The sum of the numbers between two strings, which move back what follows (9.4.3)."""
    return -sum(map(float, _NUMBER.findall(numbers)))


def _same(said: str, drawn: str) -> bool:
    """Whether one glyph may stand for both.

    Ligatures and raised figures may by their compatibility characters; so may mirrored brackets, the dashes of a
    hyphen's look, spaces, and the soft hyphen as a character of private use.
    """
    if said == drawn or unicodedata.normalize("NFKC", said) == unicodedata.normalize("NFKC", drawn):
        return True
    if said and unicodedata.mirrored(said[0]) and unicodedata.mirrored(drawn):
        return True
    if {said, drawn} <= {"-", "\u2010", "\u2011", "\u00ad", "\u2212"}:
        return True
    return said == "\u00ad" and unicodedata.category(drawn) == "Co"


class Fonts:
    """The fonts of a file, each read once."""

    def __init__(self) -> None:
        self._known: dict[Any, Font] = {}

    def __iter__(self) -> Iterator[Font]:
        return iter(self._known.values())

    def get(self, resources: Any, key: str) -> Font | None:
        """The font of that name in the resources, None where there is none."""
        fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        found = fonts.get("/" + key) if isinstance(fonts, pikepdf.Dictionary) else None
        if not isinstance(found, pikepdf.Dictionary):
            return None
        name = found.objgen if found.is_indirect else (id(resources), key)
        if name not in self._known:
            self._known[name] = _font(found)
        return self._known[name]


def _font(font: Any) -> Font:
    single = font.get("/Subtype") != "/Type0"
    inner = font
    if not single:
        descendants = font.get("/DescendantFonts")
        first = descendants[0] if isinstance(descendants, pikepdf.Array) and len(descendants) else None
        inner = first if isinstance(first, pikepdf.Dictionary) else font
    descriptor = inner.get("/FontDescriptor")
    if not isinstance(descriptor, pikepdf.Dictionary):
        descriptor = pikepdf.Dictionary()
    name = str(font.get("/BaseFont", "/")).removeprefix("/")
    name = re.sub(r"^[A-Z]{6}\+", "", name)
    unicodes = _to_unicode(font.get("/ToUnicode")) if "/ToUnicode" in font else {}
    if single:
        unicodes = {**_simple(font.get("/Encoding")), **unicodes}
    widths = _widths_simple(font) if single else _widths(inner.get("/W"))
    flags = _whole(descriptor.get("/Flags"))
    made = Font(
        family=_STYLES.sub("", name).replace("-", " "),
        weight=_whole(descriptor.get("/FontWeight"))
        or (700 if flags & _FORCE_BOLD or re.search("bold", name, re.IGNORECASE) else 400),
        slope="italic"
        if flags & _ITALIC or _real(descriptor.get("/ItalicAngle")) or re.search("italic|oblique", name, re.IGNORECASE)
        else "normal",
        single=single,
        unicodes=unicodes,
        widths=widths,
        width=_real(inner.get("/DW", 1000)) if not single else _real(descriptor.get("/MissingWidth")),
        ascent=_real(descriptor.get("/Ascent")) / 1000,
        descent=abs(_real(descriptor.get("/Descent"))) / 1000,
        painted=font.get("/Subtype") == "/Type3",
    )
    program = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
    if isinstance(program, pikepdf.Stream) and not single:
        _ask_program(made, program, inner.get("/CIDToGIDMap"))
    return made


def _ask_program(font: Font, program: Any, mapping: Any) -> None:
    """Weight, slope and characters as the font program has them: names can say anything (ISO 14289-1, 7.21)."""
    from fontTools.ttLib import TTFont

    try:
        face = TTFont(io.BytesIO(program.read_bytes()), lazy=True)
        if "OS/2" in face:
            font.weight = int(face["OS/2"].usWeightClass)
            font.slope = "italic" if face["OS/2"].fsSelection & 1 else "normal"
        characters = (face.getBestCmap() if "cmap" in face else None) or {}
        numbers = {name: number for number, name in enumerate(face.getGlyphOrder())} if characters else {}
    except Exception:  # noqa: BLE001  # fontTools raises what its parts raise
        return  # a font that cannot be read tells nothing; whether it may be so is a question for a validator
    own: dict[int, set[str]] = {}
    for character, name in characters.items():
        if name in numbers:
            own.setdefault(numbers[name], set()).add(chr(character))
    font.own = {glyph: frozenset(found) for glyph, found in own.items()} or None
    if isinstance(mapping, pikepdf.Stream):
        font.glyphs = {code: glyph for code, glyph in enumerate(_pairs(mapping.read_bytes())) if glyph}


def _pairs(table: bytes) -> list[int]:
    return [high << 8 | low for high, low in zip(table[::2], table[1::2], strict=False)][:_CODES]


def _to_unicode(cmap: Any) -> dict[int, str]:
    """A ToUnicode CMap (9.10.3), as far as it maps codes."""
    if not isinstance(cmap, pikepdf.Stream):
        return {}
    data, found = cmap.read_bytes(), dict[int, str]()
    for block in _BFCHAR.finditer(data):
        for code, text in _PAIR.findall(block[1]):
            found[_code(code)] = _utf16(text)
    for block in _BFRANGE.finditer(data):
        for first, last, text, several in _RANGE.findall(block[1]):
            start, end = _code(first), min(_code(last), _code(first) + _CODES)
            listed = re.findall(rb"<([^>]*)>", several)
            for offset in range(end - start + 1):
                if listed:
                    if offset < len(listed):
                        found[start + offset] = _utf16(listed[offset])
                elif said := _utf16(text):
                    found[start + offset] = said[:-1] + chr(min(ord(said[-1]) + offset, 0x10FFFF))
            if len(found) > _CODES:
                return found
    return found


def _code(text: bytes) -> int:
    return int(b"".join(text.split())[-8:] or b"0", 16)


def _utf16(text: bytes) -> str:
    digits = b"".join(text.split()).decode("ascii", "replace")
    try:
        return bytes.fromhex(digits).decode("utf-16-be", "replace")
    except ValueError:
        return "\ufffd"


def _simple(encoding: Any) -> dict[int, str]:
    """The characters of a simple font's codes (9.6.6), by its base encoding and its differences."""
    base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
    codec = _SIMPLE.get(str(base), "cp1252")
    found = {code: bytes([code]).decode(codec, "replace") for code in range(32, 256)}
    differences = encoding.get("/Differences") if isinstance(encoding, pikepdf.Dictionary) else None
    if isinstance(differences, pikepdf.Array):
        from fontTools.agl import toUnicode

        code = 0
        for item in differences:
            if isinstance(item, pikepdf.Name):
                found[code] = toUnicode(str(item)[1:]) or "\ufffd"
                code += 1
            else:
                code = _whole(item)
    return found


def _widths_simple(font: Any) -> dict[int, float]:
    listed = font.get("/Widths")
    first = _whole(font.get("/FirstChar"))
    return {first + at: _real(width) for at, width in enumerate(listed)} if isinstance(listed, pikepdf.Array) else {}


def _widths(listed: Any) -> dict[int, float]:
    """Widths of a CIDFont (9.7.4.3): "first [w w w]" or "first last w"."""
    widths: dict[int, float] = {}
    items = list(listed) if isinstance(listed, pikepdf.Array) else []
    at = 0
    while at + 1 < len(items) and len(widths) <= _CODES:
        first = _whole(items[at])
        if isinstance(items[at + 1], pikepdf.Array):
            widths.update((first + offset, _real(width)) for offset, width in enumerate(items[at + 1]))
            at += 2
        elif at + 2 < len(items):
            last = min(_whole(items[at + 1]), first + _CODES)
            widths.update(dict.fromkeys(range(first, last + 1), _real(items[at + 2])))
            at += 3
        else:
            break
    return widths


def _real(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _whole(value: Any) -> int:
    return int(_real(value))
