"""The numbering scheme of a text: a ready-made one where its labels are typed so, else one of its own as a file."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.adopting.items import Item, Kind
from pipeline.adopting.labels import RANKS

_PREFERRED = ("treaty", "charter", "resolution", "communique", "joint-statement", "legal-decimal")
_FREE = ("section", "part", "chapter", "title", "book")
"""Kinds by which a division is called whose label is a numeral alone."""


@dataclass(frozen=True, slots=True)
class Division:
    """A kind of division as typed. `restarts` is None where the text does not tell."""

    kind: str
    label: str
    depth: int = 0
    restarts: bool | None = None
    annex: bool = False
    single: str = ""


@dataclass(slots=True)
class Plan:
    """What a text counts: patterns of clauses outermost first, kinds of divisions; None where nothing tells."""

    levels: list[str] = field(default_factory=list)
    restarts: bool | None = None
    divisions: list[Division] = field(default_factory=list)


def plan(items: Sequence[Item], levels: Mapping[str, int]) -> Plan:
    """What the labels of a text say of its scheme. The kinds of its divisions are entered in the items' labels."""
    made = Plan()
    by_level = sorted((level, pattern) for pattern, level in levels.items() if level)
    made.levels = [_level(pattern) for _, pattern in by_level]
    made.restarts = _restarts(items)
    made.divisions = _divisions(items)
    return made


def _level(pattern: str) -> str:
    """A pattern of several numbers names the label above it."""
    count = pattern.count("{1}")
    return pattern if count < 2 else pattern.replace(".".join(["{1}"] * count), "{above}.{1}")


def _restarts(items: Sequence[Item]) -> bool | None:
    """Whether clauses of the first level begin anew in each numbered division."""
    anew = on = 0
    last = 0
    entered = False
    for item in items:
        if item.kind is Kind.DIVISION:
            entered = True
        elif item.kind is Kind.CLAUSE and item.level == 1 and item.option and not item.literal:
            if entered and last:
                anew += item.option.value == 1
                on += item.option.value == last + 1 != 1
            last, entered = item.option.value, False
    return None if not anew and not on else anew >= on


def _divisions(items: Sequence[Item]) -> list[Division]:
    numbered = [item for item in items if item.kind is Kind.DIVISION and item.label]
    used = {item.label.division for item in numbered if item.label}
    free = iter(kind for kind in _FREE if kind not in used)
    numeral_kinds: dict[str, str] = {}
    found: dict[str, list[Item]] = {}
    for item in numbered:
        kind = item.label.division if item.label else ""
        if kind == "heading" and item.option:
            if item.option.pattern not in numeral_kinds:
                numeral_kinds[item.option.pattern] = next(free, f"kind{len(numeral_kinds)}")
            kind = numeral_kinds[item.option.pattern]
        found.setdefault(kind, []).append(item)
    made = []
    order = sorted(found, key=lambda kind: (RANKS.index(kind) if kind in RANKS else 4, kind))
    for kind in [*(each for each in order if each != "annex"), *(each for each in order if each == "annex")]:
        members = found[kind]
        patterns = Counter(item.option.pattern.rstrip(".:") for item in members if item.option)
        single = next((item.label.text for item in members if item.label and not item.option and item.label.text), "")
        if not patterns and not single:
            continue
        pattern = max(patterns, key=lambda each: (patterns[each], each)) if patterns else f"{single} {{I}}"
        ends = Counter(
            item.option.pattern[len(pattern) :]
            for item in members
            if item.option and item.option.pattern.startswith(pattern)
        )
        pattern += max(ends, key=lambda each: (ends[each], each == "")) if ends else ""
        if "一" in pattern:
            for item in members:
                item.literal = True
            continue
        for item in members:
            item.single = not item.option
        inexact = any(item.label and not item.label.exact for item in members)
        depth = Counter(item.depth for item in members).most_common(1)[0][0] if inexact else 0
        annex = kind == "annex"
        made.append(Division(kind, pattern, depth, _anew(members, items), annex, single if annex else ""))
    return made


def _anew(members: Sequence[Item], items: Sequence[Item]) -> bool | None:
    """Whether the numbers of a kind begin anew in each division above it."""
    mine = {id(item) for item in members}
    anew = on = last = 0
    crossed = False
    for item in items:
        if item.kind is Kind.DIVISION and id(item) not in mine:
            crossed = crossed or item.depth < members[0].depth
        elif id(item) in mine and item.option:
            if crossed and last:
                anew += item.option.value == 1
                on += item.option.value == last + 1 != 1
            last, crossed = item.option.value, False
    return None if not anew and not on else anew > on


# ---- ready-made ones, and files


def ready_made(wanted: Plan, folder: Path, words: Mapping[str, Any]) -> str:
    """The ready-made scheme that writes all labels as they are typed, by name; "" where there is none."""
    for name in _PREFERRED:
        path = folder / f"{name}.toml"
        if path.is_file() and _writes(tomllib.loads(path.read_text("utf-8")), wanted, words):
            return name
    return ""


def _writes(scheme: Mapping[str, Any], wanted: Plan, words: Mapping[str, Any]) -> bool:
    levels = [level["label"] for level in scheme["level"]]
    if wanted.levels != levels[: len(wanted.levels)]:
        return False
    if wanted.restarts is not None and wanted.restarts != scheme["level"][0].get("restarts", False):
        return False
    numbered = [division for division in scheme.get("division", ()) if not division.get("annex")]
    plain = [each for each in wanted.divisions if not each.annex]
    if not plain and any(division.get("depth") for division in numbered):
        return False  # it would number headings
    by_kind = {division["kind"]: division for division in scheme.get("division", ())}
    for each in wanted.divisions:
        division = by_kind.get(each.kind)
        if division is None or each.depth not in (0, division.get("depth", 0)):
            return False
        name = str(words["division"].get(each.kind, ""))
        if division["label"].replace("{name}", name) != each.label and not (each.single and each.single == name):
            return False
        if each.restarts is not None and each.restarts != division.get("restarts", False) and not each.annex:
            return False
    return True


def as_toml(wanted: Plan) -> str:
    """A scheme's file with the labels as they are typed."""
    lines = ["# The labels of this text, as they were typed.", 'provision = "paragraph"']
    for at, level in enumerate(wanted.levels or ["{1}."]):
        lines += ["", "[[level]]", f"label = {_quoted(level)}"]
        if at == 0 and (wanted.restarts or (wanted.restarts is None and wanted.divisions)):
            lines.append("restarts = true")
    for each in wanted.divisions:
        lines += ["", "[[division]]", f"kind = {_quoted(each.kind)}", f"label = {_quoted(each.label)}"]
        lines += [f"depth = {each.depth}"] if each.depth else []
        lines += ["restarts = true"] if each.restarts and not each.annex else []
        lines += ["annex = true"] if each.annex else []
        lines += [f"single = {_quoted(each.single)}"] if each.single else []
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
