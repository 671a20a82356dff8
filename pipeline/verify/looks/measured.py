"""How each kind of passage of a page is set, as its style sheets say: pixels in a window of a desk."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.verify.cascade import Cascade, Style
from pipeline.verify.colours import colour, written
from pipeline.verify.declarations import tokens
from pipeline.verify.elements import Element
from pipeline.verify.pagemarks import marked_page, opens
from pipeline.verify.reading import Reading
from pipeline.verify.transcript import Kind, Look

_EDGES = ("main", "body")
_PLAIN_ONLY = (Kind.LINE, Kind.QUOTATION, Kind.ITEM, Kind.FIGURE, Kind.CAPTION, Kind.CELL)
"""Kinds that stand in others, too, and are indented with them: measured where they stand by themselves."""
_AGREEING = ("family", "size", "weight", "slope", "colour", "align", "start", "first", "before", "lead")


def measured(readings: Sequence[Reading], unit: float = 1.0) -> Mapping[tuple[Kind, int], Look]:
    """The look of each kind and level; lengths in units of so many pixels.

    Where passages of one kind differ, the value is the one that fewer of them have: what all should share must not hide
    behind the many that do.
    """
    looks: dict[tuple[Kind, int], list[Look]] = {}
    for reading in readings:
        for key, elements in reading.kept.items():
            if key[0] is not Kind.FIGURE:
                looks.setdefault(key, []).extend(_looks(key[0], elements, reading.cascade, unit))
    return {key: _rarest(several) for key, several in looks.items()}


def _looks(kind: Kind, elements: list[Element], cascade: Cascade, unit: float) -> Iterator[Look]:
    known: dict[tuple[Any, ...], Look] = {}
    for element in elements:
        plain = kind not in _PLAIN_ONLY or not _stands_in(kind, element)
        top = _top(element)
        before = plain and _after_text(top)
        styles = [cascade.style(element)]
        here = element.parent
        while here is not None and here.tag not in _EDGES:
            styles.append(cascade.style(here))
            here = here.parent
        label = next((child for child in element.children if "label" in child.classes), None)
        key = (plain, before, *map(id, styles), id(cascade.style(label)) if label else 0, element.index, top.tag)
        if key not in known:
            known[key] = _look(kind, element, styles, cascade.style(label) if label else None, before, plain, unit)
        yield known[key]


def _look(
    kind: Kind, element: Element, styles: list[Style], label: Style | None, before: bool, plain: bool, unit: float
) -> Look:
    style = styles[0]
    side = "right" if style.get("direction") == "rtl" else "left"
    edges = sum(
        (box.length(f"{name}-{side}", box.window.width) or 0.0) for box in styles for name in ("margin", "padding")
    )
    first = style.length("text-indent", style.window.width) or 0.0
    if label and not first:
        first = label.length(f"margin-{side}", style.window.width) or 0.0
    without = kind is Kind.CLAUSE and not label and not first  # that its label is missing is for another check to say
    lead = style.length("line-height", style.size)
    number = style.get("line-height").replace(".", "", 1).isdigit()
    ink = colour(style.get("color"))
    return Look(
        family=_family(style.get("font-family")),
        size=_in(style.size, unit),
        weight=int(style.get("font-weight")) if style.get("font-weight").isdigit() else None,
        slope=style.get("font-style"),
        colour=written(ink) if ink and "color" in style.values else None,
        align=_align(style, side),
        start=_in(edges, unit) if plain else None,
        first=_in(first, unit) if plain and not without else None,
        before=_in(_space(element, styles), unit) if before else None,
        lead=_in(lead * style.size if number else lead, unit) if lead is not None else None,
    )


def _in(value: float, unit: float) -> float:
    return round(value / unit, 3)


def _rarest(looks: list[Look]) -> Look:
    """For each property the value that is least common, if there are several."""
    made: dict[str, Any] = {}
    for name in _AGREEING:
        counts = Counter(value for look in looks if (value := getattr(look, name)) is not None)
        made[name] = min(counts, key=lambda value: counts[value]) if counts else None
    return Look(**made)


def _family(text: str) -> str | None:
    """The first family that is asked for."""
    words: list[str] = []
    for token in tokens(text):
        if token.type == "literal" and token.value == ",":
            break
        if token.type in ("string", "ident"):
            words.append(token.value)
    return " ".join(words) or None


def _align(style: Style, side: str) -> str:
    told = style.get("text-align")
    return "start" if told in ("start", side, "match-parent", "-webkit-auto") else told


def _stands_in(kind: Kind, element: Element) -> bool:
    """Whether a passage stands in a clause, a list or a quotation that is not its own."""
    quotes = 0
    lists = 0
    if kind is Kind.CELL:
        return True
    for above in element.ancestors:
        if "clause" in above.classes or (above.tag == "li" and kind is not Kind.ITEM):
            return True
        quotes += above.tag == "blockquote"
        lists += above.tag in ("ul", "ol")
    return quotes > (kind is Kind.QUOTATION) or (lists > 0 and kind is not Kind.ITEM)


def _top(element: Element) -> Element:
    """The outermost element that begins with this one: their margins are one (CSS 2.2, 8.3.1)."""
    while element.parent is not None and opens(element) and element.parent.tag not in (*_EDGES, "header"):
        element = element.parent
    return element


def _after_text(element: Element) -> bool:
    """Whether a text stands before that has no space of its own below, as headings, quotations and pictures have."""
    if element.parent is None or opens(element):
        return False
    before = next(each for each in reversed(element.parent.children[: element.index]) if not marked_page(each))
    heading = before.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "header", "nav") and element.parent.tag != "header"
    return (
        not heading and before.tag not in ("blockquote", "figure") and not {"controls", "table"} & set(before.classes)
    )


def _space(element: Element, styles: list[Style]) -> float:
    """The largest of the margins that meet above an element."""
    spaces = [styles[0].length("margin-top", styles[0].window.width) or 0.0]
    for style in styles[1:]:
        if not opens(element) or (style.length("padding-top") or 0.0) > 0:
            break
        spaces.append(style.length("margin-top", style.window.width) or 0.0)
        element = element.parent or element
    return max(spaces)
