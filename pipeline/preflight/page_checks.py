"""Checks of a page's boxes, annotations, and of where its marks lie."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pipeline.diagnostics import Severity
from pipeline.preflight.colour import ALL
from pipeline.preflight.document import Boxes
from pipeline.preflight.findings import Check, Found
from pipeline.preflight.geometry import MM, Box, box_of
from pipeline.preflight.marks import Mark, Painted
from pipeline.preflight.objects import entry, items, name, numbers

BLEED = 3 * MM
"""What a guillotine may miss by: three millimetres are what printers in Europe ask for, and our theme's default."""

SAFE = 3 * MM
"""The same inwards: words nearer to the edge may be cut into."""

_MARK = 12 * MM
"""A patch of a colour bar, or a registration mark, is no larger."""

_SLACK = 0.1
"""Points that rounding may cost."""

_MEDIA = {"Screen", "Movie", "Sound", "RichMedia", "3D"}
_ALLOWED = {"PrinterMark", "TrapNet"}


@dataclass(slots=True)
class Leaf:
    """One page as the checks see it."""

    boxes: Boxes
    page: Any
    painted: Painted
    inks: dict[int, tuple[Mapping[str, float], frozenset[str]] | None] = field(default_factory=dict)
    """For each image, by its place among the marks: its darkest cell and its plates."""

    def seen(self) -> Iterator[Mark]:
        """Marks whose place on the page is known."""
        return (mark for mark in self.painted.marks if not mark.hidden)


def _unread(leaf: Leaf) -> Iterator[Found]:
    for said in leaf.painted.unread:
        yield Found(f"the page was not read to its end: {said}")


def _trim(leaf: Leaf) -> Iterator[Found]:
    if leaf.boxes.trim and leaf.boxes.art:
        yield Found("it has a trim box and an art box; which one is cut along would be a guess")
    elif not leaf.boxes.trim and not leaf.boxes.art:
        yield Found("it has no trim box: nobody can tell where it is to be cut")


def _nested(leaf: Leaf) -> Iterator[Found]:
    boxes = leaf.boxes
    for broken in boxes.broken:
        yield Found(f"the {broken} is no rectangle, or is missing")
    chain = [("trim box", boxes.trim or boxes.art), ("bleed box", boxes.bleed), ("media box", boxes.media)]
    present = [(said, box) for said, box in chain if box is not None]
    for (inner, small), (outer, large) in pairwise(present):
        if not small.inside(large):
            yield Found(f"the {inner} reaches beyond the {outer}", small)
    if boxes.crop and not boxes.final.inside(boxes.crop):
        yield Found("the trim box reaches beyond the crop box", boxes.final)


def _bleed(leaf: Leaf) -> Iterator[Found]:
    final, reach = leaf.boxes.final, leaf.boxes.bleed
    if not (leaf.boxes.trim or leaf.boxes.art) or "BleedBox" in leaf.boxes.broken:
        return
    if reach is None:
        yield Found(f"it has no bleed box; {BLEED / MM:g} mm beyond the trim are needed")
        return
    sides = (final.left - reach.left, final.bottom - reach.bottom, reach.right - final.right, reach.top - final.top)
    least = min(sides)
    if least < BLEED - _SLACK and final.inside(reach):
        yield Found(f"the bleed is {max(0, least) / MM:.1f} mm at one side; {BLEED / MM:g} mm are needed", reach)


def _rotation(leaf: Leaf) -> Iterator[Found]:
    if leaf.boxes.rotation % 360:
        yield Found(f"it is turned by {leaf.boxes.rotation}°: its boxes lie otherwise than it is shown")


def _unit(leaf: Leaf) -> Iterator[Found]:
    if abs(leaf.boxes.unit - 1) > 1e-6:
        yield Found(f"its unit is {leaf.boxes.unit:g} points, which many a press system ignores")


def _annotations(leaf: Leaf) -> Iterator[Found]:
    for annotation in items(entry(leaf.page, "/Annots"), 10_000):
        kind, box = name(entry(annotation, "/Subtype")), box_of(numbers(entry(annotation, "/Rect"), 4))
        if kind not in _ALLOWED | _MEDIA and (box is None or kind == "Popup" or _touches(box, leaf.boxes.reach)):
            yield Found(f"an annotation ({kind or 'of no kind'}) on what is printed", box)


def _multimedia(leaf: Leaf) -> Iterator[Found]:
    for annotation in items(entry(leaf.page, "/Annots"), 10_000):
        if (kind := name(entry(annotation, "/Subtype"))) in _MEDIA:
            yield Found(f"something that moves or sounds ({kind})", box_of(numbers(entry(annotation, "/Rect"), 4)))


def _page_actions(leaf: Leaf) -> Iterator[Found]:
    if entry(leaf.page, "/PresSteps") is not None or entry(leaf.page, "/Trans") is not None:
        yield Found("a transition, as of a slide show")


