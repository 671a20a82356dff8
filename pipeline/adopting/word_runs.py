"""The runs of a Word paragraph: marks, links, notes called, and what is left out of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.wordprocessing.fields import parse
from pipeline.wordprocessing.package import w
from pipeline.wordprocessing.properties import Properties, is_on
from pipeline.wordprocessing.styles import Styles
from pipeline.wordprocessing.text import DELETED, INSERTED, Paragraph, Piece

_SYMBOLS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf02d": "-",
    "\uf0a0": "\u00a0",
    "\uf0b0": "°",
    "\uf0b1": "±",
    "\uf0a3": "≤",
    "\uf0b3": "≥",
    "\uf0ae": "→",
}
"""What letters of the fonts Symbol and Wingdings look like."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters alike. `left` says why they are left out; `note` is the name of a note called here.

    `shown` is their revision, where revisions are shown.
    """

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""
    field: str = ""
    code: bool = False
    left: str = ""
    note: str = ""
    shown: str = ""


@dataclass(slots=True)
class Runs:
    """Reads paragraphs. `relations` are those of the document part."""

    styles: Styles
    relations: Mapping[str, tuple[str, str, bool]]
    revisions: str

    def mark(self, paragraph: Paragraph) -> Properties:
        """The properties of a paragraph's mark."""
        return self.styles.run(paragraph.element.find(w("pPr")), paragraph.element, paragraph.inside.table or "")

    def read(self, paragraph: Paragraph) -> Iterator[Run]:
        """The runs of a paragraph in order, notes at their places."""
        base = self.styles.run(None, paragraph.element, paragraph.inside.table or "")
        for piece in paragraph.pieces:
            if not piece.note:
                yield self.run(piece, paragraph, base)
            elif piece.note != "label" and piece.inside.revision != self.gone:
                kind, _, identifier = piece.note.partition(" ")
                yield Run("", note=f"{kind[0]}{identifier}")

    @property
    def gone(self) -> str:
        """The revisions whose words are left out."""
        return {"accept": DELETED, "reject": INSERTED}.get(self.revisions, "shown")

    def run(self, piece: Piece, paragraph: Paragraph, base: Properties) -> Run:
        run = self.styles.run(piece.run, paragraph.element, paragraph.inside.table or "")
        if piece.code:
            return Run(piece.text, code=True)
        left = piece.inside.hides or ("hidden text" if is_on(run.get("vanish")) else "")
        revision = piece.inside.revision
        text = _SYMBOLS.get(piece.text, piece.text) if len(piece.text) == 1 else piece.text
        if not left and revision == self.gone:
            left = revision
        marks = set()
        if is_on(run.get("i")) != is_on(base.get("i")):
            marks.add("em")
        if is_on(run.get("b")) and not piece.inside.link:
            marks.add("strong")
        raised = run.get("vertAlign", {}).get("val", "")
        if raised in ("superscript", "subscript"):
            marks.add("sup" if raised == "superscript" else "sub")
        shown = revision if self.revisions == "show" else ""
        return Run(text, frozenset(marks), self.link(piece), piece.field or piece.inside.field, left=left, shown=shown)

    def link(self, piece: Piece) -> str:
        target = ""
        if piece.inside.link and not piece.inside.link.startswith("#"):
            name, _, fragment = piece.inside.link.partition(" ")
            target = self.relations.get(name, ("", "", False))[1] + (f"#{fragment}" if fragment else "")
        elif piece.field:
            target = parse(piece.field).link
        usable = target.startswith(("http://", "https://", "mailto:")) and not any(map(str.isspace, target))
        return target if usable and "<" not in target and ">" not in target else ""
