"""The whole of one file: opened, read in both ways, compared."""

from pipeline.verify.pdf.blocks import Reading
from pipeline.verify.pdf.content import Contents, Key, Pictured, Shown
from pipeline.verify.pdf.document import open_document
from pipeline.verify.pdf.fonts import Fonts
from pipeline.verify.pdf.layers import Layers
from pipeline.verify.pdf.passages import find, passages, place
from pipeline.verify.pdf.said import settle
from pipeline.verify.pdf.structure import Element, tree
from pipeline.verify.transcript import Heading, Hidden, Transcript


def read(data: bytes) -> Transcript:
    """The transcript of a PDF file. Raises Refused."""
    document = open_document(data)
    contents = Contents(Fonts(), Layers(document.root))
    shown: dict[Key, list[Shown]] = {}
    pictured: dict[Key, list[Pictured]] = {}
    every: list[Shown] = []
    hidden: list[Hidden] = []
    for sheet in document.sheets:
        texts, pictures = contents.page(sheet.number, sheet.page, sheet.base)
        for said, drawn, piece in settle(texts):
            hidden.append(Hidden(said, f"ActualText says it where “{drawn}” is drawn", place((piece.page, piece.y), piece.x)))
        every += texts
        for text in texts:
            if text.mark.key is not None:
                shown.setdefault(text.mark.key, []).append(text)
        for picture in pictures:
            if picture.mark.key is not None:
                pictured.setdefault(picture.mark.key, []).append(picture)
    metadata = document.metadata()
    top = tree(document.root, document.numbers)
    reading = Reading(shown, pictured, document.target, metadata.get("language", ""))
    found = find(list(reading.blocks(top or Element("none"))), document.destinations)
    outline = tuple(Heading(depth, title, target[1:]) for depth, title, target in document.outline())
    return Transcript("pdf", tuple(passages(found)), metadata, outline, (), tuple(hidden))
