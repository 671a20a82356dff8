"""Reads one part of a Word file in the order in which a reader meets it: tables, controls, fields, text boxes."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from pipeline.unzip import Refused
from pipeline.wordprocessing.package import R, W, local, name_of, number, val, w
from pipeline.wordprocessing.tables import cells
from pipeline.wordprocessing.text import DELETED, INSERTED, Aside, Inside, Paragraph, Piece, Story, words

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CHOICE = _MC + "AlternateContent"
_READ = (W, _MATHS[1:-1])
_WORD_KNOWS = "http://schemas.microsoft.com/office/"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_NOTES = frozenset(("footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef"))
_TODAY = frozenset(("dayShort", "monthShort", "yearShort", "dayLong", "monthLong", "yearLong", "pgNum"))
_SILENT = frozenset(("pPr", "sdtPr", "sdtEndPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "customXmlPr", "rPr"))
_REVISIONS = {"ins": INSERTED, "moveTo": INSERTED, "del": DELETED, "moveFrom": DELETED}
_CELLS = {"cellIns": INSERTED, "cellDel": DELETED}
_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "smartTag", _CHOICE, *_REVISIONS))
DEEPEST = 50
"""Fields in one another; Word's own reach three."""

_THIN = 60
"""Twips of a row or column in which nothing can be read."""

LONGEST = 2000
"""Characters of a field's code that are read."""

_ELSEWHERE = "another file, which is taken in when this one is opened"
_ANEW = "a field that is worked out anew when the file is opened"


def read(root: etree._Element) -> Story:
    """Read a w:body, a w:hdr, a note, a comment."""
    reader = _Reader()
    reader.blocks(root, Inside(), box=False)
    for code, _, _ in reader.fields:
        reader.aside(code, "a field that does not end")
    return reader.story


