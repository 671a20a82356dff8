"""What stands on a page beside the text: running heads and folios, pictures, annotations; and what can act."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from pipeline.verify.pdf.document import Document, Sheet
from pipeline.verify.pdf.lines import extent
from pipeline.verify.pdf.measure import odd
from pipeline.verify.pdf.page import Box
from pipeline.verify.pdf.passages import Found, place
from pipeline.verify.pdf.shown import Shown
from pipeline.verify.pdf.tokens import text_string
from pipeline.verify.transcript import TITLES, Furniture, Hidden, Kind, Look

_APART = 1.5
"""In ems: pieces of one line that stand farther apart are two pieces of furniture."""


_NEAR = 0.5
"""Points: what stands on a baseline is no farther from it."""


@dataclass(frozen=True, slots=True)
class Column:
    """The lines of one page but title block and notes: their baselines from the top, and how far they reach."""

    baselines: tuple[float, ...] = ()
    left: float = 0.0
    right: float = 0.0


def columns(found: Iterable[Found], pages: int) -> list[Column]:
    """The lines of each page, as its passages have them; several on one baseline are one."""
    baselines: list[list[float]] = [[] for _ in range(pages)]
    edges: list[list[float]] = [[] for _ in range(pages)]
    for passage in found:
        if passage.kind in TITLES or passage.kind is Kind.NOTE:
            continue
        for part in passage.label:
            if part.shown.text.strip():
                baselines[part.shown.page].append(part.shown.y)
        for line in passage.lines:
            if line.finish > line.begin:
                baselines[line.page].append(line.baseline)
                edges[line.page] += [-line.finish, -line.begin] if passage.leftwards else [line.begin, line.finish]
    return [
        Column(tuple(_lines(tops)), min(sides), max(sides)) if sides else Column()
        for tops, sides in zip(baselines, edges, strict=True)
    ]


def _lines(baselines: Iterable[float]) -> Iterator[float]:
    last: float | None = None
    for baseline in sorted(baselines):
        if last is None or baseline - last > _NEAR:
            yield baseline
            last = baseline


def heads(
    artifacts: Iterable[Shown],
    sheet: Sheet,
    top: float,
    bottom: float,
    column: Column,
    colours: Mapping[int, str],
) -> Iterator[Furniture]:
    """Text that is marked as no part of the document (ISO 32000-1, 14.8.2.2), by its place: "head left of page 2".

    `top` and `bottom` are where the page's own text begins and ends. What stands on the baseline of a line of the
    column, outside it, is "right of line 5 of page 2". `colours` are those of the pieces, by id.
    """
    groups: list[tuple[float, float, float, float, list[Shown]]] = []
    for piece in sorted(artifacts, key=lambda piece: (round(piece.y), piece.x)):
        begin, finish = extent(piece, leftwards=False)
        if finish <= begin:
            continue
        if groups and abs(groups[-1][0] - piece.y) < 2 and begin - groups[-1][2] < _APART * piece.size:
            y, left, _, size, pieces = groups[-1]
            groups[-1] = (y, left, finish, size, [*pieces, piece])
        else:
            groups.append((piece.y, begin, finish, piece.size, [piece]))
    for y, left, right, _, pieces in groups:
        line = next((at for at, base in enumerate(column.baselines, 1) if abs(base - y) < _NEAR), None)
        outside = "left" if right <= column.left else "right" if left >= column.right else ""
        edge = "head" if y < top else "foot" if y > bottom else "inside"
        side = "left" if (left + right) / 2 < sheet.width / 2 else "right"
        text = " ".join("".join(piece.text for piece in pieces).split())
        where = f"{outside} of line {line}" if line and outside else f"{edge} {side}"
        look = _look(pieces, right if line and outside else None, colours)
        yield Furniture(f"{where} of page {sheet.number + 1}", text, place((sheet.number, y), left), look)


def _look(pieces: Sequence[Shown], end: float | None, colours: Mapping[int, str]) -> Look:
    """Size and colour of what most pieces of a line are not like, or of all."""
    seen = [piece for piece in pieces if piece.text.strip()]
    sizes = Counter(f"{piece.size:.2f}" for piece in seen)
    known = Counter(colours[id(piece)] for piece in seen if id(piece) in colours)
    return Look(size=float(odd(sizes)), colour=odd(known) if known else None, start=end)


def things(found: Iterable[tuple[str, Box]], sheet: Sheet) -> Iterator[Furniture]:
    """Pictures and drawings that the text does not have."""
    for kind, (left, top, right, bottom) in found:
        size = f"{right - left:.0f} by {bottom - top:.0f} pt"
        yield Furniture(f"{kind} on page {sheet.number + 1}", size, place((sheet.number, top), left))


def annotations(sheet: Sheet) -> list[Any]:
    """The annotations of a page, as far as they are dictionaries."""
    listed = sheet.page.obj.get("/Annots")
    return (
        [found for found in listed if isinstance(found, pikepdf.Dictionary)]
        if isinstance(listed, pikepdf.Array)
        else []
    )


def covers(sheet: Sheet, document: Document) -> list[Box]:
    """The boxes of annotations that draw something."""
    drawing = [found for found in annotations(sheet) if "/AP" in found and not _is_invisible(found)]
    return [found[1] for annotation in drawing if (found := document.place_of(annotation)) is not None]


def _is_invisible(annotation: Any) -> bool:
    return bool(int(annotation.get("/F", 0)) & 2)


def unreached(sheet: Sheet, reached: set[Any], document: Document) -> Iterator[Furniture]:
    """Annotations that the structure does not reach (ISO 14289-1, 7.18.1): notes, stamps, links that nobody wrote."""
    for found in annotations(sheet):
        if found.objgen not in reached or found.get("/Subtype") != "/Link":
            kind = str(found.get("/Subtype", "/annotation"))[1:]
            said = found.get("/Contents")
            text = (
                document.target(found)
                if kind == "Link"
                else text_string(bytes(said))
                if isinstance(said, pikepdf.String)
                else ""
            )
            at = document.place_of(found)
            where = place((sheet.number, at[1][1]), at[1][0]) if at else place((sheet.number, 0.0))
            yield Furniture(f"annotation on page {sheet.number + 1}", f"{kind} {text}".strip(), where)


def settings(root: Any, sheets: Sequence[Sheet]) -> Iterator[Furniture]:
    """What numbers the pages, measures them or names the structure otherwise than the file does by itself."""
    labels, top = root.get("/PageLabels"), root.get("/StructTreeRoot")
    if labels is not None:
        yield Furniture("page labels", "pages are called by other numbers than their own")
    for sheet in sheets:
        if "/UserUnit" in sheet.page.obj:
            yield Furniture(f"unit of page {sheet.number + 1}", str(sheet.page.obj["/UserUnit"]))
    roles = top.get("/RoleMap") if isinstance(top, pikepdf.Dictionary) else None
    for name, role in roles.items() if isinstance(roles, pikepdf.Dictionary) else ():
        yield Furniture("role", f"{name[1:]} is read as {str(role)[1:]}")
    viewer = root.get("/ViewerPreferences")
    for name in viewer.keys() if isinstance(viewer, pikepdf.Dictionary) else ():
        if name != "/DisplayDocTitle":
            yield Furniture("viewer preference", name[1:])


def actions(root: Any, sheets: Sequence[Sheet]) -> Iterator[Hidden]:
    """What can change the file while it is read, or brings another one along: no file of ours has any."""
    names = root.get("/Names")
    form = root.get("/AcroForm")
    opening = root.get("/OpenAction")
    if isinstance(names, pikepdf.Dictionary):
        if "/JavaScript" in names:
            yield Hidden("", "a script in the file can change it")
        if "/EmbeddedFiles" in names:
            yield Hidden("", "another file is inside")
    if "/AF" in root:
        yield Hidden("", "another file is associated with it")
    if isinstance(form, pikepdf.Dictionary):
        yield Hidden("", "an XFA form is inside, which says its own text" if "/XFA" in form else "a form is inside")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo":
        yield Hidden("", "something is done when the file is opened")
    if "/AA" in root or any("/AA" in sheet.page.obj for sheet in sheets):
        yield Hidden("", "something is done when a page is opened, or the file is closed")
    if "/Collection" in root:
        yield Hidden("", "the file is a portfolio of others")
