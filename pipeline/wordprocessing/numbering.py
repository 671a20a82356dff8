"""The labels of a Word file, computed as Word computes them (ECMA-376 part 1, 17.9; differences of Word: MS-OI29500).

Counters belong to an abstract definition (17.9.1): all lists made from it count on together, until one of them that
forces a start (17.9.26) is met for the first time. A level that was skipped counts as begun, with its start.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from pipeline.wordprocessing.numerals import numeral
from pipeline.wordprocessing.package import children, number, on, val, w
from pipeline.wordprocessing.properties import Properties, read
from pipeline.wordprocessing.styles import Styles

LEVELS = 9
LONGEST = 31
"""Characters of a label after which Word shows none (MS-OI29500 2.1.283)."""


@dataclass(slots=True)
class Level:
    """One w:lvl. `restart` is w:lvlRestart; `style` the identifier of the paragraph style bound to it."""

    start: int = 0
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""
    suffix: str = "tab"
    picture: bool = False
    paragraph: Properties = field(default_factory=dict)
    run: Properties = field(default_factory=dict)


@dataclass(slots=True)
class List:
    """One w:num: the abstract definition that it counts with, its levels, and the starts that it still has to force."""

    abstract: str
    levels: dict[int, Level]
    forced: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph. `text` is "" where nothing is written; `bullet` says that nothing is counted."""

    text: str
    at: int
    level: Level
    bullet: bool


class Numbering:
    """The lists of a package."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.abstracts: dict[str, etree._Element] = {}
        self.lists: dict[str, List] = {}
        self._of_abstract: dict[str, dict[int, Level]] = {}
        if root is None:
            return
        for found in root.findall(w("abstractNum")):
            self.abstracts.setdefault(found.get(w("abstractNumId"), ""), found)
        instances = {found.get(w("numId"), ""): found for found in root.findall(w("num"))}
        links = {val(other.find(w("styleLink"))): key for key, other in self.abstracts.items()}
        for identifier, found in instances.items():
            self.lists[identifier] = self._list(found, instances, links)

    def _list(self, found: etree._Element, instances: dict[str, etree._Element], links: dict[str, str]) -> List:
        abstract = self._abstract(val(found.find(w("abstractNumId"))), instances, links)
        if abstract not in self._of_abstract:
            definition = self.abstracts.get(abstract)
            levels = definition.findall(w("lvl")) if definition is not None else []
            self._of_abstract[abstract] = {number(level.get(w("ilvl")), 0): _level(level) for level in levels}
        made = List(abstract, self._of_abstract[abstract])
        for override in found.findall(w("lvlOverride")):
            at = number(override.get(w("ilvl")), 0)
            made.levels = dict(made.levels)
            if (level := override.find(w("lvl"))) is not None:
                made.levels[at] = _level(level)
            if (start := override.find(w("startOverride"))) is not None:
                made.forced[at] = number(val(start), 0)
                if at in made.levels:
                    made.levels[at] = _started(made.levels[at], made.forced[at])
        return made

    def _abstract(self, identifier: str, instances: dict[str, etree._Element], links: dict[str, str]) -> str:
        """An abstract definition, or the one that it borrows through a numbering style (17.9.21, 17.9.27)."""
        for _ in range(LEVELS):
            definition = self.abstracts.get(identifier)
            link = val(definition.find(w("numStyleLink"))) if definition is not None else ""
            if not link:
                break
            through = instances.get(self.styles.own(link, "pPr").get("numPr", {}).get("numId", ""))
            named = val(through.find(w("abstractNumId"))) if through is not None else ""
            identifier = links.get(link, "") if named in ("", identifier) else named
        return identifier

    def start(self, abstract: str, at: int) -> int:
        """Where a level of an abstract definition starts, whatever its lists make of that."""
        level = self._of_abstract[abstract].get(at)
        return level.start if level else 0

    def place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list and the level (from 0) of a paragraph; None where it is in no list.

        List and level are two properties, each inherited by itself. In a style the level is that which names the style
        (17.9.23); w:ilvl there is ignored (17.3.1.19 says so of styles, and Word does it).
        """
        own = self.styles.direct(paragraph).get("numPr", {})
        style = self.styles.of_paragraph(paragraph)
        identifier = own.get("numId") or self.styles.chained(style, "pPr").get("numPr", {}).get("numId", "")
        if identifier in ("", "0") or identifier not in self.lists:
            return None
        if "ilvl" in own:
            return identifier, min(number(own["ilvl"], 0), LEVELS - 1)
        bound = {level.style: at for at, level in self.lists[identifier].levels.items() if level.style}
        chain = (self.styles.known[name].identifier for name in self.styles.chain(style))
        return identifier, next((bound[name] for name in chain if name in bound), 0)


