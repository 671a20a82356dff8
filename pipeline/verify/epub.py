"""The e-book read back from the container down (EPUB 3.3): package, spine, pages, navigation, style sheets."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from pipeline.unzip import unzip
from pipeline.verify import markup
from pipeline.verify.cascade import Cascade
from pipeline.verify.elements import EPUB_TYPE, Element, wrap
from pipeline.verify.hiding import Eye
from pipeline.verify.html import outline
from pipeline.verify.looks.measured import measured
from pipeline.verify.media import WINDOWS
from pipeline.verify.ncx import Line, old_contents
from pipeline.verify.package import Item, Package, open_package, resolve
from pipeline.verify.pictures import digest
from pipeline.verify.reading import Reading
from pipeline.verify.transcript import Furniture, Heading, Hidden, Kind, Passage, Place, Transcript, noted
from pipeline.verify.web_faces import faces
from pipeline.verify.xml import Unsound, parse_xml

_SCREENS = tuple(window for window in WINDOWS if window.medium == "screen")
_EM = 16.0
"""Pixels of the text where the reader has chosen nothing."""


@dataclass(slots=True)
class _Page:
    """A page as read: the names of its places, and where its passages' pictures are."""

    item: Item
    root: Element
    reading: Reading
    ids: frozenset[str]
    pictures: list[str] = field(default_factory=list)


def epub(data: bytes) -> Transcript:
    """The transcript of an e-book. Raises Refused or Unsound where it cannot be opened."""
    package = open_package(unzip(data))
    names = [*package.order, *package.outside]
    cascades: dict[tuple[str, ...], Cascade] = {}
    pages = {name: _page(package, name, cascades) for name in dict.fromkeys(names)}
    nav = pages.get(package.navigation)
    covers = package.guide_covers | set(_landmarks(nav))
    passages: list[Passage] = []
    tables = 0
    furniture: list[Furniture] = list(package.furniture)
    hidden: list[Hidden] = list(package.hidden)
    for name, page in pages.items():
        found = [_local(passage, name, pages) for passage in _counted(page.reading, tables)]
        tables += len(page.reading.tables)
        found = list(_without_cover(found, page, package, furniture, is_cover=name in covers))
        if name in package.linear:
            passages += found
        else:
            how = "a page outside the reading order"
            hidden += [Hidden(_words(passage), how, passage.place) for passage in found if _words(passage)]
        furniture += page.reading.furniture
        hidden += page.reading.hidden
        furniture += _of_page(page, package)
    numbers = count(1)
    furniture = [
        replace(piece, where=f"picture {next(numbers)}") if piece.where == "picture" else piece for piece in furniture
    ]
    entries, lines = _navigation(nav, pages, furniture)
    listed = tuple(_page_list(nav, pages))
    targets = [(1, entry.text, entry.anchor) for entry in _outlines(nav, "page-list")]
    for piece in old_contents(package, lines, _whole(targets, nav)):
        (furniture if isinstance(piece, Furniture) else hidden).append(piece)  # type: ignore[arg-type]  # told apart
    looks = measured([pages[name].reading for name in package.order if name in package.linear], _EM)
    return Transcript(
        "epub", noted(passages), package.metadata, entries, tuple(furniture), tuple(hidden), looks, listed
    )


def _counted(reading: Reading, before: int) -> Iterator[Passage]:
    """The passages of a page, its tables counted on from those `before`."""
    for passage in reading.passages:
        cell = passage.cell
        yield replace(passage, cell=replace(cell, table=before + cell.table)) if cell else passage


def _words(passage: Passage) -> str:
    return " ".join(filter(None, (passage.label, passage.words, passage.alternative)))


# ---- pages


def _page(package: Package, name: str, cascades: dict[tuple[str, ...], Cascade]) -> _Page:
    item = package.named[name]
    if item.media_type == "text/html":  # the media type of no page of a book
        raise Unsound(f"{name}: it is called text/html, which reading systems need not show")
    try:
        root = wrap(parse_xml(package.parts[name]), html=False)
    except Unsound as error:
        raise Unsound(f"{name}: {error}") from error
    sheets: list[str] = []
    missing = ["xml-stylesheet"] if b"<?xml-stylesheet" in package.parts[name] else []
    for element in root.all("link", "style"):
        rel = element.get("rel").lower()
        if element.tag == "style":
            sheets.append("".join(element.node.itertext()))
        elif "stylesheet" in rel.split() and "alternate" not in rel:
            text = package.text(name, element.get("href"))
            missing += [] if text is not None else [f"{element.get('href')} is missing"]
            sheets.append(text or "")
    key = (posixpath.dirname(name), *sheets)
    if key not in cascades:
        cascades[key] = Cascade(sheets, lambda address: package.text(name, address))
    cascade = cascades[key]
    reading = Reading(name, cascade, Eye(), _SCREENS, package.language, package.direction)
    markup.read(root, reading)
    place = Place(name)
    reading.furniture += [Furniture("unread style", what, place) for what in [*cascade.unread, *missing]]
    reading.furniture += faces(cascade.faces, lambda address: package.parts.get(resolve(name, address)))
    ids = frozenset(element.id for element in root.all() if element.id)
    return _Page(item, root, reading, ids, [element.get("src") for element in _figures(reading)])