class _Reader:
    """Goes through one part. A field may begin in one paragraph and end in another (17.16.18)."""

    def __init__(self) -> None:
        self.story = Story()
        self.fields: list[list[str]] = []  # for each open field: its code, "result" once that has begun, its number
        self.begun = 0
        self.names: list[str] = []
        self.count = self.rooms = self.tables = 0

    def aside(self, text: str, how: str) -> None:
        self.story.asides.append(Aside(" ".join(text.split()), how, self.count))

    # ---- blocks

    def blocks(self, root: etree._Element, inside: Inside, *, box: bool, room: int | None = None) -> None:
        """The paragraphs of a body, a cell, a text box (a room each), or of what is wrapped round some of them."""
        if room is None:
            self.rooms += 1
            room = self.rooms
        for element in root:
            name = name_of(element)
            if name == "p":
                self.paragraph(element, inside, box=box, room=room)
            elif name == "tbl":
                self.table(element, inside, box=box)
            elif name == "bookmarkStart":
                self.names.append(element.get(w("name"), ""))
            elif name == "altChunk":
                self.aside(element.get(f"{{{R}}}id", ""), _ELSEWHERE)
            elif name in _WRAPPERS:
                for inner, within in self.opened(element, name, inside, self.count + 1):
                    self.blocks(inner, within, box=box, room=room)
            elif name[0] == "{":
                self.unknown(element)

    def table(self, table: etree._Element, inside: Inside, *, box: bool) -> None:
        within = replace(inside, table=val(table.find(f"{w('tblPr')}/{w('tblStyle')}")))
        self.tables += 1
        grid = cells(table, self.tables, _inner)
        for row in self.wrapped(table, "tr"):
            of_row = _row(row, within)
            for cell in self.wrapped(row, "tc"):
                self.blocks(cell, replace(_cell(cell, of_row), cell=grid.get(cell)), box=box)

    def wrapped(self, element: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """Rows or cells, also those in content controls and the like."""
        for child in element:
            name = name_of(child)
            if name == wanted:
                yield child
            elif name == "bookmarkStart":
                self.names.append(child.get(w("name"), ""))
            elif name in _WRAPPERS:
                for inner, _ in self.opened(child, name, Inside(), self.count + 1):
                    yield from self.wrapped(inner, wanted)

    def paragraph(self, element: etree._Element, inside: Inside, *, box: bool, room: int) -> None:
        self.count += 1
        made = Paragraph(element, self.count, inside, box, room, names=self.names)
        self.names = []
        self.story.paragraphs.append(made)
        said = element.find(f"{w('pPr')}/{w('rPr')}")
        for child in said if said is not None else ():
            made.mark = _REVISIONS.get(name_of(child), made.mark)
        self.inline(element, inside, made)

    # ---- inside a paragraph

    def inline(self, root: etree._Element, inside: Inside, into: Paragraph) -> None:
        for element in root:
            name = name_of(element)
            if name in ("r", _MATHS + "r"):
                self.run(element, inside, into)
            elif name == "bookmarkStart":
                into.names.append(element.get(w("name"), ""))
            elif name in _SILENT:
                continue
            elif name == "subDoc":
                self.aside(element.get(f"{{{R}}}id", ""), _ELSEWHERE)
            elif name in _WRAPPERS:
                for inner, within in self.opened(element, name, inside, self.count):
                    self.inline(inner, within, into)
            elif str(element.tag).startswith(_READ, 1):
                self.inline(element, self.within(element, name, inside), into)
            else:
                self.unknown(element)

    def within(self, element: etree._Element, name: str, inside: Inside) -> Inside:
        """What is round the letters of a link, a simple field, an element that turns them about."""
        if name == "hyperlink":
            target = element.get(f"{{{R}}}id", "")
            place = element.get(w("anchor")) or element.get(w("docLocation")) or ""
            link = f"{target} {place}".strip() if target else f"#{place}" if place else inside.link
            return replace(inside, link=link)
        if name == "fldSimple":
            code = element.get(w("instr"), "").strip()[:LONGEST]
            if element.get(w("dirty"), "0") not in ("0", "false"):
                self.aside(code, _ANEW)
            return replace(inside, field=code)
        if name in ("bdo", "dir"):
            return replace(inside, alters=f"turned about ({val(element)})")
        return inside

    def opened(
        self, element: etree._Element, name: str, inside: Inside, at: int
    ) -> Iterator[tuple[etree._Element, Inside]]:
        """What of a wrapper is shown, and what surrounds that."""
        if name == "sdt":
            self.story.controls.append((element, at))
            for content in element.findall(w("sdtContent")):
                yield content, inside
        elif name == _CHOICE:
            if (chosen := self.chosen(element)) is not None:
                yield chosen, inside
        else:
            yield element, replace(inside, revision=_REVISIONS.get(name, inside.revision))

    def chosen(self, element: etree._Element) -> etree._Element | None:
        """The first choice that Word knows, else what falls back (ECMA-376 part 3, 10.2). Others' words are asides."""
        branches = [child for child in element if name_of(child) in (_MC + "Choice", _MC + "Fallback")]
        chosen = next((branch for branch in branches if local(branch) == "Fallback" or _is_known(branch)), None)
        shown = words(chosen) if chosen is not None else ""
        for branch in branches:
            if branch is not chosen and (other := words(branch)) != shown:
                self.aside(other, "shown instead by programs that know other things than Word")
        return chosen

    def unknown(self, element: etree._Element) -> None:
        if text := words(element):
            self.aside(text, "inside an element that Word does not know")

    # ---- inside a run

    def run(self, run: etree._Element, inside: Inside, into: Paragraph) -> None:
        for child in run:
            name = name_of(child)
            if name in ("t", "delText", _MATHS + "t"):
                text = child.text or ""
                if child.get(_XML_SPACE) != "preserve":
                    text = text.strip(" \t\n\r")
                within = replace(inside, revision=DELETED) if name == "delText" and not inside.revision else inside
                self.piece(text, run, within, into)
            elif name in _SIGNS:
                self.piece(_SIGNS[name], run, inside, into)
            elif name == "sym":
                self.piece(_character(child.get(w("char"), "")), run, inside, into, child.get(w("font"), ""))
            elif name in _NOTES:
                note = "label" if name.endswith("Ref") else f"{name.removesuffix('Reference')} {child.get(w('id'), '')}"
                into.pieces.append(Piece("", run, inside, note=note))
            elif name in ("fldChar", "instrText", "delInstrText"):
                self.field(child, name)
            elif name in ("drawing", "pict", "object", _CHOICE):
                self.drawing(child, inside, into)
            else:
                self.other(child, name, inside, into)

    def piece(self, text: str, run: etree._Element, inside: Inside, into: Paragraph, symbol: str = "") -> None:
        if text:
            code = any(not result for _, result, _ in self.fields)
            field = self.fields[-1][0].strip() if self.fields else inside.field
            number = int(self.fields[-1][2]) if self.fields else 0
            into.pieces.append(Piece(text, run, inside, field, code, symbol, number=number))

    def field(self, element: etree._Element, name: str) -> None:
        """Follow a complex field: its code, its result, its end."""
        kind = element.get(w("fldCharType"))
        if name != "fldChar":
            if self.fields and not self.fields[-1][1]:
                self.fields[-1][0] = (self.fields[-1][0] + (element.text or ""))[:LONGEST]
            elif (element.text or "").strip():
                self.aside(element.text or "", "a field's code outside a field")
        elif kind == "begin":
            if len(self.fields) >= DEEPEST:
                raise Refused(f"it has fields nested more than {DEEPEST} deep")
            self.begun += 1
            self.fields.append(["", "", str(self.begun)])
            if element.get(w("dirty"), "0") not in ("0", "false"):
                self.aside("", _ANEW)
        elif kind == "separate" and self.fields:
            self.fields[-1][1] = "result"
        elif kind == "end" and self.fields:
            code, result, _ = self.fields.pop()
            if not result and code.strip():
                self.aside(code, "a field without a result")

    def other(self, element: etree._Element, name: str, inside: Inside, into: Paragraph) -> None:
        if name == "ruby":
            for part in element.iter(w("rt")):
                self.aside(words(part), "set small above the words")
            for part in element.iter(w("rubyBase")):
                self.inline(part, inside, into)
        elif name in _TODAY:
            self.aside(name, "a date or number that Word fills in")
        elif name[0] == "{":
            self.unknown(element)

    def drawing(self, element: etree._Element, inside: Inside, into: Paragraph) -> None:
        """A picture, a text box, an object: its text is read behind the paragraph that holds it."""
        waiting = [element]
        while waiting:
            at = waiting.pop()
            name = name_of(at)
            if name == "txbxContent":
                fields, self.fields = self.fields, []
                self.blocks(at, replace(inside, link="", field="", table=None), box=True)
                self.fields = fields
            elif name == _CHOICE:
                chosen = self.chosen(at)
                waiting.extend([chosen] if chosen is not None else [])
            else:
                self.drawn(at, name, into)
                waiting.extend(reversed(at))

    def drawn(self, element: etree._Element, name: str, into: Paragraph) -> None:
        if name == _DRAWING + "docPr":
            into.drawings.append(element)
        elif name.endswith("vml}textpath"):
            self.aside(element.get("string", ""), "letters that are drawn")
        elif name.endswith("/drawingml/2006/main}t") and (element.text or "").strip():
            self.aside(element.text or "", "letters that are drawn")
        elif name.endswith("}OLEObject"):
            self.aside(element.get("ProgID", ""), "an object of another program")
        elif name == "control":
            self.aside(element.get(w("name"), ""), "a control that runs a program")


def _inner(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows or cells, also those in content controls and the like."""
    for child in element:
        name = name_of(child)
        if name == wanted:
            yield child
        elif name in _WRAPPERS:
            yield from _inner(child, wanted)


def _row(row: etree._Element, inside: Inside) -> Inside:
    said = row.find(w("trPr"))
    for child in said if said is not None else ():
        name = name_of(child)
        if name in _REVISIONS:
            inside = replace(inside, revision=_REVISIONS[name])
        elif name == "hidden" and val(child, "1") not in ("0", "false"):
            inside = replace(inside, hides="a row that is hidden")
        elif name == "trHeight" and child.get(w("hRule")) == "exact" and number(val(child), 0) < _THIN:
            inside = replace(inside, hides="a row without height")
    return inside


def _cell(cell: etree._Element, inside: Inside) -> Inside:
    said = cell.find(w("tcPr"))
    for child in said if said is not None else ():
        name = name_of(child)
        if name in _CELLS:
            inside = replace(inside, revision=_CELLS[name])
        elif name in ("vMerge", "hMerge") and val(child, "continue") == "continue":
            inside = replace(inside, hides="a cell that is merged into another")
        elif name == "tcW" and child.get(w("type")) == "dxa" and 0 < number(child.get(w("w")), 0) < _THIN:
            inside = replace(inside, hides="a column without width")
        elif name == "shd":
            inside = replace(inside, shade=child.get(w("fill"), ""))
    return inside


def _is_known(choice: etree._Element) -> bool:
    needed = (choice.get("Requires") or "").split()
    return bool(needed) and all((choice.nsmap.get(prefix) or "").startswith(_WORD_KNOWS) for prefix in needed)


def _character(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
