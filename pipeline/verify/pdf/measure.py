"""How each kind of passage is set, measured on the page: in points, from the ink and the baselines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median, mode

from pipeline.verify.pdf.lines import Line, edges, extent
from pipeline.verify.pdf.passages import Found, raised, text_size
from pipeline.verify.pdf.shown import BLANK, Shown
from pipeline.verify.transcript import TITLES, Kind, Look

Key = tuple[Kind, int]

_AFTER_ALL = (Kind.LINE, Kind.CLAUSE, Kind.ITEM, Kind.QUOTATION)
_RUNNING = (*_AFTER_ALL, Kind.NOTE)
_WIDE = tuple(BLANK.replace(" ", ""))
"""Blanks that keep their width at a line's end."""

_FULL = 0.7
"""Points: how far from the edge a full line of justified text may end, with what its last letter leaves free."""


_SEEN = 0.3
"""Points: what is less is rounding."""


@dataclass(slots=True)
class _Samples:
    """What was measured of all passages of one kind and level."""

    faces: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    colours: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    sizes: list[float] = field(default_factory=list)
    leads: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)
    befores: list[float] = field(default_factory=list)
    full: int = 0
    lines: int = 0


def looks(found: Sequence[Found], colours: Mapping[int, str]) -> dict[Key, Look]:
    """The look of each kind and level that occurs. `colours` are those of the pieces, by id.

    Indents and spaces depend on what a passage stands in and behind: those are measured where it stands by itself, in
    text that is neither quoted nor in a list, and behind text that leaves no space of its own.
    """
    margin, ends = _margins(found), _ends(found)
    samples: dict[Key, _Samples] = {}
    for passage in found:
        if passage.lines and any(part.shown.text.strip() for part in passage.text):
            _measure(passage, samples.setdefault((passage.kind, passage.level), _Samples()), margin, ends, colours)
    leads = {key: median(taken.leads) for key, taken in samples.items() if taken.leads}
    usual = max((leads[key] for key in leads if key[0] in _AFTER_ALL), default=None)
    body = text_size(found)
    for before, passage in pairwise(found):
        space = _space(before, passage, leads, usual, body)
        if space is not None:
            samples[passage.kind, passage.level].befores.append(space)
    return {key: _look(taken, running=key[0] in _RUNNING) for key, taken in samples.items()}


def _look(taken: _Samples, *, running: bool) -> Look:
    family, weight, slope = _face(taken.faces, running=running)
    return Look(
        family,
        _most(taken.sizes),
        weight,
        slope,
        odd(taken.colours),
        ("justify" if taken.full > 0.6 * taken.lines else "left") if taken.lines >= 3 else None,
        _most(taken.starts),
        _most(taken.firsts),
        _most(taken.befores),
        _most(taken.leads),
        odd(taken.labels) if taken.labels else None,
    )


def odd(found: Counter[str]) -> str:
    """The colour that is not like most, where there is one: else the colour of all."""
    usual = max(found, key=found.__getitem__)
    return next((colour for colour in found if colour != usual), usual)


def _face(faces: Counter[tuple[str, int, str]], *, running: bool) -> tuple[str, int | None, str | None]:
    """The face of most letters.

    In running text what is heavy or slanted is marked, and compared run by run: so its plain face is meant, and where
    all of it is marked nothing is known of that.
    """
    family, weight, slope = max(faces, key=faces.__getitem__)
    if running and (weight, slope) != (400, "normal"):
        plain = next((face for face in faces if face[1:] == (400, "normal")), None)
        return plain or (family, None, None)
    return family, weight, slope


def _most(values: Sequence[float]) -> float | None:
    """The value of all passages; where they differ so that an eye can see it, the one that is not like most."""
    if not values:
        return None
    near = mode(round(value * 5) for value in values) / 5
    usual = median([value for value in values if abs(value - near) <= 0.11])
    return round(next((value for value in values if abs(value - usual) > _SEEN), usual), 2)


