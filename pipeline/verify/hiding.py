"""What hides a text from the eye, or shows it otherwise than it is written, as far as style sheets tell.

Everything here follows from computed styles alone, and these are shared by elements that are styled alike: each is
looked at once.
"""

import re
from dataclasses import dataclass

from pipeline.verify.cascade import Style
from pipeline.verify.colours import WHITE, Colour, colour, contrast, over

LEAST_CONTRAST = 1.5
"""Between ink and paper; what WCAG asks for is 4.5, what nobody can read begins here."""
LEAST_OPACITY = 0.3
SMALLEST = 5.0
"""Pixels of a size of letters."""
_DARK: Colour = (18 / 255, 18 / 255, 18 / 255, 1.0)
"""A browser's own paper where a page says that it knows dark colours."""
_OUT = ("absolute", "fixed")
_NUMBERS = re.compile(r"-?\d*\.?\d+")


@dataclass(frozen=True, slots=True)
class Sight:
    """What a style does to the box of an element and all in it.

    `how` hides it, `elsewhere` moves it away from where it is read; behind it lies `paper`, a `picture` perhaps;
    `opacity` is what is left of it, a line may be `struck` through it; `covers` says that it lies over something else.
    """

    how: str
    elsewhere: str
    paper: Colour
    opacity: float
    struck: bool
    covers: bool
    picture: bool


class Eye:
    """Looks at styles."""

    def __init__(self, *, knows_dark: bool = False) -> None:
        self.knows_dark = knows_dark
        self._sights: dict[int, Sight] = {}
        self._texts: dict[int, str] = {}

    def sight(self, style: Style) -> Sight:
        """Of a box; what hides its parent hides it."""
        known = self._sights.get(id(style))
        if known is None:
            known = self._sights[id(style)] = self._looked(style)
        return known

    def text(self, style: Style) -> str:
        """What hides the characters of an element; "" when nothing does."""
        known = self._texts.get(id(style))
        if known is None:
            known = self._texts[id(style)] = self.sight(style).how or _letters(style, self.sight(style))
        return known

    def _looked(self, style: Style) -> Sight:
        if style.above:
            above = self.sight(style.above)
        else:
            dark = self.knows_dark and style.window.scheme == "dark" and style.window.medium != "print"
            above = Sight("", "", _DARK if dark else WHITE, 1.0, struck=False, covers=False, picture=False)
        ground = colour(style.get("background-color"), _ink(style)) if "background-color" in style.values else None
        paper = over(ground, above.paper) if ground else above.paper
        opaque = bool(ground and ground[3] > 0.5)
        opacity = above.opacity * _share(style.get("opacity"))
        decoration = f"{style.get('text-decoration')} {style.get('text-decoration-line')}".lower()
        image = style.get("background-image") not in ("", "none")
        return Sight(
            above.how or _box(style) or ("opacity" if opacity < LEAST_OPACITY else ""),
            above.elsewhere or _moved(style),
            paper,
            opacity,
            struck=above.struck or "line-through" in decoration,
            covers=(opaque or image) and _lies_over(style),
            picture=(above.picture and not opaque) or image,
        )


# ---- boxes


def _box(style: Style) -> str:
    """What hides a box with all that is in it."""
    if style.get("display") == "none":
        return "display: none"
    if style.get("content-visibility") == "hidden":
        return "content-visibility"
    if style.get("animation") not in ("", "none") or style.get("animation-name") not in ("", "none"):
        return "an animation"  # it may end anywhere
    return _clipped(style) or _filtered(style) or _transformed(style) or _outside(style)


def _clipped(style: Style) -> str:
    path = style.get("clip-path").lower()
    if path not in ("", "none") and _empty_path(path, style):
        return "clip-path"
    clip = style.get("clip").lower()
    if clip.startswith("rect") and style.get("position") in _OUT and _empty_rectangle(clip):
        return "clip"
    if style.get("mask").lower() not in ("", "none") or style.get("mask-image").lower() not in ("", "none"):
        return "a mask"
    for axis, sizes in (("y", ("height", "max-height")), ("x", ("width", "max-width"))):
        shows = style.get(f"overflow-{axis}") or style.get("overflow")
        cuts = (
            shows in ("hidden", "clip", "scroll", "auto")
            or "paint" in style.get("contain")
            or style.get("contain") == "strict"
        )
        for name in sizes:
            size = style.length(name, style.window.width)
            if size is not None and cuts and size < min(style.size, 10.0) / 2 and "%" not in style.get(name):
                return f"no {'height' if axis == 'y' else 'width'}"
            if axis == "y" and shows in ("hidden", "clip") and size is not None and 0 < size < 3 * style.size:
                return "a height that cuts off what is longer"
            if cuts and style.get(name) in ("0%", "0"):
                return f"no {'height' if axis == 'y' else 'width'}"
    return ""


