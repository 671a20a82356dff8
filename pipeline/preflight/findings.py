"""What a check is, and what it finds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.preflight.geometry import MM, Box

Subject = TypeVar("Subject")
_MOST_PLACES = 50


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


@dataclass(slots=True)
class Gathering:
    """Findings as they come: what is found again on the same page is counted, not repeated."""

    found: dict[tuple[str, int, str, Severity], Finding] = field(default_factory=dict)

    def add(
        self, check: Check[Subject], subject: Subject, page: int = 0, corner: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        """Run a check and keep what it finds."""
        for found in check.look(subject):
            severity = found.severity or check.severity
            key = check.rule, page, found.message, severity
            places = (found.box,) if found.box else ()
            known = self.found.get(key)
            if known is None:
                self.found[key] = Finding(check.rule, severity, found.message, check.hint, page, places, corner)
            else:
                more = (known.places + places)[:_MOST_PLACES]
                self.found[key] = replace(known, places=more, count=known.count + 1)

    def in_order(self) -> Iterator[Finding]:
        """By page, the worst first."""
        weights = list(Severity)
        yield from sorted(self.found.values(), key=lambda each: (each.page, weights.index(each.severity), each.rule))