def _measure(
    passage: Found,
    taken: _Samples,
    margin: Mapping[int, float],
    ends: Mapping[tuple[int, int], float],
    colours: Mapping[int, str],
) -> None:
    lines, inside = passage.lines, passage.block.inside
    baselines = {id(piece): line for line in lines for piece in line.pieces}
    for part in passage.text:
        shown, font = part.shown, part.shown.font
        if shown.text.strip():
            taken.faces[font.family, font.weight, font.slope] += len(shown.texts)
            taken.colours[colours.get(id(shown), "")] += len(shown.texts)
            if not raised(part, baselines.get(id(shown))):
                taken.sizes.append(shown.size)
    for part in passage.label:
        if part.shown.text.strip() and id(part.shown) in colours:
            taken.labels[colours[id(part.shown)]] += len(part.shown.texts)
    pairs = [(one, next_) for one, next_ in pairwise(lines) if one.page == next_.page]
    taken.leads += [round(next_.baseline - one.baseline, 3) for one, next_ in pairs]
    flush = [line for line in lines[:-1] if not line.pieces[-1].text.endswith(_WIDE)]
    taken.lines += len(flush)
    taken.full += sum(ends[line.page, inside.quotes] - line.finish < _FULL for line in flush)
    here = margin.get(lines[0].page)
    plain = inside.quotes == (passage.kind is Kind.QUOTATION) and passage.kind is not Kind.NOTE and not inside.cell
    plain = plain and (
        passage.kind is Kind.CLAUSE
        or not inside.listed
        or (passage.kind is Kind.ITEM and inside.listed == inside.items)
    )
    if here is not None and plain and (here < 0) == passage.leftwards:  # else the margin is the other side's
        others = [line.begin for line in lines if line.page == lines[0].page]
        start = min(others[1:] or others)
        taken.starts.append(start - here)
        taken.firsts.append(_first(passage, lines[0], start))


def _first(passage: Found, line: Line, start: float) -> float:
    """How far before the text its first line begins: with its label, where that has a column of its own in the text.

    A label that hangs in the margin is set flush with its end, so that is measured.
    """
    label = [extent(part.shown, leftwards=passage.leftwards) for part in passage.label]
    if not label or passage.kind is Kind.HEADING:  # which has its label on a line above
        return line.begin - start
    return (
        max(finish for _, finish in label) - start if passage.level == 1 else min(begin for begin, _ in label) - start
    )


def _space(before: Found, passage: Found, leads: Mapping[Key, float], usual: float | None, body: float) -> float | None:
    """The space between two passages, from the foot of the one's last line to the head of the other's first."""
    if not before.lines or not passage.lines or before.lines[-1].page != passage.lines[0].page:
        return None
    plain = not before.block.inside.listed and not passage.block.inside.listed
    title = before.kind in TITLES and passage.kind in TITLES
    alone = (passage.kind is Kind.CLAUSE and passage.level > 1) or passage.kind is Kind.ITEM
    text = before.kind in _AFTER_ALL and passage.kind not in TITLES and passage.kind is not Kind.CAPTION
    if not (title or (text and alone) or (text and plain)) or passage.block.inside.quotes > 1:
        return None
    if before.kind is Kind.CLAUSE and before.level > 1 and not alone:
        return None
    if alone and before.block.inside.quotes > passage.block.inside.quotes:  # a quotation has space of its own below
        return None
    head = passage.lines[0].pieces[0]
    if passage.kind is Kind.HEADING and passage.label:  # on a line above
        head = passage.label[0].shown
        if head.page != passage.lines[0].page:
            return None
    heights = []
    for each, line, piece in (
        (before, before.lines[-1], before.lines[-1].pieces[0]),
        (passage, passage.lines[0], head),
    ):
        lead = leads.get((each.kind, each.level), usual if line.size < 1.25 * body else None)
        lead = usual if piece is not line.pieces[0] else lead  # a label's line is one of the text
        if lead is None:
            return None
        heights.append((lead, _above(piece, lead)))
    (lead, above), (_, below) = heights
    return head.y - below - (before.lines[-1].baseline - above + lead)


def _above(piece: Shown, lead: float) -> float:
    """From the head of a line to its baseline: what the line has more than its font is shared above and below."""
    ascent, descent = piece.font.ascent * piece.size, piece.font.descent * piece.size
    return (lead - ascent - descent) / 2 + ascent


def _ends(found: Sequence[Found]) -> dict[tuple[int, int], float]:
    """How far the text of each page reaches, by the depth of quotation, which is indented at this side too.

    Not each passage by itself: of two lines the first is mostly the longer, and would look full.
    """
    ends: dict[tuple[int, int], float] = {}
    for passage in found:
        for line in passage.lines:
            place = line.page, passage.block.inside.quotes
            ends[place] = max(ends.get(place, line.finish), line.finish)
    return ends


def _margins(found: Sequence[Found]) -> dict[int, float]:
    """Where the text of each page begins; a page that has only indented text takes that of the others on its side."""
    texts = (passage for passage in found if passage.kind is not Kind.NOTE and not passage.block.inside.cell)
    plain = (passage for passage in texts if not passage.block.inside.listed and not passage.block.inside.quotes)
    known = edges((passage.lines, passage.leftwards) for passage in plain)
    pages = {line.page for passage in found for line in passage.lines}
    sides = {side: [edge for page, edge in known.items() if page % 2 == side] for side in (0, 1)}
    for page in pages - known.keys():
        if sides[page % 2]:
            known[page] = mode(sides[page % 2])
    return known
