"""Characters that no face of the default theme has: what stands among them is kept in the source and in no edition."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.adopting.items import Item, Kind
from pipeline.adopting.settle import Settled
from pipeline.assets import read_assets
from pipeline.project import TEMPLATES
from pipeline.theme import load_theme

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic

_MOST = 0.1
"""The share of the text's letters beyond which it is written in another script, and needs a theme with other faces."""

_USUAL = re.compile(r"[\x00-\u024f\u0370-\u045f\u2010-\u2027\u2030-\u203a\u20ac\u2116\u2122]*")
"""Characters of the scripts that the default faces are made for: a text of these alone is not looked at."""

_KINDS = (Kind.NOTE, Kind.TEXT, Kind.BULLET, Kind.QUOTATION, Kind.CLAUSE)


def set_apart(settled: Settled, items: Sequence[Item]) -> bool:
    """Whether items were found that could not be published for a few characters of theirs; they are marked."""
    text = "".join(item.text for item in items)
    if settled.read is None or settled.origin is None or _USUAL.fullmatch(text):
        return False
    found: list[Diagnostic] = []
    theme = load_theme([TEMPLATES], report=found.append)
    if theme is None:
        return False
    read_assets(settled.read.document, theme, settled.origin, report=found.append)
    named = (re.search(r"U\+([0-9A-F]{4,6})", each.message) for each in found if each.rule == "glyph-missing")
    missing = {chr(int(code[1], 16)) for code in named if code}
    if not missing or sum(map(missing.__contains__, text)) > _MOST * len(text):
        return False
    marked = [item for item in items if item.kind in _KINDS and missing & set(item.text)]
    for item in marked:
        item.kind, item.unheld, item.literal = Kind.ODD, True, bool(item.label or item.block.counted)
        item.block.why = f"characters that no face has ({', '.join(sorted(missing & set(item.text))[:8])})"
    _without_marks({item.block.note for item in marked if item.block.note}, items)
    return bool(marked)


def _without_marks(names: set[str], items: Sequence[Item]) -> None:
    """Take the marks of notes away that no edition has."""
    for item in items:
        if any(piece.note in names for piece in item.words):
            item.words = [replace(piece, note="") if piece.note in names else piece for piece in item.words]
