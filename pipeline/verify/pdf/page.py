"""A page as the eye meets it: PDFium's objects in the order of drawing, and the picture that it makes of them."""

import ctypes
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from pypdfium2 import raw

from pipeline.unzip import Refused
from pipeline.verify.pdf.content import DEEPEST, Matrix, times

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the page's top left."""

OBJECTS = 200_000
LARGEST = 2_000
"""Pixels of a picture's longer side: of a poster a smaller picture does."""

alone = threading.Lock()
"""PDFium is for one thread at a time."""


@dataclass(slots=True, eq=False)
class Drawn:
    """One object on the page: text, path, image or shading.

    `colour` is red, green, blue and opacity, of 255; `clip` the box that limits it, None where nothing does; `mode` the
    text rendering mode (ISO 32000-1, 9.3.6).
    """

    kind: str
    box: Box
    colour: tuple[int, int, int, int] = (0, 0, 0, 255)
    mode: int = 0
    clip: Box | None = None
    origin: tuple[float, float] = (0, 0)
    size: float = 0.0
    painted: bool = True


@dataclass(slots=True, eq=False)
class View:
    """What PDFium finds on one page: its objects, the characters that it reads, and the page's picture in grey."""

    drawn: list[Drawn]
    characters: Counter[str]
    width: int
    height: int
    scale: float
    picture: Any
    background: int = 255
    texts: list[Drawn] = field(default_factory=list)


def views(data: bytes, bases: Sequence[Matrix]) -> Iterator[View]:
    """The pages of a file; `bases` take each page's user space to points from the top left. Raises Refused."""
    with alone:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise Refused(f"PDFium does not open it ({error})") from error
        try:
            if len(document) != len(bases):
                raise Refused(f"one reader finds {len(bases)} pages in it, another {len(document)}")
            budget = [OBJECTS]
            for number, base in enumerate(bases):
                page = document[number]
                try:
                    yield _view(page, base, budget)
                finally:
                    page.close()
        finally:
            document.close()


def _view(page: Any, base: Matrix, budget: list[int]) -> View:
    drawn = list(_objects(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, base, budget, 0))
    text_page = page.get_textpage()
    characters: Counter[str] = Counter(text_page.get_text_range())
    text_page.close()
    width, height = page.get_size()
    scale = min(2.0, LARGEST / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False, draw_annots=True)
    picture = bitmap.to_pil()
    bitmap.close()
    view = View(drawn, characters, picture.width, picture.height, scale, picture)
    view.texts = [thing for thing in drawn if thing.kind == "text"]
    return view


def _objects(holder: Any, count: Any, get: Any, base: Matrix, budget: list[int], depth: int) -> Iterator[Drawn]:
    for index in range(count(holder)):
        budget[0] -= 1
        if budget[0] < 0 or depth > DEEPEST:
            raise Refused("it draws too many things")
        thing = get(holder, index)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            matrix = _matrix(thing)
            inner = times(matrix, base)
            yield from _objects(
                thing, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, budget, depth + 1
            )
        else:
            yield _drawn(thing, kind, base)


_KINDS = {
    raw.FPDF_PAGEOBJ_TEXT: "text",
    raw.FPDF_PAGEOBJ_PATH: "path",
    raw.FPDF_PAGEOBJ_IMAGE: "image",
    raw.FPDF_PAGEOBJ_SHADING: "shading",
}


_SIDES = tuple(ctypes.c_float() for _ in range(4))
_PARTS = tuple(ctypes.c_uint() for _ in range(4))
"""What PDFium writes into, one page after the other."""


def _drawn(thing: Any, kind: int, base: Matrix) -> Drawn:
    left, bottom, right, top = _SIDES
    raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    corners = ((left.value, bottom.value), (right.value, top.value))
    made = Drawn(_KINDS.get(kind, "thing"), _box(base, corners), clip=_clip(thing, base))
    if kind in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH):
        made.colour = _colour(raw.FPDFPageObj_GetFillColor, thing)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        matrix = times(_matrix(thing), base)
        size = ctypes.c_float()
        raw.FPDFTextObj_GetFontSize(thing, size)
        made.mode = raw.FPDFTextObj_GetTextRenderMode(thing)
        made.origin = (matrix[4], matrix[5])
        across = (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5 or 1.0
        made.size = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) / across * size.value
        if made.mode == 1:  # outlines only
            made.colour = _colour(raw.FPDFPageObj_GetStrokeColor, thing)
    elif kind == raw.FPDF_PAGEOBJ_PATH:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(thing, fill, stroke)
        made.painted = bool(fill.value or stroke.value)
        made.mode = fill.value
    return made


def _colour(ask: Any, thing: Any) -> tuple[int, int, int, int]:
    red, green, blue, opacity = _PARTS
    ask(thing, red, green, blue, opacity)
    return red.value, green.value, blue.value, opacity.value


def _clip(thing: Any, base: Matrix) -> Box | None:
    """The box of the clipping paths; they may hold more than it, never less."""
    path = raw.FPDFPageObj_GetClipPath(thing)
    count = raw.FPDFClipPath_CountPaths(path) if path else 0
    limit: Box | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(count, 50)):
        points = []
        for at in range(min(raw.FPDFClipPath_CountPathSegments(path, index), 1000)):
            segment = raw.FPDFClipPath_GetPathSegment(path, index, at)
            if segment and raw.FPDFPathSegment_GetPoint(segment, x, y):
                points.append((x.value, y.value))
        if points:
            box = _box(base, points)
            limit = (
                box
                if limit is None
                else (max(limit[0], box[0]), max(limit[1], box[1]), min(limit[2], box[2]), min(limit[3], box[3]))
            )
    return limit


def _box(base: Matrix, points: Sequence[tuple[float, float]]) -> Box:
    a, b, c, d, e, f = base
    xs = [x * a + y * c + e for x, y in points]
    ys = [x * b + y * d + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _matrix(thing: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
