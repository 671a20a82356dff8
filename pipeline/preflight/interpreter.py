"""Carry out a page's streams (ISO 32000-1, 7.8.2 and annex A) far enough to know what lands where, and in which ink.

Each operator is a method of its table. Forms, patterns, soft masks and glyphs of Type 3 are followed, within limits of
depth and of operators; what lies beyond a limit is said to be unread, never passed over in silence.
"""

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary

from pipeline.preflight.colour import CMYK, GRAY, RGB, Paint, Space, space_of, start
from pipeline.preflight.fonts import Font, Fonts
from pipeline.preflight.geometry import IDENTITY, Box, Matrix, box_of, placed, scales, thinnest, times
from pipeline.preflight.marks import Mark, Painted
from pipeline.preflight.objects import (
    BROKEN,
    LARGEST_STREAM,
    Beyond,
    Unreadable,
    decoded,
    entry,
    identity,
    items,
    name,
    number,
    numbers,
    raw,
    whole,
)
from pipeline.preflight.pictures import picture_of, shading_paints
from pipeline.preflight.state import Path, State

_DEEPEST = 12
_OPERATOR = re.compile(rb"(?:^|(?<=[\s\])>}]))[A-Za-z'\"*]{1,3}(?=[\s\[(</]|$)")
"""What is an operator, or a short word of a string."""

_MOST_SAVED = 512


@dataclass(slots=True)
class Budget:
    """Work that may be done, counted: an operator costs one, what takes longer costs more."""

    file: int = 2_000_000
    page: int = 250_000
    left: int = 0
    parsed: dict[tuple[int, int], tuple[list[Any], str]] = field(default_factory=dict)
    """Streams of forms that were parsed already."""

    spaces: dict[tuple[object, str], Space] = field(default_factory=dict)

    def turn(self) -> None:
        """A new page begins."""
        self.left = min(self.page, self.file)

    def spend(self, cost: int = 1) -> None:
        """Raises Beyond when nothing is left."""
        self.left -= cost
        self.file -= cost
        if self.left < 0:
            what = "the file" if self.file < 0 else "the page"
            raise Beyond(f"{what} has more operators than are carried out")


def paint_page(page: Any, media: Box, fonts: Fonts, budget: Budget) -> Painted:
    """All that the content of a page paints. Never raises: what cannot be read is said in `unread`."""
    budget.turn()
    interpreter = _Interpreter(fonts, budget)
    interpreter.state.clip = media
    resources = _inherited(page, "/Resources")
    group = entry(page, "/Group")
    if group is not None:
        interpreter.group(group, resources, "the page")
    try:
        interpreter.run(_instructions(_content(page), budget.left), resources, depth=0)
    except (Beyond, Unreadable) as error:
        interpreter.painted.unread.append(str(error))
    except (*BROKEN, RecursionError, MemoryError) as error:
        interpreter.painted.unread.append(f"its operators are not what they seem ({type(error).__name__})")
    return interpreter.painted


def _inherited(page: Any, key: str) -> Any:
    for _ in range(64):
        if (found := entry(page, key)) is not None:
            return found
        page = entry(page, "/Parent")
    return None


def _content(page: Any) -> bytes:
    given = entry(page, "/Contents")
    if given is None:
        return b""
    parts = items(given, 10_000)
    data = b"\n".join(decoded(part, LARGEST_STREAM) for part in parts) if parts else decoded(given, LARGEST_STREAM)
    if len(data) > LARGEST_STREAM:
        raise Beyond(f"the content has more than {LARGEST_STREAM // 2**20} MiB")
    return data


def _instructions(data: bytes, most: int) -> tuple[list[Any], str]:
    """The operators with their operands, and what the parser had to pass over, or "".

    What looks like far more of them than may be carried out is not parsed at all: that alone would take long.
    """
    if sum(1 for _ in _OPERATOR.finditer(data)) > 2 * most + 1000:
        raise Beyond("a stream has more operators than are carried out")
    try:
        with pikepdf.new() as nowhere, warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            found = list(pikepdf.parse_content_stream(nowhere.make_stream(data)))
    except BROKEN as error:
        raise Unreadable(f"the operators cannot be read: {str(error)[:100]}") from None
    return found, str(said[0].message)[:100] if said else ""