class Counter:
    """Counts one story's lists. `label` is asked for each paragraph in the order of the text."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.counts: dict[str, dict[int, int]] = {}
        self.forced = {name: dict(used.forced) for name, used in numbering.lists.items() if used.forced}

    def label(self, paragraph: etree._Element) -> Label | None:
        """The label that Word sets before a paragraph, None where it sets none. Counts on."""
        place = self.numbering.place(paragraph)
        if place is None:
            return None
        identifier, at = place
        used = self.numbering.lists[identifier]
        counts = self.counts.setdefault(used.abstract, {})
        level = used.levels.get(at)
        if level is None:  # Word shows no number for a level that is not there
            return None
        if at in self.forced.get(identifier, ()):  # at the list's first paragraph of that level
            del self.forced[identifier][at]
            counts.pop(at, None)
        for upper in range(at):
            if upper not in counts:
                # by the definition's own start: what this list forces waits for its first paragraph there
                counts[upper] = self.numbering.start(used.abstract, upper)
        counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in [deeper for deeper in counts if deeper > at]:
            if _restarts(used.levels.get(deeper), deeper, at):
                del counts[deeper]
        return Label(_written(level, at, used, counts), at, level, level.picture or level.format == "bullet")


def _restarts(level: Level | None, deeper: int, at: int) -> bool:
    """Whether a paragraph of level `at` makes a deeper one begin again (17.9.10): any higher one, if none is named."""
    if level is None or level.restart is None or level.restart > deeper:
        return True
    return level.restart != 0 and at < level.restart


def _written(level: Level, at: int, used: List, counts: dict[int, int]) -> str:
    if level.format == "bullet":
        return level.text
    named = [int(found) - 1 for found in re.findall(r"%([1-9])", level.text)]
    if any(other > at for other in named):  # Word drops the whole text (MS-OI29500 2.1.283)
        return ""

    def figure(found: re.Match[str]) -> str:
        other = int(found[1]) - 1
        form = used.levels[other].format if other in used.levels else "decimal"
        # isLgl turns letters and romans to figures (17.9.4); decimalZero keeps its zero, as in docx4j's file.
        return numeral(counts.get(other, 0), "decimal" if level.legal and form not in ("decimalZero", "none") else form)

    text = re.sub(r"%([1-9])", figure, level.text)
    return text if len(text) <= LONGEST else ""


def _started(level: Level, start: int) -> Level:
    return Level(
        start,
        level.format,
        level.text,
        level.legal,
        level.restart,
        level.style,
        level.suffix,
        level.picture,
        level.paragraph,
        level.run,
    )


def _level(element: etree._Element) -> Level:
    by = children(element)
    restart, text = by.get("lvlRestart"), by.get("lvlText")
    return Level(
        number(val(by.get("start")), 0),  # 17.9.25: without the element it is 0
        _format(element, by.get("numFmt")),
        "" if text is None or text.get(w("null"), "0") in ("1", "true", "on") else val(text),
        bool(on(by.get("isLgl"))),
        number(val(restart), 0) if restart is not None else None,
        val(by.get("pStyle")),
        val(by.get("suff"), "tab"),
        by.get("lvlPicBulletId") is not None,
        read(by.get("pPr")),
        read(by.get("rPr")),
    )


def _format(level: etree._Element, plain: etree._Element | None) -> str:
    """The number format; a custom one ("001, 002, ...") hides in a choice that newer programs take."""
    if plain is None:
        plain = next(level.iter(w("numFmt")), None)
    if plain is None:
        return "decimal"
    form = val(plain, "decimal")
    return plain.get(w("format"), "decimal") if form == "custom" else form
