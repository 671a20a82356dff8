"""Texts that nobody would write: each gets a verdict, soon, in its place, and no word of any text is lost."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from pipeline.diagnostics import Severity
from tests.readers.test_commonmark import words_of_html
from tests.reading import DATA, FRONT, errors, read, rules, words
from tests.work import calls

ROOT = Path(__file__).parents[2]

# ---- any text

PIECES = [
    *("a", "B", "é", "\U0001d538", "漢", " ", "  ", "\t", "\n", "\n", "\n\n", "\n\n", "\\", "\\\n", "  \n"),
    *(
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "][",
        "<",
        ">",
        "!",
        "&",
        "&amp;",
        "&#0;",
        "^",
        "~",
    ),
    *(
        "~~",
        "{",
        "}",
        "{#a}",
        "{#a}\n",
        "{lang=fr}",
        '{label="2"}\n',
        '{short="a"}\n',
        ":",
        "|",
        "|-|\n",
        ":::",
        "[^1]",
    ),
    *(
        "I. ",
        "II. ",
        "III. ",
        "C. ",
        "(a) ",
        "(b) ",
        "(i) ",
        "(ii) ",
        "a. ",
        "1. ",
        "2. ",
        "3) ",
        "- ",
        "+ ",
        "> ",
        "# ",
    ),
    *("## ", "---\n", "===\n", "```\n", "    ", "[a]: b\n", "[^1]: ", "<b>", "</b>", "<!-- ", " -->", "https://a.b/"),
    *("\u00a0", "\u0301", "\u202e", "\x00", "\u2028", '"', "'", "\r", "\r\n"),
]
TEXTS = some.lists(some.sampled_from(PIECES), max_size=40).map("".join)
MEANING_MORE = re.compile(r"[~^{}\r]|::|<!|^ *[|:]", re.MULTILINE)
"""Signs of what CommonMark does not know, and of comments, in which Python's reader of HTML and CommonMark differ."""


@given(TEXTS)
def test_any_text_gets_a_verdict_in_its_place(text: str) -> None:
    _, found = read(text)
    lines = (FRONT + text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for it in found:
        assert it.position
        line = lines[it.position.line - 1]
        assert 1 <= it.position.column <= len(line) + 1
        assert 1 <= it.position.length <= max(len(line) - it.position.column + 1, 1)


@given(TEXTS)
def test_no_word_of_any_text_is_lost(text: str) -> None:
    numbered, found = read(text)
    if numbered and not errors(found) and not MEANING_MORE.search(text):
        assert words(numbered) == words_of_html(MarkdownIt("commonmark").render(text))


def test_some_of_these_texts_have_no_errors() -> None:
    """The property above must not be about nothing."""
    clean = []

    @given(TEXTS)
    def count(text: str) -> None:
        clean.append(not errors(read(text)[1]) and not MEANING_MORE.search(text))

    count()
    assert sum(clean) > len(clean) / 10


# ---- real texts


@pytest.mark.parametrize("name", ["un-charter.en", "undrip-2007", "2022-11-16-g20-bali-leaders-declaration"])
def test_a_real_text_gets_few_kinds_of_findings(name: str) -> None:
    path = DATA / "declarations" / f"{name}.md"
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)
    _, found = read(text, front=FRONT.replace("---\n\n", "scheme: resolution\n---\n\n"))
    expected = {
        "un-charter.en": {"heading-skip", "html", "label-differs", "label-out-of-place", "link-address", "markup-left"},
        "undrip-2007": {"construct-unsupported", "heading-skip", "label-differs", "markup-left"},
        "2022-11-16-g20-bali-leaders-declaration": {"html", "label-differs", "label-escaped"},
    }[name]
    assert set(rules(found)) <= expected


# ---- ten thousand of anything

