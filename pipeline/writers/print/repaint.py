"""Content streams with the colours of a screen become streams with inks (ISO 32000-1, 8.6, 8.6.7).

Black ink alone overprints: it needs no hole in what lies under it, which paper that moves would show as white edges.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

from pipeline.writers.print.inks import BLACK, Cmyk, Inks
from pipeline.writers.print.pictures import Picture, convert
from pipeline.writers.print.shadings import is_screen, repaint_shading

Matrix = tuple[float, float, float, float, float, float]
Instruction = tuple[Sequence[Any], Operator]

_PAINTING = {
    **dict.fromkeys(("Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s"), True),
    **dict.fromkeys(("sh", "Do", "INLINE IMAGE"), False),
}
"""The operators that paint, and whether they do so in the current colour."""

_OVERPRINT = {
    (fill, stroke): f"/Over{'Fill' * fill}{'Stroke' * stroke}{'None' * (not (fill or stroke))}"
    for fill in (False, True)
    for stroke in (False, True)
}


@dataclass(slots=True)
class _State:
    """The graphics state as far as inks need it; `over` is None where nobody has said yet what overprints."""

    matrix: Matrix
    black: tuple[bool, bool] = (True, True)
    spaces: tuple[Any, Any] = (None, None)
    over: tuple[bool, bool] | None = None


@dataclass(slots=True)
class Repaint:
    """Repaints the pages of one file; gathers the pictures as they are placed."""

    pdf: pikepdf.Pdf
    inks: Inks
    spaces: Mapping[str, Any]
    spots: Mapping[str, Name]
    pictures: list[Picture] = field(default_factory=list)
    done: set[Any] = field(default_factory=set)
    held: Dictionary | None = None
    before: dict[Any, Any] = field(default_factory=dict)

    def page(self, number: int, page: pikepdf.Page, matrix: Matrix) -> bytes:
        """The page's content with inks; `matrix` takes its user space to points of the sheet."""
        stream = _Stream(self, number, page.obj.get("/Resources", Dictionary()), _State(matrix), matrix)
        return stream.run(page)

    def listed(self, resources: Any) -> Any:
        """The colour spaces that resources had, which are ours from now on; pages share resources."""
        key = resources.objgen if resources.is_indirect else None
        before = self.before.get(key) if key else None
        if before is None:
            before = resources.get("/ColorSpace", Dictionary())
            resources.ColorSpace = Dictionary(self.spaces)
            if key:
                self.before[key] = before
        return before

    def states(self) -> Dictionary:
        """The graphics states that switch overprinting on and off (8.4.5)."""
        if self.held is None:
            self.held = Dictionary()
            for (fill, stroke), name in _OVERPRINT.items():
                self.held[name] = self.pdf.make_indirect(Dictionary(Type=Name.ExtGState, op=fill, OP=stroke, OPM=1))
        return self.held


