"""The tree's paragraphs, headings, items and figures in reading order, each with the pieces of text that it holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from pipeline.verify.pdf.cells import grid
from pipeline.verify.pdf.document import Document
from pipeline.verify.pdf.said import direction, turn
from pipeline.verify.pdf.shown import Key, Pictured, Shown
from pipeline.verify.pdf.structure import Annotation, Element
from pipeline.verify.transcript import Cell

_TEXT = frozenset(
    [
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "Caption",
        "Title",
        "TH",
        "TD",
        "Note",
        "FENote",
        "Formula",
        "Form",
        "Lbl",
        "BibEntry",
    ]
)
"""Elements that are one paragraph (14.8.4.3), or are read like one."""

_INLINE = frozenset(
    [
        "Span",
        "Quote",
        "Link",
        "Reference",
        "Code",
        "Annot",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Sub",
        "Em",
        "Strong",
    ]
)
_BULLETS = frozenset("•◦▪▫‣⁃–—-·*○●■□")


@dataclass(frozen=True, slots=True)
class Inside:
    """What a piece stands in: `language` where it is not the document's, `link` an address or "#name".

    `items` and `clauses` count the lists of bullets and of labels that go down to it, `listed` all list items around
    it, `quotes` the quotations, `cell` the cell of a table; `note` says that it is the mark of a note.
    """

    language: str = ""
    link: str = ""
    quoted: bool = False
    quotes: int = 0
    items: int = 0
    clauses: int = 0
    listed: int = 0
    note: bool = False
    cell: Cell | None = None


@dataclass(slots=True, eq=False)
class Part:
    """One piece of text in its paragraph."""

    shown: Shown
    inside: Inside


@dataclass(slots=True, eq=False)
class Block:
    """One paragraph, or one figure. `label` is the Lbl of the list item that it opens; of a note `back` its link."""

    role: str
    inside: Inside
    parts: list[Part] = field(default_factory=list)
    label: list[Shown] = field(default_factory=list)
    item: bool = False
    back: str = ""
    alternative: str = ""
    pictures: list[Pictured] = field(default_factory=list)
    leftwards: bool = False

    @property
    def text(self) -> str:
        return "".join(part.shown.text for part in self.parts)


@dataclass(slots=True)
class Reading:
    """Walks a tree. `shown` and `pictured` are what the pages draw, by mark.

    `used` collects the marks that the tree has, `figures` those of its figures, `unseen` those that no page draws;
    `annotations` the annotations that it has.
    """

    shown: Mapping[Key, list[Shown]]
    pictured: Mapping[Key, list[Pictured]]
    document: Document
    language: str
    used: set[Key] = field(default_factory=set)
    figures: set[Key] = field(default_factory=set)
    unseen: list[Key] = field(default_factory=list)
    annotations: set[Any] = field(default_factory=set)
    tables: int = 0
    _cells: dict[int, Cell] = field(default_factory=dict)
    _label: list[Shown] = field(default_factory=list)

    def blocks(self, tree: Element) -> Iterator[Block]:
        """The blocks of the tree, each piece of text in the order of reading."""
        for block in list(self._group(tree, Inside())):
            block.leftwards = direction(block.inside.language or self.language) == "rtl"
            for piece in (*block.label, *(part.shown for part in block.parts)):
                turn(piece, leftwards=block.leftwards)
            yield block

    def _group(self, element: Element, inside: Inside) -> Iterator[Block]:
        """The blocks of an element that holds others; text directly in it is a paragraph (14.8.4.2 allows none)."""
        loose: Block | None = None
        inside = self._within(element, inside)
        for child in element.children:
            if isinstance(child, Element) and child.role not in _INLINE:
                loose = None
                yield from self._child(child, inside)
                continue
            if loose is None:
                loose = Block("P", inside)
                yield loose
            self._inline(child, inside, loose)

    def _child(self, child: Element, inside: Inside) -> Iterator[Block]:
        if child.role == "LI":
            yield from self._item(child, inside)
        elif child.role in ("Note", "FENote"):
            yield from self._note(child)
        elif child.role in ("Figure", "Formula") and (child.alternative is not None or child.role == "Figure"):
            yield self._figure(child, self._within(child, inside))
        elif child.role in _TEXT:
            yield from self._text(child, inside)
        else:
            if child.role == "Table":
                self.tables += 1
                self._cells |= grid(child, self.tables)
            if child.role == "BlockQuote":
                inside = replace(inside, quoted=True, quotes=inside.quotes + 1, items=0)
            yield from self._group(child, inside)

    def _text(self, element: Element, inside: Inside) -> Iterator[Block]:
        inside = self._within(element, inside)
        if cell := self._cells.get(id(element)):
            inside = replace(inside, cell=cell)
        tabled = element.role == "Caption" and element.parent is not None and element.parent.role == "Table"
        block = Block("Caption of a table" if tabled else element.role, inside)
        yield block
        for child in element.children:
            if isinstance(child, Element) and child.role == "Lbl" and block.role[:1] == "H" and not block.parts:
                block.label += [piece for key in child.marks() for piece in self._take(key)]  # of a numbered division
            elif isinstance(child, Element) and child.role not in _INLINE:
                yield from self._child(child, inside)
            else:
                self._inline(child, inside, block)

    def _item(self, element: Element, inside: Inside) -> Iterator[Block]:
        """A list item: its first paragraph carries its label. A label without letters or figures is a bullet."""
        inside = self._within(element, inside)
        label = [
            piece
            for child in element.children
            if isinstance(child, Element) and child.role == "Lbl"
            for key in child.marks()
            for piece in self._take(key)
        ]
        said = "".join(piece.text for piece in label).strip()
        bullet = not said or all(character in _BULLETS for character in said)
        deeper = replace(
            inside,
            quoted=False,
            listed=inside.listed + 1,
            items=inside.items + bullet,
            clauses=0 if bullet else inside.clauses + 1,
        )
        first = True
        for child in element.children:
            if isinstance(child, Element) and child.role == "Lbl":
                continue
            for block in (
                self._group(child, deeper)
                if isinstance(child, Element) and child.role not in _TEXT
                else self._group(Element("Div", [child]), deeper)
            ):
                if first and block.role != "Figure" and not block.item:
                    block.label, block.item, label = label, True, []
                first = False
                yield block
        if label and not bullet:  # a label without a paragraph is read all the same
            yield Block("P", deeper, label=label, item=True)

    def _note(self, element: Element) -> Iterator[Block]:
        """A note: its paragraphs, wherever it is referred to; the first carries its label."""
        inside = self._within(element, Inside())
        label = Block("Lbl", inside)
        rest = Element("Div", [])
        for child in element.children:
            if isinstance(child, Element) and child.role == "Lbl":
                for held in child.children:
                    self._inline(held, inside, label)
            else:
                rest.children.append(child)
        blocks = list(self._group(rest, inside)) or [Block("P", inside)]
        blocks[0].label = [part.shown for part in label.parts]
        blocks[0].back = next((part.inside.link for part in label.parts if part.inside.link), "")
        for block in blocks:
            block.role = "Note" if block.role == "P" else block.role
        yield from blocks

    def _figure(self, element: Element, inside: Inside) -> Block:
        block = Block("Figure", inside, alternative=element.alternative or "")
        for key in element.marks():
            self.used.add(key)
            self.figures.add(key)
            block.pictures += self.pictured.get(key, [])
            block.parts += [Part(piece, inside) for piece in self.shown.get(key, [])]
        return block

    def _inline(self, child: "Element | Key | Annotation", inside: Inside, block: Block) -> None:
        if isinstance(child, tuple):
            block.parts += [Part(piece, inside) for piece in self._take(child)]
            block.pictures += self.pictured.get(child, [])
        elif isinstance(child, Element):
            inside = self._within(child, inside)
            if child.role == "Reference":
                inside = replace(inside, note=True)
            annotations = [held.found for held in child.children if isinstance(held, Annotation)]
            if child.role == "Link" and annotations:
                inside = replace(inside, link=self.document.target(annotations[0]))
            before = len(block.parts)
            for held in child.children:
                self._inline(held, inside, block)
            self.annotations |= {
                annotation.objgen for annotation in annotations if isinstance(annotation, pikepdf.Dictionary)
            }
            boxes = [self.document.place_of(annotation) for annotation in annotations]
            for part in block.parts[before:] if annotations else ():
                if part.inside.link and not any(_covers(found, part.shown) for found in boxes):
                    part.inside = replace(part.inside, link="")  # it is not there that a reader can press

    def _take(self, key: Key) -> list[Shown]:
        """What a mark draws; a mark that two elements claim is read twice, as software does."""
        self.used.add(key)
        if key not in self.shown and key not in self.pictured:
            self.unseen.append(key)
        return self.shown.get(key, [])

    def _within(self, element: Element, inside: Inside) -> Inside:
        language = element.language
        if not language:
            return inside
        return replace(inside, language="" if language.lower() == self.language.lower() else language)


def _covers(found: "tuple[int, tuple[float, float, float, float]] | None", piece: Shown) -> bool:
    """Whether an annotation, on its page and with its box, lies over the middle of a piece."""
    if found is None or found[0] != piece.page:
        return False
    left, top, right, bottom = found[1]
    return left - 1 <= piece.x + piece.end / 2 <= right + 1 and top - 1 <= piece.y - piece.size / 4 <= bottom + 1
