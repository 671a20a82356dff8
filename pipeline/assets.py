"""What a document and its theme bring along: pictures and faces, with a glyph for every character."""

import unicodedata
from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.faces import covers, instance
from pipeline.model import Code, Document, Figure, Text
from pipeline.readers.images import read_images
from pipeline.readers.source import Source
from pipeline.rendering import Assets
from pipeline.theme import Theme
from pipeline.walk import blocks, pieces, words_of

_INVISIBLE = frozenset("\n\u00ad\u200b\u200c\u200d\u200e\u200f\u2060")
"""Characters that need no glyph: a line end, the soft hyphen, joiners, direction marks."""


def read_assets(document: Document, theme: Theme, source: Source, *, report: Reporter) -> Assets:
    """Pictures from the source's folder and faces from their packages.

    A character without a glyph is reported at the first place where it stands.
    """
    figures = [block for block in blocks(document) if isinstance(block, Figure)]
    images = read_images(figures, source.folder, report=report)
    faces = {key: instance(face, report=report) for key, face in theme.faces.items()}
    known = [covers(font) for key, font in faces.items() if font and key.startswith("text-")]
    if known:
        glyphs = frozenset.intersection(*known) | {ord(character) for character in _INVISIBLE}
        for character, position in _characters(document, source):
            if ord(character) not in glyphs:
                name = unicodedata.name(character, "without a name")
                report(
                    Diagnostic(
                        "glyph-missing",
                        f"no face of the theme has the character “{character}” (U+{ord(character):04X}, {name})",
                        position,
                        "write it another way, or add a face that has it to the theme",
                    )
                )
    return Assets(images, faces)


def _characters(document: Document, source: Source) -> Iterator[tuple[str, Position]]:
    """Each character that is set, at the first place it stands."""
    metadata = document.metadata
    seen: set[str] = set()
    for text in (metadata.title, metadata.subtitle, metadata.kind, metadata.organ, metadata.symbol, metadata.place):
        for character in dict.fromkeys(text):
            if character not in seen:
                seen.add(character)
                yield character, _find(character, source, 0) or source.position(1, 1)
    for block in blocks(document):
        for piece in pieces(words_of(block)):
            if isinstance(piece, Text | Code):
                for character in dict.fromkeys(piece.text):
                    if character not in seen:
                        seen.add(character)
                        yield character, _find(character, source, piece.position.line - 1) or piece.position


def _find(character: str, source: Source, start: int) -> Position | None:
    for number in range(start, len(source.lines)):
        if (column := source.lines[number].find(character)) >= 0:
            return source.position(number + 1, column + 1)
    return None
