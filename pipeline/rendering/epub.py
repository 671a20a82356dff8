"""The pages of the e-book: which block stands in which file, and where each anchor is found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model import Block, Clause, Division, Document, Emphasis, Figure, Metadata, Strong
from pipeline.rendering import Rendering, written_date
from pipeline.rendering.pagemarks import marked
from pipeline.walk import blocks, children, notes_in, pieces, plain, words_of

_TITLE = "title.xhtml"

LONGEST = 150_000
"""Characters of text in a file of clauses, about: older reading systems refuse files of over 300 kB."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the text; `title` names it. The conclusion stands at the end of the last one."""

    file: str
    title: str
    blocks: tuple[Block, ...]
    conclusion: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverLine:
    """What the cover says in one role (organ, kind, title, subtitle, date), in phrases between which it may break."""

    role: str
    phrases: tuple[str, ...]


def epub(rendering: Rendering) -> Mapping[str, str]:
    """XHTML pages in reading order, then the navigation document and the style sheet, each by "epub/" and its name."""
    document, words = rendering.numbered.document, rendering.words
    front = [Part("preamble.xhtml", str(words["preamble"]), document.preamble)] if document.preamble else []
    parts = [*front, *_parts(rendering)]
    files = {rendering.number(block).anchor: part.file for part in parts for block in _within(part)}

    def href(target: str) -> str:
        return files.get(target[1:], "") + target if target.startswith("#") else target

    def page(name: str, title: str, **values: object) -> str:
        return rendering.page(f"epub/{name}.xhtml.j2", title=title, href=href, heading=2, void="/", **values)

    cover = [" ".join(line.phrases) for line in cover_lines(document.metadata, words)]
    begins = dict(enumerate(rendering.page_map.begins, 1)) if rendering.page_map else {}
    opened = {number: files[begin.anchor] if begin.anchor else _TITLE for number, begin in begins.items()}
    text = {
        _TITLE: page("title", words["title-page"]),
        **{part.file: page("preamble" if part in front else "body", part.title, part=part) for part in parts},
    }
    for file, said in text.items():
        here = [(number, begins[number]) for number, where in opened.items() if where == file]
        text[file] = marked(said, here, _mark, f"epub/{file}")
    return {
        "epub/cover.xhtml": page("cover", words["cover"], cover=cover),
        **{f"epub/{file}": said for file, said in text.items()},
        "epub/nav.xhtml": page("nav", words["contents"], files=files, preamble=front, parts=parts, opened=opened),
        "epub/style.css": rendering.page("epub/style.css.j2", faces=_faces(document)),
    }


def _mark(number: int) -> str:
    """Where a page begins (EPUB 3.3, D.2; EPUB Accessibility 1.1): nothing to be seen, a name for who listens."""
    return f'<span epub:type="pagebreak" role="doc-pagebreak" id="page-{number}" aria-label="{number}"></span>'


def cover_lines(metadata: Metadata, words: Mapping[str, Any]) -> Iterator[CoverLine]:
    """The words of the cover from head to foot: those of the title block. The alternative text says the same."""
    day = written_date(metadata.date, words) if metadata.date else ""
    for role, phrases in (
        ("organ", (" · ".join(filter(None, (metadata.organ, metadata.symbol))),)),
        ("kind", (metadata.kind,)),
        ("title", metadata.title_phrases),
        ("subtitle", metadata.subtitle_phrases),
        ("date", (", ".join(filter(None, (metadata.place, day))),)),
    ):
        if said := tuple(filter(None, phrases)):
            yield CoverLine(role, said)


def _parts(rendering: Rendering) -> Iterator[Part]:
    """Body and annexes in files: one for each division of the first level, one for what stands between two of them."""
    document = rendering.numbered.document
    body = list(_groups(document.body)) or ([()] if document.conclusion else [])
    for count, group in enumerate((*body, *_groups(document.annexes)), 1):
        conclusion = document.conclusion if count == len(body) else ()
        yield Part(f"body-{count}.xhtml", _title(group, rendering), group, conclusion)


def _groups(body: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
    group: list[Block] = []
    length = 0
    for block in body:
        size = _size(block)
        alone = isinstance(block, Division) or (group and isinstance(group[-1], Division))
        if group and (alone or length + size > LONGEST):
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
    if group and isinstance(group[0], Division):
        return " ".join(filter(None, (rendering.number(group[0]).label, plain(group[0].heading))))
    labels = [rendering.number(block).label for block in group if isinstance(block, Clause)]
    if not labels:
        return str(rendering.words["text"])
    kind = rendering.words["provisions"][rendering.numbered.scheme.provision]
    return f"{kind} {labels[0]}–{labels[-1]}" if len(labels) > 1 else f"{kind} {labels[0]}"


def _within(part: Part) -> Iterator[Block]:
    for block in (*part.blocks, *part.conclusion):
        yield from _descend(block)
    for note in notes_in((*part.blocks, *part.conclusion)):
        yield from note.blocks


def _descend(block: Block) -> Iterator[Block]:
    yield block
    for child in children(block):
        yield from _descend(child)


def _faces(document: Document) -> tuple[str, ...]:
    """The faces of the theme that the text calls for: nobody should load an italic in which nothing is set."""
    wanted = {"text-regular", "title"} | ({"text-italic"} if document.metadata.subtitle else set())
    for block in blocks(document):
        heavy = isinstance(block, Division) and block.level > 1 and bool(block.heading)
        slanted = isinstance(block, Figure) and bool(block.caption)
        wanted |= {"text-bold"} if heavy else {"text-italic"} if slanted else set()
        for piece in pieces(words_of(block)):
            if isinstance(piece, Emphasis | Strong):
                wanted.add("text-italic" if isinstance(piece, Emphasis) else "text-bold")
                if heavy or slanted or any(isinstance(inner, Emphasis | Strong) for inner in pieces(piece.inlines)):
                    wanted.add("text-bold-italic")
    return tuple(sorted(wanted))
