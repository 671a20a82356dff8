"""What the tokens promise of a print: the look of the PDF in inks, and the sheet around each page with its marks.

docs/print.md says where each mark stands; the code that draws them is not asked. Places are points from the top left.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from pipeline.model import Metadata
from pipeline.theme import SAME, Ink, Size, Theme
from pipeline.verify.looks import pdf, pressed
from pipeline.verify.transcript import Furniture, Kind, Look, Transcript

_MM = 72 / 25.4
_CLEAR, _ARM, _ROUND, _PATCH = 1 * _MM, 6 * _MM, 4 * _MM, 5 * _MM
"""Around crop marks; across the cross and the circle of a registration mark; across a patch of the control strip."""
_START, _FREE = 4 * _MM, 5 * _MM
"""From the trim to the control strip; from the middle of the page to where it may reach."""
_NEAR = 0.6
"""Points: PDFium gives lines half a point more than they have."""
_PLATES = {"Cyan": "1 0 0 0", "Magenta": "0 1 0 0", "Yellow": "0 0 1 0", "Black": "0 0 0 1"}
_DRAWN = re.compile(r"drawing at (-?[\d.]+), (-?[\d.]+) of ([\d.]+) by ([\d.]+) pt")

_Mark = tuple[float, float, float, float]
"""Where the middle of a mark stands, and its width and height."""


def looks(theme: Theme, found: Transcript) -> Mapping[tuple[Kind, int], Look]:
    """The look of each kind and level, as the PDF of the print's own size has it, in inks."""
    own = {Kind.TITLE: theme.inks.title, Kind.HEADING: theme.inks.division}
    made = {}
    for key, look in pdf.looks(_own(theme)).items():
        there = found.looks.get(key, Look())
        colour = _ink(own.get(key[0], theme.inks.text), there.colour, found.profile)
        label = _ink(theme.inks.label, there.label, found.profile) if look.label else None
        made[key] = replace(look, colour=colour, label=label)
    return made


def _ink(token: Ink, shown: str | None, profile: bytes) -> str:
    """Inks as the read-back writes them; black alone overprints, and leaves no hole in what lies under it.

    A colour of a screen is promised as it was found, if it is what the profile makes of it.
    """
    if token.spot:
        return f"/{token.spot.replace(' ', '_')} 1"
    if token.cmyk is None:
        right = shown and pressed.is_made_of(shown, token.screen, profile)
        return shown if shown and right else f"{token.screen} through the profile"
    alone = not any(token.cmyk[:3]) and token.cmyk[3]
    return " ".join(f"{ink:g}" for ink in token.cmyk) + (" overprints" if alone else "")


def furniture(theme: Theme, metadata: Metadata, found: Transcript, words: Mapping[str, Any]) -> tuple[Furniture, ...]:
    """Running heads and folios as in the PDF; the boxes of each page, and the marks outside the bleed.

    How many patches there are and which plates are named depends on the pictures, so these are promised as they were
    found, where they are among those that may stand there. So is the file's name.
    """
    theme = _own(theme)
    there: dict[str, list[str]] = {}
    for piece in found.furniture:
        there.setdefault(piece.where, []).append(piece.text)
    looks = {(piece.where, piece.text): piece.look for piece in found.furniture}
    promised = []
    for piece in pdf.furniture(theme, metadata, found, words):
        shown = looks.get((piece.where, piece.text), Look()).colour
        ink = _ink(theme.inks.head, shown, found.profile)
        look = replace(piece.look, colour=ink, start=_moved(theme, metadata, piece))
        promised.append(replace(piece, look=look))
    pages = sum(where.startswith("TrimBox") for where in there)
    for number in range(1, pages + 1):
        promised += _boxes(theme, number, there)
        if theme.print.marks:
            texts = _marks(theme, metadata, (number, pages), there.get(f"mark on page {number}", []))
            promised += [Furniture(f"mark on page {number}", text) for text in texts]
    return tuple(promised)


def _own(theme: Theme) -> Theme:
    return theme if theme.print.size == SAME else replace(theme, size=theme.print.size)


def _moved(theme: Theme, metadata: Metadata, piece: Furniture) -> float | None:
    """Where a line's number ends on the sheet: behind bleed and margin, and away from the spine by the gutter."""
    if piece.look.start is None:
        return None
    right = (int(piece.where.rpartition(" ")[2]) % 2 == 1) == (metadata.direction != "rtl")
    gutter = theme.print.gutter.pt
    return piece.look.start + _edges(theme)[2] + (gutter if right else -gutter)


def _edges(theme: Theme) -> tuple[Size, float, float]:
    """The page; the points from the sheet's edge to the bleed, and to the trim."""
    margin = theme.print.slug.pt if theme.print.marks else 0.0
    return theme.page, margin, margin + theme.print.bleed.pt


