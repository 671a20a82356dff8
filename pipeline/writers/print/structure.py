"""Structure, destinations and links, once a page stands on a larger sheet and nothing on it can be pressed any more."""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Shifts = Sequence[tuple[float, float]]
"""For each page how far its content has moved, in points to the right and up."""


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The structure elements (ISO 32000-1, 14.7.2) in reading order."""
    waiting = [pdf.Root.StructTreeRoot.get("/K")]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Array):
            waiting.extend(reversed(list(found)))
        elif isinstance(found, Dictionary) and "/S" in found:
            yield found
            waiting.append(found.get("/K"))


def drop_links(pdf: pikepdf.Pdf) -> None:
    """Take the annotations away, which no press can print (PDF/X has none on the page), and what refers to them.

    What was a link is a span now: an element Link without its annotation would promise what is not there.
    """
    for page in pdf.pages:
        for key in ("/Annots", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
    for element in elements(pdf):
        if element.S == "/Link":
            element.S = Name.Span
            kept = [kid for kid in element.K if not (isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR)]
            element.K = Array(kept)
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array(list(numbers)[: 2 * len(pdf.pages)])  # those of annotations follow


def shift(pdf: pikepdf.Pdf, shifts: Shifts) -> None:
    """Move what the outline, the names and the structure say of places on the pages."""
    moves = {page.obj.objgen: move for page, move in zip(pdf.pages, shifts, strict=True)}
    for destination in _destinations(pdf):
        if destination[1] == "/XYZ":
            right, up = moves[destination[0].objgen]
            destination[2], destination[3] = _moved(destination[2], right), _moved(destination[3], up)
    for element in elements(pdf):
        attributes = element.get("/A")
        if isinstance(attributes, Dictionary) and "/BBox" in attributes:
            right, up = moves[element.Pg.objgen]
            box = [_moved(value, (right, up)[at % 2]) for at, value in enumerate(attributes.BBox)]
            attributes.BBox = Array(box)


def figures(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """For each page and mark with a figure in it, which figure of the text that is, counted from 0."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found: dict[tuple[int, int], int] = {}
    ordinal = 0
    for element in elements(pdf):
        if element.S == "/Figure":
            for kid in element.K:
                if isinstance(kid, int):
                    found[pages[element.Pg.objgen], kid] = ordinal
            ordinal += 1
    return found


def _destinations(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The explicit destinations (12.3.2.2) of all names and of the outline."""
    names = pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
    yield from list(names)[1::2]
    waiting = [pdf.Root.get("/Outlines", Dictionary()).get("/First")]
    while waiting:
        entry = waiting.pop()
        if entry is not None:
            if isinstance(entry.get("/Dest"), Array):
                yield entry.Dest
            waiting += [entry.get("/Next"), entry.get("/First")]


def _moved(value: Any, by: float) -> float:
    return round(float(value) + by, 3)
