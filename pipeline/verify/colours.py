"""Colours as style sheets write them, and whether two can be told apart (CSS Color 4; WCAG 2.2, 1.4.3)."""

import colorsys
import re

import tinycss2.color3

Colour = tuple[float, float, float, float]
"""Red, green, blue and alpha, each from 0 to 1."""

WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
_NUMBER = re.compile(r"(-?[\d.]+(?:e-?\d+)?)(%|deg|turn|rad)?")
_SYSTEM = {
    "canvas": "#ffffff",
    "canvastext": "#000000",
    "linktext": "#0000ee",
    "visitedtext": "#551a8b",
    "field": "#ffffff",
    "fieldtext": "#000000",
    "buttonface": "#efefef",
    "buttontext": "#000000",
    "graytext": "#808080",
    "mark": "#ffff00",
    "marktext": "#000000",
    "highlight": "#0000ff",
    "rebeccapurple": "#663399",
}


def colour(text: str, current: Colour = (0.0, 0.0, 0.0, 1.0)) -> Colour | None:
    """The colour of a CSS value; None for what is none, or one whose space is not known here (lab(), color())."""
    text = text.strip().lower()
    if text == "currentcolor":
        return current
    if text.startswith("#") and len(text) in (5, 9):
        digits = text[1:] if len(text) == 9 else "".join(digit * 2 for digit in text[1:])
        try:
            red, green, blue, alpha = bytes.fromhex(digits)
        except ValueError:
            return None
        return red / 255, green / 255, blue / 255, alpha / 255
    if found := re.fullmatch(r"(rgb|hsl|hwb)a?\(([^()]*)\)", text):
        return _function(found[1], _NUMBER.findall(found[2].replace("none", "0")))
    found4 = tinycss2.color3.parse_color(_SYSTEM.get(text, text))
    return tuple(found4) if found4 and not isinstance(found4, str) else None  # type: ignore[return-value]  # RGBA of four


def _function(name: str, numbers: list[tuple[str, str]]) -> Colour | None:
    if len(numbers) not in (3, 4):
        return None
    try:
        values = [float(number) / (100 if unit == "%" else 1) for number, unit in numbers]
    except ValueError:
        return None
    alpha = min(max(values[3], 0.0), 1.0) if len(values) == 4 else 1.0
    if name == "rgb":
        parts = [value if unit == "%" else value / 255 for value, (_, unit) in zip(values[:3], numbers, strict=False)]
        red, green, blue = (min(max(part, 0.0), 1.0) for part in parts)
        return red, green, blue, alpha
    hue = values[0] % 360 / 360 if numbers[0][1] in ("", "deg") else values[0] % 1
    second, third = (
        min(max(value if unit == "%" else value / 100, 0.0), 1.0)
        for value, (_, unit) in zip(values[1:3], numbers[1:3], strict=True)
    )
    if name == "hsl":
        return *colorsys.hls_to_rgb(hue, third, second), alpha
    white, black = second, third
    room = max(1 - white - black, 0.0)
    red, green, blue = (part * room + white for part in colorsys.hls_to_rgb(hue, 0.5, 1.0))
    return red, green, blue, alpha


def over(top: Colour, below: Colour) -> Colour:
    """What is seen where one lies on the other, which is opaque."""
    alpha = top[3]
    red, green, blue = (a * alpha + b * (1 - alpha) for a, b in zip(top[:3], below[:3], strict=True))
    return red, green, blue, 1.0


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def written(value: Colour) -> str:
    """As #rrggbb, or #rrggbbaa where it is not opaque."""
    digits = "".join(f"{round(part * 255):02x}" for part in value)
    return f"#{digits[:6] if digits.endswith('ff') else digits}"


def _luminance(value: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in value[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
