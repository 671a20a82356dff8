"""The arithmetic of CSS lengths: numbers with units, calc(), min(), max(), clamp() (CSS Values 4, 6 and 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_PIXELS = {"px": 1.0, "pt": 4 / 3, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "pc": 16.0, "q": 96 / 101.6}
_FUNCTIONS = frozenset(("calc", "min", "max", "clamp"))
DEEPEST = 32
"""Brackets inside one another."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What relative units are relative to, in pixels: em, rem, the window's sides; `base` for percentages."""

    em: float
    root: float
    width: float
    height: float
    base: float = 0.0

    def unit(self, unit: str) -> float | None:
        """The pixels of one of it; None for what is no length."""
        if unit in _PIXELS:
            return _PIXELS[unit]
        if unit in ("vmin", "vmax"):
            return (min if unit == "vmin" else max)(self.width, self.height) / 100
        small = unit.lstrip("sdl") if unit[1:] in ("vw", "vh", "vi", "vb") else unit
        return {
            "em": self.em,
            "rem": self.root,
            "ex": self.em / 2,
            "ch": self.em / 2,
            "ic": self.em,
            "lh": self.em * 1.2,
            "vw": self.width / 100,
            "vi": self.width / 100,
            "vh": self.height / 100,
            "vb": self.height / 100,
        }.get(small)


def length(tokens: Sequence[Any], scale: Scale, depth: int = 0) -> float | None:
    """A length in pixels, or a plain number; None for what is neither (auto, normal) or cannot be worked out."""
    told = [token for token in tokens if token.type not in ("whitespace", "comment")]
    return _value(told[0], scale, depth) if len(told) == 1 else None


def _value(token: Any, scale: Scale, depth: int) -> float | None:
    if depth > DEEPEST:
        return None
    if token.type == "number":
        return float(token.value)
    if token.type == "percentage":
        return float(token.value) * scale.base / 100
    if token.type == "dimension":
        unit = scale.unit(token.lower_unit)
        return float(token.value) * unit if unit is not None else None
    if token.type == "() block":
        return _sum(token.content, scale, depth + 1)
    if token.type == "function" and token.lower_name in _FUNCTIONS:
        return _function(token, scale, depth + 1)
    return None


def _function(token: Any, scale: Scale, depth: int) -> float | None:
    groups: list[list[Any]] = [[]]
    for argument in token.arguments:
        if argument.type == "literal" and argument.value == ",":
            groups.append([])
        else:
            groups[-1].append(argument)
    known = [number for number in (_sum(group, scale, depth) for group in groups) if number is not None]
    if len(known) < len(groups) or (token.lower_name == "clamp" and len(known) != 3):
        return None
    if token.lower_name == "clamp":
        return max(known[0], min(known[1], known[2]))
    return {"calc": known[0], "min": min(known), "max": max(known)}[token.lower_name]


def _sum(tokens: Sequence[Any], scale: Scale, depth: int) -> float | None:
    total, sign, factor, operator = 0.0, 1.0, 0.0, ""
    for token in tokens:
        if token.type in ("whitespace", "comment"):
            continue
        if token.type == "literal" and token.value in ("+", "-"):
            total, sign, operator = total + sign * factor, 1.0 if token.value == "+" else -1.0, ""
        elif token.type == "literal" and token.value in ("*", "/"):
            operator = token.value
        else:
            value = _value(token, scale, depth)
            if value is None or (operator == "/" and not value):
                return None
            factor = factor * value if operator == "*" else factor / value if operator == "/" else value
    return total + sign * factor
