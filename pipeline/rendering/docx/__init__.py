"""The parts of the Word file: the document laid flat, styles and lists chosen, identifiers given; then rendered."""

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence

from pipeline.model import Block, Clause, Division, Document
from pipeline.rendering import Rendering
from pipeline.rendering.docx.elements import EmbeddedFace, Header
from pipeline.rendering.docx.flow import Flow, is_east_asian
from pipeline.rendering.docx.places import HEADINGS, Places, style_id
from pipeline.rendering.ruler import FOLIO, Ruler, note_label

SLACK = 7
"""Twips that the bottom margin gives up, so that rounding never costs a page its last line (word.md 8)."""

PARTS = (
    "docProps/app.xml",
    "word/_rels/document.xml.rels",
    "word/_rels/fontTable.xml.rels",
    "word/document.xml",
    "word/fontTable.xml",
    "word/numbering.xml",
    "word/settings.xml",
    "word/styles.xml",
)
"""The parts that have a template of their own, by their name in the package."""

NOTES = ("word/_rels/footnotes.xml.rels", "word/footnotes.xml")
"""Those of a document that has notes."""

UNKNOWN = "…"
"""What a field shows until Word has laid out the text, where its value is not known: nothing false."""

_SLOTS = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}


def docx(rendering: Rendering) -> Mapping[str, str]:
    """WordprocessingML parts by "docx/" and their name in the package ("docx/word/document.xml")."""
    metadata, page = rendering.numbered.document.metadata, rendering.theme.page
    places = Places(rendering.numbered.scheme, page)
    flow = Flow(rendering, places)
    title, italic = (Ruler(rendering.assets.faces[key]) for key in ("title", "text-italic"))
    measure = places.measure / 20
    headers = tuple(_headers(facing=page.facing))
    values: dict[str, object] = {
        "paragraphs": flow.paragraphs,
        "relations": flow.relations,
        "notes": flow.notes,
        "note_relations": flow.note_relations,
        "note_label": round(note_label(len(flow.notes)) * page.small.pt * 20),
        "looks": flow.looks,
        "places": places,
        "headers": headers,
        "embedded": tuple(_embedded(rendering)),
        "title_lines": title.lines(metadata.title_phrases, page.title.pt, measure),
        "subtitle_lines": italic.lines(metadata.subtitle_phrases, page.display.pt, measure),
        "running_title": italic.head(metadata.title_phrases, page.small.pt, measure - FOLIO * page.small.pt),
        "running_kind": italic.head((metadata.kind or metadata.title,), page.small.pt, measure - FOLIO * page.small.pt),
        "page_count": rendering.page_map.count if rendering.page_map else UNKNOWN,
        "outline": None if rendering.numbered.scheme.restarts else _outline(rendering.numbered.document),
        "head": max(page.top.twips - page.small_lead.twips - round(rendering.theme.space.head * page.lead.pt * 20), 0),
        "bottom": page.height.twips - page.top.twips - round(page.lines * page.lead.pt * 20) - SLACK,
        "twips": lambda lines: round(lines * page.lead.pt * 20),
        "table_size": round(2 * rendering.theme.text.table.of(page.text.pt)),
        "rule": max(round(8 * rendering.theme.text.rule.of(page.text.pt)), 2),
        "style_id": style_id,
        "east_asian": is_east_asian(metadata.language),
    }
    parts = (*PARTS, *(NOTES if flow.notes else ()))
    pages = {f"docx/{name}": rendering.page(f"docx/{name.rpartition('/')[2]}.j2", **values) for name in parts}
    for header in headers:
        pages[f"docx/word/{header.target}"] = rendering.page("docx/header.xml.j2", header=header, **values)
    return pages


def _headers(*, facing: bool) -> Iterator[Header]:
    """All the types there are, since LibreOffice drops the flags of those without a part: none on the first page."""
    yield Header("first", "header1", "header1.xml", folio="")
    yield Header("default", "header2", "header2.xml", folio="right")
    if facing:
        yield Header("even", "header3", "header3.xml", folio="left")


def _embedded(rendering: Rendering) -> Iterator[EmbeddedFace]:
    for key, face in rendering.theme.faces.items():
        if data := rendering.assets.faces.get(key):
            guid = uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(data).hexdigest())  # the same font, the same key
            slot = _SLOTS[face.weight >= 600, face.italic]
            target = f"fonts/{key}.odttf"
            yield EmbeddedFace(face.name, slot, f"font-{key}", target, f"{{{str(guid).upper()}}}", *_signature(data))


def _signature(font: bytes) -> tuple[str, tuple[str, ...]]:
    """A font's PANOSE number, and the bits for the letters that it has: four words for Unicode, two for code pages.

    From its table OS/2 (OpenType 1.9: panose at 32, ulUnicodeRange1 at 42, ulCodePageRange1 at 78), as hexadecimal.
    """
    for entry in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        if font[entry : entry + 4] == b"OS/2":
            table = int.from_bytes(font[entry + 8 : entry + 12], "big")
            words = (font[table + at : table + at + 4].hex().upper() for at in (42, 46, 50, 54, 78, 82))
            return font[table + 32 : table + 42].hex().upper(), tuple(words)
    return "", ()


def _outline(document: Document) -> int:
    return max(map(_deepest, (document.body, document.annexes)))


def _deepest(inner: Sequence[Block], level: int = 0) -> int:
    """The level of the deepest heading that holds clauses: counted from 0, as Word counts, it is their own level."""
    deepest = 0
    for block in inner:
        if isinstance(block, Clause):
            deepest = max(deepest, level)
        elif isinstance(block, Division):
            deepest = max(deepest, _deepest(block.blocks, min(block.level, HEADINGS)))
    return deepest
