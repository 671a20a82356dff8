"""The Word file read back from its parts: what Word shows, labels as Word would count them, and what it does not show.

The text is what stands without its tracked changes, since those are proposals; each is told as hidden. Text boxes
stand behind the paragraph that holds them, notes at the end; their lists count by themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.verify import docx_beside as beside
from pipeline.verify.docx_controls import Controls
from pipeline.verify.docx_letters import ANCHOR, Letters
from pipeline.verify.docx_looks import Looks
from pipeline.verify.docx_notes import Note, notes
from pipeline.verify.docx_references import references
from pipeline.verify.docx_things import things
from pipeline.verify.transcript import Cell, Furniture, Heading, Hidden, Kind, Passage, Place, Run, Transcript, join
from pipeline.wordprocessing.colours import Colours
from pipeline.wordprocessing.numbering import Counter, Label, Numbering
from pipeline.wordprocessing.numerals import known
from pipeline.wordprocessing.package import Package, on, open_package, w
from pipeline.wordprocessing.properties import Properties, is_on, merge
from pipeline.wordprocessing.sections import Section, sections
from pipeline.wordprocessing.story import read
from pipeline.wordprocessing.styles import Styles
from pipeline.wordprocessing.text import Paragraph, Story

_NAMES = {
    "organ": Kind.ORGAN,
    "kind": Kind.KIND,
    "title": Kind.TITLE,
    "subtitle": Kind.SUBTITLE,
    "date": Kind.DATE,
    "table caption": Kind.CAPTION,
    "caption": Kind.CAPTION,
    "quote": Kind.QUOTATION,
    "figure": Kind.FIGURE,
}
_BULLET = re.compile(r"[^\w(]{0,2}|o")
"""What stands before an item and says nothing: a dot, a dash, a sign of a font of signs."""

_LONGEST = 4000
"""Characters of a hidden text, or of a field's result, that are kept together."""

_LONGEST = 4000
"""Characters of a hidden text, or of a field's result, that are kept together."""


def docx(data: bytes, *, accept: bool = False) -> Transcript:
    """The transcript of a Word file; with `accept`, of what it says once all tracked changes are accepted.

    Raises Refused where it cannot be opened.
    """
    package = open_package(data)
    body = package.document.find(w("body"))
    reading = _reading(package, accept=accept)
    if body is not None:
        reading.story(read(body), package.main)
    for note in reading.letters.notes.notes:
        reading.letters.note, reading.letters.links = note.key, _links(package, note.part)
        reading.story(note.story, note.part, note)
    reading.hidden.extend(reading.letters.notes.hidden)
    reading.hidden.extend(references(reading.fields, reading.named, reading.passages))
    for found in beside.furniture(package, reading.sections):
        (reading.furniture if isinstance(found, Furniture) else reading.hidden).append(found)  # type: ignore[arg-type]  # by its type
    reading.furniture.extend(things(package))
    reading.hidden.extend(beside.hidden(package))
    return Transcript(
        "docx",
        tuple(reading.passages),
        beside.metadata(package),
        tuple(reading.outline),
        tuple(reading.furniture),
        tuple(reading.hidden),
        reading.looks.told(),
    )


def _reading(package: Package, *, accept: bool) -> "_Reading":
    styles = Styles(package.related("styles"))
    settings = package.related("settings")
    facing = settings is not None and bool(on(settings.find(w("evenAndOddHeaders"))))
    relations = package.relations(package.main)
    body = package.document.find(w("body"))
    heads = {key: target for key, (kind, target, out) in relations.items() if kind in ("header", "footer") and not out}
    found = list(sections(body, heads, facing=facing)) if body is not None else []
    mapping = settings.find(w("clrSchemeMapping")) if settings is not None else None
    page = package.document.find(w("background"))
    drawn = settings is not None and bool(on(settings.find(w("displayBackgroundShape"))))
    colours = Colours(
        package.related("theme"),
        {key.rpartition("}")[2]: value for key, value in mapping.attrib.items()} if mapping is not None else {},
        page.get(w("color"), "") if page is not None and drawn else "",
    )
    usual = styles.defaults["rPr"].get("lang", {})
    rtl = is_on(merge(styles.chained(styles.default, "pPr"), styles.defaults["pPr"]).get("bidi")) or bool(
        found and all(part.rtl for part in found)
    )
    language = usual.get("bidi" if rtl else "val", "") or beside.metadata(package).get("language", "")
    links = _links(package, package.main)
    letters = Letters(styles, colours, found[0] if found else Section(), language, rtl, links, accept, notes(package))
    return _Reading(package, styles, Numbering(package.related("numbering"), styles), letters, found, Looks(colours))


def _links(package: Package, part: str) -> dict[str, str]:
    relations = package.relations(part).items()
    return {key: target for key, (kind, target, _) in relations if kind == "hyperlink"}


