"""What the content streams of a page show (ISO 32000-1, 9.4): each piece of text with its characters and their places.

Only text and marked content are followed here: they say what is in the file. What can be seen of it `page` asks PDFium.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import pikepdf

from pipeline.unzip import Refused
from pipeline.verify.pdf.fonts import Font, Fonts
from pipeline.verify.pdf.layers import Layers
from pipeline.verify.pdf.shown import Mark, Pictured, Shown
from pipeline.verify.pdf.tokens import Array, operations, text_string

PIECES = 200_000
"""Pieces of text in one file: a book of a thousand pages of ours has some seventy thousand."""

FORMS = 20_000
"""Drawings of form XObjects: forms that draw forms that draw forms can be a bomb."""

DEEPEST = 12

_FIRST_ACCENT = "\u0300"
"""No character before it combines with the one before it."""

Matrix = tuple[float, float, float, float, float, float]

_ROUNDED = 1e-4
"""Of a letter's height: by how much less it is wider or narrower than its font has it, it is so by rounding."""
_NO_MATRIX: Matrix = (1, 0, 0, 1, 0, 0)
_STATES = 500
"""Graphics states inside one another; readers need not keep more than 28 (Annex C)."""


@dataclass(slots=True)
class _State:
    """The graphics state as far as text needs it (8.4, 9.3)."""

    matrix: Matrix
    font: Font | None = None
    size: float = 0.0
    character: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    ink: str = ""
    over: bool = False


@dataclass(slots=True)
class Contents:
    """Reads the pages of one file; counts over all of them, so that one limit holds for the whole."""

    fonts: Fonts
    layers: Layers
    pieces: int = 0
    forms: int = 0

    def page(self, number: int, page: pikepdf.Page, base: Matrix) -> tuple[list[Shown], list[Pictured]]:
        """All text and images that the page's contents show, in the order in which they do. Raises Refused."""
        streams = page.obj.get("/Contents", pikepdf.Array([]))
        parts = list(streams) if isinstance(streams, pikepdf.Array) else [streams]
        data = b"\n".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))
        resources = next((node["/Resources"] for node in above(page.obj) if "/Resources" in node), None)
        stream = _Stream(self, number, f"page {number}", resources, _State(base))
        stream.run(data)
        return stream.shown, stream.pictured


