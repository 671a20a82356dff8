"""Carry out a page's streams (ISO 32000-1, 7.8.2 and annex A) far enough to know what lands where, and in which ink.

Each operator is a method, by its table. Forms, patterns, soft masks and glyphs of Type 3 are followed, within limits of
depth and of operators; what lies beyond a limit is said to be unread, never passed over in silence.
"""

from collections.abc import Callable
from typing import Any

from pikepdf import Dictionary

from pipeline.preflight.budget import Budget, instructions
from pipeline.preflight.colour import CMYK, GRAY, RGB, Space
from pipeline.preflight.fonts import Fonts
from pipeline.preflight.geometry import IDENTITY, Box, box_of, placed
from pipeline.preflight.marks import Painted
from pipeline.preflight.objects import (
    BROKEN,
    LARGEST_STREAM,
    Beyond,
    Unreadable,
    decoded,
    entry,
    identity,
    inherited,
    items,
    name,
    numbers,
    whole,
)
from pipeline.preflight.painter import one_of, six
from pipeline.preflight.state import State
from pipeline.preflight.typesetter import Typesetter

_DEEPEST = 12
_HIDDEN, _PRINTS = 2, 4
"""Flags of an annotation (12.5.3)."""


def paint_page(page: Any, media: Box, fonts: Fonts, budget: Budget) -> Painted:
    """All that the content of a page paints. Never raises: what cannot be read is said in `unread`."""
    budget.turn()
    interpreter = _Interpreter(fonts, budget)
    interpreter.state.clip = media
    resources = inherited(page, "/Resources")
    group = entry(page, "/Group")
    if group is not None:
        interpreter.group(group, resources, "the page")
    try:
        interpreter.run(instructions(_content(page), budget.left), resources, depth=0)
        interpreter.annotations(page, media)
    except (Beyond, Unreadable) as error:
        interpreter.painted.unread.append(str(error))
    except (*BROKEN, RecursionError, MemoryError) as error:
        interpreter.painted.unread.append(f"its operators are not what they seem ({type(error).__name__})")
    return interpreter.painted


def _content(page: Any) -> bytes:
    given = entry(page, "/Contents")
    if given is None:
        return b""
    parts = items(given, 10_000)
    data = b"\n".join(decoded(part, LARGEST_STREAM) for part in parts) if parts else decoded(given, LARGEST_STREAM)
    if len(data) > LARGEST_STREAM:
        raise Beyond(f"the content has more than {LARGEST_STREAM // 2**20} MiB")
    return data


class _Interpreter(Typesetter):
    """The whole of it: what runs a stream, and the marks that say what belongs together."""

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

    def annotations(self, page: Any, media: Box) -> None:
        """What annotations paint that are printed, in the place that 12.5.5 works out (algorithm: appearance streams).

        Raises Beyond and Unreadable.
        """
        for annotation in items(entry(page, "/Annots"), 10_000):
            drawn, box = entry(entry(annotation, "/AP"), "/N"), box_of(numbers(entry(annotation, "/Rect"), 4))
            if isinstance(drawn, Dictionary):
                drawn = entry(drawn, f"/{name(entry(annotation, '/AS'))}")
            flags = whole(entry(annotation, "/F"))
            own = box_of(numbers(entry(drawn, "/BBox"), 4))
            if box is None or own is None or flags & _HIDDEN or not flags & _PRINTS:
                continue
            turned = placed(six(numbers(entry(drawn, "/Matrix"), 6) or IDENTITY), own)
            across, along = (size or 1.0 for size in (turned.width, turned.height))
            wide, high = box.width / across, box.height / along
            moved = (wide, 0.0, 0.0, high, box.left - turned.left * wide, box.bottom - turned.bottom * high)
            self.state, self.artifacts = State(matrix=moved, clip=media), [True]
            self.form(drawn, "an annotation")

    def begin_marked(self, given: list[Any]) -> None:
        if len(self.artifacts) < 10_000:
            self.artifacts.append(bool(given) and name(given[0]) == "Artifact")

    def end_marked(self, _: list[Any]) -> None:
        if self.artifacts:
            self.artifacts.pop()

    def setting(self, field: str, by: float, given: list[Any]) -> None:
        """Take over one number into the state."""
        if (value := one_of(given)) is not None:
            setattr(self.state, field, value * by)

    def render(self, given: list[Any]) -> None:
        self.state.render = whole(given[0]) if given else 0


def _spelled(operator: Any) -> str:
    try:
        return str(operator)
    except UnicodeError:
        return ""


_Act = Callable[[_Interpreter, list[Any]], None]


def _painting(*, fills: bool, strokes: bool) -> _Act:
    return lambda it, _: it.paint(fills=fills, strokes=strokes)


def _stating(field: str, by: float = 1.0) -> _Act:
    return lambda it, given: it.setting(field, by, given)


def _colouring(space: Space, *, fills: bool) -> _Act:
    return lambda it, given: it.device(space, fills=fills)(given)


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
    "ri": _Interpreter.intend,
    "INLINE IMAGE": _Interpreter.inline,
    "BT": _Interpreter.begin,
    "Tf": _Interpreter.font,
    "Tc": _stating("character"),
    "Tw": _stating("word"),
    "Tz": _stating("stretch", 0.01),
    "TL": _stating("leading"),
    "Ts": _stating("rise"),
    "Tr": _Interpreter.render,
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
