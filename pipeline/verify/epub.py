"""The e-book read back from the container down (EPUB 3.3): package, spine, pages, navigation, style sheets."""

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import cssselect2

from pipeline.unzip import Refused, unzip
from pipeline.verify import markup
from pipeline.verify.cascade import Cascade, Window
from pipeline.verify.html import outline
from pipeline.verify.transcript import Furniture, Heading, Hidden, Passage, Place, Transcript
from pipeline.verify.xml import Unsound, parse_xml

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_KEYS = {"title": "title", "language": "language", "date": "date", "creator": "organ", "identifier": "identifier", "publisher": "publisher", "description": "description", "rights": "rights"}
_PHONE = Window(390, 780)


def epub(data: bytes) -> Transcript:
    """The transcript of an e-book. Raises Refused or Unsound where it cannot be opened."""
    parts = unzip(data)
    package = _package(parts)
    folder = posixpath.dirname(package)
    opf = parse_xml(parts[package])
    manifest = {item.get("id", ""): item for item in opf.iter(_OPF + "item")}
    language, direction = opf.get("{http://www.w3.org/XML/1998/namespace}lang") or "", opf.get("dir") or "ltr"
    passages: list[Passage] = []
    furniture: list[Furniture] = []
    hidden: list[Hidden] = []
    for reference in opf.iter(_OPF + "itemref"):
        item = manifest.get(reference.get("idref", ""))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        name = _within(folder, item.get("href", ""))
        reading = _page(parts, name, language, direction)
        if reference.get("linear") == "no":
            hidden += [Hidden(passage.words, "outside the reading order (linear=no)", passage.place) for passage in reading.passages if passage.words]
        else:
            passages += _not_the_cover(reading.passages, item)
        furniture += reading.furniture
        hidden += reading.hidden
    entries = tuple(_navigation(parts, folder, manifest))
    hidden += _disagreeing(parts, folder, manifest, entries)
    return Transcript("epub", tuple(passages), dict(_metadata(opf)), entries, tuple(furniture), tuple(hidden))


def _package(parts: Mapping[str, bytes]) -> str:
    """The package document's name (OCF 3.3, 4.2.6.3.1): the first rootfile; a second would be another book in the file."""
    if "META-INF/container.xml" not in parts:
        raise Refused("it has no META-INF/container.xml, so it is no e-book")
    roots = [root.get("full-path", "") for root in parse_xml(parts["META-INF/container.xml"]).iter(_CONTAINER + "rootfile")]
    if len(roots) != 1 or roots[0] not in parts:
        raise Refused(f"its container names {len(roots)} packages" if len(roots) != 1 else f"its package {roots[0]} is missing")
    return roots[0]


def _within(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _page(parts: Mapping[str, bytes], name: str, language: str, direction: str) -> markup.Reading:
    if name not in parts:
        raise Refused(f"its page {name} is missing")
    tree = parse_xml(parts[name])
    for element in tree.iter():
        element.tag = element.tag.removeprefix(_XHTML)
    sheets = []
    for link in tree.iter():
        if link.tag == "link" and "stylesheet" in (link.get("rel") or ""):
            sheet = _within(posixpath.dirname(name), link.get("href", ""))
            sheets.append(parts.get(sheet, b"").decode("utf-8", "replace"))
        elif link.tag == "style":
            sheets.append("".join(link.itertext()))
    root = cssselect2.ElementWrapper.from_html_root(tree)
    reading = markup.read(root, Cascade(sheets, _PHONE), name, language, direction)
    reading.passages[:] = [_local(passage, name) for passage in reading.passages]
    return reading


def _local(passage: Passage, page: str) -> Passage:
    """Links between pages of the book are links inside it: "#anchor"."""
    from dataclasses import replace

    runs = tuple(
        replace(run, link="#" + run.link.partition("#")[2]) if run.link and "#" in run.link and "//" not in run.link.partition("#")[0] and ":" not in run.link.partition("#")[0] else run
        for run in passage.runs
    )
    return replace(passage, runs=runs)


def _not_the_cover(passages: list[Passage], item: Element) -> Iterator[Passage]:
    """The cover is a picture of the title block, not part of the text: its page holds one figure alone."""
    if len(passages) == 1 and passages[0].kind.value == "figure" and "cover" in item.get("href", ""):
        return
    yield from passages


def _navigation(parts: Mapping[str, bytes], folder: str, manifest: Mapping[str, Element]) -> Iterator[Heading]:
    """The entries of the navigation document's toc that lead into pages at an anchor (EPUB 3.3, 7)."""
    for item in manifest.values():
        if "nav" in (item.get("properties") or "").split():
            tree = parse_xml(parts[_within(folder, item.get("href", ""))])
            for element in tree.iter():
                element.tag = element.tag.removeprefix(_XHTML)
            root = cssselect2.ElementWrapper.from_html_root(tree)
            for nav in root.query_all("nav"):
                if "toc" in (nav.etree_element.get("{http://www.idpf.org/2007/ops}type") or ""):
                    yield from (entry for entry in outline(nav, 1) if entry.anchor)


def _disagreeing(parts: Mapping[str, bytes], folder: str, manifest: Mapping[str, Element], entries: tuple[Heading, ...]) -> Iterator[Hidden]:
    """What older reading systems show as contents (NCX) and newer ones do not."""
    shown = [entry.text for entry in entries]
    for item in manifest.values():
        if item.get("media-type") == "application/x-dtbncx+xml":
            ncx = parse_xml(parts[_within(folder, item.get("href", ""))])
            for point in ncx.iter(_NCX + "navPoint"):
                content = point.find(_NCX + "content")
                text = " ".join("".join(point.find(f"{_NCX}navLabel").itertext()).split()) if point.find(f"{_NCX}navLabel") is not None else ""  # type: ignore[union-attr]  # tested beside it
                if content is not None and "#" in (content.get("src") or "") and text not in shown:
                    yield Hidden(text, "a line of the old contents (NCX) alone", Place(item.get("href", "")))


def _metadata(opf: Any) -> Iterator[tuple[str, str]]:
    subjects = [subject.text or "" for subject in opf.iter(_DC + "subject")]
    if subjects:
        yield "subjects", ", ".join(subjects)
    known: set[str] = set()
    for name, key in _KEYS.items():
        for element in opf.iter(_DC + name):
            if key not in known and element.text:
                known.add(key)
                yield key, element.text
