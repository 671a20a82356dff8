"""The cover: the words of the title block as a picture, drawn from the theme's faces and colours by HarfBuzz alone.

HarfBuzz shapes the words and fills their outlines, so the picture depends on no font, hinting or text library of the
machine; Pillow only packs it. Lengths are pixels; widths of text are kept in em until a size is chosen.
"""

import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from pipeline.rendering import Publication
from pipeline.rendering.epub import CoverLine, cover_lines
from pipeline.theme import Colour, Cover


@dataclass(frozen=True, slots=True)
class _Style:
    """How a role is set: its face in the theme, size as a part of the cover's width, lead and space below in sizes."""

    face: str
    size: float
    lead: float
    below: float
    old_style: bool = False


_STYLES = {
    "organ": _Style("text-regular", 0.036, 1.35, 2.0, old_style=True),
    "kind": _Style("caps", 0.042, 1.35, 0.9),
    "title": _Style("title", 0.11, 1.16, 0.45),
    "subtitle": _Style("text-italic", 0.048, 1.3, 0.9, old_style=True),
    "date": _Style("text-regular", 0.036, 1.35, 0.0, old_style=True),
}
_MARGIN, _TOP, _FOOT = 0.12, 0.2, 0.93
"""Where the text edge stands, as a part of the width; where title and date stand, as parts of the height."""
_WHOLE, _WRAPPED, _SMALLEST = 0.65, 0.8, 0.4
"""As parts of a size: how far it shrinks to keep phrases whole; where it starts when they wrap; and how far it then
shrinks before a word that is wider than the cover is broken."""
_STEP = 0.96
_NARROWER = 0.05
"""How close two widths are (em) that count as the same."""
_SHADES = 16
"""Between ground and ink: as many as four bits a pixel hold, and more than the eye tells apart at an edge."""


def cover(publication: Publication) -> bytes:
    """A PNG of the theme's size (shops ask for 1600 x 2560): the same bytes for the same words, tokens and faces.

    The ground is the palette's mark, not its paper, which would leave the cover without an edge on a shop's white page.
    """
    tokens, colours = publication.theme.cover, publication.theme.colours["light"]
    coverage = _drawn(tokens, fitted(publication), rtl=publication.metadata.direction == "rtl")
    shades = coverage.translate(bytes(round(value * (_SHADES - 1) / 255) for value in range(256)))
    picture = Image.frombytes("P", (tokens.width, tokens.height), shades, "raw", "P", tokens.width, -1)
    picture.putpalette(_palette(colours.mark, colours.ink))
    picture.save(made := io.BytesIO(), "PNG", bits=4, compress_level=6)
    return made.getvalue()


