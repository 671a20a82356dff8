"""What the content streams of a page show (ISO 32000-1, 9.4): each piece of text with its characters and where they stand.

Only text and marked content are followed here: they say what is in the file. What can be seen of it, `page` asks PDFium.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from pipeline.unzip import Refused
from pipeline.verify.pdf.fonts import Font, Fonts
from pipeline.verify.pdf.layers import Layers
from pipeline.verify.pdf.tokens import operations, text_string

PIECES = 2_000_000
"""Pieces of text in one file: a book of a thousand pages has some hundred thousand."""

FORMS = 20_000
"""Drawings of form XObjects: forms that draw forms that draw forms can be a bomb."""

DEEPEST = 12

Matrix = tuple[float, float, float, float, float, float]
Key = tuple[str, int]
"""The stream that marks content ("page 0", or a form's own) and the number of the mark (14.7.4.3)."""

_NO_MATRIX: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Mark:
    """Marked content around text (14.6): one pair of BDC and EMC; what is inside others' has theirs too."""

    key: Key | None = None
    artifact: bool = False
    actual: str | None = None
    off: bool = False


@dataclass(slots=True, eq=False)
class Shown:
    """What one text-showing operator shows. Places are in points from the page's top left; `at` is how far along the
    baseline each of `texts` begins, `end` where the last one ends. `across` is the baseline's direction, (1, 0) if upright.
    """

    page: int
    mark: Mark
    font: Font
    size: float
    x: float
    y: float
    across: tuple[float, float]
    codes: list[int]
    texts: list[str]
    at: list[float]
    end: float
    leftwards: bool = False

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def upright(self) -> bool:
        return self.across[0] > 0 and abs(self.across[1]) < 0.01 * self.across[0]


@dataclass(slots=True, eq=False)
class Pictured:
    """An image that is drawn: its box is left, top, right, bottom in points from the page's top left."""

    page: int
    mark: Mark
    box: tuple[float, float, float, float]


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


@dataclass(slots=True)
class Contents:
    """Reads the pages of one file; counts over all of them, so that one limit holds for the whole."""

    fonts: Fonts
    layers: Layers
    pieces: int = 0
    forms: int = 0

    def page(self, number: int, page: pikepdf.Page, base: Matrix) -> tuple[list[Shown], list[Pictured]]:
        """All text and images that the page's contents show, in the order in which they do. Raises Refused."""
        run = _Run(number, f"page {number}")
        streams = page.obj.get("/Contents", pikepdf.Array([]))
        parts = list(streams) if isinstance(streams, pikepdf.Array) else [streams]
        data = b"\n".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))
        resources = _inherited(page.obj, "/Resources")
        self._run(data, resources, run, _State(base), 0)
        return run.shown, run.pictured

    def _run(self, data: bytes, resources: Any, run: "_Run", state: _State, depth: int) -> None:
        stack: list[_State] = []
        place = line = _NO_MATRIX
        for name, operands in operations(data):
            match name, operands:
                case b"TJ", [list(parts)]:
                    place = self._show(parts, state, place, run)
                case b"Tj", [bytes(part)]:
                    place = self._show([part], state, place, run)
                case b"'" | b'"', [*spaces, bytes(part)]:
                    if len(spaces) == 2:
                        state.word, state.character = _numbers(spaces)
                    place = line = _times((1, 0, 0, 1, 0, -state.leading), line)
                    place = self._show([part], state, place, run)
                case b"Tm", [_, _, _, _, _, _]:
                    place = line = _matrix(operands)
                case b"Td" | b"TD", [x, y]:
                    if name == b"TD":
                        state.leading = -_number(y)
                    place = line = _times((1, 0, 0, 1, _number(x), _number(y)), line)
                case b"T*", _:
                    place = line = _times((1, 0, 0, 1, 0, -state.leading), line)
                case b"BT", _:
                    place = line = _NO_MATRIX
                case b"Tf", [str(key), size]:
                    state.font, state.size = self.fonts.get(resources, key), _number(size)
                case b"Tc", [value]:
                    state.character = _number(value)
                case b"Tw", [value]:
                    state.word = _number(value)
                case b"Tz", [value]:
                    state.scale = _number(value) / 100
                case b"TL", [value]:
                    state.leading = _number(value)
                case b"Ts", [value]:
                    state.rise = _number(value)
                case b"cm", [_, _, _, _, _, _]:
                    state.matrix = _times(_matrix(operands), state.matrix)
                case b"q", _:
                    if len(stack) < 500:
                        stack.append(replace(state))
                case b"Q", _:
                    state = stack.pop() if stack else state
                case b"BDC" | b"BMC", [str(tag), *properties]:
                    run.marks.append(self._mark(tag, properties, resources, run))
                case b"EMC", _:
                    if len(run.marks) > 1:
                        run.marks.pop()
                case b"Do", [str(key)]:
                    self._form(key, resources, run, state, depth)

    def _show(self, parts: list[Any], state: _State, place: Matrix, run: "_Run") -> Matrix:
        """Note the text and return the text matrix behind it (9.4.4)."""
        font = state.font
        if font is None:
            return place
        self.pieces += 1
        if self.pieces > PIECES:
            raise Refused(f"it shows more than {PIECES} pieces of text")
        codes: list[int] = []
        texts: list[str] = []
        at: list[float] = []
        along, size, extra, scale = 0.0, state.size, state.character, state.scale
        widths, unicodes = font.widths, font.unicodes
        for part in parts:
            if isinstance(part, float):
                along -= part * size * scale / 1000
            elif isinstance(part, bytes):
                for code in font.split(part):
                    codes.append(code)
                    at.append(along)
                    texts.append(unicodes.get(code) or font.text(code))
                    word = state.word if code == 32 and font.single else 0.0
                    along += (widths.get(code, font.width) * size / 1000 + extra + word) * scale
        a, b, c, d, e, f = _times((1, 0, 0, 1, 0, state.rise), _times(place, state.matrix))
        unit = (a * a + b * b) ** 0.5 or 1.0
        if codes:
            height = abs(a * d - b * c) / unit * size  # the height of an em, whatever way the text is turned
            places = [distance * unit for distance in at]
            across = (a / unit, b / unit)
            piece = Shown(run.page, run.marks[-1], font, abs(height), e, f, across, codes, texts, places, along * unit)
            run.shown.append(piece)
        return _times((1, 0, 0, 1, along, 0), place)

    def _mark(self, tag: str, properties: list[Any], resources: Any, run: "_Run") -> Mark:
        outer = run.marks[-1]
        mark = Mark(outer.key, outer.artifact or tag == "Artifact", outer.actual, outer.off)
        given = properties[0] if properties else None
        found: Mapping[str, Any] = given if isinstance(given, dict) else {}
        if isinstance(given, str):
            listed = _entry(_entry(resources, "/Properties"), "/" + given)
            if tag == "OC":
                mark.off = mark.off or not self.layers.shown(listed)
            found = {key: _entry(listed, "/" + key) for key in ("MCID", "ActualText")}
        if isinstance(number := found.get("MCID"), (int, float)):
            mark.key = (run.owner, int(number))
        if (actual := found.get("ActualText")) is not None:
            mark.actual = text_string(bytes(actual))
        return mark

    def _form(self, key: str, resources: Any, run: "_Run", state: _State, depth: int) -> None:
        """Text in a form XObject (8.10) is text of the page."""
        form = _entry(_entry(resources, "/XObject"), "/" + key)
        if not isinstance(form, pikepdf.Stream):
            return
        if form.get("/Subtype") == "/Image":
            corners = [_times((1, 0, 0, 1, x, y), state.matrix)[4:] for x, y in ((0, 0), (0, 1), (1, 0), (1, 1))]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            run.pictured.append(Pictured(run.page, run.marks[-1], (min(xs), min(ys), max(xs), max(ys))))
        if form.get("/Subtype") != "/Form":
            return
        self.forms += 1
        if self.forms > FORMS or depth > DEEPEST:
            raise Refused("it draws forms inside forms without end")
        own = _entry(form, "/Resources")
        matrix = _entry(form, "/Matrix")
        inner = replace(state, matrix=_times(_matrix(list(matrix)) if matrix is not None else _NO_MATRIX, state.matrix))
        owner = "form {} {}".format(*form.objgen) if "/StructParents" in form else run.owner
        marks = [replace(run.marks[-1], off=run.marks[-1].off or not self.layers.shown(_entry(form, "/OC")))]
        inside = _Run(run.page, owner, run.shown, run.pictured, marks)
        self._run(form.read_bytes(), resources if own is None else own, inside, inner, depth + 1)


