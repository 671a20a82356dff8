"""What of a page's text a reader does not see, and what stands beside it: one page as PDFium draws it."""

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import sub
from typing import Any

from pipeline.verify.pdf.document import Sheet
from pipeline.verify.pdf.page import Box, Drawn, View
from pipeline.verify.pdf.passages import place
from pipeline.verify.pdf.shown import BLANK, Shown
from pipeline.verify.transcript import Hidden

MANY = 500
"""Drawings that are looked at one by one, the largest first: of a page with more the ink alone decides."""
_REDUCED = 4
"""Times smaller is the picture in which ink without text is looked for: a hair line keeps a quarter of its grey."""
_SMALLEST = 2.0
"""Points: nobody can read it, and everybody can hide something in it."""
_FAINT = 40
"""Of 255: less opacity is as good as none."""
_CONTRAST = 4
"""Of 255, the difference that the ink of one glyph makes to the grey of its stretch of the line: a full stop makes
15."""


def unseen(texts: Sequence[Shown], view: View, sheet: Sheet, covers: Sequence[Box]) -> Iterator[Hidden]:
    """The texts of a page that cannot be seen on it. `covers` are the boxes of annotations that draw something."""
    if len(texts) != len(view.texts):
        how = f"one reader finds {len(texts)} pieces of text, another {len(view.texts)}"
        yield Hidden("", how, place((sheet.number, 0.0)))
        return
    opaque = sorted(
        (
            (at, thing)
            for at, thing in enumerate(view.drawn)
            if thing.kind != "text" and thing.painted and thing.colour[3] > _FAINT
        ),
        key=lambda item: -_area(item[1].box),
    )[:MANY]
    order = iter([at for at, thing in enumerate(view.drawn) if thing.kind == "text"])
    for piece, thing, here in zip(texts, view.texts, order, strict=True):
        if piece.text.strip(BLANK):
            later = [other for at, other in opaque if at > here] if opaque else ()
            how = _hidden(piece, thing, sheet) or _covered(thing, later, covers)
            if how:
                yield Hidden(piece.text.strip(), how, place((piece.page, piece.y), piece.x))
            else:
                for text in _inkless(piece, view):
                    yield Hidden(text, _why(thing), place((piece.page, piece.y), piece.x))


def _hidden(piece: Shown, thing: Drawn, sheet: Sheet) -> str:
    """What keeps a piece from being seen as text; "" where nothing does."""
    left, top, right, bottom = thing.box
    clip = thing.clip or thing.box
    how = (
        (piece.mark.off, "optional content that is off"),
        (thing.mode in (3, 7), f"text rendering mode {thing.mode}, which draws nothing"),
        (piece.size < _SMALLEST, f"a size of {piece.size:.1f} pt"),
        (thing.colour[3] < _FAINT, "transparency"),
        (right < 0 or bottom < 0 or left > sheet.width or top > sheet.height, "a place outside the page"),
        (right < clip[0] or left > clip[2] or bottom < clip[1] or top > clip[3], "a clipping path"),
        (abs(thing.origin[0] - piece.x) + abs(thing.origin[1] - piece.y) > 0.5, "two readers find it at two places"),
        (piece.font.painted, "a font whose glyphs are drawings (Type 3)"),
        (not piece.upright, "a turn: it does not stand upright"),
    )
    return next((said for hides, said in how if hides), "")


def _covered(thing: Drawn, later: Sequence[Drawn], covers: Sequence[Box]) -> str:
    for other in later:
        if reaches(other.box, thing):
            return f"{'an' if other.kind == 'image' else 'a'} {other.kind} that is drawn over it"
    return "an annotation over it" if any(reaches(box, thing) for box in covers) else ""


def reaches(box: Box, text: Drawn) -> bool:
    """Whether a box lies over the middle of a text's height, and over a stretch that a letter could fill."""
    left, top, right, bottom = text.box
    return box[1] <= (top + bottom) / 2 <= box[3] and min(box[2], right) - max(box[0], left) > 2