@dataclass(slots=True)
class _Reading:
    package: Package
    styles: Styles
    numbering: Numbering
    letters: Letters
    sections: list[Section]
    looks: Looks
    passages: list[Passage] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    fields: dict[tuple[str, Place, int], str] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    tables: int = 0  # of the parts before
    tabled: bool = False  # whether the last passage stood in one
    controls: Controls = field(init=False)

    def __post_init__(self) -> None:
        self.controls = Controls(self.package)

    def story(self, story: Story, part: str, note: Note | None = None) -> None:
        """The passages of one part's text."""
        counter, boxes = Counter(self.numbering), Counter(self.numbering)
        for paragraph in story.joined(accept=self.letters.accept):
            self.paragraph(
                paragraph, boxes if paragraph.box else counter, Place(part, f"paragraph {paragraph.number}"), note
            )
        self.tables += max((at.inside.cell.table for at in story.paragraphs if at.inside.cell), default=0)
        for marked in story.paragraphs:
            if marked.mark:
                self.hidden.append(Hidden("¶", marked.mark, Place(part, f"paragraph {marked.number}")))
        for aside in story.asides:
            self.hidden.append(Hidden(aside.text, aside.how, Place(part, f"paragraph {aside.number}")))
        for control, at in story.controls:
            for text, how in self.controls.told(control):
                self.hidden.append(Hidden(text, how, Place(part, f"paragraph {at}")))

    def paragraph(self, paragraph: Paragraph, counter: Counter, place: Place, note: Note | None) -> None:
        """One paragraph: its passage, and what of it is hidden."""
        mark = self._mark(paragraph)
        gone = is_on(mark.get("vanish"))  # such a paragraph is not counted
        counted = None if gone else counter.label(paragraph.element)
        if (gone and paragraph.pieces) or is_on(mark.get("specVanish")):  # the next one goes on in its line (17.3.2.36)
            self.hidden.append(Hidden("¶", "hidden text", place))
        kind, level = self._kind(paragraph, counted) if note is None else (Kind.NOTE, 0)
        cell = self._cell(paragraph)
        anchor, also = _anchors(paragraph.names)
        for drawing in paragraph.drawings:
            if drawing.get("hidden", "0") in ("1", "true"):
                self.hidden.append(Hidden(drawing.get("descr", ""), "a picture that is hidden", place))
            self.passages.append(
                Passage(Kind.FIGURE, (), anchor=anchor, also=also, alternative=drawing.get("descr", ""), place=place)
            )
        table = paragraph.inside.table or ""
        block = self.styles.paragraph(paragraph.element, counted.level.paragraph if counted else None, table)
        runs, plain = self._runs(paragraph, place)
        label = self._label(counted, paragraph, block, place)
        typed = False
        if note:
            label, runs = _numbered(runs)
            anchor = anchor or (note.anchor if label else "")
        elif counted is None and kind is Kind.CLAUSE:
            label, runs = _literal(runs)
            typed = bool(label)
        if is_on(block.get("pageBreakBefore")):
            self.furniture.append(Furniture("page", "a break", place))
        if any("\t" in run.text for run in runs):
            self.furniture.append(Furniture("tab", "".join(run.text for run in runs).partition("\t")[2][:80], place))
        passage = Passage(kind, join(runs), level, label, anchor, cell=cell, also=also, place=place)
        if passage.words or passage.label:
            at = len(self.passages)
            self.passages.append(passage)
            for name in paragraph.names:
                self.named.setdefault(name, at)
            if not note and not paragraph.box and paragraph.inside.table is None:
                self._outline(block, passage)
        if (passage.words or paragraph.drawings) and (note is None or note.label):
            kept = Kind.FIGURE if paragraph.drawings and not passage.words else kind
            base = self.styles.run(None, paragraph.element, table)
            tab = typed or (counted is not None and counted.level.suffix == "tab")
            behind = self.tabled and not cell
            self.looks.add(kept, 0 if kept is Kind.FIGURE else level, block, base, plain, tab=tab, behind=behind)
            self.tabled = cell is not None

    def _cell(self, paragraph: Paragraph) -> Cell | None:
        """Where it stands in a table; a row that stands again is the head of columns (17.4.78)."""
        found = paragraph.inside.cell
        if found is None:
            return None
        head = "column" if found.heads[0] else "row" if found.heads[1] else ""
        place = self.tables + found.table, found.row, found.column, found.rows, found.columns
        return Cell(*place, head, found.of)

    def _runs(self, paragraph: Paragraph, place: Place) -> tuple[list[Run], list[Properties]]:
        """The runs that are met, and the properties of those that are set as the paragraph is."""
        runs: list[Run] = []
        plain: dict[int, Properties] = {}
        for found, properties in self.letters.read(paragraph, place):
            if isinstance(found, Run):
                runs.append(found)
                if found.text.strip() and not found.link:
                    plain[id(properties)] = properties
            elif self._goes_on(found):
                self.hidden[-1] = replace(found, text=self.hidden[-1].text + found.text)
            else:
                self.hidden.append(found)
        for piece in paragraph.pieces:
            if piece.field and not piece.code:
                key = piece.field, place, piece.number
                self.fields[key] = (self.fields.get(key, "") + piece.text)[:_LONGEST]
        return runs, list(plain.values())

    def _goes_on(self, found: Hidden) -> bool:
        """Whether hidden letters are the next ones of the last that were hidden."""
        last = self.hidden[-1] if self.hidden else None
        return last is not None and (last.how, last.place) == (found.how, found.place) and len(last.text) < _LONGEST

    def _mark(self, paragraph: Paragraph) -> Properties:
        """The properties of a paragraph's mark."""
        return self.styles.run(paragraph.element.find(w("pPr")), paragraph.element, paragraph.inside.table or "")

    def _label(self, counted: Label | None, paragraph: Paragraph, block: Properties, place: Place) -> str:
        """The label as shown: a bullet is none. Its letters are those of the mark, with the level's (17.9.24)."""
        if counted is None:
            return ""
        if counted.text != counted.text.strip() or (counted.bullet and not counted.text):
            self.furniture.append(Furniture("label", f"“{counted.text}”, with white space or nothing", place))
        if not counted.text:
            return ""
        text = "" if counted.bullet and _BULLET.fullmatch(counted.text) else counted.text.strip()
        if counted.bullet and len(counted.text) == 1 and "\ue000" <= counted.text <= "\uf8ff":
            text = ""
        if text:
            how = self.letters.hides(None, merge(counted.level.run, self._mark(paragraph)), block)
            if how:
                self.hidden.append(Hidden(text, how, place))
                return ""
        if text and not known(counted.level.format):
            self.hidden.append(Hidden(text, f"a number whose format is not known here ({counted.level.format})", place))
        return text

    def _kind(self, paragraph: Paragraph, counted: Label | None) -> tuple[Kind, int]:
        """What a paragraph is, by the name of its style, which programs keep when they save; else by its label."""
        for name in self.styles.names(self.styles.of_paragraph(paragraph.element)):
            if name in _NAMES:
                return _NAMES[name], int(name in ("title", "table caption"))
            if found := re.fullmatch(r"heading (\d)", name):
                return Kind.HEADING, int(found[1])
            if found := re.fullmatch(r"clause(?: (\d))?(?: lead-in| literal)*", name):
                return Kind.CLAUSE, int(found[1] or 1)
            if found := re.fullmatch(r"(?:.* )?list bullet(?: (\d+))?(?: lead-in)?", name):
                return Kind.ITEM, int(found[1] or 1)
        if counted is not None and counted.text:
            return Kind.ITEM if counted.bullet else Kind.CLAUSE, counted.at + 1
        if cell := paragraph.inside.cell:
            return Kind.CELL, int(cell.heads[0])
        return Kind.LINE, 0

    def _outline(self, block: Properties, passage: Passage) -> None:
        """Word's navigation pane: every paragraph with a level, outside tables and text boxes (17.3.1.20)."""
        level = block.get("outlineLvl", {}).get("val", "")
        if level.isdigit() and int(level) < 9:
            text = " ".join(filter(None, (passage.label, passage.heading)))
            self.outline.append(Heading(int(level) + 1, text, passage.anchor))


