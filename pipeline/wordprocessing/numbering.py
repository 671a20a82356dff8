"""The labels of a Word file, computed as Word computes them (ECMA-376 part 1, 17.9; differences of Word: MS-OI29500)."""

import re
from dataclasses import dataclass, field

from lxml import etree

from pipeline.wordprocessing.package import on, val, w
from pipeline.wordprocessing.styles import Styles

LEVELS = 9
_ROMAN = (("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_HEBREW = ("אבגדהוזחט", "יכלמנסעפצ", "קרשת")
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_HAN = "〇一二三四五六七八九"


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    """One w:num: its abstract definition's identity, its levels with overrides, and the starts that it forces."""

    abstract: str
    levels: dict[int, _Level]
    forced: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a package. `label` is asked for each paragraph in the order of the document."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.abstracts: dict[str, etree._Element] = {}
        self.lists: dict[str, _List] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[str] = set()
        if root is not None:
            self.abstracts = {found.get(w("abstractNumId"), ""): found for found in root.findall(w("abstractNum"))}
            for found in root.findall(w("num")):
                self.lists[found.get(w("numId"), "")] = self._list(found, root)

    def _list(self, number: etree._Element, root: etree._Element) -> _List:
        abstract = self._abstract(val(number.find(w("abstractNumId"))), root)
        levels = {int(level.get(w("ilvl"), "0")): _level(level) for level in self.abstracts.get(abstract, ())if level.tag == w("lvl")}
        made = _List(abstract, levels)
        for override in number.findall(w("lvlOverride")):
            at = int(override.get(w("ilvl"), "0"))
            if (level := override.find(w("lvl"))) is not None:
                levels[at] = _level(level)
                made.forced.setdefault(at, levels[at].start)
            if (start := override.find(w("startOverride"))) is not None:
                made.forced[at] = int(val(start, "1"))
        return made

    def _abstract(self, identifier: str, root: etree._Element) -> str:
        """An abstract definition, or the one that it borrows from a numbering style (17.9.21, 17.9.27)."""
        for _ in range(5):
            definition = self.abstracts.get(identifier)
            link = val(definition.find(w("numStyleLink"))) if definition is not None else ""
            if not link:
                break
            identifier = next((key for key, other in self.abstracts.items() if val(other.find(w("styleLink"))) == link), "")
        return identifier

    def label(self, paragraph: etree._Element) -> str:
        """The label that Word sets before a paragraph, "" where it sets none. Counts on."""
        place = self._place(paragraph)
        if place is None:
            return ""
        identifier, at = place
        used = self.lists[identifier]
        counts = self.counts.setdefault(used.abstract, {})
        if identifier not in self.begun:
            self.begun.add(identifier)
            for level, start in used.forced.items():
                counts[level] = start - 1
        level = used.levels.get(at, _Level(text=f"%{at + 1}."))
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in list(counts):
            if deeper > at:
                restart = used.levels[deeper].restart if deeper in used.levels else None
                if restart is None or (restart != 0 and at < restart):
                    del counts[deeper]
        return self._written(level, used, counts)

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list and the level (from 0) that a paragraph belongs to."""
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        found = self.styles.paragraph_property(paragraph, "numPr")
        if found is None:
            return None
        number, at = val(found.find(w("numId"))), val(found.find(w("ilvl")))
        if own is not None and not number:  # a level alone: the list is the style's
            for style in self.styles.chain(self.styles.of_paragraph(paragraph)):
                number = val(style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}"))
                if number:
                    break
        if number in ("", "0") or number not in self.lists:
            return None
        if own is None or own.find(w("ilvl")) is None:  # in a style the level is the one bound to the style (17.9.23)
            chain = [style.get(w("styleId"), "") for style in self.styles.chain(self.styles.of_paragraph(paragraph))]
            bound = next((level for name in chain for level, made in self.lists[number].levels.items() if made.style == name), None)
            if bound is not None:
                return number, bound
        return number, min(int(at or 0), LEVELS - 1)

    def _written(self, level: _Level, used: _List, counts: dict[int, int]) -> str:
        if level.format == "bullet":
            return level.text
        if level.format == "none" and "%" not in level.text:
            return level.text

        def figure(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = used.levels.get(at, _Level())
            value = counts.get(at, other.start)
            # isLgl turns romans and letters to figures; Word leaves the leading zero of decimalZero, as docx4j's file shows
            return numeral(value, "decimal" if level.legal and other.format != "decimalZero" else other.format)

        return re.sub(r"%([1-9])", figure, level.text)


def _level(element: etree._Element) -> _Level:
    restart = element.find(w("lvlRestart"))
    return _Level(
        int(val(element.find(w("start")), "0") or 0),
        val(element.find(w("numFmt")), "decimal"),
        val(element.find(w("lvlText"))),
        bool(on(element.find(w("isLgl")))),
        int(val(restart, "0")) if restart is not None else None,
        val(element.find(w("pStyle"))),
        val(element.find(w("suff")), "tab"),
    )


def numeral(value: int, format: str) -> str:
    """A number in one of Word's formats (17.18.59); in decimal figures where we do not know the format."""
    if format in ("upperRoman", "lowerRoman"):
        text, rest = "", max(value, 0)
        for letters, worth in _ROMAN:
            count, rest = divmod(rest, worth)
            text += letters * count
        return text if format == "upperRoman" else text.lower()
    if format in ("upperLetter", "lowerLetter") and value > 0:
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if format == "upperLetter" else letter.lower()
    if format in ("russianLower", "russianUpper") and value > 0:
        letter = _RUSSIAN[(value - 1) % len(_RUSSIAN)] * ((value - 1) // len(_RUSSIAN) + 1)
        return letter if format == "russianLower" else letter.upper()
    if format == "arabicAlpha" and value > 0:
        return _ARABIC[(value - 1) % len(_ARABIC)] * ((value - 1) // len(_ARABIC) + 1)
    if format == "hebrew1" and 0 < value < 500:
        return _hebrew(value)
    if format in ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "japaneseCounting", "ideographDigital") and 0 < value < 100:
        return _han(value)
    if format == "decimalZero":
        return f"{value:02d}"
    if format == "ordinal":
        return f"{value}{'th' if value % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"
    if format == "none":
        return ""
    return str(value)


def _hebrew(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    if rest in (15, 16):  # never the letters of the Name
        return (_HEBREW[2][hundreds - 1] if hundreds else "") + ("טו" if rest == 15 else "טז")
    tens, units = divmod(rest, 10)
    return (_HEBREW[2][hundreds - 1] if hundreds else "") + (_HEBREW[1][tens - 1] if tens else "") + (_HEBREW[0][units - 1] if units else "")


def _han(value: int) -> str:
    tens, units = divmod(value, 10)
    return (_HAN[tens] if tens > 1 else "") + ("十" if tens else "") + (_HAN[units] if units else "")