MANY = 10_000
HOSTILE = {
    "lists": "".join("  " * depth + "- a\n" for depth in range(1500)),
    "lists in a line": "- " * MANY + "a",
    "quotations": ">" * MANY + "a",
    "quotations with spaces": "> " * MANY + "a",
    "numbers": "1. " * MANY + "a",
    "brackets": "[" * MANY,
    "brackets closed": "[" * MANY + "]" * MANY,
    "pictures": "![" * MANY,
    "spans": "[a]{" * MANY,
    "spans in spans": "[" * MANY + "]{lang=fr}" * MANY,
    "links": "[a](" * MANY,
    "links in links": "[a](b " * MANY,
    "parentheses": "[a](" + "(" * MANY,
    "emphasis": "*a " * MANY + " a*" * MANY,
    "emphasis never closed": "*a" * MANY,
    "strong": "**a " * MANY + " a**" * MANY,
    "stars": "a" + "*" * MANY + "a",
    "both signs": "*_" * MANY,
    "ticks": "a" + "`" * MANY,
    "ticks of all lengths": "".join("`" * length + " " for length in range(1, 450)),
    "raised": "^a" * MANY,
    "tildes": "~a" * MANY,
    "tags": "<a " * MANY,
    "comments": "a <!-- " * MANY,
    "declarations": "a <!A " * MANY,
    "instructions": "a <?" * MANY,
    "entities": "&a" * MANY,
    "backslashes": "\\" * MANY,
    "braces": "{" * MANY,
    "attributes": "{#a}\n" * MANY,
    "a long attribute": "{" + "a=b " * MANY + "}\nx",
    "definitions": "[a]: b\n" * MANY,
    "a title without an end": '[a]: b "' + "a\n" * MANY,
    "lines": "a\n" * MANY,
    "labels in lines": "(a) a\n" * MANY,
    "labels in a line": "I. " + "(a) " * MANY,
    "romans": "M" * MANY + ". a",
    "romans in brackets": "I. a\n\n(" + "x" * MANY + ") a",
    "spaces": "#" + " " * MANY + "a" + " " * MANY + "{#a}",
    "headings": "# a\n" * MANY,
    "tables": "|a|b|\n|-|-|\n" + "|c|d|\n" * MANY,
    "columns": "|a" * MANY + "|\n" + "|-" * MANY + "|",
    "definition lists": "a\n: b\n\n" * MANY,
    "footnotes": "".join(f"[^{number}]: a\n\n" for number in range(MANY)),
    "identifiers": "{#a}\na\n\n" * MANY,
    "links to nowhere": "".join(f"[a](#b{number}) " for number in range(MANY)),
    "clauses": "I. a\n\n" * MANY,
    "paragraphs": "a\n\n" * MANY,
    "controls": "\x01" * MANY,
    "combining": "a" + "\u0301" * MANY,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_ten_thousand_of_anything_get_a_verdict(text: str) -> None:
    verdict = []
    # Far above what is needed (0.1 to 3 million), far below what each took before its work was bounded.
    assert calls(lambda: verdict.append(read(text))) < 20_000_000
    ((numbered, found),) = verdict
    assert numbered or rules(found)[-1] == "source-too-complex"


@pytest.mark.parametrize(
    "name", ["lists", "lists in a line", "quotations", "numbers", "brackets", "spans in spans", "emphasis"]
)
def test_what_is_nested_too_deeply_is_an_error(name: str) -> None:
    found = read(HOSTILE[name])[1]
    assert {"too-deep", "source-too-complex", "level-deep", "construct-unsupported"} & set(rules(errors(found)))


def test_a_list_may_be_nested_deeply() -> None:
    text = "".join("  " * depth + "- a\n\n" for depth in range(12))
    assert read(text)[1] == []


def test_giving_up_says_where_and_what_to_do() -> None:
    _, found = read("One.\n\nTwo " + "[" * MANY)
    assert [(it.rule, it.position and it.position.line - 6, bool(it.hint)) for it in found] == [
        ("source-too-complex", 3, True)
    ]
    _, found = read("One.\n\n" * 50_000)
    assert rules(found) == ["source-too-large"]
    _, found = read("One.\n\n" * 40_000)
    assert rules(found) == ["source-too-complex"]


# ---- work


def test_a_hundred_declarations_take_ten_times_the_work_of_ten() -> None:
    text = (ROOT / "source" / "declaration.md").read_text("utf-8").split("---\n", 2)[2]
    parts = [re.sub(r"^\{.*\}\n[IVX]+\.", '{label="I bis"}\nI bis.', text, flags=re.MULTILINE) for _ in range(100)]

    def work(count: int) -> int:
        numbered, found = read("\n\n".join(parts[:count]))
        assert numbered
        assert [it for it in found if it.severity is Severity.ERROR] == []
        return calls(lambda: read("\n\n".join(parts[:count])))

    assert work(100) < 12 * work(10)