def _anchors(names: list[str]) -> tuple[str, frozenset[str]]:
    """The last bookmark of ours and all of them; in other files, those that are not hidden.

    A list or a quotation has its bookmark in its first paragraph, before that paragraph's own; LibreOffice turns the
    two about when it saves.
    """
    ours = [name.removeprefix(ANCHOR) for name in names if name.startswith(ANCHOR)]
    known = ours or [name for name in names if name and not name.startswith("_")]
    return (known[-1] if known else ""), frozenset(known[:-1])


def _literal(runs: list[Run]) -> tuple[str, list[Run]]:
    """A label that was typed: what stands before the last of the first tabs, which set it flush right or left."""
    text = "".join(run.text for run in runs)
    found = re.match(r"\t?([^\t]{1,40})\t", text)
    if not found:
        return "", runs
    return found[1].strip(), list(_rest(runs, found.end()))


def _numbered(runs: list[Run]) -> tuple[str, list[Run]]:
    """The number that a note begins with, and what stands behind it and the white space there."""
    at = next((at for at, run in enumerate(runs) if run.text.strip()), 0)
    if not runs or not runs[at].note or runs[at].link:
        return "", runs
    text = "".join(run.text for run in runs[at + 1 :])
    return runs[at].text, list(_rest(runs[at + 1 :], len(text) - len(text.lstrip())))


def _rest(runs: list[Run], left: int) -> Iterator[Run]:
    for run in runs:
        cut = min(left, len(run.text))
        left -= cut
        yield replace(run, text=run.text[cut:])
