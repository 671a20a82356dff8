"""Labels that an author typed before the words of a heading: "Part I. Purposes", "Article 5"."""

import functools
import re
from dataclasses import dataclass

from pipeline.model import DivisionKind, Scheme
from pipeline.numerals import SHAPES, split

_SUFFIX = r"(?:[A-Z](?![A-Za-z])| (?:bis|ter|quater|quinquies|sexies)(?!\w))?"
_BEHIND = r"(?P<sign>[.:]|\s+[-–—](?=\s|$))?(?P<space>\s+|$)"
"""What parts a label from the words: a full stop or colon, a dash, or space alone."""


@dataclass(frozen=True, slots=True)
class TypedDivision:
    """A label found: its kind, its text with the sign behind it, its length with the space behind that."""

    kind: DivisionKind
    text: str
    length: int


def typed_division(text: str, scheme: Scheme) -> TypedDivision | None:
    """The label of the scheme with which a heading begins, in capitals too; None where it begins with none.

    Without a sign behind it, words that begin small go on with it: "Part I of the programme" is no label.
    """
    found = [(kind, match) for kind in scheme.divisions if (match := _shape(kind.pattern, kind.single).match(text))]
    for kind, match in sorted(found, key=lambda each: -each[1].end("label")):
        if match["sign"] or not text[match.end() : match.end() + 1].islower():
            return TypedDivision(kind, text[: match.end()].rstrip(), match.end())
    return None


def usual_kind(level: int, scheme: Scheme) -> DivisionKind | None:
    """The kind of a heading of that level where no label is typed."""
    return next((kind for kind in scheme.divisions if kind.depth == level), None)


@functools.cache
def _shape(pattern: str, single: str) -> re.Pattern[str]:
    before, kind, after = split(pattern)
    numbered = rf"(?i:{_words(before)})(?:{SHAPES[kind]})(?!\w){_SUFFIX}{_words(after)}"
    if kind == "1":  # "12A" has no edge between the number and the letter
        numbered = rf"(?i:{_words(before)})(?:{SHAPES[kind]}){_SUFFIX}(?!\w){_words(after)}"
    alone = rf"|(?i:{_words(single)})(?!\w)" if single else ""
    return re.compile(rf"(?P<label>{numbered}{alone}){_BEHIND}")


def _words(text: str) -> str:
    """A pattern's words, with any space between them."""
    return r"\s+".join(map(re.escape, re.split(r"\s+", text)))
