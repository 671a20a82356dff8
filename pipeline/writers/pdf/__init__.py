"""The PDF edition: PDF/A-2a and PDF/UA-1 in one file, typeset by WeasyPrint.

WeasyPrint is imported when the first document is made, and not before: it costs half a second.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.diagnostics import Position, Reporter
from pipeline.identifiers import identify
from pipeline.rendering import Publication
from pipeline.writers.pdf import pages


def pdf(publication: Publication, *, report: Reporter, progress: Callable[[str], object] = str) -> bytes:
    """The PDF of a publication, from its page "pdf/page.html"; faces stand under fonts/, pictures under images/.

    `progress` is told of each page that is laid out.
    """
    return lay_out(publication, publication.pages["pdf/page.html"], report=report, progress=progress)


def lay_out(publication: Publication, page: str, *, report: Reporter, progress: Callable[[str], object]) -> bytes:
    """A PDF of one of the publication's pages, with all that it refers to."""
    files = {f"fonts/{key}.ttf": face for key, face in publication.faces.items()}
    files |= {image.name: image.data for image in publication.images}
    identifier = identify(publication.metadata).text.encode()
    with pages.counted(progress):
        return typeset(page, files, identifier=identifier, report=report, places=publication.places)


def typeset(
    page: str,
    files: Mapping[str, bytes],
    *,
    identifier: bytes,
    report: Reporter,
    places: Mapping[str, Position] | None = None,
) -> bytes:
    """A finished PDF of the HTML `page`, the same bytes for the same arguments wherever and whenever it is made.

    `files` holds all that the page may refer to, by relative name: style sheets, fonts, pictures; it can reach nothing
    else. Under line-end/ each of the fonts has a sibling for the hyphen at a line's end, see `hyphen`. Title, language,
    author, description and dates are those of the page's head. `identifier` is the permanent part of the file's ID
    (ISO 32000-1, 14.4). `places` tells where in the source each element with an id was written.

    Reports missing glyphs and resources, style sheets that WeasyPrint does not understand, and text that does not fit;
    a PDF comes out nevertheless. Raises Stopped when WeasyPrint is missing or another version, or without any font.
    """
    from pipeline.writers.pdf import engine

    weasyprint = engine.load()
    from pipeline.writers.pdf import complaints, exact, links, overflow, spaces, standards
    from pipeline.writers.pdf.sealed import ROOT, Sealed
    from pipeline.writers.pdf.structure import Tree
    from pipeline.writers.pdf.tree import Elements

    def finish(document: Any, pdf: Any) -> None:
        links.describe(document)
        exact.settle(pdf)
        standards.smooth_nothing(pdf)

    options = {"pdf_variant": "pdf/a-2a", "pdf_identifier": identifier}
    fetcher = Sealed(files)
    with engine.alone, complaints.heard() as records, engine.fonts(fetcher.last_resorts, fetcher) as fonts:
        html = weasyprint.HTML(string=page, base_url=ROOT, url_fetcher=fetcher)
        elements = Elements(html.etree_element, places or {})
        with engine.hooks(line=spaces.remember, tags=Tree(elements).add):
            document = html.render(font_config=fonts, **options)
            for diagnostic in (*overflow.overflows(document, elements), *links.tidy(document, elements)):
                report(diagnostic)
            spaces.keep(document)
            standards.describe(document)
            pdf = document.write_pdf(finisher=finish, **options)
    complaints.tell(records, document, elements, report)
    return bytes(pdf)
