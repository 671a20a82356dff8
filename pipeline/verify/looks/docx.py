"""What the tokens promise of the Word file: for each kind of passage its face, sizes and spaces, in points.

Word measures type in half-points and lengths in twentieths of a point: every value here is a whole number of them in
each size of the default theme, and within the tolerance of the check in any other. None is what depends on where a
passage stands: a list in a quotation under (a) is indented by all three.
"""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.theme import Theme
from pipeline.verify.transcript import Kind, Look

INK = "#000000"
"""Word is left to choose, and on white it chooses black."""


def looks(theme: Theme) -> Mapping[tuple[Kind, int], Look]:
    """The look of each kind and level."""
    page, space, lead = theme.page, theme.space, theme.page.lead.pt
    faces = {key: face.name for key, face in theme.faces.items()}
    text = Look(
        family=faces["text-regular"],
        size=page.text.pt,
        weight=400,
        slope="normal",
        colour=INK,
        align="justify" if theme.text.align == "justify" else "start",
        first=0.0,
        lead=lead,
    )
    ragged = replace(text, align="start", start=0.0)
    promised = {
        (Kind.ORGAN, 0): ragged,
        (Kind.KIND, 0): replace(ragged, family=faces["caps"], size=page.display.pt),
        (Kind.TITLE, 1): replace(ragged, family=faces["title"], size=page.title.pt, lead=page.title_lead.pt),
        (Kind.SUBTITLE, 0): replace(ragged, size=page.display.pt, slope="italic", before=space.title_between * lead),
        (Kind.DATE, 0): ragged,
        (Kind.LINE, 0): text,
        (Kind.QUOTATION, 0): replace(text, before=space.paragraph * lead),
        (Kind.NOTE, 0): replace(text, size=page.small.pt, first=None, lead=page.small_lead.pt),
        (Kind.CAPTION, 0): replace(text, align="start", slope="italic", before=lead / 2),
        (Kind.FIGURE, 0): Look(align="start", first=0.0, before=space.paragraph * lead),
    }
    promised[Kind.CAPTION, 1] = replace(promised[Kind.CAPTION, 0], before=space.paragraph * lead)
    small = round(2 * theme.text.table.of(page.text.pt)) / 2
    promised[Kind.CELL, 0] = replace(text, size=small, align=None, start=None, before=0.0)
    promised[Kind.CELL, 1] = replace(promised[Kind.CELL, 0], slope="italic")
    # A heading of the first level stands on a line and a half, and half a line of its space is in that.
    above = max(space.division_above - 0.5, 0) * lead
    promised[Kind.HEADING, 1] = replace(ragged, size=page.division.pt, lead=1.5 * lead, before=above)
    for level, (weight, slope) in enumerate(((700, "normal"), (400, "italic"), (400, "normal"), (400, "normal")), 2):
        promised[Kind.HEADING, level] = replace(ragged, weight=weight, slope=slope, before=space.paragraph * lead)
    start = 0.0
    for level in range(1, 10):
        above = (space.paragraph if level == 1 else space.sub) * lead
        promised[Kind.CLAUSE, level] = replace(text, start=start, before=above)
        promised[Kind.ITEM, level] = replace(text, before=space.sub * lead)
        start += page.columns[min(level - 1, len(page.columns) - 1)].pt
    return promised
