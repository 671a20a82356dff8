"""The structure tree beside the page: the words that are heard must be those that are seen, in one order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from pipeline.verify.pdf.fonts import CROWDED, LOOSE, least
from pipeline.verify.pdf.lines import Line, extent
from pipeline.verify.pdf.passages import Found, place
from pipeline.verify.pdf.shown import BLANK, Shown
from pipeline.verify.transcript import Cell, Hidden

_THIN = "\u200a\u200b\u2060"
"""What is narrower by itself."""


def disorder(found: Sequence[Found]) -> Iterator[Hidden]:
    """Where the lines of the tree, in its order, do not go down the pages, and pieces do not go along their lines."""
    before: Line | None = None
    table = _Table()
    for passage in found:
        cell = passage.block.inside.cell
        if table.cell and (cell is None or cell.table != table.cell.table):
            before, table = table.lowest(), _Table()
        if cell is not None and table.cell is None:
            table = _Table(before)
        for line in passage.lines:
            if not (table.goes_on(cell, line) if cell else before is None or _follows(before, line)):
                yield _hidden(line.pieces[0], "the page has it at another place than the structure")
            before = line
            end: float | None = None
            for piece in line.pieces:
                begin, finish = extent(piece, leftwards=passage.leftwards)
                if end is not None and finish > begin and begin < end - 0.3 * piece.size:
                    yield _hidden(piece, "the line has it at another place than the structure")
                end = finish if finish > begin else end
                yield from _spacing(piece)


class _Table:
    """The cells of a table so far: one stands right of the one before in its row, and below those above it.

    `before` is the line before the table.
    """

    def __init__(self, before: Line | None = None) -> None:
        self.cell: Cell | None = None
        self.first, self.last = before, before
        self.columns: dict[int, Line] = {}  # the last line that stands in each column
        self.before = before

    def goes_on(self, cell: Cell, line: Line) -> bool:
        """Pass a line; whether it stands where it should."""
        columns = range(cell.column, cell.column + cell.columns)
        if cell == self.cell:
            sound = self.last is None or _follows(self.last, line)
        else:
            above = [self.columns.get(column, self.before) for column in columns]
            sound = all(over is None or _is_below(over, line) for over in above)
            if self.cell and self.cell.row == cell.row and self.first:
                sound = sound and line.begin > self.first.begin
            self.first, self.cell = line, cell
        self.last = line
        self.columns |= dict.fromkeys(columns, line)
        return sound

    def lowest(self) -> Line | None:
        """The line below which the text goes on."""
        return max(self.columns.values(), key=lambda line: (line.page, line.baseline), default=self.before)


def _is_below(over: Line, line: Line) -> bool:
    return line.page > over.page or (line.page == over.page and line.baseline > over.baseline)


def _follows(before: Line, line: Line) -> bool:
    """Whether a line stands below or beside the one before, or on a later page."""
    if line.page != before.page:
        return line.page > before.page
    if abs(line.baseline - before.baseline) < 0.34 * before.size:
        return line.begin > before.begin
    return line.baseline > before.baseline


def _spacing(piece: Shown) -> Iterator[Hidden]:
    """Glyphs that stand in another order than they are read in, words without a gap, gaps inside words."""
    if piece.leftwards or piece.even or len(piece.at) < 2:
        return
    font, size = piece.font, piece.size
    ends = [*piece.at[1:], piece.end]
    blank_from: float | None = None
    for index, (text, at, end) in enumerate(zip(piece.texts, piece.at, ends, strict=True)):
        if text not in _THIN and not text.strip(BLANK):
            blank_from = at if blank_from is None else blank_from
            continue
        if blank_from is not None and index and at - blank_from < CROWDED * size and blank_from > piece.at[0]:
            yield _hidden(piece, "its words stand without a gap between them")
            return
        blank_from = None
        if index + 1 < len(piece.at) and piece.texts[index + 1].strip(BLANK):
            width = font.widths.get(piece.codes[index], font.width) * size / 1000
            if end - at > width + LOOSE * size:
                yield _hidden(piece, "a gap in a word, or between words that no space parts")
                return
            if end - at < least(width, size):
                yield _hidden(piece, "its letters stand on one another or in another order")
                return


def overlaps(texts: Sequence[Shown]) -> Iterator[Hidden]:
    """Pieces of one page that are drawn over other pieces."""
    boxes = []
    for piece in texts:
        begin, finish = extent(piece, leftwards=False)
        if finish - begin > 0.5:
            boxes.append((piece.y, begin, finish, piece))
    boxes.sort(key=lambda box: box[:3])
    for at, (y, begin, finish, piece) in enumerate(boxes):
        for other_y, other_begin, other_finish, other in boxes[at + 1 : at + 60]:
            if other_y - y > 0.3 * min(piece.size, other.size):
                break
            shared = min(finish, other_finish) - max(begin, other_begin)
            if shared > 0.3 * min(piece.size, other.size):
                yield _hidden(other, f"“{piece.text.strip()[:40]}” is drawn at the same place")


def readings(texts: Sequence[Shown], characters: Counter[str]) -> str:
    """Which characters two readers of one page do not both find; "" where they do.

    Blanks and hyphens are left out: PDFium makes them up, and drops them at the ends of lines.
    """
    mine = Counter(normalize("NFKD", "".join(piece.text for piece in texts)))  # accents apart, as one may find them
    characters = Counter(normalize("NFKD", "".join(characters.elements())))
    for character in [character for character in (*mine, *characters) if _passing(character)]:
        mine.pop(character, None)
        characters.pop(character, None)
    missing, more = mine - characters, characters - mine
    return " ".join(
        f"{sign}{character}" for sign, group in (("-", missing), ("+", more)) for character in sorted(group)
    )


def _passing(character: str) -> bool:
    return (
        character.isspace() or character in "-\u00ad\u2010\u2011\ufffe\uffff\x02\u200b" or not character.isprintable()
    )


def _hidden(piece: Shown, how: str) -> Hidden:
    return Hidden(piece.text.strip(), how, place((piece.page, piece.y), piece.x))
