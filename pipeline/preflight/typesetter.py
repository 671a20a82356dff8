"""The part of the interpreter that sets type (ISO 32000-1, 9)."""

from typing import Any

from pikepdf import Dictionary

from pipeline.preflight.fonts import Font
from pipeline.preflight.geometry import IDENTITY, Box, placed, scales, thinnest, times
from pipeline.preflight.objects import entry, items, number, numbers, raw
from pipeline.preflight.painter import Painter, matrix_of, six


class Typesetter(Painter):
    """Where each string comes to stand, how large, in which font, and which of its characters have no glyph."""

    def begin(self, _: list[Any]) -> None:
        self.text = self.line = IDENTITY

    def font(self, given: list[Any]) -> None:
        if len(given) == 2:
            dictionary = self.named("/Font", given[:1])
            self.state.font = None if dictionary is None else self.font_of(dictionary)
            self.state.size = number(given[1]) or 0.0

    def move(self, given: list[Any]) -> None:
        x, y = ([number(each) or 0.0 for each in given[:2]] + [0.0, 0.0])[:2]
        self.text = self.line = times((1, 0, 0, 1, x, y), self.line)

    def move_leading(self, given: list[Any]) -> None:
        if len(given) > 1:
            self.state.leading = -(number(given[1]) or 0.0)
        self.move(given)

    def matrix(self, given: list[Any]) -> None:
        if matrix := matrix_of(given):
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
        widths, otherwise, stretch = font.widths, font.otherwise, state.stretch
        by_size, spaced = state.size * stretch / 1000, state.character * stretch
        word = 0.0 if font.composite else state.word * stretch
        for part in parts:
            moved = number(part)
            if moved is not None:
                run -= moved * by_size
                continue
            codes = font.codes(raw(part))
            self.budget.spend(len(codes) // 16)
            for code in codes:
                any_code = True
                if font.lacks(code):
                    missing.add(code)
                run += widths.get(code, otherwise) * by_size + spaced + (word if code == 32 else 0.0)
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
        before, outer, held = self.hidden, self.resources, self.state.matrix
        self.hidden = True
        size, own = self.state.size, numbers(entry(font.dictionary, "/FontMatrix"), 6)
        placing = times((size * self.state.stretch, 0, 0, size, 0, self.state.rise), times(self.text, held))
        self.state.matrix = times(six(own), placing) if own else placing  # 9.6.5: glyph space, then text space
        try:
            if resources is not None:
                self.resources = resources
            for key in list(procedures.keys())[:512] if isinstance(procedures, Dictionary) else []:
                self.form(entry(procedures, key), "a glyph of a Type 3 font")
        finally:
            self.hidden, self.resources, self.state.matrix = before, outer, held
