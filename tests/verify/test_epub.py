"""The e-book read back: nothing found in ours, every damage caught by its check, hostile books bounded."""

# ruff: noqa: E501  # one damage or value a line

import re
import zipfile
from collections.abc import Callable

import pytest

from pipeline.unzip import Refused
from pipeline.verify.epub import epub
from pipeline.verify.xml import Unsound
from tests.verify.pages import Parts, changed, example, packed, unpacked

Mutator = Callable[[Parts], None]
PREAMBLE, BODY, OTHER = "EPUB/preamble.xhtml", "EPUB/body-1.xhtml", "EPUB/body-2.xhtml"
OPF, NAV, NCX, STYLE = "EPUB/content.opf", "EPUB/nav.xhtml", "EPUB/toc.ncx", "EPUB/style.css"
STRAY = "Nobody wrote this at any time whatsoever."
PAGE = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>{STRAY}</p></body></html>'


def swap(part: str, old: str, new: str) -> Mutator:
    return lambda parts: changed(parts, part, old, new)


def style(css: str) -> Mutator:
    def mutate(parts: Parts) -> None:
        parts[STYLE] += css.encode()

    return mutate


def put(markup: str) -> Mutator:
    return swap(OTHER, "</h2>", f"</h2>{markup}")


def cut(part: str, pattern: str) -> Mutator:
    def mutate(parts: Parts) -> None:
        text, count = re.subn(pattern, "", parts[part].decode(), count=1, flags=re.DOTALL)
        assert count
        parts[part] = text.encode()

    return mutate


def both(*mutators: Mutator) -> Mutator:
    def mutate(parts: Parts) -> None:
        for each in mutators:
            each(parts)

    return mutate


def added(name: str, item: str, spine: str = "") -> Mutator:
    """One more page in the manifest, and in the spine."""

    def mutate(parts: Parts) -> None:
        parts[f"EPUB/{name}"] = PAGE.encode()
        if item:
            changed(parts, OPF, "</manifest>", f'<item href="{name}" {item}/></manifest>')
        if spine:
            changed(parts, OPF, "</spine>", f"{spine}</spine>")

    return mutate


XHTML = 'id="extra" media-type="application/xhtml+xml"'

