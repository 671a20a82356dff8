"""Where the lines of a paragraph may end, and how wide its text is up to there: what `fitting` is asked with.

Widths are Pango's, of the text as it will be drawn, so that emphasis, raised figures, small capitals and words in other
languages are as wide as they are. Places are Unicode's (UAX 14, as Pango has it) and those of Pyphen's patterns.

Stands on WeasyPrint's private boxes and Pango layouts (see engine).
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate
from typing import Any, NamedTuple

import pyphen
from weasyprint.layout.inline import split_inline_level
from weasyprint.text.ffi import FROM_UNITS, ffi
from weasyprint.text.line_break import Layout, _font_style_cache_key, get_log_attrs

from pipeline.writers.pdf.fitting import HYPHEN, LAST, STUB, TYPED, Point
from pipeline.writers.pdf.tree import INLINE, INLINE_BLOCK, TEXT

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]")
_SOFT = "\u00ad"
_LABEL = "x"
"""A label belongs to the word behind it, so it is a letter to the one who looks for places to break at."""

_WORD = re.compile(r"(?<![\w\-‐–—/@.\u00ad])[^\W\d_]+(?![\w\-‐–—/@\u00ad]|\.\w)")
"""What may be hyphenated: never codes, numbers, addresses, or what has a hyphen already."""

_PIECE = 1000
"""Characters that are measured at a time: the time that Pango takes grows with the square of them."""


class Leaf(NamedTuple):
    """A piece of a paragraph's text, and its box. A box that is not of text is one letter, `width` pixels wide."""

    start: int
    text: str
    box: Any
    width: float = 0.0

    @property
    def key(self) -> tuple[Any, ...]:
        """All that its width and its places depend on."""
        if not isinstance(self.box, TEXT):
            return (round(self.width, 3),)
        style = self.box.style
        hyphens = (style["hyphens"], style["lang"], style["hyphenate_character"], *style["hyphenate_limit_chars"])
        return (self.text, face(style), style["word_spacing"], style["letter_spacing"], *hyphens)


def face(style: Any) -> str:
    """The face, the size and the features that a style asks for."""
    return str(_font_style_cache_key(style, include_size=True))


def leaves(context: Any, line: Any, container: Any) -> list[Leaf] | None:
    """The pieces of a paragraph; None where one of them is such as WeasyPrint had better break itself."""
    found: list[Leaf] = []
    start = 0
    for box in _flat(line):
        if box is None:
            return None
        leaf = Leaf(start, box.text, box) if isinstance(box, TEXT) else _label(start, context, box, container)
        if _RIGHT_TO_LEFT.search(leaf.text):
            return None
        found.append(leaf)
        start += len(leaf.text)
    return found


def _flat(box: Any) -> Iterator[Any]:
    """The boxes of a line's text in order, and its labels; None where there is anything else."""
    for child in box.children:
        if not child.is_in_normal_flow():
            yield None
        elif isinstance(child, TEXT):
            preserved = child.style["white_space"] not in ("normal", "pre-line" if child.text == "\n" else "normal")
            yield None if preserved or not child.style["font_size"] else child
        elif isinstance(child, INLINE):
            yield from _flat(child) if _plain(child.style) else (None,)
        else:
            yield child if isinstance(child, INLINE_BLOCK) else None


def _plain(style: Any) -> bool:
    """Whether an inline box takes no more room than its text."""
    sides = [(style[f"margin_{side}"], style[f"padding_{side}"]) for side in ("left", "right")]
    lengths = [getattr(length, "value", length) for side in sides for length in side]
    borders = style["border_left_width"] or style["border_right_width"]
    return not borders and style["direction"] == "ltr" and all(length in (0, "auto") for length in lengths)


def _label(start: int, context: Any, box: Any, container: Any) -> Leaf:
    """A label, laid out once to know its width."""
    made, *_ = split_inline_level(context, box, 0, 0, 0, None, container, [], [], [], [], [], None, None)
    return Leaf(start, _LABEL, box, made.margin_width())


