"""What each block of an input is in an instrument: division, heading, clause, text; which labels belong together."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.adopting.dates import mentions_date
from pipeline.adopting.items import Item, Kind
from pipeline.adopting.labels import RANKS, SPECIAL, Label, clause_label, division_label, numeral_label
from pipeline.adopting.outline import Chosen, Met, levels, outline
from pipeline.adopting.pieces import Block, Piece, behind, stripped
from pipeline.adopting.placing import bullet_depths, conclude, heading_depths

_SENTENCE = re.compile(r"[.;:,!?…。；：，]['”\"’»)]*\Z")
_LONGEST = 150
"""Characters of a heading that no markup says to be one."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The items in order, and the level of each pattern of clauses; 0 for patterns that found no room."""

    items: list[Item]
    levels: dict[str, int]


def recognise(blocks: Sequence[Block]) -> Recognised:
    """The items of an input. Blocks that are its title must be taken out before."""
    items = [_first(block) for block in _with_lone_labels(blocks)]
    _check_divisions(items)
    items = _headed(items)
    chosen, patterns = _clauses(items)
    items = _rejoined(items, chosen)
    heading_depths(items)
    bullet_depths(items)
    conclude(items)
    return Recognised(items, patterns)


def _with_lone_labels(blocks: Sequence[Block]) -> list[Block]:
    """A label alone in its paragraph goes with the words that follow it, as in "2." before "(a) The Court"."""
    made: list[Block] = []
    for block in blocks:
        last = made[-1] if made else None
        if last and _is_lone(last) and _is_words(block):
            end = last.pieces[-1].end
            pieces = [*last.pieces, Piece(" ", end, end + 1), *block.pieces]
            made[-1] = replace(last, pieces=pieces, heading=0, centred=False)
        else:
            made.append(block)
    return made


def _is_lone(block: Block) -> bool:
    text = block.text
    if len(text) > 12 or block.counted or block.rows or block.picture or block.note or block.style or block.heading:
        return False
    found = clause_label(text)
    return bool(found and found.length == len(text))


def _is_words(block: Block) -> bool:
    special = block.heading or block.rows or block.picture or block.note or block.style or block.counted or block.bullet
    return not special and not division_label(block.text, alone=True) and not is_display(block) and not _is_lone(block)


# ---- one block


def _first(block: Block) -> Item:
    """What a block is by itself; labels are candidates yet."""
    text = block.text
    if kind := _plain_kind(block):
        return Item(kind, block, block.pieces)
    if label := _division(block, text):
        return _with_label(Kind.DIVISION, block, label)
    if not block.heading and (label := _clause(block, text)):
        return _with_label(Kind.CLAUSE, block, label)
    if block.heading or is_display(block):
        return Item(Kind.HEADING, block, unmarked(block.pieces), literal=bool(block.counted))
    if block.bullet:
        return Item(Kind.BULLET, block, block.pieces)
    return Item(Kind.TEXT, block, block.pieces, literal=bool(block.counted))


def _plain_kind(block: Block) -> Kind | None:
    """What a block is whatever its words say."""
    if block.rows:
        return Kind.TABLE
    if block.picture:
        return Kind.PICTURE
    if block.note:
        return Kind.NOTE
    return {"odd": Kind.ODD, "quotation": Kind.QUOTATION}.get(block.style)


def _division(block: Block, text: str) -> Label | None:
    if block.counted:
        found = division_label(block.counted.strip(), alone=True)
        if found or not block.heading:
            return replace(found, length=0) if found and len(text) <= 2 * _LONGEST else None
        found = numeral_label(block.counted.strip())
        return replace(found, length=0) if found else None
    if block.bullet:
        return None
    found = division_label(text)
    if found:
        rest = text[found.length :]
        heading = block.heading or not rest or (len(text) <= _LONGEST and not _SENTENCE.search(text))
        return found if heading or found.text[-1:] in ".:" or _is_marked(block, found.length) else None
    if (block.heading or is_display(block)) and (found := numeral_label(text)):
        return found
    if special := SPECIAL.match(text):
        return (
            Label(text.strip(" .:"), special.end(), "", (), False, "annex")
            if block.heading or is_short(block)
            else None
        )
    return None