DAMAGES: dict[str, tuple[Mutator, set[str]]] = {
    "a word more": (swap(BODY, "its number. Engross", "no number. Engross"), {"words"}),
    "a soft hyphen": (swap(BODY, "number. Engross", "num\u00adber. Engross"), {"words"}),
    "a paragraph gone": (cut(PREAMBLE, r'<p id="recital-3">.*?</p>'), {"words"}),
    "a paragraph more": (put(f"<p>{STRAY}</p>"), {"added"}),
    "words on the title page": (swap("EPUB/title.xhtml", "</header>", "<p>By order of nobody at all</p></header>"), {"added"}),
    "words on the cover": (swap("EPUB/cover.xhtml", "<img", f"<p>{STRAY}</p><img"), {"added", "look"}),
    "another page": (added("extra.xhtml", XHTML, '<itemref idref="extra"/>'), {"added", "furniture"}),
    "a page beside the order": (added("extra.xhtml", XHTML, '<itemref idref="extra" linear="no"/>'), {"hidden", "furniture"}),
    "a page in no order": (added("extra.xhtml", XHTML), {"hidden", "furniture"}),
    "a part that nothing lists": (added("extra.xhtml", ""), {"furniture"}),
    "another label": (swap(OTHER, '<span class="label">IV. ', '<span class="label">VI. '), {"labels"}),
    "another level": (swap(BODY, '<li class="clause level-3" id="clause-2-b-i">', '<li class="clause level-2" id="clause-2-b-i">'), {"levels", "look"}),
    "a heading without its role": (swap(OTHER, "<h2>Other", '<h2 role="none">Other'), {"kinds"}),
    "emphasis gone": (swap(PREAMBLE, "<em>emphasis</em>", "emphasis"), {"emphasis"}),
    "importance that nobody sees": (style("strong { font-weight: normal }"), {"emphasis"}),
    "another language": (swap(PREAMBLE, 'lang="fr" xml:lang="fr"', 'lang="de" xml:lang="de"'), {"languages"}),
    "two languages": (swap(PREAMBLE, 'lang="fr" xml:lang="fr"', 'lang="fr" xml:lang="de"'), {"languages"}),
    "a page in another language": (swap(OTHER, 'lang="en-GB" xml:lang="en-GB"', 'lang="de" xml:lang="de"'), {"languages"}),
    "another alternative text": (swap(OTHER, 'alt="Five seats', 'alt="Six seats'), {"alternatives"}),
    "no alternative text": (cut(OTHER, r' alt="Five[^"]*"'), {"alternatives"}),
    "another picture": (lambda parts: parts.update({name: data + b"\0" for name, data in parts.items() if "images/" in name}), {"furniture"}),
    "another address": (swap(PREAMBLE, "https://www.un.org", "https://www.un.example"), {"links"}),
    "a link to another clause": (swap(PREAMBLE, "body-1.xhtml#purpose", "body-1.xhtml#clause-2"), {"links"}),
    "a link into the wrong page": (swap(PREAMBLE, "body-1.xhtml#purpose", "body-2.xhtml#purpose"), {"links"}),
    "another anchor": (swap(BODY, 'id="purpose"', 'id="purposes"'), {"anchors", "links", "outline"}),
    "another outline": (both(swap(NAV, ">Purpose<", ">Purposes<"), swap(NCX, ">Purpose<", ">Purposes<")), {"outline"}),
    "other old contents": (swap(NCX, ">Purpose<", ">Purposes<"), {"hidden"}),
    "old contents that lead elsewhere": (swap(NCX, "body-1.xhtml#purpose", "body-1.xhtml#clause-2"), {"hidden"}),
    "a line of the contents gone": (cut(NAV, r'<li><a href="body-2.xhtml#clause-5">.*?</li>\s*'), {"outline", "hidden"}),
    "another title in the metadata": (swap(OPF, '<dc:title id="title">Declaration on', '<dc:title id="title">Declaration of'), {"metadata"}),
    "another organ": (swap(OPF, ">Assembly of Examples</dc:creator>", ">Nobody</dc:creator>"), {"metadata"}),
    "another identifier": (swap(OPF, ">urn:uuid:", ">urn:uuid:0"), {"metadata"}),
    "another subtitle": (swap(OPF, ">A short text that shows each construct</dc:title>", ">A long text</dc:title>"), {"furniture"}),
    "one statement more": (swap(OPF, "</metadata>", "<dc:source>Nobody</dc:source></metadata>"), {"furniture"}),
    "another title of a page": (swap(PREAMBLE, "<title>Preamble", "<title>Draft"), {"furniture"}),
    "another name of the cover": (swap("EPUB/cover.xhtml", 'alt="Cover:', 'alt="Draft:'), {"furniture"}),
    "words by style": (style("#clause-3 > p::after { content: ' Not so.' }"), {"furniture"}),
    "a number by style": (style("ol.clauses { list-style-type: decimal }"), {"furniture"}),
    "a style that is missing": (swap(OTHER, "</head>", '<link rel="stylesheet" href="other.css"/></head>'), {"furniture"}),
    "a style of another type": (swap(OPF, 'media-type="text/css"', 'media-type="text/plain"'), {"furniture", "look", "hidden"}),
    "a drawing": (put('<svg xmlns="http://www.w3.org/2000/svg"><text>Not in force</text></svg>'), {"furniture"}),
    "a script": (put('<script type="text/javascript">document.title = ""</script>'), {"furniture"}),
    "white on white": (put('<p style="color: white; background: #fff">Nobody wrote this.</p>'), {"hidden"}),
    "nearly white": (put('<p style="color: #e8e8e8">Nobody wrote this.</p>'), {"hidden"}),
    "outside the page": (put('<p style="position: absolute; left: -999em">Nobody wrote this.</p>'), {"hidden"}),
    "gone on a phone": (style("@media (max-width: 600px) { #clause-3 { display: none } }"), {"hidden"}),
    "gone on a reading system": (style("@media amzn-kf8 { #clause-3 { display: none } }"), {"furniture"}),
    "gone by an imported style": (both(style("@import 'x.css';"), lambda parts: parts.update({STYLE: b"@import 'x.css';" + parts[STYLE], "EPUB/x.css": b"#recital-3 { display: none !important }"}), swap(OPF, "</manifest>", '<item id="x" href="x.css" media-type="text/css"/></manifest>')), {"hidden", "words"}),
    "not for ears": (swap(PREAMBLE, '<p id="recital-1">', '<p id="recital-1" aria-hidden="true">'), {"hidden"}),
    "hidden by its element": (put('<p hidden="hidden">Nobody wrote this.</p>'), {"hidden"}),
    "a closed part": (put("<details><p>Nobody wrote this.</p></details>"), {"hidden"}),
    "another size": (style("#clause-3 p { font-size: 0.8em }"), {"look"}),
    "another face": (style("body { font-family: serif }"), {"look"}),
    "centred headings": (style("h2 { text-align: center }"), {"look"}),
    "an indent gone": (style(".clause.level-1 > * { margin-left: 0 }"), {"look"}),
    "a title of another size": (style("h1 { font-size: 2.4em }"), {"look"}),
}  # fmt: skip


def damaged(mutate: Mutator) -> bytes:
    parts = unpacked(example().files["epub"])
    mutate(parts)
    return packed(parts)


def test_ours_has_no_difference() -> None:
    assert example().differences("epub", example().files["epub"]) == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_caught_by_its_check(damage: str) -> None:
    mutate, expected = DAMAGES[damage]
    assert example().caught("epub", damaged(mutate)) == expected


