"""Which typed labels are labels, and what each counts: sequences of numbers tell (i) after (h) from (i) before (ii)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.adopting.labels import Label, Option

_AHEAD = 12
"""Labels that are looked at to tell two meanings apart."""

_SIBLINGS = 300
"""Labels among which the second of a list is looked for before "A." is taken for a label."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a label means: its option, and the pattern of the clause that it stands in ("" for none)."""

    option: Option
    above: str
    due: bool
    restarted: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """A label met in the order of the text. `scope` counts the headings before it; `sure` says software counted it."""

    label: Label
    scope: int
    sure: bool = False


@dataclass(slots=True)
class _Count:
    """The clauses that are open, outermost first, each with what it counted last; and what counted before a heading."""

    opened: list[tuple[str, int]] = field(default_factory=list)
    suspended: dict[str, int] = field(default_factory=dict)
    scope: int = 0

    def copy(self) -> "_Count":
        return _Count(list(self.opened), dict(self.suspended), self.scope)

    def enter(self, scope: int) -> None:
        if scope != self.scope:
            self.suspended.update(self.opened)
            self.opened.clear()
            self.scope = scope

    def fit(self, option: Option, inserted: bool) -> int:
        """How well a meaning follows what was counted: 100 for the next number, 0 for one that cannot be."""
        for distance, (pattern, last) in enumerate(reversed(self.opened)):
            if pattern == option.pattern:
                step = option.value - last
                if inserted and step in (0, 1):
                    return 95 - distance
                if step == 1:
                    return 100 - distance
                if option.value == 1:
                    return 55 - distance  # a list that begins anew
                return 60 - distance if 1 < step <= 4 else 45 - distance if -1 <= step <= 20 else 0
        if self.suspended.get(option.pattern) == option.value - 1 and option.value > 1:
            return 90
        return 85 if option.value == 1 else 20

    def take(self, option: Option) -> tuple[str, bool, bool]:
        """Count on; the pattern above, whether this number was due, whether its list began anew."""
        for index in range(len(self.opened) - 1, -1, -1):
            if self.opened[index][0] == option.pattern:
                last = self.opened[index][1]
                del self.opened[index:]
                break
        else:
            last = self.suspended.get(option.pattern, 0) if not self.opened and option.value > 1 else 0
            index = -1
        above = self.opened[-1][0] if self.opened else ""
        self.opened.append((option.pattern, option.value))
        return above, option.value == last + 1, index >= 0 and option.value == 1


def outline(met: Sequence[Met]) -> list[Chosen | None]:
    """What each label means; None for words that only look like one."""
    count = _Count()
    used: Counter[str] = Counter()
    places: dict[tuple[str, int], list[int]] = {}
    for index, each in enumerate(met):
        for option in each.label.options:
            places.setdefault((option.pattern, option.value), []).append(index)
    cursors: dict[tuple[str, int], int] = {}

    def has_sibling(option: Option, index: int) -> bool:
        key = option.pattern, option.value + 1
        found = places.get(key, ())
        at = cursors.get(key, 0)
        while at < len(found) and found[at] <= index:
            at += 1
        cursors[key] = at
        return at < len(found) and found[at] - index <= _SIBLINGS

    chosen: list[Chosen | None] = []
    for index, each in enumerate(met):
        count.enter(each.scope)
        ranked = []
        for option in each.label.options:
            fit = count.fit(option, each.label.inserted)
            if fit == 85 and not each.sure and not _bracketed(option) and not has_sibling(option, index):
                fit = 70 if option.kind == "1" or used[option.pattern] > 1 else 0
            if fit == 20 and (each.sure or has_sibling(option, index) or used[option.pattern] > 2):
                fit = 35
            if fit:
                ranked.append((fit, option))
        ranked.sort(key=lambda pair: -pair[0])
        ranked = [pair for pair in ranked if pair[0] >= 30]
        if not ranked:
            chosen.append(None)
            continue
        option = ranked[0][1]
        if len(ranked) > 1 and ranked[0][0] < 2 * ranked[1][0]:
            option = max((pair for pair in ranked), key=lambda pair: (_explained(count, pair[1], met, index), pair[0]))[
                1
            ]
        above, due, restarted = count.take(option)
        used[option.pattern] += 1
        chosen.append(Chosen(option, above, due and not each.label.inserted, restarted))
    return chosen


def _bracketed(option: Option) -> bool:
    return option.pattern.endswith(")") or option.pattern.count("{") > 1


def _explained(count: _Count, option: Option, met: Sequence[Met], index: int) -> int:
    """How many of the labels that come next are in their turn, if this one means `option`."""
    after = count.copy()
    after.take(option)
    explained = 0
    for each in met[index + 1 : index + 1 + _AHEAD]:
        if each.scope != after.scope:
            break
        fits = [(after.fit(other, each.label.inserted), other) for other in each.label.options]
        best = max(fits, key=lambda pair: pair[0])
        if best[0] < 80:
            break
        explained += 1
        after.take(best[1])
    return explained


_CUSTOM = ("{I}", "{1}.", "{1}", "{A}", "{a}", "{i}")
"""Numerals in the order in which clauses have them by custom, outermost first."""


def _by_custom(above: dict[str, set[str]], used: Counter[str]) -> None:
    """Patterns that never stand in one another, as 1. in one article and (a) in another, get the order of custom."""

    def ancestors(pattern: str) -> set[str]:
        found: set[str] = set()
        waiting = [pattern]
        while waiting:
            for outer in above[waiting.pop()] - found:
                found.add(outer)
                waiting.append(outer)
        return found

    for inner in sorted(used):
        for outer in sorted(used):
            apart = inner not in ancestors(outer) and outer not in ancestors(inner) and inner != outer
            if apart and _custom(outer) < _custom(inner):
                above[inner].add(outer)


def _custom(pattern: str) -> int:
    return next((at for at, numeral in enumerate(_CUSTOM) if numeral in pattern), len(_CUSTOM))


def levels(chosen: Sequence[Chosen | None]) -> dict[str, int]:
    """The level (from 1) of each pattern, from what stands in what; 0 for one that finds no level of its own."""
    inside: Counter[tuple[str, str]] = Counter()
    used: Counter[str] = Counter()
    for each in chosen:
        if each:
            used[each.option.pattern] += 1
            inside[each.option.pattern, each.above] += 1
    above: dict[str, set[str]] = {pattern: set() for pattern in used}
    for (pattern, outer), count in inside.items():
        if outer and outer != pattern and count > inside[outer, pattern]:
            above[pattern].add(outer)
    _by_custom(above, used)
    depth: dict[str, int] = {}

    def level(pattern: str, path: tuple[str, ...] = ()) -> int:
        if pattern not in depth:
            outer = [
                level(each, (*path, pattern)) for each in sorted(above[pattern]) if each not in path and each != pattern
            ]
            depth[pattern] = 1 + max(outer, default=0)
        return depth[pattern]

    for pattern in used:
        level(pattern)
    held: dict[int, str] = {}
    rest = []
    for pattern in sorted(used, key=lambda each: (-used[each], each)):
        if depth[pattern] not in held and depth[pattern] <= 6:
            held[depth[pattern]] = pattern
        else:
            rest.append(pattern)
    found = {pattern: at for at, pattern in held.items()}
    return found | dict.fromkeys(rest, 0)
