"""Checks of a page's colours, type, lines and images."""

from collections.abc import Iterator, Mapping

from pipeline.diagnostics import Severity
from pipeline.preflight.colour import PROCESS, Paint, Space
from pipeline.preflight.findings import Check, Found
from pipeline.preflight.marks import Mark
from pipeline.preflight.objects import filters
from pipeline.preflight.page_checks import Leaf

INK = 3.3
"""The most ink in one place: ISO Coated v2 gives up to 330 %. More does not dry, and comes off on the next sheet."""

HAIRLINE = 0.25
"""Points. Thinner lines break up on the plate."""

CONTONE, CONTONE_LEAST = 300, 150
"""Pixels an inch for grey and coloured images: wanted, and the least; twice a screen of 150 lines, and once."""

BITMAP, BITMAP_LEAST = 600, 300
"""The same for images of one bit, where each pixel has an edge."""

SMALL, SMALL_IN_INKS = 5.0, 8.0
"""Points. Smaller type cannot be read; or, in several inks, shows each misfit of the plates."""

_SLACK = 0.005


def _rgb(leaf: Leaf) -> Iterator[Found]:
    yield from _spaces(leaf, {"DeviceRGB"}, "in RGB, which no press prints")
    for mark in leaf.painted.marks:
        if mark.picture and mark.picture.soft and mark.picture.soft.count > 1:
            # ISO 32000-1, 11.6.5.3, table 145: a soft mask is grey.
            yield Found("the soft mask of an image in colours: nobody can tell what they let through", mark.box)


def _managed(leaf: Leaf) -> Iterator[Found]:
    """PDF/X-4 lets them stand; but then what is printed depends on who converts them."""
    yield from _spaces(leaf, {"CalRGB", "Lab", "ICC"}, "the press would have to convert it")


def _unknown(leaf: Leaf) -> Iterator[Found]:
    for mark in leaf.painted.marks:
        for space in _used(mark):
            if space.family == "ICCBased" and space.base and space.base.count != space.count:
                said = f"a profile of {space.count} colours with {space.base.family} to stand for it"
                yield Found(f"{_what(mark)} in {said}: nobody can tell what is meant", mark.box)
    yield from _spaces(leaf, {"unknown"}, "nobody can tell what is meant")


def _spaces(leaf: Leaf, kinds: set[str], why: str) -> Iterator[Found]:
    for mark in leaf.painted.marks:
        for space in _used(mark):
            if (kind := _kind(space)) in kinds:
                yield Found(f"{_what(mark)} in {_said(kind)}: {why}", None if mark.hidden else mark.box)
            if space.names and space.base and (kind := _kind(space.base)) in kinds:
                # The press may have the ink itself; of RGB without a profile it is not even known what it looks like.
                severe = None if kind == "DeviceRGB" else Severity.WARNING
                yield Found(f"the spot colour {space.names[0]!r} falls back on {_said(kind)}", mark.box, severe)
    for space, whose in leaf.painted.groups:
        if (kind := _kind(space)) in kinds:
            yield Found(f"the transparency group of {whose} blends in {_said(kind)}: {why}")


def _used(mark: Mark) -> Iterator[Space]:
    for paint in mark.paints():
        if not paint.pattern or paint.space.base:
            yield paint.space.seen()
    if mark.picture and mark.picture.space:
        yield mark.picture.space.seen()


def _kind(space: Space) -> str:
    """The family that matters here; a spot colour's fallback is not what is printed, so it is not looked at."""
    if space.family == "ICCBased" and (space.count == 3 or space.profile[4:8] in (b"RGB ", b"Lab ")):
        return "ICC"
    return space.family


def _said(kind: str) -> str:
    return {"ICC": "RGB with a profile", "unknown": "a colour space that cannot be read"}.get(kind, kind)


def _what(mark: Mark) -> str:
    where = {"text": "type", "path": "a drawing", "image": "an image", "shading": "a shading"}[mark.kind]
    return f"{where} of a pattern or mask" if mark.hidden else where


