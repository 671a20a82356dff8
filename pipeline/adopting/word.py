"""A Word file: live labels computed as Word computes them, revisions taken or refused, notes, tables, pictures.

The input's text is what its parts hold, paragraph by paragraph, with a line feed after each. Whatever stands in a w:t
is counted once more by itself: what the way through the paragraphs has not met would be lost.
"""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from pipeline.adopting.pieces import Block, Fate, Ledger, Picture, Piece
from pipeline.adopting.taken import Taken
from pipeline.adopting.word_runs import Runs
from pipeline.adopting.word_tables import above, cell_of, heads, outermost, rows
from pipeline.diagnostics import Diagnostic, Position, Reporter, Severity, Stopped
from pipeline.unzip import Refused
from pipeline.wordprocessing.fields import parse
from pipeline.wordprocessing.numbering import Counter, Label, Numbering
from pipeline.wordprocessing.package import Package, R, local, open_package, w
from pipeline.wordprocessing.properties import is_on
from pipeline.wordprocessing.story import read
from pipeline.wordprocessing.styles import Styles
from pipeline.wordprocessing.text import DELETED, INSERTED, Paragraph, words

_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_BULLETS = re.compile(r"[^\w(]{0,2}|o")
_STYLES = {
    "title": "title",
    "subtitle": "subtitle",
    "quote": "quotation",
    "intense quote": "quotation",
    "block text": "quotation",
}
_PICTURES = {".png": "png", ".jpg": "jpg", ".jpeg": "jpg"}
_SIGNS = {INSERTED: ("{+", "+}"), DELETED: ("[-", "-]")}
"""What stands round words put in and taken out where revisions are shown, as wdiff writes it."""

_WORKED_OUT = frozenset(("TOC", "INDEX", "TOA", "TC", "XE"))


def read_word(data: bytes, path: Path, *, revisions: str, report: Reporter) -> Taken:
    """The blocks of a Word file. Raises Stopped where it cannot be opened."""
    try:
        return _Reader(open_package(data), revisions, str(path), report).read()
    except Refused as refused:
        raise Stopped(Diagnostic("adopt-refused", f"{path} cannot be read: {refused}")) from None
    except (RecursionError, MemoryError):
        raise Stopped(Diagnostic("adopt-refused", f"{path} is nested too deeply to be read")) from None


@dataclass(slots=True)
class _Table:
    """A table that is being read: its cells by their elements."""

    block: Block
    cells: dict[etree._Element, list[Piece]] = field(default_factory=dict)


