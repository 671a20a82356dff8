"""The PDF edition: PDF/A-2a and PDF/UA-1 in one file, typeset by WeasyPrint.

WeasyPrint is imported when the first document is made, and not before: it costs half a second.
"""

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.diagnostics import Diagnostic, Exit, Position, Reporter, Stopped
from pipeline.identifiers import identify
from pipeline.pagemap import PageMap
from pipeline.rendering import Publication
from pipeline.writers.pdf import pages

if TYPE_CHECKING:
    from logging import LogRecord

    from pipeline.writers.pdf.tree import Elements


def pdf(
    publication: Publication,
    *,
    report: Reporter,
    progress: Callable[[str], object] = str,
    mapped: Callable[[PageMap], object] = bool,
) -> bytes:
    """The PDF of a publication, from its page "pdf/page.html"; faces stand under fonts/, pictures under images/.

    `progress` is told of each page that is laid out, and `mapped` where the pages begin, before they are drawn.
    """
    page = publication.pages["pdf/page.html"]
    return lay_out(publication, page, report=report, progress=progress, mapped=mapped)


def lay_out(
    publication: Publication,
    page: str,
    *,
    report: Reporter,
    progress: Callable[[str], object],
    mapped: Callable[[PageMap], object] = bool,
) -> bytes:
    """A PDF of one of the publication's pages, with all that it refers to."""
    identifier = identify(publication.metadata).text.encode()
    with pages.counted(progress):
        return typeset(
            page,
            files(publication),
            identifier=identifier,
            report=report,
            places=publication.places,
            fit=publication.theme.text.fit,
            line_numbers=publication.theme.text.line_numbers,
            mapped=mapped,
        )


def page_map(publication: Publication, page: str) -> PageMap:
    """Where the pages begin of one of the publication's pages of HTML, worked out without drawing it.

    Raises Stopped like `typeset`.
    """
    fit = publication.theme.text.fit
    with _laid_out(page, files(publication), publication.places, fit=fit) as laid_out:
        return _mapped(laid_out)


def files(publication: Publication) -> Mapping[str, bytes]:
    """The files that the page refers to, by their relative names."""
    faces = {f"fonts/{key}.ttf": face for key, face in publication.faces.items()}
    return faces | {image.name: image.data for image in publication.images}


def typeset(
    page: str,
    files: Mapping[str, bytes],
    *,
    identifier: bytes,
    report: Reporter,
    places: Mapping[str, Position] | None = None,
    fit: bool = True,
    line_numbers: int = 0,
    mapped: Callable[[PageMap], object] | None = None,
) -> bytes:
    """A finished PDF of the HTML `page`, the same bytes for the same arguments wherever and whenever it is made.

    `files` holds all that the page may refer to, by relative name: style sheets, fonts, pictures; it can reach nothing
    else. Under line-end/ each of the fonts has a sibling for the hyphen at a line's end, see `hyphen`. Title, language,
    author, description and dates are those of the page's head. `identifier` is the permanent part of the file's ID
    (ISO 32000-1, 14.4). `places` tells where in the source each element with an id was written. With `fit` justified
    paragraphs are broken into lines as a whole. Of the numbers in the page's side margin those of every so many lines
    (`line_numbers`) are shown, each beside its own.

    Reports missing glyphs and resources, style sheets that WeasyPrint does not understand, text that does not fit, and,
    as notes, lines that the eye would reject; a PDF comes out nevertheless. Raises Stopped when WeasyPrint is missing
    or another version, or without any font.
    """
    with _laid_out(page, files, places or {}, fit=fit) as laid_out:
        from pipeline.writers.pdf import (
            accents,
            complaints,
            exact,
            linenumbers,
            lines,
            links,
            overflow,
            spaces,
            standards,
        )

        def finish(document: Any, pdf: Any) -> None:
            links.describe(document)
            exact.settle(pdf)
            accents.place(pdf)
            standards.smooth_nothing(pdf)

        document, elements = laid_out.document, laid_out.elements
        if mapped:
            mapped(_mapped(laid_out))
        if line_numbers:
            linenumbers.place(document, line_numbers)
        for find in (overflow.overflows, lines.imperfections, links.tidy):
            for diagnostic in find(document, elements):
                report(diagnostic)
        spaces.keep(document)
        standards.describe(document)
        pdf = document.write_pdf(finisher=finish, pdf_identifier=identifier, **_VARIANT)
    complaints.tell(laid_out.records, document, elements, report)
    return bytes(pdf)


_VARIANT = {"pdf_variant": "pdf/a-2a"}


class _LaidOut(NamedTuple):
    """A document whose pages are known and not yet drawn, and what WeasyPrint said."""

    document: Any
    elements: "Elements"
    records: "list[LogRecord]"


@contextlib.contextmanager
def _laid_out(
    page: str, files: Mapping[str, bytes], places: Mapping[str, Position], *, fit: bool
) -> Iterator[_LaidOut]:
    """The page laid out; inside the context it can be drawn."""
    from pipeline.writers.pdf import engine

    weasyprint = engine.load()
    from pipeline.writers.pdf import complaints, grid, notes, spaces
    from pipeline.writers.pdf.fitted import Fitter
    from pipeline.writers.pdf.sealed import ROOT, Sealed
    from pipeline.writers.pdf.structure import Tree
    from pipeline.writers.pdf.tree import Elements

    fetcher = Sealed(files)
    with engine.alone, complaints.heard() as records, engine.fonts(fetcher.last_resorts, fetcher) as fonts:
        html = weasyprint.HTML(string=page, base_url=ROOT, url_fetcher=fetcher)
        elements = Elements(html.etree_element, places)
        fitter = Fitter(files) if fit else None
        with engine.hooks(
            [*spaces.SEAMS, *grid.SEAMS, *notes.SEAMS, *(fitter.seams() if fitter else ())], tags=Tree(elements).add
        ):
            try:
                document = html.render(font_config=fonts, **_VARIANT)
            except OSError as error:  # it keeps the faces in files while it works
                raise _no_room(error) from error
            if fitter:
                fitter.keep()
            yield _LaidOut(document, elements, records)


def _no_room(error: OSError) -> Stopped:
    said = (error.strerror or str(error)).lower()
    what = f"the pages cannot be laid out: {tempfile.gettempdir()}: {said}"
    hint = "make room there, or name another folder in TMPDIR"
    return Stopped(Diagnostic("output-unwritable", what, hint=hint), status=Exit.USAGE)


def _mapped(laid_out: _LaidOut) -> PageMap:
    from pipeline.writers.pdf import pagemap

    return pagemap.page_map(laid_out.document, laid_out.elements)
