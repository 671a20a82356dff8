"""Something else beside the text, in a web page."""

# one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, put, style, swap

DAMAGES: Mapping[str, Mutator] = {
    "another picture": swap('src="data:image/png;base64,', 'src="data:image/png;base64,AAAA'),
    "another title of the window": swap("<title>Declaration", "<title>Draft declaration"),
    "another subtitle in the data": swap('"alternativeHeadline":"A short', '"alternativeHeadline":"A long'),
    "words by style": style("#clause-3 p::after { content: ' Not so.' }"),
    "words by style in print": style("@media print { #clause-3 p::before { content: 'Draft' } }"),
    "a running foot": style("@page { @bottom-left { content: 'Draft' } }"),
    "a number by style": style("#clause-3 { display: list-item; list-style-type: decimal }"),
    "another citation": swap('data-citation="Declaration', 'data-citation="Resolution'),
    "other words for ears": swap('<p id="recital-1">', '<p id="recital-1" aria-label="We, the readers">'),
    "a tool tip": swap('<p id="recital-1">', '<p id="recital-1" title="Not in force">'),
    "a report to others": swap('<a href="https://', '<a ping="https://www.un.example/" href="https://'),
    "a role that nobody gave": swap('<p id="recital-1">', '<p id="recital-1" role="alert">'),
    "text that can be edited": swap('<p id="recital-1">', '<p id="recital-1" contenteditable>'),
    "text that is not translated": swap('<p id="recital-1">', '<p id="recital-1" translate="no">'),
    "another face": style('@font-face { font-family: "Engross Text"; src: url(data:font/ttf;base64,AAAA) }'),
    "a face of the reader": style("@font-face { font-family: Engross Text; font-weight: 500; src: local(Arial) }"),
    "a second script": swap("</body>", "<script>document.title = ''</script></body>"),
    "a script in an attribute": swap('<p id="recital-1">', '<p id="recital-1" onclick="this.remove()">'),
    "a page in the page": put('<iframe srcdoc="&lt;p&gt;Not so&lt;/p&gt;"></iframe>'),
    "a drawing with words": put("<svg><text>Not in force</text></svg>"),
    "a field with words": put('<input value="Not in force">'),
    "a page that goes elsewhere": swap("<title>", '<meta http-equiv="refresh" content="5; url=https://www.un.example/"><title>'),
    "a style that the policy forbids": swap("<style>", "<style>#purpose { color: inherit }"),
    "a notice beside the text": swap("</main>", "</main><aside>Not in force</aside>"),
    "the notice of rights changed": swap("<p>You may do", "<p>You may not do"),
    "words by style in an element's place": style("#clause-3 p { content: url(data:image/png;base64,AAAA) }"),
    "first letters of their own": style("#clause-3 p::first-letter { color: transparent }"),
    "gone where the pointer is": style("#clause-3:hover { display: none }"),
    "gone when it is linked to": style("#clause-3:target { visibility: hidden }"),
    "gone in forced colours": style("@media (forced-colors: active) { #clause-3 { display: none } }"),
    "gone for who wants contrast": style("@media (prefers-contrast: more) { #clause-3 { display: none } }"),
    "lines cut off": style("#clause-3 p { -webkit-line-clamp: 1 }"),
    "ends cut off": style("#clause-3 p { text-overflow: ellipsis }"),
    "no size by another name": style("#clause-3 { font-size-adjust: 0 }"),
    "other glyphs": style('#clause-3 { font-feature-settings: "zero" }'),
    "a picture behind words": style("#clause-3 { background: url(data:image/png;base64,AAAA) }"),
}  # fmt: skip
