"""What an e-book says of itself: the metadata of its package document, as plain statements in their order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.identifiers import Identifier, identify
from pipeline.rendering import Publication

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""What a certifier vouches for, in the words of EPUB Accessibility 1.1, 3.5.2."""


MILLIMETRE = 72 / 25.4
"""Points."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One element of the package's metadata: of Dublin Core by its name, or a meta ("" as name)."""

    name: str
    text: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def statements(publication: Publication, identifier: Identifier) -> Iterator[Statement]:
    """All that is known of the publication, and nothing else (EPUB 3.3, 5.5)."""
    metadata = publication.metadata
    yield Statement("identifier", identifier.text, {"id": "identifier"})
    yield Statement("title", metadata.title, {"id": "title"})
    if metadata.subtitle:
        yield Statement("title", metadata.subtitle, {"id": "subtitle"})
    yield Statement("language", metadata.language)
    for name, text in (
        ("creator", metadata.organ),
        ("identifier", metadata.symbol),
        ("date", str(metadata.date or "")),
        ("type", metadata.kind),
        ("publisher", metadata.publisher),
        ("description", metadata.description),
        *(("subject", subject) for subject in metadata.subjects),
        ("rights", metadata.rights),
    ):
        if text:
            yield Statement(name, text)
    if identifier.kind:
        yield _meta("identifier-type", identifier.kind, refines="#identifier", scheme="onix:codelist5")
    if metadata.subtitle:
        for place, role, order in (("#title", "main", "1"), ("#subtitle", "subtitle", "2")):
            yield _meta("title-type", role, refines=place)
            yield _meta("display-seq", order, refines=place)
    yield from _accessibility(publication)


def _accessibility(publication: Publication) -> Iterator[Statement]:
    """Schema.org's terms, which EPUB Accessibility 1.1, 2 asks for. The cover is no content: it repeats the title."""
    words, certified_by = publication.words, publication.metadata.certified_by
    figures = bool(publication.images)
    headings = any(not entry.label for entry in publication.contents)  # what has no label is a heading
    facts = {
        "accessMode": ("textual", *(["visual"] if figures else [])),
        "accessModeSufficient": ("textual", *(["textual,visual"] if figures else [])),
        "accessibilityFeature": (
            "alternativeText",
            "displayTransformability",
            *(["pageBreakMarkers", "pageNavigation"] if publication.page_map else []),
            "readingOrder",
            *(["structuralNavigation"] if headings else []),
            "tableOfContents",
        ),
        "accessibilityHazard": ("none",),
        "accessibilitySummary": (
            " ".join(
                [
                    words["ebook-summary"],
                    *([words["ebook-figures"]] if figures else []),
                    *([words["ebook-uncertified"]] if not certified_by else []),
                ]
            ),
        ),
    }
    for name, values in facts.items():
        for value in values:
            yield _meta(f"schema:{name}", value)
    if publication.page_map:
        yield _meta("pageBreakSource", page_source(publication))
    if certified_by:  # a claim has to name who has evaluated the book (3.5.3.1); we cannot
        yield _meta("dcterms:conformsTo", CONFORMANCE, id="conformance")
        yield _meta("a11y:certifiedBy", certified_by, refines="#conformance")


def page_source(publication: Publication) -> str:
    """What edition the pages are those of: the PDF has the identifier of the book itself, so its size is named too."""
    page = publication.theme.page
    size = f"{page.width.pt / MILLIMETRE:.0f} × {page.height.pt / MILLIMETRE:.0f} mm"
    return f"{identify(publication.metadata).text} (PDF, {size})"


def _meta(name: str, text: str, **attributes: str) -> Statement:
    return Statement("", text, {"property": name, **attributes})
