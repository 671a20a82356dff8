"""What stands on a page beside the text: navigation, controls, footers, things taken in from elsewhere, words for ears.

Each piece is listed with a name of its place that does not change; who generated the page knows what must be there.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.verify.elements import Element, squeezed
from pipeline.verify.generated import generated
from pipeline.verify.transcript import Hidden

if TYPE_CHECKING:
    from pipeline.verify.reading import Reading

NOTHING = frozenset(("head", "script", "style", "template", "noscript", "title", "link", "meta", "base"))
BESIDE = {"nav": "navigation", "footer": "footer", "button": "control", "aside": "aside"}
EMBEDDED = frozenset(
    [
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "video",
        "audio",
        "canvas",
        "svg:svg",
        "picture",
        "source",
        "map",
        "area",
        "portal",
        "marquee",
        "track",
        "param",
        "svg",
        "image",
    ]
)
_FIELDS = frozenset(("input", "textarea", "select", "option", "optgroup", "meter", "progress", "output", "keygen"))
_SPOKEN = (
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
    "aria-placeholder",
    "alt",
    "title",
)
_ACTING = ("ping", "contenteditable", "translate", "popover", "accesskey", "download", "is", "slot")
"""Attributes that let a page tell others, change, be put into other words: none of ours has any."""
_ROLES = frozenset(
    ("status", "doc-cover", "doc-pagelist", "doc-toc", "doc-conclusion", "doc-pagebreak", "separator", "group")
) | {"doc-noteref", "doc-footnote", "doc-backlink", "doc-endnotes"}
"""Roles that we give; any other may make a paragraph a heading to who listens, or nothing at all."""
_ORDERING = ("aria-owns", "aria-flowto", "aria-labelledby", "aria-describedby", "aria-details")


def sha256(text: str) -> str:
    """A text that nobody wants to read here, by its SHA-256."""
    return f"SHA-256 {hashlib.sha256(text.encode()).hexdigest()}"


def beside(element: Element, how: str, reading: "Reading") -> None:
    """List a part of the page that is not the text."""
    if element.tag in NOTHING:
        _unread(element, reading)
        return
    where = _where(element)
    for each in element.all():
        spoken(each, reading, within=where)
        if each.tag in EMBEDDED:
            embedded(each, reading)
            continue
        for name, text in generated(each, reading.cascade, reading.eye, reading.windows):
            if name != "cover":
                reading.add(name, text, each)
        if each.tag in NOTHING:
            _unread(each, reading)
            continue
        if where == "navigation" and _in_link(each, element):
            continue
        for text in _own(each):
            reading.add(_seen(where, each, how, reading), text, each)


def _where(element: Element) -> str:
    if "skip" in element.classes:
        return "skip link"
    if element.get("role") == "status":
        return "status"
    if "controls" in element.classes:
        return "control"
    return BESIDE[element.tag]


def _seen(where: str, element: Element, how: str, reading: "Reading") -> str:
    """Furniture that nobody sees says so in its name; the skip link is not seen until it is reached."""
    style = reading.cascade.style(element)
    return f"{where} (hidden)" if (how or reading.eye.text(style)) and where != "skip link" else where


def _own(element: Element) -> Iterator[str]:
    """The texts that stand directly in an element."""
    for text in (element.node.text, *(child.node.tail for child in element.children)):
        told = squeezed(text or "")
        if told:
            yield told


def _in_link(element: Element, nav: Element) -> bool:
    here: Element | None = element
    while here is not None and here is not nav:
        if here.tag == "a" and here.get("href"):
            return True
        here = here.parent
    return False


def _unread(element: Element, reading: "Reading") -> None:
    """Elements that show nothing: a script may change the text, and a noscript's content is shown without scripts."""
    for each in element.all("script"):
        if each.get("type") == "application/ld+json":
            continue  # data, read with the metadata
        reading.add("script", each.get("src") or sha256("".join(each.node.itertext())), each)
    if element.tag in ("template", "noscript") and element.text():
        how = "a template" if element.tag == "template" else "noscript: shown where scripts do not run"
        reading.hidden.append(Hidden(element.text(), how, reading.place(element)))
    for each in element.all("base"):
        if each.has("href"):
            reading.add("base", each.get("href"), each)


def embedded(element: Element, reading: "Reading") -> bool:
    """Something taken in from elsewhere, or drawn: no text of the document, but a reader may take it for one."""
    if element.tag not in EMBEDDED:
        return False
    shown = [element.get(name) for name in ("src", "data", "href", "srcdoc", "srcset", "poster")]
    said = " ".join(filter(None, [element.tag.rpartition(":")[2], *shown]))
    reading.add("embedded", said[:500], element)
    spoken(element, reading, within="embedded")
    for inner in element.all():
        for text in _own(inner):
            reading.add("embedded", text, inner)
        if inner.tag == "img" and element.tag != "img":
            reading.add("embedded", f"img {inner.get('alt')}", inner)
        if inner.tag == "script" or inner.tag.endswith(":script"):
            _unread(inner, reading)
    return True


def field_text(element: Element, reading: "Reading") -> bool:
    """A field of a form shows its value, and what it asks for."""
    if element.tag not in _FIELDS:
        return False
    for each in element.all():
        spoken(each, reading, within="field")
        for name in ("value", "placeholder", "label"):
            if each.get("type").lower() != "hidden" or name != "value":
                reading.add("field", squeezed(each.get(name)), each)
        for text in _own(each):
            reading.add("field", text, each)
    return True


def _is_strange(role: str, tag: str) -> bool:
    """Whether nobody gave an element its role; what is a heading, and what no longer is, the text's kinds tell."""
    return not (_ROLES.issuperset(role.split()) or role == "heading" or re.fullmatch("h[1-6]", tag))


def spoken(element: Element, reading: "Reading", within: str = "") -> None:
    """Attributes that are read out in place of the text or beside it, shown on a tool tip, or run as a script."""
    for name, value in element.node.attrib.items():
        text = squeezed(value)
        if name in _SPOKEN and not (name == "alt" and element.tag == "img"):
            reading.add(
                "tool tip" if name == "title" else "alternative" if name == "alt" else "spoken label", text, element
            )
        elif name in _ORDERING and not (within == "navigation" and name == "aria-labelledby"):
            reading.add("spoken order", f"{name} {text}", element)
        elif name in _ACTING or (name == "role" and _is_strange(text, element.tag)):
            reading.add(name, text or name, element)
        elif name.startswith("data-"):
            reading.add(name, text, element)
        elif name.startswith("on") and len(name) > 2:
            reading.add("script", sha256(value), element)
        elif name in ("srcset", "usemap"):
            reading.add("embedded", f"{name} {text}"[:500], element)
        elif name in ("href", "action", "formaction", "src") and re.match(
            r"[\s\x00-\x1f]*(java|vb)script:", value, re.IGNORECASE
        ):
            reading.add("script", sha256(value), element)
