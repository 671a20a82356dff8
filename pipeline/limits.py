"""What no type can say of tokens: no such size, a length in a unit that means nothing there, a page too full."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from pipeline.theme import FACES, SAME, Booklet, Face, Ink, Length, Print, Size, Theme

Wrong = tuple[str, str, str, str]
"""A rule, the token's key, what is wrong, how to mend it."""

_PAPER = ("pt", "mm", "cm", "in", "px")
_UNITS = {"text": ("em", "pt"), "screen": ("rem", "em", "px"), "ebook": ("em",)}
_WIDEST = 50 * 72 / 25.4
"""Points of bleed, of room for marks, of a gutter."""
_MARKS = 8 * 72 / 25.4
"""Points that marks cannot do without."""
_THICKEST = 72 / 25.4
"""A millimetre, which is cardboard."""
_MOST = 100.0
"""Lines, ems or rems that a space or a length may have."""


def wrong_tokens(theme: Theme | None) -> Iterator[Wrong]:
    """Each token that will not do, though it has the right type."""
    if theme is None:
        return
    if theme.size not in theme.sizes:
        yield "theme-size", "size", f"there is no size “{theme.size}”", f"known: {', '.join(theme.sizes)}"
    for name, size in theme.sizes.items():
        yield from _page(f"sizes.{name}", size)
    for section in ("text", "space", "screen", "ebook"):
        yield from _section(section, getattr(theme, section), _UNITS.get(section, ()))
    yield from _print(theme.print, theme)
    yield from _inks(theme)
    if theme.text.align not in ("justify", "left"):
        yield _type("text.align", f"must be “justify” or “left”, not “{theme.text.align}”")
    if not re.fullmatch(r"[1-9]\d? [1-9]\d? [1-9]\d?", theme.text.hyphenate):
        yield _type("text.hyphenate", f"must be three numbers such as “6 3 3”, not “{theme.text.hyphenate}”")
    for side in ("width", "height"):
        pixels: int = getattr(theme.cover, side)
        if not 1000 <= pixels <= 5000:  # shops ask for 1600 x 2560; far more would fill the memory
            yield _type(f"cover.{side}", f"must be from 1000 to 5000 pixels, not {pixels}")
    yield from _booklet(theme.booklet)
    yield from _faces(theme)


def _page(key: str, size: Size) -> Iterator[Wrong]:
    sound = True
    for name, length in _lengths(size):
        if length.unit not in _PAPER or not 0 < length.value <= 5000:
            sound = False
            yield _type(f"{key}.{name}", f"must be a length on paper, not “{length}”", "give it in mm, pt, cm or in")
    if not size.columns:
        yield _type(f"{key}.columns", "is empty", 'one for each level: ["8mm", "11mm", "8mm"]')
    if not 5 <= size.lines <= 200:
        yield _type(f"{key}.lines", f"must be from 5 to 200, not {size.lines}")
    elif sound and size.top.pt + size.lines * size.lead.pt > size.height.pt:
        yield _type(
            f"{key}.lines", "are more than the page can hold", "fewer lines, less lead, or a smaller top margin"
        )
    if sound and size.width.pt - size.inner.pt - size.outer.pt < 10 * size.text.pt:
        yield _type(f"{key}.inner", "and outer leave no room for the text", "smaller margins, or a wider page")


def _print(tokens: Print, theme: Theme) -> Iterator[Wrong]:
    if tokens.size != SAME and tokens.size not in theme.sizes:
        yield (
            "theme-size",
            "print.size",
            f"there is no size “{tokens.size}”",
            f"known: {SAME}, {', '.join(theme.sizes)}",
        )
    for name, length in _lengths(tokens):
        least = _MARKS if name == "slug" and tokens.marks else 0
        if length.unit not in _PAPER or not least <= length.pt <= _WIDEST:
            shown = f"must be a length on paper from {least * 25.4 / 72:.0f} to {_WIDEST * 25.4 / 72:.0f} mm"
            yield _type(f"print.{name}", f"{shown}, not “{length}”", "give it in mm, pt, cm or in")
    page = theme.sizes.get(theme.size if tokens.size == SAME else tokens.size)
    if page and tokens.gutter.unit in _PAPER and tokens.gutter.pt >= page.outer.pt:
        yield _type("print.gutter", "is as wide as the outer margin, and would push the text off the page")
    if not 100 <= tokens.ink_limit <= 400:  # one plate full, and all four
        yield _type("print.ink-limit", f"must be from 100 to 400 per cent, not {tokens.ink_limit}")
    if not 1 <= tokens.resolution <= 2400:
        yield _type("print.resolution", f"must be from 1 to 2400 dots an inch, not {tokens.resolution}")