@dataclass(slots=True)
class _Stream:
    """One content stream on its way."""

    work: Repaint
    number: int
    resources: Any
    state: _State
    sheet: Matrix
    stack: list[_State] = field(default_factory=list)
    marks: list[int | None] = field(default_factory=lambda: [None])
    made: list[Instruction] = field(default_factory=list)
    listed: Any = None

    def run(self, source: Any) -> bytes:
        if "/ExtGState" not in self.resources:
            self.resources.ExtGState = Dictionary()
        for key, value in self.work.states().items():
            self.resources.ExtGState[key] = value
        self.listed = self.work.listed(self.resources)
        self._paint(BLACK, stroke=False)
        self._paint(BLACK, stroke=True)
        for instruction in pikepdf.parse_content_stream(source):
            name = str(instruction.operator)
            if name in _PAINTING:
                self._settle(own=_PAINTING[name])
            known = _OPERATORS.get(name)
            operands: list[Any] = list(instruction.operands)
            if known is None or not known(self, name, operands):
                self.made.append((operands, instruction.operator))
        return pikepdf.unparse_content_stream(self.made)

    def _settle(self, *, own: bool) -> None:
        """Before something is painted: black ink overprints, nothing else does."""
        wanted = self.state.black if own else (False, False)
        if wanted != self.state.over:
            self.state.over = wanted
            self.made.append(([Name(_OVERPRINT[wanted])], Operator("gs")))

    # ---- the graphics state

    def save(self, _: str, __: list[Any]) -> bool:
        self.stack.append(replace(self.state))
        return False

    def restore(self, _: str, __: list[Any]) -> bool:
        self.state = self.stack.pop() if self.stack else self.state
        return False

    def transform(self, _: str, operands: list[Any]) -> bool:
        self.state.matrix = times(matrix_of(operands), self.state.matrix)
        return False

    def begin(self, _: str, operands: list[Any]) -> bool:
        given = operands[1] if len(operands) > 1 else None
        number = given.get("/MCID") if isinstance(given, Dictionary) else None
        self.marks.append(self.marks[-1] if number is None else int(number))
        return False

    def end(self, _: str, __: list[Any]) -> bool:
        if len(self.marks) > 1:
            self.marks.pop()
        return False

    def state_of(self, _: str, operands: list[Any]) -> bool:
        """A graphics state may bring a soft mask along (11.6.5.2), whose lightness says how much is seen."""
        mask = self.resources.ExtGState.get(str(operands[0]), Dictionary()).get("/SMask")
        if isinstance(mask, Dictionary):
            self._form(mask.G, Name.DeviceGray)
        return False

    # ---- colours

    def rgb(self, name: str, operands: list[Any]) -> bool:
        red, green, blue = map(float, operands[:3])
        if spot := self.work.inks.spot(red, green, blue):
            stroke = name.isupper()
            self.made.append(([self.work.spots[spot]], Operator("CS" if stroke else "cs")))
            self.made.append(([1], Operator("SCN" if stroke else "scn")))
            self._other(stroke=stroke)
            return True
        return self._paint(self.work.inks.rgb(red, green, blue), stroke=name.isupper())

    def grey(self, name: str, operands: list[Any]) -> bool:
        return self._paint(self.work.inks.grey(float(operands[0])), stroke=name.isupper())

    def cmyk(self, name: str, operands: list[Any]) -> bool:
        cyan, magenta, yellow, black = map(float, operands[:4])
        return self._paint(self.work.inks.cmyk((cyan, magenta, yellow, black)), stroke=name.isupper())

    def space(self, name: str, operands: list[Any]) -> bool:
        """A colour space is chosen: one of a screen, or of plain inks, becomes DeviceCMYK when its colour comes."""
        stroke = name.isupper()
        found = self.listed.get(str(operands[0]), operands[0])
        fill_space, stroke_space = self.state.spaces
        self.state.spaces = (fill_space, found) if stroke else (found, stroke_space)
        if is_screen(found) or found in (Name.DeviceGray, Name.DeviceCMYK):
            return self._paint(BLACK, stroke=stroke)  # what a new space begins with (8.6.5.1, and 8.6.5.6 for inks)
        self._other(stroke=stroke)
        return False

    def special(self, name: str, operands: list[Any]) -> bool:
        stroke = name.isupper()
        found = self.state.spaces[stroke]
        values = [float(value) for value in operands if not isinstance(value, Name)]
        if found == Name.DeviceGray and values:
            return self._paint(self.work.inks.grey(values[0]), stroke=stroke)
        if found == Name.DeviceCMYK and len(values) == 4:
            return self.cmyk("K" if stroke else "k", values)
        if is_screen(found) and len(values) == 3:
            return self._paint(self.work.inks.screen(found, values), stroke=stroke)
        self._other(stroke=stroke)
        if operands and isinstance(operands[-1], Name):
            self._pattern(self.resources.get("/Pattern", Dictionary()).get(str(operands[-1])))
        return False

    def _paint(self, inks: Cmyk, *, stroke: bool) -> bool:
        fill_black, stroke_black = self.state.black
        black = inks[:3] == BLACK[:3] and inks[3] > 0
        self.state.black = (fill_black, black) if stroke else (black, stroke_black)
        self.made.append((list(inks), Operator("K" if stroke else "k")))
        return True

    def _other(self, *, stroke: bool) -> None:
        fill_black, stroke_black = self.state.black
        self.state.black = (fill_black, False) if stroke else (False, stroke_black)

    # ---- what is drawn by name

    def draw(self, _name: str, operands: list[Any]) -> bool:
        drawn = self.resources.get("/XObject", Dictionary()).get(str(operands[0]))
        if not isinstance(drawn, pikepdf.Stream):
            return False
        if drawn.get("/Subtype") == "/Image":
            width, height = float(drawn.Width), float(drawn.Height)
            a, b, c, d = self.state.matrix[:4]
            across, down = (a * a + b * b) ** 0.5 or 1e-6, (c * c + d * d) ** 0.5 or 1e-6
            ink = convert(drawn, self.work.inks) if self._first(drawn) else 0.0
            resolution = 72 * min(width / across, height / down)
            self.work.pictures.append(Picture(self.number, self.marks[-1], resolution, ink))
        elif drawn.get("/Subtype") == "/Form":
            self._form(drawn)
        return False

    def shade(self, _: str, operands: list[Any]) -> bool:
        shading = self.resources.get("/Shading", Dictionary()).get(str(operands[0]))
        if shading is not None and self._first(shading):
            repaint_shading(shading, self.work.inks)
        return False

    def _form(self, form: Any, blending: Name = Name.DeviceCMYK) -> None:
        if not self._first(form):
            return
        group = form.get("/Group")
        if isinstance(group, Dictionary) and is_screen(group.get("/CS")):
            group.CS = blending
        matrix = times(matrix_of(list(form.get("/Matrix", [1, 0, 0, 1, 0, 0]))), self.state.matrix)
        self._inside(form, matrix)

    def _pattern(self, pattern: Any) -> None:
        """A pattern stands in the page's own space, not in the current one (8.7.3.1): so it moves with the sheet."""
        if pattern is None or not self._first(pattern):
            return
        matrix = times(matrix_of(list(pattern.get("/Matrix", [1, 0, 0, 1, 0, 0]))), self.sheet)
        pattern.Matrix = Array(matrix)
        if pattern.get("/PatternType") == 1:
            self._inside(pattern, matrix)
        elif "/Shading" in pattern:
            repaint_shading(pattern.Shading, self.work.inks)

    def _inside(self, stream: Any, matrix: Matrix) -> None:
        if "/Resources" not in stream:
            stream.Resources = Dictionary()
        inner = _Stream(self.work, self.number, stream.Resources, _State(matrix), matrix, marks=[self.marks[-1]])
        stream.write(inner.run(stream))

    def _first(self, found: Any) -> bool:
        """Whether this object comes up for the first time."""
        if not found.is_indirect:
            return True
        new = found.objgen not in self.work.done
        self.work.done.add(found.objgen)
        return new


_OPERATORS: dict[str, Callable[[_Stream, str, list[Any]], bool]] = {
    "q": _Stream.save,
    "Q": _Stream.restore,
    "cm": _Stream.transform,
    "BDC": _Stream.begin,
    "BMC": _Stream.begin,
    "EMC": _Stream.end,
    "gs": _Stream.state_of,
    **dict.fromkeys(("rg", "RG"), _Stream.rgb),
    **dict.fromkeys(("g", "G"), _Stream.grey),
    **dict.fromkeys(("k", "K"), _Stream.cmyk),
    **dict.fromkeys(("cs", "CS"), _Stream.space),
    **dict.fromkeys(("sc", "scn", "SC", "SCN"), _Stream.special),
    "Do": _Stream.draw,
    "sh": _Stream.shade,
}
"""What the operators mean for inks; True where the instruction was replaced."""


def times(m: Matrix, n: Matrix) -> Matrix:
    """One matrix, and then the other (8.3.4)."""
    a, b, c, d, e, f = m
    g, h, i, j, k, w = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + w)


def matrix_of(values: Sequence[Any]) -> Matrix:
    """A matrix from its six numbers."""
    a, b, c, d, e, f = map(float, values)
    return a, b, c, d, e, f