def test_text_out_of_the_reading_order() -> None:
    def mutate(parts: Parts) -> None:
        text = parts[OPF].decode()
        parts[OPF] = re.sub(r'(<itemref idref="file-body-2.xhtml")[^>]*/>', r'\1 linear="no"/>', text).encode()

    assert {"hidden", "words"} <= example().caught("epub", damaged(mutate))


def test_another_archive_is_no_damage() -> None:
    parts = dict(reversed(unpacked(example().files["epub"]).items()))
    assert example().differences("epub", packed(parts, zipfile.ZIP_STORED)) == []


def test_markup_written_otherwise_is_no_damage() -> None:
    def mutate(parts: Parts) -> None:
        changed(parts, PREAMBLE, '<p id="recital-1">', "<p\n\tclass=''  id='recital-1'  >")
        changed(parts, PREAMBLE, "\n<p", "\n\n   <!-- recitals -->\n<p")
        changed(parts, OPF, "<manifest>", "<manifest  >\n")
        changed(parts, STYLE, "orphans: 2;", "orphans: 3; -x-unknown: 1;")

    assert example().differences("epub", damaged(mutate)) == []


# ---- books that mean ill

DEEP = (
    b"<html xmlns='http://www.w3.org/1999/xhtml'><body>" + b"<div>" * 100_000 + b"</div>" * 100_000 + b"</body></html>"
)
LAUGHS = b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><body>&b;</body></html>'
OUTSIDE = b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body>&a;</body></html>'

NAMED = b'<!DOCTYPE html PUBLIC "x" "y"><html xmlns="http://www.w3.org/1999/xhtml"><body id="&nbsp;"/></html>'


def whole(name: str, data: bytes) -> Mutator:
    return lambda parts: parts.update({name: data})


def without(name: str) -> Mutator:
    def mutate(parts: Parts) -> None:
        del parts[name]

    return mutate


HOSTILE: dict[str, Mutator] = {
    "nested without end": whole(BODY, DEEP),
    "entities in entities": whole(BODY, LAUGHS),
    "entities from outside": whole(BODY, OUTSIDE),
    "an entity in an attribute": whole(BODY, NAMED),
    "no XML": whole(BODY, b"\x00\xff<p"),
    "an encoding that nobody knows": whole(BODY, b"<?xml version='1.0' encoding='x-none'?><p/>"),
    "no container": without("META-INF/container.xml"),
    "no package": without(OPF),
    "no page": without(BODY),
    "no contents": without(NAV),
    "two packages": swap("META-INF/container.xml", "<rootfile ", '<rootfile full-path="x.opf"/><rootfile '),
    "a page twice": swap(OPF, "</spine>", '<itemref idref="file-body-1.xhtml"/></spine>'),
    "a page that no manifest has": swap(OPF, "</spine>", '<itemref idref="nothing"/></spine>'),
    "one name for two parts": swap(OPF, "</manifest>", '<item id="file-body-1.xhtml" href="x" media-type="x/y"/></manifest>'),
    "encrypted": whole("META-INF/encryption.xml", b"<encryption/>"),
    "an empty spine": lambda parts: parts.update({OPF: re.sub(rb"<itemref [^>]*>", b"", parts[OPF])}),
    "a page that is called HTML": swap(OPF, 'href="body-1.xhtml" id="file-body-1.xhtml" media-type="application/xhtml+xml"', 'href="body-1.xhtml" id="file-body-1.xhtml" media-type="text/html"'),
}  # fmt: skip


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_book_is_refused(attack: str) -> None:
    with pytest.raises((Refused, Unsound)):
        epub(damaged(HOSTILE[attack]))


def test_fallback_is_read_in_place_of_what_is_no_page() -> None:
    def mutate(parts: Parts) -> None:
        changed(
            parts,
            OPF,
            "</manifest>",
            '<item id="a" href="a.pdf" media-type="application/pdf" fallback="b"/><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest>',
        )
        changed(parts, OPF, "</spine>", '<itemref idref="a"/></spine>')
        parts |= {"EPUB/a.pdf": b"%PDF", "EPUB/b.xhtml": PAGE.encode()}

    book = epub(damaged(mutate))
    assert book.passages[-1].words == STRAY
    assert "EPUB/a.pdf (application/pdf)" in [piece.text for piece in book.furniture if piece.where == "embedded"]


def test_entities_of_html_are_known_to_old_pages() -> None:
    def mutate(parts: Parts) -> None:
        parts[BODY] = (
            PAGE.replace(STRAY, "a&nbsp;b&eacute;")
            .replace("<html", '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "xhtml11.dtd"><html', 1)
            .encode()
        )

    assert "a\u00a0bé" in [passage.words for passage in epub(damaged(mutate)).passages]