def _touches(box: Box, other: Box) -> bool:
    return box.right >= other.left and box.left <= other.right and box.top >= other.bottom and box.bottom <= other.top


def has_ink(mark: Mark) -> bool:
    """Whether something is printed: white that hides nothing is nothing."""
    return mark.kind in ("image", "shading") or any(not paint.is_white() for paint in mark.paints())


def _outside(leaf: Leaf) -> Iterator[Found]:
    """Beyond the bleed stand printer's marks: wholly there, and marked as artifacts, in all plates, or small."""
    reach = leaf.boxes.reach
    if not (leaf.boxes.trim or leaf.boxes.art):
        return
    for mark in leaf.seen():
        box = mark.box
        if box.inside(reach, _SLACK * 5) or not has_ink(mark):
            continue
        if mark.kind == "text" and _touches(box, reach) and box.grown(-0.25 * mark.size).inside(reach, _SLACK * 5):
            continue  # the box of a line of type is a guess by so much
        across = box.meets(reach, _SLACK * 5)
        if across:
            yield Found(f"{_called(mark)} goes on beyond the bleed", box)
        elif not (mark.artifact or _in_all(mark) or max(box.width, box.height) <= _MARK):
            yield Found(f"{_called(mark)} stands beyond the bleed and is no printer's mark", box)


def _in_all(mark: Mark) -> bool:
    return any(ALL in paint.space.names for paint in mark.paints())


def _called(mark: Mark) -> str:
    return {"text": "a line of type", "path": "a drawing", "image": "an image", "shading": "a shading"}[mark.kind]


def _registration(leaf: Leaf) -> Iterator[Found]:
    reach = leaf.boxes.bleed or leaf.boxes.final
    for mark in leaf.painted.marks:
        if _in_all(mark) and (mark.hidden or mark.box.meets(reach, 0.0) or mark.box.inside(reach)):
            yield Found(
                f"{_called(mark)} in the colour of registration marks (All): it would print on every plate", mark.box
            )


def _safe_zone(leaf: Leaf) -> Iterator[Found]:
    final = leaf.boxes.final
    if not (leaf.boxes.trim or leaf.boxes.art) or final.width < 4 * SAFE or final.height < 4 * SAFE:
        return
    for mark in leaf.seen():
        if mark.kind == "text" and has_ink(mark) and mark.box.meets(final):
            # Without what may hang below the line or stand above it, of which few letters have anything.
            box = mark.box.grown(-0.15 * mark.size) if mark.box.height > 0.4 * mark.size else mark.box
            if not box.inside(final.grown(-SAFE), _SLACK):
                yield Found(f"words nearer to the trim than {SAFE / MM:g} mm", mark.box)


def _short_bleed(leaf: Leaf) -> Iterator[Found]:
    """What reaches the trim must reach the end of the bleed, or a white edge shows where the cut is a hair off."""
    final, reach = leaf.boxes.final, leaf.boxes.bleed
    if reach is None or not (leaf.boxes.trim or leaf.boxes.art):
        return
    reach = reach.cut(leaf.boxes.media)
    for mark in leaf.seen():
        box = mark.box
        if mark.kind == "text" or not has_ink(mark) or not box.meets(final) or min(box.width, box.height) < 2:
            continue
        sides = (
            (box.left <= final.left + 0.5, box.left > reach.left + 1),
            (box.bottom <= final.bottom + 0.5, box.bottom > reach.bottom + 1),
            (box.right >= final.right - 0.5, box.right < reach.right - 1),
            (box.top >= final.top - 0.5, box.top < reach.top - 1),
        )
        if any(to_trim and short for to_trim, short in sides):
            yield Found(f"{_called(mark)} ends at the trim, or in the bleed, and not at the bleed's end", box)


def _blank(leaf: Leaf) -> Iterator[Found]:
    final = leaf.boxes.final
    if not leaf.painted.unread and not any(has_ink(m) and m.box.grown(0.01).meets(final, 0.0) for m in leaf.seen()):
        yield Found("nothing is printed on it")


CHECKS = (
    Check("preflight-unread", _unread),
    Check("preflight-trim", _trim),
    Check("preflight-boxes", _nested),
    Check("preflight-bleed", _bleed),
    Check("preflight-rotation", _rotation, Severity.WARNING),
    Check("preflight-unit", _unit),
    Check("preflight-annotation", _annotations),
    Check("preflight-multimedia", _multimedia),
    Check("preflight-transition", _page_actions),
    Check("preflight-outside", _outside),
    Check("preflight-registration", _registration),
    Check("preflight-safe-zone", _safe_zone, Severity.WARNING),
    Check("preflight-short-bleed", _short_bleed, Severity.WARNING),
    Check("preflight-blank", _blank, Severity.NOTE),
)
