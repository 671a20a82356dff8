"""The file around its pages: opened within limits, with its destinations, outline, annotations and metadata."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import settings

from pipeline.unzip import LARGEST, Refused
from pipeline.verify.pdf.content import Matrix, above
from pipeline.verify.pdf.tokens import text_string

PAGES = 5_000
NAMES = 200_000
UNFOLDED = 128 * 2**20
"""Bytes that one stream may unfold to."""

# Process-wide, and nobody else here uses qpdf: a stream that unfolds without end must not fill the memory.
settings.set_qpdf_limits(
    flate_max_memory=UNFOLDED,
    png_max_memory=UNFOLDED,
    run_length_max_memory=UNFOLDED,
    tiff_max_memory=UNFOLDED,
    dct_max_memory=UNFOLDED,
    max_stream_filters=4,
    doc_max_warnings=200,
)

Point = tuple[int, float]
"""A page and how far below its top."""


@dataclass(slots=True)
class Sheet:
    """One page: its size in points as it is seen, the matrix that takes its user space to points from the top left."""

    number: int
    page: pikepdf.Page
    width: float
    height: float
    base: Matrix

    def box(self, key: str) -> tuple[float, float, float, float] | None:
        """One of the page's boxes (14.11.2) in points from the top left, None where it has none."""
        box = self.page.obj.get(key)
        if not isinstance(box, pikepdf.Array) or len(box) != 4:
            return None
        x1, y1, x2, y2 = (_real(side) or 0.0 for side in box)
        a, b, c, d, e, f = self.base
        xs, ys = (x1 * a + y1 * c + e, x2 * a + y2 * c + e), (x1 * b + y1 * d + f, x2 * b + y2 * d + f)
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(slots=True)
class Document:
    """An open file.

    `destinations` are its names with their points; `numbers` the pages by object, `annotated` by their annotations.
    """

    pdf: pikepdf.Pdf
    sheets: list[Sheet]
    numbers: Mapping[Any, int]
    destinations: dict[str, Point] = field(default_factory=dict)
    annotated: dict[Any, int] = field(default_factory=dict)
    _named_points: dict[Point, str] = field(default_factory=dict)

    @property
    def root(self) -> Any:
        return self.pdf.Root

    def point(self, target: Any) -> Point | None:
        """Where an explicit destination leads (ISO 32000-1, 12.3.2.2), None where that is no page of this file."""
        if not isinstance(target, pikepdf.Array) or not len(target) or not isinstance(target[0], pikepdf.Dictionary):
            return None
        number = self.numbers.get(target[0].objgen)
        if number is None:
            return None
        sheet, kind = self.sheets[number], str(target[1]) if len(target) > 1 else "/Fit"
        place = {"/XYZ": 3, "/FitH": 2, "/FitBH": 2, "/FitR": 5}.get(kind)
        top = _real(target[place]) if place and place < len(target) else None
        return number, 0.0 if top is None else sheet.height if top < -1e6 else _down(sheet, top)

    def target(self, holder: Any) -> str:
        """Where a link or an entry of the outline leads: an address, or "#name"; "" if nowhere.

        "#page=3" is a place that has no name.
        """
        action = holder.get("/A")
        if isinstance(action, pikepdf.Dictionary):
            if action.get("/S") == "/URI":
                return str(_text(action.get("/URI")))
            if action.get("/S") == "/GoTo":
                return self._named(action.get("/D"))
            return f"{action.get('/S', '/action')}"[1:] + ":"
        return self._named(holder.get("/Dest"))

    def _named(self, target: Any) -> str:
        if isinstance(target, pikepdf.String):
            return "#" + _text(target)
        if isinstance(target, pikepdf.Name):
            return "#" + str(target)[1:]
        point = self.point(target.get("/D") if isinstance(target, pikepdf.Dictionary) else target)
        if point is None:
            return ""
        if not self._named_points:
            for name, (page, down) in self.destinations.items():
                self._named_points.setdefault((page, round(down, 1)), name)
        there = self._named_points.get((point[0], round(point[1], 1)))
        return f"#page={point[0] + 1}" if there is None else "#" + there

    def place_of(self, annotation: Any) -> tuple[int, tuple[float, float, float, float]] | None:
        """The page and the box of an annotation (12.5.2), None where it stands on no page."""
        number = self.annotated.get(annotation.objgen) if isinstance(annotation, pikepdf.Dictionary) else None
        rectangle = annotation.get("/Rect") if number is not None else None
        if number is None or not isinstance(rectangle, pikepdf.Array) or len(rectangle) != 4:
            return None
        x1, y1, x2, y2 = (_real(side) or 0.0 for side in rectangle)
        a, b, c, d, e, f = self.sheets[number].base
        xs, ys = (x1 * a + y1 * c + e, x2 * a + y2 * c + e), (x1 * b + y1 * d + f, x2 * b + y2 * d + f)
        return number, (min(xs), min(ys), max(xs), max(ys))

    def outline(self) -> Iterator[tuple[int, str, str]]:
        """The outline (12.3.3): depth, title, and target."""
        top = self.root.get("/Outlines")
        waiting = [(top.get("/First"), 1)] if isinstance(top, pikepdf.Dictionary) else []
        seen: set[Any] = set()
        while waiting:
            item, depth = waiting.pop()
            if not isinstance(item, pikepdf.Dictionary) or item.objgen in seen or depth > 100:
                continue
            seen.add(item.objgen)
            yield depth, _text(item.get("/Title")), self.target(item)
            waiting += [(item.get("/Next"), depth), (item.get("/First"), depth + 1)]


