"""Schemes of numbering: ready-made ones, a theme's, or a file of the document's own; read and held to their rules."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import records
from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.files import load_toml
from pipeline.model import DivisionKind, Level, Scheme
from pipeline.numerals import ABOVE

_LEVELS = 6
_KINDS = 8
_DEEPEST = 5
"""Levels of headings."""

_NAME = "{name}"
"""Stands in a pattern for the word of the document's language: "Article", "Artículo"."""

_NUMERAL = re.compile(r"\{[1IiAa]\}")
_KIND = re.compile(r"[a-z]{1,12}")


@dataclass(frozen=True, slots=True)
class _Level:
    """A table [[level]] of a scheme's file."""

    label: str
    restarts: bool = False


@dataclass(frozen=True, slots=True)
class _Division:
    """A table [[division]]."""

    kind: str
    label: str
    depth: int = 0
    restarts: bool = False
    annex: bool = False
    single: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    """A scheme's file; docs/schemes.md explains each key."""

    level: tuple[_Level, ...]
    provision: str = "clause"
    division: tuple[_Division, ...] = ()


Row = tuple[str | int, ...]
"""Kinds of divisions and levels of clauses, outermost first, each of which begins anew below those before it."""


def rows(scheme: Scheme) -> tuple[Row, ...]:
    """What a scheme counts, in rows that know nothing of one another: the lists that software can count it with."""
    made: list[list[str | int]] = []
    inner = -1  # the row of the innermost kind, an annex set aside
    for division in scheme.divisions:
        if division.restarts and made and not division.annex:
            made[inner].append(division.kind)
        else:
            made.append([division.kind])
            inner = inner if division.annex else len(made) - 1
    levels = range(1, len(scheme.levels) + 1)
    if scheme.restarts and inner >= 0:
        made[inner].extend(levels)
    else:
        made.append(list(levels))
    return tuple(map(tuple, sorted(made, key=lambda row: 1 not in row)))  # what most texts have alone comes first


def known_schemes(folders: Sequence[Path]) -> list[str]:
    """The names of the schemes that lie in the templates' folders."""
    return sorted({path.stem for folder in folders for path in (folder / "schemes").glob("*.toml")})


def load_scheme(
    name: str, beside: Path, folders: Sequence[Path], words: Mapping[str, Any], *, report: Reporter
) -> Scheme | None:
    """The scheme of a name that `known_schemes` has, or of a file ("ours.toml") in the folder `beside` of the source.

    Its patterns are those of the document's language, whose `words` are given. None with a diagnostic where it is no
    scheme.
    """
    file = name.endswith(".toml")
    path = beside / name if file else next(path for path in _found(name, folders) if path.is_file())
    shown = name if file else str(path)
    said, values = "", dict[str, Any]()
    if file and not path.resolve().is_relative_to(beside.resolve()):
        said = "it lies outside of the source’s folder"
    else:
        try:
            values = load_toml(path)
        except (ValueError, OSError) as error:
            said = getattr(error, "strerror", None) or str(error)
    if said:
        hint = f"name a file in the source’s folder, or one of {', '.join(known_schemes(folders))}"
        report(Diagnostic("scheme-unreadable", f"the scheme {shown} cannot be read: {said}", hint=hint))
        return None
    wrong: list[Diagnostic] = []
    place = Position(shown)
    read = records.load(_File, values, rule="scheme", place=lambda _: place, report=wrong.append)
    if read:
        wrong += [Diagnostic("scheme-invalid", said, place, hint) for said, hint in _wrong(read, words)]
    for diagnostic in wrong:
        report(diagnostic)
    return None if wrong or not read else _scheme(name, read, words)


def _found(name: str, folders: Sequence[Path]) -> Iterator[Path]:
    yield from (folder / "schemes" / f"{name}.toml" for folder in folders)


def _scheme(name: str, read: _File, words: Mapping[str, Any]) -> Scheme:
    def named(text: str, kind: str) -> str:
        return text.replace(_NAME, str(words["division"].get(kind, "")))

    divisions = (
        DivisionKind(
            each.kind,
            named(each.label, each.kind),
            each.depth,
            each.restarts,
            each.annex,
            named(each.single, each.kind),
        )
        for each in read.division
    )
    levels = tuple(Level(level.label) for level in read.level)
    phrases = {**words["provision"], **words["reference"]}
    return Scheme(name, levels, read.provision, read.level[0].restarts, tuple(divisions), phrases)


def _wrong(read: _File, words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What no type can say of a scheme, each with a hint."""
    if not 1 <= len(read.level) <= _LEVELS:
        yield (
            f"a scheme has one to {_LEVELS} levels, this one has {len(read.level)}",
            "write a table [[level]] for each",
        )
    if len(read.division) > _KINDS:
        yield f"a scheme has at most {_KINDS} kinds of divisions", "take some out"
    if read.provision not in words["provision"]:
        hint = records.nearest(read.provision, words["provision"]) or f"known: {', '.join(words['provision'])}"
        yield f"there is no word for a “{read.provision}”", hint
    patterns = [(level.label, at) for at, level in enumerate(read.level)]
    for pattern, at in patterns:
        yield from _wrong_pattern(pattern, above=at > 0)
        if at and read.level[at].restarts:
            yield "deeper levels always begin anew", "write “restarts” for the first level only"
    seen: set[str] = set()
    for division in read.division:
        yield from _wrong_pattern(division.label, above=False)
        if not _KIND.fullmatch(division.kind) or division.kind in seen:
            yield f"“{division.kind[:20]}” cannot be a kind, or is one twice", "a word in small letters: article"
        seen.add(division.kind)
        if not 0 <= division.depth <= _DEEPEST:
            yield f"a heading has a level of 1 to {_DEEPEST}", "write “depth = 1”, or leave it out"
        if _NAME in division.label + division.single and division.kind not in words["division"]:
            known = ", ".join(words["division"])
            yield f"there is no word for “{division.kind}” in this language", f"write it out; known: {known}"
        if division.single and (_NUMERAL.search(division.single) or not division.single.strip()):
            yield "“single” is a label without a number", 'write “single = "{name}"”'


def _wrong_pattern(pattern: str, *, above: bool) -> Iterator[tuple[str, str]]:
    rest = pattern.replace(_NAME, "")
    if len(_NUMERAL.findall(rest)) != 1 or (not above and ABOVE in rest) or rest.count(ABOVE) > 1:
        yield (
            f"“{pattern[:40]}” is no label",
            "it holds one of {1} {I} {i} {A} {a}, below the first level {above} before it",
        )
        return
    before, after = _NUMERAL.split(rest)
    before = before.replace(ABOVE, "", 1)
    if any(sign in before + after for sign in "{}\n\t") or len(pattern) > 40 or pattern != pattern.strip():
        yield f"“{pattern[:40]}” is no label", "other braces, tabs and space at its ends have no place in it"
    if above and ABOVE in rest and not before:
        yield f"“{pattern[:40]}” has no sign between the label above and its number", "write {above}.{1}"
