"""What the tokens promise of the page: how each kind of passage is set, and what stands in its margins.

Worked out from the tokens alone; the style sheet that sets the page is not asked. One unit rules it, the line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipeline.model import Metadata
from pipeline.theme import Theme
from pipeline.verify.heads import drawn, head
from pipeline.verify.transcript import Furniture, Kind, Look, Transcript

_HEADINGS = 5
_FIGURES = 1.1
"""Room for two figures, in ems."""


def looks(theme: Theme) -> Mapping[tuple[Kind, int], Look]:
    """The look of each kind and level on paper, in points. What cannot be measured on every page is left out.

    `first` of a clause in the margin is where its label ends, since such labels are set flush with their end; of one
    inside the text where its column begins.
    """
    page, space, faces, ink = theme.page, theme.space, theme.faces, theme.inks.text.screen
    lead, text = page.lead.pt, faces["text-regular"].name
    bold = faces["text-bold"].weight
    columns = [column.pt for column in page.columns]
    between, paragraph, sub = (lines * lead for lines in (space.title_between, space.paragraph, space.sub))

    def line(
        size: float, before: float | None, *, slope: str = "normal", weight: int = 400, family: str = text
    ) -> Look:
        """One that is set flush left, in the title block or a heading."""
        return Look(family, size, weight, slope, ink, "left", 0, 0, before, lead)

    def running(start: float, first: float, before: float) -> Look:
        return Look(text, page.text.pt, 400, "normal", ink, theme.text.align, start, first, before, lead)

    title = Look(faces["title"].name, page.title.pt, 400, "normal", ink, "left", 0, 0, between, page.title_lead.pt)
    above = (space.division_above - 0.5) * lead
    promised = {
        (Kind.ORGAN, 0): line(page.text.pt, None),
        (Kind.KIND, 0): line(page.display.pt, between),
        (Kind.TITLE, 1): title,
        (Kind.SUBTITLE, 0): line(page.display.pt, between, slope="italic"),
        (Kind.DATE, 0): line(page.text.pt, between),
        (Kind.HEADING, 1): Look(text, page.division.pt, 400, "normal", ink, "left", 0, 0, above, 1.5 * lead),
        (Kind.HEADING, 2): line(page.text.pt, paragraph, weight=bold),
        (Kind.HEADING, 3): line(page.text.pt, paragraph, slope="italic"),
        (Kind.LINE, 0): running(0, 0, paragraph),
        (Kind.CLAUSE, 1): running(0, -page.gap.pt, paragraph),
        (Kind.QUOTATION, 0): running(columns[0], 0, paragraph),
        (Kind.NOTE, 0): Look(text, page.small.pt, 400, "normal", ink, theme.text.align, lead=page.small_lead.pt),
        (Kind.CAPTION, 0): Look(text, page.text.pt, 400, "italic", ink, "left", 0, 0, None, lead),
    }
    small = theme.text.table.of(page.text.pt)
    promised[Kind.CAPTION, 1] = promised[Kind.CAPTION, 0]
    promised[Kind.CELL, 0] = Look(text, small, 400, "normal", ink, None, None, None, None, lead)
    promised[Kind.CELL, 1] = Look(text, small, 400, "italic", ink, None, None, None, None, lead)
    promised |= {(Kind.HEADING, level): line(page.text.pt, paragraph) for level in range(4, _HEADINGS + 1)}
    for level, column in enumerate(columns, 2):
        promised[Kind.CLAUSE, level] = running(sum(columns[: level - 1]), -column, sub)
    promised |= {(Kind.ITEM, level): running(level * columns[0], 0, sub) for level in range(1, 10)}
    own = {Kind.TITLE: theme.inks.title.screen, Kind.HEADING: theme.inks.division.screen}
    labels = {Kind.CLAUSE: theme.inks.label.screen}
    return {key: replace(look, colour=own.get(key[0], ink), label=labels.get(key[0])) for key, look in promised.items()}


def furniture(theme: Theme, metadata: Metadata, found: Transcript, words: Mapping[str, Any]) -> tuple[Furniture, ...]:
    """The running heads and folios that a file of so many pages must have: none on the first. A draft says so on each.

    On the others stand the title and, of single sheets, how many there are; on facing pages the folio stands outside. A
    head that is too long for its line ends in an ellipsis: it is promised as it was found, if so much of it is right.
    Beside every so many lines of a page stands their number, and at the foot of the last one the colophon.
    """
    places = [passage.place for passage in found.passages] + [piece.place for piece in found.furniture]
    pages = max((_page(place.part) for place in places), default=1)
    there = {piece.where: piece.text for piece in found.furniture}
    drafts = range(1, pages + 1) if theme.text.draft else ()
    promised = [Furniture(f"foot left of page {number}", words["draft"]) for number in drafts]
    for number in range(2, pages + 1):
        title, kind = metadata.title_phrases, (metadata.kind,) if metadata.kind else metadata.title_phrases
        left: tuple[str, ...] = title
        right: tuple[str, ...] = (f"{number}/{pages}",)
        if theme.page.facing:
            left, right = ((f"{number}",), title) if number % 2 == 0 else (kind, (f"{number}",))
        for side, phrases in (("left", left), ("right", right)):
            where = f"head {side} of page {number}"
            promised.append(Furniture(where, head(phrases, there.get(where, ""), theme.page)))
    promised += _tables(found)
    if every := theme.text.line_numbers:
        side = "left" if metadata.direction == "rtl" else "right"
        for number, lines in enumerate(found.lines, 1):
            counted = range(every, lines + 1, every)
            promised += [Furniture(f"{side} of line {line} of page {number}", f"{line}") for line in counted]
    if theme.text.colophon:
        promised += _colophon(metadata, words, pages, _foot(found, pages, words["draft"] if drafts else ""))
    look = Look(size=theme.page.small.pt, colour=theme.inks.head.screen)
    return tuple(replace(piece, look=_numbered(theme, metadata, piece, look)) for piece in promised)


def _numbered(theme: Theme, metadata: Metadata, piece: Furniture, look: Look) -> Look:
    """The `look` of what stands in a margin; numbers of lines are flush right, two gaps from the text.

    They have room for two figures; where the text runs to the left they end two gaps before it.
    """
    if " of line " not in piece.where:
        return look
    page, number = theme.page, int(piece.where.rpartition(" ")[2])
    near = 2 * page.gap.pt
    if metadata.direction == "rtl":  # the first page is a left one
        margin = page.outer if page.facing and number % 2 else page.inner
        return replace(look, start=margin.pt - near)
    margin = page.inner if page.facing and number % 2 == 0 else page.outer
    return replace(look, start=page.width.pt - margin.pt + min(margin.pt, near + _FIGURES * page.small.pt))


def _tables(found: Transcript) -> Iterator[Furniture]:
    """The head of a table, which stands again on each page, and the lines: above it and below its head, at its end."""
    pages: dict[int, set[int]] = {}
    headed: set[int] = set()
    for passage in found.passages:
        if passage.cell:
            pages.setdefault(passage.cell.table, set()).add(_page(passage.place.part))
            pages[passage.cell.table].update(int(mark.page) for mark in passage.pages)
            headed |= {passage.cell.table} if passage.cell.head == "column" else set()
    for table, stands in pages.items():
        for page in range(min(stands), max(stands) + 1):
            if table in headed and page > min(stands):
                yield Furniture(f"head again on page {page}", f"of table {table}")
            lines = 2 * (table in headed) or page == min(stands)
            if lines := lines + (page == max(stands)):
                yield Furniture(f"lines on page {page}", f"{lines} of table {table}")


def _foot(found: Transcript, page: int, draft: str) -> list[Furniture]:
    """The lines at the foot of a page, without the first if it is that of a draft."""
    places = (f"foot left of page {page}", f"foot right of page {page}")  # a full line may reach over the middle
    lines = [piece for piece in found.furniture if piece.where in places]
    return lines[1:] if lines and draft and lines[0].text == draft else lines


def _colophon(metadata: Metadata, words: Mapping[str, Any], page: int, lines: list[Furniture]) -> Iterator[Furniture]:
    """What the metadata says of the publication, each from a new line on: as it was found, if its words are right."""
    publisher = words["publisher"].format(publisher=metadata.publisher) if metadata.publisher else ""
    for fact in filter(None, (publisher, metadata.rights, metadata.identifier)):
        rest, count = drawn(fact), 0
        while rest and count < len(lines) and rest.startswith(lines[count].text):
            rest, count = rest.removeprefix(lines[count].text).lstrip(), count + 1
        yield from lines[:count] if not rest else [Furniture(f"foot left of page {page}", fact)]
        lines = lines[count:]


def _page(part: str) -> int:
    number = re.fullmatch(r"page (\d+)", part)
    return int(number[1]) if number else 1
