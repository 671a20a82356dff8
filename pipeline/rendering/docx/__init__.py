"""The parts of the Word file: the document laid flat, its styles and lists chosen, all identifiers given, then rendered."""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.numbering import SCHEMES
from pipeline.rendering import Rendering
from pipeline.rendering.docx.elements import WordParagraph
from pipeline.rendering.docx.flow import LOOKS, Flow
from pipeline.rendering.docx.places import ALWAYS, Places, style_id
from pipeline.rendering.docx.ruler import Ruler
from pipeline.model import Block, Clause, Division
from pipeline.walk import blocks, children

SLACK = 7
"""Twips that the bottom margin gives up, so that rounding never costs a page its last line (word.md 8)."""


@dataclass(frozen=True, slots=True)
class EmbeddedFace:
    """One face in the font table: `slot` is Regular, Bold, Italic or BoldItalic, `key` its GUID (ECMA-376 17.8.1)."""

    name: str
    slot: str
    relation: str
    target: str
    key: str


@dataclass(frozen=True, slots=True)
class Header:
    """One header part: `kind` is its w:type, `shown` whether it says anything, `outer` where its folio stands."""

    kind: str
    relation: str
    target: str
    shown: bool
    folio: str


def docx(rendering: Rendering) -> Mapping[str, str]:
    """WordprocessingML parts by "docx/" and their name in the package ("docx/word/document.xml")."""
    document, theme = rendering.numbered.document, rendering.theme
    page, metadata = theme.page, document.metadata
    places = Places(SCHEMES[metadata.scheme], page)
    flow = Flow(rendering, places)
    title_ruler = Ruler(rendering.assets.faces.get("title", b""))
    italic_ruler = Ruler(rendering.assets.faces.get("text-italic", b""))
    measure = places.measure / 20
    values = {
        "paragraphs": flow.paragraphs,
        "places": places,
        "looks": flow.looks,
        "relations": flow.relations,
        "headers": tuple(_headers(facing=page.facing)),
        "embedded": tuple(_embedded(rendering)),
        "title_lines": title_ruler.lines(metadata.title_phrases, page.title.pt, measure),
        "subtitle_lines": italic_ruler.lines(metadata.subtitle_phrases, page.display.pt, measure),
        "running_title": italic_ruler.head(metadata.title_phrases, page.small.pt, measure - 4 * page.small.pt),
        "page_count": _page_count(flow.paragraphs, places),
        "outline": _outline(document.body),
        "bottom": page.height.twips - page.top.twips - round(page.lines * page.lead.twips) - SLACK,
        "lines": lambda count: round(count * page.lead.twips),
        "style_id": style_id,
        "east_asian": metadata.language.split("-")[0] in ("zh", "ja", "ko"),
    }
    ...
