"""The letters of a Word paragraph: stress, language, link, and what keeps a reader from meeting them."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.verify.docx_notes import Notes
from pipeline.verify.transcript import Hidden, Place, Run
from pipeline.wordprocessing.colours import BLACK, WHITE, Colours, unseen
from pipeline.wordprocessing.fields import STEADY, parse
from pipeline.wordprocessing.package import number, size_of
from pipeline.wordprocessing.properties import EFFECTS, Properties, is_on
from pipeline.wordprocessing.sections import Section
from pipeline.wordprocessing.styles import Styles
from pipeline.wordprocessing.text import DELETED, INSERTED, Inside, Paragraph, Piece

ANCHOR = "_Decl_"
"""Begins the names of our bookmarks."""

_SMALLEST = 4.0
"""Points below which nobody reads letters."""

_DRAWN = frozenset(EFFECTS)

_SIGNS = frozenset(
    ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "zapfdingbats", "marlett", "mt extra")
)
"""Fonts whose letters look like other signs."""


@dataclass(slots=True)
class Letters:
    """What the letters of one file are judged by. `language` is the document's, `rtl` its direction.

    `links` are the relationships of the part that is read, `note` the note.
    """

    styles: Styles
    colours: Colours
    section: Section
    language: str
    rtl: bool
    links: dict[str, str]
    accept: bool
    notes: Notes
    note: str = ""

    def read(self, paragraph: Paragraph, place: Place) -> Iterator[tuple[Run | Hidden, Properties]]:
        """Each piece as a run that is met, and as what is hidden of it, with the properties of its letters."""
        table = paragraph.inside.table or ""
        base = self.styles.run(None, paragraph.element, table)
        block = self.styles.paragraph(paragraph.element, None, table)
        turned = is_on(block.get("bidi")) if "bidi" in block else None
        outside = self._outside(block, paragraph.box)
        for piece in map(self._counted, paragraph.pieces):
            run = self.styles.run(piece.run, paragraph.element, table)
            if piece.code:
                if piece.text.strip():
                    yield Hidden(piece.text, "among the code of a field", place), run
                continue
            how = outside or self.hides(piece, run, block)
            if how:
                yield Hidden(piece.text, how, place), run
            if not how or (how == DELETED and not self.accept):
                yield self._run(piece, run, base, turned), run
                for change in self._alters(piece, run):
                    yield Hidden(piece.text, change, place), run

    def _counted(self, piece: Piece) -> Piece:
        """The mark of a note with its number."""
        if not piece.note:
            return piece
        return replace(piece, text=self._mark(self.note if piece.note == "label" else piece.note)[0])

    def _mark(self, key: str) -> tuple[str, str]:
        return self.notes.marks.get(key, ("", ""))

    # ---- what is met

    def _run(self, piece: Piece, run: Properties, base: Properties, turned: bool | None) -> Run:
        rtl = is_on(run.get("rtl"))
        tag = self._language(piece.text, run, rtl)
        link = self._link(piece)
        italic, bold = ("iCs", "bCs") if rtl else ("i", "b")
        underlined = run.get("u", {}).get("val", "none") not in ("none", "") and not link
        raised = run.get("vertAlign", {}).get("val", "")
        return Run(
            piece.text,
            emphasis=is_on(run.get(italic)) != is_on(base.get(italic)) or underlined,
            strong=is_on(run.get(bold)) != is_on(base.get(bold)),
            superscript=raised == "superscript",
            subscript=raised == "subscript",
            language=tag,
            direction=("rtl" if rtl else "ltr") if tag else self._turned(piece.text, rtl, turned),
            link=link,
            note=bool(piece.note),
        )

    def _turned(self, text: str, rtl: bool, turned: bool | None) -> str:
        """The direction of letters in the document's language where it is not the document's, else "".

        Programs do not keep w:rtl on letters that are written from the left anyway.
        """
        if not text.strip():
            return ""
        if rtl and not self.rtl:
            return "rtl"
        if self.rtl and not rtl and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
            return "ltr"
        return "" if turned in (None, self.rtl) else "rtl" if turned else "ltr"

    def _language(self, text: str, run: Properties, rtl: bool) -> str:
        """A run's language, "" where it is the document's. Of Word's three (17.3.2.20) the letters say which counts."""
        said, defaults = run.get("lang", {}), self.styles.defaults["rPr"].get("lang", {})
        slot = "bidi" if rtl else "eastAsia" if any(map(_is_east_asian, text)) and "eastAsia" in said else "val"
        tag = said.get(slot, "")
        return "" if tag in (self.language, defaults.get(slot, ""), "", "x-none") else tag

    def _link(self, piece: Piece) -> str:
        if piece.note:
            return "" if piece.note == "label" else self._mark(piece.note)[1]
        if piece.inside.link.startswith("#"):
            return "#" + piece.inside.link[1:].removeprefix(ANCHOR)
        if piece.inside.link:
            name, _, fragment = piece.inside.link.partition(" ")
            return self.links.get(name, "") + (f"#{fragment}" if fragment else "")
        target = parse(piece.field).link if piece.field else ""
        return "#" + target[1:].removeprefix(ANCHOR) if target.startswith("#") else target

    # ---- what is not

    def hides(self, piece: Piece | None, run: Properties, block: Properties) -> str:
        """What keeps a reader from meeting these letters; "" where nothing does. Without a piece, those of a label."""
        inside = piece.inside if piece else Inside()
        if inside.hides:
            return inside.hides
        if inside.revision == (DELETED if self.accept else INSERTED):
            return inside.revision
        how = _squeezed(run, block, len(piece.text) if piece else 0)
        if not how and (piece is None or piece.text.strip()):
            how = self._coloured(run, block, inside.shade)
        return how or (inside.revision if inside.revision == DELETED else "")

    def _coloured(self, run: Properties, block: Properties, shade: str) -> str:
        ink, shown = self.colours.ink(run)
        ground = self.colours.ground(run, block, shade)
        if shown >= 0.2 and (ink is None or not unseen(ink, ground)):
            return ""
        return "white on white" if ink == WHITE == ground else "the colour of its ground"

    def _alters(self, piece: Piece, run: Properties) -> Iterator[str]:
        """What lets a reader meet something else than these letters; they are met all the same."""
        inside = piece.inside
        if inside.alters:
            yield inside.alters
        if self.accept and inside.revision == INSERTED:
            yield inside.revision
        if is_on(run.get("strike")) or is_on(run.get("dstrike")):
            yield "struck through"
        if (is_on(run.get("caps")) or is_on(run.get("smallCaps"))) and piece.text != piece.text.upper():
            yield "shown in capitals"
        if any(is_on(run.get(name)) for name in ("outline", "imprint", "emboss", "shadow")) or run.keys() & _DRAWN:
            yield "drawn with an outline, a shadow or the like"
        if any(run.get(name, {}).get("val", "none") not in ("none", "nil") for name in ("em", "bdr", "effect")):
            yield "set off by signs, a border or movement"
        if run.get("highlight", {}).get("val", "none") not in ("none", "white"):
            yield "marked with a colour"
        fonts = {run.get("rFonts", {}).get(slot, "").lower() for slot in ("ascii", "hAnsi")} | {piece.symbol.lower()}
        if fonts & _SIGNS and piece.text.strip():
            yield "set in a font whose letters look like other signs"
        name = parse(piece.field).name if piece.field else ""
        if name and name not in STEADY and piece.text.strip():
            yield f"the result of a field that may change ({name})"

    def _outside(self, block: Properties, box: bool) -> str:
        """Paragraphs moved off the paper by indents or as a frame (17.3.1.11 and 17.3.1.12)."""
        section = self.section
        sides = block.get("ind", {})
        left, right = size_of(sides.get("left")), size_of(sides.get("right"))
        if not box and (
            left < -section.left or left > section.measure + section.right or right < -section.right - section.measure
        ):
            return "a place outside the page"
        if not box and section.measure - left - right < 100:
            return "a place outside the page"
        frame = block.get("framePr", {})
        for axis in ("x", "y"):
            if not -1500 <= size_of(frame.get(axis)) <= max(section.width, 30_000):
                return "a place outside the page"
        return ""