def _boxes(theme: Theme, number: int, there: Mapping[str, Sequence[str]]) -> Iterator[Furniture]:
    page, bleed, trim = _edges(theme)
    width, height = page.width.pt + 2 * trim, page.height.pt + 2 * trim
    for name, edge in (("MediaBox", 0.0), ("BleedBox", bleed), ("TrimBox", trim)):
        where = f"{name} of page {number}"
        wanted = edge, edge, width - edge, height - edge
        shown = there.get(where, [""])[0]
        values = [float(value) for value in re.findall(r"-?[\d.]+", shown)]
        near = len(values) == 4 and all(abs(one - two) < _NEAR for one, two in zip(values, wanted, strict=True))
        yield Furniture(where, shown if near else " ".join(f"{side:.1f}" for side in wanted))


def _marks(theme: Theme, metadata: Metadata, numbers: tuple[int, int], there: Sequence[str]) -> Iterator[str]:
    """The marks of one page of so many, each in the words in which it was found if it was."""
    drawn = {text: _DRAWN.fullmatch(text) for text in there}
    left = {text: tuple(map(float, match.groups())) for text, match in drawn.items() if match}
    for mark in (*_lines(theme), *_targets(theme)):
        shown = next((text for text, found in left.items() if _same(mark, found)), None)
        if shown:
            del left[shown]
        yield shown or "drawing at {:.1f}, {:.1f} of {:.1f} by {:.1f} pt".format(*mark)
    for at, mark in enumerate(_strip(theme)):
        shown = next((text for text, found in left.items() if _same(mark, found)), None)
        if shown is None and at:
            break
        yield shown or "drawing at {:.1f}, {:.1f} of {:.1f} by {:.1f} pt".format(*mark)
    yield from _texts(theme, metadata, numbers, [text for text in there if text not in drawn or not drawn[text]])


def _same(mark: _Mark, found: Sequence[float]) -> bool:
    return all(abs(one - two) < _NEAR for one, two in zip(mark, found, strict=True))


def _lines(theme: Theme) -> Iterator[_Mark]:
    """The crop marks: at each corner one across and one upright, a millimetre clear of bleed and edge."""
    page, bleed, trim = _edges(theme)
    width, height = page.width.pt + 2 * trim, page.height.pt + 2 * trim
    long = bleed - 2 * _CLEAR
    for x in (trim, width - trim):
        yield from ((x, y, 0.25, long) for y in (bleed / 2, height - bleed / 2))
    for y in (trim, height - trim):
        yield from ((x, y, long, 0.25) for x in (bleed / 2, width - bleed / 2))


def _targets(theme: Theme) -> Iterator[_Mark]:
    """The registration marks: a cross and a circle in the middle of each side."""
    page, bleed, trim = _edges(theme)
    width, height = page.width.pt + 2 * trim, page.height.pt + 2 * trim
    sides = ((width / 2, bleed / 2), (width / 2, height - bleed / 2))
    for x, y in (*sides, (bleed / 2, height / 2), (width - bleed / 2, height / 2)):
        yield from ((x, y, *size) for size in ((_ARM, 0.25), (0.25, _ARM), (_ROUND + 0.25, _ROUND + 0.25)))


def _strip(theme: Theme) -> Iterator[_Mark]:
    """The places of the control strip, from the left: above the page, as far as the registration mark leaves room."""
    page, bleed, trim = _edges(theme)
    room = page.width.pt / 2 - _FREE - _START
    for at in range(int(room / _PATCH)):
        yield trim + _START + (at + 0.5) * _PATCH, bleed / 2, _PATCH, _PATCH


def _texts(theme: Theme, metadata: Metadata, numbers: tuple[int, int], there: Sequence[str]) -> Iterator[str]:
    """The slug line, and the plates by their names, each in its ink."""
    day = metadata.date or (metadata.modified.date() if metadata.modified else None)
    said = re.escape(day.isoformat()) if day else r"\d{4}-\d\d-\d\d"
    line = re.compile(rf"“.+ · {said} · {numbers[0]}/{numbers[1]}” in 0 0 0 1")
    shown = next(filter(line.fullmatch, there), None)
    yield shown or f"“(the file) · {day or ''} · {numbers[0]}/{numbers[1]}” in 0 0 0 1"
    tokens = (getattr(theme.inks, field.name) for field in fields(theme.inks))
    spots = {token.spot: f"/{token.spot.replace(' ', '_')} 1" for token in tokens if token.spot}
    named = [f"“{plate}” in {ink}" for plate, ink in (_PLATES | spots).items()]
    yield from (text for text in named if text in there)
    if not set(named) & set(there):
        yield named[3]
