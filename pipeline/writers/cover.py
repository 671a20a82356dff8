"""The cover: the words of the title block as a picture, drawn from the theme's faces and colours by HarfBuzz alone.

HarfBuzz shapes the words and fills their outlines, so that the picture depends on no font, hinting or text library of
the machine; Pillow only packs it. Lengths here are pixels; widths of text are kept in em until a size is chosen.
"""

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from pipeline.rendering import Publication
from pipeline.rendering.epub import CoverLine, cover_lines
from pipeline.theme import Colour, Cover

_SIZES = {"organ": 0.036, "kind": 0.042, "title": 0.11, "subtitle": 0.048, "date": 0.036}
"""Sizes of type where there is room, as parts of the cover's width."""
_LEADS = {"organ": 1.35, "kind": 1.35, "title": 1.16, "subtitle": 1.3, "date": 1.35}
_FACES = {"organ": "text-regular", "kind": "caps", "title": "title", "subtitle": "text-italic", "date": "text-regular"}
_WHOLE, _WRAPPED, _SMALLEST = 0.65, 0.8, 0.4
"""As parts of a size: how far it shrinks to keep phrases whole; where it starts when they wrap; and how far it then
shrinks before a word that is wider than the cover is broken."""
_STEP = 0.96
_NARROWER = 0.05
"""How close two widths are (em) that count as the same."""


def cover(publication: Publication) -> bytes:
    """A PNG of the theme's size (shops ask for 1600 x 2560): the same bytes for the same words, tokens and faces."""
    tokens, colours = publication.theme.cover, publication.theme.colours["light"]
    faces = {role: _Face(publication.faces[key], role, publication.theme.text.tracking.value) for role, key in _FACES.items()}
    mask = _drawn(tokens, list(cover_lines(publication.metadata, publication.words)), faces, rtl=publication.metadata.direction == "rtl")
    picture = Image.frombytes("P", (tokens.width, tokens.height), mask, "raw", "P", tokens.width, -1)
    picture.putpalette(_shades(colours.paper, colours.ink))
    picture.save(made := io.BytesIO(), "PNG", compress_level=9)
    return made.getvalue()


