"""The faces that style sheets bring along: what they are called, what is in them, for which characters.

A face that is cut to some characters is promised as the theme's own face, cut to the same characters.
"""

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import tinycss2

from pipeline.theme import Theme
from pipeline.verify.pictures import digest
from pipeline.verify.transcript import Furniture

LARGEST = 16 * 2**20
"""Bytes of a face unpacked: of ours the largest has a third of a million."""

_MOST = 200_000
"""Characters of one face, more than Unicode has named."""

_KNOWN = (
    *("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post", "cvt ", "fpgm", "glyf", "loca", "prep", "CFF "),
    *("VORG", "EBDT", "EBLC", "gasp", "hdmx", "kern", "LTSH", "PCLT", "VDMX", "vhea", "vmtx", "BASE", "GDEF", "GPOS"),
    *("GSUB", "EBSC", "JSTF", "MATH", "CBDT", "CBLC", "COLR", "CPAL", "SVG ", "sbix", "acnt", "avar", "bdat", "bloc"),
    *("bsln", "cvar", "fdsc", "feat", "fmtx", "fvar", "gvar", "hsty", "just", "lcar", "mort", "morx", "opbd", "prop"),
    *("trak", "Zapf", "Silf", "Glat", "Gloc", "Feat", "Sill"),
)
"""The tags that WOFF2 writes as one number (W3C Recommendation, 2024, 5.2)."""

_Declared = tuple[str, tuple[str, ...]]
_Tables = Mapping[str, bytes]


def declared(rule: Any) -> _Declared:
    """What an @font-face rule calls its face ("Engross Text, 700 normal"), and the addresses of its files."""
    said: dict[str, list[Any]] = {}
    for part in tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True, skip_whitespace=True):
        if part.type == "declaration":
            said[part.lower_name] = part.value
    plain = {name: " ".join(map(_word, filter(None, values))).strip() for name, values in said.items()}
    weight = {"normal": "400", "bold": "700"}.get(plain.get("font-weight", ""), plain.get("font-weight", "400"))
    name = f"{' '.join(plain.get('font-family', '').split())}, {weight} {plain.get('font-style') or 'normal'}"
    return name, tuple(map(_word, (each for each in said.get("src", ()) if each.type in ("url", "function"))))


def _word(token: Any) -> str:
    """A value of a rule as text: an address, a name, a number; a function that is no address by its name."""
    if token.type != "function":
        return str(getattr(token, "representation" if token.type == "number" else "value", "")).strip()
    if token.lower_name in ("format", "tech"):
        return ""
    inside = " ".join(str(each.value) for each in token.arguments if each.type in ("string", "ident"))
    return inside if token.lower_name == "url" else f"{token.lower_name}({inside})"


def faces(rules: Iterable[_Declared], load: Callable[[str], bytes | None]) -> Iterator[Furniture]:
    """Each face by what it is called: the SHA-256 of its tables, and its characters."""
    for name, addresses in rules:
        for address in filter(None, addresses):
            data = load(address)
            yield Furniture(f"face {name}", shown(data) if data is not None else f"elsewhere: {address}"[:200])


def shown(data: bytes) -> str:
    """A face in one line. Packed or not, the same face is the same line."""
    try:
        tables = _woff2(data) if data[:4] == b"wOF2" else _plain(data)
        points = sorted(_characters(tables["cmap"]))
    except (struct.error, IndexError, KeyError, ValueError):
        return "a face that cannot be read"
    return f"{digest(b''.join(tag.encode('latin-1') + tables[tag] for tag in sorted(tables)))} with {_ranges(points)}"


def promised(
    theme: Theme,
    own: Mapping[str, bytes],
    cut: Callable[[bytes, set[int]], bytes] | None,
    found: Iterable[Furniture],
) -> Iterator[Furniture]:
    """For each face that was found, what it must be: of one that the theme does not have, nothing."""
    known = {
        f"face {face.name}, {face.weight} {'italic' if face.italic else 'normal'}": own[key]
        for key, face in theme.faces.items()
        if key in own
    }
    for piece in found:
        if not piece.where.startswith("face "):
            continue
        if cut is None:
            yield piece
        elif piece.where in known and " with " in piece.text:
            yield Furniture(piece.where, shown(cut(known[piece.where], _points(piece.text.partition(" with ")[2]))))


