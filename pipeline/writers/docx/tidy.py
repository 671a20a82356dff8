"""Loose ends of a house template: Word forgives what leads nowhere in it, but none of it goes into our files."""

from collections.abc import Iterable

from lxml import etree

from pipeline.writers.docx.markup import W, elements, value, w

_USES = ("basedOn", "link", "next", "pStyle", "rStyle", "tblStyle")


def tidy(styles: etree._Element | None, lists: etree._Element | None, stories: Iterable[etree._Element]) -> None:
    """Drop from the house's parts what names a style or list that is not there, and what is there twice."""
    roots = [root for root in (styles, lists, *stories) if root is not None]
    if styles is not None:
        _drop_repeats(styles)
    names = set() if styles is None else {value(style, "styleId") for style in elements(styles, "style")}
    for root in roots:
        for element in list(elements(root, *_USES)):
            if value(element) not in names:
                _drop(element)
    if lists is not None:
        # A bullet that is a picture needs a picture of the template's; its level has a character as well (17.9.20).
        for element in list(elements(lists, "numPicBullet", "lvlPicBulletId")):
            _drop(element)
        definitions = {value(definition, "abstractNumId") for definition in elements(lists, "abstractNum")}
        for number in list(elements(lists, "num")):
            if value(number.find(w("abstractNumId"))) not in definitions:
                _drop(number)
    numbers = {"0"} if lists is None else {"0", *(value(number, "numId") for number in elements(lists, "num"))}
    for root in roots:
        for element in list(elements(root, "numPr")):
            number_id = element.find(w("numId"))  # where there is none, the style's base gives it
            if number_id is not None and value(number_id) not in numbers:
                _drop(element)


def drop_later(roots: Iterable[etree._Element]) -> None:
    """Drop elements of later namespaces: Word may overlook them only where the root says so, and the house's may not.

    Which is mc:Ignorable (ECMA-376 part 3, 7.2). What they ask for, figures and ligatures, is the house's affair.
    """
    for root in roots:
        for element in [one for one in root.iter(etree.Element) if etree.QName(one).namespace != W]:
            _drop(element)


def _drop_repeats(styles: etree._Element) -> None:
    """Of styles with one identifier or one name the first counts."""
    seen: set[str] = set()
    for style in list(elements(styles, "style")):
        keys = {f"id {value(style, 'styleId').lower()}", f"name {value(style.find(w('name'))).lower()}"}
        if keys & seen or not value(style, "styleId"):
            _drop(style)
        seen |= keys


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
