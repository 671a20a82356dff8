"""The web page read back: nothing found in ours, every damage caught by its check, hostile pages bounded."""

# ruff: noqa: E501  # one damage or value a line

import re
from collections.abc import Callable
from functools import partial

import pytest

from pipeline.verify.html import html
from pipeline.verify.transcript import Kind, Run
from pipeline.verify.xml import Unsound
from tests.verify.pages import example, replaced, styled
from tests.work import calls

Mutator = Callable[[str], str]
QUOTED = "We the peoples of the United Nations determined"
ONE = "In this text a clause begins with its number."


def swap(old: str, new: str) -> Mutator:
    return lambda page: replaced(page, old, new)


def style(css: str) -> Mutator:
    return lambda page: styled(page, css)


def inline(anchor: str, css: str) -> Mutator:
    return lambda page: replaced(page, f'id="{anchor}"', f'id="{anchor}" style="{css}"')


def put(markup: str, before: str = '<div class="clause level-1" id="clause-3">') -> Mutator:
    return lambda page: replaced(page, before, markup + before)


def without(pattern: str) -> Mutator:
    def mutate(page: str) -> str:
        cut, count = re.subn(pattern, "", page, count=1, flags=re.DOTALL)
        assert count
        return cut

    return mutate


def moved(page: str) -> str:
    """Clauses I and II change places."""
    first = re.search(r'<div class="clause level-1" id="purpose">.*?</div>\n</div>\n', page, re.DOTALL)
    assert first
    return replaced(
        replaced(page, first[0], ""),
        '</section>\n<section class="division level-1" id="section-2">',
        first[0] + '</section>\n<section class="division level-1" id="section-2">',
    )


