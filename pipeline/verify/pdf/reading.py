"""The whole of one file: opened, read in both ways, compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.verify.pdf import agree, beside, beyond, seen, tables
from pipeline.verify.pdf.blocks import Block, Reading
from pipeline.verify.pdf.content import Contents
from pipeline.verify.pdf.document import Document, Sheet, open_document
from pipeline.verify.pdf.fonts import Fonts
from pipeline.verify.pdf.layers import Layers
from pipeline.verify.pdf.measure import looks
from pipeline.verify.pdf.metadata import metadata
from pipeline.verify.pdf.page import Box, View, views
from pipeline.verify.pdf.passages import Found, find, passages, place
from pipeline.verify.pdf.said import settle
from pipeline.verify.pdf.shown import Key, Pictured, Shown
from pipeline.verify.pdf.structure import tree
from pipeline.verify.pdf.untagged import blocks_of
from pipeline.verify.transcript import Furniture, Heading, Hidden, Kind, Transcript


def read(data: bytes, *, printed: bool = False) -> Transcript:
    """The transcript of a PDF file. Raises Refused.

    One that is to be `printed` has a sheet around its pages, with marks on it, and inks for its colours.
    """
    document = open_document(data)
    pages = _contents(document)
    told = metadata(document.pdf)
    reading = Reading(pages.shown, pages.pictured, document, told.get("language", ""))
    top = tree(document.root, document.numbers)
    blocks: list[Block] = list(reading.blocks(top)) if top else list(blocks_of(pages.texts))
    found = find(blocks, document.destinations)
    hidden = pages.hidden
    for noted in (False, True):
        hidden += agree.disorder([passage for passage in found if (passage.kind is Kind.NOTE) is noted])
    colours: dict[int, str] = {}
    furniture: list[Furniture] = list(beside.settings(document.root, document.sheets))
    if top is None:
        hidden.append(Hidden("", "the file has no structure tree: its text is read as it stands on the pages"))
    for element in top.walk() if top else ():
        for said in (element.actual, element.expansion, element.alternative if element.role != "Figure" else None):
            if said:
                hidden.append(Hidden(said, f"the structure says it in place of what stands in a {element.role}"))
    for key in reading.unseen:
        hidden.append(Hidden("", f"the structure names content of {key[0]} that is not drawn (MCID {key[1]})"))
    hidden += beside.actions(document.root, document.sheets)
    columns = beside.columns(found, len(document.sheets))
    for sheet, view in zip(document.sheets, views(data, [sheet.base for sheet in document.sheets]), strict=True):
        bleed = sheet.box("/BleedBox") if printed else None
        texts, tagged = pages.texts[sheet.number], top is not None
        side = _Side(document, sheet, view, texts, reading, columns[sheet.number], tagged=tagged, bleed=bleed)
        hidden += side.hidden()
        if printed:
            furniture += beyond.boxes(sheet)
            colours |= {id(piece): piece.ink for piece in side.texts}
        elif len(side.texts) == len(view.texts):
            for piece, thing in zip(side.texts, view.texts, strict=True):
                colours[id(piece)] = "#{:02x}{:02x}{:02x}".format(*thing.colour)
        furniture += side.furniture(found, colours)
    outline = tuple(Heading(depth, title, target[1:]) for depth, title, target in document.outline())
    measured = looks(found, colours)
    lines = tuple(len(column.baselines) for column in columns)
    shown = tuple(passages(found))
    profile = beyond.profile(document.root) if printed else b""
    kind = "print" if printed else "pdf"
    return Transcript(
        kind, shown, told, outline, tuple(furniture), tuple(hidden), measured, lines=lines, profile=profile
    )


@dataclass(slots=True)
class _Pages:
    """What the content streams of all pages show."""

    texts: list[list[Shown]] = field(default_factory=list)
    shown: dict[Key, list[Shown]] = field(default_factory=dict)
    pictured: dict[Key, list[Pictured]] = field(default_factory=dict)
    hidden: list[Hidden] = field(default_factory=list)


def _contents(document: Document) -> _Pages:
    pages = _Pages()
    fonts = Fonts()
    contents = Contents(fonts, Layers(document.root))
    for sheet in document.sheets:
        texts, pictures = contents.page(sheet.number, sheet.page, sheet.base)
        for said, drawn, piece in settle(texts):
            how = f"ActualText says it where “{drawn}” is drawn"
            pages.hidden.append(Hidden(said, how, place((piece.page, piece.y), piece.x)))
        pages.texts.append(texts)
        for text in texts:
            if text.mark.key is not None:
                pages.shown.setdefault(text.mark.key, []).append(text)
        for picture in pictures:
            if picture.mark.key is not None:
                pages.pictured.setdefault(picture.mark.key, []).append(picture)
    pages.hidden += _lies(fonts, pages)
    return pages


def _lies(fonts: Fonts, pages: _Pages) -> Iterator[Hidden]:
    """Glyphs that the font program calls another character than the file does."""
    lies = {id(font): lies for font in fonts if (lies := font.lies())}
    told: set[tuple[int, int]] = set()
    for piece in (piece for texts in pages.texts for piece in texts) if lies else ():
        for code in (*piece.codes, *piece.accents):
            if (lie := lies.get(id(piece.font), {}).get(code)) and (id(piece.font), code) not in told:
                told.add((id(piece.font), code))
                how = f"the glyph of “{lie[1]}” is said to be “{lie[0]}”"
                yield Hidden(piece.text.strip(), how, place((piece.page, piece.y), piece.x))


@dataclass(slots=True)
class _Side:
    """One page of the file, in both readings."""

    document: Document
    sheet: Sheet
    view: View
    texts: list[Shown]
    reading: Reading
    column: beside.Column
    tagged: bool
    bleed: Box | None = None

    def hidden(self) -> Iterator[Hidden]:
        """What the page has and does not show, or shows and the structure does not say."""
        yield from seen.unseen(self.texts, self.view, self.sheet, beside.covers(self.sheet, self.document))
        yield from agree.overlaps(self.texts)
        if said := agree.readings(self.texts, self.view.characters):
            yield Hidden(
                "", f"two readers do not read the same characters: {said[:200]}", place((self.sheet.number, 0.0))
            )
        for piece in self.texts if self.tagged else ():
            if self._loose(piece) and not piece.mark.artifact and piece.text.strip():
                how = "the page shows it, and the structure does not say it"
                yield Hidden(piece.text.strip(), how, place((piece.page, piece.y), piece.x))

    def furniture(self, found: Sequence[Found], colours: Mapping[int, str]) -> Iterator[Furniture]:
        """What the page shows beside the text."""
        own = [piece for piece in self.texts if not self._loose(piece) or not piece.mark.artifact]
        figures = [
            picture.box
            for key in self.reading.figures
            for picture in self.reading.pictured.get(key, [])
            if picture.page == self.sheet.number
        ]
        middle = self.sheet.height / 2  # of a page without a text of its own
        top = min((*(piece.y - piece.size for piece in own), *(box[1] for box in figures)), default=middle)
        bottom = max((*(piece.y for piece in own), *(box[3] for box in figures)), default=middle)
        artifacts = [piece for piece in self.texts if self._loose(piece) and piece.mark.artifact] if self.tagged else []
        again = dict(tables.heads(artifacts, found, self.sheet.number))
        repeated = [piece for pieces in again.values() for piece in pieces]
        artifacts = [piece for piece in artifacts if piece not in repeated]
        if self.bleed:
            outside = [piece for piece in artifacts if not beyond.reaches(self.bleed, (piece.x, piece.y))]
            yield from beyond.words(outside, self.sheet)
            artifacts = [piece for piece in artifacts if piece not in outside]
        yield from beside.heads(artifacts, self.sheet, top, bottom, self.column, colours)
        others = list(seen.unclaimed(self.view, figures))
        if self.bleed:
            marks = [(kind, box) for kind, box in others if beyond.is_outside(self.bleed, box)]
            yield from beyond.marks(marks, self.sheet)
            others = [thing for thing in others if thing not in marks]
            figures += beyond.margins(self.sheet, self.bleed)  # what is there was told
        free = [thing for thing in others if not self._over_text(thing[1])]
        ruled = list(tables.lines(free, found, repeated, self.sheet.number))
        yield from tables.told(again, ruled, self.sheet.number)
        lines = [box for _, box in ruled]
        others, figures = [thing for thing in others if thing[1] not in lines], figures + lines
        if len(others) > seen.MANY:
            others = [(f"{len(others)} drawings", others[0][1])]
        others = [(kind, box) for kind, box in others if not self._over_text(box)]  # told as what hides it
        rest = seen.leftover(self.view, figures) if not others else None
        yield from beside.things([*others, *([("drawing", rest)] if rest else [])], self.sheet)
        yield from beside.unreached(self.sheet, self.reading.annotations, self.document)

    def _over_text(self, box: Box) -> bool:
        return any(seen.reaches(box, thing) for thing in self.view.texts)

    def _loose(self, piece: Shown) -> bool:
        return piece.mark.key is None or piece.mark.key not in self.reading.used
