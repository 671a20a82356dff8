"""One run of clauses counted: what each is called, and where a typed label is not the one that the count gives.

A slip is one error: whether the author or the count is followed after it is decided by the label that comes next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.model import Clause
from pipeline.numerals import label, number_in, numeral, split, value_of

_COUNTER = re.compile(r"(\d{1,9})[.)]")
"""The number of a list of Markdown, which counts in plain numbers whatever the scheme prints."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting gives one clause: its label as printed, the number in it, its value (None for "4 bis")."""

    label: str
    written: str
    value: int | None


def count(run: Sequence[Clause], pattern: str, *, report: Reporter) -> list[Counted]:
    """The clauses of one run, all of one level whose pattern is given, counted from 1."""
    return _Count(run, pattern, report).all()


class _Count:
    def __init__(self, run: Sequence[Clause], pattern: str, report: Reporter) -> None:
        self.run, self.pattern, self.report = run, pattern, report
        self.kind = split(pattern)[1]

    def all(self) -> list[Counted]:
        counted: list[Counted] = []
        due, swapped = 1, False
        for index, clause in enumerate(self.run):
            value: int | None
            if clause.kept:
                written, value = clause.kept, value_of(clause.kept, self.kind)
                following = value
            else:
                written = numeral(due, self.kind)
                following = value = due
            if clause.typed and not self.says(clause.typed, written, value) and not swapped:
                following, swapped = self.differs(index, due)
            else:
                swapped = False
            counted.append(Counted(label(self.pattern, written), written, value))
            due = due if following is None else following + 1
        return counted

    def says(self, typed: str, written: str, value: int | None) -> bool:
        """Whether a label may be typed so: as printed, or as a list has its number, which is "5." for "5 bis." too."""
        if value is None:
            value = value_of(written.partition(" ")[0], self.kind)
        return typed == label(self.pattern, written) or typed in {f"{value}.", f"{value})"}

    def meant(self, index: int) -> int | None:
        """What a typed label counts; None where none was typed, or it counts nothing ("4 bis")."""
        if index >= len(self.run):
            return None
        typed = self.run[index].typed
        counter = _COUNTER.fullmatch(typed)
        return int(counter[1]) if counter else value_of(number_in(self.pattern, typed), self.kind)

    def differs(self, index: int, due: int) -> tuple[int | None, bool]:
        """Report a typed label that is not the one worked out; what counts here, and whether it was a swap of two."""
        clause, meant, after = self.run[index], self.meant(index), self.meant(index + 1)
        typed = clause.typed
        if clause.kept:
            kept = label(self.pattern, clause.kept)
            what = f"the label typed here is “{typed}”, but its attribute keeps “{kept}”"
            self.report(Diagnostic("label-differs", what, clause.position, f"type “{kept}”, or change the attribute"))
            return value_of(clause.kept, self.kind), False
        printed = label(self.pattern, numeral(due, self.kind))
        number, expected = number_in(self.pattern, typed), printed
        what = f"the label typed here is “{typed}”, but the count gives “{printed}”"
        if _COUNTER.fullmatch(typed) and meant is not None:  # a list, which may print in another kind of numeral
            number, expected = (numeral(meant, self.kind) if meant else "0"), f"{due}{typed[-1]}"
            if expected != printed:
                what = f"the number typed here is “{typed}”, but the count gives “{expected}” (printed “{printed}”)"
        swapped = after == due and meant == due + 1
        if swapped:
            what = f"“{typed}” and “{self.run[index + 1].typed}” have changed places"
        hint = (
            f'type “{expected}”; to keep “{typed}” on purpose put a line {{label="{number}"}} directly before it, '
            f"below an empty line; if it is no label, write “{typed[:-1]}\\{typed[-1]}”"
        )
        self.report(Diagnostic("label-differs", what, clause.position, hint))
        if meant is None:  # "IV bis" typed: the next label tells whether it was inserted
            return (None if after == due else due), False
        return (meant if after == meant + 1 else due), swapped
