"""The structure tree in reading order (ISO 32000-1, 14.7 and 14.8), as assistive software hears it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from pipeline.unzip import Refused
from pipeline.verify.pdf.shown import Key
from pipeline.verify.pdf.tokens import text_string

ELEMENTS = 500_000
DEEPEST = 200

STANDARD = frozenset(
    [
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Figure",
        "Formula",
        "Form",
        "DocumentFragment",
        "Aside",
        "Title",
        "FENote",
        "Sub",
        "Em",
        "Strong",
        "Artifact",
    ]
)
"""The standard structure types (14.8.4), with those of PDF 2.0."""


@dataclass(slots=True, eq=False)
class Element:
    """One structure element.

    `children` are elements, keys of marked content, and annotations (as pikepdf objects); `table` what it says as a
    cell (14.8.5.7).
    """

    role: str
    children: list["Element | Key | Annotation"] = field(default_factory=list)
    language: str = ""
    alternative: str | None = None
    actual: str | None = None
    expansion: str | None = None
    table: Mapping[str, str] = field(default_factory=dict)
    parent: "Element | None" = None

    def walk(self) -> Iterator["Element"]:
        """The element and all below it, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def marks(self) -> Iterator[Key]:
        """The marked content of the element and of all below it."""
        waiting: list[Element | Key | Annotation] = [self]
        while waiting:
            child = waiting.pop()
            if isinstance(child, Element):
                waiting.extend(reversed(child.children))
            elif isinstance(child, tuple):
                yield child


@dataclass(slots=True, eq=False)
class Annotation:
    """An annotation that the tree reaches by an object reference (14.7.4.3)."""

    found: Any


def tree(root: Any, pages: Mapping[Any, int]) -> Element | None:
    """The structure tree, None where the file has none; `pages` are the numbers of the page objects. Raises Refused."""
    top = root.get("/StructTreeRoot")
    if not isinstance(top, pikepdf.Dictionary) or "/K" not in top:
        return None
    return _Reading(pages, _roles(top.get("/RoleMap"))).read(top)


def _roles(roles: Any) -> Mapping[str, str]:
    """What types of somebody's own stand for (14.7.3)."""
    return (
        {str(key)[1:]: str(value)[1:] for key, value in roles.items()} if isinstance(roles, pikepdf.Dictionary) else {}
    )


@dataclass(slots=True)
class _Reading:
    pages: Mapping[Any, int]
    roles: Mapping[str, str]
    seen: set[Any] = field(default_factory=set)

    def read(self, top: Any) -> Element:
        """Every element once: a tree that bites its tail, or has an element under two others, is no tree."""
        whole = Element("StructTreeRoot")
        waiting: list[tuple[Any, Element, int | None, int]] = [(top["/K"], whole, None, 0)]
        while waiting:
            found, parent, page, depth = waiting.pop()
            if depth > DEEPEST or len(self.seen) > ELEMENTS:
                raise Refused("its structure tree is too deep or too large")
            if isinstance(found, pikepdf.Array):
                # In place: what is below an entry stands before the next entry.
                waiting.extend((child, parent, page, depth + 1) for child in reversed(list(found)))
            elif isinstance(found, pikepdf.Dictionary):
                inner = self._entry(found, parent, page)
                if inner is not None and "/K" in found:
                    waiting.append((found["/K"], inner, self._page(found, page), depth + 1))
            elif (number := _whole(found)) is not None and page is not None:
                parent.children.append((f"page {page}", number))
        return whole

    def _entry(self, found: Any, parent: Element, page: int | None) -> Element | None:
        """One entry of K: an element, whose own K is then read, or a reference to content."""
        kind = found.get("/Type")
        if kind == "/MCR":
            number, stream = _whole(found.get("/MCID")), found.get("/Stm")
            here = self._page(found, page)
            if isinstance(stream, pikepdf.Stream) and number is not None:
                parent.children.append(("form {} {}".format(*stream.objgen), number))
            elif number is not None and here is not None:
                parent.children.append((f"page {here}", number))
            return None
        if kind == "/OBJR":
            parent.children.append(Annotation(found.get("/Obj")))
            return None
        if found.is_indirect:
            if found.objgen in self.seen:
                raise Refused("its structure tree runs in a circle, or has one element in two places")
            self.seen.add(found.objgen)
        else:
            self.seen.add(len(self.seen))
        element = Element(
            self._role(found),
            [],
            _text(found, "/Lang") or "",
            _text(found, "/Alt"),
            _text(found, "/ActualText"),
            _text(found, "/E"),
            _table(found),
            parent,
        )
        parent.children.append(element)
        return element

    def _role(self, found: Any) -> str:
        role = str(found.get("/S", "/"))[1:]
        for _ in range(10):
            if role in STANDARD or role not in self.roles:
                break
            role = self.roles[role]
        return role

    def _page(self, found: Any, page: int | None) -> int | None:
        named = found.get("/Pg")
        return self.pages.get(named.objgen, page) if isinstance(named, pikepdf.Dictionary) else page


def _table(found: Any) -> dict[str, str]:
    """The attributes of the owner Table; an array of several may tell their revisions, too (14.7.5.3)."""
    held = found.get("/A")
    told: dict[str, str] = {}
    for each in held if isinstance(held, pikepdf.Array) else [held]:
        if isinstance(each, pikepdf.Dictionary) and each.get("/O") == "/Table":
            told |= {
                key[1:]: str(each[key]).removeprefix("/") for key in ("/Scope", "/ColSpan", "/RowSpan") if key in each
            }
    return told


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _text(found: Any, key: str) -> str | None:
    value = found.get(key)
    return text_string(bytes(value)) if isinstance(value, pikepdf.String) else None
