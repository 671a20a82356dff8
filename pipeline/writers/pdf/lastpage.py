r"""No last page of a few lines: it is filled from the pages before it, or taken away.

First paragraphs are set a line shorter or longer, as by TeX's \looseness, where the loss is least. If that does not
help, pages before the last are a line shorter, those that face one another both. Only the last pages are laid out anew.
If nothing helps they are as they were, and `lines` has a note. Stands on WeasyPrint's private page layout (see engine).
"""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from weasyprint import layout
from weasyprint.layout import page as page_layout

from pipeline.writers.pdf.lines import LINES, flow, is_remnant, loosest
from pipeline.writers.pdf.plan import Breaks, Plan
from pipeline.writers.pdf.tree import NOTES

_BACK = 6
"""Pages at the end whose paragraphs may change."""

_TRIES = 4
"""How often they may."""

_LONG = 60
"""Lines of a paragraph in which one more or less is not looked for: the time would grow with the square of them."""

_DEAREST = 1e5
"""What the lines of a paragraph may lose: as much as by a hyphen before the last, or one that is loose by .3 em."""

_SHORTER, _OPENINGS = 2, 4
"""By how many lines pages may be shorter; how many openings of a book."""


class _Other(NamedTuple):
    """A paragraph of the last pages in other lines; pages are counted from 0."""

    loss: float
    page: int
    plan: Plan
    breaks: Breaks


@dataclass(frozen=True, slots=True)
class _Change:
    """What might help: paragraphs in other lines, and pages that are shorter by so many lines."""

    others: Sequence[_Other] = ()
    shorter: Mapping[int, int] = field(default_factory=dict)

    @property
    def pages(self) -> set[int]:
        """The pages that have to be laid out anew."""
        return {other.page for other in self.others} | set(self.shorter)


class LastPage:
    """The last page of one document."""

    def __init__(self) -> None:
        self._tried = False
        self._now = _Change()
        self._lead = 0.0

    def seams(self) -> list[tuple[Any, str, Callable[[Any], Any]]]:
        """The functions of WeasyPrint that are decorated, and with what."""
        return [(layout, "make_all_pages", self.pages), (page_layout, "page_height", self.height)]

    def height(self, page_height: Callable[..., Any]) -> Callable[..., Any]:
        """Decorate page_height: the text of some pages is less deep."""

        def shorter(page: Any, context: Any, height: float) -> None:
            page_height(page, context, height)
            less = self._now.shorter.get(page.page_type.index, 0) * self._lead
            page.height -= less
            page.margin_bottom += less

        return shorter

    def pages(self, make_all_pages: Callable[..., Any]) -> Callable[..., Any]:
        """Decorate make_all_pages: when all is settled, look at the last page."""

        def filled(context: Any, root: Any, html: Any, pages: Sequence[Any]) -> list[Any]:
            notes = context.footnotes.copy()
            made = list(make_all_pages(context, root, html, pages))
            unsettled = any(remake["content_changed"] for *_, remake in context.page_maker)
            if self._tried or unsettled or not is_remnant(made):
                return made
            self._tried = True
            self._lead = next(flow(made[-1]))[0].height
            for change in itertools.chain(_proposals(made), (_Change(),)):
                anew = self._change_to(change)
                for number in anew:
                    if number < len(context.page_maker):
                        context.page_maker[number][-1]["content_changed"] = True
                context.footnotes = notes.copy()
                made = list(make_all_pages(context, root, html, made)) if anew else made
                if not is_remnant(made):
                    break
            return made

        return filled

    def _change_to(self, change: _Change) -> set[int]:
        """Let a change take the place of the last one; the pages of both."""
        before, self._now = self._now, change
        for other in before.others:
            other.plan.other = ()
        for other in change.others:
            other.plan.other = other.breaks
        return before.pages | change.pages


def _proposals(pages: Sequence[Any]) -> Iterator[_Change]:
    """What might help, the least loss first."""
    fewer, more = _others(pages)
    over = max(1, math.ceil(_depth(pages[-1]) - _room(pages[-2])))
    under = LINES - sum(1 for _ in flow(pages[-1]))
    sets = [fewer[:count] for count in range(over, len(fewer) + 1)]
    sets += [more[:count] for count in range(under, len(more) + 1)]
    for others in sorted(sets, key=lambda others: sum(other.loss for other in others))[:_TRIES]:
        yield _Change(others)
    rooms = [math.floor(_room(page)) for page in pages[:-1]]
    openings = [tuple(group) for _, group in itertools.groupby(range(len(rooms)), lambda number: (number + 1) // 2)]
    for less in range(1, _SHORTER + 1):
        shorter: dict[int, int] = {}
        for opening in openings[: -_OPENINGS - 1 : -1]:
            shorter |= {number: rooms[number] + less for number in opening}
            yield _Change(shorter=shorter.copy())


def _others(pages: Sequence[Any]) -> tuple[list[_Other], list[_Other]]:
    """The paragraphs that begin on the last pages and can be a line shorter, and those that can be longer."""
    fewer: list[_Other] = []
    more: list[_Other] = []
    first = max(0, len(pages) - _BACK)
    seen = {id(plan) for plan, _ in _plans(pages[first - 1])} if first else set()
    for number in range(first, len(pages)):
        for plan, limit in _plans(pages[number]):
            if id(plan) in seen or len(plan.breaks) > _LONG:
                continue
            seen.add(id(plan))
            variants = plan.variants(limit)
            for by, found in ((-1, fewer), (1, more)):
                loss, breaks = variants.get(by, (_DEAREST, ()))
                if loss < _DEAREST:
                    found.append(_Other(loss, number, plan, breaks))
    return sorted(fewer, key=_loss), sorted(more, key=_loss)


def _loss(other: _Other) -> tuple[float, int]:
    """What it costs; where that is the same, nearer the end."""
    return other.loss, -other.page


def _plans(page: Any) -> Iterator[tuple[Plan, float]]:
    """The fitted paragraphs of a page, and how loose their lines may be."""
    for line, width in flow(page):
        plan: Plan | None = line.__dict__.get("plan")
        limit = loosest(width / line.style["font_size"])
        if plan and limit:
            yield plan, limit


def _depth(page: Any) -> float:
    """How many lines of the last one's height the text of a page reaches down."""
    *_, (last, _) = flow(page)
    return float((last.position_y + last.height - page.content_box_y()) / last.height)


def _room(page: Any) -> float:
    """How many lines are free below the text of a page and above its notes; none where it has no text."""
    last = next(reversed([line for line, _ in flow(page)]), None)
    notes = sum(box.margin_height() for box in page.children if isinstance(box, NOTES))
    end = page.content_box_y() + page.height - notes
    return float((end - last.position_y - last.height) / last.height) if last else 0.0
