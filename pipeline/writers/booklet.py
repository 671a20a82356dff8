"""The booklet: printer's spreads for saddle stitching, two pages on each side of a sheet, imposed from a finished PDF.

A page is placed as a form, so its fonts, colours and pictures go over untouched. What a form cannot have is left away:
the structure tree, the outline, links, and with them what the metadata said of standards.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from pipeline.diagnostics import Diagnostic, Reporter, Severity
from pipeline.rendering import Publication
from pipeline.theme import Booklet

SHEETS = 20
"""More of these, folded at once, spring open; the creep of the innermost is 2 mm by then."""
_APART, _LONGEST, _LEAST = 6.0, 14.0, 3.0
"""Of a crop or fold mark, in points: from the trimmed page, its length where there is room, and what is worth one."""
_TICK = 8.5
"""A tick in the fold, where there is no room outside the pages."""
_NAMES = ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/Dests", "/PageLabels", "/OpenAction", "/PageMode")
_CLAIMS = (
    "http://www.aiim.org/pdfa/ns/id/",
    "http://www.aiim.org/pdfa/ns/extension/",
    "http://www.aiim.org/pdfua/ns/id/",
    "http://www.npes.org/pdfx/ns/id/",
    "http://ns.adobe.com/xap/1.0/mm/",
)
"""The namespaces of what metadata say of standards, and of the very file that they are of."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Where pages lie, in points: the sheet, the largest page at the size in which it is printed, and that scale."""

    width: float
    height: float
    page: tuple[float, float]
    scale: float

    @property
    def room(self) -> tuple[float, float]:
        """Beside the two pages, and above and below them."""
        return self.width / 2 - self.page[0], (self.height - self.page[1]) / 2


def booklet(
    publication: Publication,
    *,
    report: Reporter,
    base: bytes = b"",
    file: str = "",  # noqa: ARG001  # of use to other editions that are made from another's file
    progress: Callable[[str], object] = str,  # noqa: ARG001  # the same
) -> bytes:
    """The booklet of `base`, the finished file whose pages are imposed."""
    right_to_left = publication.metadata.direction == "rtl"
    return impose(base, publication.theme.booklet, right_to_left=right_to_left, report=report)


def impose(data: bytes, tokens: Booklet, *, right_to_left: bool, report: Reporter) -> bytes:
    """The sheets of a booklet, front and back after one another, from a PDF's pages cut to their trim.

    Blank pages are added at the end until four go into their number. The same bytes for the same arguments. Reports
    a booklet of too many sheets, and pages that are printed smaller.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = list(pdf.pages)
        for page in pages:
            _drop_marks(pdf, page)
        pdf.remove_unreferenced_resources()
        forms = [pdf.make_indirect(page.as_form_xobject()) for page in pages]
        spread = _spread([_size(form) for form in forms], tokens)
        sheets = -(-len(forms) // 4)
        _judge(spread, sheets, report)
        turned = tokens.flip != ("short" if spread.width >= spread.height else "long")
        for number, (left, right) in enumerate(_sides(len(forms), right_to_left)):
            sheet, back = divmod(number, 2)
            creep = sheet * tokens.thickness.pt
            placed = {f"/P{at}": (forms[at], side) for side, at in (("left", left), ("right", right)) if at is not None}
            drawn = [_place(name, form, side, spread, creep) for name, (form, side) in placed.items()]
            innermost = sheet == sheets - 1 and bool(back)
            drawn.append(_marks(spread, creep, ticks=innermost))
            content = b"".join(drawn)
            if turned and back:
                content = f"q -1 0 0 -1 {spread.width:.4f} {spread.height:.4f} cm\n".encode() + content + b"Q\n"
            pdf.pages.append(_page(pdf, spread, creep, content, {name: form for name, (form, _) in placed.items()}))
        del pdf.pages[: len(pages)]
        _settle(pdf, turned=tokens.flip)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _drop_marks(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Take away what helps to produce the page and is no part of it, such as cut marks (14.8.2.2.2)."""
    instructions, kept, depth = pikepdf.parse_content_stream(page), [], 0
    for instruction in instructions:
        operands, operator = instruction.operands, str(instruction.operator)
        if depth or (operator == "BDC" and _is_mark(operands[0], operands[1])):
            depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
        else:
            kept.append(instruction)
    if len(kept) < len(instructions):
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def _is_mark(tag: Any, properties: Any) -> bool:
    return tag == "/Artifact" and isinstance(properties, pikepdf.Dictionary) and properties.get("/Type") == "/Page"


