"""What the tokens promise of the web page, in pixels, in a window of a desk (1280 pixels wide)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.theme import Length, Theme
from pipeline.verify.transcript import Kind, Look, Passage

_ROOT = 16.0
_WINDOW = 1280.0
_EM_OF_A_CHARACTER, _LESS = 0.52, 0.2
"""The column of labels is so many em for each character of the widest one, and so much less for its thin ones."""
_SUBTITLE_LEAD, _HEADING_LEAD, _NOTE_LEAD, _TABLE_LEAD = 1.4, 1.3, 1.4, 1.4


def looks(theme: Theme, labels: frozenset[str] = frozenset()) -> Mapping[tuple[Kind, int], Look]:
    """The look of each kind and level; the column of labels is promised where all `labels` of clauses are known."""
    return dict(_looks(theme, labels))


def labels_of(passages: tuple[Passage, ...]) -> frozenset[str]:
    """The labels that stand in the contents: those of the clauses of the first level."""
    return frozenset(passage.label for passage in passages if passage.kind is Kind.CLAUSE and passage.level == 1)


def _looks(theme: Theme, labels: frozenset[str]) -> Iterator[tuple[tuple[Kind, int], Look]]:
    screen, light = theme.screen, theme.colours["light"]
    text = _fluid(theme, screen.text_min, screen.text_max, screen.hang)
    line = text * screen.lead
    paragraph, sub = _pixels(screen.paragraph, text), _pixels(screen.sub, text)
    face, display = theme.faces["text-regular"].name, _pixels(screen.display, text)
    plain = Look(
        family=face,
        size=text,
        weight=400,
        slope="normal",
        colour=light.ink.value,
        align="start",
        start=0.0,
        first=0.0,
        before=paragraph,
        lead=line,
    )

    def like(**changes: object) -> Look:
        return Look(**{name: getattr(plain, name) for name in Look.__dataclass_fields__} | changes)

    between = line / 2
    title = _fluid(theme, screen.title_min, screen.title_max, screen.beside)
    yield (Kind.ORGAN, 0), like(colour=light.quiet.value, before=between)
    yield (Kind.DATE, 0), like(colour=light.quiet.value, before=between)
    yield (Kind.KIND, 0), like(size=display, before=between, lead=display * screen.lead)
    yield (Kind.SUBTITLE, 0), like(size=display, slope="italic", before=between, lead=display * _SUBTITLE_LEAD)
    family = theme.faces["title"].name
    yield (Kind.TITLE, 1), like(family=family, size=title, before=between, lead=title * screen.title_lead)
    yield (Kind.LINE, 0), plain
    label = max(_pixels(screen.label, text), text * _widest(labels) + _pixels(screen.gap, text)) if labels else None
    yield (Kind.CLAUSE, 1), like(first=-label if label is not None else None)
    start = 0.0
    for level, column in enumerate(screen.columns, 2):
        start += _pixels(column, text)
        yield (Kind.CLAUSE, level), like(start=start, first=-_pixels(column, text), before=sub)
    yield from _headings(theme, plain, text, line)
    bullets = _pixels(screen.columns[0], text)
    for level in range(1, 7):
        yield (Kind.ITEM, level), like(start=level * bullets, before=None)
    yield (Kind.QUOTATION, 0), like(start=bullets)
    yield (Kind.CAPTION, 0), like(slope="italic", before=between)
    small = _pixels(screen.small, text)
    beside = {"size": small, "colour": light.quiet.value, "lead": small * _NOTE_LEAD}
    yield (Kind.NOTE, 0), like(**beside, start=None, first=None, before=None)
    yield (Kind.CAPTION, 1), like(slope="italic")
    celled = _pixels(screen.table, text)
    cell = like(size=celled, align=None, start=None, first=None, before=None, lead=celled * _TABLE_LEAD)
    yield (Kind.CELL, 0), cell
    yield (Kind.CELL, 1), replace(cell, slope="italic")


def _headings(theme: Theme, plain: Look, text: float, line: float) -> Iterator[tuple[tuple[Kind, int], Look]]:
    first, bold = _pixels(theme.screen.division, text), theme.faces["text-bold"].weight
    for level, size, weight, slope in ((1, first, 400, "normal"), (2, text, bold, "normal"), (3, text, 400, "italic")):
        yield (
            (Kind.HEADING, level),
            Look(
                family=plain.family,
                size=size,
                weight=weight,
                slope=slope,
                colour=plain.colour,
                align="start",
                start=0.0,
                first=0.0,
                before=line * theme.space.division_above if level == 1 else plain.before,
                lead=size * _HEADING_LEAD,
            ),
        )
    for level in (4, 5):
        yield (
            (Kind.HEADING, level),
            Look(plain.family, text, 400, "normal", plain.colour, "start", lead=text * _HEADING_LEAD),
        )


def _pixels(length: Length, em: float) -> float:
    return length.value * {"em": em, "rem": _ROOT}[length.unit] if length.unit in ("em", "rem") else length.pt * 4 / 3


def _fluid(theme: Theme, least: Length, most: Length, window: Length) -> float:
    """A size that grows in a straight line from half the measure to `window`, which may be wider than a desk's."""
    narrow = theme.screen.measure.value / 2
    slope = (most.value - least.value) / (window.value - narrow)
    grown = least.value + slope * (_WINDOW / _ROOT - narrow)
    return max(least.value, min(grown, most.value)) * _ROOT


def _widest(labels: frozenset[str]) -> float:
    return round(max(_EM_OF_A_CHARACTER * len(label) - _LESS for label in labels), 2)
