"""A house template and our parts brought together: the house decides how its styles look, the text what is numbered."""

from collections.abc import Iterable, Iterator
from copy import deepcopy

from lxml import etree

from pipeline.diagnostics import Diagnostic, Reporter, Severity
from pipeline.writers.docx.house import House
from pipeline.writers.docx.letterhead import Binaries, Parts, take_letterhead
from pipeline.writers.docx.markup import NUMBERING, STYLES, W, elements, value, w, whole
from pipeline.writers.docx.tidy import drop_later, tidy

_BEFORE_NUMBERING = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
"""What stands before w:numPr in a paragraph's properties (17.3.1.26)."""

_USES = ("basedOn", "link", "next", "pStyle", "rStyle", "tblStyle")
"""Elements that name a style by its identifier."""


def take_house(parts: Parts, binaries: Binaries, house: House, *, report: Reporter) -> None:
    """Make `parts` and `binaries` those of a file on the house's template."""
    take_letterhead(parts, binaries, house)  # first: it may give one of our styles another name
    lists, styles = deepcopy(house.first("numbering")), deepcopy(house.first("styles"))
    tidy(styles, lists, [root for name, root in parts.items() if "-house" in name])
    for face in list(elements(parts[NUMBERING], "rFonts")):  # labels in the face of the house's paragraphs
        face.getparent().remove(face)  # type: ignore[union-attr]  # it stands in a level
    if lists is not None:
        merge_lists(parts, lists)
    if styles is not None:
        merge_styles(parts, styles, report=report)
    bind_lists(parts)


def merge_styles(parts: Parts, house: etree._Element, *, report: Reporter) -> None:
    """Make `house`, a styles part, ours: its styles stay, those of ours that it lacks are added. Names ignore case.

    Word writes an identifier in the user's language ("berschrift1") but the name of a built-in style always in English,
    so names decide, and what refers to one of our styles is led to the house's identifier. Two things are the text's
    and not the house's: its language, and which styles count.
    """
    ours = parts[STYLES]
    theirs = {_name(style): style for style in elements(house, "style")}
    taken = {value(style, "styleId").lower() for style in theirs.values()}
    renamed: dict[str, str] = {}
    added: list[etree._Element] = []
    kept: list[tuple[etree._Element, etree._Element]] = []
    for style in elements(ours, "style"):
        identifier, other = value(style, "styleId"), theirs.get(_name(style))
        if other is not None and value(other, "type") == value(style, "type"):
            renamed[identifier] = value(other, "styleId")
            kept.append((style, other))
            continue
        if other is not None:  # a paragraph style of the house has the name of a character style of ours, or so
            style.find(w("name")).set(w("val"), f"Engross {value(style.find(w('name')))}")  # type: ignore[union-attr]  # each style has a name
        new = identifier
        while new.lower() in taken:
            new = f"Engross{new}"
        taken.add(new.lower())
        renamed[identifier] = new
        style.set(w("styleId"), new)
        added.append(style)
    for root in (ours, *(root for name, root in parts.items() if name != STYLES)):
        for element in elements(root, *_USES):
            element.set(w("val"), renamed.get(value(element), value(element)))
    counted = [_count_as_ours(style, other, house) for style, other in kept if value(style, "type") == "paragraph"]
    drop_later(added)
    house.extend(added)
    _speak(house, ours)
    parts[STYLES] = house
    theirs_now, ours_now = _names(other for _, other in kept), _names(added)
    message = f"the house template decides these styles: {theirs_now}; added to them: {ours_now}"
    if strayed := ", ".join(name for name in counted if name):
        message += f"; numbered by the text instead of the template: {strayed}"
    report(Diagnostic("docx-template-styles", message, severity=Severity.NOTE))


def _names(styles: Iterable[etree._Element]) -> str:
    return ", ".join(value(style.find(w("name"))) for style in styles) or "none"


def _name(style: etree._Element) -> str:
    return value(style.find(w("name"))).lower()


