"""What must stand beside the text of a web page and of an e-book: worked out from front matter, words and tokens.

The names of places are those that the read-backs give (`beside`, `head`, `package`, `generated`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.model import Block, BulletList, Clause, Division, Document, Figure, Paragraph, Quotation, Scheme, Table
from pipeline.theme import Theme
from pipeline.verify.beside import sha256
from pipeline.verify.pictures import digest
from pipeline.verify.promise import captions, identifier_of, runs_of
from pipeline.verify.transcript import Furniture, Heading, Kind, Transcript

_LONG = 24
"""Lines of contents from which on those of a web page open part by part."""
_FILE = 150_000
"""Characters in a file of an e-book, about."""
_CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
_Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """What the promise is worked out from.

    `pictures` are the files of the figures, `script` the web page's own program as its template gave it; None where it
    is not known, and nothing is claimed of it; `pages` the pages that are marked: that they are the right ones is
    another matter.
    """

    document: Document
    scheme: Scheme
    promise: Transcript
    theme: Theme
    words: Mapping[str, Any]
    pictures: Sequence[bytes] = ()
    script: str | None = None
    pages: Sequence[str] = ()

    @property
    def figures(self) -> bool:
        """Whether there is any."""
        return any(passage.kind is Kind.FIGURE for passage in self.promise.passages)


def furniture(kind: str, made: Made, found: Iterable[Furniture] = ()) -> tuple[Furniture, ...]:
    """All pieces of a format ("html" or "epub").

    Where nothing is claimed of the script, the first that was `found` in the page is taken as it is: what a program of
    ours may be is for its template to say, but a second one is none of ours.
    """
    pieces = list(_html(made) if kind == "html" else _epub(made))
    if kind == "html" and made.script is None:
        pieces += [(piece.where, piece.text) for piece in found if piece.where == "script"][:1]
    return tuple(Furniture(where, text) for where, text in pieces if text)


# ---- the web page


def _html(made: Made) -> Iterator[_Piece]:
    metadata, page = made.document.metadata, made.words["page"]
    yield "skip link", page["skip"]
    for number in made.pages:
        yield "spoken label", page["number"].format(number=number)
        yield "data-page", number
    for number in made.pages[1:]:  # where the first one begins everybody sees
        yield "generated before", number
    yield from _contents(made)
    yield from _controls(made)
    for line in (metadata.publisher, metadata.rights, metadata.identifier):
        yield "footer", line
    kind = {"kind": metadata.kind, "title": metadata.title}
    yield "window title", page["title"].format(**kind) if metadata.kind else metadata.title
    yield "meta viewport", "width=device-width, initial-scale=1"
    yield "meta color-scheme", "light dark"
    for scheme in ("light", "dark"):
        yield f"meta theme-color (prefers-color-scheme: {scheme})", made.theme.colours[scheme].paper.value
    yield "meta description", metadata.description
    yield "meta author", metadata.organ
    yield "meta generator", "Engross"
    yield "link canonical", _address(metadata.identifier)
    yield from _linked(made)
    start, end = ("right", "left") if metadata.direction == "rtl" else ("left", "right")
    yield f"printed top-{start}", metadata.title
    yield f"printed top-{end}", "{page}/{pages}"
    yield from (("spoken label", caption) for caption in captions(made.promise))
    for passage in made.promise.passages:
        for run in passage.runs:
            if run.link.startswith("http"):
                yield "generated after in print", f" ({run.link})"
    yield from ((f"picture {count}", digest(data)) for count, data in enumerate(made.pictures, 1))
    if made.script is not None:
        yield "script", sha256(made.script)


def _contents(made: Made) -> Iterator[_Piece]:
    """The title of the contents; where they open part by part, what each part is called while it is closed."""
    outline = made.promise.outline
    if not outline:
        return
    headed = any(passage.kind is Kind.HEADING for passage in made.promise.passages)
    words, page = made.words, made.words["page"]
    yield "navigation", words["contents"] if headed else words["provisions"][made.scheme.provision]
    if not headed or len(outline) <= _LONG:
        return
    clauses = () if made.scheme.restarts else made.promise.passages
    labels = {passage.label for passage in clauses if passage.kind is Kind.CLAUSE and passage.level == 1}
    for at, entry in enumerate(outline):
        below = list(_below(outline[at + 1 :], entry.level))
        if not below:
            continue
        within = [label for line in below if (label := _label(line.text, labels))]
        several = {"first": within[0], "last": within[-1]} if len(within) > 1 else {}
        yield "navigation", page["range"].format(**several) if several else page["sections"]
        yield "navigation (hidden)", page["within"].format(name=entry.text).strip()


def _below(entries: Sequence[Heading], level: int) -> Iterator[Heading]:
    for entry in entries:
        if entry.level <= level:
            return
        yield entry


def _label(text: str, labels: set[str]) -> str:
    """The label with which a line of the contents begins, "" for a heading."""
    first = text.partition(" ")[0]
    return first if first in labels else next((label for label in labels if text.startswith(f"{label} ")), "")


def _controls(made: Made) -> Iterator[_Piece]:
    """Permalinks and citations: signs that the style makes, names that are read out, patterns that the script fills."""
    page, metadata = made.words["page"], made.document.metadata
    provisions = list(_provisions(made))
    headings = [
        " ".join(filter(None, (passage.label, passage.heading)))
        for passage in made.promise.passages
        if passage.kind is Kind.HEADING
    ]
    for name in provisions:
        yield "spoken label", page["link"].format(name=name)
        yield "spoken label", page["cite-name"].format(name=name)
        yield "data-provision", name
    for heading in headings:
        yield "spoken label", page["link-heading"].format(name=heading)
    if provisions or headings:
        yield "generated before", "#"
    if provisions:
        yield "generated before", page["cite"]
        cited = (metadata.kind, metadata.title, metadata.symbol, _date(made), "{provision}")
        yield "data-citation", page["citation-joint"].join(filter(None, cited))
        for name in ("address", "copied", "failed"):
            yield f"data-{name}", page[name]


def _provisions(made: Made) -> Iterator[str]:
    """How each clause is cited: by the labels of those that it stands in, without their full stops."""
    pattern, division = made.words["provision"][made.scheme.provision], ""
    whole = [level.pattern.startswith("{above}") for level in made.scheme.levels]  # labels that say those above
    path: list[str] = []
    for passage in made.promise.passages:
        if passage.kind is Kind.HEADING and passage.label:
            division, path = passage.label if made.scheme.restarts else "", []
        elif passage.kind is Kind.CLAUSE:
            above = [] if whole[passage.level - 1] else path[: passage.level - 1]
            path = [*path, *[""] * passage.level][: passage.level - 1]
            label = passage.label.removesuffix(".")
            path.append(label)
            steps = [*filter(None, above), label]
            if division:
                yield " ".join((division, *(step if "(" in step or ")" in step else f"({step})" for step in steps)))
            else:
                yield pattern.format(label=" ".join(steps))


def _date(made: Made) -> str:
    """The date as the title block writes it, without the place."""
    place = made.document.metadata.place
    line = next((passage.words for passage in made.promise.passages if passage.kind is Kind.DATE), "")
    return line.removeprefix(place).removeprefix(", ") if place else line


def _linked(made: Made) -> Iterator[_Piece]:
    metadata = made.document.metadata
    yield "linked data @context", "https://schema.org"
    yield "linked data @type", "CreativeWork"
    yield "linked data alternativeHeadline", metadata.subtitle
    yield "linked data genre", metadata.kind
    if metadata.place:
        yield "linked data locationCreated.@type", "Place"
        yield "linked data locationCreated.name", metadata.place
    if metadata.symbol and metadata.identifier and metadata.symbol != metadata.identifier:
        yield "linked data identifier", metadata.symbol
    yield "linked data url", _address(metadata.identifier)


def _address(identifier: str) -> str:
    """The web address that an identifier is or stands for."""
    if re.fullmatch(r"https?://[^\s<>\"]+", identifier):
        return identifier
    doi = re.fullmatch(r"(?:doi:\s*)?(10\.\d{4,9}/[^\s<>\"]+)", identifier, re.IGNORECASE)
    return f"https://doi.org/{doi[1]}" if doi else ""


# ---- the e-book


def _epub(made: Made) -> Iterator[_Piece]:
    metadata, words = made.document.metadata, made.words
    yield "package title", metadata.subtitle
    yield "package identifier", metadata.symbol
    yield "package type", metadata.kind
    yield from _accessibility(made)
    yield from _pages(made)
    lines = [passage.words for passage in made.promise.passages if passage.kind in _COVER]
    yield "cover", f"{words['cover']}: {'. '.join(lines)}"
    files = list(_files(made))
    for title in (words["cover"], words["title-page"], *(title for _, title in files), words["contents"]):
        yield "page title", f"{title} · {metadata.title}"
    yield "navigation", words["contents"]
    yield "navigation (hidden)", words["landmarks"]
    yield "toc", f"{metadata.title} → title.xhtml"
    if made.document.preamble and not isinstance(made.document.preamble[0], Division):
        yield "toc", f"{words['preamble']} → preamble.xhtml"
    first = files[0][0] if files else "title.xhtml"
    for name, target in (
        ("cover", "cover.xhtml"),
        ("title-page", "title.xhtml"),
        ("contents", "#toc"),
        ("text", first),
    ):
        yield "landmarks", f"{words[name]} → {target}"
    yield "old contents", metadata.title
    yield from ((f"picture {count}", digest(data)) for count, data in enumerate(made.pictures, 1))


_COVER = (Kind.ORGAN, Kind.KIND, Kind.TITLE, Kind.SUBTITLE, Kind.DATE)


def _accessibility(made: Made) -> Iterator[_Piece]:
    """Schema.org's terms (EPUB Accessibility 1.1, 2)."""
    words, certified = made.words, made.document.metadata.certified_by
    headed = any(passage.kind is Kind.HEADING for passage in made.promise.passages)
    modes = ["textual", "visual"] if made.figures else ["textual"]
    features = ["alternativeText", "displayTransformability", "readingOrder", "tableOfContents"]
    summary = [words["ebook-summary"], words["ebook-figures"] if made.figures else ""]
    facts = {
        "accessMode": modes,
        "accessModeSufficient": ["textual", "textual,visual"] if made.figures else ["textual"],
        "accessibilityFeature": [*features, *(["structuralNavigation"] if headed else [])],
        "accessibilityHazard": ["none"],
        "accessibilitySummary": [" ".join(filter(None, [*summary, "" if certified else words["ebook-uncertified"]]))],
    }
    for name, values in facts.items():
        yield from ((f"package schema:{name}", value) for value in values)
    if certified:
        yield "package dcterms:conformsTo", _CONFORMANCE


