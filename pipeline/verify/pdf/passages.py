"""Blocks of the tree as passages: what kind each is, its label, its runs, and the names by which links reach it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.verify.pdf.blocks import Block, Part
from pipeline.verify.pdf.document import Point
from pipeline.verify.pdf.lines import Line, edges, hanging, lines_of
from pipeline.verify.pdf.said import direction
from pipeline.verify.transcript import Kind, Mark, Passage, Place, Run, counted, join

_RUNNING = (Kind.LINE, Kind.CLAUSE, Kind.ITEM, Kind.QUOTATION, Kind.NOTE)
"""Text that is upright by itself: what is slanted or heavy in it is stressed. Of other kinds most characters decide."""

Style = tuple[str, int]
_BELOW = 40.0
"""Points by which the mark of a note may stand below the place to which the note leads back."""
_PLAIN: Style = ("normal", 400)


@dataclass(slots=True, eq=False)
class Found:
    """A passage with what it was made of. `label` are the pieces of its label, `lines` those of its text without it."""

    block: Block
    kind: Kind
    level: int = 0
    label: list[Part] = field(default_factory=list)
    text: list[Part] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    leftwards: bool = False
    anchors: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    @property
    def top(self) -> Point | None:
        """The page and the top of its first line, or of its picture; None where nothing of it is drawn."""
        if self.block.pictures and self.kind is Kind.FIGURE:
            return self.block.pictures[0].page, self.block.pictures[0].box[1]
        first = self.label[0].shown if self.label else self.text[0].shown if self.text else None
        return (first.page, first.y - (first.font.ascent or 0.8) * first.size) if first else None


def find(blocks: Sequence[Block], destinations: Mapping[str, Point]) -> list[Found]:
    """The passages of the blocks, their kinds and anchors settled, those of notes behind all others."""
    drawn = [(block, block.leftwards) for block in blocks]
    whole = {
        id(block): lines_of((part.shown for part in block.parts), leftwards=leftwards) for block, leftwards in drawn
    }
    texts = [(block, leftwards) for block, leftwards in drawn if block.role != "Note" and not block.inside.cell]
    margin = edges((whole[id(block)], leftwards) for block, leftwards in texts if not block.inside.listed)
    found = [_found(block, whole[id(block)], margin, leftwards) for block, leftwards in drawn]
    found = [
        passage
        for passage in found
        if passage.label or passage.block.role == "Figure" or any(part.shown.text.strip(" ") for part in passage.text)
    ]
    found.sort(key=lambda passage: passage.kind is Kind.NOTE)
    marks = {passage.block.back[1:] for passage in found if passage.block.back}
    _anchors(found, {name: point for name, point in destinations.items() if name not in marks})
    _marks(found, {name: destinations[name] for name in marks & destinations.keys()})
    _title_block(found)
    return found


def _found(block: Block, lines: list[Line], margin: Mapping[int, float], leftwards: bool) -> Found:
    made = Found(block, Kind.LINE, text=block.parts, lines=lines, leftwards=leftwards)
    inside = block.inside
    if block.role == "Note":
        made.kind, made.label = Kind.NOTE, [Part(piece, inside) for piece in block.label]
    elif block.role == "Figure":
        made.kind = Kind.FIGURE
    elif block.role in ("Caption", "Caption of a table"):
        made.kind, made.level = Kind.CAPTION, int(block.role != "Caption")
    elif inside.cell and block.role in ("TH", "TD", "P"):
        made.kind, made.level = Kind.CELL, int(inside.cell.head == "column")
    elif block.role[:1] == "H":
        number = int(block.role[1:] or 1)
        made.kind, made.level = (Kind.TITLE, 1) if number == 1 else (Kind.HEADING, number - 1)
        made.label = [Part(piece, inside) for piece in block.label]
    elif block.item:
        bullet = inside.clauses == 0
        made.kind, made.level = (Kind.ITEM, inside.items) if bullet else (Kind.CLAUSE, inside.clauses + 1)
        made.label = [] if bullet else [Part(piece, inside) for piece in block.label]
    elif inside.quoted:
        made.kind = Kind.QUOTATION
    elif not inside.listed and lines:
        count = hanging(lines, margin.get(lines[0].page), leftwards=leftwards)
        if count:
            made.kind, made.level = Kind.CLAUSE, 1
            made.label, made.text = block.parts[:count], block.parts[count:]
            made.lines = lines_of((part.shown for part in made.text), leftwards=leftwards)
    return made


def _title_block(found: Sequence[Found]) -> None:
    """Tell the title block's lines from one another.

    The tree calls them all P. They stand before and after the first H1, up to the first paragraph that a destination
    reaches or that is another thing than a P; of those before it the last one, and of those behind it the first one, is
    set in another size than the text: the kind and the subtitle. The others are the organ and the date.
    """
    at = next((index for index, passage in enumerate(found) if passage.kind is Kind.TITLE), None)
    if at is None:
        return
    body = text_size(found)
    for passage in found[:at]:
        if passage.kind is Kind.LINE and not passage.anchors:
            passage.kind = Kind.ORGAN if _size(passage) == body else Kind.KIND
    for passage in found[at + 1 :]:
        if passage.kind is not Kind.LINE or passage.anchors:
            break
        passage.kind = Kind.DATE if _size(passage) == body else Kind.SUBTITLE


def text_size(found: Sequence[Found]) -> float:
    """The size in which most characters are set: of the text, if there is any beside a title block and headings."""
    texts = [passage for passage in found if passage.kind not in (Kind.TITLE, Kind.HEADING, Kind.NOTE)]
    named = [
        passage for passage in texts if passage.kind in _RUNNING and (passage.anchors or passage.kind is not Kind.LINE)
    ]
    sizes: Counter[float] = Counter()
    for passage in named or texts or found:
        for part in passage.text:
            sizes[round(part.shown.size, 2)] += len(part.shown.texts)
    if not named:  # of a title block alone the smallest letters are those of the text
        return min(sizes, default=0.0)
    return max(sizes, key=sizes.__getitem__)


def _size(passage: Found) -> float:
    return round(max((part.shown.size for part in passage.text), default=0.0), 2)


def _anchors(found: Sequence[Found], destinations: Mapping[str, Point]) -> None:
    """Give each destination to the first passage that begins at or below its point, as a window shows it."""
    tops = sorted((top, index) for index, passage in enumerate(found) if (top := passage.top) is not None)
    at = 0
    for name, point in sorted(destinations.items(), key=lambda item: item[1]):
        while at < len(tops) and tops[at][0] < (point[0], point[1] - 1):
            at += 1
        if at < len(tops):
            found[tops[at][1]].anchors.append(name)


def _marks(found: Sequence[Found], destinations: Mapping[str, Point]) -> None:
    """Give each destination that a note leads back to to the passage with a mark of a note just below its point."""
    for passage in found if destinations else ():
        for shown in (part.shown for part in passage.text if part.inside.note):
            passage.marks += [
                name
                for name, (page, top) in destinations.items()
                if page == shown.page and 0 <= shown.y - top <= _BELOW
            ]


# ---- passages and runs


def passages(found: Sequence[Found]) -> Iterator[Passage]:
    """The passages for comparison."""
    usual, pages = _usual(found), _Pages()
    for number, passage in enumerate(found, 1):
        base = _PLAIN if passage.kind in _RUNNING else usual.get((passage.kind, passage.level), _PLAIN)
        label = "".join(part.shown.text for part in passage.label)
        runs = () if passage.kind is Kind.FIGURE else join(_runs(passage, base))
        alternative = passage.block.alternative if passage.kind is Kind.FIGURE else ""
        anchor = max(passage.anchors, key=len, default="")
        also = frozenset((*passage.anchors, *passage.marks))
        label = " ".join(label.split())
        words = " ".join((label, "".join(run.text for run in runs)))
        begun = pages.begun(passage, words, last=number == len(found))
        top = place(passage.top)
        shown = () if passage.kind in _RUNNING else join(_runs(passage, _PLAIN))
        cell = passage.block.inside.cell if passage.kind is Kind.CELL else None
        back = passage.block.back
        yield Passage(
            passage.kind, runs, passage.level, label, anchor, alternative, back, cell, also, begun, shown, top
        )


class _Pages:
    """Which page was begun last; those that begin with the next passage, since its last word is broken, wait."""

    def __init__(self) -> None:
        self.last = -1
        self.waiting: list[str] = []

    def begun(self, passage: Found, words: str, *, last: bool) -> tuple[Mark, ...]:
        """The pages that begin in a passage: with its first whole word on each of them."""
        made = [Mark(page, 0) for page in self.waiting]
        self.waiting.clear()
        if passage.kind is Kind.FIGURE:
            for picture in passage.block.pictures:
                made += [Mark(page, 0) for page in self._new(picture.page)]
            return tuple(made)
        passed, broken = 0, False
        for part in (*passage.label, *passage.text):
            text = part.shown.text
            if not counted(text):
                broken = broken or text.endswith("\u00ad")  # a hyphen that a line's end brings may be in its own font
                continue
            if new := self._new(part.shown.page):
                at = _next_word(words, passed) if broken else passed
                if at < counted(words) or last:
                    made += [Mark(page, at) for page in new]
                else:
                    self.waiting += new
            passed += counted(text)
            broken = text.endswith("\u00ad")
        return tuple(made)

    def _new(self, page: int) -> list[str]:
        begun = [str(number + 1) for number in range(self.last + 1, page + 1)]
        self.last = max(self.last, page)
        return begun


def _next_word(words: str, passed: int) -> int:
    """How many characters stand before the first word that has not begun, of those that count."""
    at = 0
    for word in words.split():
        if at >= passed:
            return at
        at += counted(word)
    return at


def place(point: Point | None, x: float | None = None) -> Place:
    """A point as a person finds it."""
    if point is None:
        return Place()
    across = "" if x is None else f"{x:.1f}, "
    return Place(f"page {point[0] + 1}", f"{across}{point[1]:.1f} pt from the {'top left' if across else 'top'}")


def _usual(found: Sequence[Found]) -> dict[tuple[Kind, int], Style]:
    """The style of a kind that is slanted or heavy by itself: upright and regular unless two thirds of it are not."""
    counted: dict[tuple[Kind, int], Counter[Style]] = {}
    for passage in found:
        counter = counted.setdefault((passage.kind, passage.level), Counter())
        for part in passage.text:
            counter[(part.shown.font.slope, part.shown.font.weight)] += len(part.shown.texts)
    usual: dict[tuple[Kind, int], Style] = {}
    for key, styles in counted.items():
        most = 2 / 3 * styles.total()
        slanted = sum(count for (slope, _), count in styles.items() if slope == "italic") > most
        heavy = sum(count for (_, weight), count in styles.items() if weight >= 600) > most
        usual[key] = ("italic" if slanted else "normal", 700 if heavy else 400)
    return usual


def _runs(passage: Found, base: Style) -> Iterator[Run]:
    baselines = {id(piece): line for line in passage.lines for piece in line.pieces}
    for at, part in enumerate(passage.text):
        shown, font = part.shown, part.shown.font
        follows = passage.text[at + 1].shown if at + 1 < len(passage.text) else None
        texts = shown.texts
        if texts[-1][-1:] == "\u00ad" and follows is not None and (follows.y != shown.y or follows.page != shown.page):
            texts = [*texts[:-1], texts[-1][:-1]]  # a hyphen that only the line's end brings (14.8.2.2.3)
        language = part.inside.language
        off = raised(part, baselines.get(id(shown)))
        run = Run(
            "".join(texts),
            emphasis=font.slope != base[0],
            strong=font.weight >= base[1] + 200,
            superscript=off > 0,
            subscript=off < 0,
            language=language,
            direction=direction(language) if language else "",
            link=part.inside.link,
            note=part.inside.note,
        )
        if off or not font.variants:
            yield run
        else:
            for code, text in zip(shown.codes, texts, strict=False):
                kind = font.variants.get(code, "")
                yield replace(run, text=text, superscript=kind == "<super>", subscript=kind == "<sub>")


def raised(part: Part, line: Line | None) -> int:
    """Whether a piece is smaller than its line and stands above (1) or below (-1) its baseline."""
    shown = part.shown
    if line is None or shown.size > 0.9 * line.size or abs(shown.y - line.baseline) < 0.05 * line.size:
        return 0
    return 1 if shown.y < line.baseline else -1
