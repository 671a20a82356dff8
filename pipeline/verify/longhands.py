"""A declaration as the properties that it sets: shorthands apart, logical sides physical (CSS Cascade 4, 3)."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import tinycss2

SIDES = ("top", "right", "bottom", "left")
_BOX = frozenset(("margin", "padding", "inset"))
_LOGICAL = re.compile(r"(margin|padding|inset)-(block|inline)(?:-(start|end))?")
_SIZES = {"block-size": "height", "inline-size": "width"}
_FONT = ("font-style", "font-variant-caps", "font-weight", "font-size", "line-height", "font-family")
_WIDE = frozenset(("inherit", "initial", "unset", "revert", "revert-layer"))
_STYLES = frozenset(
    [
        "disc",
        "circle",
        "square",
        "decimal",
        "decimal-leading-zero",
        "lower-roman",
        "upper-roman",
        "lower-alpha",
        "upper-alpha",
        "lower-latin",
        "upper-latin",
        "lower-greek",
        "none",
    ]
)


def longhands(name: str, tokens: Sequence[Any], direction: str) -> Iterator[tuple[str, str]]:
    """Names and values; what is no shorthand here goes through as it is."""
    parts = [token.serialize() for token in tokens if token.type not in ("whitespace", "comment")]
    text = tinycss2.serialize(tokens).strip()
    if name in _BOX and parts:
        yield from zip((f"{name}-{side}" if name != "inset" else side for side in SIDES), _four(parts), strict=True)
    elif found := _LOGICAL.fullmatch(name):
        yield from _logical(found, parts, direction)
    elif name == "font":
        yield from _font(text)
    elif name == "background":
        yield from _background(parts)
    elif name == "list-style":
        yield from _list_style(parts)
    elif name == "overflow":
        first, *rest = parts or ["visible"]
        yield from (("overflow", text), ("overflow-x", first), ("overflow-y", rest[0] if rest else first))
    elif name == "all" and parts[:1] and parts[0] in _WIDE:
        yield "all", parts[0]
    elif name in ("flex-flow", "grid-area"):
        yield from _order(name, parts)
    elif name == "-webkit-clip-path":
        yield "clip-path", text
    else:
        yield _SIZES.get(name, name), text


def _four(parts: list[str]) -> list[str]:
    if parts[0] in _WIDE:
        return [parts[0]] * 4
    top, right, bottom, left = (parts * 4)[:4] if len(parts) in (1, 2, 4) else [*parts[:3], parts[1]]
    return [top, right, bottom, left]


def _logical(found: re.Match[str], parts: list[str], direction: str) -> Iterator[tuple[str, str]]:
    start, end = ("left", "right") if direction != "rtl" else ("right", "left")
    sides = {"block-start": "top", "block-end": "bottom", "inline-start": start, "inline-end": end}
    before = "" if found[1] == "inset" else f"{found[1]}-"
    if found[3]:
        yield before + sides[f"{found[2]}-{found[3]}"], " ".join(parts)
    elif parts:
        yield before + sides[f"{found[2]}-start"], parts[0]
        yield before + sides[f"{found[2]}-end"], parts[-1]


def _font(text: str) -> Iterator[tuple[str, str]]:
    """`font`: style, caps and weight in any order, size with line height, families (CSS Fonts 4, 2.7)."""
    if text in _WIDE:
        yield from ((name, text) for name in _FONT)
        return
    values = {"font-style": "normal", "font-variant-caps": "normal", "font-weight": "400", "line-height": "normal"}
    words: list[Any] = list(tinycss2.parse_component_value_list(text, skip_comments=True))
    while words:
        token = words[0]
        word = token.serialize().lower()
        if token.type == "whitespace" or word == "normal" or word.endswith(("condensed", "expanded")):
            words.pop(0)
        elif word in ("italic", "oblique"):
            values["font-style"] = word
            words.pop(0)
        elif word == "small-caps":
            values["font-variant-caps"] = word
            words.pop(0)
        elif word in ("bold", "bolder", "lighter") or token.type == "number":
            values["font-weight"] = word
            words.pop(0)
        else:
            break
    if not words:
        return
    values["font-size"] = words.pop(0).serialize()
    while words and words[0].type == "whitespace":
        words.pop(0)
    if words and words[0].type == "literal" and words[0].value == "/":
        words.pop(0)
        while words and words[0].type == "whitespace":
            words.pop(0)
        if words:
            values["line-height"] = words.pop(0).serialize()
    values["font-family"] = tinycss2.serialize(words).strip()
    yield from values.items()


def _background(parts: list[str]) -> Iterator[tuple[str, str]]:
    plain = re.compile(r"#[0-9a-f]+|(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(.*\)|[a-z]+", re.IGNORECASE)
    words = ("none", "scroll", "fixed", "repeat", "center", "left", "right", "top", "bottom", "cover", "contain")
    found = [part for part in parts if plain.fullmatch(part) and part.lower() not in words]
    yield "background-color", found[-1] if found else "transparent"
    picture = [part for part in parts if "url(" in part.lower() or "gradient(" in part.lower()]
    yield "background-image", " ".join(picture) or "none"


def _list_style(parts: list[str]) -> Iterator[tuple[str, str]]:
    image = next((part for part in parts if part.lower().startswith("url(")), "none")
    kinds = [part for part in parts if part.lower() not in ("inside", "outside") and part != image]
    yield "list-style-type", kinds[0] if kinds else "disc"
    yield "list-style-image", image


def _order(name: str, parts: list[str]) -> Iterator[tuple[str, str]]:
    if name == "flex-flow":
        for part in parts:
            yield "flex-wrap" if "wrap" in part else "flex-direction", part
        return
    lines = " ".join(parts).split("/")
    for side, value in zip(("grid-row", "grid-column"), lines[:2], strict=False):
        yield side, value.strip()
