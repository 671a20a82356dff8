"""Attributes in braces: {#identifier .class key="value"}, as Pandoc and Djot write them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.readers.spans import LONGEST
from pipeline.records import nearest

_PART = re.compile(
    r"""\s*(?:\#(?P<identifier>[^\s{}"=]+)|(?P<class>\.unnumbered)|(?P<key>[A-Za-z][\w-]*)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s{}"]+)))(?=\s|$)"""
)
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,23}")
_PAGE = re.compile(r"page-[0-9]+")
LINE = re.compile(r"[ \t]*(\{[^\n]*\})[ \t]*(?:\n[ \t]*|$)")
"""A line that is attributes and nothing else."""

LEFT_OVER = re.compile(r"\{\s*(?:[#.][\w-]+|[A-Za-z][\w-]*=)[^{}]*\}")
"""What looks like attributes where none are read."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stood in the braces, and where. `broken` when some of it could not be read and was reported."""

    position: Position
    identifier: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    broken: bool = False

    def get(self, key: str) -> str:
        return self.values.get(key, "")


def parse_attributes(text: str, place: Callable[[int, int], Position], *, report: Reporter) -> Attributes:
    """The attributes in `text`, from its opening brace to the closing one; what cannot be read is reported.

    `place` says where a part of it stands: from which of its characters, and how many.
    """
    inside, done = text[1:-1], 0
    identifier, values, broken = "", dict[str, str](), False

    def wrong(rule: str, message: str, at: int, length: int, hint: str) -> None:
        nonlocal broken
        broken = True
        report(Diagnostic(rule, message, place(at + 1, length), hint))

    if len(text) > LONGEST:
        wrong(
            "attributes-syntax", "these attributes are too long to be read", -1, 1, "for braces in the text write \\{"
        )
    while not broken and (rest := inside[done:].strip()):
        start = inside.index(rest[0], done)
        found = _PART.match(inside, start)
        if not found:
            hint = 'write {#identifier key="value"}; for braces in the text write \\{'
            wrong("attributes-syntax", f"“{rest[:40]}” is no attribute", start, len(rest), hint)
            break
        key = "#identifier" if found["identifier"] else found["class"] or found["key"]
        if identifier if found["identifier"] else key in values:
            wrong("attributes-repeated", f"“{key}” stands here twice", start, len(found[0]), "keep one of them")
        elif not found["identifier"]:
            values[key] = found["quoted"] if found["quoted"] is not None else found["bare"] or ""
        elif _PAGE.fullmatch(found["identifier"].lower()):
            what = f"“{found['identifier']}” is the name of a page: each edition marks where the pages of the PDF begin"
            wrong("identifier-shape", what, start, len(found[0]), "choose another name")
        elif _IDENTIFIER.fullmatch(found["identifier"]):
            identifier = found["identifier"]
        else:
            hint = "a letter, then letters, digits, “-” or “_”, 24 characters at most"
            what = f"“{found['identifier'][:40]}” cannot be an identifier"
            wrong("identifier-shape", what, start, len(found[0]), hint)
        done = found.end()
    if not (identifier or values or broken):
        hint = 'write {#identifier key="value"}; for braces in the text write \\{'
        wrong("attributes-syntax", "these braces hold no attributes", -1, len(text), hint)
    return Attributes(place(0, len(text)), identifier, values, broken)


def allow(attributes: Attributes | None, keys: tuple[str, ...], what: str, *, report: Reporter) -> Attributes:
    """The attributes, after reporting those that `what` ("a clause") cannot have."""
    if attributes is None:
        return Attributes(Position(""))
    for key in attributes.values:
        if key not in keys:
            known = ", ".join(("#identifier", *keys))
            hint = nearest(key, keys) or f"it may have: {known}"
            report(Diagnostic("attribute-unknown", f"{what} has no attribute “{key}”", attributes.position, hint))
    return attributes