def _empty_path(path: str, style: Style) -> bool:
    """Whether a clip-path leaves nothing, or nearly: a path that cannot be measured is taken for one that does."""
    numbers = [float(number) for number in _NUMBERS.findall(path)]
    if path.startswith("inset"):
        inside = path[path.index("(") + 1 :].split("round", maxsplit=1)[0].rstrip(") ")
        told = [_part(word) for word in inside.split()] or [0.0]
        four = (told * 4)[:4] if len(told) in (1, 2, 4) else [*told[:3], told[1]]
        return four[0] + four[2] > 0.8 or four[1] + four[3] > 0.8
    if path.startswith(("circle", "ellipse")):
        return not numbers or min(numbers[: 1 if path.startswith("circle") else 2]) < min(style.size, 30)
    if path.startswith("polygon"):
        across, down = numbers[0::2], numbers[1::2]
        return not across or not down or max(across) - min(across) < 20 or max(down) - min(down) < 20
    return not path.endswith("-box")


def _part(word: str) -> float:
    """An inset as a part of the box, which may be as small as a line."""
    found = _NUMBERS.match(word)
    if not found:
        return 1.0
    return float(found[0]) / (100 if word.endswith("%") else 20)


def _empty_rectangle(clip: str) -> bool:
    numbers = [float(number) for number in _NUMBERS.findall(clip)]
    return len(numbers) == 4 and (abs(numbers[2] - numbers[0]) < 6 or abs(numbers[1] - numbers[3]) < 6)


def _filtered(style: Style) -> str:
    text = f"{style.get('filter')} {style.get('-webkit-filter')}".lower()
    for name, argument in re.findall(r"([a-z-]+)\(([^()]*)\)", text):
        if name == "opacity" and _share(argument) < LEAST_OPACITY:
            return "filter: opacity"
        if name == "blur" and (found := _NUMBERS.match(argument)) and float(found[0]) > 1:
            return "filter: blur"
        if name in ("brightness", "contrast") and not 0.5 <= _share(argument) <= 2:
            return f"filter: {name}"
    if style.get("mix-blend-mode").lower() not in ("", "normal", "multiply", "darken"):
        return "mix-blend-mode"
    return ""


def _transformed(style: Style) -> str:
    if style.get("zoom") and _share(style.get("zoom")) < LEAST_OPACITY:
        return "zoom"
    for name in ("transform", "-webkit-transform", "scale", "rotate", "translate"):
        text = style.get(name).lower()
        if text in ("", "none"):
            continue
        if name in ("scale", "rotate", "translate"):
            text = f"{name}({','.join(text.split())})"
        for function, arguments in re.findall(r"([a-z0-9]+)\(([^()]*(?:\([^()]*\)[^()]*)*)\)", text):
            if _changes(function, arguments, style):
                return f"transform: {function}"
    return ""


def _changes(function: str, arguments: str, style: Style) -> bool:
    """Whether a transform takes a text away, makes it too small to read, or turns it over."""
    numbers = [float(number) for number in _NUMBERS.findall(arguments)]
    if function.startswith("scale"):
        return any(number < LEAST_OPACITY for number in numbers)
    if function.startswith("rotate"):
        turn = numbers[-1] if numbers else 0.0
        full = 1 if "turn" in arguments else 6.2832 if "rad" in arguments else 360
        return 0.05 < abs(turn) / full % 1 < 0.95
    if function.startswith("translate"):
        limit = 50.0 if "%" in arguments else 1.5 * style.size
        units = 1.0 if "%" in arguments or "px" in arguments else 16.0
        return any(abs(number) * units > limit for number in numbers)
    return bool(numbers)  # matrix, skew, perspective


def _outside(style: Style) -> str:
    """Whether a box stands outside the window, as far as its own offsets tell."""
    width, height = style.window.width, style.window.height
    if style.get("position") in (*_OUT, "relative", "sticky"):
        for side, room in (("left", width), ("right", width), ("top", height), ("bottom", height)):
            offset = style.length(side, room)
            if offset is not None and (offset < -0.4 * room or (offset > 0.95 * width and side in ("left", "right"))):
                return "a place outside the page"
    for side, room in (("left", width), ("right", width), ("top", height)):
        margin = style.length(f"margin-{side}", width)
        if margin is not None and (margin < -0.4 * room or margin > 0.95 * width):
            return "a place outside the page"
    return ""


def _moved(style: Style) -> str:
    """What shows a box at another place than where it is read (WCAG 2.2, 1.3.2)."""
    return _shifted(style) or _reordered(style)