def _pages(made: Made) -> Iterator[_Piece]:
    """What a book says of the pages that it marks (EPUB Accessibility 1.1; EPUB 3.3, 7.4.2.2)."""
    if not made.pages:
        return
    page = made.theme.page
    size = f"{page.width.pt / 72 * 25.4:.0f} × {page.height.pt / 72 * 25.4:.0f} mm"
    yield "package pageBreakSource", f"{identifier_of(made.document.metadata)} (PDF, {size})"
    for feature in ("pageBreakMarkers", "pageNavigation"):
        yield "package schema:accessibilityFeature", feature
    yield "navigation (hidden)", made.words["pages"]
    yield "old contents", made.words["pages"]
    yield from (("spoken label", number) for number in made.pages)


def _files(made: Made) -> Iterator[_Piece]:
    """The files of the text and what they are called: by their heading, or the labels of their clauses."""
    document, words = made.document, made.words
    labels = iter([passage.label for passage in made.promise.passages if passage.kind is Kind.CLAUSE])
    if document.preamble:
        for block in document.preamble:
            list(_labels(block, labels))
        yield "preamble.xhtml", words["preamble"]
    headed = {each.place.path: each.label for each in made.promise.passages if each.kind is Kind.HEADING}
    groups = [*(list(_groups(document.body)) or ([[]] if document.conclusion else [])), *_groups(document.annexes)]
    for count, group in enumerate(groups, 1):
        own = [
            label
            for block in group
            for level, label in _labels(block, labels)
            if level == 1 and isinstance(block, Clause)
        ]
        if group and isinstance(group[0], Division):
            heading = "".join(run.text for run in runs_of(group[0].heading))
            title = " ".join(filter(None, (headed.get(f"line {group[0].position.line}", ""), heading)))
        elif own:
            title = f"{words['provisions'][made.scheme.provision]} {'–'.join(dict.fromkeys((own[0], own[-1])))}"
        else:
            title = words["text"]
        yield f"body-{count}.xhtml", title


