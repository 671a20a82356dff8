"""Which paragraph style belongs where: a name and an indent for every place that a paragraph can stand in.

A Word paragraph has one style and no surroundings, so what the model says by nesting (a bullet in a quotation under
(a)) a style has to say by itself. The everyday places have styles with everyday names; the others are made when used.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Division, Number, Scheme
from pipeline.numerals import ABOVE, split
from pipeline.schemes import rows
from pipeline.theme import Size

FORMATS = {"1": "decimal", "I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter"}
"""ST_NumberFormat (ECMA-376 17.18.59) of each kind of numeral; all five count alike in Word and here (word.md 3.2)."""

DEEPEST = 9
"""Levels of a list (17.9.6), and so of the nesting that moves a paragraph further in."""


@dataclass(frozen=True, slots=True)
class ClauseLevel:
    """One level of the scheme's clauses as Word counts it: at the level `at` (from 0) of the list `list`.

    `left` is the edge of the text, `hanging` how far the label hangs left of it (both in twips): a label of the first
    level ends there, the others begin there.
    """

    number: int
    name: str
    format: str
    text: str
    left: int
    hanging: int
    align: str
    list: int
    at: int


@dataclass(frozen=True, slots=True)
class HeadingLevel:
    """A kind of division as Word counts it: the style that its headings of the level `outline` have, its list."""

    name: str
    format: str
    text: str
    list: int
    at: int
    outline: int


@dataclass(frozen=True, slots=True)
class Copy:
    """One more list: `list` of the scheme again for an annex, or, where that is 0, a `label` written as it is."""

    number: int
    list: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: in which clause, lists and quotations, and the text's edges there (twips)."""

    steps: tuple[str, ...] = ()
    left: int = 0
    right: int = 0

    @property
    def bullets(self) -> int:
        """How many lists are directly round the paragraph."""
        return len(list(itertools.takewhile("Bullet".__eq__, reversed(self.steps))))

    @property
    def round(self) -> tuple[str, ...]:
        """The steps that show: a clause's text has the page's own edges."""
        return () if self.steps == ("Clause",) else self.steps

    @property
    def outside(self) -> tuple[str, ...]:
        """What is round those lists."""
        return self.round[: len(self.round) - self.bullets]


@dataclass(frozen=True, slots=True)
class BulletLevel:
    """One depth of a bullet list: its style, its list and level in numbering.xml, the edge of its text in twips."""

    name: str
    list: int
    level: int
    left: int
    hanging: int


@dataclass(frozen=True, slots=True)
class MadeStyle:
    """A paragraph style that is made because the document needs it. Lengths in twips; None: as in `base`."""

    name: str
    base: str
    left: int | None = None
    right: int | None = None
    keep_next: bool = False
    apart: bool = False
    align: str = ""
    literal: ClauseLevel | None = None


ALWAYS = ("Body Text", "Recital", "Conclusion", "Quote", "List Continue", "Figure", "caption", "Table Caption")
"""Styles for plain places, which every document has whether it uses them or not."""

HEADINGS = 5
"""Levels of headings that have a style; deeper ones take the last."""

SCHEME_LIST = 1
"""The numId of the first list of the scheme; bullet lists come after them."""

COPIES = 1000
"""The numId of the first list that counts again in an annex, or counts nothing."""


