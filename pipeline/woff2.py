"""Fonts packed for the web: WOFF2 (W3C Recommendation, 2024), without its transforms.

fontTools packs too. It rebuilds each outline to save a tenth of the bytes, which took longer than the rest of the page.
"""

import struct

# The tags that are one number instead of four letters, in the order of those numbers (4.1, table of known tags), as far
# as a TrueType font for text has them.
_KNOWN = (
    *("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post", "cvt", "fpgm", "glyf", "loca", "prep", "CFF"),
    *("VORG", "EBDT", "EBLC", "gasp", "hdmx", "kern", "LTSH", "PCLT", "VDMX", "vhea", "vmtx"),
    *("BASE", "GDEF", "GPOS", "GSUB"),
)
_OTHER = 63
_AS_IT_IS = 3 << 6
"""The transform version of `glyf` and `loca` that says there was none (5.1, 5.3); of other tables that is 0."""

_HEADER = struct.Struct(">4s4sLHHLLHHLLLLL")
_RECORD = struct.Struct(">4sLLL")


def woff2(font: bytes) -> bytes:
    """Return a TrueType font as WOFF2. The same font gives the same bytes with the same version of Brotli."""
    import brotli

    flavour, count = struct.unpack(">4sH", font[:6])
    # By tag: so `loca` comes after `glyf`, as it must (5.3).
    tables = sorted(_RECORD.unpack_from(font, 12 + 16 * place) for place in range(count))
    directory = b"".join(_entry(tag, length) for tag, _, _, length in tables)
    data = b"".join(font[start : start + length] for _, _, start, length in tables)
    # A step below the best: half the time, one byte more in a hundred.
    packed: bytes = brotli.compress(data, mode=brotli.MODE_FONT, quality=10)
    length = _padded(_HEADER.size + len(directory) + len(packed))
    unpacked = 12 + 16 * count + sum(_padded(length) for _, _, _, length in tables)
    header = _HEADER.pack(b"wOF2", flavour, length, count, 0, unpacked, len(packed), 1, 0, 0, 0, 0, 0, 0)
    return bytes(header + directory + packed).ljust(length, b"\0")


def _entry(tag: bytes, length: int) -> bytes:
    """One table in the directory: flags, its tag where it has no number, its length."""
    name = tag.decode("latin-1").strip()
    known = _KNOWN.index(name) if name in _KNOWN else _OTHER
    flags = known | (_AS_IT_IS if name in ("glyf", "loca") else 0)
    return bytes([flags]) + (tag if known == _OTHER else b"") + _base128(length)


def _base128(number: int) -> bytes:
    """Seven bits a byte, the highest first; the top bit says that more follow (4.2)."""
    parts = [number & 0x7F]
    while number := number >> 7:
        parts.append(number & 0x7F | 0x80)
    return bytes(reversed(parts))


def _padded(length: int) -> int:
    """The next multiple of four."""
    return length + -length % 4
