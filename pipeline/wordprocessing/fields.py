"""Field codes taken apart (ECMA-376 part 1, 17.16.1): a name, arguments, switches."""

import re
from dataclasses import dataclass

_PART = re.compile(r'"((?:[^"\\]|\\.)*)"?|(\\.)|([^\s"\\]+)|\\')
WITH_ARGUMENT = frozenset((r"\l", r"\o", r"\t", r"\@", r"\#", r"\*", r"\b", r"\c", r"\d", r"\f", r"\s"))
"""Switches of the fields read here that take the next word along."""

STEADY = frozenset(
    ("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF", "REF", "TOC", "HYPERLINK", "NOTEREF", "SEQ")
)
"""Fields whose result follows from the text itself, so that a right one stays right."""


@dataclass(frozen=True, slots=True)
class Field:
    """`name` in capitals; `switches` with their argument, "" for those without."""

    name: str
    arguments: tuple[str, ...]
    switches: dict[str, str]

    @property
    def link(self) -> str:
        """Where a HYPERLINK leads: an address, or "#" and a bookmark; "" for what is none."""
        if self.name != "HYPERLINK":
            return ""
        address = self.arguments[0] if self.arguments else ""
        inside = self.switches.get(r"\l", "")
        return f"{address}#{inside}" if inside else address


def parse(code: str) -> Field:
    """Take a code apart; whatever it is, there is an answer."""
    arguments: list[str] = []
    switches: dict[str, str] = {}
    waiting = ""
    for found in _PART.finditer(code):
        quoted, switch, word = found.groups()
        if switch is not None and switch != r"\"":
            waiting = switch.lower()
            switches.setdefault(waiting, "")
            waiting = waiting if waiting in WITH_ARGUMENT else ""
            continue
        text = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else word or ""
        if waiting:
            switches[waiting], waiting = text, ""
        else:
            arguments.append(text)
    name = arguments.pop(0).upper() if arguments else ""
    return Field(name, tuple(arguments), switches)
