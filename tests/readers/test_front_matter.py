"""Front matters as authors write them."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model import Metadata
from pipeline.readers.front_matter import parse_front_matter
from pipeline.readers.source import Source
from tests.schemes import SCHEMES

Found = list[tuple[str, int, int, int]]


def load(text: str) -> tuple[Metadata, int, list[Diagnostic]]:
    found: list[Diagnostic] = []
    source = Source("test.md", Path(), text, tuple(text.split("\n")))
    metadata, lines = parse_front_matter(source, SCHEMES, report=found.append)
    return metadata, lines, found


def inside(text: str) -> tuple[Metadata, list[Diagnostic]]:
    metadata, _, found = load(f"---\n{text}\n---\n")
    return metadata, found


def good(text: str) -> Metadata:
    metadata, found = inside(f"title: T\nlanguage: en\n{text}")
    assert found == []
    return metadata


def test_everything_that_can_be_said() -> None:
    metadata = good("""
date: 2021-07-06
scheme: resolution
kind: Resolution
subtitle: [On Many, "Things: all of them"]
organ: The Assembly
symbol: A/RES/1
place: Geneva
identifier: urn:x:1
modified: 2021-07-07 01:02:03.9+02:00
publisher: Press
description: >
  Two
  lines.
subjects: [peace, "1945"]
rights: © 2021
certified-by: A. B.
""")
    assert metadata == Metadata(
        title="T",
        title_phrases=("T",),
        language="en",
        direction="ltr",
        date=datetime.date(2021, 7, 6),
        scheme="resolution",
        kind="Resolution",
        subtitle="On Many Things: all of them",
        subtitle_phrases=("On Many", "Things: all of them"),
        organ="The Assembly",
        symbol="A/RES/1",
        place="Geneva",
        identifier="urn:x:1",
        modified=datetime.datetime(2021, 7, 6, 23, 2, 3, tzinfo=datetime.UTC),
        publisher="Press",
        description="Two lines.",
        subjects=("peace", "1945"),
        rights="© 2021",
        certified_by="A. B.",
    )


# What YAML would guess is not guessed here.
@pytest.mark.parametrize(
    ("key", "written", "expected"),
    [
        ("symbol", "1e3", "1e3"),
        ("symbol", "0123", "0123"),
        ("symbol", "12:30:45", "12:30:45"),
        ("symbol", "2021-07-06", "2021-07-06"),
        ("symbol", "1" * 5000, "1" * 5000),
        ("organ", "yes", "yes"),
        ("organ", '"null"', "null"),
        ("organ", "", ""),
        ("organ", "~", ""),
        ("organ", "null", ""),
        ("organ", "‘quoted’ “words”", "‘quoted’ “words”"),
        ("organ", "No-break space", "No-break space"),
        ("organ", '"a\\tb"', "a b"),
        ("place", "🕊 漢字", "🕊 漢字"),
        ("identifier", "0x1F", "0x1F"),
        ("language", "no", "no"),
        ("language", "EN-gb", "en-GB"),
        ("language", "ZH-hant-tw", "zh-Hant-TW"),
        ("language", "sr-latn-rs-ekavsk", "sr-Latn-RS-ekavsk"),
        ("date", "'2021-07-06'", datetime.date(2021, 7, 6)),
        ("date", "1648-10-24", datetime.date(1648, 10, 24)),
        ("modified", "2021-07-06", datetime.datetime(2021, 7, 6, tzinfo=datetime.UTC)),
        ("modified", "2021-07-06T12:00:00Z", datetime.datetime(2021, 7, 6, 12, tzinfo=datetime.UTC)),
    ],
)
def test_a_value_means_what_its_key_says(key: str, written: str, expected: object) -> None:
    text = f"title: T\n{key}: {written}" + ("" if key == "language" else "\nlanguage: en")
    metadata, found = inside(text)
    assert found == []
    assert getattr(metadata, key) == expected


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("he-IL", "rtl"), ("ru", "ltr")]
)
def test_the_direction_is_the_script_s(language: str, direction: str) -> None:
    assert inside(f"title: T\nlanguage: {language}")[0].direction == direction


@pytest.mark.parametrize(
    ("title", "phrases"),
    [
        ("A Title", ("A Title",)),
        ("'Peace: A Title: Again'", ("Peace:", "A Title: Again")),
        ("[One, Two]", ("One", "Two")),
        ("['A: B', C]", ("A: B", "C")),
        ("': B'", (": B",)),
    ],
)
def test_a_title_knows_where_it_may_break(title: str, phrases: tuple[str, ...]) -> None:
    metadata, found = inside(f"title: {title}\nlanguage: en")
    assert found == []
    assert (metadata.title_phrases, metadata.title) == (phrases, " ".join(phrases))


TITLE = "title: T\nlanguage: en\n"

WRONG: list[tuple[str, Found]] = [
    ("", [("front-matter-missing", 1, 1, 3), ("front-matter-missing", 1, 1, 3)]),
    ("title: T", [("front-matter-missing", 1, 1, 3)]),
    ("language: en\ntitle:", [("front-matter-missing", 3, 1, 5)]),
    (f"{TITLE}titel: T", [("front-matter-unknown", 4, 1, 5)]),
    (f"{TITLE}Date: 2021-07-06", [("front-matter-unknown", 4, 1, 4)]),
    (f"{TITLE}title: U", [("front-matter-repeated", 4, 1, 5)]),
    (f"{TITLE}date: 6 July 2021", [("front-matter-type", 4, 7, 11)]),
    (f"{TITLE}date: 2021-02-30", [("front-matter-type", 4, 7, 10)]),
    (f"{TITLE}date: 0999-01-01", [("front-matter-type", 4, 7, 10)]),
    (f"{TITLE}date: 2021-07-06T12:00:00Z", [("front-matter-type", 4, 7, 20)]),
    (f"{TITLE}date: [2021-07-06]", [("front-matter-type", 4, 7, 12)]),
    (f"{TITLE}modified: 2021-07-06T12:00:00", [("front-matter-type", 4, 11, 19)]),
    (f"{TITLE}modified: 1900-01-01", [("front-matter-type", 4, 11, 10)]),
    (f"{TITLE}modified: 9999-12-31T23:59:59-14:00", [("front-matter-type", 4, 11, 25)]),
    ("title: T\nlanguage: english", [("front-matter-type", 3, 11, 7)]),
    ("title: T\nlanguage: en_GB", [("front-matter-type", 3, 11, 5)]),
    ("title: T\nlanguage: [en, fr]", [("front-matter-type", 3, 11, 8)]),
    ('title: ""\nlanguage: en', [("front-matter-type", 2, 8, 2)]),
    ("title: []\nlanguage: en", [("front-matter-type", 2, 8, 2)]),
    ("title: [A, [B]]\nlanguage: en", [("front-matter-type", 2, 8, 8)]),
    ("title: {a: b}\nlanguage: en", [("front-matter-type", 2, 8, 6)]),
    ("title: |\n  A\n  B\nlanguage: en", [("front-matter-type", 2, 8, 1)]),
    ('title: "a\\u202Eb"\nlanguage: en', [("front-matter-type", 2, 8, 10)]),
    ('title: "a\\ud800b"\nlanguage: en', [("front-matter-type", 2, 8, 10)]),
    ('title: "a\\0b"\nlanguage: en', [("front-matter-type", 2, 8, 6)]),
    (f"{TITLE}subjects: peace", [("front-matter-type", 4, 11, 5)]),
    (f"{TITLE}scheme: chatter", [("front-matter-scheme", 4, 9, 7)]),
    (f"{TITLE}identifier: ISBN 978-3-16-148410-1", [("identifier-isbn", 4, 13, 22)]),
    ("just words", [("front-matter-syntax", 2, 1, 10)]),
    ("- a\n- b", [("front-matter-syntax", 2, 1, 3)]),
    ("42", [("front-matter-syntax", 2, 1, 2)]),
    ("title: a: b", [("front-matter-syntax", 2, 9, 1)]),
    ("title: 'a", [("front-matter-syntax", 3, 1, 1)]),
    ("title: [a", [("front-matter-syntax", 3, 1, 1)]),
    ("\ttitle: a", [("front-matter-syntax", 2, 1, 1)]),
    ("title: @a", [("front-matter-syntax", 2, 8, 1)]),
    ("title: *a", [("front-matter-syntax", 2, 8, 1)]),
    ("title: &a b", [("front-matter-syntax", 2, 8, 1)]),
    (
        "<<: {title: T}",
        [("front-matter-missing", 1, 1, 3), ("front-matter-missing", 1, 1, 3), ("front-matter-unknown", 2, 1, 2)],
    ),
    ("title: !!python/object/apply:os.system [ls]", [("front-matter-syntax", 2, 8, 1)]),
    ("title: !!str a", [("front-matter-syntax", 2, 8, 1)]),
    ("title: ! a", [("front-matter-syntax", 2, 8, 1)]),
    ("? [a, b]\n: c", [("front-matter-syntax", 2, 3, 6)]),
    ("%TAG ! tag:x,2021:", [("front-matter-syntax", 3, 1, 1)]),
    ("a: " + "[" * 10_000, [("front-matter-syntax", 2, 9, 1)]),
    ("a: " + "{b: " * 10_000, [("front-matter-syntax", 2, 24, 1)]),
    ("- " * 10_000, [("front-matter-syntax", 2, 13, 1)]),
    ("a: " + "x" * 70_000, [("front-matter-syntax", 2, 1, 1)]),
    ("".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)), [("front-matter-syntax", 2, 5, 1)]),
]


@pytest.mark.parametrize(("text", "expected"), WRONG, ids=[repr(text[:40]) for text, _ in WRONG])
def test_what_is_wrong_is_placed(text: str, expected: Found) -> None:
    metadata, found = inside(text)
    places = [(it.rule, it.position.line, it.position.column, it.position.length) for it in found if it.position]
    assert sorted(places) == sorted(expected)
    assert metadata.title in {"", "T"}
    assert all(it.message and it.hint for it in found if it.rule != "front-matter-type")


def test_a_similar_key_is_named() -> None:
    _, found = inside(f"{TITLE}subtitel: a\ncolour: red\nschema: resolution")
    assert [it.hint.split(":")[0] for it in found] == [
        "did you mean “subtitle”?",
        "known here",
        "did you mean “scheme”?",
    ]
    _, found = inside(f"{TITLE}scheme: resolutions")
    assert [it.hint for it in found] == ["did you mean “resolution”?"]


def test_the_second_of_two_keys_names_the_line_of_the_first() -> None:
    _, found = inside(f"{TITLE}\n\ntitle: U")
    assert [it.hint for it in found] == ["the first is in line 2: keep one"]


def test_markup_is_no_markup_here() -> None:
    _, found = inside("title: The *Great* Charter\nlanguage: en\nsubtitle: [a, '`b`']\norgan: A & B")
    assert [(it.rule, it.severity, it.position and it.position.line) for it in found] == [
        ("front-matter-markup", Severity.WARNING, 2),
        ("front-matter-markup", Severity.WARNING, 4),
    ]


@pytest.mark.parametrize(
    ("text", "message", "lines"),
    [
        ("Text.\n", "the file has no front matter", 0),
        ("", "the file has no front matter", 0),
        ("+++\ntitle = 'T'\n+++\n", "TOML (+++) is not read here", 0),
        ("\n---\ntitle: T\n---\n", "the front matter does not begin with the file's first sign", 0),
        (" ---\ntitle: T\n---\n", "the front matter does not begin with the file's first sign", 0),
        ("----\ntitle: T\n----\n", "the file has no front matter", 0),
        ("---\ntitle: T\n\nText.\n", "the front matter has no end", 5),
        ("---", "the front matter has no end", 1),
    ],
)
def test_a_front_matter_that_is_not_there(text: str, message: str, lines: int) -> None:
    _, skipped, found = load(text)
    assert ([it.message for it in found], skipped) == ([message], lines)


@pytest.mark.parametrize("end", ["---", "...", "--- ", "---\t"])
def test_the_end(end: str) -> None:
    _, lines, found = load(f"--- \ntitle: T\nlanguage: en\n{end}\nText.\n")
    assert (lines, found) == (4, [])


def test_the_text_is_read_by_its_scheme_although_the_front_matter_is_wrong() -> None:
    metadata, found = inside("title: T\nlanguage: ar\nscheme: resolution\ndate: yesterday")
    assert len(found) == 1
    assert (metadata.scheme, metadata.language, metadata.direction) == ("resolution", "ar", "rtl")


@given(some.text("abc:- \n\t'\"[]{}&*!|>%@`#,?~=.\\é0123"))
def test_any_front_matter_gets_a_verdict(text: str) -> None:
    metadata, found = inside(text)
    assert metadata.title or found
    lines = f"---\n{text}\n---\n".split("\n")
    for it in found:
        assert it.position
        assert 1 <= it.position.column <= len(lines[it.position.line - 1]) + 1
