"""How a Word file sets each kind of passage: the effective values through its styles, in points."""

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import Any

from pipeline.verify.docx_letters import ink_of
from pipeline.verify.transcript import Kind, Look
from pipeline.wordprocessing.colours import Colours
from pipeline.wordprocessing.package import number, size_of
from pipeline.wordprocessing.properties import Properties, is_on

_ALIGN = {"both": "justify", "left": "start", "start": "start", "right": "end", "end": "end", "": "start"}
"""ST_Jc; of a paragraph written from the right, left is its right side (17.18.44)."""


@dataclass(slots=True)
class Looks:
    """Collects the look of every paragraph; of a kind it tells what most have, or what one has otherwise."""

    colours: Colours
    seen: dict[tuple[Kind, int], list[Look]] = field(default_factory=dict)
    begun: bool = False

    def add(
        self,
        kind: Kind,
        level: int,
        block: Properties,
        base: Properties,
        runs: list[Properties],
        *,
        tab: bool,
        behind: bool,
    ) -> None:
        """One paragraph: its properties, those of its letters by its style, those of its plain runs.

        What stands `behind` a table may have a space of its own.
        """
        paragraph = _paragraph(block, base, tab=tab)
        if behind:
            paragraph = replace(paragraph, before=None)
        text = kind not in (Kind.ORGAN, Kind.KIND, Kind.TITLE, Kind.SUBTITLE, Kind.DATE)
        if text and not self.begun:  # what opens the text stands off the title block by a space of its own
            self.begun, paragraph = True, replace(paragraph, before=None)
        sides = self.seen.setdefault((kind, level), [])
        sides.extend(_letters(paragraph, run, self.colours) for run in runs)
        if not runs:
            sides.append(paragraph)

    def told(self) -> dict[tuple[Kind, int], Look]:
        """For each kind and level, value by value, that of most paragraphs; where one differs, that one's."""
        return {
            key: Look(**{each.name: _odd([getattr(look, each.name) for look in found]) for each in fields(Look)})
            for key, found in self.seen.items()
        }


def _odd(values: list[Any]) -> Any:
    counted = Counter(value for value in values if value is not None)
    return min(counted, key=lambda value: counted[value]) if counted else None


def _paragraph(block: Properties, base: Properties, *, tab: bool) -> Look:
    space, sides = block.get("spacing", {}), block.get("ind", {})
    first = size_of(sides.get("firstLine")) - size_of(sides.get("hanging")) if "hanging" not in sides or not tab else 0
    line, rule = size_of(space.get("line", "240")), space.get("lineRule", "auto")
    size = number(base.get("sz", {}).get("val"), 20) / 2
    return Look(
        weight=700 if is_on(base.get("b")) else 400,
        slope="italic" if is_on(base.get("i")) else "normal",
        align=_ALIGN.get(block.get("jc", {}).get("val", ""), block.get("jc", {}).get("val", "")),
        start=size_of(sides.get("left")) / 20,
        first=first / 20,
        before=size_of(space.get("before")) / 20,
        lead=line / 20 if rule != "auto" else line / 240 * size * 1.2,
    )


def _letters(paragraph: Look, run: Properties, colours: Colours) -> Look:
    """Letters written from the right have a font and a size of their own (17.3.2.26, 17.3.2.39)."""
    rtl = is_on(run.get("rtl"))
    return replace(
        paragraph,
        family=run.get("rFonts", {}).get("cs" if rtl else "ascii"),
        size=number(run.get("szCs" if rtl else "sz", {}).get("val"), 20) / 2,
        colour=ink_of(colours, run),
    )
