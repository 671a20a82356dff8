"""Colours of letters and of what is behind them, a theme's worked out (ECMA-376 part 1, 17.3.2.6, 17.18.97)."""

from collections.abc import Mapping

from lxml import etree

from pipeline.wordprocessing.package import local, number
from pipeline.wordprocessing.properties import Properties

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "darkBlue": "00008B", "darkCyan": "008B8B",
    "darkGray": "A9A9A9", "darkGreen": "006400", "darkMagenta": "800080", "darkRed": "8B0000",
    "darkYellow": "808000", "green": "00FF00", "lightGray": "D3D3D3", "magenta": "FF00FF", "red": "FF0000",
    "white": "FFFFFF", "yellow": "FFFF00",
}  # fmt: skip
"""ST_HighlightColor (17.18.40)."""

_OFFICE = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4", "accent2": "ED7D31",
    "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1",
    "folHlink": "954F72",
}  # fmt: skip
"""The theme that Word takes where a file has none."""

_NAMES = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "text1": "dk1", "background1": "lt1",
    "text2": "dk2", "background2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink", "tx1": "dk1",
    "bg1": "lt1", "tx2": "dk2", "bg2": "lt2",
}  # fmt: skip
_FAINT = 1.25
"""Contrast (WCAG 2.2, 1.4.3) below which nobody sees letters on their ground: black on white has 21."""


class Colours:
    """The colours of one package."""

    def __init__(self, theme: etree._Element | None, mapping: Mapping[str, str], page: str) -> None:
        """`mapping` is settings.xml's w:clrSchemeMapping, `page` the colour of the page where one is drawn."""
        self.theme = dict(_OFFICE)
        for scheme in theme.iter("{*}clrScheme") if theme is not None else ():
            for entry in scheme:
                for colour in entry:
                    self.theme[local(entry)] = colour.get("lastClr") or colour.get("val") or "000000"
        said = {"background1": "bg1", "text1": "t1", "background2": "bg2", "text2": "t2"}
        self.names = {name: _NAMES.get(mapping.get(key, ""), _NAMES[name]) for name, key in said.items()}
        self.page = _hex(page) or WHITE

    def named(self, said: Mapping[str, str], value: str = "val") -> Colour | None:
        """The colour of an element's attributes; a theme's goes before one that is written out. None: automatic."""
        name = said.get("themeColor", "none")
        colour = _hex(self.theme.get(self.names.get(name, _NAMES.get(name, name)), ""))
        if colour is not None:
            return _toned(colour, said.get("themeTint"), said.get("themeShade"))
        return _hex(said.get(value, ""))

    def ink(self, run: Properties) -> tuple[Colour | None, float]:
        """The colour of letters (None: Word chooses black or white, against the ground) and how much shows (0 to 1)."""
        fill = run.get("textFill", {})
        if "noFill" in fill:
            return WHITE, 0.0
        shown = 1 - min(max(number(fill.get("alpha"), 0), 0), 100_000) / 100_000
        if "srgbClr" in fill:
            return _hex(fill["srgbClr"]), shown
        if "schemeClr" in fill:
            return _hex(self.theme.get(_NAMES.get(fill["schemeClr"], fill["schemeClr"]), "")), shown
        return self.named(run.get("color", {})), shown

    def ground(self, run: Properties, paragraph: Properties, cell: str) -> Colour:
        """What letters stand on: the highlight, the shading of the run, of the paragraph, of the cell, the page."""
        light = run.get("highlight", {}).get("val", "none")
        if light in _HIGHLIGHTS:
            return _hex(_HIGHLIGHTS[light]) or WHITE
        for properties in (run, paragraph):
            shade = properties.get("shd", {})
            found = self._shaded(shade)
            if found is not None:
                return found
        return _hex(cell) or self.page

    def _shaded(self, shade: Mapping[str, str]) -> Colour | None:
        if shade.get("val") == "solid":  # then the pattern's colour covers the fill (17.18.78)
            return self.named(shade, "color") or BLACK
        if "themeFill" in shade:
            keys = {
                "themeFill": "themeColor",
                "themeFillTint": "themeTint",
                "themeFillShade": "themeShade",
                "fill": "val",
            }
            return self.named({mine: shade[key] for key, mine in keys.items() if key in shade})
        return _hex(shade.get("fill", ""))


def unseen(ink: Colour, ground: Colour) -> bool:
    """Whether letters of one colour on the other cannot be seen."""
    lighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05) < _FAINT


def _luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _toned(colour: Colour, tint: str | None, shade: str | None) -> Colour:
    """A theme's colour made lighter or darker (17.3.2.6: in parts of 255, as hexadecimal)."""
    for said, end in ((tint, 255), (shade, 0)):
        try:
            part = int(said or "FF", 16) / 255
        except ValueError:
            continue
        red, green, blue = (round(one * part + end * (1 - part)) for one in colour)
        colour = red, green, blue
    return colour


def _hex(text: str) -> Colour | None:
    if len(text) != 6:
        return None
    try:
        value = int(text, 16)
    except ValueError:
        return None
    return value >> 16, value >> 8 & 255, value & 255
