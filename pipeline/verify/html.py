"""The web page read back, with an HTML5 parser that no writer uses, and the cascade."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import tinyhtml5
from tinyhtml5 import inputstream

from pipeline.verify import markup
from pipeline.verify.cascade import Cascade
from pipeline.verify.elements import MOST, Element, wrap
from pipeline.verify.generated import printed
from pipeline.verify.head import head, metadata
from pipeline.verify.hiding import Eye
from pipeline.verify.looks.measured import measured
from pipeline.verify.pictures import Long, data_of, inside
from pipeline.verify.reading import Reading
from pipeline.verify.transcript import Furniture, Heading, Place, Transcript, noted
from pipeline.verify.web_faces import faces
from pipeline.verify.xml import DEEPEST, Unsound

LARGEST = 64 * 2**20
"""Bytes of a page."""
_TAG = re.compile(rb"<(?:(/?)([a-z][a-z0-9:-]*)|!--)")
_RAW = frozenset((b"script", b"style", b"textarea", b"title", b"xmp"))
_FORMATTING = frozenset(b"a b big code em font i nobr s small strike strong tt u".split())
_UNCLOSED = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th thead "
    b"tbody tfoot colgroup caption html head body rp rt".split()
)
_OPEN, _ANEW = 64, 400_000
"""Formatting elements that may be open, at once and over all tags."""
_WORK = 4_000_000
"""Steps that open elements may cost: an HTML parser looks through all of them at many tags."""


class _Patterns(dict[tuple[Any, bool], re.Pattern[str]]):
    """The patterns by which the parser looks for the end of a text, by the characters that do or do not end it.

    tinyhtml5 2.1 keeps them under a key that it never asks for, and so makes each anew whenever it is used.
    """

    def __missing__(self, key: tuple[Any, bool]) -> re.Pattern[str]:
        characters, opposite = key
        escaped = "".join(f"\\x{ord(character):02x}" for character in characters)
        found = self[key] = re.compile(f"[{escaped}]+" if opposite else f"[^{escaped}]+")
        return found


inputstream.characters_until_regex = _Patterns()


def html(data: bytes) -> Transcript:
    """The transcript of a web page, as a window of a desk shows it; hidden is what any window hides.

    Raises Unsound where it is too large, too deep, or would take too long.
    """
    if len(data) > LARGEST:
        raise Unsound(f"it is larger than {LARGEST // 2**20} MiB")
    long = Long(data)
    _bounded(long.short)
    root = wrap(tinyhtml5.parse(long.short, namespace_html_elements=False), html=True)
    sheets = ["".join(style.node.itertext()) for style in root.all("style") if _is_sheet(style)]
    cascade = Cascade(sheets)
    dark = any("dark" in meta.get("content") for meta in root.all("meta") if meta.get("name") == "color-scheme")
    reading = Reading("", cascade, Eye(knows_dark=dark or "color-scheme" in "".join(sheets)))
    reading.language, reading.direction = root.get("lang"), root.get("dir").lower() or "ltr"
    markup.read(root, reading)
    told, rest = metadata(root)
    place = Place(path="/html/head")
    pieces = [*head(root, list(map(long.whole, sheets))), *rest, *printed(cascade), *inside(root, long)]
    pieces += [("unread style", what) for what in cascade.unread]
    furniture = [*reading.furniture, *(Furniture(where, text, place) for where, text in pieces if text)]
    furniture += faces(cascade.faces, lambda address: data_of(long.whole(address)))
    base = next((element.get("href") for element in root.all("base") if element.has("href")), "")
    passages = [markup.based(passage, base) for passage in reading.passages] if base else reading.passages
    return Transcript(
        "html",
        noted(passages),
        told,
        tuple(
            replace(entry, anchor=entry.anchor.removeprefix("#"))
            for nav in root.all("nav")
            for entry in outline(nav, 1)
        ),
        tuple(furniture),
        tuple(reading.hidden),
        measured([reading]),
    )


def outline(element: Element, level: int) -> Iterator[Heading]:
    """The entries of a nav element: its links, as deep as their lists; the anchor is the whole address."""
    for child in element.children:
        if child.tag == "a" and child.get("href"):
            yield Heading(level, child.text(), child.get("href"))
        else:
            deeper = child.tag in ("ol", "ul") and element.tag != "nav"
            yield from outline(child, level + deeper)


def _is_sheet(style: Element) -> bool:
    """A style element with a type that is no CSS is none; a medium of its own is rare enough to be taken for all."""
    return style.get("type").lower() in ("", "text/css")


def _bounded(data: bytes) -> None:
    """Refuse what an HTML parser would take for ever with: it grows with the tags times the elements open there."""
    open_elements = formatting = work = made = count = 0
    for closes, name in _tags(data.lower()):
        count += not closes
        if count > MOST:  # before a parser makes a tree of them
            raise Unsound(f"more than {MOST} elements")
        made += formatting  # each of them may be made anew in the next block (HTML, 13.2.4.3)
        if formatting > _OPEN or made > _ANEW:
            raise Unsound("too many formatting elements are open at once")
        if name in _UNCLOSED:
            continue
        step = -1 if closes else 1
        if name in _FORMATTING:
            formatting = max(formatting + step, 0)
        open_elements = max(open_elements + step, 0)
        work += open_elements
        if open_elements > 2 * DEEPEST or work > _WORK + 20 * len(data):
            raise Unsound(f"nested more than {DEEPEST} deep")


def _tags(data: bytes) -> Iterator[tuple[bool, bytes]]:
    """Each tag by its name and whether it closes, without what stands in comments, scripts and the like."""
    at = 0
    while found := _TAG.search(data, at):
        at = found.end()
        name = found[2]
        if name is None:
            at = data.find(b"-->", at)
        elif name in _RAW and not found[1]:
            at = data.find(b"</" + name, at)
        else:
            yield bool(found[1]), name
        if at < 0:
            return
