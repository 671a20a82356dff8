"""One run of clauses or divisions counted: what each is called, and where a typed label is not the one counted.

A slip is one error: whether the author or the count is followed after it is decided by the label that comes next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.model import Clause, Division
from pipeline.numerals import label, number_in, numeral, split, value_of

_COUNTER = re.compile(r"(\d{1,9})[.)]")
"""The number of a list of Markdown, which counts in plain numbers whatever the scheme prints."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting gives one of them: its label as printed, the number in it, its value (None for "4 bis")."""

    label: str
    written: str
    value: int | None


def count(run: Sequence[Clause | Division], pattern: str, above: str = "", *, report: Reporter) -> list[Counted]:
    """One run, all of one level or kind whose pattern is given, counted from 1. `above` is the label above it."""
    return _Count(run, pattern, above, report).all()


def typed_label(block: Clause | Division) -> str:
    """The label as it was typed; behind that of a heading stands a sign that is none of its own."""
    if isinstance(block, Clause):
        return block.typed
    return " ".join(re.sub(r"\s*[-–—.:]$", "", block.typed).split())


class _Count:
    def __init__(self, run: Sequence[Clause | Division], pattern: str, above: str, report: Reporter) -> None:
        self.run, self.pattern, self.above, self.report = run, pattern, above, report
        self.kind = split(pattern)[1]
        self.typed = [typed_label(block) for block in run]
        self.headings = any(isinstance(block, Division) for block in run)

    def label(self, number: str) -> str:
        return label(self.pattern, number, self.above)

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
            typed = self.typed[index]
            if typed and not self.says(typed, written, value) and not swapped:
                following, swapped = self.differs(index, due)
            else:
                swapped = False
            counted.append(Counted(self.label(written), written, value))
            due = due if following is None else following + 1
        return counted

    def says(self, typed: str, written: str, value: int | None) -> bool:
        """Whether a label may be typed so: as printed, or as a list has its number, which is "5." for "5 bis." too."""
        if value is None:
            value = value_of(written.partition(" ")[0], self.kind)
        printed = self.label(written)
        # Of a heading's label the sign behind it was taken off, though it may belong to the pattern: "Article {1}."
        return typed in {printed, printed.rstrip(".:") if self.headings else "", f"{value}.", f"{value})"} - {""}

    def meant(self, index: int) -> int | None:
        """What a typed label counts; None where none was typed, or it counts nothing ("4 bis")."""
        if index >= len(self.run):
            return None
        typed = self.typed[index]
        counter = _COUNTER.fullmatch(typed)
        return int(counter[1]) if counter else value_of(number_in(self.pattern, typed), self.kind)

    def differs(self, index: int, due: int) -> tuple[int | None, bool]:
        """Report a typed label that is not the one worked out; what counts here, and whether it was a swap of two."""
        clause, meant, after = self.run[index], self.meant(index), self.meant(index + 1)
        typed = self.typed[index]
        if clause.kept:
            kept = self.label(clause.kept)
            what = f"the label typed here is “{typed}”, but its attribute keeps “{kept}”"
            self.report(Diagnostic("label-differs", what, clause.position, f"type “{kept}”, or change the attribute"))
            return value_of(clause.kept, self.kind), False
        printed = self.label(numeral(due, self.kind))
        number, expected = number_in(self.pattern, typed), printed
        what = f"the label typed here is “{typed}”, but the count gives “{printed}”"
        if _COUNTER.fullmatch(typed) and meant is not None:  # a list, which may print in another kind of numeral
            number, expected = (numeral(meant, self.kind) if meant else "0"), f"{due}{typed[-1]}"
            if expected != printed:
                what = f"the number typed here is “{typed}”, but the count gives “{expected}” (printed “{printed}”)"
        swapped = after == due and meant == due + 1
        if swapped:
            what = f"“{typed}” and “{self.typed[index + 1]}” have changed places"
        if isinstance(clause, Division):
            hint = f'type “{expected}”; to keep “{typed}” on purpose write {{label="{number}"}} behind the heading'
        else:
            hint = (
                f'type “{expected}”; to keep “{typed}” on purpose put a line {{label="{number}"}} directly before it, '
                f"below an empty line; if it is no label, write “{typed[:-1]}\\{typed[-1]}”"
            )
        self.report(Diagnostic("label-differs", what, clause.position, hint))
        if meant is None:  # "IV bis" typed: the next label tells whether it was inserted
            return (None if after == due else due), False
        return (meant if after == meant + 1 else due), swapped