def _clause(block: Block, text: str) -> Label | None:
    if block.counted:
        found = clause_label(block.counted.strip() + " ", counted=True)
        return replace(found, length=0) if found else None
    found = clause_label(text)
    return found if found and found.length < len(text) else None


def _with_label(kind: Kind, block: Block, label: Label) -> Item:
    signs, words = behind(block.pieces, label.length)
    words = stripped(words)
    return Item(kind, block, unmarked(words) if kind is Kind.DIVISION else words, label, signs=signs)


def _is_marked(block: Block, length: int) -> bool:
    """Whether a label is set apart from the words behind it, as in "**Article 5** The Court"."""
    signs, words = behind(block.pieces, length)
    marks = {mark for piece in signs if piece.text.strip() for mark in piece.marks}
    return bool(marks) and not any(marks & piece.marks for piece in words if piece.text.strip())


def is_short(block: Block) -> bool:
    """Whether a block may be a heading by its length and its end."""
    text = block.text
    return len(text) <= _LONGEST and not _SENTENCE.search(text) and any(map(str.isalpha, text))


def is_display(block: Block) -> bool:
    """Whether a block that markup calls a paragraph is set as a heading: in capitals, in the middle, in bold."""
    text = block.text
    if not is_short(block) or block.bullet or block.counted or mentions_date(text) or block.depth:
        return False
    letters = [sign for sign in text if sign.isalpha()]
    capitals = len(letters) > 3 and all(map(str.isupper, letters)) and any(map(str.islower, text.lower()))
    strong = all("strong" in piece.marks for piece in block.pieces if piece.text.strip())
    return capitals or block.centred or strong


def unmarked(pieces: Sequence[Piece]) -> list[Piece]:
    """Without the bold or italic that all of it has: a heading's look is the theme's."""
    words = [piece for piece in pieces if piece.text.strip()]
    common = frozenset.intersection(*(piece.marks for piece in words)) & {"strong", "em"} if words else frozenset()
    return [replace(piece, marks=piece.marks - common) for piece in pieces] if common else list(pieces)


# ---- divisions


def _check_divisions(items: list[Item]) -> None:
    """Divisions in no sequence, that no markup calls headings, are words: "Article 5 applies"."""
    last: dict[str, int] = {}
    shapes = Counter(item.label.division for item in items if item.kind is Kind.DIVISION and item.label)
    for item in items:
        label = item.label
        if item.kind is not Kind.DIVISION or label is None:
            continue
        if not label.options:
            if label.division != "annex" and label.exact:
                _demote(item)
            continue
        known = last.get(label.division, 0)
        fitting = sorted(label.options, key=lambda option: (abs(option.value - known - 1), option.value))
        item.option = fitting[0]
        value = item.option.value
        due = value in (known + 1, 1) or (label.inserted and value in (known, known + 1))
        strong = item.block.heading or item.block.counted or not item.words
        if label.division == "heading" and not due:
            _demote(item)
            continue
        if not strong and not due and not (known < value <= known + 10 and shapes[label.division] > 3):
            _demote(item)
            continue
        last[label.division] = value
        for deeper in RANKS[RANKS.index(label.division) + 1 :] if label.division in RANKS else ():
            if deeper != "article":
                last.pop(deeper, None)
    _drop_lonely(items)


def _drop_lonely(items: list[Item]) -> None:
    """A heading that begins with a numeral is numbered only where another is."""
    numerals = [
        item for item in items if item.kind is Kind.DIVISION and item.label and item.label.division == "heading"
    ]
    patterns = Counter(item.option.pattern for item in numerals if item.option)
    for item in numerals:
        if item.option and patterns[item.option.pattern] < 2:
            _demote(item)


def _demote(item: Item) -> None:
    """Make a candidate what it is without its label."""
    block = item.block
    item.label = item.option = None
    item.signs = []
    item.words = unmarked(block.pieces) if block.heading or is_display(block) else block.pieces
    item.kind = Kind.HEADING if block.heading or is_display(block) else Kind.TEXT
    item.literal = bool(block.counted)
    if item.kind is Kind.TEXT and block.bullet:
        item.kind = Kind.BULLET