@dataclass(slots=True)
class _Run:
    """One stream on its way: whose marks it makes, and where its text goes."""

    page: int
    owner: str
    shown: list[Shown] = field(default_factory=list)
    pictured: list[Pictured] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=lambda: [Mark()])


def _times(m: Matrix, n: Matrix) -> Matrix:
    """One matrix, and then the other (8.3.4)."""
    a, b, c, d, e, f = m
    g, h, i, j, k, w = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + w)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _numbers(values: list[Any]) -> tuple[float, float]:
    return _number(values[0]), _number(values[1])


def _matrix(values: list[Any]) -> Matrix:
    if len(values) != 6:
        return _NO_MATRIX
    a, b, c, d, e, f = map(_number, values)
    return a, b, c, d, e, f


def _entry(holder: Any, key: str) -> Any:
    """An entry of a dictionary or stream, None where there is none or no dictionary."""
    return holder.get(key) if isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)) else None


def _inherited(page: Any, key: str) -> Any:
    """An attribute of the page or of the nodes above it (7.7.3.4)."""
    return next((node[key] for node in above(page) if key in node), None)


def above(page: Any) -> Iterator[Any]:
    """The page and the nodes above it, as far as they are there and no circle."""
    node = page
    for _ in range(50):
        if not isinstance(node, pikepdf.Dictionary):
            return
        yield node
        node = node.get("/Parent")