def _ranges(points: list[int]) -> str:
    """Code points as hexadecimal ranges."""
    made: list[list[int]] = []
    for point in points:
        if made and made[-1][1] == point - 1:
            made[-1][1] = point
        else:
            made.append([point, point])
    return " ".join(f"{first:X}-{last:X}" for first, last in made)


def _points(text: str) -> set[int]:
    ends = [[int(end, 16) for end in part.split("-")] for part in text.split()]
    return {point for first, last in ends for point in range(first, last + 1)}


# ---- the files


def _plain(data: bytes) -> _Tables:
    """The tables of a TrueType font (OpenType 1.9, table directory)."""
    tables = {}
    for at in range(int.from_bytes(data[4:6], "big")):
        tag, _, start, length = struct.unpack_from(">4sLLL", data, 12 + 16 * at)
        tables[tag.decode("latin-1")] = data[start : start + length]
    return tables


def _woff2(data: bytes) -> _Tables:
    """Those of a WOFF2 file without transforms, as ours are (5.1). Raises ValueError for any other."""
    import brotli

    count = int.from_bytes(data[12:14], "big")
    packed = int.from_bytes(data[20:24], "big")
    at, entries = 48, []
    for _ in range(count):
        flags, at = data[at], at + 1
        if flags & 63 == 63:
            tag, at = data[at : at + 4].decode("latin-1"), at + 4
        else:
            tag = _KNOWN[flags & 63]
        if flags >> 6 != (3 if tag in ("glyf", "loca") else 0):
            raise ValueError(tag)
        length = 0
        while data[at] & 0x80:
            length, at = length << 7 | data[at] & 0x7F, at + 1
        length, at = length << 7 | data[at], at + 1
        entries.append((tag, length))
    try:
        whole = brotli.Decompressor().process(data[at : at + packed], output_buffer_limit=LARGEST)
    except brotli.error as error:
        raise ValueError from error
    if sum(length for _, length in entries) != len(whole):
        raise ValueError(len(whole))
    tables, start = {}, 0
    for tag, length in entries:
        tables[tag] = whole[start : start + length]
        start += length
    return tables


def _characters(cmap: bytes) -> set[int]:
    """The code points of all subtables of formats 4 and 12 (OpenType 1.9, cmap). Raises ValueError for others."""
    found: set[int] = set()
    for record in range(int.from_bytes(cmap[2:4], "big")):
        (start,) = struct.unpack_from(">L", cmap, 4 + 8 * record + 4)
        form = int.from_bytes(cmap[start : start + 2], "big")
        if form == 12:
            (groups,) = struct.unpack_from(">L", cmap, start + 12)
            runs = [struct.unpack_from(">LL", cmap, start + 16 + 12 * group) for group in range(min(groups, _MOST))]
            _bounded(runs)
            found.update(point for first, last in runs for point in range(first, last + 1))
        elif form == 4:
            found |= _segments(cmap, start)
        elif form != 14:  # variants of what others have
            raise ValueError(form)
    return found


def _bounded(runs: list[Any]) -> None:
    if sum(last - first + 1 for first, last in runs if last >= first) > _MOST:
        raise ValueError(_MOST)


def _segments(cmap: bytes, start: int) -> set[int]:
    found: set[int] = set()
    count = int.from_bytes(cmap[start + 6 : start + 8], "big") // 2
    columns = [struct.unpack_from(f">{count}H", cmap, start + 14 + at * 2 * count + 2 * (at > 0)) for at in range(4)]
    _bounded(list(zip(columns[1], columns[0], strict=True)))
    for at, (end, begin, delta, offset) in enumerate(zip(*columns, strict=True)):
        for point in range(begin, end + 1):
            glyph = point + delta
            if offset:
                place = start + 16 + 6 * count + 2 * at + offset + 2 * (point - begin)
                glyph = int.from_bytes(cmap[place : place + 2], "big")
                glyph = glyph and glyph + delta
            if glyph & 0xFFFF and point != 0xFFFF:
                found.add(point)
    return found
