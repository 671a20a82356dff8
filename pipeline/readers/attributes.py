"""Attributes in braces: {#identifier key="value"}, as Pandoc and Djot write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.records import nearest

_PART = re.compile(r"""\s*(?:\#(?P<identifier>[^\s{}"=]+)|(?P<key>[A-Za-z][\w-]*)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s{}"]+)))(?=\s|$)""")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,23}")
LINE = re.compile(r"\{[^\n]*\}[ \t]*(?:\n|$)")
"""A line that is attributes and nothing else."""

LEFT_OVER = re.compile(r"\{\s*(?:[#.][\w-]+|[A-Za-z][\w-]*=)[^{}]*\}")
"""What looks like attributes where none are read."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stood in the braces; `position` is the opening brace's."""

    position: Position
    identifier: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str:
        return self.values.get(key, "")


def parse_attributes(text: str, position: Position, *, report: Reporter) -> Attributes:
    """The attributes in `text`, which begins with its brace and ends with it; what cannot be read is reported."""
    inside, place = text.strip()[1:-1], 0
    identifier, values = "", dict[str, str]()
    while inside[place:].strip():
        found = _PART.match(inside, place)
        if not found:
            rest = inside[place:].lstrip()
            where = Position(position.file, position.line, position.column + 1 + len(inside) - len(rest), len(rest.rstrip()))
            report(Diagnostic("attributes-syntax", f"“{rest.rstrip()}” is no attribute", where, 'write {#identifier key="value"}; for braces in the text write \\{'))
            break
        if found["identifier"]:
            identifier = found["identifier"]
            if not _IDENTIFIER.fullmatch(identifier):
                report(Diagnostic("identifier-shape", f"“{identifier}” cannot be an identifier", position, "a letter, then letters, digits, “-” or “_”, 24 characters at most"))
                identifier = ""
        else:
            values[found["key"]] = found["quoted"] if found["quoted"] is not None else found["bare"]
        place = found.end()
    return Attributes(position, identifier, values)


def allow(attributes: Attributes | None, keys: tuple[str, ...], what: str, *, report: Reporter) -> Attributes:
    """The attributes, after reporting those that `what` ("a clause") cannot have."""
    if attributes is None:
        return Attributes(Position(""))
    for key in attributes.values:
        if key not in keys:
            known = ", ".join(("#identifier", *keys))
            report(Diagnostic("attribute-unknown", f"{what} has no attribute “{key}”", attributes.position, nearest(key, keys) or f"it may have: {known}"))
    return attributes
