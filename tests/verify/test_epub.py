"""The e-book read back: nothing found in ours, hostile books bounded."""

# ruff: noqa: E501  # one damage or value a line

import re
import zipfile

import pytest

from pipeline.unzip import Refused
from pipeline.verify.epub import epub
from pipeline.verify.xml import Unsound
from tests.verify.book import BODY, NAV, OPF, PAGE, PREAMBLE, STRAY, STYLE, Mutator, damaged, swap
from tests.verify.pages import Parts, changed, example, packed, unpacked


def test_ours_has_no_difference() -> None:
    assert example().differences("epub", example().files["epub"]) == []


def test_text_out_of_the_reading_order() -> None:
    def mutate(parts: Parts) -> None:
        text = parts[OPF].decode()
        parts[OPF] = re.sub(r'(<itemref idref="file-body-2.xhtml")[^>]*/>', r'\1 linear="no"/>', text).encode()

    assert example().caught("epub", damaged(mutate)) == {"hidden"}


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
