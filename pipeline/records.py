"""Mappings that a person wrote (front matter, design tokens) turned into frozen dataclasses, with a diagnostic for all that is off.

A field's type decides what is accepted; a key is the field's name with hyphens. A type with `parse(value)` (None where the
value will not do) and `SHAPE` (what it must be, in words) reads itself. Every problem is reported, none raised.
"""

import dataclasses
import datetime
import difflib
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pipeline.diagnostics import Diagnostic, Position, Reporter, Severity

Record = TypeVar("Record")
Place = Callable[[str], Position | None]
"""Where a dotted key stands in its file."""

_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "true or false", datetime.date: "a date such as 2021-07-06"}


def nearest(word: str, candidates: Iterable[str]) -> str:
    """A hint that names the most similar candidate, or "" where none is similar."""
    found = difflib.get_close_matches(word, list(candidates), n=1)
    return f"did you mean “{found[0]}”?" if found else ""


def load(kind: type[Record], values: Mapping[str, Any], *, rule: str, place: Place, report: Reporter, prefix: str = "") -> Record | None:
    """A `kind` made from `values`; None when anything was wrong (each with a diagnostic of id `rule`-unknown, -type or -missing)."""
    hints = typing.get_type_hints(kind)
    fields = {field.name.replace("_", "-"): field for field in dataclasses.fields(kind) if field.init}  # type: ignore[arg-type]  # Record is always a dataclass here
    made: dict[str, Any] = {}
    sound = True

    def wrong(suffix: str, key: str, message: str, hint: str = "") -> None:
        nonlocal sound
        sound = False
        report(Diagnostic(f"{rule}-{suffix}", message, place(prefix + key), hint))

    for key in values:
        if key not in fields:
            known = ", ".join(sorted(fields))
            wrong("unknown", key, f"there is no setting “{prefix}{key}”", nearest(key, fields) or f"known here: {known}")
    for key, field in fields.items():
        if key in values:
            made[field.name] = _value(hints[field.name], values[key], key, rule=rule, place=place, report=report, prefix=prefix, wrong=wrong)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            wrong("missing", key, f"“{prefix}{key}” is missing", f"add “{prefix}{key}”")
    return kind(**made) if sound else None


def _value(hint: Any, value: Any, key: str, *, rule: str, place: Place, report: Reporter, prefix: str, wrong: Callable[..., None]) -> Any:
    if isinstance(hint, types.UnionType):  # X | None
        hint = next(option for option in typing.get_args(hint) if option is not types.NoneType)
    origin = typing.get_origin(hint)
    if origin is tuple:
        if isinstance(value, list):
            inner = typing.get_args(hint)[0]
            return tuple(_value(inner, item, key, rule=rule, place=place, report=report, prefix=prefix, wrong=wrong) for item in value)
        wrong("type", key, f"“{prefix}{key}” must be a list, not {shown(value)}")
    elif origin is not None:  # Mapping[str, X]
        if isinstance(value, dict):
            inner = typing.get_args(hint)[1]
            return {name: _value(inner, item, f"{key}.{name}", rule=rule, place=place, report=report, prefix=prefix, wrong=wrong) for name, item in value.items()}
        wrong("type", key, f"“{prefix}{key}” must be a table, not {shown(value)}")
    elif hasattr(hint, "parse"):
        made = hint.parse(value)
        if made is None:
            wrong("type", key, f"“{prefix}{key}” must be {hint.SHAPE}, not {shown(value)}")
        return made
    elif dataclasses.is_dataclass(hint):
        if isinstance(value, dict):
            return load(hint, value, rule=rule, place=place, report=report, prefix=f"{prefix}{key}.")  # type: ignore[arg-type]  # a dataclass type, as tested
        wrong("type", key, f"“{prefix}{key}” must be a table, not {shown(value)}")
    elif hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    elif type(value) is hint:
        return value
    else:
        wrong("type", key, f"“{prefix}{key}” must be {_NAMES.get(hint, hint.__name__)}, not {shown(value)}")
    return None


def shown(value: object) -> str:
    """A value as a message may quote it: short, and its kind named."""
    if isinstance(value, str):
        return f"“{value[:40]}…”" if len(value) > 40 else f"“{value}”"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    names = {dict: "a table", list: "a list", int: "the number", float: "the number"}
    return f"{names.get(type(value), 'the value')}" + (f" {value}" if isinstance(value, int | float) else f" {str(value)[:40]}" if not isinstance(value, dict | list) else "")
