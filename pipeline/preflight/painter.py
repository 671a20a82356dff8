"""The part of the interpreter that paints: states, colours, paths, images, forms (ISO 32000-1, 8)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Dictionary

from pipeline.preflight.budget import Budget, instructions
from pipeline.preflight.colour import Paint, Space, space_of, start
from pipeline.preflight.fonts import Font, Fonts
from pipeline.preflight.geometry import IDENTITY, Box, Matrix, box_of, placed, scales, thinnest, times
from pipeline.preflight.marks import Mark, Painted
from pipeline.preflight.objects import (
    LARGEST_STREAM,
    Beyond,
    decoded,
    entry,
    identity,
    items,
    name,
    number,
    numbers,
    whole,
)
from pipeline.preflight.pictures import picture_of, shading_paints
from pipeline.preflight.state import Path, State

_MOST_SAVED = 512
_MOST_NAMES = 1000


class Painter:
    """One page, or one stream that a page uses. Operators are its methods; they take the list of operands."""

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
        raise NotImplementedError

    def font_of(self, dictionary: Any) -> Font:
        """A font, read once where it has a number."""
        if identity(dictionary) is None:
            self.budget.spend(2000)  # it is read anew each time
        font = self.fonts.of(dictionary)
        self.painted.fonts[id(font)] = font
        return font

    # ---- state

    def save(self, _: list[Any]) -> None:
        if len(self.saved) >= _MOST_SAVED:
            raise Beyond("states are saved in one another more deeply than is followed")
        self.saved.append(replace(self.state))

    def restore(self, _: list[Any]) -> None:
        if self.saved:
            self.state = self.saved.pop()

    def concat(self, given: list[Any]) -> None:
        if matrix := matrix_of(given):
            self.state.matrix = times(matrix, self.state.matrix)

    def width(self, given: list[Any]) -> None:
        if (line := one_of(given)) is not None:
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
        self.intend([entry(dictionary, "/RI")])
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
        """The resource that an operator names last; one that is not there is remembered."""
        if not given or not name(given[-1]):
            return None
        found = entry(entry(self.resources, kind), f"/{name(given[-1])}")
        if found is None and len(self.painted.nowhere) < _MOST_NAMES:
            self.painted.nowhere[f"{kind[1:]} {name(given[-1])[:40]}"] = None
        return found

    def intend(self, given: list[Any]) -> None:
        """A rendering intent (8.6.5.8)."""
        if given and name(given[0]) and len(self.painted.intents) < _MOST_NAMES:
            self.painted.intents[name(given[0])[:40]] = None

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
                thin=self.path.narrowest() if fills else None,
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
            held, self.state.matrix = self.state.matrix, IDENTITY  # 8.7.3.1: a pattern has the page's own space
            self.within(pattern, "a pattern")
            self.state.matrix = held

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
        self.image(given[0] if given else None, "inline")

    def image(self, held: Any, called: str) -> None:
        self.budget.spend(200)  # its colour space may hold a profile
        picture = picture_of(held, called, self.state.matrix, self.resources)
        if picture is None:
            return
        self.intend([entry(held if picture.stream is not None else held.obj, "/Intent")])
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
                self.state.matrix = times(six(matrix), self.state.matrix)
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
        found = instructions(data, self.budget.left)
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


def one_of(given: list[Any]) -> float | None:
    """The one number that an operator has."""
    return number(given[0]) if given else None


def matrix_of(given: list[Any]) -> Matrix | None:
    """Six operands as a matrix."""
    values = tuple(number(each) for each in given)
    plain = tuple(value for value in values if value is not None)
    return six(plain) if len(plain) == len(values) == 6 else None


def six(values: tuple[float, ...]) -> Matrix:
    """Six numbers as a matrix."""
    a, b, c, d, e, f = values
    return a, b, c, d, e, f
