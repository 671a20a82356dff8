"""What is wrong, where, and how to mend it: the one diagnostic type and the exit statuses."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import partial
from typing import Any


class Severity(Enum):
    """How much a diagnostic weighs: an error ends the build, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Exit(IntEnum):
    """Exit statuses of the command."""

    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    MISSING = 3


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a source file: lines and columns count from 1, columns and lengths in code points."""

    file: str
    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `rule` is a key of rules.toml, which says what it means, why, and shows examples."""

    rule: str
    message: str
    position: Position | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR


Reporter = Callable[[Diagnostic], None]


class Stopped(Exception):
    """Work cannot go on; what stands in the way was reported already, or is carried in `diagnostics`."""

    def __init__(self, *diagnostics: Diagnostic, status: Exit = Exit.PROBLEMS) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics
        self.status = status

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Diagnostic, ...]]:
        """As pickle wants it, since it may come from a process beside ours."""
        return partial(Stopped, status=self.status), self.diagnostics


class Findings:
    """A reporter that knows whether an error was among what it was told; it passes everything on to another."""

    def __init__(self, report: Reporter) -> None:
        self.report = report
        self.failed = False

    def __call__(self, diagnostic: Diagnostic) -> None:
        self.failed |= diagnostic.severity is Severity.ERROR
        self.report(diagnostic)

    def stop_if_failed(self) -> None:
        """Raises Stopped when an error was reported: what comes next would only hide it."""
        if self.failed:
            raise Stopped


def in_order(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics in the order of a reader: by place in the source, those without a place last; repeats dropped."""
    nowhere = Position("\U0010ffff")
    return sorted(dict.fromkeys(diagnostics), key=lambda found: (found.position or nowhere, found.rule, found.message))
