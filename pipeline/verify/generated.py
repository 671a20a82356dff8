"""Words that style sheets write: `content`, markers of lists (CSS Generated Content 3, CSS Lists 3)."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import tinycss2

from pipeline.verify.cascade import Cascade, Style
from pipeline.verify.declarations import tokens
from pipeline.verify.elements import Element
from pipeline.verify.hiding import Eye
from pipeline.verify.media import PRINT, Window

_BULLETS = frozenset(("disc", "circle", "square", "none", "disclosure-open", "disclosure-closed", ""))
_QUOTES = {"open-quote": "“", "close-quote": "”"}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"))
_SMALL_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def generated(element: Element, cascade: Cascade, eye: Eye, windows: Sequence[Window]) -> Iterator[tuple[str, str]]:
    """("generated before", words) and the like; ("cover", window) for an opaque box that lies over others."""
    known: set[str] = set()
    for pseudo in cascade.generates(element):
        if pseudo not in ("before", "after", "marker"):
            continue
        for window in windows:
            style = cascade.style(element, pseudo, window)
            content = style.get("content")
            if content in ("", "none", "normal") or style.get("display") == "none":
                continue
            if eye.sight(style).covers:
                yield "cover", str(window)
            text = words(content, element, style)
            if text not in known and text.strip():
                known.add(text)
                yield f"generated {pseudo}" + (" in print" if window.medium == "print" else ""), text
    if element.tag == "q":
        yield "generated before", "“"


def words(content: str, element: Element, style: Style) -> str:
    """What a value of `content` shows: strings and attributes as they are, counters by name, pictures by address."""
    made: list[str] = []
    for token in tokens(content):
        if token.type == "string":
            made.append(token.value)
        elif token.type == "literal" and token.value == "/":
            break  # behind it stands what is read out instead
        elif token.type == "function":
            made.append(_function(token, element))
        elif token.type == "url":
            made.append(f"[{token.value}]")
        elif token.type == "ident":
            made.append(_quotes(token.lower_value, style))
    return "".join(made)


def _function(token: Any, element: Element) -> str:
    inside = [argument for argument in token.arguments if argument.type != "whitespace"]
    first = getattr(inside[0], "value", "") if inside else ""
    if token.lower_name == "attr":
        return element.get(str(first))
    if token.lower_name in ("counter", "counters"):
        return f"{{{first}}}"
    return f"[{token.serialize()[:80]}]"


def _quotes(word: str, style: Style) -> str:
    if word not in _QUOTES:
        return ""
    told = [part.value for part in tokens(style.get("quotes")) if part.type == "string"]
    return told[word == "close-quote"] if len(told) > 1 else _QUOTES[word]


def marker(element: Element, cascade: Cascade) -> str:
    """The label that a browser counts for a list item, or for the first block in one; "" for a bullet or none."""
    item = element
    while "list-item" not in cascade.style(item).get("display"):
        if item.parent is None or item.index or item.tag == "body":
            return ""
        item = item.parent
    kind = cascade.style(item).get("list-style-type")
    if kind[:1] in ("'", '"'):
        return "".join(token.value for token in tokens(kind) if token.type == "string").strip()
    if kind.lower() in _BULLETS:
        return ""
    return f"{_spelled(_count(item), kind.lower())}." if item.tag == "li" else f"{{{kind.lower()}}}"


def _count(item: Element) -> int:
    """The number of an item among its list's (HTML, 4.4.8): counted once for a list."""
    holder = item.parent
    if holder is None:
        return 1
    counts = holder.__dict__.get("counts")
    if counts is None:
        step = -1 if holder.has("reversed") else 1
        items = [child for child in holder.children if child.tag == "li"]
        number = _integer(holder.get("start"), len(items) if step < 0 else 1) - step
        counts = holder.__dict__["counts"] = {}
        for child in items:
            number = _integer(child.get("value"), number + step)
            counts[id(child)] = number
    return int(counts.get(id(item), 1))


def _integer(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"\s*[-+]?\d{1,9}\s*", text) else otherwise


def _spelled(number: int, kind: str) -> str:
    if kind in ("lower-alpha", "upper-alpha", "lower-latin", "upper-latin") and number > 0:
        made = ""
        while number:
            number, letter = divmod(number - 1, 26)
            made = chr(97 + letter) + made
        return made.upper() if kind.startswith("upper") else made
    if kind in ("lower-roman", "upper-roman") and 0 < number < 4000:
        made = ""
        for value, sign in (*_ROMAN, *_SMALL_ROMAN):
            made += sign * (number // value)
            number %= value
        return made.upper() if kind.startswith("upper") else made
    if kind == "decimal-leading-zero":
        return f"{number:02d}"
    return str(number) if kind == "decimal" else f"{number} ({kind})"


def printed(cascade: Cascade) -> Iterator[tuple[str, str]]:
    """("printed top-left", words) for what a page rule writes into the margins of the paper (CSS Paged Media 3, 5)."""
    for media, rule in cascade.pages:
        if not cascade.holds(media, PRINT):
            continue
        for part in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
            if part.type != "at-rule" or part.content is None:
                continue
            for declaration in tinycss2.parse_blocks_contents(part.content, skip_comments=True, skip_whitespace=True):
                if declaration.type == "declaration" and declaration.lower_name == "content":
                    text = "".join(_box(declaration.value))
                    if text.strip():
                        yield f"printed {part.lower_at_keyword}", text


def _box(tokens: Sequence[Any]) -> Iterator[str]:
    for token in tokens:
        if token.type == "string":
            yield token.value
        elif token.type == "function":
            first = next((getattr(argument, "value", "") for argument in token.arguments), "")
            counted = token.lower_name in ("counter", "counters")
            yield f"{{{first}}}" if counted else f"[{token.serialize()[:80]}]"