def _inks(theme: Theme) -> Iterator[Wrong]:
    """Two inks that look alike on the screen: the print, which is made from the PDF, could not tell them apart."""
    known: dict[str, Ink] = {}
    plates: dict[str, Ink] = {}
    for name, ink in _named(theme.inks):
        if known.setdefault(ink.screen, ink) != ink:
            yield _type(f"inks.{name}", "looks on a screen like another one, and is other ink", "change one of the two")
        if ink.spot and plates.setdefault(ink.spot, ink) != ink:
            yield _type(f"inks.{name}", f"gives the plate “{ink.spot}” other inks than another token does")


def _booklet(tokens: Booklet) -> Iterator[Wrong]:
    if tokens.flip not in ("short", "long"):
        yield _type("booklet.flip", f"must be “short” or “long”, not “{tokens.flip}”")
    thickness = tokens.thickness
    if thickness.unit not in _PAPER or not 0 <= thickness.pt <= _THICKEST:
        yield _type("booklet.thickness", f"must be from 0mm to 1mm, not “{thickness}”", "80 g/m2 has about 0.1mm")
    for side in (tokens.sheet.width, tokens.sheet.height):
        if side and (side.unit not in _PAPER or not 72 <= side.pt <= 5000):
            yield _type("booklet.sheet", f"must be from 1in to 5000pt on each side, not “{tokens.sheet}”")
            break


def _section(section: str, tokens: Any, units: tuple[str, ...]) -> Iterator[Wrong]:
    for name, value in _named(tokens):
        if isinstance(value, int | float) and not isinstance(value, bool) and not 0 <= value <= _MOST:
            yield _type(f"{section}.{name}", f"must be from 0 to {_MOST:g}, not {value}")
    for name, length in _lengths(tokens):
        least = -0.2 if name == "word-space" else 0.0  # words may stand nearer, but not on one another
        if length.unit not in units or not least <= length.value <= _MOST:
            known = " or ".join(units)
            yield _type(
                f"{section}.{name}", f"must be a length in {known}, not “{length}”", "docs/themes.md explains it"
            )


def _faces(theme: Theme) -> Iterator[Wrong]:
    for key in FACES:
        if key not in theme.faces:
            yield "theme-missing", "faces", f"“faces.{key}” is missing", f"add a table [faces.{key}]"
    for key, face in theme.faces.items():
        yield from _face(f"faces.{key}", face)
        if key in FACES:
            yield from _role(key, face, theme)


def _face(key: str, face: Face) -> Iterator[Wrong]:
    if not re.fullmatch(r"[A-Za-z_]\w*", face.package):
        yield _type(f"{key}.package", f"must name an installed Python package, not “{face.package}”")
    if not 1 <= face.weight <= 1000:  # CSS Fonts 4, 2.2
        yield _type(f"{key}.weight", f"must be from 1 to 1000, not {face.weight}")
    if not face.name.strip() or re.search(r"[\x00-\x1f<>&\"'\\]", face.name):
        yield _type(f"{key}.name", f"cannot name a face: “{face.name}”", "letters, figures, spaces and hyphens")


def _role(key: str, face: Face, theme: Theme) -> Iterator[Wrong]:
    """A face that says of itself that it is another one than its key asks for: Word has one of each style, no more."""
    weight = 700 if "bold" in key else 400
    if 1 <= face.weight <= 1000 and face.weight != weight:
        hint = "how bold it looks is for “axes” to say"
        yield _type(f"faces.{key}.weight", f"must be {weight}, not {face.weight}", hint)
    if face.italic != ("italic" in key):
        yield _type(f"faces.{key}.italic", f"must be {str(not face.italic).lower()}")
    text = theme.faces.get("text-regular", face)
    if key.startswith("text-"):
        if face.caps:
            yield _type(f"faces.{key}.caps", "must be false", "the kind alone is set in small capitals")
        if face.name != text.name:
            yield _type(f"faces.{key}.name", f"must be “{text.name}”, as the text’s other faces", "or rename all four")
    elif face.name == text.name:
        yield _type(f"faces.{key}.name", f"is the name of the text’s faces: “{face.name}”", "give it one of its own")


def _type(key: str, said: str, hint: str = "") -> Wrong:
    return "theme-type", key, f"“{key}” {said}", hint


def _named(tokens: Any) -> Iterator[tuple[str, Any]]:
    return ((field.name.replace("_", "-"), getattr(tokens, field.name)) for field in dataclasses.fields(tokens))


def _lengths(tokens: Any) -> Iterator[tuple[str, Length]]:
    for name, value in _named(tokens):
        for length in value if isinstance(value, tuple) else (value,):
            if isinstance(length, Length):
                yield name, length
