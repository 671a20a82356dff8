"""The pages of the e-book: which block stands in which file, and where each anchor is found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model import Block, Clause, Division, Document, Emphasis, Metadata, Number, Strong
from pipeline.rendering import Rendering, written_date
from pipeline.walk import blocks, children, pieces, plain, words_of

LONGEST = 150_000
"""Characters of text in a file of clauses, about; older reading systems refuse files of over 300 kB."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the text. `title` is what its window shows; the conclusion stands at the end of the last part."""

    file: str
    title: str
    blocks: tuple[Block, ...]
    conclusion: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverLine:
    """What the cover says in one role (organ, kind, title, subtitle, date), in the phrases between which it may break."""

    role: str
    phrases: tuple[str, ...]


def cover_lines(metadata: Metadata, words: Mapping[str, Any]) -> Iterator[CoverLine]:
    """The words of the cover, from its head to its foot: those of the title block."""
    day = written_date(metadata.date, words) if metadata.date else ""
    for role, phrases in (
        ("organ", (metadata.organ, metadata.symbol)),
        ("kind", (metadata.kind,)),
        ("title", metadata.title_phrases),
        ("subtitle", metadata.subtitle_phrases),
        ("date", (", ".join(filter(None, (metadata.place, day))),)),
    ):
        if said := tuple(filter(None, phrases)):
            yield CoverLine(role, said)


def epub(rendering: Rendering) -> Mapping[str, str]:
    """XHTML pages in reading order, then the navigation document and the style sheet, each by "epub/" and its name."""
    document = rendering.numbered.document
    preamble = document.preamble and Part("preamble.xhtml", str(rendering.words["preamble"]), document.preamble)
    parts = list(_parts(rendering))
    files = {anchor: part.file for part in [*([preamble] if preamble else []), *parts] for anchor in _anchors(part, rendering)}
    targets = _targets(document, rendering.numbered.numbers, files)

    def page(name: str, title: str, **values: object) -> str:
        return rendering.page(f"epub/{name}.xhtml.j2", title=title, href=lambda target: targets.get(target.lower(), target), heading=2, void="/", **values)

    words = rendering.words
    pages = {
        "epub/cover.xhtml": page("cover", words["cover"], cover=[" ".join(line.phrases) for line in cover_lines(document.metadata, words)]),
        "epub/title.xhtml": page("title", words["title-page"]),
    }
    if preamble:
        pages[f"epub/{preamble.file}"] = page("preamble", preamble.title, part=preamble)
    for part in parts:
        pages[f"epub/{part.file}"] = page("body", part.title, part=part)
    spine = [preamble, *parts] if preamble else parts
    pages["epub/nav.xhtml"] = page("nav", words["contents"], files=files, preamble=preamble, parts=parts, start=spine[0].file if spine else "title.xhtml")
    pages["epub/style.css"] = rendering.page("epub/style.css.j2", faces=_faces(document))
    return pages


def _parts(rendering: Rendering) -> Iterator[Part]:
    """The body in files: one for each division of the first level, one for the clauses between two of them."""
    document = rendering.numbered.document
    groups = list(_groups(document.body)) or ([()] if document.conclusion else [])
    for count, group in enumerate(groups, 1):
        last = count == len(groups)
        yield Part(f"body-{count}.xhtml", _title(group, rendering), group, document.conclusion if last else ())


def _groups(body: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    group: list[Block] = []
    length = 0
    for block in body:
        size = _size(block)
        if group and (isinstance(block, Division) or isinstance(group[-1], Division) or length + size > LONGEST):
            yield tuple(group)
            group, length = [], 0
        group.append(block)
        length += size
    if group:
        yield tuple(group)


def _size(block: Block) -> int:
    return len(plain(words_of(block))) + sum(map(_size, children(block)))


def _title(group: tuple[Block, ...], rendering: Rendering) -> str:
    """What a file is called: its heading, or the labels of its clauses ("Clauses I.–VIII.")."""
    document = rendering.numbered.document
    if group and isinstance(group[0], Division):
        return plain(group[0].heading)
    labels = [rendering.number(block).label for block in group if isinstance(block, Clause)]
    if not labels:
        return str(rendering.words["text"])
    return f"{rendering.words['provisions'][document.metadata.scheme]} {labels[0]}" + (f"–{labels[-1]}" if len(labels) > 1 else "")


def _anchors(part: Part, rendering: Rendering) -> Iterator[str]:
    for block in (*part.blocks, *part.conclusion):
        for inner in _all(block):
            yield rendering.number(inner).anchor


def _all(block: Block) -> Iterator[Block]:
    yield block
    for child in children(block):
        yield from _all(child)


def _targets(document: Document, numbers: Mapping[Block, Number], files: Mapping[str, str]) -> dict[str, str]:
    """Where a link inside the document leads: "#values" in lower case to "body-1.xhtml#values"."""
    targets = {f"#{anchor.lower()}": f"{file}#{anchor}" for anchor, file in files.items() if anchor}
    for block in blocks(document):
        if block.identifier and (anchor := numbers[block].anchor):  # an identifier that is too long has another anchor
            targets[f"#{block.identifier.lower()}"] = f"{files[anchor]}#{anchor}"
    return targets


def _faces(document: Document) -> tuple[str, ...]:
    """The faces of the theme that the text calls for: no reader should load an italic that nothing is set in."""
    every = list(blocks(document))
    stresses = [(block, piece) for block in every for piece in pieces(words_of(block)) if isinstance(piece, Emphasis | Strong)]
    headed = any(isinstance(block, Division) and block.level > 1 for block in every)
    italic = any(isinstance(piece, Emphasis) for _, piece in stresses)
    bold = any(isinstance(piece, Strong) for _, piece in stresses) or headed
    both = any(
        isinstance(block, Division) and isinstance(piece, Emphasis) or any(isinstance(inner, Emphasis | Strong) for inner in pieces(piece.inlines))
        for block, piece in stresses
    )
    wanted = {
        "text-regular": True,
        "text-italic": italic or bool(document.metadata.subtitle),
        "text-bold": bold,
        "text-bold-italic": both,
        "title": True,
    }
    return tuple(face for face, is_wanted in wanted.items() if is_wanted)
