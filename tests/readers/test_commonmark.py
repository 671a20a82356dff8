"""Every example of CommonMark's specification behind a front matter: no crash, nothing lost, nothing shown raw."""

import json
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from pipeline.diagnostics import Diagnostic
from tests.reading import DATA, errors, read, words

SPECIFICATION = DATA / "commonmark" / "spec-0.31.2-release.json"
EXAMPLES = json.loads(SPECIFICATION.read_text("utf-8")) if SPECIFICATION.exists() else []
BESIDE = {
    "~": "lowered words and struck-out text",
    "^": "raised words",
}
"""Signs that mean something here which CommonMark does not know."""


class _Words(HTMLParser):
    """The words of a page of HTML, with what pictures say."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            values = dict(attrs)
            self.words += [values.get("alt") or "", values.get("title") or ""]


def words_of_html(html: str) -> str:
    """Every character that a reader of the page meets, without white space."""
    page = _Words()
    page.feed(html.replace("<!-->", "").replace("<!--->", ""))  # whole comments to CommonMark, not to Python
    page.close()
    return "".join("".join(page.words).split())


def judge(markdown: str) -> tuple[list[Diagnostic], str, str]:
    """The errors reported, the words of our model, the words that CommonMark shows."""
    numbered, found = read(markdown)
    shown = words_of_html(MarkdownIt("commonmark").render(markdown))
    return errors(found), words(numbered) if numbered else "", shown


@pytest.mark.skipif(not EXAMPLES, reason=f"{SPECIFICATION.name} is not here")
def test_no_example_is_dropped_or_shown_raw() -> None:
    lost = []
    for example in EXAMPLES:
        found, ours, shown = judge(example["markdown"])
        if not found and ours != shown and not any(sign in example["markdown"] for sign in BESIDE):
            lost.append((example["example"], ours, shown))
    assert lost == []


@pytest.mark.skipif(not EXAMPLES, reason=f"{SPECIFICATION.name} is not here")
def test_what_the_model_can_hold_is_read_without_an_error() -> None:
    clean = sum(not judge(example["markdown"])[0] for example in EXAMPLES)
    assert clean >= 300  # of 652: the rest are code, rules, raw HTML, titles and relative addresses of links


def test_the_judge_notices_lost_words() -> None:
    assert words_of_html("<p>a &amp; <b>b</b><br>c <!-- no --> <img alt='d'></p>") == "a&bcd"
    _, ours, shown = judge("a [b](https://example.org) `c`")
    assert ours == shown == "abc"