# What is done, and what is to find it: all that finds anything.
DAMAGES: dict[str, tuple[Mutator, set[str]]] = {
    "a word more": (swap(ONE, "In this text no clause begins with its number."), {"words"}),
    "a letter of another alphabet": (swap("a clause begins with its number. Engross", "а clause begins with its number. Engross"), {"words"}),
    "a zero-width space": (swap("H<sub>2", "H\u200b<sub>2"), {"words"}),
    "a direction mark": (swap("a slip is", "a \u202eslip is"), {"words"}),
    "a no-break space lost its nature": (swap("bon usage", "bon\u00a0usage"), {"words"}),
    "a paragraph gone": (without(r'<p id="recital-3">.*?</p>\n'), {"words"}),
    "a paragraph more": (put("<p>Nobody wrote this at any time whatsoever.</p>"), {"added"}),
    "loose words": (put("Nobody wrote this at any time whatsoever."), {"added"}),
    "words in the header": (swap("</header>", "<p>By order of nobody at all</p></header>"), {"added"}),
    "a ruby gloss": (swap("literal words", "<ruby>literal words<rt>not so</rt></ruby>"), {"words"}),
    "another label": (swap('<span class="label">IV. ', '<span class="label">VI. '), {"labels"}),
    "a label gone": (swap('<span class="label">(a) </span>', ""), {"labels"}),
    "another level": (swap('<li class="clause level-3" id="clause-2-b-i">', '<li class="clause level-2" id="clause-2-b-i">'), {"levels", "look"}),
    "a heading that is a paragraph": (lambda page: page.replace("<h2>Other ways</h2>", "<p>Other ways</p>"), {"kinds", "look"}),
    "a heading without its role": (swap("<h2>Other", '<h2 role="presentation">Other'), {"kinds"}),
    "emphasis gone": (swap("<em>emphasis</em>", "emphasis"), {"emphasis"}),
    "emphasis that nobody sees": (style("em { font-style: normal }"), {"emphasis"}),
    "stress that nobody wrote": (swap("literal words", "<b>literal words</b>"), {"emphasis"}),
    "stress by style": (swap("<code>", '<code style="font-weight: 700">'), {"emphasis"}),
    "a lowered figure on the line": (swap("<sub>2</sub>", "2"), {"emphasis"}),
    "another language": (swap('<span lang="fr"', '<span lang="de"'), {"languages"}),
    "a language gone": (swap('<span lang="fr" dir="ltr">bon usage</span>', "bon usage"), {"languages"}),
    "another direction": (swap('<p id="recital-1">', '<p id="recital-1" dir="rtl">'), {"languages"}),
    "the document in another language": (swap('<html lang="en-GB"', '<html lang="fr"'), {"languages", "metadata", "furniture"}),
    "another alternative text": (swap('alt="Five seats', 'alt="Six seats'), {"alternatives"}),
    "another picture": (swap('src="data:image/png;base64,', 'src="data:image/png;base64,AAAA'), {"furniture"}),
    "another address": (swap("https://www.un.org/en/about-us/un-charter", "https://www.un.example/"), {"links", "furniture"}),
    "a link to another clause": (swap('a <a href="#purpose">', 'a <a href="#clause-2">'), {"links"}),
    "a link to nowhere": (swap('a <a href="#purpose">', 'a <a href="#nowhere">'), {"links"}),
    "a link gone": (swap('<a href="#purpose">link to a clause</a>', "link to a clause"), {"links"}),
    "links that begin elsewhere": (swap("<title>", '<base href="https://www.un.example/"><title>'), {"furniture", "links"}),
    "another anchor": (swap('id="purpose"', 'id="purposes"'), {"anchors", "links", "outline"}),
    "a decoy of the same name": (put('<span id="purpose"></span>', '<div class="clause level-1" id="purpose">'), {"anchors", "links", "outline"}),
    "another outline": (swap('<span class="nav-text">Purpose</span>', '<span class="nav-text">Purposes</span>'), {"outline"}),
    "a line of the outline gone": (without(r'<li class="bare"><a href="#clause-5">.*?</li>\n'), {"outline"}),
    "a line that leads elsewhere": (swap('<li class="bare"><a href="#clause-5">', '<li class="bare"><a href="#clause-4">'), {"outline"}),
    "another title": (swap('"name":"Declaration on', '"name":"Declaration of'), {"metadata"}),
    "another day": (swap('"datePublished":"2021-07-06"', '"datePublished":"2021-07-07"'), {"metadata"}),
    "another title of the window": (swap("<title>Declaration", "<title>Draft declaration"), {"furniture"}),
    "another subtitle in the data": (swap('"alternativeHeadline":"A short', '"alternativeHeadline":"A long'), {"furniture"}),
    "words by style": (style("#clause-3 p::after { content: ' Not so.' }"), {"furniture"}),
    "words by style in print": (style("@media print { #clause-3 p::before { content: 'Draft' } }"), {"furniture"}),
    "a running foot": (style("@page { @bottom-left { content: 'Draft' } }"), {"furniture"}),
    "a number by style": (style("#clause-3 { display: list-item; list-style-type: decimal }"), {"furniture"}),
    "another citation": (swap('data-citation="Declaration', 'data-citation="Resolution'), {"furniture"}),
    "other words for ears": (swap('<p id="recital-1">', '<p id="recital-1" aria-label="We, the readers">'), {"furniture"}),
    "a tool tip": (swap('<p id="recital-1">', '<p id="recital-1" title="Not in force">'), {"furniture"}),
    "a second script": (swap("</body>", "<script>document.title = ''</script></body>"), {"furniture"}),
    "a script in an attribute": (swap('<p id="recital-1">', '<p id="recital-1" onclick="this.remove()">'), {"furniture"}),
    "a page in the page": (put('<iframe srcdoc="&lt;p&gt;Not so&lt;/p&gt;"></iframe>'), {"furniture"}),
    "a drawing with words": (put("<svg><text>Not in force</text></svg>"), {"furniture"}),
    "a field with words": (put('<input value="Not in force">'), {"furniture"}),
    "a page that goes elsewhere": (swap("<title>", '<meta http-equiv="refresh" content="5; url=https://www.un.example/"><title>'), {"furniture"}),
    "a style that the policy forbids": (swap("<style>", "<style>#purpose { color: inherit }"), {"furniture"}),
    "a notice beside the text": (swap("</main>", "</main><aside>Not in force</aside>"), {"furniture"}),
    "the notice of rights changed": (swap("<p>You may do", "<p>You may not do"), {"furniture"}),
    "words for who has no scripts": (put("<noscript>Not in force</noscript>"), {"hidden"}),
    "words in a template": (put("<template>Not in force</template>"), {"hidden"}),
    "white on white": (swap(ONE, ONE + ' <span style="color: #fdfcfa">Not in the dark.</span>'), {"hidden"}),
    "nearly white": (style("#clause-3 { color: #f3f0ea }"), {"hidden", "outline", "words"}),
    "white in the dark": (style("@media (prefers-color-scheme: dark) { #clause-3 { color: #16171a } }"), {"hidden"}),
    "gone on a phone": (style("@media (max-width: 600px) { #clause-3 { display: none } }"), {"hidden"}),
    "gone in print": (style("@media print { #clause-3 { visibility: hidden } }"), {"hidden"}),
    "gone": (style("#clause-3 { display: none }"), {"hidden", "outline", "words"}),
    "words that nobody sees": (put("<p hidden>Nobody wrote this at any time whatsoever.</p>"), {"hidden"}),
    "shining through": (put('<div style="opacity: .5"><p style="opacity: .4">Nobody wrote this.</p></div>'), {"hidden"}),
    "outside the window": (put('<p style="position: absolute; left: -9999px">Nobody wrote this.</p>'), {"hidden"}),
    "indented out of the window": (put('<p style="text-indent: -9999px">Nobody wrote this.</p>'), {"hidden"}),
    "clipped": (put('<p style="clip-path: inset(100%)">Nobody wrote this.</p>'), {"hidden"}),
    "without height": (put('<div style="height: 0; overflow: hidden"><p>Nobody wrote this.</p></div>'), {"hidden"}),
    "too small to read": (put('<p style="font-size: 1px">Nobody wrote this.</p>'), {"hidden"}),
    "without size": (put('<p style="font-size: 0">Nobody wrote this.</p>'), {"hidden"}),
    "scaled to nothing": (put('<p style="transform: scale(0)">Nobody wrote this.</p>'), {"hidden"}),
    "a transparent filling": (put('<p style="-webkit-text-fill-color: transparent">Nobody wrote this.</p>'), {"hidden"}),
    "blurred": (put('<p style="filter: blur(9px)">Nobody wrote this.</p>'), {"hidden"}),
    "closed": (put("<details><p>Nobody wrote this.</p></details>"), {"hidden"}),
    "not for ears": (swap('<p id="recital-1">', '<p id="recital-1" aria-hidden="true">'), {"hidden"}),
    "out of reach": (swap('<p id="recital-1">', '<p id="recital-1" inert>'), {"hidden"}),
    "struck through": (swap("literal words", "<s>literal words</s>"), {"hidden", "words"}),
    "other letters": (style("#recital-1 { text-transform: uppercase }"), {"hidden"}),
    "letters backwards": (inline("recital-1", "unicode-bidi: bidi-override; direction: rtl"), {"hidden", "words"}),
    "covered": (put('<div style="position: absolute; inset: 0; background: #fdfcfa"></div>', "<h2>Other ways</h2>"), {"hidden"}),
    "shown in another order": (style("#section-2 { display: flex; flex-direction: column } #clause-5 { order: -1 }"), {"hidden"}),
    "another size": (style("#clause-3 p { font-size: 19px }"), {"look"}),
    "another face": (style("#recital-1 { font-family: monospace }"), {"look"}),
    "another colour": (style("#recital-1 { color: #aa0000 }"), {"look"}),
    "centred": (style("#clause-3 { text-align: center }"), {"look"}),
    "another indent": (inline("clause-3", "margin-left: 3em"), {"look"}),
    "wider lines": (style("main p { line-height: 2 }"), {"look"}),
    "a bold heading": (style("h2 { font-weight: bold }"), {"look"}),
    "no space between clauses": (style(".clause.level-1 { margin-block-start: 0 !important }"), {"look"}),
}  # fmt: skip


def test_ours_has_no_difference() -> None:
    assert example().differences("html", example().files["html"]) == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_caught_by_its_check(damage: str) -> None:
    mutate, expected = DAMAGES[damage]
    assert example().caught("html", mutate(example().files["html"].decode()).encode()) == expected


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
    "a text in many pieces": "<p>" + "x<wbr>" * 100_000,
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
