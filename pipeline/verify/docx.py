"""The Word file read back from its parts: what Word shows, labels as Word would count them, and what it does not show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from pipeline.verify.transcript import Furniture, Heading, Hidden, Kind, Passage, Place, Run, Transcript, join
from pipeline.wordprocessing.numbering import Numbering
from pipeline.wordprocessing.package import Package, on, open_package, val, w
from pipeline.wordprocessing.styles import Styles
from pipeline.wordprocessing.text import Piece, paragraphs, pieces

_ANCHOR = "_Decl_"
_NAMES = {
    "organ": Kind.ORGAN,
    "kind": Kind.KIND,
    "title": Kind.TITLE,
    "subtitle": Kind.SUBTITLE,
    "date": Kind.DATE,
    "caption": Kind.CAPTION,
    "quote": Kind.QUOTATION,
    "figure": Kind.FIGURE,
}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_KEYS = {"title": "title", "language": "language", "creator": "organ", "identifier": "identifier", "keywords": "subjects", "description": "description"}


def docx(data: bytes) -> Transcript:
    """The transcript of a Word file. Raises Refused where it cannot be opened."""
    package = open_package(data)
    styles = Styles(package.related("styles"))
    reading = _Reading(package, styles, Numbering(package.related("numbering"), styles))
    body = package.document.find(w("body"))
    for paragraph in paragraphs(body) if body is not None else ():
        reading.paragraph(paragraph)
    for kind, name, outside in package.relations(package.main).values():
        if kind in ("header", "footer", "footnotes", "endnotes", "comments") and not outside:
            reading.beside(kind, name)
    return Transcript("docx", tuple(reading.passages), dict(_metadata(package)), tuple(reading.outline), tuple(reading.furniture), tuple(reading.hidden))


@dataclass(slots=True)
class _Reading:
    package: Package
    styles: Styles
    numbering: Numbering
    passages: list[Passage] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    count: int = 0

    def paragraph(self, paragraph: etree._Element) -> None:
        """One paragraph of the document: its passage, and what of it is hidden."""
        self.count += 1
        place = Place(self.package.main, f"paragraph {self.count}")
        counted = self.numbering.label(paragraph)
        kind, level = self._kind(paragraph)
        marks = [mark.get(w("name"), "") for mark in paragraph.iter(w("bookmarkStart"))]
        anchor = next((name.removeprefix(_ANCHOR) for name in reversed(marks) if name.startswith(_ANCHOR)), "")  # the innermost
        for drawing in paragraph.iter(_DRAWING + "docPr"):
            self.passages.append(Passage(Kind.FIGURE, (), anchor=anchor, alternative=drawing.get("descr", ""), place=place))
        runs = list(self._runs(paragraph, place))
        label = "" if kind is Kind.ITEM else counted
        if not counted and kind is Kind.CLAUSE:
            label, runs = _literal(runs)
        passage = Passage(kind, join(runs), level, label, anchor, place=place)
        if passage.words or passage.label:
            self.passages.append(passage)
            self._outline(paragraph, passage)

    def _runs(self, paragraph: etree._Element, place: Place) -> Iterator[Run]:
        relations = self.package.relations(self.package.main)
        for piece in pieces(paragraph):
            if piece.code or not piece.text:
                continue
            how = self._how_hidden(piece, paragraph)
            if how:
                self.hidden.append(Hidden(piece.text, how, place))
                continue
            target = piece.link.removeprefix("#" + _ANCHOR)
            link = f"#{target}" if piece.link.startswith("#") else relations.get(piece.link, ("", "", True))[1] if piece.link else ""
            yield self._run(piece, paragraph, link)

    def _run(self, piece: Piece, paragraph: etree._Element, link: str) -> Run:
        of = self.styles
        italic = bool(on(of.run_property(piece.run, paragraph, "i")))
        plain = bool(on(of.run_property(None, paragraph, "i")))
        bold = bool(on(of.run_property(piece.run, paragraph, "b"))) and not on(of.run_property(None, paragraph, "b"))
        raised = val(of.run_property(piece.run, paragraph, "vertAlign"))
        name = self._character_style(piece.run)
        spoken = piece.run.find(f"{w('rPr')}/{w('lang')}")
        rtl = on(piece.run.find(f"{w('rPr')}/{w('rtl')}"))
        language = (spoken.get(w("bidi")) if rtl else spoken.get(w("val"))) or spoken.get(w("eastAsia")) or "" if spoken is not None else ""
        return Run(
            piece.text,
            emphasis=italic != plain or name == "emphasis",
            strong=bold or name == "strong",
            superscript=raised == "superscript" or name == "superscript",
            subscript=raised == "subscript" or name == "subscript",
            language=language,
            direction=("rtl" if rtl else "ltr") if language else "",
            link=link,
        )

    def _character_style(self, run: etree._Element) -> str:
        return self.styles.name(val(run.find(f"{w('rPr')}/{w('rStyle')}"))).lower()

    def _how_hidden(self, piece: Piece, paragraph: etree._Element) -> str:
        """What keeps a reader from meeting these characters; "" where nothing does."""
        of = self.styles
        if piece.gone:
            return "a deletion that is tracked"
        if on(of.run_property(piece.run, paragraph, "vanish")) or on(of.run_property(piece.run, paragraph, "webHidden")):
            return "hidden text"
        if val(of.run_property(piece.run, paragraph, "color")).upper() in ("FFFFFF", "FEFEFE"):
            return "white on white"
        size = val(of.run_property(piece.run, paragraph, "sz"))
        if size.isdigit() and int(size) < 8:
            return "a size that nobody can read"
        if piece.run.getparent() is not None and piece.run.getparent().tag == w("ins"):
            return "an insertion that is tracked"
        return ""

    def _kind(self, paragraph: etree._Element) -> tuple[Kind, int]:
        """What a paragraph is, by the name of its style, which programs keep when they save."""
        for style in self.styles.chain(self.styles.of_paragraph(paragraph)):
            name = val(style.find(w("name"))).lower()
            if name in _NAMES:
                return _NAMES[name], int(name == "title")
            if found := re.fullmatch(r"heading (\d)", name):
                return Kind.HEADING, int(found[1])
            if found := re.match(r"clause(?: (\d))?(?: lead-in| literal)*$", name):
                return Kind.CLAUSE, int(found[1] or 1)
            if found := re.match(r"list bullet(?: (\d))?", name):
                return Kind.ITEM, int(found[1] or 1)
        return Kind.LINE, 0

    def _outline(self, paragraph: etree._Element, passage: Passage) -> None:
        level = val(self.styles.paragraph_property(paragraph, "outlineLvl"))
        if level.isdigit() and int(level) < 9:
            self.outline.append(Heading(int(level) + 1, " ".join(filter(None, (passage.label, passage.words))), passage.anchor))

    def beside(self, kind: str, name: str) -> None:
        """The text of a header, footer, of notes or comments."""
        for paragraph in paragraphs(self.package.tree(name)):
            text = "".join(piece.text if not piece.field else f"{{{piece.field.split()[0]}}}" for piece in pieces(paragraph) if not piece.code and not piece.gone)
            if text.strip():
                self.furniture.append(Furniture(kind, re.sub(r"\s+", " ", text).strip(), Place(name)))


def _literal(runs: list[Run]) -> tuple[str, list[Run]]:
    """A label that was typed: what stands before the last of the first tabs, which set it flush right or left."""
    text = "".join(run.text for run in runs)
    found = re.match(r"\t?([^\t]+)\t", text)
    if not found:
        return "", runs
    rest, left = [], found.end()
    for run in runs:
        cut = min(left, len(run.text))
        left -= cut
        rest.append(replace(run, text=run.text[cut:]))
    return found[1].strip(), rest


def _metadata(package: Package) -> Iterator[tuple[str, str]]:
    name = next((target for kind, target, outside in package.relations("").values() if kind == "core-properties" and not outside), "")
    for element in package.tree(name) if name in package.parts else ():
        local = etree.QName(element).localname
        if local in _KEYS and element.text:
            yield _KEYS[local], element.text
        if local == "created" and element.text:
            yield "date", element.text[:10]
