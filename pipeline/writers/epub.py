"""The e-book: EPUB 3.3, with EbookLib for package document, NCX and container, and our own XHTML untouched."""

import datetime
import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ebooklib import epub as ebooklib
from lxml import etree

from pipeline import faces
from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.identifiers import identify
from pipeline.rendering import Publication
from pipeline.writers.archive import archive
from pipeline.writers.cover import cover
from pipeline.writers.dangling import dangling
from pipeline.writers.opf import statements

_XHTML = "{http://www.w3.org/1999/xhtml}"
_SEMANTIC = "{http://www.idpf.org/2007/ops}type"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NAVIGATION, _COVER = "nav.xhtml", "cover.png"
_HYPHENS = frozenset(map(ord, "-\u2010"))
"""What reading systems add at line ends: a face without them would send them to another one."""

_Trees = Mapping[str, etree._Element]


def epub(publication: Publication, *, report: Reporter) -> bytes:
    """An EPUB 3.3 of the pages named "epub/…", in their order; b"" where one of them is broken (which is reported)."""
    pages = {name.removeprefix("epub/"): page for name, page in publication.pages.items() if name.startswith("epub/")}
    styles = {name: page for name, page in pages.items() if name.endswith(".css")}
    parsed = {name: _parsed(name, page, report) for name, page in pages.items() if name not in styles}
    trees = {name: tree for name, tree in parsed.items() if tree is not None}
    if len(trees) < len(parsed):
        return b""
    items = [
        *_documents(pages, trees),
        ebooklib.EpubNcx(),
        *(_item(name, "text/css", style.encode()) for name, style in styles.items()),
        *_fonts(publication, trees, styles),
        *_pictures(publication, trees),
    ]
    names = frozenset(item.file_name for item in items)
    found = list(dangling(trees, styles, names, publication.places))
    for diagnostic in found:
        report(diagnostic)
    return b"" if found else _package(publication, items, trees[_NAVIGATION])


def _parsed(name: str, page: str, report: Reporter) -> etree._Element | None:
    """The page as a tree; None where it is no XML: a template of the theme may have broken it."""
    try:
        # Nothing from outside, and no limit to the depth: the source was held to one already.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(page.encode(), parser)
    except etree.XMLSyntaxError as error:
        message = f"{name} is not well-formed: {error.msg}"
        report(Diagnostic("epub-markup", message, hint="mend the template of that page"))
        return None


def _item(name: str, media_type: str, content: bytes, *properties: str) -> ebooklib.EpubItem:
    """A file that EbookLib leaves as it is; its subclasses for pages would write the markup anew."""
    item = ebooklib.EpubItem(_identifier(name), name, media_type, content)
    item.properties = list(properties)
    return item


def _identifier(name: str) -> str:
    return f"file-{name.replace('/', '-')}"


def _documents(pages: Mapping[str, str], trees: _Trees) -> Iterator[ebooklib.EpubItem]:
    for name in trees:
        properties = ["nav"] if name == _NAVIGATION else []
        yield _item(name, "application/xhtml+xml", pages[name].encode(), *properties)


def _fonts(publication: Publication, trees: _Trees, styles: Mapping[str, str]) -> Iterator[ebooklib.EpubItem]:
    """The faces that the style sheets name, cut down to the characters of the book."""
    texts = (text for tree in trees.values() for text in tree.itertext())
    characters = set(map(ord, "".join(texts))) | _HYPHENS
    for key, face in publication.faces.items():
        name = f"fonts/{key}.ttf"
        if any(name in style for style in styles.values()):
            yield _item(name, "font/ttf", faces.subset(face, characters))


def _pictures(publication: Publication, trees: _Trees) -> Iterator[ebooklib.EpubItem]:
    yield _item(_COVER, "image/png", cover(publication), "cover-image")
    used = {image.get("src") for tree in trees.values() for image in tree.iter(f"{_XHTML}img")}
    for image in publication.images:
        if image.name in used:
            yield _item(image.name, image.media_type, image.data)