def _count_as_ours(style: etree._Element, other: etree._Element, house: etree._Element) -> str:
    """Give a style of the house the numbering of ours, or none; its name if that takes a numbering of its own away."""
    numbering = style.find(f"{w('pPr')}/{w('numPr')}")
    inherited = _numbering(other, {value(one, "styleId"): one for one in elements(house, "style")})
    is_bullet = _name(style).startswith("list bullet")
    if (numbering is None and not inherited) or (is_bullet and inherited):
        return ""
    properties = other.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        following = other.find(w("rPr"))
        if following is None:
            other.append(properties)
        else:
            following.addprevious(properties)
    for old in properties.findall(w("numPr")):
        properties.remove(old)
    if numbering is None:
        numbering = etree.Element(w("numPr"))
        etree.SubElement(numbering, w("numId")).set(w("val"), "0")
    place = sum(1 for child in properties if etree.QName(child).localname in _BEFORE_NUMBERING)
    properties.insert(place, deepcopy(numbering))
    return value(other.find(w("name"))) if inherited else ""


def _numbering(style: etree._Element, styles: dict[str, etree._Element]) -> bool:
    """Whether a style counts, by itself or by what it is based on."""
    seen: set[str] = set()
    current: etree._Element | None = style
    while current is not None and value(current, "styleId") not in seen:
        seen.add(value(current, "styleId"))
        numbering = current.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        if numbering is not None:
            return value(numbering) != "0"
        current = styles.get(value(current.find(w("basedOn"))))
    return False


def _speak(house: etree._Element, ours: etree._Element) -> None:
    """The language of the text, in the defaults of the house."""
    path = f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"
    theirs, defaults, language = house.find(path), ours.find(w("docDefaults")), ours.find(f"{path}/{w('lang')}")
    if defaults is None or language is None:
        return
    if theirs is None:
        for absent in house.findall(w("docDefaults")):
            house.remove(absent)
        house.insert(0, deepcopy(defaults))
        return
    for old in theirs.findall(w("lang")):
        theirs.remove(old)
    late = [one for one in theirs.iterchildren(etree.Element) if _follows_language(etree.QName(one))]
    (late[0].addprevious if late else theirs.append)(deepcopy(language))


def _follows_language(name: etree.QName) -> bool:
    """Whether an element stands behind w:lang in a run's properties (17.3.2.28), as those of later namespaces do."""
    return name.namespace != W or name.localname in ("eastAsianLayout", "specVanish", "oMath")


def merge_lists(parts: Parts, house: etree._Element) -> None:
    """Add our lists to `house`, a numbering part, under numbers that it does not use, and make it ours.

    Before the styles: those of ours are renumbered, and those of the house are not to be.
    """
    ours = parts[NUMBERING]
    shift = max((whole(value(one, key)) for one, key in _numbered(house)), default=0)
    for one, key in _numbered(ours):
        one.set(w(key), str(whole(value(one, key)) + shift))
    for element in (*elements(ours, "abstractNumId"), *elements(parts[STYLES], "numId")):
        element.set(w("val"), str(whole(value(element)) + (shift if value(element) != "0" else 0)))
    drop_later([ours])
    definitions, numbers = list(ours.findall(w("abstractNum"))), list(ours.findall(w("num")))
    first = house.find(w("num"))
    for definition in definitions:  # all definitions come before all lists (17.9.17)
        (house.append if first is None else first.addprevious)(definition)
    last = house.find(w("numIdMacAtCleanup"))
    for number in numbers:
        (house.append if last is None else last.addprevious)(number)
    parts[NUMBERING] = house


def bind_lists(parts: Parts) -> None:
    """Loose each level of a list from a style that counts by another list: a style belongs to one level (17.9.23)."""
    lists = {
        value(number, "numId"): value(number.find(w("abstractNumId"))) for number in elements(parts[NUMBERING], "num")
    }
    path = f"{w('pPr')}/{w('numPr')}/{w('numId')}"
    bound = {value(style, "styleId"): lists.get(value(style.find(path))) for style in elements(parts[STYLES], "style")}
    for definition in elements(parts[NUMBERING], "abstractNum"):
        for link in list(elements(definition, "pStyle")):
            if bound.get(value(link)) != value(definition, "abstractNumId"):
                link.getparent().remove(link)  # type: ignore[union-attr]  # it stands in a level


def _numbered(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for definition in elements(root, "abstractNum"):
        yield definition, "abstractNumId"
    for number in elements(root, "num"):
        yield number, "numId"
