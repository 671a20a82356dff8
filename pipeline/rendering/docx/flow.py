"""A numbered document as Word holds it: one flat row of paragraphs, each with its style, bookmarks and runs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import assert_never

from pipeline.model import (
    Block,
    BulletList,
    Cited,
    Clause,
    Division,
    Figure,
    Image,
    Inline,
    LineBreak,
    Note,
    Paragraph,
    Quotation,
    Table,
)
from pipeline.rendering import Rendering
from pipeline.rendering.docx.elements import (
    Bookmark,
    Picture,
    Relations,
    Span,
    WordNote,
    WordParagraph,
    WordRun,
    WordTable,
)
from pipeline.rendering.docx.places import Place, Places, style_id
from pipeline.rendering.docx.tables import table
from pipeline.walk import Run, blocks, plain, runs, words_of

BOOKMARK = "_Decl_"
"""Begins the name of every bookmark of ours; the underscore hides it from Word's dialog (word.md 0.1)."""

EMU = 12_700
"""English Metric Units in a point (ECMA-376 20.1.2.1)."""

PIXEL = 0.75
"""Points in a pixel of a picture, as in CSS."""

LOOKS = ("strong", "emphasis", "code", "superscript", "subscript", "link")
"""The appearances of a run that have a character style, by the names of Run's fields."""


