"""The web page read back: nothing found in ours, hostile pages bounded."""

# ruff: noqa: E501  # one damage or value a line

import re
from functools import partial

import pytest

from pipeline.verify.html import html
from pipeline.verify.transcript import Kind, Run
from pipeline.verify.xml import Unsound
from tests.verify.pages import example
from tests.work import calls


def test_ours_has_no_difference() -> None:
    assert example().differences("html", example().files["html"]) == []


def test_markup_written_otherwise_is_no_damage() -> None:
    page = example().files["html"].decode()
    page = (
        page.replace('<p id="recital-1">', "<P\n  class=''   ID=recital-1 >")
        .replace("</li>\n", "\n")
        .replace("&amp;", "&#38;")
    )
    assert example().differences("html", page.encode()) == []


# ---- pages of strangers


def words_of(page: str) -> list[str]:
    return [passage.words for passage in html(page.encode()).passages]


def test_loose_text_is_read_in_order() -> None:
    assert words_of("<body>one <b>two</b><p>three</p>four<div>five</div><span><p>six</p></span> seven") == [
        "one two",
        "three",
        "four",
        "five",
        "six",
        "seven",
    ]


def test_numbers_of_lists_are_labels() -> None:
    page = html(b"<ol start=3><li>c<li value=7>g<li>h</ol><ol type=i><li>one</ol><ul><li>dot<ul><li>inner</ul></ul>")
    assert [(passage.label, passage.words) for passage in page.passages] == [
        ("3.", "c"),
        ("7.", "g"),
        ("8.", "h"),
        ("i.", "one"),
        ("", "dot"),
        ("", "inner"),
    ]
    assert [(passage.kind, passage.level) for passage in page.passages[-2:]] == [(Kind.ITEM, 1), (Kind.ITEM, 2)]


def test_marks_of_runs() -> None:
    page = html(
        b'<html lang=en><p>a <em>b <em>c</em></em> <strong>d</strong> <a href=" #x ">e</a> <i lang=la>f</i><sup>g</sup>'
    )
    assert page.passages[0].runs == (
        Run("a "),
        Run("b ", emphasis=True),
        Run("c "),
        Run("d", strong=True),
        Run(" "),
        Run("e", link="#x"),
        Run(" "),
        Run("f", emphasis=True, language="la", direction="ltr"),
        Run("g", superscript=True),
    )


def test_title_and_description_without_linked_data() -> None:
    page = html(b"<html lang=en><title>On  Tests</title><meta name=description content='What they are'>")
    assert page.metadata == {"language": "en", "title": "On Tests", "description": "What they are"}


def test_text_behind_a_comment_is_read() -> None:
    assert words_of("<p>a<!-- x -->b<b>c</b><!-- y -->d<!-- z --> e</p><!-- -->f") == ["abcd e", "f"]


def test_encoding_is_what_the_page_says() -> None:
    assert words_of("<meta charset=koi8-r><p>") == []
    assert [passage.words for passage in html("<meta charset=koi8-r><p>текст".encode("koi8-r")).passages] == ["текст"]


# ---- pages that mean ill

HOSTILE = {
    "nested blocks": b"<div>" * 100_000,
    "nested inlines": b"<p>" + b"<span>" * 100_000 + b"x",
    "nested emphasis": b"<p>" + b"<b id=1>" * 100_000 + b"x",
    "a bomb of formatting": b"".join(b"<b id=%d>" % at for at in range(60)) + b"<p>x" * 200_000,
    "more than a document has": b"<p>x" * 1_000_000,
    "deep by few": b"<div>" * 300 + b"x",
    "a selector without end": b"<style>" + b"a " * 5_000 + b"{color:red}</style><p>x",
    "siblings of siblings": b"<style>q ~ p ~ p ~ p { color: red }</style>" + b"<p>x</p>" * 20_000,
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_page_is_refused_soon(attack: str) -> None:
    def refused() -> None:
        with pytest.raises(Unsound):
            html(HOSTILE[attack])

    assert calls(refused) < 60_000_000


CALM = {
    "a cycle of names": "<style>:root { --a: var(--b); --b: var(--a) } p { color: var(--a, red) }</style><p>x",
    "names that double": "<style>:root {" + "".join(f"--a{at}: var(--a{at + 1}) var(--a{at + 1});" for at in range(60)) + "--a60: x } p { color: var(--a0) }</style><p>x",
    "names that double nothing": "<style>:root {" + "".join(f"--a{at}: var(--a{at + 1}) var(--a{at + 1});" for at in range(60)) + "--a60: ; } p { color: var(--a0) }</style><p>x",
    "broken style": "<style>}}} p { color: ; @media ( { } a:b:c::d { ]]] </style><p>x",
    "brackets without end": "<style>p { width: " + "calc(" * 100 + "1px" + ")" * 100 + " }</style><p>x",
    "broken markup": "<p <b>>x</q></i><table>x<tr>y",
    "numbers out of reach": "<ol start=99999999999999999999><li value=-9999999999>x</ol>",
    "broken data": "<script type=application/ld+json>" + "[" * 50_000 + "</script><p>x",
    "a strange medium": "<style>@media (min-width: 1.2.3px) and (x) { p { color: red } }</style><p>x",
    "comments without end": "<!--" * 100_000,
    "styles without end": "<style>" * 100_000,
    "a text in many pieces": "<p>" + "x<wbr>" * 90_000,
    "much that is hidden": "<p>" + "".join(f"<i hidden>{at}</i>" for at in range(20_000)),
    "much that covers": "<p style='position:absolute;background:red'>x" * 5_000,
    "nothing": "",
}  # fmt: skip


@pytest.mark.parametrize("attack", CALM)
def test_strange_page_is_read(attack: str) -> None:
    html(CALM[attack].encode())


def test_time_grows_with_the_page_alone() -> None:
    page = example().files["html"].decode()
    start, end = page.index("<main"), page.index("</main>")
    text = re.sub(r' id="[^"]*"', "", page[start:end])
    made = []
    for times in (4, 16):
        long = (page[:start] + text * times + page[end:]).encode()
        made.append(calls(partial(html, long)))
    assert made[1] < 5 * made[0]