def _figures(reading: Reading) -> list[Element]:
    return reading.kept.get((Kind.FIGURE, 0), [])


def _of_page(page: _Page, package: Package) -> Iterator[Furniture]:
    """The page's title, what else its head says, and its pictures."""
    place = Place(page.reading.part)
    for title in page.root.all("title"):
        if title.text():
            yield Furniture("page title", title.text(), place)
    for meta in page.root.all("meta"):
        name = meta.get("name") or meta.get("http-equiv") or meta.get("property")
        if name and name.lower() not in ("viewport", "charset", "content-type"):
            yield Furniture(f"meta {name.lower()}", meta.get("content"), place)
    for link in page.root.all("link"):
        if "stylesheet" not in link.get("rel").lower():
            yield Furniture(f"link {link.get('rel').lower()}", link.get("href"), place)
    for source in page.pictures:
        target = resolve(page.reading.part, source)
        if target in package.parts and "cover-image" not in package.properties(target):
            yield Furniture("picture", digest(package.parts[target]), place)
        elif target not in package.parts:
            yield Furniture("embedded", f"img {source}"[:500], place)


def _local(passage: Passage, page: str, pages: dict[str, _Page]) -> Passage:
    """Links between pages of the book are links inside it: "#anchor", where the page that they name has it."""
    if not passage.back and not any(run.link for run in passage.runs):
        return passage
    runs = tuple(replace(run, link=_target(run.link, page, pages)) for run in passage.runs)
    return replace(passage, runs=runs, back=_target(passage.back, page, pages))


def _target(link: str, page: str, pages: dict[str, _Page]) -> str:
    """What an address means: "#anchor" for a place in the book, else the address, or the name of the part."""
    if not link or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", link):
        return link
    target, anchor = resolve(page, link), link.partition("#")[2]
    if anchor and target in pages and anchor in pages[target].ids:
        return f"#{anchor}"
    return f"{target}#{anchor}" if anchor else target


def _landmarks(nav: _Page | None) -> Iterator[str]:
    """The pages that the navigation document calls the cover."""
    for link in nav.root.all("a") if nav else ():
        if nav and "cover" in (link.node.get(EPUB_TYPE) or "").split():
            yield resolve(nav.reading.part, link.get("href"))


def _without_cover(
    passages: list[Passage], page: _Page, package: Package, furniture: list[Furniture], *, is_cover: bool
) -> Iterator[Passage]:
    """The cover is a picture of the title block, not part of the text: what it says instead stands beside the text.

    It is a picture that the manifest calls the cover, on a page that says so or holds nothing else.
    """
    sources = iter(page.pictures)
    alone = len(passages) == 1
    for passage in passages:
        if passage.kind is Kind.FIGURE:
            target = resolve(page.reading.part, next(sources, ""))
            if (is_cover or alone) and "cover-image" in package.properties(target):
                furniture.append(Furniture("cover", passage.alternative, passage.place))
                continue
        yield passage


# ---- navigation


def _navigation(
    nav: _Page | None, pages: dict[str, _Page], furniture: list[Furniture]
) -> tuple[tuple[Heading, ...], list[Line]]:
    """The entries of the contents that lead to an anchor, and all their lines (EPUB 3.3, 7).

    What opens a page as a whole, and other lists of places, stand beside the text.
    """
    entries: list[Heading] = []
    lines: list[Line] = []
    if nav is None:
        return (), lines
    part = nav.reading.part
    for element in nav.root.all("nav"):
        kind = element.node.get(EPUB_TYPE) or "navigation"
        if kind == "page-list":
            continue
        for entry in outline(element, 1):
            target = _target(entry.anchor, part, pages)
            if "toc" in kind.split():
                address = entry.anchor
                lines.append(
                    (entry.level, entry.text, resolve(part, address) + address[address.find("#") :] * ("#" in address))
                )
            if "toc" in kind.split() and "#" in target:
                entries.append(Heading(entry.level, entry.text, target.removeprefix("#")))
            else:
                told = f"{entry.text} → {posixpath.basename(target)}"
                furniture.append(Furniture(kind, told, nav.reading.place(element)))
    return tuple(entries), lines


def _outlines(nav: _Page | None, kind: str) -> Iterator[Heading]:
    """The entries of the navigation document's lists of one kind, with their addresses."""
    for element in nav.root.all("nav") if nav else ():
        if (element.node.get(EPUB_TYPE) or "") == kind:
            yield from outline(element, 1)


def _page_list(nav: _Page | None, pages: dict[str, _Page]) -> Iterator[Heading]:
    """The list of pages (EPUB 3.3, 7.4.2.2)."""
    for entry in _outlines(nav, "page-list"):
        target = _target(entry.anchor, nav.reading.part if nav else "", pages)
        yield replace(entry, anchor=target.removeprefix("#"))


def _whole(lines: list[Line], nav: _Page | None) -> list[Line]:
    """Lines with the parts that they name in the navigation document as the package names them."""
    part = nav.reading.part if nav else ""
    return [(level, text, resolve(part, to) + to[to.find("#") :] * ("#" in to)) for level, text, to in lines]