def _inkless(piece: Shown, view: View) -> Iterator[str]:
    """Stretches of the piece in whose places the page's picture has no ink."""
    scale, size = view.scale, piece.size
    left, right = max(int(piece.x * scale) - 1, 0), min(int((piece.x + piece.end) * scale) + 2, view.width)
    top, bottom = (
        max(int((piece.y - 0.75 * size) * scale), 0),
        min(int((piece.y + 0.25 * size) * scale) + 1, view.height),
    )
    if right <= left or bottom <= top:
        yield piece.text.strip()
        return
    strip = view.picture.reduce((1, bottom - top), (left, top, right, bottom)).tobytes()  # the mean of each column
    paper = 255 if max(strip) > 250 else max(set(strip), key=strip.count)
    if not piece.leftwards and not _has_gap(piece, scale, left, strip, paper):
        return
    missing = ""
    for text, at, end in zip(piece.texts, piece.at, _ends(piece), strict=True):
        begin = max(int((piece.x + at) * scale + 0.3) - left, 0)
        stretch = strip[begin : max(int((piece.x + end) * scale) - left, begin + 1)]
        if text in BLANK or not text.strip(BLANK):
            missing += text if missing else ""
        elif stretch and paper - min(stretch) < _CONTRAST and max(stretch) - paper < _CONTRAST and end - at > 0.8:
            missing += text
        elif missing:
            yield missing.strip()
            missing = ""
    if missing:
        yield missing.strip()


def _has_gap(piece: Shown, scale: float, left: int, strip: bytes, paper: int) -> bool:
    """Whether some stretch without ink is wide enough for the glyph that stands there: nearly all are for blanks."""
    at, texts, x = piece.at, piece.texts, piece.x
    ends = [*at[1:], piece.end]
    narrowest = int(min(map(sub, ends, at)) * scale)
    for gap in _gap(max(narrowest - 2, 1)).finditer(strip.translate(_ink(paper))):
        start, end = gap.span()
        first, stop = (start + left - 1) / scale - x, (end + left + 1) / scale - x
        index = bisect_left(at, first)
        while index < len(at) and ends[index] <= stop:
            if texts[index].strip(BLANK):
                return True
            index += 1
    return False


@functools.cache
def _gap(pixels: int) -> re.Pattern[bytes]:
    """So many pixels without ink, or more."""
    return re.compile(rb"\0{%d,}" % pixels)


@functools.cache
def _ink(paper: int) -> bytes:
    """For each grey whether it is another than the paper's."""
    return bytes(abs(level - paper) >= _CONTRAST for level in range(256))


def _ends(piece: Shown) -> Sequence[float]:
    """Where along the line each glyph ends: where the next one begins."""
    if not piece.leftwards:
        return [*piece.at[1:], piece.end]
    ends = sorted([*piece.at, piece.end])
    return [ends[min(bisect_right(ends, at), len(ends) - 1)] for at in piece.at]


def _why(thing: Drawn) -> str:
    red, green, blue, _ = thing.colour
    if min(red, green, blue) > 230:
        return "the colour of what lies under it"
    return "nothing is to be seen in its place"


def unclaimed(view: View, figures: Sequence[Box]) -> Iterator[tuple[str, Box]]:
    """Images and drawings that are no figure of the text, with their boxes: they may be pictures of words."""
    for thing in view.drawn:
        if thing.kind == "text" or not thing.painted or thing.colour[3] < _FAINT:
            continue
        if thing.kind == "image" and any(_same(thing.box, box) for box in figures):
            continue
        yield ("picture" if thing.kind == "image" else "drawing"), _shown(thing)


def _shown(thing: Drawn) -> Box:
    """What a clipping path leaves of a drawing."""
    box, clip = thing.box, thing.clip
    if thing.kind == "image" or clip is None or not (clip[0] < clip[2] and clip[1] < clip[3]):
        return box
    left, top, right, bottom = max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3])
    return (left, top, right, bottom) if left < right and top < bottom else box


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _same(one: Box, other: Box) -> bool:
    return all(abs(a - b) < 1.0 for a, b in zip(one, other, strict=True))


def leftover(view: View, figures: Sequence[Box]) -> Box | None:
    """Where ink is that no text and no figure has, as annotations and patterns draw it; None where there is none."""
    rest: Any = view.picture.reduce(_REDUCED)
    scale = view.scale / _REDUCED
    for box in (*(thing.box for thing in view.texts), *figures):
        left, top = max(box[0] * scale - 1.5, 0), max(box[1] * scale - 1.5, 0)
        right, bottom = min(box[2] * scale + 2.5, rest.width), min(box[3] * scale + 2.5, rest.height)
        if right >= left and bottom >= top:
            rest.paste(255, (int(left), int(top), int(right), int(bottom)))
    found = rest.point([255 if grey < 230 else 0 for grey in range(256)]).getbbox()
    return tuple(side / scale for side in found) if found else None
