"""Every character of a source has its place, whatever it is written with; and what a parser alters is found."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.diagnostics import Diagnostic, Severity, Stopped
from pipeline.model import Document
from pipeline.numbering import number
from pipeline.readers.front_matter import parse_front_matter
from pipeline.readers.markdown import parse_markdown
from pipeline.readers.source import text_source
from pipeline.verify.accounting import Account, account
from tests.schemes import SCHEMES
from tests.validators import ROOT
from tests.work import calls

FRONT = "---\ntitle: Joint Statement\nlanguage: en\ndate: 2021-07-06\n---\n\n"
SPECIFICATION = ROOT.parent / "shared" / "data" / "commonmark" / "spec-0.31.2-release.json"
SOURCES = [
    ROOT / "source" / "declaration.md",
    ROOT / "templates" / "example" / "source" / "example.md",
    *sorted((ROOT / "tests" / "documents").glob("*.md")),
]


def parsed(text: str) -> Document | None:
    """The document of a text; None where something is wrong with it."""
    found: list[Diagnostic] = []
    source = text_source(text, "text.md", Path(), report=found.append)
    metadata, lines = parse_front_matter(source, SCHEMES, report=found.append)
    try:
        document = parse_markdown(source, metadata, lines, SCHEMES[metadata.scheme], report=found.append)
    except Stopped:
        return None
    number(document, SCHEMES[metadata.scheme], report=found.append)
    return None if any(each.severity is Severity.ERROR for each in found) else document


def accounted(body: str, front: str = FRONT) -> Account:
    document = parsed(front + body)
    assert document, body
    return account(document, (front + body).encode())


@pytest.mark.parametrize(
    "body",
    ["> a\n>", "> a\n> ", "> > a\n> >\n>", "> \\\n> ", "\xa0<!-- c -->\xa0a", "\xa0 <!-- c -->\xa0\xa0a\n\nI. b"],
)
def test_signs_at_the_end_and_blanks_behind_comments_balance(body: str) -> None:
    assert accounted(body).balances


def test_references_balance_however_their_targets_are_written() -> None:
    assert accounted(
        "I. We.\n\nII. See []( #clause-1 ), [](<#clause-1>), [](#clause-1,#clause-3).\n\nIII. So."
    ).balances
    assert parsed(f"{FRONT}I. We.\n\nII. See [][x].\n\n[x]: #clause-1") is None  # a reference says its target itself


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_documents_balance(path: Path, end: str, mark: str) -> None:
    text = mark + path.read_text("utf-8").replace("\n", end)
    document = parsed(text)
    assert document
    sums = account(document, text.encode())
    assert sums.balances, sums
    assert sums.total == len(text)


@pytest.mark.parametrize(
    "body",
    [
        "Words, *words* and **words**, _words_ and __words__, ***both** of them*, x^2^ and H~2~O.",
        "A [link](https://example.org/a_(b) ), [one](<https://example.org/a b>), <https://example.org/?a=1&b=2>.",
        "A [link][ref], [ref][] and [ref].\n\n[ref]: https://example.org/\n",
        "> Said.\n>\n> [a]: https://example.org\n\nWith [a] above.",
        "Escapes \\* \\_ \\\\ \\[no\\] and entities &amp; &#8212; &#x41; &nbsp; &notanentity; &.",
        "`code`, ``code with ` in it``, ` `` `, `a\nb`",
        "One line  \nand another\\\nand a third.",
        'Setext *heading* {#id short="heading"}\n===\n\nATX\n---\n\n### Closed ### \n\nWords.',
        "A <!-- c -->\n===\n\nI.\nB <!-- c -->\n---\n\nWords.",
        "# With {#id}\n\n{#para}\nA paragraph.\n\n{#quote lang=fr}\n> Cité\n> encore\nparesseux",
        "- one\n+ two\n* three\n\n  more\n\n- - nested\n\n{#list}\n- {#item}\n  with names",
        "1. one\n2. two\n   1. deeper\n   2. deeper still\n\n3) three",
        "1) one\n2) two",
        "I\\. is no label.\n\nI. This is one.\n\n(a) And this,\n\n(b)&nbsp;and this.",
        '{label="4 bis"}\nIV bis is not typed.\n\n{label="V"}\nV. This is.',
        "A\ttab\tand   spaces   ",
        "Words <!-- a note --> and words.\n\n<!-- a note\n\nof two paragraphs -->\n\nMore.",
        "Words of [français]{lang=fr}, [*a* `b` [c](#x)]{lang=de}.\n\n{#x}\nHere.",
        '![A \\* picture & more](a.png "A *caption* with \\"quotes\\"")\n\n{#pic}\n![Another][pic]\n\n[pic]: other.png',
        "\u00a0A no-break space before, and behind\u00a0\n\n\u3000An ideographic one.",
        "[ĕxämple](https://bücher.example/ä%20b?c=d e)".replace(" e", ""),
        "> > deep\n> back\n\n> \\> a sign\n\n    \n",
        "A line\n> \\> quoted",
        "A<!-- c -->\u00a0",
        "\u00a0<!-- c -->",
        "A\n\n\u00a0<!-- c -->\n\nB",
        "> <!-- c -->",
        '{label="4 bis"}\n\u00a0A',
        '{label="4 bis"}\n  *',
        "\u00a0{#x}\n1. A",
        "# \u00a0Words",
        "# \u00a0> [`",
        "# II. <!-- c -->\n===\n",
        "A\n\u00a0\n===\nB",
        "(b) I. \\\n\u00a0 \n===\nB",
        "\u00a0&nbsp;\\*A",
        "\u00a0 <!-- c -->&nbsp;  \n.",
        '1. .\n\n)\n===\n{label="4 bis"}\n    > ',
    ],
)
def test_every_construct_balances(body: str) -> None:
    document = parsed(FRONT + body)
    assert document
    sums = account(document, (FRONT + body).encode())
    assert sums.balances, sums


def test_the_sums_are_those_of_the_characters() -> None:
    sums = accounted("I. *We* agree &amp; sign. <!-- or not -->")
    assert sums == Account(
        total=len(FRONT) + 41,
        front_matter=len(FRONT) - 1 - len("Joint Statement"),  # the empty line below it is markup
        text=len("Joint Statement") + len("We agree & sign. "),
        labels=2,
        comments=15,
        markup=1 + 1 + 2 + 4,
    )


@pytest.mark.parametrize(
    "front",
    [
        'title: ["A: b", c]\nsubtitle: >-\n  folded\n  words',
        "title: 'It''s so'\norgan: \"A \\\"B\\\" \\u00e9\"   # a note",
        "title: A:b\nkind: x",
        "title:\n  - one\n  - two\nsubjects: [a, 'b, c']\nrights: |\n  © us",
        "{title: One line, language: en, date: 2021-07-06}",
    ],
)
def test_front_matter_in_any_dress(front: str) -> None:
    text = f"---\n{front}\n" + ("" if "language" in front else "language: en\ndate: 2021-07-06\n") + "---\n\nWords.\n"
    document = parsed(text)
    assert document
    sums = account(document, text.encode())
    assert sums.balances, sums


def test_the_specification_of_commonmark_balances() -> None:
    if not SPECIFICATION.exists():
        pytest.skip("the specification's examples are not here")
    held = 0
    for example in json.loads(SPECIFICATION.read_text("utf-8")):
        text = FRONT + example["markdown"]
        if document := parsed(text):
            held += 1
            sums = account(document, text.encode())
            assert sums.balances, (example["example"], sums)
    assert held > 250


ATOMS = (
    *(
        "a",
        "b",
        "word",
        " ",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\n\n",
        "*",
        "**",
        "_",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "^2^",
        "~1~",
    ),
    *("](https://e.org/a)", "[w](#x)", "{#x}\n", "{lang=fr}", "\\", "\\*", "&amp;", "&nbsp;", "<!-- c -->", "é", "“"),
    *(
        "<https://e.org>",
        "> ",
        "- ",
        "1. ",
        "2. ",
        "I. ",
        "II. ",
        "(a) ",
        "(b) ",
        "# ",
        "## ",
        "  \n",
        "\\\n",
        "\t",
        "    ",
    ),
    *('{short="a"}\n', "\n===\n", "\n---\n", "[r]: https://e.org\n", "[r]", "[t][r]", "![alt](p.png)", "![alt][r]"),
    *('![alt](p.png "cap")', "[mot]{lang=fr}", ".", "!", "&#32;", "\u00a0", '{label="4 bis"}\n', "4 bis. "),
)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=14).map("".join))
def test_whatever_the_reader_takes_balances(body: str) -> None:
    if re.search(r"\{[^\n]*\}\n(?:[ \t]*\n)*[ \t>]*<!--", body):
        return  # attributes before a note belong to nothing
    text = FRONT + body
    if document := parsed(text):
        sums = account(document, text.encode())
        assert sums.balances, sums


@settings(max_examples=200)
@given(st.data())
def test_a_character_more_less_or_other_in_the_file_is_found(data: st.DataObject) -> None:
    """The document of one text beside another text: what differs in a word never balances."""
    body = (
        "We *note* that [words](https://e.org/) count.\n\n{#x}\nI. One\nline.\n\n(a) two\n\n- item\n\n> cited\n\nDone."
    )
    document = parsed(FRONT + body)
    assert document
    letters = [at for at, sign in enumerate(body) if sign.isalpha() and body[at - 1] not in "#/."]
    at = data.draw(st.sampled_from(letters))
    how = data.draw(st.sampled_from(["less", "more", "other"]))
    changed = body[:at] + {"less": "", "more": body[at] * 2, "other": "ж"}[how] + body[at + 1 :]
    sums = account(document, (FRONT + changed).encode())
    assert sums.lost, changed
    line, _ = sums.lost
    assert abs(line - (FRONT + body)[: len(FRONT) + at].count("\n") - 1) <= 1


def test_a_long_text_takes_a_time_in_proportion() -> None:
    def work(times: int) -> int:
        text = FRONT + "Words with *stress* & [a link](https://example.org/), and so on and on.\n\n" * times
        document = parsed(text)
        assert document
        assert account(document, text.encode()).balances
        return calls(lambda: account(document, text.encode()))

    assert work(2000) < 12 * work(200)
