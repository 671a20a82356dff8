"""What else a house template gives: its page, its headers and footers, the theme and the fonts that they need."""

import posixpath
from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from pipeline.writers.docx.house import OFFICE, House
from pipeline.writers.docx.markup import (
    DOCUMENT,
    FONT_TABLE,
    RELATIONSHIPS,
    SETTINGS,
    STYLES,
    WP,
    A,
    R,
    elements,
    relations,
    value,
    w,
    whole,
)
from pipeline.writers.docx.package import OBFUSCATED, Binary

EMU = 635
"""English Metric Units in a twip."""

Parts = dict[str, etree._Element]
Binaries = dict[str, Binary]

_LEFT_OUT = ("footnotePr", "endnotePr", "type", "bidi", "printerSettings", "sectPrChange")
"""Of the house's section: what belongs to its own text, or to somebody's printer."""

_MARKS = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "proofErr")
"""Of its headers and footers: what has a number that must be unique, or points to a part that does not come along."""

_LATE = ("textDirection", "bidi", "rtlGutter", "docGrid")
"""What follows w:titlePg in a section's properties (17.6.17)."""


def take_letterhead(parts: Parts, binaries: Binaries, house: House) -> None:
    """Put the house's page in place of ours, and its headers and footers where it has any; add its theme and fonts."""
    for kind, target in house.related(house.main).values():
        if kind == f"{OFFICE}theme":
            _relate(parts, DOCUMENT, "theme", kind, _bring(parts, binaries, house, target, "word/theme/theme1.xml"))
            _insert_colours(parts[SETTINGS], house.first("settings"))
    _take_fonts(parts, binaries, house)
    _take_section(parts, binaries, house)


def _bring(parts: Parts, binaries: Binaries, house: House, source: str, name: str) -> str:
    """Copy a part of the house, with the pictures in it, to `name`."""
    parts[name] = deepcopy(house.trees[source])
    for identifier, (kind, target) in house.related(source).items():
        if target in house.files and kind == f"{OFFICE}image":
            picture = f"word/media/house-{posixpath.basename(target)}"
            binaries[picture] = Binary(house.types[target], house.files[target])
            _relate(parts, name, identifier, kind, picture)
    return name


def _relate(parts: Parts, name: str, identifier: str, kind: str, target: str) -> None:
    """Add a relationship from a part of ours to the part `target`."""
    root = parts.setdefault(relations(name), etree.Element(f"{{{RELATIONSHIPS}}}Relationships"))
    relation = etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship")
    for key, text in (
        ("Id", identifier),
        ("Type", kind),
        ("Target", posixpath.relpath(target, posixpath.dirname(name))),
    ):
        relation.set(key, text)


def _insert_colours(settings: etree._Element, theirs: etree._Element | None) -> None:
    """How the theme's colours are named in the text: the house's mapping, behind w:themeFontLang (17.15.1.78)."""
    mapping, before = None if theirs is None else theirs.find(w("clrSchemeMapping")), settings.find(w("themeFontLang"))
    if mapping is not None and before is not None:
        before.addnext(deepcopy(mapping))


def _take_fonts(parts: Parts, binaries: Binaries, house: House) -> None:
    """The house's fonts in the font table, with those that are embedded in it."""
    table = house.first("fontTable")
    if table is None:
        return
    name = next(name for name, root in house.trees.items() if root is table)
    known, related = {value(font, "name").lower() for font in elements(parts[FONT_TABLE], "font")}, house.related(name)
    for font in elements(table, "font"):
        if value(font, "name").lower() in known:
            continue
        taken = deepcopy(font)
        for embedded in [one for one in taken if etree.QName(one).localname.startswith("embed")]:
            kind, target = related.get(embedded.get(f"{{{R}}}id") or "", ("", ""))
            if house.types.get(target) == OBFUSCATED and target in house.files:
                copy, identifier = f"word/fonts/house-{posixpath.basename(target)}", f"house-{len(binaries)}"
                binaries[copy] = Binary(OBFUSCATED, house.files[target])
                _relate(parts, FONT_TABLE, identifier, kind, copy)
                embedded.set(f"{{{R}}}id", identifier)
            else:
                taken.remove(embedded)
        parts[FONT_TABLE].append(taken)


