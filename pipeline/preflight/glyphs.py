"""Which codes of an 8-bit font show no glyph: its encoding held against the program that the file has of it.

ISO 32000-1, 9.6.6, says what a code means: a name in Type 1 and CFF, a place in the `cmap` of TrueType. Where that
cannot be told for certain nothing is said; nor of a space, which shows nothing anyway.
"""

import io
import re
import struct
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from pipeline.preflight.objects import Beyond, Unreadable, decoded, entry, items, name, whole

_LARGEST = 4 * 2**20
_SYMBOLIC = 4
"""The flag of a font whose codes are its own (9.8.2)."""

_WHOLE = 100
"""Codes of an encoding that stands for itself, and not beside that of the program."""

_BLANK = {"space", "nbspace", "nonbreakingspace", "uni00A0", "uni0020"}
_NOTHING = ".notdef"

_WINDOWS = {
    0xA0: "space",
    0xAD: "hyphen",
    0xB2: "twosuperior",
    0xB3: "threesuperior",
    0xB9: "onesuperior",
    0xDB: "Ucircumflex",
}
"""Where the codec's characters have another name in fonts than this encoding gives."""

Names = dict[int, str]


def undefined(font: Any, descriptor: Any) -> frozenset[int]:
    """The codes for which a Type 1 or TrueType font has nothing to show, or .notdef."""
    encoding = entry(font, "/Encoding")
    named = _named(name(encoding) or name(entry(encoding, "/BaseEncoding"))) | _differences(encoding)
    told = {code for code, glyph in named.items() if glyph == _NOTHING}
    try:
        told |= _lacking(descriptor, named)
    except Exception:  # noqa: BLE001  # whatever a library makes of a program that nobody vouches for
        return frozenset(told)
    return frozenset(told)


def _lacking(descriptor: Any, named: Names) -> set[int]:
    if (program := entry(descriptor, "/FontFile2")) is not None:
        symbolic = bool(whole(entry(descriptor, "/Flags")) & _SYMBOLIC)
        return _of_truetype(_read(program), named if named or symbolic else _named("StandardEncoding"))
    if (program := entry(descriptor, "/FontFile3")) is not None:
        glyphs, own = _of_cff(_read(program))
    elif (program := entry(descriptor, "/FontFile")) is not None:
        glyphs, own = _of_type1(_read(program), whole(entry(program, "/Length1")))
    else:
        return set()
    # Of a code that neither the predefined encoding nor the program names it is not known what it means.
    meant = own | named if len(named) < _WHOLE else named
    return {code for code, glyph in meant.items() if glyph not in glyphs and glyph not in _BLANK}


def identifiers(program: Any) -> frozenset[int] | None:
    """The CIDs that a CFF program has glyphs for (9.7.4.2); None where that cannot be told."""
    from fontTools.cffLib import CFFFontSet

    try:
        data = _read(program)
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(_table(data, b"CFF ") if data[:4] == b"OTTO" else data), None)
        charset = list(fonts[0].charset)
        if not hasattr(fonts[0], "ROS"):
            return frozenset(range(len(charset)))
        return frozenset(int(each.removeprefix("cid")) for each in charset[1:])
    except Exception:  # noqa: BLE001  # as above
        return None


def _read(program: Any) -> bytes:
    try:
        return decoded(program, _LARGEST)
    except (Beyond, Unreadable):
        return b""


def _differences(encoding: Any) -> dict[int, str]:
    found, code = {}, 0
    for each in items(entry(encoding, "/Differences"), 1024):
        if name(each):
            found[code] = name(each)
            code += 1
        else:
            code = whole(each)
    return found


@cache
def _named(encoding: str) -> dict[int, str]:
    """A predefined encoding (annex D); where the codecs of Python differ from it, or it says nothing, no name."""
    from fontTools.agl import UV2AGL
    from fontTools.encodings.StandardEncoding import StandardEncoding

    if encoding == "StandardEncoding":
        return {code: glyph for code, glyph in enumerate(StandardEncoding) if glyph != _NOTHING}
    codec = {"WinAnsiEncoding": "cp1252", "MacRomanEncoding": "mac_roman"}.get(encoding)
    if codec is None:
        return {}
    texts = {code: bytes([code]).decode(codec, "ignore") for code in range(32, 256) if code not in (0x7F, 0xDB)}
    made = {code: glyph for code, text in texts.items() if text and (glyph := UV2AGL.get(ord(text)))}
    if codec == "mac_roman":
        return made | {0xCA: "space", 0xDE: "fi", 0xDF: "fl"}
    # D.2, notes 3, 5 and 6: what is free is a bullet.
    return dict.fromkeys(range(33, 256), "bullet") | made | _WINDOWS