class _Reader:
    def __init__(self, package: Package, revisions: str, name: str, report: Reporter) -> None:
        self.package, self.revisions, self.name, self.report = package, revisions, name, report
        self.accept = revisions != "reject"
        self.gone = {"accept": "del", "reject": "ins"}.get(revisions, "none")
        self.styles = Styles(package.related("styles"))
        self.numbering = Numbering(package.related("numbering"), self.styles)
        self.runs = Runs(self.styles, package.relations(package.main), revisions)
        self.parts: list[str] = []
        self.at = 0
        self.spent: list[tuple[int, int, Fate, str, int]] = []
        self.blocks: list[Block] = []
        self.tables: dict[etree._Element, _Table] = {}
        self.met = 0  # characters of w:t that the paragraphs had
        self.line = 0

    def read(self) -> Taken:
        body = self.package.document.find(w("body"))
        if body is not None:
            self.story(body, "")
        for kind in ("footnotes", "endnotes"):
            notes = self.package.related(kind)
            for note in notes if notes is not None else ():
                if note.get(w("type"), "normal") == "normal":
                    self.story(note, f"{kind[0]}{note.get(w('id'), '')}")
        self.beside()
        text = "".join(self.parts)
        taken = Taken(text, Ledger(text), said=self.said())
        for start, end, fate, why, line in self.spent:
            if fate is Fate.FURNITURE and why:
                taken.leave(start, end, why, line)
            else:
                taken.ledger.spend(start, end, fate)
        for block in self.blocks:
            taken.add(block)
        return taken

    # ---- the text, as one

    def put(self, text: str, fate: Fate = Fate.OPEN, why: str = "") -> int:
        """Add characters to the input's text; where they begin."""
        begin = self.at
        self.parts.append(text)
        self.at += len(text)
        if fate is not Fate.OPEN:
            self.spent.append((begin, self.at, fate, why, self.line))
        return begin

    def story(self, root: etree._Element, note: str) -> None:
        story = read(root)
        counter, boxes = Counter(self.numbering), Counter(self.numbering)
        self.check(root, [piece.text for each in story.paragraphs for piece in each.pieces])
        first = True
        for paragraph in story.joined(accept=self.accept):
            self.line += 1
            gone = is_on(self.runs.mark(paragraph).get("vanish"))
            counted = None if gone else (boxes if paragraph.box else counter).label(paragraph.element)
            self.paragraph(paragraph, counted, note, first)
            first = first and not paragraph.pieces
            self.put("\n")
        for aside in story.asides:
            if aside.text:
                self.put(aside.text + "\n", Fate.FURNITURE, aside.how)
        changed = sorted({each.mark for each in story.paragraphs if each.mark})
        for mark in changed:
            what = f"the ends of paragraphs hold {mark}: {'accepted' if self.accept else 'rejected'}"
            self.report(Diagnostic("adopt-revisions", what, Position(self.name), severity=Severity.NOTE))

    def check(self, root: etree._Element, met: Sequence[str]) -> None:
        """Every w:t of a part must have been met, but for what a choice between two forms leaves away."""
        if any(local(element) == "AlternateContent" for element in root.iter()):
            return
        tags = (w("t"), w("delText"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
        there = sum(len("".join((element.text or "").split())) for element in root.iter(*tags))
        found = len("".join("".join(met).split()))
        if found < there:
            what = f"not all of {self.name} is accounted for: {there - found} characters were not met"
            raise Stopped(Diagnostic("adopt-unbalanced", what, hint="please report it with the file"))

    def paragraph(self, paragraph: Paragraph, counted: Label | None, note: str, first: bool) -> None:
        names = self.styles.names(self.styles.of_paragraph(paragraph.element))
        contents = any(re.match(r"toc \d|table of figures|toc heading|index \d", name) for name in names)
        pieces = self.pieces(paragraph, contents)
        if paragraph.inside.table is not None and (cell := above(paragraph.element, "tc")) is not None and not note:
            self.cell(cell, pieces, counted)
            self.pictures(paragraph)
            return
        block = self.block(pieces, paragraph, counted, names)
        if note:
            block.note, block.heading, block.style = note, 0, ""
            if not first and self.blocks and self.blocks[-1].note == note:
                self.blocks[-1].pieces += [Piece(" ", self.at, self.at + 1), *pieces] if pieces else []
                return
        elif counted and counted.text.strip() and pieces:
            text = counted.text.strip()
            if counted.bullet and (_BULLETS.fullmatch(text) or "\ue000" <= text[0] <= "\uf8ff"):
                block.bullet, block.depth = True, counted.at
            else:
                block.counted = text
        if pieces:
            self.blocks.append(block)
        self.pictures(paragraph)

    def block(self, pieces: list[Piece], paragraph: Paragraph, counted: Label | None, names: Sequence[str]) -> Block:
        """A paragraph with what its style and its outline level say of it."""
        block = Block(pieces, self.line)
        look = self.styles.paragraph(paragraph.element, counted.level.paragraph if counted else None)
        block.centred = look.get("jc", {}).get("val", "") == "center"
        outline = look.get("outlineLvl", {}).get("val", "")
        for name in names:
            if found := re.fullmatch(r"heading (\d)", name):
                block.heading = int(found[1])
            elif name in _STYLES:
                block.style = _STYLES[name]
            if block.heading or block.style:
                return block
        if outline.isdigit() and int(outline) < 9:
            block.heading = int(outline) + 1
        return block

    def pieces(self, paragraph: Paragraph, contents: bool) -> list[Piece]:
        made: list[Piece] = []
        shown = ""  # the revision that is open, where they are shown
        for run in self.runs.read(paragraph):
            if run.note:
                made.append(Piece("", self.at, self.at, note=run.note))
                continue
            name = parse(run.field).name if run.field else ""
            if run.code:
                self.put(run.text, Fate.MARKUP)
            elif contents or name in _WORKED_OUT:
                self.put(run.text, Fate.FURNITURE, "contents, which are made anew")
            elif run.left:
                self.put(run.text, Fate.FURNITURE, run.left)
            else:
                if run.shown != shown:
                    made.append(
                        Piece(_SIGNS.get(shown, ("", ""))[1] + _SIGNS.get(run.shown, ("", ""))[0], self.at, self.at)
                    )
                    shown = run.shown
                begin = self.put(run.text)
                if run.text == "\n":
                    made.append(Piece(" ", begin, begin + 1, forced=True))
                else:
                    made.append(Piece(run.text, begin, self.at, run.marks, run.link))
        if shown:
            made.append(Piece(_SIGNS[shown][1], self.at, self.at))
        return made

    # ---- tables and pictures

    def cell(self, cell: etree._Element, pieces: list[Piece], counted: Label | None) -> None:
        table = outermost(cell)
        if table not in self.tables:
            self.tables[table] = _Table(Block([], self.line, style="table"))
            self.blocks.append(self.tables[table].block)
        held = self.tables[table]
        top = cell_of(cell, table)
        label = counted.text.strip() if counted and not counted.bullet else ""
        if label and pieces:
            pieces = [Piece(f"{label} ", pieces[0].start, pieces[0].start), *pieces]
        if top not in held.cells:
            held.cells[top] = pieces
            held.block.rows = list(rows(table, held.cells, self.gone))
            held.block.heads = heads(table)
        elif pieces:
            before = held.cells[top]
            if before:
                before.append(Piece(" ", self.at - 1, self.at - 1, forced=True))
            before.extend(pieces)
            held.block.rows = list(rows(table, held.cells, self.gone))

    def pictures(self, paragraph: Paragraph) -> None:
        relations = self.package.relations(self.package.main)
        for blip in paragraph.element.iter(_BLIP):
            kind, target, outside = relations.get(blip.get(f"{{{R}}}embed", ""), ("", "", True))
            suffix = posixpath.splitext(target)[1].lower()
            about = next((drawing for drawing in paragraph.drawings), None)
            said = (about.get("descr") or about.get("title") or "") if about is not None else ""
            if outside or kind != "image" or suffix not in _PICTURES or target not in self.package.parts:
                name = said or target or "it is not in the file"
                what = f"a picture ({suffix.lstrip('.') or 'elsewhere'}) cannot be taken over: {name}"
                self.report(Diagnostic("adopt-picture", what, Position(self.name), "save it as PNG", Severity.WARNING))
                continue
            if not said:
                what = "a picture has no description: “Picture” stands for it"
                hint = "say in the source what it shows, for who cannot see it"
                self.report(Diagnostic("adopt-picture", what, Position(self.name), hint, Severity.WARNING))
            picture = Picture(self.package.parts[target], _PICTURES[suffix], " ".join(said.split()) or "Picture")
            self.blocks.append(Block([], self.line, picture=picture))

    # ---- what stands beside the text

    def beside(self) -> None:
        """Running heads and comments are left out, each listed."""
        empty = not self.blocks
        for kind, target, outside in self.package.relations(self.package.main).values():
            if outside or target not in self.package.parts or kind not in ("header", "footer", "comments"):
                continue
            if kind == "comments":
                for comment in self.package.tree(target):
                    if (text := words(comment)) and empty:  # else there would be no text at all
                        begin = self.put(text)
                        self.blocks.append(Block([Piece(text, begin, self.at)], self.line))
                        self.put("\n")
                    elif text:
                        self.put(
                            text + "\n", Fate.FURNITURE, f"a comment by {comment.get(w('author'), 'somebody')[:40]}"
                        )
            elif text := words(self.package.tree(target)):
                self.put(text + "\n", Fate.FURNITURE, f"a running {'head' if kind == 'header' else 'foot'}")

    def said(self) -> dict[str, str]:
        """The core properties: title, the day of the last change; and the language of most letters."""
        found: dict[str, str] = {}
        for kind, name, outside in self.package.relations("").values():
            if kind == "core-properties" and not outside and name in self.package.parts:
                for element in self.package.tree(name):
                    text = "".join(map(str, element.itertext())).strip()
                    if local(element) in ("title", "modified", "language") and text:
                        found.setdefault(local(element), text)
        tag = self.styles.defaults["rPr"].get("lang", {}).get("val", "")
        if tag and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z]{2})?", tag):
            found.setdefault("language", tag)
        return found