def _groups(body: Sequence[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    length = 0
    for block in body:
        size = _size(block)
        alone = isinstance(block, Division) or (group and isinstance(group[-1], Division))
        if group and (alone or length + size > _FILE):
            yield group
            group, length = [], 0
        group.append(block)
        length += size
    if group:
        yield group


def _labels(block: Block, labels: Iterator[str]) -> Iterator[tuple[int, str]]:
    """The level and label of each clause in a block; the labels are those of the promise, in order."""
    if isinstance(block, Clause):
        yield block.level, next(labels, "")
    for inner in _inside(block):
        yield from _labels(inner, labels)


def _inside(block: Block) -> Iterator[Block]:
    if isinstance(block, Clause | Division | Quotation):
        yield from block.blocks
    elif isinstance(block, BulletList):
        yield from (inner for item in block.items for inner in item.blocks)
    elif isinstance(block, Table):
        yield from (inner for row in block.rows for cell in row.cells for inner in cell.blocks)


def _size(block: Block) -> int:
    words = 0
    if isinstance(block, Paragraph):
        words = sum(len(run.text) for run in runs_of(block.inlines))
    elif isinstance(block, Division):
        words = sum(len(run.text) for run in runs_of(block.heading))
    elif isinstance(block, Figure | Table):
        words = sum(len(run.text) for run in runs_of(block.caption))
    return words + sum(map(_size, _inside(block)))