def _take_section(parts: Parts, binaries: Binaries, house: House) -> None:
    """The properties of the house's last section in place of ours."""
    found = house.trees[house.main].findall(f"{w('body')}/{w('sectPr')}")
    ours = next(elements(parts[DOCUMENT], "sectPr"))
    if not found:
        return
    section = deepcopy(found[-1])
    section.attrib.clear()
    for child in list(section):
        if etree.QName(child).localname in _LEFT_OUT:
            section.remove(child)
    measure = _measure(section)
    references = [child for child in section if child.tag in (w("headerReference"), w("footerReference"))]
    if references:
        _drop_headers(parts)
        _take_headers(parts, binaries, house, references)
    else:
        _own_running_head(parts, measure)
        for child in reversed(ours.findall(w("headerReference"))):
            section.insert(0, child)
        _insert(section, ours.find(w("titlePg")), _LATE)
    _insert(section, ours.find(w("bidi")), _LATE[2:])
    _follow(parts[SETTINGS], house.first("settings"), "mirrorMargins", "defaultTabStop")
    if references:
        _follow(parts[SETTINGS], house.first("settings"), "evenAndOddHeaders", "characterSpacingControl")
    ours.getparent().replace(ours, section)  # type: ignore[union-attr]  # it stands in the body
    if measure:
        _fit(parts[DOCUMENT], measure)


def _drop_headers(parts: Parts) -> None:
    own = parts[relations(DOCUMENT)]
    for relation in list(own):
        if relation.get("Type") == f"{OFFICE}header":
            del parts[f"word/{relation.get('Target')}"]
            own.remove(relation)


def _take_headers(parts: Parts, binaries: Binaries, house: House, references: Iterable[etree._Element]) -> None:
    brought: dict[str, str] = {}
    drawings = 10_000  # far from the numbers of our own
    for reference in references:
        kind, source = house.related(house.main).get(reference.get(f"{{{R}}}id") or "", ("", ""))
        if source not in house.trees:
            reference.getparent().remove(reference)  # type: ignore[union-attr]  # it stands in the section
            continue
        if source not in brought:
            stem = "header" if kind.endswith("header") else "footer"
            name = _bring(parts, binaries, house, source, f"word/{stem}-house{len(brought) + 1}.xml")
            brought[source] = f"house{len(brought) + 1}"
            _relate(parts, DOCUMENT, brought[source], kind, name)
            for mark in list(elements(parts[name], *_MARKS)):
                mark.getparent().remove(mark)  # type: ignore[union-attr]  # it stands in a paragraph
            for drawing in parts[name].iter(f"{{{WP}}}docPr"):
                drawings += 1
                drawing.set("id", str(drawings))
        reference.set(f"{{{R}}}id", brought[source])


def _insert(section: etree._Element, child: etree._Element | None, following: tuple[str, ...]) -> None:
    """Put `child` into a section's properties, unless one of its name is there, before what must follow it."""
    if child is None or section.find(etree.QName(child)) is not None:
        return
    later = next((other for other in section if etree.QName(other).localname in following), None)
    (section.append if later is None else later.addprevious)(deepcopy(child))


def _follow(settings: etree._Element, theirs: etree._Element | None, flag: str, following: str) -> None:
    """Set a flag as the house has it, before the element `following` (17.15.1.78 gives the order)."""
    for old in settings.findall(w(flag)):
        settings.remove(old)
    given = None if theirs is None else theirs.find(w(flag))
    place = settings.find(w(following))
    if given is not None and place is not None:
        place.addprevious(deepcopy(given))


def _own_running_head(parts: Parts, measure: int) -> None:
    """Our running head on the house's page: a style of its own, since the house's header has other tab stops."""
    for style in elements(parts[STYLES], "style"):
        if value(style, "styleId") == "Header":
            style.set(w("styleId"), "RunningHead")
            style.set(w("customStyle"), "1")
            for element in elements(style, "name"):
                element.set(w("val"), "Running Head")
            for stop in elements(style, "tab"):
                stop.set(w("pos"), str(measure))
    for root in parts.values():
        for link in elements(root, "pStyle", "next"):
            if value(link) == "Header":
                link.set(w("val"), "RunningHead")


def _measure(section: etree._Element) -> int:
    """The width of the text in twips, 0 where the section does not say."""
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    used = sum(whole(value(margins, side)) for side in ("left", "right", "gutter"))
    return max(whole(value(size, "w")) - used, 0)


def _fit(text: etree._Element, measure: int) -> None:
    """Make pictures that are wider than the text as wide as it, their sides in proportion."""
    for inline in text.iter(f"{{{WP}}}inline"):
        sizes = [*inline.iter(f"{{{WP}}}extent"), *inline.iter(f"{{{A}}}ext")]
        scale = min([1.0, *(measure * EMU / int(size.get("cx") or 1) for size in sizes)])
        for size in sizes if scale < 1 else ():
            for side in ("cx", "cy"):
                size.set(side, str(round(int(size.get(side) or 0) * scale)))
