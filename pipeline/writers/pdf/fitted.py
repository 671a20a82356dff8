"""Paragraphs set in the lines that `fitting` finds, not in those that WeasyPrint breaks one after the other.

The lines are WeasyPrint's own as before: its boxes, its links, its page breaks. It is told only where each ends; and
the spaces of a full line are made narrower, as it makes those of others wider. Before a page is full its last line is
known, so that no page ends in a hyphen. A heading gets lines of about the same length. What cannot be fitted keeps
WeasyPrint's lines: text from right to left, floats, words that are wider than a line.

Stands on WeasyPrint's private line layout (see engine).
"""

import hashlib
import importlib.metadata
import sys
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from weasyprint.layout import block, inline
from weasyprint.text.line_break import strut

from pipeline.kept import keep, kept
from pipeline.writers.pdf.breaks import Measure, leaves, places
from pipeline.writers.pdf.grid import is_heading
from pipeline.writers.pdf.lastpage import LastPage
from pipeline.writers.pdf.lines import ends_in_hyphen
from pipeline.writers.pdf.plan import Breaks, Plan
from pipeline.writers.pdf.tree import INLINE_BLOCK, LINE

_EXACT = 1e-3
"""CSS pixels: what a stretched line may be too wide by, since WeasyPrint adds up."""

_ROUNDS = 8
"""How often a paragraph may be fitted anew until no page ends in a hyphen."""

_AHEAD = 100
"""Lines behind a page that are fitted anew with it: all of a usual paragraph, while a longer one keeps those beyond."""

_ENDLESS = 1e6
"""Lines: more than any page has."""

_MOST = 20_000
"""Paragraphs that are kept for the next run."""

_FONTS = (".ttf", ".otf")
Seam = tuple[Any, str, Callable[[Any], Any]]
"""A module of WeasyPrint, a function in it, what decorates it."""


