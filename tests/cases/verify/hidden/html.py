"""Text that is hidden, and what may hide it, in a web page."""

# ruff: noqa: E501  # one damage a line

from collections.abc import Mapping

from tests.verify.web import ONE, Mutator, inline, put, style, swap

DAMAGES: Mapping[str, Mutator] = {
    "a column of a table": style("#costs :is(td, th):nth-child(4) { display: none }"),
    "a column that is collapsed": swap("<table>\n<caption>What", '<table><colgroup><col><col style="visibility: collapse"></colgroup>\n<caption>What'),
    "a row of a table": style("#costs tbody tr:first-child { visibility: collapse }"),
    "words for who has no scripts": put("<noscript>Not in force</noscript>"),
    "words in a template": put("<template>Not in force</template>"),
    "white on white": swap(ONE, ONE + ' <span style="color: #fdfcfa">Not in the dark.</span>'),
    "nearly white": style("#clause-3 { color: #f3f0ea }"),
    "white in the dark": style("@media (prefers-color-scheme: dark) { #clause-3 { color: #16171a } }"),
    "gone on a phone": style("@media (max-width: 600px) { #clause-3 { display: none } }"),
    "gone in print": style("@media print { #clause-3 { visibility: hidden } }"),
    "gone": style("#clause-3 { display: none }"),
    "words that nobody sees": put("<p hidden>Nobody wrote this at any time whatsoever.</p>"),
    "shining through": put('<div style="opacity: .5"><p style="opacity: .4">Nobody wrote this.</p></div>'),
    "outside the window": put('<p style="position: absolute; left: -9999px">Nobody wrote this.</p>'),
    "indented out of the window": put('<p style="text-indent: -9999px">Nobody wrote this.</p>'),
    "clipped": put('<p style="clip-path: inset(100%)">Nobody wrote this.</p>'),
    "without height": put('<div style="height: 0; overflow: hidden"><p>Nobody wrote this.</p></div>'),
    "too small to read": put('<p style="font-size: 1px">Nobody wrote this.</p>'),
    "without size": put('<p style="font-size: 0">Nobody wrote this.</p>'),
    "scaled to nothing": put('<p style="transform: scale(0)">Nobody wrote this.</p>'),
    "a transparent filling": put('<p style="-webkit-text-fill-color: transparent">Nobody wrote this.</p>'),
    "blurred": put('<p style="filter: blur(9px)">Nobody wrote this.</p>'),
    "closed": put("<details><p>Nobody wrote this.</p></details>"),
    "not for ears": swap('<p id="recital-1">', '<p id="recital-1" aria-hidden="true">'),
    "out of reach": swap('<p id="recital-1">', '<p id="recital-1" inert>'),
    "struck through": swap("literal words", "<s>literal words</s>"),
    "other letters": style("#recital-1 { text-transform: uppercase }"),
    "letters backwards": inline("recital-1", "unicode-bidi: bidi-override; direction: rtl"),
    "covered": put('<div style="position: absolute; inset: 0; background: #fdfcfa"></div>', "<h2>Other ways</h2>"),
    "shown in another order": style("#section-2 { display: flex; flex-direction: column } #clause-5 { order: -1 }"),
    "cut off at a line": style("#clause-3 { max-height: 1em; overflow: hidden }"),
}  # fmt: skip
ALSO = {"a row of a table": {"words"}}  # which is one text that is hidden, and several cells
