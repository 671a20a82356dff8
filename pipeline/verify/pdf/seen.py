"""What of a page's text a reader does not see, and what stands beside it: one page as PDFium draws it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.verify.pdf.content import Shown
from pipeline.verify.pdf.document import Sheet
from pipeline.verify.pdf.page import Box, Drawn, View
from pipeline.verify.pdf.passages import place
from pipeline.verify.transcript import Hidden

_BLANK = " \u00a0\u202f\u200b"
_MEAN = 4
"""Pillow's box filter: each pixel the mean of its column."""
_SMALLEST = 2.0
"""Points: nobody can read it, and everybody can hide something in it."""
_FAINT = 40
"""Of 255: less opacity is as good as none."""
_CONTRAST = 4
"""Of 255, the difference that the ink of one glyph makes to the grey of its stretch of the line: a full stop makes 15."""


def unseen(texts: Sequence[Shown], view: View, sheet: Sheet, covers: Sequence[Box]) -> Iterator[Hidden]:
    """The texts of a page that cannot be seen on it. `covers` are the boxes of annotations that draw something."""
    if len(texts) != len(view.texts):
        how = f"one reader finds {len(texts)} pieces of text, another {len(view.texts)}"
        yield Hidden("", how, place((sheet.number, 0.0)))
        return
    opaque = [
        (at, thing)
        for at, thing in enumerate(view.drawn)
        if thing.kind != "text" and thing.painted and thing.colour[3] > _FAINT
    ]
    order = iter([at for at, thing in enumerate(view.drawn) if thing.kind == "text"])
    for piece, thing, here in zip(texts, view.texts, order, strict=True):
        if piece.text.strip(_BLANK):
            later = [other for at, other in opaque if at > here] if opaque else ()
            how = _hidden(piece, thing, sheet) or _covered(thing, later, covers)
            if how:
                yield Hidden(piece.text.strip(), how, place((piece.page, piece.y), piece.x))
            else:
                for text in _inkless(piece, view):
                    yield Hidden(text, _why(thing), place((piece.page, piece.y), piece.x))


def _hidden(piece: Shown, thing: Drawn, sheet: Sheet) -> str:
    if piece.mark.off:
        return "optional content that is off"
    if thing.mode in (3, 7):
        return f"text rendering mode {thing.mode}, which draws nothing"
    if piece.size < _SMALLEST:
        return f"a size of {piece.size:.1f} pt"
    if thing.colour[3] < _FAINT:
        return "transparency"
    left, top, right, bottom = thing.box
    if right < 0 or bottom < 0 or left > sheet.width or top > sheet.height:
        return "a place outside the page"
    if thing.clip and (right < thing.clip[0] or left > thing.clip[2] or bottom < thing.clip[1] or top > thing.clip[3]):
        return "a clipping path"
    if abs(thing.origin[0] - piece.x) > 0.5 or abs(thing.origin[1] - piece.y) > 0.5:
        return "two readers find it at two places"
    if piece.font.painted:
        return "a font whose glyphs are drawings (Type 3)"
    if not piece.upright:
        return "a turn: it does not stand upright"
    return ""


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
    strip = view.picture.crop((left, top, right, bottom)).resize((right - left, 1), _MEAN).tobytes()
    paper = 255 if max(strip) > 250 else max(set(strip), key=strip.count)
    ends = sorted([*piece.at, piece.end])
    missing = ""
    for text, at in zip(piece.texts, piece.at, strict=True):
        end = ends[min(bisect_right(ends, at), len(ends) - 1)]
        begin = max(int((piece.x + at) * scale + 0.3) - left, 0)
        stretch = strip[begin : max(int((piece.x + end) * scale) - left, begin + 1)]
        seen = end - at < 0.8 or not stretch or max(paper - min(stretch), max(stretch) - paper) >= _CONTRAST
        if not text.strip(_BLANK):
            missing += text if missing else ""
        elif not seen:
            missing += text
        elif missing:
            yield missing.strip()
            missing = ""
    if missing:
        yield missing.strip()


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
        yield ("picture" if thing.kind == "image" else "drawing"), thing.box


def _same(one: Box, other: Box) -> bool:
    return all(abs(a - b) < 1.0 for a, b in zip(one, other, strict=True))


def leftover(view: View, figures: Sequence[Box]) -> Box | None:
    """Where ink is that no text and no figure has, as annotations and patterns draw it; None where there is none."""
    from PIL import ImageDraw

    rest: Any = view.picture.copy()
    pen = ImageDraw.Draw(rest)
    for box in (*(thing.box for thing in view.texts), *figures):
        left, top, right, bottom = (side * view.scale for side in box)
        if right >= left and bottom >= top:
            pen.rectangle((left - 1.5, top - 1.5, right + 1.5, bottom + 1.5), fill=255)
    found = rest.point([255 if grey < 200 else 0 for grey in range(256)]).getbbox()
    return tuple(side / view.scale for side in found) if found else None