class _Face:
    """A face and the way it is set in a role."""

    def __init__(self, font: bytes, role: str, tracking: float) -> None:
        import uharfbuzz

        self.face = uharfbuzz.Face(uharfbuzz.Blob(font))
        self.font = uharfbuzz.Font(self.face)
        self.em = self.face.upem
        self.tracking = tracking if role == "kind" else 0.0
        self.features = {"kern": True, "onum": role in ("organ", "date", "subtitle")}

    def glyphs(self, text: str) -> list[tuple[int, float, float, float]]:
        """Glyph, horizontal and vertical offset, advance: each in em."""
        import uharfbuzz

        line = uharfbuzz.Buffer()
        line.add_str(text)
        line.guess_segment_properties()
        uharfbuzz.shape(self.font, line, self.features)
        placed = zip(line.glyph_infos, line.glyph_positions, strict=True)
        return [
            (info.codepoint, at.x_offset / self.em, at.y_offset / self.em, at.x_advance / self.em + self.tracking)
            for info, at in placed
        ]

    def width(self, text: str) -> float:
        """The width of a line in em."""
        return sum(advance for *_, advance in self.glyphs(text)) - self.tracking


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one role at the size they have got."""

    role: str
    lines: tuple[str, ...]
    size: float

    @property
    def lead(self) -> float:
        return self.size * _LEADS[self.role]

    @property
    def height(self) -> float:
        return self.lead * len(self.lines)


def _drawn(tokens: Cover, lines: Sequence[CoverLine], faces: Mapping[str, _Face], *, rtl: bool) -> bytes:
    """Coverage of each pixel, rows from the bottom up."""
    import uharfbuzz

    margin = round(tokens.width * 0.12)
    top, bottom = round(tokens.height * 0.2), round(tokens.height * 0.93)
    measure = tokens.width - 2 * margin
    blocks = _fitted(lines, faces, tokens.width, measure, bottom - top)
    pen = uharfbuzz.RasterDraw()
    pen.extents = uharfbuzz.RasterExtents(0, 0, tokens.width, tokens.height, tokens.width)
    for block, head in _placed(blocks, top, bottom):
        face = faces[block.role]
        scale = block.size / face.em
        for count, text in enumerate(block.lines, 1):
            baseline = head + block.lead * count - (block.lead - 0.7 * block.size) / 2
            x = float(tokens.width - margin - face.width(text) * block.size if rtl else margin)
            for glyph, right, up, advance in face.glyphs(text):
                pen.transform = (scale, 0, 0, scale, x + right * block.size, tokens.height - baseline + up * block.size)
                pen.draw_glyph(face.font, glyph)
                x += advance * block.size
    picture = pen.render()
    return bytes(picture.buffer)


def _placed(blocks: Sequence[_Block], top: float, bottom: float) -> Iterator[tuple[_Block, float]]:
    """Each block and where it begins: title and what belongs to it from the top, the date on the last line."""
    y = top
    for block in blocks:
        if block.role == "date":
            yield block, bottom - block.height
        else:
            yield block, y
            y += block.height + _gap(block)


def _gap(block: _Block) -> float:
    return block.size * {"organ": 2.0, "kind": 0.9, "title": 0.45, "subtitle": 0.9, "date": 0.0}[block.role]


def _fitted(
    lines: Sequence[CoverLine], faces: Mapping[str, _Face], width: int, measure: float, height: float
) -> list[_Block]:
    """The blocks at the largest sizes at which they stand together in `measure` and `height`."""
    size = float(width)
    while True:
        blocks = [_set(line, faces[line.role], size * _SIZES[line.role], measure) for line in lines]
        if sum(block.height + _gap(block) for block in blocks) <= height:
            return blocks
        size *= _STEP


def _set(line: CoverLine, face: _Face, size: float, measure: float) -> _Block:
    """A line of the title block, best with each phrase whole; else smaller and wrapped, with no word broken if it can be."""
    whole = size
    while whole > size * _WHOLE:
        if all(face.width(phrase) * whole <= measure for phrase in line.phrases):
            return _Block(line.role, tuple(_joined(line.phrases, face, measure / whole)), whole)
        whole *= _STEP
    words = [word for phrase in line.phrases for word in phrase.split()]
    wrapped = size * _WRAPPED
    while wrapped > size * _SMALLEST and any(face.width(word) * wrapped > measure for word in words):
        wrapped *= _STEP
    room = measure / wrapped
    return _Block(line.role, tuple(text for phrase in line.phrases for text in _balanced(phrase, face, room)), wrapped)


def _joined(pieces: Sequence[str], face: _Face, room: float, between: str = " ") -> Iterator[str]:
    """Pieces on as few lines as possible."""
    text = pieces[0]
    for piece in pieces[1:]:
        if face.width(longer := text + between + piece) <= room:
            text = longer
        else:
            yield text
            text = piece
    yield text


def _balanced(phrase: str, face: _Face, room: float) -> list[str]:
    """A phrase on as few lines as possible, and these of much the same width."""
    words = [piece for word in phrase.split() for piece in _broken(word, face, room)]
    lines = list(_joined(words, face, room))
    narrow = max(face.width(word) for word in words)
    while room - narrow > _NARROWER:
        middle = (narrow + room) / 2
        if len(closer := list(_joined(words, face, middle))) > len(lines):
            narrow = middle
        else:
            room, lines = middle, closer
    return lines


def _broken(word: str, face: _Face, room: float) -> Iterator[str]:
    """The word, or pieces of it that the line can hold; a mark stays with its letter."""
    if face.width(word) <= room:
        yield word
        return
    letters: list[str] = []
    for character in word:
        if letters and unicodedata.combining(character):
            letters[-1] += character
        else:
            letters.append(character)
    yield from _joined(letters, face, room, between="")


def _shades(paper: Colour, ink: Colour) -> list[int]:
    """A palette from paper to ink in 256 steps, as red, green, blue, red ..."""
    ends = [tuple(bytes.fromhex(colour.value[1:])) for colour in (paper, ink)]
    return [round(light + (dark - light) * step / 255) for step in range(256) for light, dark in zip(*ends, strict=True)]
