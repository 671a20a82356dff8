"""Whether a PDF, ours or not, can go to press as PDF/X-4: an independent reading, which shares nothing with a writer.

One pass over each page carries out its operators and keeps what they paint as plain records; each check is a small
function over these. Nothing that a file holds makes it raise, and work is limited by counting.
"""

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.diagnostics import Severity
from pipeline.preflight import file_checks, ink_checks, object_checks, page_checks, report
from pipeline.preflight.budget import Budget
from pipeline.preflight.document import Document, Refused, opened
from pipeline.preflight.findings import Finding, Gathering
from pipeline.preflight.fonts import Fonts
from pipeline.preflight.interpreter import paint_page
from pipeline.preflight.objects import identity, limits
from pipeline.preflight.page_checks import Leaf
from pipeline.preflight.pictures import picture_inks
from pipeline.preflight.report import Report, Tally

if TYPE_CHECKING:
    from collections.abc import Callable

RULES = tuple(
    dict.fromkeys(
        check.rule
        for checks in (
            file_checks.CHECKS,
            object_checks.CHECKS,
            page_checks.CHECKS,
            ink_checks.CHECKS,
            report.CHECKS,
        )
        for check in checks
    )
)
"""Every rule that a file can break."""

_Inks = tuple[Mapping[str, float], frozenset[str]] | None


def preflight(data: bytes, progress: "Callable[[str], None]" = lambda _: None) -> Report:
    """Look at a whole PDF. What cannot be looked at at all is one finding."""
    with limits(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries, about files; what matters of them is found below
        try:
            with opened(data) as document:
                return _look(document, progress)
        except Refused as refused:
            return Report(findings=[Finding(refused.rule, Severity.ERROR, str(refused))])


def _look(document: Document, progress: "Callable[[str], None]") -> Report:
    gathering, tally = Gathering(), Tally()
    fonts, budget, known = Fonts(), Budget(), dict[tuple[int, int], _Inks]()
    for page, boxes in zip(document.pages, document.boxes, strict=True):
        progress(f"page, {boxes.number} of {len(document.boxes)}")
        leaf = Leaf(boxes, page, paint_page(page, boxes.media, fonts, budget))
        _measure(leaf, known)
        corner = boxes.final.left, boxes.final.bottom
        for page_check in (*page_checks.CHECKS, *ink_checks.CHECKS):
            gathering.add(page_check, leaf, boxes.number, corner)
        tally.add(leaf)
    nodes = object_checks.walk(document)
    for object_check in object_checks.CHECKS:
        gathering.add(object_check, nodes)
    for whole_check in report.CHECKS:
        gathering.add(whole_check, tally)
    for file_check in file_checks.CHECKS:
        gathering.add(file_check, document)
    said = Report(_claims(document), file_checks.condition_of(document), document.boxes, list(gathering.in_order()))
    tally.fill(said)
    return said


def _measure(leaf: Leaf, known: dict[tuple[int, int], _Inks]) -> None:
    """The ink of each image; one that stands on many pages is measured once."""
    for place, mark in enumerate(leaf.painted.marks):
        if mark.picture:
            key = identity(mark.picture.stream) or (0, 0)
            if key == (0, 0) or key not in known:
                known[key] = picture_inks(mark.picture)
            leaf.inks[place] = known[key]


def _claims(document: Document) -> tuple[str, ...]:
    """The standards that the file says it keeps. PDF/A and PDF/UA are proved by veraPDF, not here."""
    values = document.xmp.values
    archive, access = values.get("pdfaid:part", ""), values.get("pdfuaid:part", "")
    said = (
        values.get("pdfxid:GTS_PDFXVersion", ""),
        f"PDF/A-{archive}{values.get('pdfaid:conformance', '').lower()}" if archive else "",
        f"PDF/UA-{access}" if access else "",
    )
    return tuple(each[:40] for each in said if each)