def _of_cff(data: bytes) -> tuple[set[str], dict[int, str]]:
    """The glyphs of a CFF by their names, and what its own encoding calls the codes."""
    from fontTools.cffLib import CFFFontSet
    from fontTools.encodings.StandardEncoding import StandardEncoding

    if data[:4] == b"OTTO":
        data = _table(data, b"CFF ")
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    font = fonts[0]
    given = font.Encoding
    own: Sequence[str] = StandardEncoding if isinstance(given, str) else given
    return set(font.charset) - {_NOTHING}, dict(enumerate(own))


_GLYPH = re.compile(rb"/([^\s/{}()<>\[\]%]+)[ \t]+\d+[ \t]+(?:RD|-\|)[ ]")
_CODE = re.compile(rb"dup[ \t]+(\d{1,3})[ \t]*/([^\s/{}()<>\[\]%]+)[ \t]+put")


def _of_type1(data: bytes, clear: int) -> tuple[set[str], dict[int, str]]:
    """The same of a Type 1 program: its first part is plain text, the second is encrypted (Adobe Type 1, 7.2)."""
    from fontTools.misc.eexec import decrypt

    private, _ = decrypt(data[clear : clear + 2**20], 55665)
    glyphs = {found.decode("latin-1") for found in _GLYPH.findall(private)}
    if not glyphs:  # in hexadecimal, or not as fonts are written: nothing is known
        raise Unreadable("no glyphs")
    own = {int(code): glyph.decode("latin-1") for code, glyph in _CODE.findall(data[:clear])}
    return glyphs - {_NOTHING}, own or _named("StandardEncoding")


def _of_truetype(data: bytes, named: Names) -> set[int]:
    """9.6.6.4: by the name's character, by its code on a Macintosh, or by the code itself, up to 0xF000 higher."""
    from fontTools.agl import toUnicode

    maps = dict(_maps(_table(data, b"cmap")))
    if not maps:
        return set()
    macintosh = {glyph: code for code, glyph in _named("MacRomanEncoding").items()}
    unicode = maps.get((3, 1)) or maps.get((0, 3)) or {}
    symbols, roman = maps.get((3, 0), {}), maps.get((1, 0), {})
    lacking = set()
    for code in range(256):
        glyph = named.get(code)
        character = toUnicode(glyph) if glyph else ""
        if glyph in _BLANK or (glyph and not character):
            continue
        ways = [symbols.get(code + page, 0) for page in (0, 0xF000, 0xF100, 0xF200)] + [roman.get(code, 0)]
        ways += [unicode.get(ord(character[0]), 0), roman.get(macintosh.get(glyph or "", -1), 0)] if character else []
        if not any(ways):
            lacking.add(code)
    return lacking


def _table(data: bytes, tag: bytes) -> bytes:
    """A table of an OpenType font (OpenType, table directory), or nothing."""
    for place in range(12, min(12 + 16 * 64, len(data) - 15), 16):
        if data[place : place + 4] == tag:
            start, length = struct.unpack(">LL", data[place + 8 : place + 16])
            return data[start : start + length]
    return b""


def _maps(table: bytes) -> Iterator[tuple[tuple[int, int], dict[int, int]]]:
    """The subtables of a `cmap` that an 8-bit font goes by: formats 0, 4 and 6 (OpenType, cmap)."""
    count = int.from_bytes(table[2:4], "big")
    for place in range(4, min(4 + 8 * count, len(table) - 7, 4 + 8 * 32), 8):
        platform, encoding, start = struct.unpack(">HHL", table[place : place + 8])
        kind, body = int.from_bytes(table[start : start + 2], "big"), table[start:]
        if kind == 0:
            yield (platform, encoding), dict(enumerate(body[6:262]))
        elif kind == 6:
            first, length = struct.unpack(">HH", body[6:10])
            yield (platform, encoding), {first + at: glyph for at, glyph in enumerate(_words(body, 10, length))}
        elif kind == 4:
            yield (platform, encoding), _segments(body)


def _segments(body: bytes) -> dict[int, int]:
    count = int.from_bytes(body[6:8], "big") // 2
    ends, starts, deltas, offsets = (
        _words(body, at, count) for at in (14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count)
    )
    found: dict[int, int] = {}
    for at, (end, start, delta, offset) in enumerate(zip(ends, starts, deltas, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            if code in found:
                break  # segments do not overlap
            place = 16 + 6 * count + 2 * at + offset + 2 * (code - start)
            glyph = code if not offset else int.from_bytes(body[place : place + 2], "big")
            found[code] = (glyph + delta) & 0xFFFF if glyph or not offset else 0
    return found


def _words(data: bytes, start: int, count: int) -> tuple[int, ...]:
    part = data[start : start + 2 * count]
    return struct.unpack(f">{len(part) // 2}H", part[: len(part) // 2 * 2])
