"""Marks in the text of a page where another edition's pages begin (EPUB 3.3, D.2; DPUB-ARIA 1.1, doc-pagebreak)."""

import re
from collections.abc import Sequence

from pipeline.verify.elements import EPUB_TYPE, Element
from pipeline.verify.transcript import Mark, Run, counted

Piece = tuple[bool, Run | str]
"""A piece of a passage: whether it belongs to the label, and its words; or the page that begins here."""


def marked_page(element: Element) -> str:
    """The page that an element says begins, "" where it says no such thing.

    Where its identifier, its name and what it shows do not agree, all that it says.
    """
    types = (element.node.get(EPUB_TYPE) or "").split()
    if "pagebreak" not in types and "doc-pagebreak" not in element.get("role").split():
        return ""
    name = element.get("aria-label") or element.get("title")
    number = re.fullmatch(r"page-(\d+)", element.id or "")
    shown = element.get("data-page")
    if number and re.findall(r"\d+", name) == [number[1]] and shown in ("", number[1]):
        return number[1]
    return f"“{name}” #{element.id or ''} {shown}".strip()


def opens(element: Element) -> bool:
    """Whether nothing but such marks stands before an element in the one around it."""
    if element.index == 0 or element.parent is None:
        return element.index == 0
    return all(marked_page(before) for before in element.parent.children[: element.index])


def marks(pieces: Sequence[Piece], waiting: Sequence[str]) -> tuple[Mark, ...]:
    """The pages that begin in a passage: those that wait for it, and those that are marked between its pieces."""
    own = [piece for _, piece in pieces if isinstance(piece, str) and piece in waiting]
    made = [Mark(page, 0) for page in waiting[: len(waiting) - len(own)]]
    passed = 0
    for _, piece in pieces:
        if isinstance(piece, Run):
            passed += counted(piece.text)
        elif piece in own:
            made.append(Mark(piece, passed))
    return tuple(made)
