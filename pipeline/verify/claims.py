"""What the theme promises of each format: its looks, and what stands beside its text.

Nothing is claimed without a theme.
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.model import Document, Scheme
from pipeline.theme import Theme
from pipeline.verify.docx_furniture import things
from pipeline.verify.furniture import Made, furniture
from pipeline.verify.heads import head
from pipeline.verify.looks.html import labels_of
from pipeline.verify.promise import captions
from pipeline.verify.transcript import Furniture, Transcript
from pipeline.verify.web_faces import promised


@dataclass(frozen=True, slots=True)
class Promised:
    """What a source says, for whoever proves it.

    Its nodes, the scheme, the words that we generate by their names, the bytes of its file; what the tokens say (None
    where any look will do), the files of its figures in their order, and its faces by the theme's keys.
    Formats in `own` look as templates of somebody else say. `cut` cuts a face to some characters; where there is none,
    nothing is claimed of faces that are cut.
    """

    document: Document
    scheme: Scheme
    words: Mapping[str, Any]
    source: bytes
    theme: Theme | None = None
    pictures: Sequence[bytes] = ()
    own: frozenset[str] = frozenset()
    faces: Mapping[str, bytes] = field(default_factory=dict)
    cut: Callable[[bytes, set[int]], bytes] | None = None

    @property
    def refers(self) -> bool:
        """Whether its text may hold references, whose words are others in Word: `[](#…)`."""
        return b"[](" in self.source


def claims(it: Promised, promise: Transcript, found: Transcript) -> dict[str, Any]:
    """The arguments of checks.edition for one format: its looks and furniture, where they are claimed."""
    name, theme = found.format, it.theme
    if theme is None or name in it.own:
        return {}
    module = importlib.import_module(f"pipeline.verify.looks.{name}")
    more = {"html": (labels_of(promise.passages),), "print": (found,)}
    looks = module.looks(theme, *more.get(name, ()))
    if name in ("pdf", "print"):
        # A line that ends where the source asks for it is no full one: how the others end cannot be told by counting.
        broken = {(passage.kind, passage.level) for passage in promise.passages if passage.broken}
        looks = {key: replace(look, align=None) if key in broken else look for key, look in looks.items()}
        beside = module.furniture(theme, it.document.metadata, found, it.words)
    elif name == "docx":
        called = frozenset(captions(promise))
        beside = _heads(it, theme, found) + things(theme, it.pictures, it.faces, called, found.furniture)
    else:
        made = Made(it.document, it.scheme, promise, theme, it.words, it.pictures, pages=_marked(found))
        beside = furniture(name, made, found.furniture) + tuple(promised(theme, it.faces, it.cut, found.furniture))
    return {"looks": looks, "furniture": beside}


def _marked(found: Transcript) -> list[str]:
    """The pages that a file marks or lists."""
    return list(dict.fromkeys((*found.pages, *(entry.text for entry in found.page_list or ()))))


def _heads(it: Promised, theme: Theme, found: Transcript) -> tuple[Furniture, ...]:
    """The running heads of a Word file: the title and the folio with the number of pages.

    On facing pages the folio stands outside, and what kind of document it is on the right. One that is too long for
    its line ends in an ellipsis.
    """
    metadata = it.document.metadata
    title, kind = metadata.title_phrases, (metadata.kind,) if metadata.kind else metadata.title_phrases
    heads = {"header, default": (title, " {PAGE}/{NUMPAGES}")}
    if theme.page.facing:
        heads = {"header, default": (kind, " {PAGE}"), "header, even": (title, "")}
    there = {piece.where: piece.text for piece in found.furniture}
    made = []
    for where, (phrases, folio) in heads.items():
        first = "{PAGE} " if where == "header, even" else ""
        shown = there.get(where, "").removeprefix(first).removesuffix(folio)
        made.append(Furniture(where, first + head(phrases, shown, theme.page) + folio))
    return tuple(made)
