"""What a Word file holds that is no text, each by the name of its place: pictures, faces, the page, settings."""

import struct
from collections.abc import Iterator

from lxml import etree

from pipeline.verify.pictures import digest
from pipeline.verify.transcript import Furniture, Place
from pipeline.wordprocessing.package import Package, R, number, on, size_of, val, w

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"
_LINK = f"{{{R}}}"
_EMU = 12_700
_SLOTS = {"embedRegular": "regular", "embedBold": "bold", "embedItalic": "italic", "embedBoldItalic": "bold italic"}
_SIDES = ("top", "right", "bottom", "left")
_CHANGING = ("trackRevisions", "mirrorMargins", "bookFoldPrinting", "gutterAtTop")
"""Settings that alter the page or the text from now on."""


def things(package: Package) -> Iterator[Furniture]:
    """All of them, in the order in which they stand."""
    yield from _pictures(package)
    yield from _faces(package)
    yield from _page(package)
    yield from _inside(package)
    settings = package.related("settings")
    for name in _CHANGING if settings is not None else ():
        if settings is not None and on(settings.find(w(name))):
            yield Furniture("setting", name, Place("settings"))


# ---- pictures


def _pictures(package: Package) -> Iterator[Furniture]:
    """Those of the text by their number, the SHA-256 of their bytes and their size; then those of running heads."""
    for count, element in enumerate(package.document.iter(f"{_A}blip", f"{_VML}imagedata"), 1):
        data = _bytes(package, package.main, element)
        place = Place(package.main, f"picture {count}")
        yield Furniture(f"picture {count}", digest(data) if data is not None else "not in the file", place)
        yield Furniture(f"picture {count}, size", _size(element), place)
        if _is_altered(element):
            yield Furniture(f"picture {count}", "cropped, turned or coloured", place)
    heads = [
        name
        for kind, name, out in package.relations(package.main).values()
        if kind in ("header", "footer", "footnotes", "endnotes") and not out and name in package.parts
    ]
    for name in dict.fromkeys(heads):
        for element in package.tree(name).iter(f"{_A}blip", f"{_VML}imagedata"):
            data = _bytes(package, name, element)
            yield Furniture("picture beside the text", digest(data) if data is not None else "", Place(name))


def _bytes(package: Package, part: str, element: etree._Element) -> bytes | None:
    name = element.get(_LINK + "embed") or element.get(_LINK + "id") or ""
    _, target, outside = package.relations(part).get(name, ("", "", True))
    return None if outside else package.parts.get(target)


def _size(element: etree._Element) -> str:
    """Width and height in points."""
    for above in element.iterancestors(f"{_DRAWING}inline", f"{_DRAWING}anchor"):
        extent = above.find(f"{_DRAWING}extent")
        if extent is not None:
            width, height = (number(extent.get(name), 0) / _EMU for name in ("cx", "cy"))
            return f"{width:.1f} by {height:.1f} pt"
    return "not known"


def _is_altered(element: etree._Element) -> bool:
    """Whether not the whole picture is shown as it is (ECMA-376 part 1, 20.1.8.55, 20.1.8.13, 20.1.7.6)."""
    if len(element) and any(not str(child.tag).endswith("}extLst") for child in element):
        return True
    fill = element.getparent()
    crop = fill.find(f"{_A}srcRect") if fill is not None else None
    whole = crop is None or not any(number(crop.get(side), 1) for side in ("l", "t", "r", "b") if side in crop.attrib)
    stretched = [] if fill is None else fill.findall(f"{_A}stretch/{_A}fillRect")
    picture = fill.getparent() if fill is not None else None
    turned = picture is not None and any(
        frame.get(name, "0") not in ("0", "false")
        for frame in picture.iter(f"{_A}xfrm")
        for name in ("rot", "flipH", "flipV")
    )
    return not whole or turned or any(rest.attrib for rest in stretched)


def pixels(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG (11.2.2) or a JPEG (ITU T.81, B.2.2)."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">LL", data[16:24])
        return width, height
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 1 if mark == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


# ---- faces


def _faces(package: Package) -> Iterator[Furniture]:
    """Embedded fonts by the SHA-256 of what they are once the key is taken off (ECMA-376 part 4, 4.1; 17.8.1)."""
    table = next(
        (name for kind, name, out in package.relations(package.main).values() if kind == "fontTable" and not out), ""
    )
    for font in package.tree(table) if table in package.parts else ():
        for child in font:
            slot = _SLOTS.get(str(child.tag).rpartition("}")[2])
            if slot:
                data = _bytes(package, table, child)
                shown = digest(_clear(data, child.get(w("fontKey"), ""))) if data is not None else "not in the file"
                yield Furniture(f"face {font.get(w('name'), '')}, {slot}", shown, Place(table))


def _clear(data: bytes, key: str) -> bytes:
    """A font whose first 32 bytes were hidden behind the digits of a GUID, from the last to the first."""
    try:
        digits = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1]
    except ValueError:
        return data
    if len(digits) != 16:
        return data
    return bytes(byte ^ digits[at % 16] for at, byte in enumerate(data[:32])) + data[32:]


# ---- the page


def _page(package: Package) -> Iterator[Furniture]:
    """The paper and its margins in twips; what paints or moves all of it."""
    place = Place(package.main)
    if package.document.find(w("background")) is not None:
        yield Furniture("page", "a background", place)
    for section in package.document.iter(w("sectPr")):
        paper, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        if paper is not None:
            yield Furniture("paper", f"{size_of(paper.get(w('w')))} by {size_of(paper.get(w('h')))}", place)
        if margins is not None:
            yield Furniture("margins", " ".join(str(size_of(margins.get(w(side)))) for side in _SIDES), place)
        if (where := val(section.find(w("vAlign")), "top")) != "top":
            yield Furniture("page", f"text set to the {where}", place)
        if (columns := section.find(w("cols"))) is not None and number(columns.get(w("num")), 1) > 1:
            yield Furniture("page", "several columns", place)
        for name in ("pgBorders", "lnNumType"):
            if section.find(w(name)) is not None:
                yield Furniture("page", name, place)


def _inside(package: Package) -> Iterator[Furniture]:
    """What pops up over the text, and what breaks it."""
    place = Place(package.main)
    for link in package.document.iter(w("hyperlink")):
        if said := link.get(w("tooltip")):
            yield Furniture("tool tip", said, place)
    for drawn in package.document.iter(f"{_DRAWING}docPr"):
        if said := drawn.get("title"):
            yield Furniture("tool tip", said, place)
    for named in package.document.iter(w("tblCaption"), w("tblDescription")):
        yield Furniture("spoken of a table", val(named), place)
    for broken in package.document.iter(w("br")):
        if broken.get(w("type"), "textWrapping") != "textWrapping":
            yield Furniture("page", "a break", place)
