"""The print edition, for a printing house: PDF/X-4, and PDF/A-2a and PDF/UA-1 in the same file.

It is made from the reading PDF, so that both have one layout: colours become inks, links go, the page gets a sheet
around it with bleed and marks.
"""

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import NamedTuple

import pikepdf

from pipeline.diagnostics import Diagnostic, Reporter, Severity
from pipeline.rendering import Publication
from pipeline.theme import PROCESS
from pipeline.writers.print import sheet as sheets
from pipeline.writers.print import standards, structure
from pipeline.writers.print.inks import Inks
from pipeline.writers.print.pictures import Picture
from pipeline.writers.print.repaint import Repaint
from pipeline.writers.print.slug import NAME, Slug

_INEXACT = 3
"""Per cent by which the ink of a picture may be overstated (see inks)."""


class _Laid(NamedTuple):
    """A page on its sheet, and how far that moves its content, in points to the right and up."""

    sheet: sheets.Sheet
    right: float
    up: float


def print(  # noqa: A001  # a format, its module and its function are one word
    publication: Publication,
    *,
    report: Reporter,
    base: bytes = b"",
    file: str = "",
    progress: Callable[[str], object] = str,
) -> bytes:
    """The print edition made from `base`, the reading PDF; `file` is its name, for the slug line.

    Where the tokens give the print a page of its own, that is laid out instead; `progress` is told of its pages.
    Reports pictures too coarse for a press and more ink than it can take. Raises Stopped where colours cannot be
    turned into inks.
    """
    if own := publication.pages.get("print/page.html"):
        from pipeline.writers.pdf import lay_out

        base = lay_out(publication, own, report=report, progress=progress)
    if publication.condition is None:
        raise AssertionError("a print is rendered with its condition")
    tokens = publication.theme.inks
    inks = Inks(publication.condition, (getattr(tokens, field.name) for field in fields(tokens)))
    with pikepdf.open(io.BytesIO(base)) as pdf:
        laid = list(_lay(pdf, publication))
        figures = structure.figures(pdf)
        structure.drop_links(pdf)
        structure.shift(pdf, [(right, up) for _, right, up in laid])
        spaces, spots = sheets.separations(pdf, inks.spots)
        repaint = Repaint(pdf, inks, spaces, spots)
        contents = [
            repaint.page(number, page, (1, 0, 0, 1, right, up))
            for number, (page, (_, right, up)) in enumerate(zip(pdf.pages, laid, strict=True))
        ]
        plates = [plate for plate in (*PROCESS, *spots) if plate in inks.plates]
        _finish(pdf, laid, contents, {plate: spots.get(plate) for plate in plates}, publication, file)
        standards.declare(pdf, inks, publication.modified.strftime("%Y-%m-%dT%H:%M:%SZ"))
        for diagnostic in (*_heavy(inks, publication), *_doubts(repaint.pictures, figures, publication)):
            report(diagnostic)
        pdf.remove_unreferenced_resources()
        pdf.save(
            out := io.BytesIO(),
            deterministic_id=True,
            force_version="1.6",  # PDF/X-4 takes no later one
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def _lay(pdf: pikepdf.Pdf, publication: Publication) -> Iterator[_Laid]:
    """Each page on its sheet. The first one is a right page, or a left one where the text runs to the left."""
    tokens = publication.theme.print
    margin = tokens.slug.pt if tokens.marks else 0.0
    spine_on_the_left = publication.metadata.direction != "rtl"
    for page in pdf.pages:
        left, bottom, right, top = map(float, page.trimbox)
        sheet = sheets.around(right - left, top - bottom, tokens.bleed.pt, margin)
        outward = tokens.gutter.pt if spine_on_the_left else -tokens.gutter.pt
        yield _Laid(sheet, sheet.trim[0] - left + outward, sheet.trim[1] - bottom)
        spine_on_the_left = not spine_on_the_left


def _finish(
    pdf: pikepdf.Pdf,
    laid: Sequence[_Laid],
    contents: Sequence[bytes],
    plates: Mapping[str, pikepdf.Name | None],
    publication: Publication,
    file: str,
) -> None:
    """Put the pages together: the content within the bleed, the marks outside.

    `plates` are those that the document uses, with their colour spaces where they have one of their own.
    """
    day = (publication.metadata.date or publication.modified.date()).isoformat()
    lines = [f"{file} · {day} · {number}/{len(laid)}" for number in range(1, len(laid) + 1)]
    marked = publication.theme.print.marks
    slug = Slug(publication.faces["text-regular"], [*lines, *plates])
    font = slug.font(pdf) if marked else None
    for page, content, line, (sheet, right, up) in zip(pdf.pages, contents, lines, laid, strict=True):
        x0, y0, x1, y1 = sheet.bleed
        within = f"q {x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f} re W n 1 0 0 1 {right:.3f} {up:.3f} cm\n"
        marks = sheets.marks(sheet, plates, line, slug) if marked else b""
        page.obj.Contents = pdf.make_stream(within.encode() + content + b"\nQ\n" + marks)
        sheet.set(page.obj)
        resources = page.obj.Resources
        if font is not None:
            if "/Font" not in resources:
                resources.Font = pikepdf.Dictionary()
            resources.Font[NAME] = font


def _heavy(inks: Inks, publication: Publication) -> Iterator[Diagnostic]:
    """A colour of the theme that takes more ink than the press."""
    limit = publication.theme.print.ink_limit
    if inks.most * 100 > limit:
        message = f"a colour of the theme takes {inks.most:.0%} of ink"
        hint = f"the press takes {limit}%: choose a lighter one"
        yield Diagnostic("print-ink", message, hint=hint, severity=Severity.WARNING)


def _doubts(
    pictures: Sequence[Picture], figures: dict[tuple[int, int], int], publication: Publication
) -> Iterator[Diagnostic]:
    """What a printing house would ring up about: each picture once, at its worst."""
    tokens = publication.theme.print
    anchors = json.loads(publication.pages["print/figures.json"])
    for picture in pictures:
        ordinal = figures.get((picture.page, -1 if picture.mark is None else picture.mark))
        place = publication.places.get(anchors[ordinal]) if ordinal is not None and ordinal < len(anchors) else None
        if picture.resolution < tokens.resolution - 0.5:
            message = f"a picture is printed with {picture.resolution:.0f} dots an inch, on page {picture.page + 1}"
            hint = f"give it {tokens.resolution}, or make it smaller on the page"
            yield Diagnostic("print-resolution", message, place, hint, Severity.WARNING)
        if picture.ink * 100 > tokens.ink_limit + _INEXACT:
            message = f"a picture takes {picture.ink:.0%} of ink in its darkest place, on page {picture.page + 1}"
            hint = f"the press takes {tokens.ink_limit}%: lighten it"
            yield Diagnostic("print-ink", message, place, hint, Severity.WARNING)
