"""What an e-book says of itself: the metadata of its package document, as plain statements in their order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from collections.abc import Mapping

from pipeline.rendering import Publication
from pipeline.writers.identifier import Identifier

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""What a certifier vouches for, in the words of EPUB Accessibility 1.1, 3.5.2."""


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
        yield _meta("title-type", "main", refines="#title")
        yield _meta("display-seq", "1", refines="#title")
        yield _meta("title-type", "subtitle", refines="#subtitle")
        yield _meta("display-seq", "2", refines="#subtitle")
    yield from _accessibility(publication)


def _accessibility(publication: Publication) -> Iterator[Statement]:
    """Schema.org's terms, as EPUB Accessibility 1.1, 2 asks for them. The cover is no content: it repeats the title."""
    words, metadata = publication.words, publication.metadata
    figures = bool(publication.images)
    modes = ["textual", "visual"] if figures else ["textual"]
    features = ["alternativeText", "displayTransformability", "readingOrder", "tableOfContents"]
    if any(not entry.label for entry in publication.contents):  # entries without a label are headings
        features.append("structuralNavigation")
    summary = [words["ebook-summary"]]
    if figures:
        summary.append(words["ebook-figures"])
    if not metadata.certified_by:
        summary.append(words["ebook-uncertified"])
    for mode in modes:
        yield _meta("schema:accessMode", mode)
    yield _meta("schema:accessModeSufficient", "textual")
    if figures:
        yield _meta("schema:accessModeSufficient", "textual,visual")
    for feature in sorted(features):
        yield _meta("schema:accessibilityFeature", feature)
    yield _meta("schema:accessibilityHazard", "none")
    yield _meta("schema:accessibilitySummary", " ".join(summary))
    if metadata.certified_by:  # a claim needs the name of who evaluated the book (3.5.3.1)
        yield _meta("dcterms:conformsTo", CONFORMANCE, id="conformance")
        yield _meta("a11y:certifiedBy", metadata.certified_by, refines="#conformance")


def _meta(name: str, text: str, **attributes: str) -> Statement:
    return Statement("", text, {"property": name, **attributes})
