"""Front matter: the YAML between two lines of hyphens becomes Metadata.

YAML's own guesses are not used ("language: no" is Norwegian, "symbol: 1e3" a text): what a value means depends on its
key alone, and `_FrontMatter` says it.
"""

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pipeline import records
from pipeline.diagnostics import Diagnostic, Position, Reporter, Severity
from pipeline.identifiers import is_miscopied
from pipeline.model import Metadata
from pipeline.readers.languages import canonical, direction, is_tag
from pipeline.readers.plain_yaml import KEYS_AND_VALUES, read_yaml
from pipeline.readers.source import FORBIDDEN, Source

_NOTHING = Metadata("", (), "en", "ltr", None, "joint-statement")
_EXAMPLE = 'begin the file with\n---\ntitle: "…"\nlanguage: en-GB\ndate: 2021-07-06\n---'
_MARKUP = re.compile(r"\*\w|\w\*|\]\(|`|&#?\w+;|\^\w+\^")
_EARLIEST, _LATEST = 1980, 2107
"""The years that a ZIP knows (APPNOTE 4.4.6: an MS-DOS date)."""


@dataclass(frozen=True, slots=True)
class _Words:
    """One line of text."""

    text: str
    SHAPE: ClassVar[str] = "one line of text"

    @classmethod
    def parse(cls, value: object) -> "_Words | None":
        text = value.strip() if isinstance(value, str) else ""
        return cls(text.replace("\t", " ")) if text and "\n" not in text and not FORBIDDEN.search(text) else None


@dataclass(frozen=True, slots=True)
class _Phrases:
    """A title, in the phrases between which it may break."""

    phrases: tuple[str, ...]
    SHAPE: ClassVar[str] = "one line of text, or a list of the phrases between which it may break over lines"

    @classmethod
    def parse(cls, value: object) -> "_Phrases | None":
        parsed = [_Words.parse(item) for item in (value if isinstance(value, list) and value else [value])]
        phrases = tuple(item.text for item in parsed if item)
        if len(phrases) != len(parsed):
            return None
        head, colon, tail = phrases[0].partition(": ")
        if len(phrases) == 1 and colon and head.strip() and tail.strip():  # a title breaks after its colon first
            return cls((head + ":", tail.strip()))
        return cls(phrases)

    def __str__(self) -> str:
        return " ".join(self.phrases)


@dataclass(frozen=True, slots=True)
class _Tag:
    text: str
    SHAPE: ClassVar[str] = "a language tag such as en-GB, fr or ar"

    @classmethod
    def parse(cls, value: object) -> "_Tag | None":
        return cls(canonical(value)) if isinstance(value, str) and is_tag(value) else None


@dataclass(frozen=True, slots=True)
class _Day:
    day: datetime.date
    SHAPE: ClassVar[str] = "a date such as 2021-07-06"

    @classmethod
    def parse(cls, value: object) -> "_Day | None":
        if not isinstance(value, str) or not re.fullmatch(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}", value.strip()):
            return None
        try:
            return cls(datetime.date.fromisoformat(value.strip()))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class _Moment:
    moment: datetime.datetime
    SHAPE: ClassVar[str] = (
        f"a date such as 2021-07-06, or a date and time with its zone such as 2021-07-06T12:00:00Z, "
        f"from {_EARLIEST} to {_LATEST}"
    )

    @classmethod
    def parse(cls, value: object) -> "_Moment | None":
        try:
            moment = datetime.datetime.fromisoformat(value.strip() if isinstance(value, str) else "")
        except ValueError:
            return None
        if not _EARLIEST < moment.year < _LATEST:  # the zone may move the first and the last by a day
            return None
        if _Day.parse(value):
            moment = moment.replace(tzinfo=datetime.UTC)
        return cls(moment.astimezone(datetime.UTC).replace(microsecond=0)) if moment.tzinfo else None


@dataclass(frozen=True, slots=True)
class _FrontMatter:
    """The keys that an author may write; docs/source.md explains each."""

    title: _Phrases
    language: _Tag
    date: _Day | None = None
    scheme: _Words = field(default_factory=lambda: _Words(_NOTHING.scheme))
    kind: _Words | None = None
    subtitle: _Phrases | None = None
    organ: _Words | None = None
    symbol: _Words | None = None
    place: _Words | None = None
    identifier: _Words | None = None
    modified: _Moment | None = None
    publisher: _Words | None = None
    description: _Words | None = None
    subjects: tuple[_Words, ...] = ()
    rights: _Words | None = None
    certified_by: _Words | None = None