class _Face:
    """A face as it is set in one role."""

    def __init__(self, font: bytes, role: str, tracking: float) -> None:
        import uharfbuzz

        self.font: Any = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(font)))
        self.em: int = self.font.face.upem
        self.features = {"kern": True, "onum": _STYLES[role].old_style}
        self.tracking = tracking if role == "kind" else 0.0
        self.widths: dict[str, float] = {}

    def glyphs(self, text: str) -> list[tuple[int, float, float, float]]:
        """Each glyph's number, offset to the right, offset upwards and advance, in em."""
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
        """The width of a word or a line in em."""
        if text not in self.widths:
            self.widths[text] = sum(advance for *_, advance in self.glyphs(text))
        return self.widths[text]


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one role, at the size that they have got."""

    role: str
    face: _Face
    lines: tuple[str, ...]
    size: float

    @property
    def lead(self) -> float:
        """From one baseline to the next."""
        return self.size * _STYLES[self.role].lead

    @property
    def height(self) -> float:
        """Of all the lines."""
        return self.lead * len(self.lines)

    @property
    def below(self) -> float:
        """The space up to the next block."""
        return self.size * _STYLES[self.role].below


def fitted(publication: Publication) -> list[Block]:
    """The words of the cover at the largest sizes at which they stand on it together."""
    tokens, spaced, text = publication.theme.cover, publication.theme.text.tracking, publication.theme.page.text
    tracking = spaced.value if spaced.unit in ("em", "rem") else spaced.pt / text.pt
    faces = {role: _Face(publication.faces[style.face], role, tracking) for role, style in _STYLES.items()}
    lines = list(cover_lines(publication.metadata, publication.words))
    measure, height = tokens.width * (1 - 2 * _MARGIN), tokens.height * (_FOOT - _TOP)
    shrink = 1.0
    while True:
        blocks = []
        for line in lines:
            # A long title gives way first: the small lines beside it stay legible longer.
            size = tokens.width * _STYLES[line.role].size * (shrink if line.role == "title" else shrink**0.5)
            blocks.append(_set(line, faces[line.role], size, measure))
        if sum(block.height + block.below for block in blocks) <= height:
            return blocks
        shrink *= _STEP


def _drawn(tokens: Cover, blocks: Sequence[Block], *, rtl: bool) -> bytes:
    """How much of each pixel is covered (0 to 255), rows from the bottom up."""
    import uharfbuzz

    margin = tokens.width * _MARGIN
    pen = uharfbuzz.RasterDraw()
    pen.extents = uharfbuzz.RasterExtents(0, 0, tokens.width, tokens.height, tokens.width)
    for text, block, baseline in _baselines(blocks, tokens.height * _TOP, tokens.height * _FOOT):
        face, size = block.face, block.size
        x = tokens.width - margin - face.width(text) * size if rtl else margin
        for glyph, right, up, advance in face.glyphs(text):
            place = (x + right * size, tokens.height - baseline + up * size)
            pen.transform = (size / face.em, 0, 0, size / face.em, *place)
            pen.draw_glyph(face.font, glyph)
            x += advance * size
    return bytes(pen.render().buffer)


def _baselines(blocks: Sequence[Block], top: float, foot: float) -> Iterator[tuple[str, Block, float]]:
    """Each line and how far down its baseline is: the date stands on the foot, all else hangs from the top."""
    y = top
    for block in blocks:
        head = foot - block.height if block.role == "date" else y
        for count, text in enumerate(block.lines):
            yield text, block, head + block.lead * (count + 0.5) + block.size * 0.35
        y += block.height + block.below


def _set(line: CoverLine, face: _Face, size: float, measure: float) -> Block:
    """A line of the title block with each phrase whole, else smaller and wrapped; words are broken only at the last."""
    whole = size
    while whole > size * _WHOLE:
        if all(face.width(phrase) * whole <= measure for phrase in line.phrases):
            return Block(line.role, face, tuple(_joined(line.phrases, face, measure / whole)), whole)
        whole *= _STEP
    words = [word for phrase in line.phrases for word in phrase.split()]
    wrapped = size * _WRAPPED
    while wrapped > size * _SMALLEST and any(face.width(word) * wrapped > measure for word in words):
        wrapped *= _STEP
    room = measure / wrapped
    broken = tuple(text for phrase in line.phrases for text in _balanced(phrase, face, room))
    return Block(line.role, face, broken, wrapped)


def _joined(pieces: Sequence[str], face: _Face, room: float, between: str = " ") -> Iterator[str]:
    """Pieces on as few lines as possible."""
    line, width = [pieces[0]], face.width(pieces[0])
    between_width = face.width(between) if between else 0.0
    for piece in pieces[1:]:
        longer = width + between_width + face.width(piece)
        if longer > room:
            yield between.join(line)
            line, width = [piece], face.width(piece)
        else:
            line.append(piece)
            width = longer
    yield between.join(line)


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


def _palette(paper: Colour, ink: Colour) -> list[int]:
    """The shades from one to the other, as red, green, blue, red ..."""
    ends = [tuple(bytes.fromhex(colour.value[1:])) for colour in (paper, ink)]
    steps = [step / (_SHADES - 1) for step in range(_SHADES)]
    return [round(light + (dark - light) * step) for step in steps for light, dark in zip(*ends, strict=True)]