def _type(leaf: Leaf) -> Iterator[tuple[Mark, Paint]]:
    for mark in leaf.painted.marks:
        if mark.kind == "text" and mark.fill is not None:
            yield mark, mark.fill


def _rich_black(leaf: Leaf) -> Iterator[Found]:
    for mark, paint in _type(leaf):
        inks = paint.inks
        colours = [inks.get(plate, 0.0) for plate in PROCESS[:3]]
        mixed = inks.get("Black", 0.0) > 0.85 and max(colours) > 0.02
        if mixed or (min(colours) > 0.7 and set(inks) <= set(PROCESS)):
            said = " ".join(f"{plate[0] if plate != 'Black' else 'K'}{value:.0%}" for plate, value in inks.items())
            yield Found(f"black type of several inks ({said}); 100 % K alone is sharp on every sheet", mark.box)


def _black_overprint(leaf: Leaf) -> Iterator[Found]:
    for mark, paint in _type(leaf):
        printed = mark.hidden or mark.box.meets(leaf.boxes.reach, 0.0)  # beyond the bleed lies paper, and the slug line
        if printed and paint.is_black() and not _overprints(mark, paint):
            yield Found(
                "black type knocks out what lies below it; white edges show where the plates do not fit", mark.box
            )


def _white_overprint(leaf: Leaf) -> Iterator[Found]:
    for mark in leaf.painted.marks:
        for paint, over in ((mark.fill, mark.overprints_fill), (mark.stroke, mark.overprints_stroke)):
            if paint is None or not over or not paint.is_white():
                continue
            if paint.space.family in ("Separation", "DeviceN") or (paint.space.family == "DeviceCMYK" and mark.mode):
                yield Found(f"white {_what(mark)} overprints, so it will not be there", mark.box)


def _overprints(mark: Mark, paint: Paint) -> bool:
    """ISO 32000-1, 8.6.7: a zero of DeviceCMYK leaves what is below only in mode 1; DeviceGray knocks it out always."""
    if not mark.overprints_fill:
        return False
    return paint.space.family in ("Separation", "DeviceN") or (paint.space.family == "DeviceCMYK" and mark.mode == 1)


def inks_of(leaf: Leaf, place: int, mark: Mark) -> Mapping[str, float]:
    """The most that a mark asks of each plate: its colour, or an image where it is darkest."""
    if mark.picture and not mark.picture.mask:
        known = leaf.inks.get(place)
        return known[0] if known else {}
    return {} if any("All" in paint.space.names for paint in mark.paints()) else mark.inks()


def _total_ink(leaf: Leaf) -> Iterator[Found]:
    for place, mark in enumerate(leaf.painted.marks):
        total = sum(inks_of(leaf, place, mark).values())
        if total > INK + 0.005:
            yield Found(f"{_what(mark)} asks for {total:.0%} of ink; {INK:.0%} is the most", mark.box)


def _hairlines(leaf: Leaf) -> Iterator[Found]:
    for mark in leaf.painted.marks:
        if mark.line is not None and mark.line < HAIRLINE - _SLACK:
            yield Found(f"a line of {mark.line:.2f} pt; {HAIRLINE} pt is the least that prints", mark.box)
        elif mark.kind == "path" and mark.stroke is None and mark.fill is not None and not mark.fill.is_white():
            thin, long = sorted((mark.box.width, mark.box.height))
            thin = thin if mark.thin is None else min(thin, mark.thin)
            if thin < HAIRLINE - _SLACK and long > 2 * HAIRLINE:
                yield Found(f"an area only {thin:.2f} pt wide; {HAIRLINE} pt is the least that prints", mark.box)


def _transparency(leaf: Leaf) -> Iterator[Found]:
    for mark in leaf.painted.marks:
        if mark.transparent:
            yield Found(f"{_what(mark)} is transparent: {mark.transparent}", mark.box)
        if mark.picture and mark.picture.softened:
            yield Found("an image is transparent: a soft mask of its own", mark.box)


