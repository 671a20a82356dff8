"""What a person sees: diagnostics with the source line and the place underlined, progress; or JSON Lines."""

import json
import os
import re
import stat
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TextIO

from pipeline.diagnostics import Diagnostic, Severity, in_order

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_UNSAFE_ANSWER = re.compile(rf"(?![\n\t]){_UNSAFE.pattern}")
"""The same in an answer of several lines."""

_KEPT = 200
"""Findings of one rule that are kept, first come first served; the rest is counted."""

_SHOWN = 10
"""Findings of one rule that a person is shown."""

_PATIENCE = 2.0
"""Seconds that a build may take before its progress is shown."""


class Terminal:
    """Standard output and error. Diagnostics are kept until the end, then shown in the order of the text."""

    def __init__(self, out: TextIO, err: TextIO, *, json: bool = False, quiet: bool = False) -> None:
        self.out, self.err, self.json, self.quiet = out, err, json, quiet
        self.coloured = err.isatty() and not json and not os.environ.get("NO_COLOR")
        self.watched = err.isatty() and not json and not quiet
        self.found: list[Diagnostic] = []
        self.counts: Counter[tuple[str, Severity]] = Counter()
        self.begun = time.monotonic()
        self.stages: list[tuple[str, float]] = []
        self.showing = False

    def report(self, diagnostic: Diagnostic) -> None:
        kind = diagnostic.rule, diagnostic.severity
        self.counts[kind] += 1
        if self.counts[kind] <= _KEPT:
            self.found.append(diagnostic)

    def print(self, text: str = "", *, raw: bool = False) -> None:
        """A line of the command's answer, or several; `raw` is for a file that goes to standard output."""
        if not self.quiet:
            print(text if raw else _UNSAFE_ANSWER.sub(_spelled, text), file=self.out)

    def progress(self, stage: str) -> None:
        """A stage begins, or has come as far as it says behind a comma; shown when a person watches a long build."""
        now = time.monotonic()
        name = stage.partition(",")[0]
        if not self.stages or self.stages[-1][0] != name:
            self.stages.append((name, now))
        if self.watched and now - self.begun > _PATIENCE:
            self.showing = True
            print(f"\r\x1b[K{safe(stage)} ...", end="", file=self.err, flush=True)

    def timings(self) -> list[tuple[str, float]]:
        """Seconds that each stage took, up to now."""
        ends = [*(moment for _, moment in self.stages[1:]), time.monotonic()]
        return [(stage, end - moment) for (stage, moment), end in zip(self.stages, ends, strict=True)]

    def finish(self) -> None:
        """Show what was reported."""
        if self.showing:
            print("\r\x1b[K", end="", file=self.err, flush=True)
        found = in_order(self.found)
        if self.quiet:
            found = [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]
        left = Counter({kind: count - _KEPT for kind, count in self.counts.items() if count > _KEPT})
        if self.json:
            for diagnostic in found:
                print(as_json(diagnostic), file=self.out)
            for (rule, severity), count in left.items():
                if severity is Severity.ERROR or not self.quiet:
                    more = Diagnostic("findings-left-out", f"{count} more of {rule}", severity=Severity.NOTE)
                    print(as_json(more), file=self.out)
            return
        sources: dict[str, list[str]] = {}
        shown: Counter[tuple[str, Severity]] = Counter()
        for diagnostic in found:
            kind = diagnostic.rule, diagnostic.severity
            shown[kind] += 1
            if shown[kind] <= _SHOWN:
                print(self.shown(diagnostic, sources), file=self.err)
        for (rule, severity), count in (shown + left).items():
            if count > _SHOWN and (severity is Severity.ERROR or not self.quiet):
                print(f"... and {count - _SHOWN} more of {severity.value}[{rule}]", file=self.err)
        errors = sum(count for (_, severity), count in (shown + left).items() if severity is Severity.ERROR)
        if errors > 1:
            print(f"{errors} errors; “engross explain RULE” says more about a rule", file=self.err)

    def shown(self, diagnostic: Diagnostic, sources: dict[str, list[str]]) -> str:
        """A diagnostic as a person reads it: place, severity, rule, message, the source line with a mark, the hint."""
        position = diagnostic.position
        place = f"{safe(position.file)}:{position.line}:{position.column}: " if position else ""
        word = self.coloured_as(diagnostic.severity.value, _COLOURS[diagnostic.severity])
        lines = [f"{place}{word}[{diagnostic.rule}]: {safe(diagnostic.message)}"]
        if position and (quoted := _quoted(position.file, position.line, sources)) is not None:
            text, mark = _excerpt(quoted, position.column, position.length)
            lines += [
                f"  {position.line} | {text}",
                f"  {' ' * len(str(position.line))} | {self.coloured_as(mark, _COLOURS[diagnostic.severity])}",
            ]
        if diagnostic.hint:
            first, *more = map(safe, diagnostic.hint.split("\n"))
            lines += [f"  help: {first}", *(f"        {line}" for line in more)]
        return "\n".join(lines)

    def coloured_as(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.coloured else text


def safe(text: str) -> str:
    """Text that cannot drive a terminal: control and direction characters are spelled out."""
    return _UNSAFE.sub(_spelled, text)


def _spelled(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def width(text: str) -> int:
    """Columns of a terminal that a text takes: East Asian wide characters two, combining ones none (UAX 11)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(sign) in {"Mn", "Me", "Cf"} else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def as_json(diagnostic: Diagnostic) -> str:
    """One diagnostic as one line of JSON."""
    position = diagnostic.position
    values: dict[str, object] = {
        "severity": diagnostic.severity.value,
        "rule": diagnostic.rule,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }
    if position:
        values |= {"file": position.file, "line": position.line, "column": position.column, "length": position.length}
    return json.dumps(values, ensure_ascii=True)


def _quoted(file: str, number: int, sources: dict[str, list[str]]) -> str | None:
    if file not in sources:
        sources[file] = []
        try:
            if stat.S_ISREG(Path(file).stat().st_mode):
                with Path(file).open("rb") as opened:
                    text = opened.read(2**23).decode("utf-8", "replace").removeprefix("\ufeff")
                sources[file] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        except (OSError, ValueError):
            pass  # the message stands without the line
    lines = sources[file]
    return lines[number - 1] if number <= len(lines) else None


def _excerpt(line: str, column: int, length: int, most: int = 88) -> tuple[str, str]:
    """The part of a line round a place, and the marks that stand under it."""
    start = max(0, min(column - 1 - most // 3, len(line) - most))
    end = start + most
    before = "…" if start else ""
    prefix = before + safe(line[start : column - 1].replace("\t", " "))
    place = safe(line[column - 1 : min(column - 1 + length, end)].replace("\t", " "))
    rest = safe(line[max(column - 1 + length, start) : end].replace("\t", " ")) + ("…" if len(line) > end else "")
    return prefix + place + rest, " " * width(prefix) + "^" * max(width(place), 1)
