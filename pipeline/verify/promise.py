"""What the source promises: the transcript that every edition must give, worked out here from the source's nodes.

The labels are counted anew, by arithmetic of our own, so that a wrong number of the numbering pass cannot be wrong
in all four editions and therefore pass; so are the names by which links reach each place.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, assert_never

from pipeline.model import (
    Block,
    BulletList,
    Clause,
    Code,
    Division,
    Document,
    Emphasis,
    Figure,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    Metadata,
    Note,
    Paragraph,
    Quotation,
    Reference,
    Scheme,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from pipeline.verify.places import Places
from pipeline.verify.transcript import Cell, Heading, Kind, Passage, Place, Run, Transcript, join

_UNHELD = {
    "docx": ("rights",),
    "html": (),
    "epub": (),
    "pdf": (),
    "print": (),
}
"""The metadata that a format has no place for."""

_PLAIN = Run("")
_OURS = uuid.UUID("6f3d0c5e-2a4b-5d7e-9b1f-8c4a7e2d9035")
"""The namespace of the names that we give (docs/source.md), here once more."""


def promise(document: Document, scheme: Scheme, words: Mapping[str, Any], *, word: bool = False) -> Transcript:
    """The transcript of a document: passages in order, metadata, outline; with `word` references as Word has them."""
    places = Places(document, scheme, word=word)
    passages = list(_title_block(document.metadata, words))
    outline: list[Heading] = []
    for part in (document.preamble, document.body, document.conclusion, document.annexes):
        for block in part:
            passages.extend(_block(block, places, outline, depth=1))
    passages.extend(passage for note in places.notes for passage in _note(note, places))
    spoken = (_spoken(passage, document.metadata) for passage in passages)
    return Transcript("source", tuple(spoken), _metadata(document.metadata), tuple(outline))


def promised(whole: Transcript, name: str, document: Document, scheme: Scheme, words: Mapping[str, Any]) -> Transcript:
    """The promise as one format must keep it: what it has a place for, in the form that it has it."""
    metadata = {key: value for key, value in whole.metadata.items() if key not in _UNHELD.get(name, ())}
    if name in ("docx", "epub", "pdf", "print"):
        metadata["identifier"] = identifier_of(document.metadata)
    if name == "docx" and document.metadata.kind:
        metadata["kind"] = document.metadata.kind
    if moment := _modified(document.metadata):
        metadata |= {"modified": moment} if name in ("epub", "pdf", "print") else {}
    outline = list(whole.outline)
    if name == "docx":
        outline = _styled(whole, clauses=not scheme.restarts)
    elif name == "epub" and document.conclusion:
        anchors = Places(document, scheme).anchors
        annexes = {anchors[block] for block in document.annexes}
        at = next((at for at, heading in enumerate(outline) if heading.anchor in annexes), len(outline))
        outline.insert(at, Heading(1, str(words["conclusion"]), anchors[document.conclusion[0]]))
    passages = whole.passages if name != "print" else tuple(map(_unlinked, whole.passages))
    if name in ("docx", "print"):  # there the number of a note is no link: Word has its own way back
        passages = tuple(replace(passage, back="") if passage.back else passage for passage in passages)
    return replace(whole, passages=passages, metadata=metadata, outline=tuple(outline))


def _unlinked(passage: Passage) -> Passage:
    """As it is printed: no press prints what a link leads to."""
    return replace(passage, runs=join(replace(run, link="") for run in passage.runs))


def _styled(whole: Transcript, *, clauses: bool) -> list[Heading]:
    """The outline of a Word file: whole paragraphs.

    Where `clauses` stand in it, those all at the level below the deepest heading that has any, since a level belongs to
    a style.
    """
    level, deepest = 0, 0
    for passage in whole.passages:
        level = passage.level if passage.kind is Kind.HEADING else level
        deepest = max(deepest, level) if passage.kind is Kind.CLAUSE and passage.level == 1 else deepest
    return [
        Heading(
            passage.level if passage.kind is Kind.HEADING else deepest + 1,
            f"{passage.label} {passage.heading}".strip(),
            passage.anchor,
        )
        for passage in whole.passages
        if passage.kind is Kind.HEADING or (clauses and passage.kind is Kind.CLAUSE and passage.level == 1)
    ]


def _spoken(passage: Passage, metadata: Metadata) -> Passage:
    """A run's language is only said where it is not the document's."""
    own = metadata.language, metadata.direction
    if not any(run.language for run in passage.runs):
        return passage
    runs = [
        replace(run, language="", direction="") if (run.language, run.direction) == own else run for run in passage.runs
    ]
    return replace(passage, runs=join(runs))


# ---- passages


def _title_block(metadata: Metadata, words: Mapping[str, Any]) -> Iterator[Passage]:
    day = metadata.date
    date = ""
    if day:
        pattern = words.get("date-first", words["date"]) if day.day == 1 else words["date"]
        date = str(pattern).replace("{day}", str(day.day)).replace("{month}", str(words["months"][day.month - 1]))
        date = date.replace("{year}", str(day.year))
    lines = (
        (Kind.ORGAN, " · ".join(filter(None, (metadata.organ, metadata.symbol)))),
        (Kind.KIND, metadata.kind),
        (Kind.TITLE, metadata.title),
        (Kind.SUBTITLE, metadata.subtitle),
        (Kind.DATE, ", ".join(filter(None, (metadata.place, date)))),
    )
    for kind, text in lines:
        if text:
            yield Passage(kind, (Run(text),), level=1 if kind is Kind.TITLE else 0)


def _block(  # noqa: C901, PLR0912  # a case for each node
    block: Block, places: Places, outline: list[Heading], depth: int, kind: Kind = Kind.LINE
) -> Iterator[Passage]:
    """The passages of a block.

    `kind` is what a plain paragraph is here; `depth` the outline's level for what it holds.
    """
    place = Place(path=f"line {block.position.line}")
    match block:
        case Paragraph():
            runs = runs_of(block.inlines, Run("", language=block.language, direction=block.direction), places)
            broken = _broken(block.inlines)
            yield Passage(kind, runs, anchor=places.anchors.get(block, ""), place=place, broken=broken)
        case Clause():
            label, anchor = places.labels[block], places.anchors[block]
            if block.level == 1 and not places.anew:
                outline.append(Heading(depth, f"{label} {block.short}".strip(), anchor))
            lead, *rest = block.blocks
            for passage in _block(lead, places, outline, depth):
                yield replace(passage, kind=Kind.CLAUSE, level=block.level, label=label, anchor=anchor)
            for inner in rest:
                yield from _block(inner, places, outline, depth)
        case Division():
            runs = runs_of(block.heading, places=places)
            text = "".join(run.text for run in runs if not run.note).strip()
            label = places.labels.get(block, "")
            outline.append(Heading(depth, " ".join(filter(None, (label, block.short or text))), places.anchors[block]))
            yield Passage(Kind.HEADING, runs, block.level, label, places.anchors[block], place=place)
            for inner in block.blocks:
                yield from _block(inner, places, outline, depth + 1)
        case BulletList():
            yield from _list(block, places, outline, depth, 1)
        case Quotation():
            for inner in block.blocks:
                for passage in _block(inner, places, outline, depth, Kind.QUOTATION):
                    yield _in_language(passage, block.language, block.direction)
        case Figure():
            yield Passage(Kind.FIGURE, (), anchor=places.anchors[block], alternative=block.alternative, place=place)
            if block.caption:
                yield Passage(Kind.CAPTION, runs_of(block.caption, places=places), place=place)
        case Table():
            yield from _table(block, places, place)
        case _:
            assert_never(block)


def _table(block: Table, places: Places, place: Place) -> Iterator[Passage]:
    """Its caption and its cells; the first of them has its name. An empty cell says nothing."""
    anchor = places.anchors[block]
    if block.caption:
        yield Passage(Kind.CAPTION, runs_of(block.caption, places=places), 1, anchor=anchor, place=place)
        anchor = ""
    number = places.tables[block]
    for at, row in enumerate(block.rows, 1):
        for cell in row.cells:
            head = "column" if at <= block.header_rows else "row" if cell.column < block.header_columns else ""
            where = Cell(number, at, cell.column + 1, cell.rows, cell.columns, head, _size(block))
            for words in cell.blocks:
                here = Place(path=f"line {words.position.line}")
                level = int(head == "column")
                yield Passage(
                    Kind.CELL, runs_of(words.inlines, places=places), level, anchor=anchor, cell=where, place=here
                )
                anchor = ""


def _size(block: Table) -> tuple[int, int]:
    return len(block.rows), len(block.alignments)


def captions(promise: Transcript) -> Iterator[str]:
    """What tables are called by: the words of their captions, without the marks of notes."""
    yield from (passage.heading for passage in promise.passages if passage.kind is Kind.CAPTION and passage.level)


def _list(block: BulletList, places: Places, outline: list[Heading], depth: int, level: int) -> Iterator[Passage]:
    for item in block.items:
        for number, inner in enumerate(item.blocks):
            if isinstance(inner, BulletList):
                yield from _list(inner, places, outline, depth, level + 1)
            else:
                for passage in _block(inner, places, outline, depth):
                    first = number == 0 and isinstance(inner, Paragraph)
                    yield replace(passage, kind=Kind.ITEM, level=level) if first else passage


def _note(note: Note, places: Places) -> Iterator[Passage]:
    """The paragraphs of a note, the first with its number, which leads back to the mark."""
    for at, block in enumerate(note.blocks):
        for passage in _block(block, places, [], 0, Kind.NOTE):
            yield replace(passage, label=places.labels[block], back=f"#{places.marks[block]}") if at == 0 else passage


def _in_language(passage: Passage, language: str, direction: str) -> Passage:
    if not language:
        return passage
    runs = (run if run.language else replace(run, language=language, direction=direction) for run in passage.runs)
    return replace(passage, runs=tuple(runs))


def runs_of(inlines: tuple[Inline, ...], outer: Run = _PLAIN, places: Places | None = None) -> tuple[Run, ...]:
    """Inlines flattened; neighbours that differ in nothing are one run, white space is single spaces.

    With the places known, the marks of notes are among them.
    """
    return join(_flat(inlines, outer, places))


def _flat(  # noqa: C901, PLR0912  # a case for each node
    inlines: tuple[Inline, ...], outer: Run, places: Places | None
) -> Iterator[Run]:
    for inline in inlines:
        match inline:
            case Text() | Code():
                yield replace(outer, text=inline.text)
            case LineBreak():
                yield replace(outer, text=" ")
            case Emphasis():
                yield from _flat(inline.inlines, replace(outer, emphasis=not outer.emphasis), places)
            case Strong():
                yield from _flat(inline.inlines, replace(outer, strong=True), places)
            case Superscript():
                yield from _flat(inline.inlines, replace(outer, superscript=True), places)
            case Subscript():
                yield from _flat(inline.inlines, replace(outer, subscript=True), places)
            case LanguageSpan():
                within = replace(outer, language=inline.language, direction=inline.direction)
                yield from _flat(inline.inlines, within, places)
            case Link():
                yield from _flat(inline.inlines, replace(outer, link=inline.target), places)
            case Reference():
                for text, anchor in places.references[inline] if places else ():
                    yield replace(outer, text=text, link=f"#{anchor}" if anchor else outer.link)
            case Note():
                if places:
                    first = inline.blocks[0]
                    label, link = places.labels[first], f"#{places.anchors[first]}"
                    yield replace(outer, text=label, superscript=True, link=link, note=True)
            case _:
                assert_never(inline)


def _broken(inlines: tuple[Inline, ...]) -> bool:
    return any(isinstance(each, LineBreak) or _broken(getattr(each, "inlines", ())) for each in inlines)


def _metadata(metadata: Metadata) -> Mapping[str, str]:
    given = {
        "title": metadata.title,
        "language": metadata.language,
        "date": metadata.date.isoformat() if metadata.date else "",
        "organ": metadata.organ,
        "identifier": metadata.identifier,
        "publisher": metadata.publisher,
        "description": metadata.description,
        "subjects": ", ".join(metadata.subjects),
        "rights": metadata.rights,
    }
    return {key: value for key, value in given.items() if value}


def _modified(metadata: Metadata) -> str:
    """When the text was last changed; "" where the source does not say, since then its environment did."""
    if metadata.modified:
        return metadata.modified.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{metadata.date}T00:00:00Z" if metadata.date and metadata.date.year >= 1980 else ""


def identifier_of(metadata: Metadata) -> str:
    """The identifier as a URI (EPUB 3.3, 5.5.3.1.1); where none was given, a UUID from organ, symbol.

    Date and language.
    """
    given = metadata.identifier
    if not given:
        told = metadata.organ, metadata.symbol or metadata.title, str(metadata.date or ""), metadata.language
        return f"urn:uuid:{uuid.uuid5(_OURS, chr(10).join(told))}"
    bare = re.sub(r"(?i)^(?:urn:)?isbn(?:-1[03])?:?\s*", "", given)
    digits = re.sub(r"[\s-]", "", bare).upper()
    if re.fullmatch(r"97[89]\d{10}", digits) or (bare != given and re.fullmatch(r"\d{9,12}[\dX]", digits)):
        return f"urn:isbn:{digits}"
    if doi := re.fullmatch(r"(?i)(?:https?://(?:dx\.)?doi\.org/|urn:doi:|doi:\s*)?(10\.\d{4,9}/\S+)", given):
        return f"urn:doi:{doi[1]}"
    if re.fullmatch(r"(?i)(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", given):
        return "urn:uuid:" + given[-36:].lower()
    return given
