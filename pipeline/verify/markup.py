"""Passages from the elements of a web page or of an e-book's pages: what a reader meets, in order, and what hides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.verify.cascade import Cascade
from pipeline.verify.transcript import Furniture, Hidden, Kind, Passage, Place, Run, join

_TITLE_LINES = {"organ": Kind.ORGAN, "kind": Kind.KIND, "subtitle": Kind.SUBTITLE, "date": Kind.DATE}
_TEXT = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "figcaption", "dt", "dd", "td", "th", "pre", "caption", "summary"))
_BESIDE = {"nav": "navigation", "footer": "footer", "button": "control", "aside": "aside", "script": "", "style": "", "template": "", "head": "", "noscript": ""}


@dataclass(slots=True)
class Reading:
    """One page's passages, and what else stands or hides on it. `kept` has for each kind and level the element that is
    set so, for whoever measures its look."""

    part: str
    cascade: Cascade
    passages: list[Passage] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    kept: dict[tuple[Kind, int], Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Inside:
    """What an element stands in."""

    language: str
    direction: str
    quoted: bool = False
    items: int = 0
    header: bool = False


def read(root: Any, cascade: Cascade, part: str, language: str, direction: str) -> Reading:
    """Read a page from its cssselect2 root wrapper. `language` and `direction` are the document's."""
    reading = Reading(part, cascade)
    _walk(root, _Inside(language, direction), reading, (language, direction))
    return reading


def _walk(element: Any, inside: _Inside, reading: Reading, document: tuple[str, str]) -> None:
    node, tag = element.etree_element, element.local_name
    how = _hidden(element, reading.cascade)
    if tag in _BESIDE or how or "skip" in element.classes:
        _beside(element, how, reading)
        return
    inside = replace(inside, language=node.get("lang") or node.get("{http://www.w3.org/XML/1998/namespace}lang") or inside.language, direction=node.get("dir") or inside.direction)
    if tag == "blockquote":
        inside = replace(inside, quoted=True)
    elif tag == "ul":
        inside = replace(inside, items=inside.items + 1)
    elif tag == "header":
        inside = replace(inside, header=True)
    if tag == "img":
        _figure(element, reading)
    elif tag in _TEXT and not _has_blocks(element):
        _passage(element, inside, reading, document)
    else:
        _generated(element, reading)
        _loose(element, reading)
        for child in element.iter_children():
            _walk(child, inside, reading, document)


def _passage(element: Any, inside: _Inside, reading: Reading, document: tuple[str, str]) -> None:
    _generated(element, reading)
    label, runs = "", []
    outer = Run("", language=inside.language if inside.language != document[0] else "", direction=inside.direction if inside.language != document[0] else "")
    for child_label, run in _runs(element, outer, 0, reading, document):
        if child_label and not runs and not label.strip():
            label += run.text
        else:
            runs.append(run)
    kind, level, holder = _kind(element, inside)
    passage = Passage(kind, join(runs), level, label.strip(), _anchor(element, holder), place=Place(reading.part, _path(element)))
    if passage.words or passage.label:
        reading.passages.append(passage)
        reading.kept.setdefault((kind, level), element)


def _kind(element: Any, inside: _Inside) -> tuple[Kind, int, Any]:
    """What a piece of text is, its level, and the element that stands for it as a whole."""
    tag, parent = element.local_name, element.parent
    first = parent is not None and next(iter(parent.etree_element), None) is element.etree_element
    if tag == "h1":
        return Kind.TITLE, 1, element
    if tag[0] == "h" and tag[1:].isdigit():
        return Kind.HEADING, int(tag[1:]) - 1, parent
    if inside.header:
        return next((_TITLE_LINES[name] for name in element.classes if name in _TITLE_LINES), Kind.LINE), 0, element
    if tag in ("figcaption", "caption"):
        return Kind.CAPTION, 0, element
    if "clause" in getattr(parent, "classes", ()) and first:
        level = next((int(name[6:]) for name in parent.classes if re.fullmatch(r"level-\d", name)), 0)
        return Kind.CLAUSE, level, parent
    item = element if tag == "li" else parent if parent is not None and parent.local_name == "li" and first else None
    if item is not None and item.parent is not None and item.parent.local_name == "ul":
        return Kind.ITEM, inside.items, element
    return (Kind.QUOTATION if inside.quoted else Kind.LINE), 0, element


def _anchor(element: Any, holder: Any) -> str:
    own = element.etree_element.get("id") or ""
    return own or (holder.etree_element.get("id") or "" if holder is not None else "")


def _runs(element: Any, outer: Run, stressed: int, reading: Reading, document: tuple[str, str]) -> Iterator[tuple[bool, Run]]:
    """The runs of an element's text, each with whether it belongs to a label."""
    node = element.etree_element
    if node.text:
        yield False, replace(outer, text=node.text)
    for child in element.iter_children():
        inner, tag, deeper = child.etree_element, child.local_name, stressed
        how = _hidden(child, reading.cascade)
        if how or tag in _BESIDE:
            _beside(child, how, reading)
        elif tag == "br":
            yield False, replace(outer, text=" ")
        elif tag == "img":
            _figure(child, reading)
        else:
            _generated(child, reading)
            run = outer
            if tag in ("em", "i"):
                deeper = stressed + 1
                run = replace(run, emphasis=deeper % 2 == 1)
            elif tag in ("strong", "b"):
                run = replace(run, strong=True)
            elif tag in ("sup", "sub"):
                run = replace(run, superscript=run.superscript or tag == "sup", subscript=run.subscript or tag == "sub")
            elif tag == "a" and inner.get("href") is not None:
                run = replace(run, link=inner.get("href") or "")
            language = inner.get("lang") or inner.get("{http://www.w3.org/XML/1998/namespace}lang")
            if language and language != document[0]:
                run = replace(run, language=language, direction=inner.get("dir") or "")
            label = tag == "span" and "label" in child.classes
            for within, piece in _runs(child, run, deeper, reading, document):
                yield label or within, piece
        if inner.tail:
            yield False, replace(outer, text=inner.tail)