_OWN_SCHEME = re.compile(r"(?:[\w-][\w .-]*/){0,3}[\w-][\w .-]{0,60}\.toml")
"""A file beside the source, or in a folder below it."""


def parse_front_matter(source: Source, schemes: Collection[str], *, report: Reporter) -> tuple[Metadata, int]:
    """The metadata and the number of lines that the front matter takes. `schemes` are the names to choose from.

    Where something is wrong (and reported), the metadata says as little as it can, so that the text below is still
    read, by the scheme that it names.
    """
    lines = source.lines
    if lines[0].rstrip() != "---":
        report(Diagnostic("front-matter-missing", _what_is_there(lines), source.position(1, 1), _EXAMPLE))
        return _NOTHING, 0
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}), 0)
    if not end:
        where = source.position(1, 1, 3)
        report(Diagnostic("front-matter-open", "the front matter has no end", where, "close it with a line “---”"))
        return _NOTHING, len(lines)
    read = read_yaml("\n".join(lines[1:end]) + "\n", source, 1, KEYS_AND_VALUES + _EXAMPLE, report=report)
    if read is None:
        return _NOTHING, end + 1
    values = {key: entry.value for key, entry in read.items() if entry.value is not None}  # "organ:" is not given
    known = {name.replace("_", "-") for name in _FrontMatter.__dataclass_fields__}

    def place(key: str) -> Position:
        if key not in read:
            return source.position(1, 1, 3)
        return read[key].place if key in known else read[key].key_place

    front = records.load(_FrontMatter, values, rule="front-matter", place=place, report=report)
    scheme = _Words.parse(values.get("scheme", _NOTHING.scheme))
    if scheme and scheme.text not in schemes and not _OWN_SCHEME.fullmatch(scheme.text):
        hint = records.nearest(scheme.text, schemes) or f"known: {', '.join(schemes)}; or a file: ours.toml"
        report(Diagnostic("front-matter-scheme", f"there is no scheme “{scheme.text[:40]}”", place("scheme"), hint))
        scheme = None
    name = scheme.text if scheme else _NOTHING.scheme
    if front and front.identifier and is_miscopied(front.identifier.text):
        what = f"“{front.identifier.text}” is no ISBN: its digits do not fit together"
        report(Diagnostic("identifier-isbn", what, place("identifier"), "copy it again, with all of its digits"))
    for key in ("title", "subtitle", "organ", "place", "kind", "description"):
        if found := _MARKUP.search(
            " ".join(map(str, values[key])) if isinstance(values.get(key), list) else str(values.get(key, ""))
        ):
            what = f"“{found[0]}” would be printed as it stands: front matter is plain text"
            report(Diagnostic("front-matter-markup", what, place(key), "take the markup out", Severity.WARNING))
    return (_metadata(front, name) if front else _bare(values, name)), end + 1


def _what_is_there(lines: tuple[str, ...]) -> str:
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("+++"):
        return "TOML (+++) is not read here"
    if first.rstrip() == "---" or lines[0].strip() == "---":
        return "the front matter does not begin with the file's first sign"
    return "the file has no front matter"


def _bare(values: Mapping[str, object], scheme: str) -> Metadata:
    """What can be known of a front matter with errors in it."""
    tag = _Tag.parse(values.get("language")) or _Tag(_NOTHING.language)
    return Metadata("", (), tag.text, direction(tag.text), None, scheme)


def _metadata(front: _FrontMatter, scheme: str) -> Metadata:
    def text(words: _Words | None) -> str:
        return words.text if words else ""

    return Metadata(
        title=str(front.title),
        title_phrases=front.title.phrases,
        language=front.language.text,
        direction=direction(front.language.text),
        date=front.date.day if front.date else None,
        scheme=scheme,
        kind=text(front.kind),
        subtitle=str(front.subtitle or ""),
        subtitle_phrases=front.subtitle.phrases if front.subtitle else (),
        organ=text(front.organ),
        symbol=text(front.symbol),
        place=text(front.place),
        identifier=text(front.identifier),
        modified=front.modified.moment if front.modified else None,
        publisher=text(front.publisher),
        description=text(front.description),
        subjects=tuple(subject.text for subject in front.subjects),
        rights=text(front.rights),
        certified_by=text(front.certified_by),
    )
