"""Media queries: whether a rule holds in a window (Media Queries 4)."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """What media queries are asked about: width and height in pixels, the colours that a reader prefers, the medium.

    Every style is looked for by its window, so each is itself alone and not compared field by field.
    """

    width: float = 1280
    height: float = 900
    scheme: str = "light"
    medium: str = "screen"

    def __str__(self) -> str:
        if self.medium == "print":
            return "in print"
        size = "on a phone" if self.width < 500 else "on a desk"
        return f"{size}, in the dark" if self.scheme == "dark" else size


DESK = Window()
PHONE = Window(320, 640)
PRINT = Window(680, 960, medium="print")
WINDOWS = (DESK, PHONE, Window(scheme="dark"), Window(320, 640, "dark"), PRINT)
"""Those in which text is looked for; the first is where looks are measured. Print is A4 within its margins."""

_RANGE = re.compile(r"(min|max)-(width|height)\s*:\s*(\d*\.?\d+)(px|em|rem|pt|cm|mm|in)")
_COMPARED = re.compile(r"(width|height)\s*(<=|>=|<|>|=)\s*(\d*\.?\d+)(px|em|rem|pt|cm|mm|in)")
_UNITS = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3, "cm": 96 / 2.54, "mm": 96 / 25.4, "in": 96.0}
_MEDIA = ("screen", "print", "speech")
_FALSE = {
    "prefers-reduced-motion",
    "prefers-contrast",
    "prefers-reduced-transparency",
    "forced-colors",
    "inverted-colors",
    "monochrome",
}


def holds(query: str, window: Window, unread: list[str]) -> bool:
    """Whether a list of media queries is true; what is not understood is noted, and taken as true: it may hide."""
    return any(_one(part.strip().lower(), window, unread) for part in query.split(","))


def _one(query: str, window: Window, unread: list[str]) -> bool:
    turned = query.startswith("not ")
    true = True
    for part in re.split(r"\s+and\s+", query.removeprefix("not ").removeprefix("only ").strip()):
        if part in ("", "all"):
            continue
        if re.fullmatch(r"[a-z0-9-]+", part):
            true &= part == window.medium
            if part not in _MEDIA:
                unread.append(f"@media {part}"[:80])
        elif part.startswith("("):
            true &= _feature(part, window, unread)
        else:
            unread.append(f"@media {part}"[:80])
    return true != turned


def _feature(part: str, window: Window, unread: list[str]) -> bool:
    inside = part[1:-1].strip()
    if found := _RANGE.fullmatch(inside):
        size = window.width if found[2] == "width" else window.height
        limit = float(found[3]) * _UNITS[found[4]]
        return size >= limit if found[1] == "min" else size <= limit
    if found := _COMPARED.fullmatch(inside):
        size, limit = window.width if found[1] == "width" else window.height, float(found[3]) * _UNITS[found[4]]
        equal = found[2] != found[2].rstrip("=") and size == limit
        return equal or (size < limit if found[2].startswith("<") else size > limit if found[2][0] == ">" else False)
    name, _, value = (piece.strip() for piece in inside.partition(":"))
    if name == "prefers-color-scheme":
        return value in ("", window.scheme)
    if name == "orientation":
        return value == ("portrait" if window.height >= window.width else "landscape")
    if name in _FALSE:
        return value in ("no-preference", "none", "0")
    if name in ("hover", "any-hover", "pointer", "any-pointer", "color", "grid", "scripting", "update"):
        return value not in ("none", "0", "1")
    unread.append(f"@media {part}"[:80])
    return True
