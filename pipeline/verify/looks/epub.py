"""What the tokens promise of the e-book, in em of its text; colours, line height and alignment are the reader's."""

from collections.abc import Iterator, Mapping

from pipeline.theme import Length, Theme
from pipeline.verify.transcript import Kind, Look

_TEXT = 12.0
"""Points of an em, for lengths that a theme gives in points: a browser's 16 pixels."""
_HEADING_ABOVE = 1.5


def looks(theme: Theme) -> Mapping[tuple[Kind, int], Look]:
    """The look of each kind and level."""
    return dict(_looks(theme))


def _looks(theme: Theme) -> Iterator[tuple[tuple[Kind, int], Look]]:
    book = theme.ebook
    face = theme.faces["text-regular"].name
    paragraph, sub = _em(book.paragraph), _em(book.sub)

    def look(size: float = 1.0, **changes: object) -> Look:
        plain = {
            "family": face,
            "size": size,
            "weight": 400,
            "slope": "normal",
            "align": "start",
            "start": 0.0,
            "first": 0.0,
        }
        return Look(**plain | {"before": paragraph * size} | changes)  # type: ignore[arg-type]  # by name

    display, title = _em(book.display), _em(book.title)
    yield (Kind.ORGAN, 0), look()
    yield (Kind.DATE, 0), look()
    yield (Kind.KIND, 0), look(display)
    yield (Kind.SUBTITLE, 0), look(display, slope="italic")
    yield (Kind.TITLE, 1), look(title, family=theme.faces["title"].name, lead=title * book.title_lead)
    yield (Kind.LINE, 0), look()
    column = _em(book.label) + _em(book.gap)
    yield (Kind.CLAUSE, 1), look(start=column, first=-column)
    start = column
    for level, width in enumerate(book.columns, 2):
        start += _em(width)
        yield (Kind.CLAUSE, level), look(start=start, first=-_em(width), before=sub)
    division = _em(book.division)
    yield (Kind.HEADING, 1), look(division, before=_HEADING_ABOVE * division, lead=division * book.title_lead)
    for level in range(2, 6):
        yield (Kind.HEADING, level), look(weight=700, before=_HEADING_ABOVE, lead=book.title_lead)
    bullets = _em(book.columns[0])
    for level in range(1, 7):
        yield (Kind.ITEM, level), look(start=level * bullets, before=None)
    yield (Kind.QUOTATION, 0), look(start=bullets)
    yield (Kind.CAPTION, 0), look(slope="italic", before=sub)
    yield (Kind.NOTE, 0), look(_em(book.small), before=None)


def _em(length: Length) -> float:
    return length.value if length.unit in ("em", "rem") else length.pt / _TEXT