def _sides(count: int, right_to_left: bool) -> Iterator[tuple[int | None, int | None]]:
    """The pages left and right on each side, counted from 0, None for a blank: sheets from the outermost to the inner.

    A sheet's front holds the last and the first of the pages that are left, its back the second and the last but one.
    """
    whole = -(-count // 4) * 4
    for first in range(0, whole // 2, 2):
        last = whole - 1 - first
        for pair in ((last, first), (first + 1, last - 1)):
            left, right = (at if at < count else None for at in pair)
            yield (right, left) if right_to_left else (left, right)


def _size(form: Any) -> tuple[float, float]:
    """A form's width and height as its matrix turns it (ISO 32000-1, 8.10.1)."""
    left, bottom, right, top = _placed_box(form)
    return right - left, top - bottom


def _placed_box(form: Any) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(side) for side in form.BBox)
    a, b, c, d, e, f = (float(value) for value in form.get("/Matrix", [1, 0, 0, 1, 0, 0]))
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (x1, x2) for y in (y1, y2)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _spread(sizes: list[tuple[float, float]], tokens: Booklet) -> Spread:
    """Pages are made smaller where two do not fit side by side, and never larger."""
    width, height = max(size[0] for size in sizes), max(size[1] for size in sizes)
    if tokens.sheet.width is None or tokens.sheet.height is None:
        return Spread(2 * width, height, (width, height), 1.0)
    across, down = tokens.sheet.width.pt, tokens.sheet.height.pt
    scale = min(1.0, across / 2 / width, down / height)
    return Spread(across, down, (width * scale, height * scale), scale)


def _judge(spread: Spread, sheets: int, report: Reporter) -> None:
    if sheets > SHEETS:
        what = f"the booklet has {sheets} sheets: more than {SHEETS} folded at once spring open"
        hint = "have it bound another way, or take thinner paper or larger sheets with more text on a page"
        report(Diagnostic("booklet-thick", what, hint=hint, severity=Severity.WARNING))
    if spread.scale < 0.995:
        what = f"the booklet's pages are printed at {spread.scale:.0%} of their size to fit the sheet"
        hint = "a larger sheet (the token booklet.sheet), or a smaller page (the token size)"
        report(Diagnostic("booklet-scaled", what, hint=hint, severity=Severity.NOTE))


def _place(name: str, form: Any, side: str, spread: Spread, creep: float) -> bytes:
    """A page against the fold, moved over it by its sheet's creep; what reaches over the fold is cut off there."""
    x1, y1, x2, y2 = _placed_box(form)
    fold, k = spread.width / 2, spread.scale
    x = fold - (x2 - x1) * k + creep if side == "left" else fold - creep
    y = (spread.height - (y2 - y1) * k) / 2
    half = 0.0 if side == "left" else fold
    clip = f"{half:.4f} 0 {fold:.4f} {spread.height:.4f} re W n"
    return f"q {clip} {k:.6f} 0 0 {k:.6f} {x - x1 * k:.4f} {y - y1 * k:.4f} cm {name} Do Q\n".encode()


def _marks(spread: Spread, creep: float, *, ticks: bool) -> bytes:
    """Where to cut and where to fold, in black, outside of the trimmed pages as far as the sheet has room.

    The knife cuts all sheets at once, and so an inner one nearer to its fold.
    """
    beside, above = spread.room
    fold, (width, height) = spread.width / 2, spread.page
    width -= creep
    lines = []
    if (length := min(_LONGEST, beside - _APART)) >= _LEAST:  # at the sides: head and foot of the trimmed pages
        for y in (above, above + height):
            for edge, way in ((fold - width, -1), (fold + width, 1)):
                lines.append((edge + way * _APART, y, edge + way * (_APART + length), y))
    dashed = []
    if (length := min(_LONGEST, above - _APART)) >= _LEAST:
        for edge, way in ((above, -1), (above + height, 1)):
            ends = edge + way * _APART, edge + way * (_APART + length)
            lines += [(x, ends[0], x, ends[1]) for x in (fold - width, fold + width)]
            dashed.append((fold, ends[0], fold, ends[1]))
    elif ticks:
        dashed = [(fold, 0, fold, _TICK), (fold, spread.height - _TICK, fold, spread.height)]
    drawn = [_lines(lines, "[] 0 d"), _lines(dashed, "[2 1.5] 0 d")]
    return f"q 0 G 0.25 w {''.join(drawn)}Q\n".encode() if lines or dashed else b""


def _lines(lines: list[tuple[float, float, float, float]], dash: str) -> str:
    drawn = "".join(f"{x1:.4f} {y1:.4f} m {x2:.4f} {y2:.4f} l S\n" for x1, y1, x2, y2 in lines)
    return f"{dash}\n{drawn}" if drawn else ""


def _page(pdf: pikepdf.Pdf, spread: Spread, creep: float, content: bytes, forms: dict[str, Any]) -> pikepdf.Page:
    beside, above = spread.room
    beside += creep
    trim = [beside, above, spread.width - beside, spread.height - above]
    return pikepdf.Page(
        pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=_box([0, 0, spread.width, spread.height]),
                TrimBox=_box(trim),
                Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms)),
                Contents=pdf.make_stream(content),
            )
        )
    )


def _box(sides: list[float]) -> pikepdf.Array:
    return pikepdf.Array([round(side, 4) for side in sides])


def _settle(pdf: pikepdf.Pdf, *, turned: str) -> None:
    """A sheet is no page to read: nothing that leads through the text, no claim that it could be read aloud.

    A print dialogue is told how to print it (ISO 32000-1, table 150).
    """
    for name in _NAMES:
        if name in pdf.Root:
            del pdf.Root[name]
    pdf.Root.PageLayout = pikepdf.Name.SinglePage
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(
        PrintScaling=pikepdf.Name("/None"),
        Duplex=pikepdf.Name("/DuplexFlipShortEdge" if turned == "short" else "/DuplexFlipLongEdge"),
        DisplayDocTitle=True,
    )
    for key in ("/GTS_PDFXVersion", "/GTS_PDFXConformance"):
        if key in pdf.docinfo:
            del pdf.docinfo[key]
    if "/Metadata" in pdf.Root:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for key in [key for key in metadata if key[1:].partition("}")[0] in _CLAIMS]:
                del metadata[key]
