"""The page of the PDF: the shared body with the printed page's style."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

from pipeline.model import Block, BulletList, Clause, Entry, Figure, Quotation, Row, Table
from pipeline.rendering import Rendering
from pipeline.rendering.columns import gap, is_whole, tall, widths
from pipeline.rendering.css import css_string
from pipeline.rendering.raised import Raised
from pipeline.rendering.ruler import FOLIO, Ruler, note_label
from pipeline.theme import Length, Size
from pipeline.walk import children, notes, parts

_PIXEL = 0.75
"""Points of a pixel (CSS Values 4, 6.2)."""

_TALLEST = 0.75
"""How much of a page's depth a picture may take."""

_FIGURES = 1.1
"""Room for two figures, in ems."""

_LAST_WORD = re.compile(r" ([^\s<>]+)</p>")
_SPACE_BEFORE_INLINE = re.compile(r" (<(?:em|strong|sup|sub|code|a|span lang)\b[^>]*>)(?=\S)")
_SPACE_BEFORE_TURN = {
    direction: re.compile(rf' (<span lang="[^"]*" dir="{other}">)')
    for direction, other in (("ltr", "rtl"), ("rtl", "ltr"))
}
"""By the document's direction: a space before words that run the other way. In them it would be at their far end."""


def pdf(rendering: Rendering) -> Mapping[str, str]:
    """The page "pdf/page.html", its style inside."""
    metadata, size = rendering.numbered.document.metadata, rendering.theme.page
    title, italic = (Ruler(rendering.assets.faces[key]) for key in ("title", "text-italic"))
    measure = _measure(size)
    columns = dict(_columns(rendering))
    room = measure - FOLIO * size.small.pt
    page = rendering.page(
        "pdf/page.html.j2",
        href=str,
        heading=2,
        void="",
        bookmarks=list(_flat(rendering.numbered.contents, 1)),
        figures=list(figures(rendering)),
        columns=lambda table: columns[table],
        whole=[rendering.number(table).anchor for table in columns if is_whole(table, size.lines)],
        title_lines=title.lines(metadata.title_phrases, size.title.pt, measure),
        subtitle_lines=italic.lines(metadata.subtitle_phrases, size.display.pt, measure),
        running_title=italic.head(metadata.title_phrases, size.small.pt, room),
        running_kind=italic.head((metadata.kind or metadata.title,), size.small.pt, room),
        css_string=css_string,
        footed=True,
        note_label=note_label(len(list(notes(rendering.numbered.document)))),
        moved=Raised(rendering.assets.faces).moved,
        colophon="\n".join(_colophon(rendering)),
        line_numbers="\n".join(map(str, range(1, size.lines + 1))),
        number_padding=lambda margin: _number_padding(size, margin, metadata.direction),
    )
    return {"pdf/page.html": _with_room_to_break(page, metadata.direction)}


def _colophon(rendering: Rendering) -> Iterator[str]:
    """What the metadata says of the publication, a line each."""
    metadata = rendering.numbered.document.metadata
    if rendering.theme.text.colophon:
        publisher = rendering.words["publisher"].format(publisher=metadata.publisher)
        yield from filter(None, (metadata.publisher and publisher, metadata.rights, metadata.identifier))


def _number_padding(page: Size, margin: Length, direction: str) -> str:
    """What is free right and left of the line numbers in a margin, as CSS: they stand two gaps from the text."""
    near = 2 * page.gap.pt
    far = max(margin.pt - near - _FIGURES * page.small.pt, 0)
    right, left = (far, near) if direction == "ltr" else (near, far)
    return f"{right:.2f}pt 0 {left:.2f}pt"


def _measure(page: Size) -> float:
    return page.width.pt - page.inner.pt - page.outer.pt


def _flat(entries: tuple[Entry, ...], level: int) -> Iterator[Entry]:
    """The contents as one list, each entry with its depth: bookmarks may skip no level."""
    for entry in entries:
        yield Entry(entry.anchor, entry.label, entry.text, level)
        yield from _flat(entry.entries, level + 1)


@dataclass(frozen=True, slots=True)
class _Figure:
    """How large a picture is set, in points; `rest` fills its last line, so that what follows is on the grid again."""

    anchor: str
    width: float
    height: float
    rest: float


def figures(rendering: Rendering) -> Iterator[_Figure]:
    """The pictures of the text in its order."""
    page, document = rendering.theme.page, rendering.numbered.document
    measure, lead = _measure(page), page.lead.pt
    for block, inset in _placed(chain.from_iterable(parts(document)), page):
        if isinstance(block, Figure):
            image = rendering.assets.images[block.source]
            width, height = image.width * _PIXEL, image.height * _PIXEL
            scale = min(1.0, (measure - inset) / width, _TALLEST * page.lines * lead / height)
            rest = -height * scale % lead
            sizes = (round(value, 2) for value in (width * scale, height * scale, rest))
            yield _Figure(rendering.number(block).anchor, *sizes)


@dataclass(frozen=True, slots=True)
class _Columns:
    """How wide the columns of a table are, with the gap that stands before all but the first, in points; tall rows."""

    widths: list[float]
    gap: float
    tall: list[Row]


def _columns(rendering: Rendering) -> Iterator[tuple[Table, _Columns]]:
    page, document, text = rendering.theme.page, rendering.numbered.document, rendering.theme.text
    set_in = partial(Ruler(rendering.assets.faces["text-regular"]).width, size=text.table.of(page.text.pt))
    for block, inset in _placed(chain.from_iterable(parts(document)), page):
        if isinstance(block, Table):
            measure = _measure(page) - inset
            references = rendering.numbered.references
            made = [round(width, 2) for width in widths(block, references, set_in, page, measure)]
            high = tall(block, references, set_in, made, page)
            yield block, _Columns(made, round(gap(block, page, measure), 2), high)


def _placed(inner: Iterable[Block], page: Size, inset: float = 0) -> Iterator[tuple[Block, float]]:
    """Every block with the points by which its line is shorter than the measure, as the style sheet indents it."""
    for block in inner:
        yield block, inset
        match block:
            case Clause() if block.level > 1:
                own = page.columns[min(block.level - 2, len(page.columns) - 1)].pt
            case BulletList():
                own = page.columns[0].pt
            case Quotation():
                own = 2 * page.columns[0].pt
            case _:
                own = 0
        yield from _placed(children(block), page, inset + own)


def _with_room_to_break(page: str, direction: str) -> str:
    """Layout by markup, never by altering the text.

    The last word of a paragraph is not broken, but in a fitted one to mend a gap. The space before it, or before an
    inline element, stands inside that element, or in one of its own: WeasyPrint 70 breaks a run that ends in a space,
    and would fit its line without it, after its first word.
    """
    page = _SPACE_BEFORE_TURN[direction].sub(r"<span> </span>\1", page)
    page = _SPACE_BEFORE_INLINE.sub(r"\1 ", page)
    return _LAST_WORD.sub(r'<span class="last"> \1</span></p>', page)