class Places:
    """The styles of one document: asked for by place, remembered as they are asked for."""

    def __init__(self, scheme: Scheme, page: Size) -> None:
        self.page = page
        self.measure = page.width.twips - page.inner.twips - page.outer.twips
        self.rows = {
            each: (number, at) for number, row in enumerate(rows(scheme), SCHEME_LIST) for at, each in enumerate(row)
        }
        self.scheme_lists = max(number for number, _ in self.rows.values())
        self.levels = tuple(self._levels(scheme))
        self.patterns = {kind.kind: kind.pattern for kind in scheme.divisions}
        self.headings: dict[str, HeadingLevel] = {}
        self.copies: dict[tuple[int, str], Copy] = {}
        self.made: dict[str, MadeStyle] = {}
        self.lists: dict[tuple[str, ...], list[BulletLevel]] = {}
        for _ in range(3):  # an editor expects to find these, used or not
            self._deepen((), 0)

    def _levels(self, scheme: Scheme) -> Iterator[ClauseLevel]:
        left, text = 0, ""
        for number, level in enumerate(scheme.levels, 1):
            row = self.rows[number]
            before, kind, after = split(level.pattern)
            text = f"{before.replace(ABOVE, text.removesuffix('.'))}%{row[1] + 1}{after}"
            if number == 1:  # in the margin, flush right before the text
                yield ClauseLevel(1, "Clause", FORMATS[kind], text, 0, self.page.gap.twips, "right", *row)
            else:
                column = self.column(number - 2)
                left += column
                yield ClauseLevel(number, f"Clause {number}", FORMATS[kind], text, left, column, "left", *row)

    def column(self, depth: int) -> int:
        """Width of the column for labels `depth` steps inside the text, in twips; the last token serves all below."""
        return self.page.columns[min(depth, len(self.page.columns) - 1)].twips

    # ---- numbered divisions, annexes

    def heading(self, division: Division) -> str:
        """The style of a division's heading: of each kind the level at which it is met first has one of its own."""
        plain = f"heading {min(division.level, HEADINGS)}"
        if not division.kind:
            return plain
        known = self.headings.setdefault(
            division.kind, self._heading(division.kind, division.kind.capitalize(), division.level)
        )
        return known.name if known.outline == division.level else plain

    def _heading(self, kind: str, name: str, outline: int) -> HeadingLevel:
        before, numeral, after = split(self.patterns[kind])
        number, at = self.rows[kind]
        return HeadingLevel(name, FORMATS[numeral], f"{before}%{at + 1}{after}", number, at, outline)

    def counted(self) -> Iterator[HeadingLevel | ClauseLevel]:
        """All levels of the scheme's lists in their order; a kind that the document does not have has no style."""
        for each in self.rows:
            if isinstance(each, int):
                yield self.levels[each - 1]
            else:
                yield self.headings.get(each) or self._heading(each, "", 0)

    def counting(self, each: str | int, number: Number, style: str) -> tuple[int, int] | None:
        """The list and level that a paragraph must name itself, since its `style` does not: (numId, ilvl).

        Of a division's kind or a clause's level. None where the style says it.
        """
        list_, at = self.rows[each]
        if isinstance(each, str) and not number.live:
            return self._copy(0, number.label), 0
        if number.annex:
            return self._copy(list_, number.annex), at
        return (list_, at) if isinstance(each, str) and style != self.headings[each].name else None

    def _copy(self, list_: int, name: str) -> int:
        made = Copy(COPIES + len(self.copies), list_, name if list_ == 0 else "")
        return self.copies.setdefault((list_, name), made).number

    # ---- moving in

    def in_clause(self, level: int) -> Place:
        """The place of what follows the first paragraph of a clause."""
        made = self.levels[level - 1]
        return Place((made.name,), made.left)

    def in_list(self, place: Place) -> Place:
        """The place of the text of a bullet list's items."""
        return self._further(place, "Bullet", right=0)

    def in_quotation(self, place: Place) -> Place:
        """The place of a quotation's paragraphs."""
        return self._further(place, "Quote", right=self.column(0))

    def _further(self, place: Place, step: str, right: int) -> Place:
        if len(place.steps) >= DEEPEST:  # indents have said enough; the text goes on
            return place
        return Place(
            (*place.round, step),
            min(place.left + self.column(0), self.measure // 2),
            min(place.right + right, self.measure // 6),
        )

    # ---- styles

    def clause(self, level: int, *, live: bool, lead_in: bool) -> str:
        """The style of a clause's first paragraph."""
        made = self.levels[level - 1]
        name = made.name if live else self._make(MadeStyle(f"{made.name} Literal", made.name, literal=made))
        return self._lead_in(name) if lead_in else name

    def text(self, place: Place, plain: str, *, closing: bool, lead_in: bool) -> str:
        """The style of a paragraph without number; `plain` is its name where nothing is round it."""
        if not place.steps:
            name = plain
        elif place.steps[-1].startswith("Clause"):
            name = f"{place.steps[-1]} {'Closing' if closing else 'Continued'}"
        elif place.steps[-1] == "Quote":
            name = self._in(place, "Quote", _name(place.steps))
        else:
            inside = f"{_name(place.outside)} List Continue".lstrip()
            name = self._in(place, "List Continue", _counted(inside, place.bullets))
        return self._lead_in(name) if lead_in else name

    def bullet(self, place: Place, *, lead_in: bool) -> str:
        """The style of the first paragraph of a list's item, which carries the bullet."""
        while len(self.lists.get(place.outside, ())) < place.bullets:
            self._deepen(place.outside, place.left - place.bullets * self.column(0))
        name = self.lists[place.outside][place.bullets - 1].name
        return self._lead_in(name) if lead_in else name

    def figure(self, place: Place, role: str) -> str:
        """The style of a picture or of a caption: `role` is Figure, caption or Table Caption."""
        return self._in(place, role, f"{_name(place.round)} {role}".lstrip())

    def cell(self, name: str, alignment: str, *, kept: bool) -> str:
        """The style of the words of a table's cell: `name` is Table Head or Table Text; `kept` with the next row."""
        if alignment != "start":
            side = "right" if alignment == "end" else "center"  # right is where lines end (17.18.44)
            name = self._make(MadeStyle(f"{name} {alignment.capitalize()}", name, align=side))
        return self._lead_in(name) if kept else name

    def end(self, name: str) -> str:
        """The style of the last paragraph of a quotation or picture: with space below."""
        return name if name.endswith(" End") else self._make(MadeStyle(f"{name} End", name, apart=True))

    def _deepen(self, outside: tuple[str, ...], left: int) -> None:
        levels = self.lists.setdefault(outside, [])
        number = self.scheme_lists + 1 + list(self.lists).index(outside)
        depth = len(levels) + 1
        name = _counted(f"{_name(outside)} List Bullet".lstrip(), depth)
        edge = min(left + depth * self.column(0), self.measure // 2)
        levels.append(BulletLevel(name, number, depth - 1, edge, self.column(0)))

    def _lead_in(self, name: str) -> str:
        return self._make(MadeStyle(f"{name} Lead-in", name, keep_next=True))

    def _in(self, place: Place, base: str, name: str) -> str:
        return name if name in ALWAYS else self._make(MadeStyle(name, base, left=place.left, right=place.right))

    def _make(self, style: MadeStyle) -> str:
        self.made.setdefault(style.name, style)
        return style.name


def style_id(name: str) -> str:
    """The styleId of a style: its name in letters and digits ("Clause 2 Closing" gives Clause2Closing)."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", name))


def _name(steps: tuple[str, ...]) -> str:
    """Steps as a name: a step that repeats is counted ("Quote 2", "Clause 2 Quote")."""
    return " ".join(_counted(step, len(list(group))) for step, group in itertools.groupby(steps))


def _counted(name: str, count: int) -> str:
    return name if count == 1 else f"{name} {count}"
