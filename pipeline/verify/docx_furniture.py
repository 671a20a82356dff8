"""What must stand in a Word file beside its text and its running heads: pictures, faces, the page (`docx_things`)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.theme import Face, Size, Theme
from pipeline.verify.docx_things import pixels
from pipeline.verify.pictures import digest
from pipeline.verify.transcript import Furniture

_PIXEL = 0.75
"""Points of a pixel, at 96 to the inch."""
_ROUNDED = 20
"""Twips by which programs round a margin."""


def things(
    theme: Theme,
    pictures: Sequence[bytes],
    faces: Mapping[str, bytes],
    captions: frozenset[str],
    found: Sequence[Furniture],
) -> tuple[Furniture, ...]:
    """All of them. Where several sizes would do, or rounding may differ, the one that was `found` if it is among them.

    A face may be missing, and others be there: LibreOffice adds those that it falls back to. The first of them draws.
    So may the `captions` that tables are called by, which LibreOffice leaves out.
    """
    there = {piece.where: piece.text for piece in reversed(found)}
    made = [*_page(theme.page, there), *_faces(theme, faces, found)]
    made.extend(piece for piece in found if piece.where == "spoken of a table" and piece.text in captions)
    if theme.page.facing:
        made.extend(piece for piece in found if (piece.where, piece.text) == ("setting", "mirrorMargins"))
    for count, data in enumerate(pictures, 1):
        made.append(Furniture(f"picture {count}", digest(data)))
        where = f"picture {count}, size"
        made.append(Furniture(where, _size(data, theme.page, there.get(where, ""))))
    return tuple(made)


def _page(page: Size, there: Mapping[str, str]) -> Iterator[Furniture]:
    bottom = page.height.twips - page.top.twips - round(page.lines * page.lead.pt * 20)
    for where, mine, parted in (
        ("paper", (page.width.twips, page.height.twips), " by "),
        ("margins", (page.top.twips, page.outer.twips, bottom, page.inner.twips), " "),
    ):
        theirs = [int(number) for number in re.findall(r"-?\d+", there.get(where, ""))]
        near = len(theirs) == len(mine) and all(
            abs(one - other) <= _ROUNDED for one, other in zip(mine, theirs, strict=True)
        )
        yield Furniture(where, there[where] if near else parted.join(map(str, mine)))


def _faces(theme: Theme, faces: Mapping[str, bytes], found: Sequence[Furniture]) -> Iterator[Furniture]:
    """By the name that the file calls it, its digest; those of other names are nobody's promise."""
    known = {_face(theme.faces[key]): digest(data) for key, data in faces.items()}
    names = {where.partition(",")[0].lower() for where in known}
    for piece in found:
        if piece.where.startswith("face "):
            if piece.where in known:
                yield Furniture(piece.where, known[piece.where])
            elif piece.where.partition(",")[0].lower() not in names or not faces:
                yield piece


def _face(face: Face) -> str:
    slot = " ".join(filter(None, ("bold" if face.weight >= 600 else "", "italic" if face.italic else "")))
    return f"face {face.name}, {slot or 'regular'}"


def _size(data: bytes, page: Size, shown: str) -> str:
    """Its own size, or smaller in its own shape where the text's width or three quarters of a page hold no more.

    In a quotation or a list that width is less, by no more than half.
    """
    known = pixels(data)
    if known is None:
        return shown
    width, height = (length * _PIXEL for length in known)
    measure = page.width.pt - page.inner.pt - page.outer.pt
    most = min(1.0, measure / width, 0.75 * page.lines * page.lead.pt / height)
    least = min(1.0, measure / 2 / width, 0.75 * page.lines * page.lead.pt / height)
    found = [float(number) for number in re.findall(r"[\d.]+", shown)]
    if len(found) == 2:
        scale = found[0] / width
        if least - 0.01 <= scale <= most + 0.01 and abs(found[1] - height * scale) <= max(0.5, 0.01 * found[1]):
            return shown
    return f"{width * most:.1f} by {height * most:.1f} pt"