def _resolution(leaf: Leaf) -> Iterator[Found]:
    for mark in leaf.seen():
        picture = mark.picture
        if picture is None or not picture.resolution:
            continue
        bitmap = picture.bits == 1
        wanted, least = (BITMAP, BITMAP_LEAST) if bitmap else (CONTONE, CONTONE_LEAST)
        if picture.resolution < wanted - 1:
            said = f"{picture.resolution:.0f} dpi where it stands; {wanted} dpi are wanted"
            severe = Severity.ERROR if picture.resolution < least - 1 else Severity.WARNING
            yield Found(f"an image{' of one bit' if bitmap else ''} has {said}", mark.box, severe)


def _packed(leaf: Leaf) -> Iterator[Found]:
    for mark in leaf.painted.marks:
        if mark.picture and mark.picture.inline and "LZWDecode" in filters(mark.picture.inline.obj):
            yield Found("an image among the operators, compressed with LZW", mark.box)


def _rendering(leaf: Leaf) -> Iterator[Found]:
    """ISO 32000-1, 8.6.5.8: these four, and another one is read as the second."""
    for said in leaf.painted.intents:
        if said not in ("Perceptual", "RelativeColorimetric", "Saturation", "AbsoluteColorimetric"):
            yield Found(f"a rendering intent that there is not ({said})")


def _nowhere(leaf: Leaf) -> Iterator[Found]:
    for said in leaf.painted.nowhere:
        yield Found(f"something is used that the page does not have ({said})")


def _embedded(leaf: Leaf) -> Iterator[Found]:
    for font in leaf.painted.fonts.values():
        if not font.embedded:
            yield Found(f"the font {font.name or 'without a name'} is not in the file")


def _type_three(leaf: Leaf) -> Iterator[Found]:
    for font in leaf.painted.fonts.values():
        if font.kind == "Type3":
            yield Found("a font of drawings (Type 3): its type has no hints, and may be of pixels")


def _glyphs(leaf: Leaf) -> Iterator[Found]:
    for mark in leaf.painted.marks:
        if mark.missing and mark.font:
            codes = ", ".join(f"{code:#x}" for code in mark.missing[:4])
            yield Found(f"characters without a glyph in {mark.font.name} ({codes})", mark.box)


def _small_type(leaf: Leaf) -> Iterator[Found]:
    for mark in leaf.seen():
        if mark.kind == "text" and 0 < mark.size < SMALL - _SLACK and mark.box.meets(leaf.boxes.final):
            yield Found(f"type of {mark.size:.1f} pt", mark.box)


def _small_in_inks(leaf: Leaf) -> Iterator[Found]:
    for mark, paint in _type(leaf):
        if 0 < mark.size < SMALL_IN_INKS - _SLACK and len(paint.inks) > 1 and "All" not in paint.space.names:
            yield Found(f"type of {mark.size:.1f} pt in {len(paint.inks)} inks", mark.box)


_CONVERT = "convert it to the colours of the output intent before it is handed over"

CHECKS = (
    Check("preflight-rgb", _rgb, hint=_CONVERT),
    Check("preflight-managed", _managed, hint=_CONVERT),
    Check("preflight-colour-space", _unknown),
    Check("preflight-rich-black", _rich_black),
    Check("preflight-black-overprint", _black_overprint, hint="set it in DeviceCMYK with overprint on, in mode 1"),
    Check("preflight-white-overprint", _white_overprint),
    Check("preflight-ink", _total_ink),
    Check("preflight-hairline", _hairlines),
    Check("preflight-transparency", _transparency, Severity.WARNING),
    Check("preflight-resolution", _resolution),
    Check("preflight-lzw", _packed),
    Check("preflight-rendering", _rendering),
    Check("preflight-resource", _nowhere),
    Check("preflight-font", _embedded),
    Check("preflight-type3", _type_three, Severity.WARNING),
    Check("preflight-glyph", _glyphs),
    Check("preflight-small-type", _small_type, Severity.WARNING),
    Check("preflight-small-inks", _small_in_inks, Severity.WARNING),
)
