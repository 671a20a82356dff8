"""Front matter: the YAML between two lines of hyphens becomes Metadata."""

import datetime
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import yaml

from pipeline import records
from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.identifiers import is_miscopied
from pipeline.model import Metadata
from pipeline.readers.languages import direction, is_tag
from pipeline.readers.source import FORBIDDEN, Source

_LIMIT = 64 * 1024
_DEPTH = 6
_NOTHING = Metadata("", (), "en", "ltr", None, "joint-statement")
_EXAMPLE = 'begin the file with\n---\ntitle: "…"\nlanguage: en-GB\ndate: 2021-07-06\n---'


@dataclass(frozen=True, slots=True)
class _Words:
    """One line of text."""

    text: str
    SHAPE: ClassVar[str] = "one line of text (in quotes where YAML would read a number, a date or yes and no)"

    @classmethod
    def parse(cls, value: object) -> "_Words | None":
        return cls(value.strip()) if isinstance(value, str) and value.strip() and "\n" not in value.strip() and not FORBIDDEN.search(value) else None


@dataclass(frozen=True, slots=True)
class _Phrases:
    """A title, in the phrases between which it may break."""

    phrases: tuple[str, ...]
    SHAPE: ClassVar[str] = "a text, or a list of the phrases between which it may break over lines"

    @classmethod
    def parse(cls, value: object) -> "_Phrases | None":
        parsed = [_Words.parse(item) for item in (value if isinstance(value, list) and value else [value])]
        phrases = tuple(item.text for item in parsed if item)
        if len(phrases) != len(parsed):
            return None
        if len(phrases) == 1 and ": " in phrases[0]:  # a title breaks after its colon first
            head, _, tail = phrases[0].partition(": ")
            return cls((head + ":", tail))
        return cls(phrases)

    def __str__(self) -> str:
        return " ".join(self.phrases)


@dataclass(frozen=True, slots=True)
class _Tag:
    text: str
    SHAPE: ClassVar[str] = "a language tag such as en-GB, fr or ar"

    @classmethod
    def parse(cls, value: object) -> "_Tag | None":
        return cls(value) if isinstance(value, str) and is_tag(value) else None


@dataclass(frozen=True, slots=True)
class _Day:
    day: datetime.date
    SHAPE: ClassVar[str] = "a date such as 2021-07-06"

    @classmethod
    def parse(cls, value: object) -> "_Day | None":
        return cls(value) if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime) and value.year >= 1000 else None


@dataclass(frozen=True, slots=True)
class _Moment:
    moment: datetime.datetime
    SHAPE: ClassVar[str] = "a date such as 2021-07-06, or a date and time with its zone such as 2021-07-06T12:00:00Z"

    @classmethod
    def parse(cls, value: object) -> "_Moment | None":
        if isinstance(value, datetime.datetime):
            return cls(value.astimezone(datetime.UTC).replace(microsecond=0)) if value.tzinfo and value.year >= 1980 else None
        if isinstance(value, datetime.date) and value.year >= 1980:  # a ZIP knows no earlier year
            return cls(datetime.datetime(value.year, value.month, value.day, tzinfo=datetime.UTC))
        return None


@dataclass(frozen=True, slots=True)
class _FrontMatter:
    """The keys that an author may write; docs/source.md explains each."""

    title: _Phrases
    language: _Tag
    date: _Day | None = None
    scheme: _Words = field(default_factory=lambda: _Words("joint-statement"))
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


