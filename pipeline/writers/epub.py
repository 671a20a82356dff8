"""The e-book: EPUB 3.3, with EbookLib for package document, NCX and container, and our own XHTML untouched."""

import datetime
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from ebooklib import epub as ebooklib
from lxml import etree

from pipeline import faces
from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.rendering import Publication
from pipeline.writers.archive import archive
from pipeline.writers.cover import cover
from pipeline.writers.dangling import dangling
from pipeline.writers.identifier import identify
from pipeline.writers.opf import statements

_FOLDER = "EPUB"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_OPS_TYPE = "{http://www.idpf.org/2007/ops}type"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ADDED = frozenset(map(ord, "-\u2010"))
"""Hyphens that a reading system adds at line ends."""


def epub(publication: Publication, *, report: Reporter) -> bytes:
    """An EPUB 3.3 of the pages named "epub/…", in their order; b"" where something in it would lead nowhere (reported)."""
    pages = {name.removeprefix("epub/"): page for name, page in publication.pages.items() if name.startswith("epub/")}
    trees = _parsed({name: page for name, page in pages.items() if name.endswith(".xhtml")}, report)
    if trees is None:
        return b""
    styles = {name: page for name, page in pages.items() if name.endswith(".css")}
    items = [
        *_documents(pages, trees),
        ebooklib.EpubNcx(),
        *(_item(f"style-{count}", name, "text/css", style.encode()) for count, (name, style) in enumerate(styles.items(), 1)),
        *_fonts(publication, trees, styles),
        *_pictures(publication, trees),
    ]
    found = list(dangling(trees, styles, frozenset(item.file_name for item in items)))
    for diagnostic in found:
        report(diagnostic)
    return b"" if found else _package(publication, items, trees["nav.xhtml"], report)


def _parsed(pages: Mapping[str, str], report: Reporter) -> dict[str, etree._Element] | None:
    """The pages as trees; None when one is no XML (reported): a template of the theme may have broken it."""
    trees: dict[str, etree._Element] = {}
    sound = True
    for name, page in pages.items():
        try:
            trees[name] = etree.fromstring(page.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        except etree.XMLSyntaxError as error:
            sound = False
            report(Diagnostic("epub-markup", f"{name} is not well-formed: {error.msg}", hint="mend the template of that page"))
    return trees if sound else None


def _item(identifier: str, name: str, media_type: str, content: bytes, properties: Sequence[str] = ()) -> ebooklib.EpubItem:
    item = ebooklib.EpubItem(identifier, name, media_type, content)
    item.properties = list(properties)
    return item


def _documents(pages: Mapping[str, str], trees: Mapping[str, etree._Element]) -> Iterator[ebooklib.EpubItem]:
    for name in trees:
        properties = ["nav"] if name == "nav.xhtml" else []
        yield _item(f"page-{name.removesuffix('.xhtml')}", name, "application/xhtml+xml", pages[name].encode(), properties)


def _fonts(publication: Publication, trees: Mapping[str, etree._Element], styles: Mapping[str, str]) -> Iterator[ebooklib.EpubItem]:
    """The faces that the style sheets name, cut down to the characters of the book."""
    characters = {ord(character) for tree in trees.values() for text in tree.itertext() for character in text} | _ADDED
    for key, face in publication.faces.items():
        if any(f"fonts/{key}.ttf" in style for style in styles.values()):
            yield _item(f"font-{key}", f"fonts/{key}.ttf", "font/ttf", faces.subset(face, characters))


def _pictures(publication: Publication, trees: Mapping[str, etree._Element]) -> Iterator[ebooklib.EpubItem]:
    yield _item("cover-image", "cover.png", "image/png", cover(publication), ["cover-image"])
    used = {str(source) for tree in trees.values() for source in tree.xpath("//*[local-name()='img']/@src")}
    for count, image in enumerate(publication.images, 1):
        if image.name in used:
            yield _item(f"image-{count}", image.name, image.media_type, image.data)


def _package(publication: Publication, items: Sequence[ebooklib.EpubItem], nav: etree._Element, report: Reporter) -> bytes:
    metadata = publication.metadata
    book = ebooklib.EpubBook()
    book.FOLDER_NAME, book.IDENTIFIER_ID = _FOLDER, "identifier"
    book.metadata = {}  # without the generator's own
    identifier = identify(metadata, report=report)
    book.uid, book.title, book.language = identifier.text, metadata.title, metadata.language
    if metadata.direction == "rtl":
        book.direction = "rtl"
    for statement in statements(publication, identifier):
        namespace, name = ("DC", statement.name) if statement.name else (None, "meta")
        book.add_metadata(namespace, name, statement.text, dict(statement.attributes))
    book.add_metadata(None, "meta", None, {"name": "cover", "content": "cover-image"})  # older shops look for this
    for item in items:
        book.add_item(item)
    pages = [item for item in items if item.media_type == "application/xhtml+xml"]
    # The navigation document links to itself as a landmark, so it has to be in the spine (EPUB 3.3, 5.7.2): out of the flow.
    book.spine = [(item, "no" if "nav" in item.properties else "yes") for item in pages]
    contents = nav.find(f".//{_XHTML}nav[@{_OPS_TYPE}='toc']/{_XHTML}ol")
    book.toc = list(_entries(contents, iter(range(1, 1_000_000))))
    packed = io.BytesIO()
    modified = publication.modified.astimezone(datetime.UTC)
    _Writer(packed, book, {"mtime": modified, "compresslevel": 0, "raise_exceptions": True}).write()
    with zipfile.ZipFile(packed) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return archive(parts, first=("mimetype", "META-INF/container.xml"), stored=("mimetype",), modified=modified)


def _entries(lines: etree._Element, count: Iterator[int]) -> Iterator[object]:
    """The contents in EbookLib's terms, taken from the navigation document: the NCX cannot differ from it."""
    for line in lines.findall(f"{_XHTML}li"):
        link, inner = line.find(f"{_XHTML}a"), line.find(f"{_XHTML}ol")
        entry = ebooklib.Link(link.get("href"), " ".join("".join(link.itertext()).split()), f"entry-{next(count)}")
        yield (entry, list(_entries(inner, count))) if inner is not None else entry


class _Writer(ebooklib.EpubWriter):
    """EbookLib's writer, with what it leaves out or puts in too much."""

    def _write_opf_file(self, root: etree._Element) -> None:
        del root.attrib["prefix"]  # all prefixes here are reserved ones (EPUB 3.3, D.1.4)
        root.set(_XML_LANGUAGE, self.book.language)
        root.set("dir", self.book.direction or "ltr")
        super()._write_opf_file(root)

    def _get_ncx(self) -> bytes:
        root = etree.fromstring(super()._get_ncx())
        root.set(_XML_LANGUAGE, self.book.language)
        depth = max((len(list(point.iterancestors("{*}navPoint"))) for point in root.iter("{*}navPoint")), default=0) + 1
        root.find(".//{*}meta[@name='dtb:depth']").set("content", str(depth))
        return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
