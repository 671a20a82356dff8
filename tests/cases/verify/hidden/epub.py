"""Text that is hidden, and what may hide it, in an e-book."""

# ruff: noqa: E501  # one damage a line

from collections.abc import Mapping

from tests.verify.book import NAV, NCX, OPF, PREAMBLE, STYLE, XHTML, Mutator, added, both, cut, put, style, swap

DAMAGES: Mapping[str, Mutator] = {
    "a page beside the order": added("extra.xhtml", XHTML, '<itemref idref="extra" linear="no"/>'),
    "a page in no order": added("extra.xhtml", XHTML),
    "other old contents": swap(NCX, ">Purpose<", ">Purposes<"),
    "old contents that lead elsewhere": swap(NCX, "body-1.xhtml#purpose", "body-1.xhtml#clause-2"),
    "a line of the contents gone": cut(NAV, r'<li><a href="body-2.xhtml#clause-5">.*?</li>\s*'),
    "white on white": put('<p style="color: white; background: #fff">Nobody wrote this.</p>'),
    "nearly white": put('<p style="color: #e8e8e8">Nobody wrote this.</p>'),
    "outside the page": put('<p style="position: absolute; left: -999em">Nobody wrote this.</p>'),
    "gone on a phone": style("@media (max-width: 600px) { #clause-3 { display: none } }"),
    "gone by an imported style": both(style("@import 'x.css';"), lambda parts: parts.update({STYLE: b"@import 'x.css';" + parts[STYLE], "EPUB/x.css": b"#recital-3 { display: none !important }"}), swap(OPF, "</manifest>", '<item id="x" href="x.css" media-type="text/css"/></manifest>')),
    "not for ears": swap(PREAMBLE, '<p id="recital-1">', '<p id="recital-1" aria-hidden="true">'),
    "hidden by its element": put('<p hidden="hidden">Nobody wrote this.</p>'),
    "a closed part": put("<details><p>Nobody wrote this.</p></details>"),
    "a note": swap(PREAMBLE, '<p id="recital-1">', '<p id="recital-1" xmlns:epub="http://www.idpf.org/2007/ops" epub:type="footnote">'),
}  # fmt: skip
