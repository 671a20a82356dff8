"""What a check is, and what it finds."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.preflight.geometry import MM, Box

Subject = TypeVar("Subject")
_MOST_PLACES = 50
_MOST = 20_000
"""Different remarks that are kept; no person reads a tenth of them. Errors are all kept."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a check saw: in words, where on the page, and how bad where that is not as the check says."""

    message: str
    box: Box | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Check(Generic[Subject]):
    """A rule of ours and the function that looks for what breaks it."""

    rule: str
    look: Callable[[Subject], Iterable[Found]]
    severity: Severity = Severity.ERROR
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found, with its page (from 1; 0 for the file) and its places there, in points of the page."""

    rule: str
    severity: Severity
    message: str
    hint: str = ""
    page: int = 0
    places: tuple[Box, ...] = ()
    corner: tuple[float, float] = (0.0, 0.0)
    """The trim's lower left corner."""

    count: int = 1

    def at(self) -> tuple[float, float] | None:
        """Where the first place begins, in millimetres from the trim's lower left corner."""
        if not self.places:
            return None
        x, y = self.corner
        return round((self.places[0].left - x) / MM, 1), round((self.places[0].bottom - y) / MM, 1)

    def as_diagnostic(self, file: str) -> Diagnostic:
        """As people read it; the place stands in the words, since a PDF has no lines."""
        where = f"{file}, page {self.page}" if self.page else file
        at = self.at()
        place = f", {at[0]:g} × {at[1]:g} mm" if at else ""
        more = f" ({self.count} times)" if self.count > 1 else ""
        return Diagnostic(self.rule, f"{where}{place}: {self.message}{more}", hint=self.hint, severity=self.severity)


_Key = tuple[str, int, str, Severity]


class Gathering:
    """Findings as they come: what is found again on the same page is counted, not repeated."""

    def __init__(self) -> None:
        self._first: dict[_Key, Finding] = {}
        self._places: dict[_Key, list[Box]] = {}
        self._counts = Counter[_Key]()

    def add(
        self, check: Check[Subject], subject: Subject, page: int = 0, corner: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        """Run a check and keep what it finds."""
        for found in check.look(subject):
            severity = found.severity or check.severity
            key = check.rule, page, found.message, severity
            self._counts[key] += 1
            places = self._places.setdefault(key, [])
            if found.box and len(places) < _MOST_PLACES:
                places.append(found.box)
            if key not in self._first and (severity is Severity.ERROR or len(self._first) < _MOST):
                self._first[key] = Finding(check.rule, severity, found.message, check.hint, page, corner=corner)

    def in_order(self) -> Iterator[Finding]:
        """By page, the worst first."""
        weights = list(Severity)
        made = [
            replace(finding, places=tuple(self._places[key]), count=self._counts[key])
            for key, finding in self._first.items()
        ]
        yield from sorted(made, key=lambda each: (each.page, weights.index(each.severity), each.rule))
