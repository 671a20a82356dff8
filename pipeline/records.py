"""Mappings that a person wrote (front matter, design tokens) turned into frozen dataclasses.

Every problem is reported, none raised. A field's type decides what is accepted; a key is the field's name with hyphens.
A type with `parse(value)` (None where the value will not do) and `SHAPE` (what it must be, in words) reads itself.
"""

import dataclasses
import datetime
import difflib
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pipeline.diagnostics import Diagnostic, Position, Reporter

Record = TypeVar("Record")
Place = Callable[[str], Position | None]
"""Where a dotted key stands in its file."""

_NAMES = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    datetime.date: "a date such as 2021-07-06",
}


def nearest(word: str, candidates: Iterable[str]) -> str:
    """A hint that names the most similar candidate, or "" where none is similar."""
    found = difflib.get_close_matches(word, list(candidates), n=1)
    return f"did you mean “{found[0]}”?" if found else ""


def load(
    kind: type[Record], values: Mapping[str, Any], *, rule: str, place: Place, report: Reporter, prefix: str = ""
) -> Record | None:
    """A `kind`, a dataclass, made from `values`.

    None when anything was wrong, each with a diagnostic of id `rule`-unknown, -type or -missing.
    """
    return _Loader(rule, place, report).record(kind, values, prefix)


def shown(value: object) -> str:
    """A value as a message may quote it: short, and its kind named."""
    match value:
        case str():
            return f"“{value[:40]}…”" if len(value) > 40 else f"“{value}”"
        case bool():
            return "true" if value else "false"
        case None:
            return "nothing"
        case dict():
            return "a table"
        case list():
            return "a list"
        case int() | float():
            return f"the number {value}" if abs(value) < 1e12 else "so large a number"
        case _:
            return f"the value {str(value)[:40]}"


class _Loader:
    """One load. `record` and `value` return None for what was reported."""

    def __init__(self, rule: str, place: Place, report: Reporter) -> None:
        self.rule, self.place, self.report = rule, place, report
        self.sound = True

    def wrong(self, suffix: str, key: str, message: str, hint: str = "") -> None:
        self.sound = False
        self.report(Diagnostic(f"{self.rule}-{suffix}", message, self.place(key), hint))

    def record(self, kind: type[Record], values: Mapping[str, Any], prefix: str = "") -> Record | None:
        hints = typing.get_type_hints(kind)
        members = dataclasses.fields(kind)  # type: ignore[arg-type]  # Record is always a dataclass here
        fields = {field.name.replace("_", "-"): field for field in members if field.init}
        made: dict[str, Any] = {}
        for key in values:
            if key not in fields:
                hint = nearest(key, fields) or f"known here: {', '.join(sorted(fields))}"
                self.wrong("unknown", prefix + key, f"there is no setting {shown(prefix + key)}", hint)
        for key, field in fields.items():
            if key in values:
                made[field.name] = self.value(hints[field.name], values[key], prefix + key)
            elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                self.wrong("missing", prefix + key, f"“{prefix}{key}” is missing", f"add “{prefix}{key}”")
        return kind(**made) if self.sound else None

    def value(self, hint: Any, value: Any, key: str) -> Any:
        if isinstance(hint, types.UnionType):  # X | None
            hint = next(option for option in typing.get_args(hint) if option is not types.NoneType)
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is tuple:
            if isinstance(value, list):
                return tuple(self.value(arguments[0], item, key) for item in value)
            shape = "a list"
        elif origin is not None:  # Mapping[str, X]
            if isinstance(value, dict):
                return {name: self.value(arguments[1], item, f"{key}.{name}") for name, item in value.items()}
            shape = "a table"
        elif hasattr(hint, "parse"):
            if (made := hint.parse(value)) is not None:
                return made
            shape = hint.SHAPE
        elif dataclasses.is_dataclass(hint):
            if isinstance(value, dict):
                return self.record(hint, value, f"{key}.")  # type: ignore[arg-type]  # a dataclass type, as tested
            shape = "a table"
        elif hint is float and type(value) is int and abs(value) < 1e300:
            return float(value)
        elif type(value) is hint:
            return value
        else:
            shape = _NAMES.get(hint, hint.__name__)
        self.wrong("type", key, f"“{key}” must be {shape}, not {shown(value)}")
        return None