def _headed(items: list[Item]) -> list[Item]:
    """Label and heading in two blocks, one after the other, become one; a label run into its text becomes two."""
    repeated = Counter(
        item.text for item in items if item.kind in (Kind.TEXT, Kind.HEADING) and len(item.text) <= _LONGEST
    )
    bare = Counter[str]()
    followed = Counter[str]()
    for item, after in pairwise(items):
        if item.kind is Kind.DIVISION and item.label and not item.words:
            bare[item.label.division] += 1
            followed[item.label.division] += _may_head(after, repeated)
    made: list[Item] = []
    taken: Item | None = None
    for index, item in enumerate(items):
        if item is taken:
            continue
        made.append(item)
        if item.kind is not Kind.DIVISION or item.label is None:
            continue
        if item.words:
            if _runs_in(item):
                made.append(Item(Kind.TEXT, item.block, item.words))
                item.words = []
            continue
        following = items[index + 1] if index + 1 < len(items) else None
        if following is None or not _may_head(following, repeated):
            continue
        usual = followed[item.label.division] >= max(1, bare[item.label.division] // 2)
        behind_it = items[index + 2 : index + 3]
        ends = not behind_it or (behind_it[0].kind is Kind.DIVISION and item.label.division in ("article", "rule"))
        if following.kind is Kind.HEADING or (usual and not ends):
            item.words = unmarked(following.words)
            taken = following
    return made


def _runs_in(item: Item) -> bool:
    """Whether the words behind a label are its text, and no heading."""
    block = item.block
    return not block.heading and not block.counted and (len(item.text) > _LONGEST or bool(_SENTENCE.search(item.text)))


def _may_head(item: Item, repeated: Counter[str]) -> bool:
    if item.kind is Kind.HEADING:
        return not item.block.heading or repeated[item.text] < 5
    return item.kind is Kind.TEXT and is_short(item.block) and repeated[item.text] < 3 and not item.block.bullet


# ---- clauses


def _clauses(items: list[Item]) -> tuple[dict[int, Chosen | None], dict[str, int]]:
    met: list[Met] = []
    holders: list[Item | None] = []
    scope = 0
    for item in items:
        if item.kind in (Kind.DIVISION, Kind.HEADING):
            scope += 1
        elif item.kind is Kind.CLAUSE and item.label:
            met.append(Met(item.label, scope, bool(item.block.counted)))
            holders.append(item)
            if second := _second(item):
                met.append(Met(second, scope))
                holders.append(None)
    chosen = outline(met)
    patterns = levels(chosen)
    meant = {id(holder): found for holder, found in zip(holders, chosen, strict=True) if holder}
    for holder in holders:
        if holder is None:
            continue
        found = meant[id(holder)]
        if found is None:
            _demote(holder)
            continue
        holder.option, holder.due = found.option, found.due
        holder.kept = not found.due and not found.restarted
        holder.level = patterns.get(found.option.pattern, 0)
        if not holder.level:
            holder.literal = True
            holder.level = max(1, patterns.get(found.above, 0) + 1)
    return meant, patterns


def _second(item: Item) -> Label | None:
    """The label that follows a label at once, as in "1. (a) The Court": the first of a list, in the same paragraph."""
    found = clause_label(item.text[:40])
    return found if found and any(option.value == 1 for option in found.options) else None


def _rejoined(items: list[Item], chosen: dict[int, Chosen | None]) -> list[Item]:
    """A line that was parted from its paragraph for a label that is none goes back to it."""
    made: list[Item] = []
    for item in items:
        last = made[-1] if made else None
        if (
            last
            and item.block.follows
            and item.kind is Kind.TEXT
            and id(item) in chosen
            and last.kind in (Kind.TEXT, Kind.CLAUSE, Kind.BULLET)
            and last.words
            and item.words
            and not re.search(r"[.;:!?]['”\"’»)]*\Z", last.text)
        ):
            end = last.words[-1].end
            space = Piece(" ", end, end + 1)
            last.words = [*last.words, space, *item.words]
            continue
        made.append(item)
    return made


# ---- where headings stand