def open_document(data: bytes) -> Document:
    """The file, opened. Raises Refused where it cannot or should not be."""
    if len(data) > LARGEST:
        raise Refused(f"it is larger than {LARGEST // 2**20} MiB")
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise Refused("it is encrypted, and wants a password") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, MemoryError) as error:
        raise Refused(f"it is no PDF file, or a damaged one ({said(error)})") from error
    count = len(pdf.pages)
    if count > PAGES:
        raise Refused(f"it has more than {PAGES} pages")
    sheets = [_sheet(number, page) for number, page in enumerate(pdf.pages)]
    document = Document(pdf, sheets, {sheet.page.obj.objgen: sheet.number for sheet in sheets})
    for name, target in _names(pdf.Root):
        if (
            point := document.point(target.get("/D") if isinstance(target, pikepdf.Dictionary) else target)
        ) is not None:
            document.destinations[name] = point
    for sheet in sheets:
        listed = sheet.page.obj.get("/Annots")
        for found in listed if isinstance(listed, pikepdf.Array) else ():
            if isinstance(found, pikepdf.Dictionary) and found.is_indirect:
                document.annotated.setdefault(found.objgen, sheet.number)
    return document


def said(error: Exception) -> str:
    """What qpdf says of a file, without the name that the file has for it."""
    return re.sub(r"stream <[^>]*>:? ?|\(object [^)]*\): ?", "", str(error))


def _sheet(number: int, page: pikepdf.Page) -> Sheet:
    """The page's crop box turned as it is seen (14.11.2, 7.7.3.3)."""
    box = next((node[key] for key in ("/CropBox", "/MediaBox") for node in above(page.obj) if key in node), None)
    sides = (
        [_real(side) or 0.0 for side in box] if isinstance(box, pikepdf.Array) and len(box) == 4 else [0, 0, 612, 792]
    )
    left, right = sorted((sides[0], sides[2]))
    bottom, top = sorted((sides[1], sides[3]))
    turn = int(_real(next((node["/Rotate"] for node in above(page.obj) if "/Rotate" in node), 0)) or 0) % 360
    width, height = max(right - left, 1.0), max(top - bottom, 1.0)
    if turn in (90, 270):
        base: Matrix = (0, 1, 1, 0, -bottom, -left) if turn == 90 else (0, -1, -1, 0, top, right)
        return Sheet(number, page, height, width, base)
    base = (-1, 0, 0, 1, right, -bottom) if turn == 180 else (1, 0, 0, -1, -left, top)
    return Sheet(number, page, width, height, base)


def _down(sheet: Sheet, y: float) -> float:
    """From user space to points from the top, for a page that is not turned on its side."""
    return y * sheet.base[3] + sheet.base[5]


def _names(root: Any) -> Iterator[tuple[str, Any]]:
    """Named destinations: the name tree (7.9.6) and the older dictionary."""
    old = root.get("/Dests")
    if isinstance(old, pikepdf.Dictionary):
        yield from ((str(key)[1:], value) for key, value in old.items())
    names = root.get("/Names")
    waiting = [names.get("/Dests")] if isinstance(names, pikepdf.Dictionary) else []
    seen: set[Any] = set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or (node.is_indirect and node.objgen in seen) or len(seen) > NAMES:
            continue
        seen.add(node.objgen if node.is_indirect else len(seen))
        pairs = node.get("/Names")
        if isinstance(pairs, pikepdf.Array):
            listed = list(pairs)
            yield from ((_text(key), value) for key, value in zip(listed[::2], listed[1::2], strict=False))
        kids = node.get("/Kids")
        waiting.extend(reversed(list(kids)) if isinstance(kids, pikepdf.Array) else [])


def _text(value: Any) -> str:
    return text_string(bytes(value)) if isinstance(value, pikepdf.String) else ""


def _real(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
