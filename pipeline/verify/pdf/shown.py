"""What a content stream shows: pieces of text and images, each with the mark that it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.verify.pdf.fonts import Font

BLANK = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u2060\u3000"
"""Characters that leave no ink: spaces of every width (Unicode, Zs) and none."""

Key = tuple[str, int]
"""The stream that marks content ("page 0", or a form's own) and the number of the mark (ISO 32000-1, 14.7.4.3)."""


@dataclass(slots=True)
class Mark:
    """Marked content around text (14.6): one pair of BDC and EMC; what is inside others' has theirs too."""

    key: Key | None = None
    artifact: bool = False
    actual: str | None = None
    off: bool = False


@dataclass(slots=True, eq=False)
class Shown:
    """What one text-showing operator shows. Places are in points from the page's top left.

    `at` is how far along the baseline each of `texts` begins, `end` where the last one ends; `across` is the baseline's
    direction, (1, 0) if upright. `leftwards` is set when text from right to left was brought into the order of reading.
    `accents` are the glyphs of accents, whose characters stand with those of the glyph before them.
    `ink` are the numbers of its colour ("0 0 0 1" is black ink), behind the name of a plate that it has of its own;
    `even` says that the font's widths and nothing else place its glyphs, but for what no eye takes for a gap.
    """

    page: int
    mark: Mark
    font: Font
    size: float
    x: float
    y: float
    across: tuple[float, float]
    codes: list[int]
    texts: list[str]
    at: list[float]
    end: float
    leftwards: bool = False
    ink: str = ""
    accents: Sequence[int] = ()
    even: bool = False

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def upright(self) -> bool:
        return self.across[0] > 0 and abs(self.across[1]) < 0.01 * self.across[0]


@dataclass(slots=True, eq=False)
class Pictured:
    """An image that is drawn: its box is left, top, right, bottom in points from the page's top left."""

    page: int
    mark: Mark
    box: tuple[float, float, float, float]
