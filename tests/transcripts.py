"""Finished files read back with public tools, by nothing that wrote them: their words by block, and their anchors.

A block is a paragraph, heading, caption or list item as a reader meets it, its label before its words; white space
between words is one space. Bullets are no words, and what the page says for itself (navigation, running heads) is left
out. The soft hyphens at the ends of a PDF's lines are joined here; `tests.test_editions` says where they may stand.
"""

import datetime
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import lxml.html
import pikepdf
from docx.text.paragraph import Paragraph
from lxml import etree

from tests.validators import libreoffice, poppler
from tests.validators.programs import run

BULLETS = "•◦▪"
BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "th", "td"))
FURNITURE = frozenset(("nav", "footer", "script", "style", "button", "template"))
BOOKMARK = "_Decl_"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EPUB = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
}


def squeezed(text: str) -> str:
    """The text with one space for each run of white space; a no-break space is a character like others."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip(" ")


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says of itself: title, language, and the day on which it was last changed."""

    title: str
    language: str
    changed: datetime.date


# ---- web page


def html_blocks(file: Path) -> list[str]:
    """The blocks of the page's body, without its navigation and controls."""
    return [words for words in map(squeezed, _blocks(_page(file).find("body"))) if words]


def html_anchors(file: Path) -> set[str]:
    """The identifiers of the text; those of the page's own furniture begin with an underscore."""
    marks = set(map(str, _page(file).xpath("//*[@data-page]/@id")))
    return {name for name in map(str, _page(file).xpath("//@id")) if not name.startswith("_")} - marks


def html_pictures(file: Path) -> list[str]:
    """The alternative texts of the pictures in order."""
    return list(map(str, _page(file).xpath("//main//img/@alt")))


def html_told(file: Path) -> Told:
    """From the page's linked data."""
    (data,) = _page(file).xpath("//script[@type = 'application/ld+json']/text()")
    said = json.loads(str(data))
    changed = said.get("dateModified", said.get("datePublished"))
    return Told(said["name"], said["inLanguage"], datetime.date.fromisoformat(changed[:10]))


def _page(file: Path) -> etree._Element:
    return lxml.html.document_fromstring(file.read_text("utf-8"))


def _blocks(element: etree._Element | None) -> Iterator[str]:
    """The words of each block below; words outside every block are a block of their own, so that none is missed."""
    assert element is not None
    yield element.text or ""
    for child in element.iterchildren(tag=etree.Element):
        name = etree.QName(child).localname
        if name not in FURNITURE and "skip" not in (child.get("class") or "").split():
            yield from ["".join(_words(child))] if name in BLOCKS else _blocks(child)
        yield child.tail or ""