def _squeezed(run: Properties, block: Properties, count: int) -> str:
    """Letters that are switched off, or too small, low, narrow or far from their line to be read."""
    size = number(run.get("szCs" if is_on(run.get("rtl")) else "sz", {}).get("val"), 20) / 2
    spacing = block.get("spacing", {})
    fit = number(run.get("fitText", {}).get("val"), 0) / 20
    reasons = (
        ("hidden text", any(is_on(run.get(name)) for name in ("vanish", "webHidden", "specVanish"))),
        ("a size that nobody can read", size < _SMALLEST),
        ("letters too narrow to read", number(run.get("w", {}).get("val", "100").rstrip("%"), 100) < 20),
        ("letters too narrow to read", count > 2 and 0 < fit < size * count / 10),
        ("letters that stand upon one another", number(run.get("spacing", {}).get("val"), 0) / 20 < -size / 3),
        (
            "a line too low for its letters",
            spacing.get("lineRule") == "exact" and _points(spacing, "line") < size * 0.6,
        ),
        ("a place outside its line", abs(number(run.get("position", {}).get("val"), 0)) / 2 > 4 * size),
    )
    return next((how for how, holds in reasons if holds), "")


def _points(said: dict[str, str], name: str) -> float:
    return size_of(said.get(name)) / 20


def ink_of(colours: Colours, run: Properties) -> str:
    """The colour of letters as #rrggbb; automatic ones are black."""
    red, green, blue = colours.ink(run)[0] or BLACK
    return f"#{red:02x}{green:02x}{blue:02x}"


def _is_east_asian(character: str) -> bool:
    return character > "\u10ff" and unicodedata.east_asian_width(character) in ("W", "F")
