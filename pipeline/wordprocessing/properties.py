"""Properties as plain data: what a w:pPr or a w:rPr says, and how what is said nearer overrules what is farther."""

from lxml import etree

from pipeline.wordprocessing.package import local, name_of, val, w

Properties = dict[str, dict[str, str]]
"""The attributes of each property element, both by their local names."""

TOGGLES = frozenset(
    ("b", "bCs", "caps", "emboss", "i", "iCs", "imprint", "outline", "shadow", "smallCaps", "strike", "vanish")
)
"""Properties that styles switch, each against the other (17.7.3)."""

_MERGED = frozenset(("spacing", "ind", "rFonts", "lang", "tabs", "numPr"))
"""Elements whose attributes are inherited one by one."""

EFFECTS = ("glow", "reflection", "textOutline", "scene3d", "props3d")
"""What Word 2010 draws round letters ([MS-DOCX], 2.6); its w14:shadow is read as w:shadow, which it stands for."""

_SIDES = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}
_FONTS = ("ascii", "hAnsi", "cs", "eastAsia")
_OFF = ("0", "false", "off")
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def read(element: etree._Element | None) -> Properties:
    """The properties of a w:pPr or w:rPr; none where there is no element."""
    found: Properties = {}
    for child in element if element is not None else ():
        name = name_of(child)
        if name == _W14 + "textFill":
            found["textFill"] = _fill(child)
        elif name == _W14 + "shadow":
            found["shadow"] = {}
        elif name.removeprefix(_W14) in EFFECTS and child.find(_W14 + "noFill") is None:
            found[name.removeprefix(_W14)] = {}
        elif name[0] != "{":
            if name == "numPr":
                said = {part: val(child.find(w(part))) for part in ("ilvl", "numId") if child.find(w(part)) is not None}
            elif name == "tabs":
                said = {tab.get(w("pos"), "0"): val(tab, "left") for tab in child}
            else:
                said = {str(key).rpartition("}")[2]: str(value) for key, value in child.attrib.items()}
            found[name] = {_SIDES.get(key, key): value for key, value in said.items()} if name == "ind" else said
    return found


def merge(nearer: Properties, farther: Properties) -> Properties:
    """Both together; where both say something, the nearer."""
    if not farther:
        return nearer
    merged = {**farther, **nearer}
    for name in _MERGED & nearer.keys() & farther.keys():
        near, far = nearer[name], dict(farther[name])
        if name == "ind" and ("hanging" in near or "firstLine" in near):  # two names for one thing (17.3.1.12)
            far.pop("hanging", None)
            far.pop("firstLine", None)
        elif name == "rFonts":  # a theme's font goes before one that is named beside it, not before a nearer one
            for slot in _FONTS:
                if slot in near:
                    far.pop(f"{slot}Theme", None)
        merged[name] = {**far, **near}
    return merged


def is_on(said: dict[str, str] | None) -> bool:
    """A property that is there and not switched off (17.17.4)."""
    return said is not None and said.get("val", "true") not in _OFF


def _fill(element: etree._Element) -> dict[str, str]:
    """Word 2010's own colour of letters (MS-DOCX 2.6.1.14), which goes before w:color."""
    found: dict[str, str] = {}
    for child in element.iter():
        name = local(child)
        if name in ("noFill", "srgbClr", "schemeClr", "alpha"):
            found[name] = child.get(_W14 + "val", "1")
    return found