def _shifted(style: Style) -> str:
    position = style.get("position")
    if position in _OUT:
        return f"position: {position}"
    if position == "relative":
        for side in ("top", "bottom", "left", "right"):
            offset = style.length(side, 100)
            if offset and abs(offset) > 0.6 * style.size:
                return "position: relative"
    for name in ("margin-top", "margin-bottom"):
        margin = style.length(name, 100)
        if margin is not None and margin < -0.6 * style.size:
            return "a negative margin"
    return ""


def _reordered(style: Style) -> str:
    if style.get("order") not in ("", "0"):
        return "order"
    for name in ("flex-direction", "flex-wrap"):
        if "reverse" in style.get(name) and "flex" in style.get("display"):
            return f"{name}: {style.get(name)}"
    above = style.above
    if above and "grid" in above.get("display") and _placed(style):
        return "a place in a grid"
    if style.get("float") in ("left", "right", "inline-start", "inline-end") and style.get("display") != "none":
        return "float"
    if style.get("writing-mode").startswith(("vertical", "sideways", "tb")):
        return "writing-mode"
    return ""


def _placed(style: Style) -> bool:
    """Whether a box in a grid asks for a row of its own; a column alone keeps the order."""
    return any(style.get(name) not in ("", "auto") for name in ("grid-row", "grid-row-start", "grid-row-end"))


def _lies_over(style: Style) -> bool:
    """Whether an opaque box lies over what stands beside it in the file."""
    layer = style.get("z-index")
    if layer.startswith("-"):
        return False
    if style.get("position") in _OUT:
        return True
    above = [
        style.length(name, 100) or 0.0 for name in ("margin-top", "top" if style.get("position") == "relative" else "")
    ]
    return min(above) < -0.6 * style.size


# ---- letters


def _letters(style: Style, sight: Sight) -> str:
    """What hides characters, or shows others."""
    if style.get("visibility") in ("hidden", "collapse"):
        return "visibility"
    if style.size < SMALLEST:
        return "a size that nobody can read"
    if how := _ink_on(style, sight):
        return how
    if sight.struck:
        return "a line through it"
    if _share(style.get("font-size-adjust") or "1") < 0.1:
        return "a size that nobody can read"
    if style.get("-webkit-text-security") not in ("", "none"):
        return "-webkit-text-security"
    if "override" in style.get("unicode-bidi"):
        return "unicode-bidi shows its letters in another order"
    return _spaced(style)


def _spaced(style: Style) -> str:
    indent = style.length("text-indent", style.window.width)
    if indent is not None and abs(indent) > 0.5 * max(style.window.width, 600):
        return "text-indent"
    tracking, words = style.length("letter-spacing", style.size), style.length("word-spacing", style.size)
    if (tracking is not None and tracking < -0.25 * style.size) or (words is not None and words < -0.25 * style.size):
        return "letters on top of one another"
    if style.get("display") not in ("inline", "inline-block", "contents"):
        lead = style.length("line-height", style.size)
        number = re.fullmatch(r"\d*\.?\d+", style.get("line-height"))
        if lead is not None and (lead * style.size if number else lead) < 0.6 * style.size:
            return "lines on top of one another"
    return ""


def _ink_on(style: Style, sight: Sight) -> str:
    ink = _ink(style)
    fill = style.get("-webkit-text-fill-color")
    if fill:
        ink = colour(fill, ink) or ink
    if ink[3] < LEAST_OPACITY:
        return "a transparent colour"
    if sight.picture:
        return ""
    seen = over((*ink[:3], ink[3] * sight.opacity), sight.paper)
    return "the colour of its background" if contrast(seen, sight.paper) < LEAST_CONTRAST else ""


def _ink(style: Style) -> Colour:
    above = _ink(style.above) if style.above and style.get("color").lower() == "currentcolor" else (0.0, 0.0, 0.0, 1.0)
    return colour(style.get("color"), above) or (0.0, 0.0, 0.0, 1.0)


def _share(text: str) -> float:
    """A number or a percentage as a part of one; 1 where it is neither."""
    found = re.fullmatch(r"\s*(-?\d*\.?\d+)(%?)\s*", text)
    return float(found[1]) / (100 if found[2] else 1) if found else 1.0


def transformed(style: Style, text: str) -> str:
    """What text-transform makes of a text, where that is not the text itself."""
    how = style.get("text-transform").lower()
    if "uppercase" in how:
        shown = text.upper()
    elif "lowercase" in how:
        shown = text.lower()
    elif "capitalize" in how:
        shown = re.sub(r"(?<!\w)\w", lambda match: match[0].upper(), text)
    else:
        return ""
    return shown if shown != text else ""