@dataclass(slots=True)
class _Stream:
    """One content stream on its way: its state, the marks that are open, what it has shown."""

    contents: Contents
    page: int
    owner: str
    resources: Any
    state: _State
    depth: int = 0
    shown: list[Shown] = field(default_factory=list)
    pictured: list[Pictured] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=lambda: [Mark()])
    stack: list[_State] = field(default_factory=list)
    place: Matrix = _NO_MATRIX
    line: Matrix = _NO_MATRIX
    fonts: dict[str, Font | None] = field(default_factory=dict)
    overprints: dict[str, bool | None] = field(default_factory=dict)

    def run(self, data: bytes) -> None:
        operators = self.OPERATORS
        for name, operands in operations(data):
            known = operators.get(name)
            if known is not None and len(operands) >= known[1]:
                known[0](self, operands)

    # ---- the graphics state and the text matrices (8.4.4, 9.3, 9.4.2)

    def _save(self, _: list[Any]) -> None:
        if len(self.stack) < _STATES:
            now = self.state
            self.stack.append(now)
            self.state = _State(
                now.matrix,
                now.font,
                now.size,
                now.character,
                now.word,
                now.scale,
                now.leading,
                now.rise,
                now.ink,
                now.over,
            )

    def _restore(self, _: list[Any]) -> None:
        self.state = self.stack.pop() if self.stack else self.state

    def _transform(self, operands: list[Any]) -> None:
        self.state.matrix = times(_matrix(operands), self.state.matrix)

    def _begin(self, _: list[Any]) -> None:
        self.place = self.line = _NO_MATRIX

    def _set_matrix(self, operands: list[Any]) -> None:
        self.place = self.line = _matrix(operands)

    def _move(self, operands: list[Any]) -> None:
        self.place = self.line = times((1, 0, 0, 1, _number(operands[0]), _number(operands[1])), self.line)

    def _move_and_lead(self, operands: list[Any]) -> None:
        self.state.leading = -_number(operands[1])
        self._move(operands)

    def _next_line(self, _: list[Any]) -> None:
        self._move([0.0, -self.state.leading])

    def _font(self, operands: list[Any]) -> None:
        name = str(operands[0])
        if name not in self.fonts:
            self.fonts[name] = self.contents.fonts.get(self.resources, name)
        self.state.font = self.fonts[name]
        self.state.size = _number(operands[1])

    def _character(self, operands: list[Any]) -> None:
        self.state.character = _number(operands[0])

    def _word(self, operands: list[Any]) -> None:
        self.state.word = _number(operands[0])

    def _scale(self, operands: list[Any]) -> None:
        self.state.scale = _number(operands[0]) / 100

    def _lead(self, operands: list[Any]) -> None:
        self.state.leading = _number(operands[0])

    def _rise(self, operands: list[Any]) -> None:
        self.state.rise = _number(operands[0])

    # ---- what the text is painted with (8.6.8, 8.6.7)

    def _ink(self, operands: list[Any]) -> None:
        """The numbers of a colour; of a named colour space also its name, which stands before them."""
        space = self.state.ink.partition(" ")[0] if self.state.ink.startswith("/") else ""
        self.state.ink = " ".join(filter(None, (space, *(f"{_number(operand):g}" for operand in operands))))

    def _plain_ink(self, operands: list[Any]) -> None:
        self.state.ink = " ".join(f"{_number(operand):g}" for operand in operands)

    def _space(self, operands: list[Any]) -> None:
        space = _entry(_entry(self.resources, "/ColorSpace"), f"/{operands[0]}")
        separation = isinstance(space, pikepdf.Array) and len(space) > 1 and space[0] == "/Separation"
        self.state.ink = str(space[1]).replace(" ", "_") if separation else f"/{operands[0]}"

    def _overprint(self, operands: list[Any]) -> None:
        name = str(operands[0])
        if name not in self.overprints:
            found = _entry(_entry(self.resources, "/ExtGState"), f"/{name}")
            over = _entry(found, "/op") if _entry(found, "/op") is not None else _entry(found, "/OP")
            self.overprints[name] = None if over is None else bool(over)
        over = self.overprints[name]
        self.state.over = self.state.over if over is None else over

    # ---- text (9.4.3)

    def _show_one(self, operands: list[Any]) -> None:
        self._show(operands)

    def _show_many(self, operands: list[Any]) -> None:
        written, state = operands[0], self.state
        if isinstance(written, Array):
            # Without spacing of its own a text is as its font has it: that is so of nearly all, and read at once.
            plain = state.font is not None and not state.font.single and not state.character
            if plain and state.font and (glyphs := state.font.glyphs_in(written)):
                codes, texts, places, even = glyphs
                unit = state.size * state.scale / 1000
                self._note(codes, texts, [place * unit for place in places], even=even)
            else:
                self._show(written.parts())
        elif isinstance(written, list):
            self._show(written)

    def _show_next(self, operands: list[Any]) -> None:
        self._next_line([])
        self._show(operands)

    def _show_spaced(self, operands: list[Any]) -> None:
        self.state.word, self.state.character = _number(operands[0]), _number(operands[1])
        self._show_next(operands[2:])

    def _show(self, parts: list[Any]) -> None:
        """Place each glyph behind the one before (9.4.4)."""
        state, font = self.state, self.state.font
        if font is None:
            return
        codes: list[int] = []
        texts: list[str] = []
        at: list[float] = []
        accents: list[int] = []
        along, size, extra, scale = 0.0, state.size, state.character, state.scale
        word = state.word * scale if font.single else 0.0
        for part in parts:
            if isinstance(part, float):
                along -= part * size * scale / 1000
            elif isinstance(part, bytes):
                for code, text, width in font.glyphs_of(part):
                    if texts and text >= _FIRST_ACCENT and unicodedata.combining(text[0]):
                        texts[-1] = unicodedata.normalize("NFC", texts[-1] + text)
                        accents.append(code)
                    else:
                        codes.append(code)
                        at.append(along)
                        texts.append(text)
                    advance = (width * size / 1000 + extra) * scale
                    along += advance + word if code == 32 else advance
        self._note(codes, texts, [*at, along], accents)

    def _note(
        self,
        codes: list[int],
        texts: list[str],
        places: list[float],
        accents: Sequence[int] = (),
        *,
        even: bool = False,
    ) -> None:
        """Note a text whose glyphs begin at these places in text space, and set the text matrix behind the last one."""
        state, font, along = self.state, self.state.font, places.pop()
        self.contents.pieces += 1
        if self.contents.pieces > PIECES:
            raise Refused(f"it shows more than {PIECES} pieces of text")
        a, b, c, d, e, f = times((1, 0, 0, 1, 0, state.rise), times(self.place, state.matrix))
        unit = (a * a + b * b) ** 0.5 or 1.0
        if codes and font:
            height = abs((a * d - b * c) / unit * state.size)  # of an em, whatever way the text is turned
            begun = places[0]  # behind a number that moves the first glyph
            at = [(place - begun) * unit for place in places]
            across, x, y, end = (a / unit, b / unit), e + a * begun, f + b * begun, (along - begun) * unit
            piece = Shown(self.page, self.marks[-1], font, height, x, y, across, codes, texts, at, end)
            piece.accents = accents
            piece.even = even and abs(unit * state.size * state.scale - height) < _ROUNDED * height
            piece.ink = state.ink + " overprints" * state.over
            self.shown.append(piece)
        self.place = times((1, 0, 0, 1, along, 0), self.place)

    # ---- marked content and XObjects (14.6, 8.8)

    def _open(self, operands: list[Any]) -> None:
        tag, outer = operands[0], self.marks[-1]
        mark = Mark(outer.key, outer.artifact or tag == "Artifact", outer.actual, outer.off)
        given = operands[1] if len(operands) > 1 else None
        found: Mapping[str, Any] = given if isinstance(given, dict) else {}
        if isinstance(given, str):
            listed = _entry(_entry(self.resources, "/Properties"), "/" + given)
            if tag == "OC":
                mark.off = mark.off or not self.contents.layers.shown(listed)
            found = {key: _entry(listed, "/" + key) for key in ("MCID", "ActualText")}
        if isinstance(number := found.get("MCID"), (int, float)):
            mark.key = (self.owner, int(number))
        if (actual := found.get("ActualText")) is not None:
            mark.actual = text_string(bytes(actual))
        self.marks.append(mark)

    def _close(self, _: list[Any]) -> None:
        if len(self.marks) > 1:
            self.marks.pop()

    def _draw(self, operands: list[Any]) -> None:
        drawn = _entry(_entry(self.resources, "/XObject"), f"/{operands[0]}")
        if not isinstance(drawn, pikepdf.Stream):
            return
        if drawn.get("/Subtype") == "/Image":
            corners = [times((1, 0, 0, 1, x, y), self.state.matrix)[4:] for x, y in ((0, 0), (0, 1), (1, 0), (1, 1))]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            self.pictured.append(Pictured(self.page, self.marks[-1], (min(xs), min(ys), max(xs), max(ys))))
        elif drawn.get("/Subtype") == "/Form":
            self._draw_form(drawn)

    def _draw_form(self, form: Any) -> None:
        """Text in a form XObject (8.10) is text of the page."""
        self.contents.forms += 1
        if self.contents.forms > FORMS or self.depth > DEEPEST:
            raise Refused("it draws forms inside forms without end")
        own, matrix = _entry(form, "/Resources"), _entry(form, "/Matrix")
        here = _matrix(list(matrix)) if isinstance(matrix, pikepdf.Array) else _NO_MATRIX
        inner = _Stream(
            self.contents,
            self.page,
            "form {} {}".format(*form.objgen) if "/StructParents" in form else self.owner,
            self.resources if own is None else own,
            replace(self.state, matrix=times(here, self.state.matrix)),
            self.depth + 1,
            self.shown,
            self.pictured,
            [replace(self.marks[-1], off=self.marks[-1].off or not self.contents.layers.shown(_entry(form, "/OC")))],
        )
        inner.run(form.read_bytes())

    OPERATORS: ClassVar[Mapping[bytes, tuple[Callable[["_Stream", list[Any]], None], int]]] = {
        b"q": (_save, 0),
        b"Q": (_restore, 0),
        b"cm": (_transform, 6),
        b"BT": (_begin, 0),
        b"Tm": (_set_matrix, 6),
        b"Td": (_move, 2),
        b"TD": (_move_and_lead, 2),
        b"T*": (_next_line, 0),
        b"Tf": (_font, 2),
        b"Tc": (_character, 1),
        b"Tw": (_word, 1),
        b"Tz": (_scale, 1),
        b"TL": (_lead, 1),
        b"Ts": (_rise, 1),
        b"Tj": (_show_one, 1),
        b"TJ": (_show_many, 1),
        b"'": (_show_next, 1),
        b'"': (_show_spaced, 3),
        b"k": (_plain_ink, 4),
        b"rg": (_plain_ink, 3),
        b"g": (_plain_ink, 1),
        b"cs": (_space, 1),
        b"sc": (_ink, 1),
        b"scn": (_ink, 1),
        b"gs": (_overprint, 1),
        b"BDC": (_open, 1),
        b"BMC": (_open, 1),
        b"EMC": (_close, 0),
        b"Do": (_draw, 1),
    }
    """Each with the number of operands that it cannot do without (Annex A)."""


def times(m: Matrix, n: Matrix) -> Matrix:
    """One matrix, and then the other (8.3.4)."""
    a, b, c, d, e, f = m
    g, h, i, j, k, w = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + w)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _matrix(values: list[Any]) -> Matrix:
    if len(values) != 6:
        return _NO_MATRIX
    a, b, c, d, e, f = map(_number, values)
    return a, b, c, d, e, f


def _entry(holder: Any, key: str) -> Any:
    """An entry of a dictionary or stream, None where there is none or no dictionary."""
    return holder.get(key) if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)) else None


def above(page: Any) -> Iterator[Any]:
    """The page and the nodes above it, as far as they are there and no circle."""
    node = page
    for _ in range(50):
        if not isinstance(node, pikepdf.Dictionary):
            return
        yield node
        node = node.get("/Parent")