def parse_front_matter(source: Source, schemes: Collection[str], *, report: Reporter) -> tuple[Metadata, int]:
    """The metadata and the number of lines that the front matter takes. `schemes` are the names that it may choose from.

    Where something is wrong (and reported), the metadata says as little as it can, so that the text below is still read.
    """
    lines = source.lines
    if lines[0].rstrip() != "---":
        what = "TOML (+++) is not read here" if lines[0].startswith("+++") else "the file has no front matter"
        report(Diagnostic("front-matter-missing", what, source.position(1, 1), _EXAMPLE))
        return _NOTHING, 0
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if not end:
        report(Diagnostic("front-matter-open", "the front matter has no end", source.position(1, 1, 3), "close it with a line “---”"))
        return _NOTHING, len(lines)
    text = "\n".join(lines[1:end]) + "\n"
    values, places = _values(text, source, report)
    if values is None:
        return _NOTHING, end + 1

    def place(key: str) -> Position:
        return places.get(key.split(".")[0], source.position(1, 1, 3))

    front = records.load(_FrontMatter, values, rule="front-matter", place=place, report=report)
    if front and front.scheme.text not in schemes:
        report(Diagnostic("front-matter-scheme", f"there is no scheme “{front.scheme.text}”", place("scheme"), records.nearest(front.scheme.text, schemes) or f"known: {', '.join(schemes)}"))
        front = None
    if front and front.identifier and is_miscopied(front.identifier.text):
        report(Diagnostic("identifier-isbn", f"“{front.identifier.text}” is no ISBN: its digits do not fit together", place("identifier"), "copy it again, with all of its digits"))
    return (_metadata(front) if front else _NOTHING), end + 1


def _metadata(front: _FrontMatter) -> Metadata:
    def text(words: _Words | None) -> str:
        return words.text if words else ""

    return Metadata(
        title=str(front.title),
        title_phrases=front.title.phrases,
        language=front.language.text,
        direction=direction(front.language.text),
        date=front.date.day if front.date else None,
        scheme=front.scheme.text,
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


def _values(text: str, source: Source, report: Reporter) -> tuple[dict[str, Any] | None, dict[str, Position]]:
    """YAML to plain values and where each key stands: no anchors, no tags, no depth, no key twice."""

    def problem(rule: str, message: str, mark: Any, hint: str = "") -> None:
        line, column = (mark.line + 2, mark.column + 1) if mark else (2, 1)
        report(Diagnostic(rule, message, source.position(line, column), hint))

    places: dict[str, Position] = {}
    values: dict[str, Any] = {}
    if len(text) > _LIMIT:
        problem("front-matter-syntax", f"the front matter is longer than {_LIMIT // 1024} KiB", None)
        return None, places
    try:
        for refusal, mark in _refusals(text):
            problem("front-matter-syntax", refusal, mark, "write the values out, in plain YAML")
            return None, places
        loader = yaml.SafeLoader(text)
        try:
            root = loader.get_single_node()
            if root is None:
                return values, places
            if not isinstance(root, yaml.MappingNode):
                problem("front-matter-syntax", "the front matter is no list of “key: value” lines", root.start_mark, _EXAMPLE)
                return None, places
            sound = True
            for key_node, value_node in root.value:
                key = str(key_node.value)
                if key in places:
                    problem("front-matter-repeated", f"“{key}” stands here twice", key_node.start_mark, f"the first is in line {places[key].line}: keep one")
                    sound = False
                    continue
                mark = key_node.start_mark
                places[key] = source.position(mark.line + 2, mark.column + 1, len(key))
                try:
                    value = loader.construct_object(value_node, deep=True)
                except (ValueError, OverflowError) as error:
                    problem("front-matter-type", f"“{key}” holds no possible value: {error}", value_node.start_mark, "put it in quotes if it is a text")
                    sound = False
                    continue
                if value is not None:  # "organ:" with nothing behind it is not given
                    values[key] = value
            return (values if sound else None), places
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error)
        problem("front-matter-syntax", f"not YAML: {said}", mark, "a value with a colon or quotes in it stands in quotes")
        return None, places


def _refusals(text: str) -> Iterator[tuple[str, Any]]:
    """What YAML allows and front matter does not, found while parsing alone: nothing has been built yet."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield "anchors and aliases are not read", event.start_mark
        if getattr(event, "tag", None) and not re.match(r"tag:yaml.org,2002:|!$", str(event.tag)) or isinstance(event, yaml.ScalarEvent) and event.tag:
            yield "type tags (!…) are not read", event.start_mark
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            yield "this is nested too deeply", event.start_mark