class Fitter:
    """Fits the paragraphs of one document; `files` has the fonts that it is set in.

    The lines of paragraphs are kept for the next run, by all that they depend on.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        fonts = hashlib.sha256(b"".join(data for name, data in sorted(files.items()) if name.endswith(_FONTS)))
        versions = (importlib.metadata.version(name) for name in ("weasyprint", "pyphen"))
        self._stamp = (fonts.hexdigest(), *versions)
        self._files = tuple(Path(__file__).with_name(f"{name}.py") for name in ("breaks", "plan", "fitting"))
        self._before: Mapping[str, Breaks] = kept("lines", self._stamp, dict, *self._files)
        self._now: dict[str, Breaks] = {}
        self._measure = Measure()
        self._last_page = LastPage()

    def keep(self) -> None:
        """Keep the lines of this document."""
        if self._now != self._before:
            keep("lines", self._stamp, dict(list(self._now.items())[:_MOST]), *self._files)

    # ---- what stands in for functions of WeasyPrint

    def seams(self) -> list[Seam]:
        """The functions that are decorated, and with what."""
        return [
            (inline, "get_next_linebox", self.line),
            (inline, "split_inline_box", self.inline),
            (inline, "split_text_box", self.text),
            (block, "find_earlier_page_break", self.page_break),
            *self._last_page.seams(),
        ]

    def line(self, get_next_linebox: Callable[..., Any]) -> Callable[..., Any]:
        """Decorate get_next_linebox: a paragraph gets its lines before the first of them is made."""

        def fitting(context: Any, line: Any, y: float, bottom: float, skip: Any, container: Any, *rest: Any) -> Any:
            plan = self._planned(context, line, y, bottom, skip, container, rest)
            made, resume = get_next_linebox(context, line, y, bottom, skip, container, *rest)
            if plan and made is not None and made.width > container.width + _EXACT:
                inline.justify_line(context, made, container.width - made.width)
            return made, resume

        return fitting

    def inline(self, split_inline_box: Callable[..., Any]) -> Callable[..., Any]:
        """Decorate split_inline_box: a fitted line is never too full, since its spaces can give way."""

        def unlimited(context: Any, box: Any, x: float, max_x: float, *rest: Any) -> Any:
            limit = float("inf") if isinstance(box, LINE) and box.__dict__.get("plan") else max_x
            return split_inline_box(context, box, x, limit, *rest)

        return unlimited

    def text(self, split_text_box: Callable[..., Any]) -> Callable[..., Any]:
        """Decorate split_text_box: text ends where it was told to."""

        def told(context: Any, box: Any, width: float | None, skip: int, is_line_start: bool = True) -> Any:
            ends = box.__dict__.get("line_ends")
            if not ends or width is None:
                return split_text_box(context, box, width, skip, is_line_start)
            index = bisect_right(ends, (skip, True))
            end, hyphen = ends[index] if index < len(ends) else (None, False)
            words = box.line_text[skip:end].decode()
            if end is not None:
                words = words + box.style["hyphenate_character"] if hyphen else words.rstrip(" ")
            if not words:  # a space before the end, or nothing
                return None, end, False
            made, _, _ = split_text_box(context, box.copy_with_text(words), None, 0)
            if made is not None:
                made.line_ends = None
            return made, end, False

        return told

    def page_break(self, find_earlier_page_break: Callable[..., Any]) -> Callable[..., Any]:
        """Decorate find_earlier_page_break, which takes lines back for a heading's sake: not to a hyphen."""

        def earlier(context: Any, children: Any, *rest: Any) -> Any:
            found = find_earlier_page_break(context, children, *rest)
            if found and children and isinstance(children[0], LINE):
                lines, _ = found
                while ends_in_hyphen(lines[-1]):
                    if len(lines) <= lines[0].style["orphans"]:
                        return found
                    lines = lines[:-1]
                block.remove_placeholders(context, found[0][len(lines) :], *rest)  # and their notes with them
                return lines, {0: lines[-1].resume_at}
            return found

        return earlier

    # ---- the lines of a paragraph

    def _planned(
        self, context: Any, line: Any, y: float, bottom: float, skip: Any, container: Any, rest: Any
    ) -> Plan | None:
        if skip is None:
            line.plan = self._plan(context, line, container, rest)
        plan: Plan | None = line.__dict__.get("plan")
        if plan and not plan.even and (skip is None or plan.page != context.current_page):
            plan.page = context.current_page
            at = 0 if skip is None else plan.offset(line, skip)
            if at is not None:
                self._mind_the_page(plan, at, self._room(context, line, y, bottom), container)
        return plan

    def _plan(self, context: Any, line: Any, container: Any, rest: Any) -> Plan | None:
        """A plan for the paragraph, or None where WeasyPrint is to break it."""
        known: Plan | None = line.__dict__.get("plan")
        if known and known.width == container.width:
            known.tell(known.other or self._solved(known))
            return known
        style = line.style
        even = is_heading(container) and style["text_align_all"] != "justify" and style["hyphens"] == "none"
        set_ = (even or style["text_align_all"] == "justify") and style["white_space"] == "normal"
        if not set_ or style["direction"] != "ltr" or any(rest[2:]) or context.excluded_shapes:
            return None
        if isinstance(container, INLINE_BLOCK):  # a label or a phrase, which is as wide as it is
            return None
        pieces = leaves(context, line, container)
        if not pieces or not any(piece.text.strip() for piece in pieces):
            return None
        em, indent, language = style["font_size"], line.text_indent, style["lang"]
        seen = (even, round(container.width, 3), round(indent, 3), em, language, *(piece.key for piece in pieces))
        key = hashlib.sha256(repr(seen).encode()).hexdigest()[:32]
        make = partial(places, pieces, em, indent, language, self._measure, context)
        plan = Plan(pieces, key, container.width, em, make, even=even)
        breaks = self._solved(plan)
        if not breaks:
            return None
        plan.tell(breaks)
        return plan

    def _solved(
        self, plan: Plan, at: int = 0, banned: frozenset[int] = frozenset(), to: int = sys.maxsize, lines: int = 0
    ) -> Breaks:
        """The ends of all lines behind `at` up to the end `to`, none in `banned`; () where there are none such.

        With `lines` there are so many.
        """
        key = f"{plan.key} {at} {to} {sorted(banned)} {lines}" if at or banned else plan.key
        if key not in self._now:
            found = self._before.get(key)
            self._now[key] = plan.solve(at, banned, to, lines) if found is None else tuple(found)
        return self._now[key]

    # ---- no hyphen at a page's end

    def _room(self, context: Any, line: Any, y: float, bottom: float) -> float:
        """How many lines the page still has room for."""
        height, _ = strut(line.style)
        room = (context.page_bottom - bottom - y) / height + _EXACT if height else 0
        return min(room, _ENDLESS)  # notes are laid out on a page without an end

    def _mind_the_page(self, plan: Plan, at: int, room: float, container: Any) -> None:
        """Fit what stands behind `at` so that the last line on this page has no hyphen, if that can be done."""
        before = tuple(end for end in plan.breaks if abs(end) <= at)
        now, to = plan.breaks, self._as_far_as(plan, at, room)
        behind = tuple(end for end in now if abs(end) > to)
        banned: frozenset[int] = frozenset()
        for _ in range(_ROUNDS):
            ends = [end for end in now if abs(end) > at]
            if len(ends) <= room:
                break
            last = min(int(room), len(ends) - container.style["widows"])
            if last <= 0 or not plan.is_hyphen(ends[last - 1]):
                break
            banned |= {abs(ends[last - 1])}
            found = self._solved(plan, at, banned, to, len(ends) - len(behind) if plan.other else 0)
            if not found:
                return
            now = before + found + behind
        if now != plan.breaks:
            plan.tell(now)

    def _as_far_as(self, plan: Plan, at: int, room: float) -> int:
        """The end of a line well behind the page, where the lines that are known go on: none with a hyphen."""
        ends = [end for end in plan.breaks if abs(end) > at]
        return next((end for end in ends[_AHEAD + min(int(room), len(ends)) :] if not plan.is_hyphen(end)), sys.maxsize)
