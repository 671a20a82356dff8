"""Small documents whose pages tell themselves apart, the booklets made of them, and hands that print and fold."""

import io
from collections.abc import Sequence
from functools import cache

import pikepdf
import pypdfium2
from PIL import Image

from pipeline.diagnostics import Diagnostic
from pipeline.theme import Booklet, Length, Paper
from pipeline.writers.booklet import impose

WIDTH, HEIGHT = 120, 170
"""Points of a page."""


@cache
def document(count: int, width: float = WIDTH, height: float = HEIGHT) -> bytes:
    """Pages with their number in words, and a bar for each unit of it; a crop mark stands outside their trim."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(1, count + 1):
        bars = "".join(f"{20 + 12 * (at % 7)} {30 + 40 * (at // 7)} 6 30 re f\n" for at in range(number))
        text = f"BT /F 11 Tf 18 {height - 30} Td (page {number} of {count}) Tj ET\n{bars}0 0 m -9 0 l S"
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[-10, -10, width + 10, height + 10],
            TrimBox=[0, 0, width, height],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font)),
            Contents=pdf.make_stream(text.encode()),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.save(out := io.BytesIO(), deterministic_id=True)
    return out.getvalue()


def tokens(sheet: str = "auto", flip: str = "short", thickness: str = "0mm") -> Booklet:
    """The tokens [booklet]."""
    paper, thick = Paper.parse(sheet), Length.parse(thickness)
    assert paper
    assert thick
    return Booklet(paper, flip, thick)


def booklet(pages: bytes, given: Booklet, *, right_to_left: bool = False) -> tuple[bytes, list[Diagnostic]]:
    """The sheets, and what was reported."""
    found: list[Diagnostic] = []
    return impose(pages, given, right_to_left=right_to_left, report=found.append), found


def pictures(data: bytes, box: tuple[float, float] = (0, 0)) -> list[Image.Image]:
    """Each page at 36 dpi; `box` is what is cut off at each side and above and below, in points."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.render(scale=0.5, crop=(box[0], box[1], box[0], box[1])).to_pil().convert("L") for page in pdf]


def printed(sides: Sequence[Image.Image], flip: str) -> list[tuple[Image.Image, Image.Image]]:
    """Sheets as they lie on the table: their fronts, and what is seen when each is turned over like a leaf.

    A printer that turns a sheet about its upper edge has put the back's head at the front's foot.
    """
    sheets = []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        edges = "short" if front.width >= front.height else "long"
        sheets.append((front, back if flip == edges else back.rotate(180)))
    return sheets


def folded(sheets: Sequence[tuple[Image.Image, Image.Image]], *, right_to_left: bool) -> list[Image.Image]:
    """The pages as they are turned: each sheet is cut at its fold, and the leaves are laid into one another."""
    before, behind = [], []
    for front, back in sheets:
        first, last = (0, 1) if right_to_left else (1, 0)
        before.append((_half(front, first), _half(back, 1 - first)))
        behind.append((_half(back, 1 - last), _half(front, last)))
    leaves = [*before, *reversed(behind)]
    return [side for leaf in leaves for side in leaf]


def _half(side: Image.Image, right: int) -> Image.Image:
    middle = side.width // 2
    return side.crop((middle, 0, side.width, side.height) if right else (0, 0, middle, side.height))