class Measure:
    """Widths of texts in their styles, each worked out once in a document."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, float], float] = {}

    def hyphen(self, style: Any) -> float:
        """The width of a style's hyphen at a line's end, in pixels."""
        key = (style["hyphenate_character"], face(style), style["font_size"])
        if key not in self._known:
            self._known[key] = sum(self.advances(key[0], style))
        return self._known[key]

    def advances(self, text: str, style: Any) -> list[float]:
        """How far each character moves the next, in pixels."""
        found: list[float] = []
        while text:
            end = text.find(" ", _PIECE) + 1
            end = end if 0 < end < 2 * _PIECE else 2 * _PIECE
            found += _advances(text[:end], style)
            text = text[end:]  # a long text has few pieces
        return found


def _advances(text: str, style: Any) -> list[float]:
    layout = Layout(style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    clusters: dict[int, int] = {}  # the width of each cluster of glyphs, in Pango's units, by its first byte
    run = line.runs
    while run != ffi.NULL:
        glyphs, offset = run.data.glyphs, run.data.item.offset
        for glyph, cluster in zip(
            glyphs.glyphs[0 : glyphs.num_glyphs], glyphs.log_clusters[0 : glyphs.num_glyphs], strict=True
        ):
            clusters[offset + cluster] = clusters.get(offset + cluster, 0) + glyph.geometry.width
        run = run.next
    layout.deactivate()
    found: list[float] = []
    begun, byte = 0, 0
    width = 0.0
    for index, character in enumerate(text):
        if byte in clusters or not index:  # characters of a ligature share its width
            found += [width / (index - begun)] * (index - begun) if index else []
            begun, width = index, clusters.get(byte, 0) * FROM_UNITS
        byte += 1 if character < "\x80" else len(character.encode())
    return found + [width / (len(text) - begun)] * (len(text) - begun)


class Places(NamedTuple):
    """The places of one part of a paragraph, up to a line break of the author's; lengths in em."""

    start: Point
    points: list[Point]


def places(pieces: list[Leaf], em: float, indent: float, language: str, measure: Measure, context: Any) -> list[Places]:
    """All places at which a paragraph's lines may end, part by part; `em` and `indent` in pixels.

    Spaces are counted as wide as the face has them, without word-spacing.
    """
    text = "".join(leaf.text for leaf in pieces)
    steps: list[float] = []
    for leaf in pieces:
        if not isinstance(leaf.box, TEXT):
            steps.append(leaf.width / em)
        elif leaf.text == "\n":
            steps.append(0.0)
        else:
            more = leaf.box.style["word_spacing"]
            widths = zip(leaf.text, measure.advances(leaf.text, leaf.box.style), strict=True)
            steps += [(width - more if character in " \u00a0" else width) / em for character, width in widths]
    upto = list(accumulate(steps, initial=0.0))
    gaps = list(accumulate((character in " \u00a0" for character in text), initial=0))
    hyphens = _hyphens(pieces, partial(_patterns, context), measure, em)
    found: list[Places] = []
    attributes = get_log_attrs(text, language)
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        first = end - len(line.lstrip(" "))
        start = Point(first, 0.0, 0, upto[first] - (0 if found else indent / em), gaps[first])
        points = []
        for at in range(first + 1, end):
            if at in hyphens:
                width, more = hyphens[at]
                points.append(Point(at, upto[at] + width, gaps[at], upto[at], gaps[at], HYPHEN + more))
            elif attributes[at].is_line_break and text[at - 1] != _SOFT:
                stop = at
                while stop > first and text[stop - 1] == " ":
                    stop -= 1
                cost = 0.0 if text[at - 1] in " \u200b" else TYPED
                points.append(Point(at, upto[stop], gaps[stop], upto[at], gaps[at], cost))
        stop = first + len(line.strip(" "))
        points.append(Point(end + 1, upto[stop], gaps[stop], upto[end], gaps[end]))
        found.append(Places(start, points))
        begin = end + 1
    return found


def _hyphens(
    pieces: list[Leaf], patterns: Callable[[Any], Any], measure: Measure, em: float
) -> dict[int, tuple[float, float]]:
    """The width of the hyphen at each offset where one may come, and what it costs more than another.

    Words with `hyphens: manual` are those that had better stay whole, as the last of a paragraph.
    """
    found: dict[int, tuple[float, float]] = {}
    for start, text, box, _ in pieces:
        if not isinstance(box, TEXT) or box.style["hyphens"] == "none":
            continue
        width = measure.hyphen(box.style) / em if len(text) > 1 else 0.0
        for index, character in enumerate(text[:-1], start + 1):
            if character == _SOFT:
                found[index] = width, 0.0
        if dictionary := patterns(box.style):
            dear = LAST if box.style["hyphens"] == "manual" else 0.0
            shortest = box.style["hyphenate_limit_chars"][0]
            for word in _WORD.finditer(text):
                if len(word[0]) >= shortest:
                    for position in dictionary.positions(word[0]):
                        if not position.data:  # else the word would be spelt otherwise
                            found[start + word.start() + position] = width, dear + (STUB if position < 3 else 0.0)
    return found


def _patterns(context: Any, style: Any) -> Any | None:
    """Pyphen's patterns for a style, shared with WeasyPrint."""
    language = style["lang"] and pyphen.language_fallback(style["lang"])
    if not language:
        return None
    total, left, right = style["hyphenate_limit_chars"]
    key = (language, left, right, total)
    if key not in context.dictionaries:
        context.dictionaries[key] = pyphen.Pyphen(lang=language, left=left, right=right)
    return context.dictionaries[key]