def _words(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element.iterchildren(tag=etree.Element):
        yield "\n" if etree.QName(child).localname == "br" else ""
        yield from _words(child)
        yield child.tail or ""


# ---- e-book


def epub_blocks(file: Path) -> list[str]:
    """The blocks of all pages in the spine that are read in order."""
    bodies = (page.find("h:body", EPUB) for page in _spine(file).values())
    return [words for body in bodies for words in map(squeezed, _blocks(body)) if words]


def epub_anchors(file: Path) -> set[str]:
    """The identifiers in the pages of the spine but for those of page marks. No two pages share one."""
    found = [str(name) for page in _spine(file).values() for name in page.xpath("//@id")]
    marks = {str(name) for page in _spine(file).values() for name in page.xpath("//*[@role='doc-pagebreak']/@id")}
    assert sorted(found) == sorted(set(found))
    return set(found) - marks


def epub_pictures(file: Path) -> list[str]:
    """The alternative texts of the pictures in order, without the cover's."""
    pages = (page for name, page in _spine(file).items() if "cover" not in name)
    return [str(text) for page in pages for text in page.xpath("//h:img/@alt", namespaces=EPUB)]


def epub_told(file: Path) -> Told:
    """From the package document; a title that is refined as another kind than the main one is passed over."""
    with zipfile.ZipFile(file) as book:
        opf, _ = _package(book)
    (title,) = opf.xpath("//dc:title[not(@id = 'subtitle')]/text()", namespaces=EPUB)
    (language,) = opf.xpath("//dc:language/text()", namespaces=EPUB)
    (changed,) = opf.xpath("//opf:meta[@property = 'dcterms:modified']/text()", namespaces=EPUB)
    return Told(str(title), str(language), datetime.date.fromisoformat(str(changed)[:10]))


def _package(book: zipfile.ZipFile) -> tuple[etree._Element, str]:
    """The package document and its folder, found as a reading system finds them."""
    container = etree.fromstring(book.read("META-INF/container.xml"))
    (name,) = map(str, container.xpath("//c:rootfile/@full-path", namespaces=EPUB))
    return etree.fromstring(book.read(name)), name.rpartition("/")[0]


def _spine(file: Path) -> dict[str, etree._Element]:
    """The pages in reading order by their names in the package."""
    with zipfile.ZipFile(file) as book:
        opf, folder = _package(book)
        pages = {}
        for reference in opf.iterfind("opf:spine/opf:itemref", EPUB):
            if reference.get("linear") != "no":
                (name,) = opf.xpath("//opf:item[@id=$id]/@href", namespaces=EPUB, id=reference.attrib["idref"])
                pages[str(name)] = etree.fromstring(book.read(f"{folder}/{name}"))
    return pages


# ---- Word


def docx_blocks(files: Sequence[Path]) -> list[list[str]]:
    """The paragraphs of each file as python-docx reads them, each with the label that LibreOffice works out.

    One LibreOffice for all; the two have to agree on the paragraphs.
    """
    blocks = []
    for file, shown in zip(files, libreoffice.visit([libreoffice.Visit(file) for file in files]), strict=True):
        whole = docx.Document(str(file))
        every = (Paragraph(element, whole) for element in whole.element.body.iter(f"{W}p"))  # those of tables, too
        read = [paragraph.text for paragraph in every if squeezed(paragraph.text)]
        said = [paragraph.text for paragraph in shown if squeezed(paragraph.text)]  # of merged cells one
        assert [squeezed(text) for text in said] == [squeezed(text) for text in read]
        texts = iter(read)  # a heading may have a label alone
        pairs = ((found.label.strip(BULLETS), next(texts) if squeezed(found.text) else "") for found in shown)
        words = (squeezed(f"{label} {text}") for label, text in pairs)
        blocks.append([each for each in words if each])
    return blocks


def docx_anchors(file: Path) -> set[str]:
    """The names of our bookmarks, without their prefix."""
    names = (element.get(f"{W}name") or "" for element in _document(file).iter(f"{W}bookmarkStart"))
    return {name.removeprefix(BOOKMARK) for name in names if name.startswith(BOOKMARK)}


def docx_pictures(file: Path) -> list[str]:
    """The alternative texts of the pictures in order."""
    return [str(text) for text in _document(file).xpath("//*[local-name() = 'docPr']/@descr")]


def docx_told(file: Path) -> Told:
    """From the core properties."""
    core = docx.Document(str(file)).core_properties
    assert core.modified
    return Told(core.title, core.language, core.modified.date())


def _document(file: Path) -> etree._Element:
    with zipfile.ZipFile(file) as package:
        return etree.fromstring(package.read("word/document.xml"))


# ---- PDF


def pdf_text(file: Path, *, top: float = 0) -> str:
    """What copying the whole file gives (pdftotext -raw), without what stands above `top` points on each page."""
    crop = ["-x", "0", "-y", str(round(top)), "-W", "10000", "-H", "10000"] if top else []
    return run(["pdftotext", "-raw", "-enc", "UTF-8", *crop, file, "-"]).stdout


def joined(text: str) -> str:
    """Copied text without bullets, with the words that were broken at a line's end whole again.

    A line may also end behind a typed hyphen, dash or slash, with a space or without: no space stands there here.
    """
    whole = re.sub(f"[{BULLETS}]", " ", re.sub("\u00ad[\n\f]+", "", text))
    return squeezed(re.sub(r"(?<=[-/–—])[ \n\f]+", "", whole))


def common(text: str) -> str:
    """The text with a space for a no-break space, and "-" for other hyphens."""
    return text.translate({0xA0: " ", 0x202F: " ", 0x2010: "-", 0x2011: "-"})


def pdf_blocks_of_poppler(file: Path) -> list[str]:
    """The blocks of the structure tree, in its order, with the words that Poppler reads in it.

    Poppler does not know ActualText here, so that spaces and hyphens are always the common ones; and its time grows
    with the square of the length.
    """
    pieces = []
    for line in poppler.structure(file).splitlines():
        inner = line.strip()
        if inner.startswith('"'):
            pieces.append(("", inner.removeprefix('"').removesuffix('"')))
        elif found := re.match(r"(\w+) \(block\)|(Document|Sect|Art|Div|BlockQuote|TOC|TH|TD)\b", inner):
            pieces.append((found[1] or found[2], ""))
    return list(_joined_blocks(pieces))


def pdf_blocks(file: Path) -> list[str]:
    """The blocks of the structure tree, in its order, with the words that fonts and ActualText give them."""
    with pikepdf.open(file) as pdf:
        words = {}
        for page in pdf.pages:
            words.update({(page.objgen, number): text for number, text in _marked(page).items()})
        return list(_joined_blocks(_pieces(pdf.Root.StructTreeRoot.K, words)))


def _joined_blocks(pieces: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Blocks from a row of (kind of a block that begins, "") and ("", its words); a label stands before its words."""
    kind, label, words = "", "", ""
    for begun, text in (*pieces, ("Document", "")):
        if not begun:
            words += text
            continue
        if kind == "Lbl":
            label = squeezed(words).strip(BULLETS)
        elif words:
            yield squeezed(f"{label} {words}").replace("\u00ad", "")
            label = ""
        kind, words = begun, ""


def _pieces(
    node: Any, words: Mapping[tuple[Any, int], str], page: Any = None, around: str = ""
) -> Iterator[tuple[str, str]]:
    """A structure element's kind if it is no inline one, then what is inside it, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in list(node):
            yield from _pieces(child, words, page, around)
    elif not isinstance(node, pikepdf.Dictionary):
        yield "", words[page, int(node)]
    elif "/S" in node:
        kind = str(node.S)[1:]
        inline = kind in ("Span", "Link", "Code") or (kind == "Lbl" and around[:1] == "H")  # the label of a heading
        if not inline:
            yield kind, ""
        yield from _pieces(node.get("/K", pikepdf.Array()), words, node.Pg.objgen, kind)
    elif node.get("/Type") == "/MCR":
        yield "", words[node.Pg.objgen, int(node.MCID)]


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of each marked content sequence of a page, by its number."""
    words: dict[int, str] = {}
    maps: dict[str, dict[bytes, str]] = {}
    font, number, spoken = "", -1, 0  # `spoken` counts the open sequences from one with ActualText on
    opened: list[int] = []
    for instruction in pikepdf.parse_content_stream(page):
        assert isinstance(instruction, pikepdf.ContentStreamInstruction)
        operands, operator = instruction.operands, instruction.operator
        match str(operator):
            case "BDC" | "BMC":
                properties: Any = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
                opened.append(number)
                number = int(properties.get("/MCID", number))
                words.setdefault(number, "")
                if not spoken and "/ActualText" in properties:
                    words[number] += str(properties.ActualText)
                spoken += bool(spoken) or "/ActualText" in properties
            case "EMC":
                number = opened.pop()
                spoken = max(spoken - 1, 0)
            case "Tf":
                font = str(operands[0])
                if font not in maps:
                    maps[font] = _to_unicode(page.resources["/Font"][font])
            case "TJ" if not spoken:
                codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
                words[number] += "".join(maps[font][codes[at : at + 2]] for at in range(0, len(codes), 2))
    words.pop(-1, None)
    return words


def _to_unicode(font: Any) -> dict[bytes, str]:
    """The characters of a composite font with two bytes a glyph (ISO 32000-1, 9.10.3)."""
    assert font.Encoding == "/Identity-H"
    table = font.ToUnicode.read_bytes()
    assert b"beginbfrange" not in table
    pairs = re.findall(rb"^<(\w{4})> <(\w+)>$", table, re.MULTILINE)
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def pdf_anchors(file: Path) -> set[str]:
    """The named destinations."""
    with pikepdf.open(file) as pdf:
        return set(pikepdf.NameTree(pdf.Root.Names.Dests).keys()) if "/Names" in pdf.Root else set()


def pdf_pictures(file: Path) -> list[str]:
    """The alternative texts of the figures in the order of the structure tree."""
    with pikepdf.open(file) as pdf:
        return [str(node.Alt) for node in structure_elements(pdf) if node.S == "/Figure"]


def pdf_told(file: Path) -> Told:
    """From the XMP packet, and the language from the catalog."""
    with pikepdf.open(file) as pdf, pdf.open_metadata() as xmp:
        changed = datetime.date.fromisoformat(str(xmp["xmp:ModifyDate"])[:10])
        return Told(str(xmp["dc:title"]), str(pdf.Root.Lang), changed)


def structure_elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every structure element, parents first, in reading order."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(reversed(list(node)))
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            waiting.append(node.get("/K", pikepdf.Array()))


TOLD: Mapping[str, Callable[[Path], Told]] = {
    "html": html_told,
    "epub": epub_told,
    "docx": docx_told,
    "pdf": pdf_told,
}