def _figure(element: Any, reading: Reading) -> None:
    node, holder = element.etree_element, element.parent
    anchor = node.get("id") or (holder.etree_element.get("id") if holder is not None and holder.local_name == "figure" else "") or ""
    reading.passages.append(Passage(Kind.FIGURE, (), anchor=anchor, alternative=node.get("alt") or "", place=Place(reading.part, _path(element))))


def _beside(element: Any, how: str, reading: Reading) -> None:
    """Text that is not the document's: page furniture, or hidden."""
    where = "skip link" if "skip" in element.classes else _BESIDE.get(element.local_name, "hidden")
    text = re.sub(r"\s+", " ", "".join(_all_text(element))).strip()
    if where and element.local_name not in ("script", "style", "head", "template", "noscript"):
        place = Place(reading.part, _path(element))
        if how and element.local_name not in _BESIDE and "skip" not in element.classes:
            if text:
                reading.hidden.append(Hidden(text, how, place))
        elif text and element.local_name != "nav":
            reading.furniture.append(Furniture(where, text, place))


def _loose(element: Any, reading: Reading) -> None:
    """Text directly in an element that holds blocks: nobody promised it."""
    node = element.etree_element
    pieces = [node.text, *(child.etree_element.tail for child in element.iter_children())]
    for text in pieces:
        if text and text.strip():
            reading.passages.append(Passage(Kind.LINE, join([Run(text)]), place=Place(reading.part, _path(element))))


def _generated(element: Any, reading: Reading) -> None:
    """Words that the style sheet writes before or after an element."""
    for pseudo in ("before", "after"):
        style = reading.cascade.style(element, pseudo)
        content = style.get("content")
        text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', content)) or ("" if content in ("", "none", "normal") or content.startswith('"') else content)
        if text and style.get("display") != "none":
            reading.furniture.append(Furniture(f"generated {pseudo}", text, Place(reading.part, _path(element))))


def _hidden(element: Any, cascade: Cascade) -> str:
    """What hides an element from the eye or from assistive software; "" when nothing does."""
    node, style = element.etree_element, cascade.style(element)
    if element.local_name in ("script", "style", "head", "template", "noscript"):
        return ""
    if node.get("aria-hidden") == "true":
        return "aria-hidden"
    for attribute in ("hidden", "inert"):
        if node.get(attribute) is not None:
            return attribute
    if element.local_name == "details" and node.get("open") is None and element.parent is not None and not _in_navigation(element):
        return "a closed details element"
    if style.get("display") == "none":
        return "display: none"
    if style.get("visibility") in ("hidden", "collapse"):
        return "visibility"
    opacity = style.length("opacity")
    if opacity is not None and opacity < 0.3:
        return "opacity"
    if style.size < 4:
        return "a size that nobody can read"
    if re.search(r"inset\(\s*(?:50|[5-9]\d|100)%|circle\(0|polygon\(0\s*0\s*\)", style.get("clip-path")) or style.get("clip").startswith("rect"):
        return "clip"
    if re.search(r"scale\(0|scale[XY]\(0|-\d{3,}", style.get("transform")):
        return "transform"
    if style.get("position") in ("absolute", "fixed", "relative"):
        for side in ("left", "top", "right", "bottom"):
            offset = style.length(side, 100)
            if offset is not None and offset < -400:
                return "a place outside the page"
    indent = style.length("text-indent", 1000)
    if indent is not None and indent < -400:
        return "a place outside the page"
    ink, paper = style.get("color"), _paper(element, cascade)
    if ink == paper or ink in ("transparent", "rgba(0,0,0,0)"):
        return "the colour of its background"
    return ""


def _paper(element: Any, cascade: Cascade) -> str:
    while element is not None:
        paper = cascade.style(element).get("background-color")
        if paper and paper not in ("transparent", "none", "initial"):
            return paper
        element = element.parent
    return "#ffffff"


def _in_navigation(element: Any) -> bool:
    while element is not None and element.local_name != "nav":
        element = element.parent
    return element is not None


def _has_blocks(element: Any) -> bool:
    return any(child.local_name in _TEXT or child.local_name in ("ul", "ol", "div", "section", "figure", "blockquote", "table") for child in element.iter_children())


def _all_text(element: Any) -> Iterator[str]:
    return (text for text in element.etree_element.itertext() if text)


def _path(element: Any) -> str:
    """The element as an XPath, from the nearest ancestor with an id."""
    steps: list[str] = []
    while element is not None:
        identifier = element.etree_element.get("id")
        if identifier:
            return "/".join([f"//*[@id='{identifier}']", *reversed(steps)])
        same = [child for child in element.parent.iter_children() if child.local_name == element.local_name] if element.parent is not None else []
        place = next((at for at, child in enumerate(same, 1) if child.etree_element is element.etree_element), 1)
        steps.append(f"{element.local_name}[{place}]" if len(same) > 1 else element.local_name)
        element = element.parent
    return "/" + "/".join(reversed(steps))