class Flow:
    """Makes the paragraphs of one document; its styles and relationships are complete when it is through."""

    def __init__(self, rendering: Rendering, places: Places) -> None:
        self.rendering, self.places = rendering, places
        document = rendering.numbered.document
        self.language, self.direction = document.metadata.language, document.metadata.direction
        self.relations, self.note_relations = Relations(), Relations()
        self.notes: list[WordNote] = []
        self.looks: dict[str, tuple[str, ...]] = {}
        self.targets = {
            block.identifier.lower(): rendering.number(block).anchor for block in blocks(document) if block.identifier
        }
        self._waiting: list[str] = []  # anchors of lists and quotations, for the first paragraph in them
        self._bookmarks = self._pictures = 0
        self._style = ""  # of the last paragraph, by its name
        self._apart = False  # whether the next paragraph stands directly behind a table and has no space of its own
        self.paragraphs: list[WordParagraph | WordTable] = []
        outer = Run("", direction=self.direction)
        for part, style in (
            (document.preamble, "Recital"),
            (document.body, "Body Text"),
            (document.conclusion, "Conclusion"),
            (document.annexes, "Body Text"),
        ):
            self._blocks(part, Place(), style, outer)
        self._part_tables()

    # ---- blocks

    def _blocks(self, inner: Sequence[Block], place: Place, style: str, outer: Run) -> None:
        for index, block in enumerate(inner):
            more = index + 1 < len(inner)
            match block:
                case Paragraph():
                    closing = index > 0 and isinstance(inner[index - 1], Clause | BulletList)
                    name = self.places.text(place, style, closing=closing, lead_in=more and _announces(block))
                    self._paragraph(name, block.inlines, self._anchor(block), _within(outer, block))
                case Clause():
                    self._clause(block, style, outer)
                case Division():
                    self._division(block, outer)
                case BulletList():
                    self._waiting.append(self._anchor(block))
                    for item in block.items:
                        self._item(item.blocks, self.places.in_list(place), outer)
                    self._settle(self.places.in_list(place))
                case Quotation():
                    self._waiting.append(self._anchor(block))
                    inside = self.places.in_quotation(place)
                    self._blocks(block.blocks, inside, style, _within(outer, block))
                    self._settle(inside)
                    self._set_off(place, inner[index + 1 : index + 2])
                case Figure():
                    self._figure(block, place, outer)
                    self._set_off(place, inner[index + 1 : index + 2])
                case Table():
                    self._table(block, place, outer)
                    self._apart = self._reads_on(place, inner[index + 1 : index + 2])
                case _:
                    assert_never(block)

    def _division(self, block: Division, outer: Run) -> None:
        """A heading: its label, which Word writes, then its words on a new line of the same paragraph."""
        name, counting, heading = self.places.heading(block), None, block.heading
        if block.kind:
            counting = self.places.counting(block.kind, self.rendering.number(block), name)
            heading = (LineBreak(block.position), *heading) if heading else ()
        self._paragraph(name, heading, self._anchor(block), outer, counting=counting)
        self._blocks(block.blocks, Place(), "Body Text", outer)

    def _clause(self, block: Clause, style: str, outer: Run) -> None:
        number = self.rendering.number(block)
        lead, *rest = block.blocks
        if not isinstance(lead, Paragraph):  # a label needs a paragraph to stand in
            lead, rest = Paragraph(block.position, ()), list(block.blocks)
        within = _within(outer, lead)
        name = self.places.clause(block.level, live=number.live, lead_in=bool(rest) and _announces(lead))
        label, counting = None, None
        if number.live:
            counting = self.places.counting(block.level, number, name)
        else:
            before = (("tab", ""),) if block.level == 1 else ()  # to the tab stop at which the label ends
            pieces = (*before, ("text", number.label), ("tab", ""))
            label = WordRun(style_id("Clause Label"), "", False, within.direction == "rtl", pieces)
        self._paragraph(name, lead.inlines, number.anchor, within, label, counting)
        self._blocks(rest, self.places.in_clause(block.level), style, outer)

    def _item(self, inner: Sequence[Block], place: Place, outer: Run) -> None:
        first = inner[0] if inner else None
        if isinstance(first, Paragraph):
            name = self.places.bullet(place, lead_in=len(inner) > 1 and _announces(first))
            self._paragraph(name, first.inlines, self._anchor(first), _within(outer, first))
            inner = inner[1:]
        else:  # the bullet of an item that is empty, or opens with a list, a quotation or a picture
            self._paragraph(self.places.bullet(place, lead_in=False), (), "", outer)
        self._blocks(inner, place, "List Continue", outer)

    def _figure(self, block: Figure, place: Place, outer: Run) -> None:
        image = self.rendering.assets.images[block.source]
        self._pictures += 1
        width, height = self._size(image, place)
        picture = Picture(
            self._pictures,
            self.relations.image(image),
            f"Figure {self._pictures}",
            block.alternative,
            round(width * EMU),
            round(height * EMU),
        )
        name = self.places.figure(place, "Figure")
        self._add(name, WordParagraph(style_id(name), self._marks(self._anchor(block)), picture=picture))
        if block.caption:
            self._paragraph(self.places.figure(place, "caption"), block.caption, "", outer)

    def _table(self, block: Table, place: Place, outer: Run) -> None:
        if block.caption:
            self._paragraph(self.places.figure(place, "Table Caption"), block.caption, self._anchor(block), outer)
        else:
            self._part_tables()
            self._waiting.append(self._anchor(block))

        def words(name: str, inlines: tuple[Inline, ...]) -> WordParagraph:
            bidi = None if outer.direction == self.direction else outer.direction == "rtl"
            return WordParagraph(style_id(name), self._marks(""), tuple(self._spans(inlines, outer)), bidi=bidi)

        self.paragraphs.append(table(self.rendering, self.places, block, place, words))

    def _part_tables(self) -> None:
        """A paragraph without height behind a table that another follows, or nothing: Word would join the two."""
        if self.paragraphs and isinstance(self.paragraphs[-1], WordTable):
            self._apart = False
            self._add("Table End", WordParagraph(style_id("Table End")))

    def _size(self, image: Image, place: Place) -> tuple[float, float]:
        """Width and height in points: the picture's own, or what the text's width and three quarters of a page hold."""
        page = self.places.page
        width, height = image.width * PIXEL, image.height * PIXEL
        measure = (self.places.measure - place.left - place.right) / 20
        scale = min(1.0, measure / width, 0.75 * page.lines * page.lead.pt / height)
        return width * scale, height * scale

    # ---- paragraphs

    def _paragraph(
        self,
        name: str,
        inlines: tuple[Inline, ...],
        anchor: str,
        outer: Run,
        label: WordRun | None = None,
        counting: tuple[int, int] | None = None,
    ) -> None:
        bidi = None if outer.direction == self.direction else outer.direction == "rtl"
        spans = tuple(self._spans(inlines, outer))
        marks = self._marks(anchor)
        self._add(name, WordParagraph(style_id(name), marks, spans, label=label, bidi=bidi, counting=counting))

    def _add(self, name: str, paragraph: WordParagraph) -> None:
        self._style = name
        self.paragraphs.append(replace(paragraph, first=not self.paragraphs, apart=self._apart))
        self._apart = False

    def _set_off(self, place: Place, following: Sequence[Block]) -> None:
        """Give a quotation or picture space below, where what comes next may read on without any of its own."""
        last = self.paragraphs[-1]
        if isinstance(last, WordTable):  # in a quotation
            self._apart = self._reads_on(place, following)
        elif self._reads_on(place, following):
            self._style = self.places.end(self._style)
            self.paragraphs[-1] = replace(last, style=style_id(self._style))

    def _reads_on(self, place: Place, following: Sequence[Block]) -> bool:
        """Whether what follows has no space of its own."""
        plain_text = place.steps in ((), ("Clause",))
        return not plain_text or any(isinstance(block, BulletList | Clause) for block in following)

    def _anchor(self, block: Block) -> str:
        return self.rendering.number(block).anchor

    def _marks(self, anchor: str) -> tuple[Bookmark, ...]:
        names = [name for name in (*self._waiting, anchor) if name]
        self._waiting.clear()
        return self._bookmarked(names)

    def _bookmarked(self, names: Sequence[str]) -> tuple[Bookmark, ...]:
        first = self._bookmarks + 1
        self._bookmarks += len(names)
        return tuple(Bookmark(number, BOOKMARK + name) for number, name in enumerate(names, first))

    def _settle(self, place: Place) -> None:
        """A list or quotation in which nothing stood leaves an empty paragraph, so that links to it lead somewhere."""
        if self._waiting:
            name = self.places.text(place, "", closing=False, lead_in=False)
            self._paragraph(name, (), "", Run("", direction=self.direction))

    # ---- runs

    def _spans(self, inlines: tuple[Inline, ...], outer: Run, relations: Relations | None = None) -> Iterator[Span]:
        relations = relations or self.relations
        for (reference, target), group in groupby(runs(inlines, outer), key=lambda run: (run.reference, run.link)):
            if reference:
                for run in group:
                    yield from self._cited(self.rendering.numbered.references[reference], run)
                continue
            made = tuple(self._run(run) for run in group)
            if target.startswith("#"):
                yield Span(made, anchor=BOOKMARK + self.targets.get(target[1:].lower(), target[1:]))
            else:
                yield Span(made, relation=relations.link(target) if target else "")

    def _cited(self, pieces: Sequence[Cited], outer: Run) -> Iterator[Span]:
        """The words of a reference, each label in them a field that Word works out anew (17.16.5.50)."""
        for anchor, group in groupby(pieces, key=lambda piece: piece.anchor):
            for piece in group:
                run = self._run(replace(outer, reference=None, text=piece.text))
                if piece.field:
                    text = piece.text.replace("\u00a0", " ") if piece.switch == "r" else piece.text  # as Word has it
                    run = replace(run, pieces=(("text", text),), field=f"REF {BOOKMARK}{piece.field} \\{piece.switch}")
                yield Span((run,), anchor=BOOKMARK + anchor if anchor else "")

    def _run(self, run: Run) -> WordRun:
        looks = tuple(look for look in LOOKS if getattr(run, look))
        language = run.language if run.language != self.language else ""
        style, pieces = self._look(looks), tuple(_pieces(run.text))
        if run.note:  # a mark among stressed words is raised and stressed
            style = self._look((*looks, "superscript")) if looks else style_id("footnote reference")
            pieces = (("note", str(self._note(run.note))),)
        return WordRun(style, language, is_east_asian(language), run.direction == "rtl", pieces)

    def _note(self, note: Note) -> int:
        """Add a note; its number."""
        made: list[WordParagraph] = []
        for block in note.blocks:
            within = _within(Run("", direction=self.direction), block)
            name = "Footnote Text Continued" if made else "footnote text"
            marks = self._bookmarked([anchor] if (anchor := self._anchor(block)) else [])
            spans = tuple(self._spans(block.inlines, within, self.note_relations))
            bidi = None if within.direction == self.direction else within.direction == "rtl"
            made.append(WordParagraph(style_id(name), marks, spans, bidi=bidi))
        self.notes.append(WordNote(len(self.notes) + 1, tuple(made)))
        return len(self.notes)

    def _look(self, looks: tuple[str, ...]) -> str:
        """The style of a combination of appearances: a run can have only one character style."""
        if not looks:
            return ""
        name = " ".join("Hyperlink" if look == "link" else look.capitalize() for look in looks)
        if len(looks) > 1:
            self.looks[name] = looks
        return style_id(name)


def is_east_asian(language: str) -> bool:
    """Whether Word takes a language's letters for East Asian ones."""
    return language.split("-", maxsplit=1)[0].lower() in ("ja", "ko", "zh")


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Characters as elements: in w:t a tab is mere white space, and a soft hyphen a hyphen that always shows."""
    names = {"\n": "break", "\t": "tab", "\u00ad": "softHyphen"}
    for part in re.split("([\n\t\u00ad])", text):
        if part:
            yield (names[part], "") if part in names else ("text", part)


def _within(outer: Run, block: Paragraph | Quotation) -> Run:
    """The run that surrounds a block's words: with the block's language and direction, where it has its own."""
    return Run("", language=block.language or outer.language, direction=block.direction or outer.direction)


def _announces(block: Block) -> bool:
    """Whether a paragraph ends in a colon, and so must stay with what follows."""
    return plain(words_of(block)).rstrip().endswith((":", "："))