class _Interpreter:
    """One page, or one stream that a page uses."""

    def __init__(self, fonts: Fonts, budget: Budget) -> None:
        self.fonts, self.budget = fonts, budget
        self.painted = Painted()
        self.state, self.saved = State(), list[State]()
        self.path = Path()
        self.text: Matrix = IDENTITY
        self.line: Matrix = IDENTITY
        self.artifacts: list[bool] = []
        self.hidden = False
        self.resources: Any = None
        self.depth = self.runs = 0
        self.run_key: object = 0
        self.under_way: list[tuple[int, int]] = []
        self.done: set[tuple[int, int]] = set()
        self.states: set[tuple[int, int]] = set()

    def run(self, parsed: tuple[list[Any], str], resources: Any, depth: int) -> None:
        """Carry out operators. Raises Beyond and Unreadable."""
        if depth > _DEEPEST:
            raise Beyond("forms stand in one another more deeply than is followed")
        outer = self.resources, self.depth, self.run_key
        self.runs += 1
        self.resources, self.depth, self.run_key = resources, depth, identity(resources) or self.runs
        try:
            instructions, said = parsed
            if said:
                self.painted.unread.append(f"its operators are damaged ({said})")
            for instruction in instructions:
                self.budget.spend()
                act = _ACTS.get(_spelled(instruction.operator))
                if act is not None:
                    act(self, list(instruction.operands))
        finally:
            self.resources, self.depth, self.run_key = outer

    # ---- state

    def save(self, _: list[Any]) -> None:
        if len(self.saved) >= _MOST_SAVED:
            raise Beyond("states are saved in one another more deeply than is followed")
        self.saved.append(replace(self.state))

    def restore(self, _: list[Any]) -> None:
        if self.saved:
            self.state = self.saved.pop()

    def concat(self, given: list[Any]) -> None:
        if matrix := _matrix(given):
            self.state.matrix = times(matrix, self.state.matrix)

    def width(self, given: list[Any]) -> None:
        if (line := _one(given)) is not None:
            self.state.line = abs(line)

    def graphics(self, given: list[Any]) -> None:
        dictionary = self.named("/ExtGState", given)
        if dictionary is None:
            return
        key = identity(dictionary)
        if key is None or key not in self.states:
            self.painted.states.append(dictionary)
            if key is not None:
                self.states.add(key)
        self.state.take(dictionary)
        font = items(entry(dictionary, "/Font"), 2)
        if len(font) == 2:
            self.state.font, self.state.size = self.font_of(font[0]), number(font[1]) or 0.0
        mask = entry(dictionary, "/SMask")
        if isinstance(mask, Dictionary):
            self.within(entry(mask, "/G"), "a soft mask")

    def within(self, form: Any, whose: str) -> None:
        """A stream whose place on the page says nothing: looked at for its colours, once."""
        key = identity(form)
        if form is None or (key and key in self.done):
            return
        if key:
            self.done.add(key)
        before = self.hidden
        self.hidden = True
        try:
            self.form(form, whose)
        finally:
            self.hidden = before

    def named(self, kind: str, given: list[Any]) -> Any:
        return entry(entry(self.resources, kind), f"/{name(given[-1])}") if given and name(given[-1]) else None

    # ---- colour

    def device(self, space: Space, *, fills: bool) -> Callable[[list[Any]], None]:
        def act(given: list[Any]) -> None:
            values = tuple(number(each) or 0.0 for each in given)[: space.count]
            short = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}[space.count]
            self.colour(Paint(self.space(pikepdf.Name(f"/{short}")), values), None, fills=fills)

        return act

    def colour(self, paint: Paint, pattern: Any, *, fills: bool) -> None:
        if fills:
            self.state.fill, self.state.fill_pattern = paint, pattern
        else:
            self.state.stroke, self.state.stroke_pattern = paint, pattern

    def choose(self, given: list[Any], *, fills: bool) -> None:
        if given:
            self.colour(start(self.space(given[0])), None, fills=fills)

    def components(self, given: list[Any], *, fills: bool) -> None:
        space = (self.state.fill if fills else self.state.stroke).space
        values = tuple(value for each in given if (value := number(each)) is not None)
        pattern = self.named("/Pattern", given) if given and name(given[-1]) else None
        self.colour(Paint(space, values, name(given[-1]) if given else ""), pattern, fills=fills)

    # ---- paths

    def points(self, given: list[Any]) -> None:
        self.path.add(self.state.matrix, [number(each) or 0.0 for each in given[:6]])

    def rectangle(self, given: list[Any]) -> None:
        x, y, width, height = ([number(each) or 0.0 for each in given[:4]] + [0.0] * 4)[:4]
        self.path.add(self.state.matrix, (x, y, x + width, y, x, y + height, x + width, y + height))

    def clip(self, _: list[Any]) -> None:
        self.path.clips = True

    def paint(self, *, fills: bool, strokes: bool) -> None:
        state, box = self.state, self.path.box
        if box is not None and (fills or strokes):
            across, along = scales(state.matrix)
            reached = box.grown(state.line * max(across, along) / 2) if strokes else box
            self.mark(
                "path",
                reached,
                fill=state.fill if fills else None,
                stroke=state.stroke if strokes else None,
                line=state.line * thinnest(state.matrix) if strokes else None,
            )
        if self.path.clips:
            state.clip = state.clip.cut(box) if box is not None else state.clip
        self.path = Path()

    def mark(self, kind: str, box: Box, *, fill: Paint | None, stroke: Paint | None, **more: Any) -> None:
        state = self.state
        seen = box.cut(state.clip)
        if not self.hidden and kind != "path" and (seen.width <= 0 or seen.height <= 0):
            return
        if not self.hidden and not box.meets(state.clip, 0.0) and not (box.width * box.height == 0 and fill is None):
            return
        fills, strokes = fill is not None or kind in ("image", "shading"), stroke is not None
        self.painted.marks.append(
            Mark(
                kind,
                seen,
                fill,
                stroke,
                overprints_fill=state.over_fill,
                overprints_stroke=state.over_stroke,
                mode=state.mode,
                transparent=state.transparency(fills=fills, strokes=strokes),
                artifact=any(self.artifacts),
                hidden=self.hidden,
                **more,
            )
        )
        for paint, pattern in ((fill, state.fill_pattern), (stroke, state.stroke_pattern)):
            if paint is not None and pattern is not None:
                self.tile(pattern, box)

    def tile(self, pattern: Any, box: Box) -> None:
        self.budget.spend(50)
        if whole(entry(pattern, "/PatternType")) == 2:
            for paint in shading_paints(entry(pattern, "/Shading"), self.resources):
                self.plain_mark("shading", box, paint)
        else:
            self.within(pattern, "a pattern")

    def plain_mark(self, kind: str, box: Box, paint: Paint) -> None:
        held = self.state.fill_pattern, self.state.stroke_pattern
        self.state.fill_pattern = self.state.stroke_pattern = None
        self.mark(kind, box, fill=paint, stroke=None)
        self.state.fill_pattern, self.state.stroke_pattern = held

    def shade(self, given: list[Any]) -> None:
        self.budget.spend(200)
        shading = self.named("/Shading", given)
        for paint in shading_paints(shading, self.resources):
            self.plain_mark("shading", self.state.clip, paint)

    # ---- XObjects

    def xobject(self, given: list[Any]) -> None:
        found = self.named("/XObject", given)
        kind = name(entry(found, "/Subtype"))
        if kind == "Image":
            self.image(found, name(given[-1]))
        elif kind == "Form":
            self.form(found, "a form")

    def inline(self, given: list[Any]) -> None:
        held = getattr(given[0], "obj", None) if given else None
        self.image(held, "inline")

    def image(self, stream: Any, called: str) -> None:
        self.budget.spend(200)  # its colour space may hold a profile
        picture = picture_of(stream, called, self.state.matrix, self.resources)
        if picture is None:
            return
        box = placed(self.state.matrix, Box(0, 0, 1, 1))
        self.mark("image", box, fill=self.state.fill if picture.mask else None, stroke=None, picture=picture)

    def form(self, form: Any, whose: str) -> None:
        key = identity(form)
        if key and key in self.under_way:
            raise Beyond(f"{whose} uses itself")
        self.under_way.append(key or (0, 0))
        held, saved, path = replace(self.state), self.saved, self.path
        matrices = self.text, self.line
        self.saved, self.path = [], Path()
        try:
            own = entry(form, "/Resources")
            resources = self.resources if own is None else own
            matrix = numbers(entry(form, "/Matrix"), 6)
            if matrix:
                self.state.matrix = times(_six(matrix), self.state.matrix)
            if box := box_of(numbers(entry(form, "/BBox"), 4)):
                self.state.clip = self.state.clip.cut(placed(self.state.matrix, box))
            group = entry(form, "/Group")
            if group is not None:
                self.group(group, resources, whose)
                under = self.state.transparency(fills=True, strokes=True)
                self.state = replace(
                    self.state, alpha_fill=1.0, alpha_stroke=1.0, blend="Normal", masked=False, under=under
                )
            self.run(self.parsed(form, key), resources, self.depth + 1)
        finally:
            self.under_way.pop()
            self.state, self.saved, self.path = held, saved, path
            self.text, self.line = matrices

    def parsed(self, form: Any, key: tuple[int, int] | None) -> tuple[list[Any], str]:
        """The operators of a form; of one that is used often they are parsed once."""
        self.budget.spend(20)
        known = self.budget.parsed
        if key in known:
            return known[key]
        self.budget.spend(200)
        data = decoded(form, LARGEST_STREAM)
        found = _instructions(data, self.budget.left)
        if key and len(data) < 2**16 and len(known) < 1000:
            known[key] = found
        return found

    def space(self, value: Any) -> Space:
        """A colour space. Those with a name are read once in each set of resources: they may hold whole profiles."""
        short = name(value)
        if not short:
            self.budget.spend(1000)
            return space_of(value, self.resources)
        key = self.run_key, short
        known = self.budget.spaces
        if key not in known:
            self.budget.spend(500)
            if len(known) > 10_000:
                known.clear()
            known[key] = space_of(value, self.resources)
        return known[key]

    def group(self, group: Any, resources: Any, whose: str) -> None:
        given = entry(group, "/CS")
        if given is not None:
            self.painted.groups.append((space_of(given, resources), whose))

    # ---- text

    def begin(self, _: list[Any]) -> None:
        self.text = self.line = IDENTITY

    def font(self, given: list[Any]) -> None:
        if len(given) == 2:
            dictionary = entry(entry(self.resources, "/Font"), f"/{name(given[0])}")
            self.state.font = None if dictionary is None else self.font_of(dictionary)
            self.state.size = number(given[1]) or 0.0

    def font_of(self, dictionary: Any) -> Font:
        if identity(dictionary) is None:
            self.budget.spend(2000)  # it is read anew each time
        font = self.fonts.of(dictionary)
        self.painted.fonts[id(font)] = font
        return font

    def setting(self, field: str, by: float = 1.0) -> Callable[[list[Any]], None]:
        def act(given: list[Any]) -> None:
            if (value := _one(given)) is not None:
                setattr(self.state, field, value * by)

        return act

    def move(self, given: list[Any]) -> None:
        x, y = ([number(each) or 0.0 for each in given[:2]] + [0.0, 0.0])[:2]
        self.text = self.line = times((1, 0, 0, 1, x, y), self.line)

    def move_leading(self, given: list[Any]) -> None:
        if len(given) > 1:
            self.state.leading = -(number(given[1]) or 0.0)
        self.move(given)

    def matrix(self, given: list[Any]) -> None:
        if matrix := _matrix(given):
            self.text = self.line = matrix

    def next_line(self, _: list[Any]) -> None:
        self.move([0, -self.state.leading])

    def show(self, given: list[Any]) -> None:
        self.string([given[-1]] if given else [])

    def show_all(self, given: list[Any]) -> None:
        self.string(items(given[0], 100_000) if given else [])

    def show_next(self, given: list[Any]) -> None:
        self.next_line(given)
        self.show(given)

    def show_spaced(self, given: list[Any]) -> None:
        if len(given) == 3:
            self.state.word, self.state.character = number(given[0]) or 0.0, number(given[1]) or 0.0
        self.show_next(given)

    def string(self, parts: list[Any]) -> None:
        """Show strings, with numbers between them that move the next one (ISO 32000-1, 9.4.4)."""
        state, font = self.state, self.state.font
        if font is None:
            return
        run, missing, any_code = 0.0, set[int](), False
        for part in parts:
            moved = number(part)
            if moved is not None:
                run -= moved / 1000 * state.size * state.stretch
                continue
            codes = font.codes(raw(part))
            self.budget.spend(len(codes) // 16)
            for code in codes:
                any_code = True
                if font.lacks(code):
                    missing.add(code)
                word = state.word if code == 32 and not font.composite else 0.0
                width = font.widths.get(code, font.otherwise) / 1000
                run += (width * state.size + state.character + word) * state.stretch
        if any_code:
            self.shown(font, run, missing)
        self.text = times((1, 0, 0, 1, run, 0), self.text)

    def shown(self, font: Font, run: float, missing: set[int]) -> None:
        state = self.state
        to_page = times(self.text, state.matrix)
        size = abs(state.size) * scales(to_page)[1]
        low, high = (value / 1000 * state.size + state.rise for value in (font.descent, font.ascent))
        box = placed(to_page, Box(min(0, run), min(low, high), max(0, run), max(low, high)))
        fills, strokes = state.render in (0, 2, 4, 6), state.render in (1, 2, 5, 6)
        if fills or strokes:
            line = state.line * thinnest(state.matrix) if strokes else None
            fill, stroke = state.fill if fills else None, state.stroke if strokes else None
            shown = tuple(sorted(missing))
            self.mark("text", box, fill=fill, stroke=stroke, line=line, size=size, font=font, missing=shown)
        if font.kind == "Type3" and id(font) not in self.done_type3:
            self.glyphs(font)

    @property
    def done_type3(self) -> set[int]:
        return {key[0] for key in self.done if key[1] == -1}

    def glyphs(self, font: Font) -> None:
        """The drawings of a Type 3 font, each once: what they paint counts, where says little."""
        self.done.add((id(font), -1))
        resources = entry(font.dictionary, "/Resources")
        procedures = entry(font.dictionary, "/CharProcs")
        before, outer = self.hidden, self.resources
        self.hidden = True
        try:
            if resources is not None:
                self.resources = resources
            for key in list(procedures.keys())[:512] if isinstance(procedures, Dictionary) else []:
                self.form(entry(procedures, key), "a glyph of a Type 3 font")
        finally:
            self.hidden, self.resources = before, outer

    # ---- marked content

    def begin_marked(self, given: list[Any]) -> None:
        if len(self.artifacts) < 10_000:
            self.artifacts.append(bool(given) and name(given[0]) == "Artifact")

    def end_marked(self, _: list[Any]) -> None:
        if self.artifacts:
            self.artifacts.pop()


def _spelled(operator: Any) -> str:
    try:
        return str(operator)
    except UnicodeError:
        return ""


def _one(given: list[Any]) -> float | None:
    return number(given[0]) if given else None


def _matrix(given: list[Any]) -> Matrix | None:
    values = tuple(number(each) for each in given)
    plain = tuple(value for value in values if value is not None)
    return _six(plain) if len(plain) == len(values) == 6 else None


def _six(values: tuple[float, ...]) -> Matrix:
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


_Act = Callable[[_Interpreter, list[Any]], None]


def _painting(*, fills: bool, strokes: bool) -> _Act:
    return lambda it, _: it.paint(fills=fills, strokes=strokes)


def _stating(field: str, by: float = 1.0) -> _Act:
    return lambda it, given: it.setting(field, by)(given)


def _colouring(space: Space, *, fills: bool) -> _Act:
    return lambda it, given: it.device(space, fills=fills)(given)


def _render(it: _Interpreter, given: list[Any]) -> None:
    it.state.render = whole(given[0]) if given else 0


_ACTS: dict[str, _Act] = {
    "q": _Interpreter.save,
    "Q": _Interpreter.restore,
    "cm": _Interpreter.concat,
    "w": _Interpreter.width,
    "gs": _Interpreter.graphics,
    "g": _colouring(GRAY, fills=True),
    "G": _colouring(GRAY, fills=False),
    "rg": _colouring(RGB, fills=True),
    "RG": _colouring(RGB, fills=False),
    "k": _colouring(CMYK, fills=True),
    "K": _colouring(CMYK, fills=False),
    "cs": lambda it, given: it.choose(given, fills=True),
    "CS": lambda it, given: it.choose(given, fills=False),
    **dict.fromkeys(("sc", "scn"), lambda it, given: it.components(given, fills=True)),
    **dict.fromkeys(("SC", "SCN"), lambda it, given: it.components(given, fills=False)),
    **dict.fromkeys(("m", "l", "c", "v", "y"), _Interpreter.points),
    "re": _Interpreter.rectangle,
    **dict.fromkeys(("W", "W*"), _Interpreter.clip),
    "n": _painting(fills=False, strokes=False),
    **dict.fromkeys(("f", "F", "f*"), _painting(fills=True, strokes=False)),
    **dict.fromkeys(("S", "s"), _painting(fills=False, strokes=True)),
    **dict.fromkeys(("B", "B*", "b", "b*"), _painting(fills=True, strokes=True)),
    "sh": _Interpreter.shade,
    "Do": _Interpreter.xobject,
    "INLINE IMAGE": _Interpreter.inline,
    "BT": _Interpreter.begin,
    "Tf": _Interpreter.font,
    "Tc": _stating("character"),
    "Tw": _stating("word"),
    "Tz": _stating("stretch", 0.01),
    "TL": _stating("leading"),
    "Ts": _stating("rise"),
    "Tr": _render,
    "Td": _Interpreter.move,
    "TD": _Interpreter.move_leading,
    "Tm": _Interpreter.matrix,
    "T*": _Interpreter.next_line,
    "Tj": _Interpreter.show,
    "TJ": _Interpreter.show_all,
    "'": _Interpreter.show_next,
    '"': _Interpreter.show_spaced,
    **dict.fromkeys(("BMC", "BDC"), _Interpreter.begin_marked),
    "EMC": _Interpreter.end_marked,
}