def _package(publication: Publication, items: list[ebooklib.EpubItem], navigation: etree._Element) -> bytes:
    metadata = publication.metadata
    identifier = identify(metadata)
    book = ebooklib.EpubBook()
    book.FOLDER_NAME, book.IDENTIFIER_ID = "EPUB", "identifier"
    book.metadata = {}  # EbookLib's own holds its name and version
    book.uid, book.title, book.language = identifier.text, metadata.title, metadata.language
    book.direction = metadata.direction if metadata.direction == "rtl" else None
    for statement in statements(publication, identifier):
        namespace, name = ("DC", statement.name) if statement.name else (None, "meta")
        book.add_metadata(namespace, name, statement.text, dict(statement.attributes))
    for item in items:
        book.add_item(item)
    book.add_metadata(
        None, "meta", None, {"name": "cover", "content": _identifier(_COVER)}
    )  # where EPUB 2 looks for it
    # The navigation document leads to itself as a landmark, so it has to be in the spine (EPUB 3.3, 5.7.2), if out of
    # the flow: nobody reads the contents between two parts of the text.
    documents = [item for item in items if item.media_type == "application/xhtml+xml"]
    book.spine = [(item, "no" if item.file_name == _NAVIGATION else "yes") for item in documents]
    contents = navigation.iterfind(f"{_XHTML}body/{_XHTML}nav[@{_SEMANTIC}='toc']/{_XHTML}ol/{_XHTML}li")
    book.toc = list(_entries(contents, itertools.count(1)))
    pages = navigation.iterfind(f"{_XHTML}body/{_XHTML}nav[@{_SEMANTIC}='page-list']/{_XHTML}ol/{_XHTML}li/{_XHTML}a")
    targets = [(page.text or "", page.get("href") or "") for page in pages]
    modified = publication.modified.astimezone(datetime.UTC)
    written = io.BytesIO()
    writer = _Writer(written, book, {"mtime": modified, "compresslevel": 0, "raise_exceptions": True})
    writer.targets, writer.target_title = targets, publication.words["pages"]
    writer.write()
    with zipfile.ZipFile(written) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return archive(parts, first=("mimetype", "META-INF/container.xml"), stored=("mimetype",), modified=modified)


def _entries(lines: Iterable[etree._Element], count: Iterator[int]) -> Iterator[object]:
    """The contents in EbookLib's terms, taken from the navigation document, so that the NCX cannot differ from it."""
    for line in lines:
        link = next(line.iter(f"{_XHTML}a"))  # a heading that leads nowhere itself opens at what is first below it
        words = re.sub(r"[ \t\r\n]+", " ", "".join(line[0].itertext())).strip(" ")  # other spaces are the text's
        entry = ebooklib.Link(link.get("href"), words, f"entry-{next(count)}")
        below = line.findall(f"{_XHTML}ol/{_XHTML}li")
        yield (entry, list(_entries(below, count))) if below else entry


class _Writer(ebooklib.EpubWriter):  # type: ignore[misc]  # EbookLib comes without types
    """EbookLib's writer, with what it leaves out and without what it adds."""

    targets: Sequence[tuple[str, str]] = ()
    target_title = ""

    def _write_opf_file(self, root: etree._Element) -> None:
        del root.attrib["prefix"]  # the prefixes used here are all reserved ones (EPUB 3.3, D.1.4)
        root.set(_XML_LANGUAGE, self.book.language)
        root.set("dir", self.book.direction or "ltr")
        super()._write_opf_file(root)

    def _get_ncx(self) -> bytes:
        root = etree.fromstring(super()._get_ncx())
        root.set(_XML_LANGUAGE, self.book.language)
        depths = [sum(1 for _ in point.iterancestors("{*}navPoint")) for point in root.iter("{*}navPoint")]
        for meta in root.iterfind("{*}head/{*}meta[@name='dtb:depth']"):
            meta.set("content", str(max(depths, default=0) + 1))
        if self.targets:
            self._list_pages(root)
        return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)

    def _list_pages(self, root: etree._Element) -> None:
        """The page list for older reading systems (NCX, DAISY 2005, 8.4.4), and what the head says of it."""
        listed = etree.SubElement(root, f"{_NCX}pageList", {"id": "pages", "class": "pages"})
        _labelled(listed, self.target_title)
        for name, target in self.targets:
            about = {"id": f"target-{name}", "type": "normal", "value": name}
            page = etree.SubElement(listed, f"{_NCX}pageTarget", about)
            _labelled(page, name)
            etree.SubElement(page, f"{_NCX}content", {"src": target})
        for meta in root.iterfind(f"{_NCX}head/{_NCX}meta"):
            if meta.get("name") in ("dtb:totalPageCount", "dtb:maxPageNumber"):
                meta.set("content", str(len(self.targets)))
        etree.indent(root)


def _labelled(holder: etree._Element, words: str) -> None:
    label = etree.SubElement(holder, f"{_NCX}navLabel")
    etree.SubElement(label, f"{_NCX}text").text = words
