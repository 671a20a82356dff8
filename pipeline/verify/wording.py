"""Checks of the text itself: words, labels, levels, stress, languages, links."""

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest

from pipeline.verify.align import text_of
from pipeline.verify.differences import Difference, Edition
from pipeline.verify.transcript import Cell, Kind, Passage, Place, Run, Transcript


def words(it: Edition) -> Iterator[Difference]:
    """Nothing is missing, nothing is another word."""
    moved, before = _moved(it), Place()
    for expected, found in it.pairs:
        before = found.place if found else before
        if expected and not found and _key(expected) not in moved:
            yield Difference("words", "these words are missing", text_of(expected), "", expected, _after(before))
        elif expected and found and expected.words != found.words:
            yield Difference("words", "the words differ", expected.words, found.words, expected, found.place)


def added(it: Edition) -> Iterator[Difference]:
    """Nothing stands there that was not promised."""
    moved = _moved(it)
    for expected, found in it.pairs:
        if found and not expected and _key(found) not in moved:
            yield Difference("added", "nobody wrote these words", "", text_of(found), None, found.place)


def order(it: Edition) -> Iterator[Difference]:
    """What stands there stands where it should."""
    moved = _moved(it)
    missing = {_key(expected): expected for expected, found in it.pairs if expected and not found}
    for expected, found in it.pairs:
        if found and not expected and _key(found) in moved:
            passage = missing[_key(found)]
            yield Difference(
                "order", "this stands at another place", text_of(passage), text_of(found), passage, found.place
            )


def _key(passage: Passage) -> str:
    return passage.words or passage.alternative


def _moved(it: Edition) -> set[str]:
    """Words that are missing at one place and stand at another."""
    missing = {_key(expected) for expected, found in it.pairs if expected and not found}
    return missing & {_key(found) for expected, found in it.pairs if found and not expected} - {""}


def labels(it: Edition) -> Iterator[Difference]:
    """Each passage has its label."""
    for expected, found in it.both:
        if expected.label != found.label:
            yield Difference("labels", "the label differs", expected.label, found.label, expected, found.place)


def levels(it: Edition) -> Iterator[Difference]:
    """Each passage is as deep in the text as it should be."""
    for expected, found in it.both:
        if expected.kind is found.kind is not Kind.CELL and expected.level != found.level:
            shown = str(expected.level), str(found.level)
            yield Difference("levels", "the level differs", *shown, expected, found.place)


def kinds(it: Edition) -> Iterator[Difference]:
    """Each passage is marked as what it is."""
    for expected, found in it.both:
        if expected.kind is not found.kind:
            shown = expected.kind.value, found.kind.value
            yield Difference("kinds", "this is another kind of text", *shown, expected, found.place)


def tables(it: Edition) -> Iterator[Difference]:
    """Each cell stands in its row and column, as large as it should be, and heads what it should.

    Of a table that has lost cells, or has more, the places of the others only follow.
    """
    broken = {
        passage.cell.table
        for pair in it.pairs
        for passage in pair
        if passage and passage.cell and not (pair[0] and pair[1])
    }
    told: set[int] = set()
    for expected, found in it.both:
        mine, theirs = expected.cell, found.cell
        if not mine or not theirs or mine == theirs or mine.table in told:
            continue
        for what, one, other in _cells(mine, theirs, whole=not broken & {mine.table, theirs.table}):
            if one != other:
                told.add(mine.table)
                yield Difference("tables", f"{what} differs", one, other, expected, found.place)
                break


def _cells(mine: Cell, theirs: Cell, *, whole: bool) -> Iterator[tuple[str, str, str]]:
    for (what, one), (_, other) in zip(_told(mine), _told(theirs), strict=True):
        if whole or what in ("what the cell is the head of", "the rows and columns that the cell takes"):
            yield what, one, other


def _told(cell: Cell) -> Iterator[tuple[str, str]]:
    yield "what the cell is the head of", cell.head or "nothing"
    yield "the rows and columns that the cell takes", f"{cell.rows} by {cell.columns}"
    yield "the table of the cell", f"{cell.table}"
    yield "the place of the cell", f"row {cell.row}, column {cell.column}"
    yield "the size of the table", "{} rows of {} columns".format(*cell.of)


def emphasis(it: Edition) -> Iterator[Difference]:
    """The same characters are stressed, raised, lowered."""
    yield from _marks(it, "emphasis", "the stress differs", stress, it.lettered)


def stress(run: Run) -> tuple[str, ...]:
    """By what marks a stretch is stressed."""
    marks = ("emphasis", "strong", "superscript", "subscript")
    return tuple(mark for mark in marks if getattr(run, mark))


def languages(it: Edition) -> Iterator[Difference]:
    """The same characters are in the same language."""
    yield from _marks(it, "languages", "the language or direction differs", lambda run: (run.language, run.direction))


def alternatives(it: Edition) -> Iterator[Difference]:
    """Each picture has its words."""
    for expected, found in it.both:
        if expected.alternative != found.alternative:
            shown = expected.alternative, found.alternative
            yield Difference("alternatives", "the alternative text differs", *shown, expected, found.place)


# ---- links


def links(it: Edition) -> Iterator[Difference]:
    """Each link has its words and its target, and those inside the file lead to something."""
    anchors = {name for passage in it.found.passages for name in passage.names}
    marked = {run.link: passage.names for passage in it.found.passages for run in passage.runs if run.note}
    known, there = _notes(it.expected), _notes(it.found)
    for expected, found in it.both:
        for mine, theirs in zip_longest(_linked(expected, known), _linked(found, there), fillvalue=("", "")):
            if mine != theirs:
                shown = " to ".join(filter(None, mine)), " to ".join(filter(None, theirs))
                yield Difference("links", "the link differs", *shown, expected, found.place)
            elif theirs[1].startswith("#") and theirs[1][1:] not in anchors:
                what = f"the link “{theirs[0]}” leads to nothing in the file"
                yield Difference("links", what, theirs[1], "", expected, found.place)
        if expected.back and (expected.back != found.back or found.back[1:] not in marked.get(f"#{found.anchor}", ())):
            what = f"the number of note {expected.label} does not lead back to its mark"
            yield Difference("links", what, expected.back, found.back, expected, found.place)


def _after(place: Place) -> Place:
    """Where something is missing."""
    return Place(place.part, f"behind {place.path}") if place.path else place


def _marks(
    it: Edition,
    check: str,
    message: str,
    marks: Callable[[Run], tuple[str, ...]],
    settled: frozenset[tuple[Kind, int]] = frozenset(),
) -> Iterator[Difference]:
    """Passages with the same words whose characters are not marked alike: the first stretch that differs."""
    for expected, found in it.both:
        if (found.kind, found.level) in settled or expected.runs == found.runs or expected.words != found.words:
            continue
        if len({marks(run) for run in (*expected.runs, *found.runs)}) == 1:
            continue
        mine = [mark for run in expected.runs for mark in [marks(run)] * len(run.text)]
        theirs = [mark for run in found.runs for mark in [marks(run)] * len(run.text)]
        at = [one != other and sign != " " for one, other, sign in zip(mine, theirs, expected.words, strict=True)]
        if any(at):
            start = at.index(True)
            end = next((i for i in range(start, len(at)) if not at[i]), len(at))
            shown = f"“{expected.words[start:end]}” "
            one, other = (", ".join(filter(None, side[start])) or "none" for side in (mine, theirs))
            yield Difference(check, message, shown + one, shown + other, expected, found.place)


def _notes(whole: Transcript) -> Mapping[str, str]:
    """By what the marks of notes lead to, which of the notes that is: programs rename the places."""
    notes = (passage for passage in whole.passages if passage.kind is Kind.NOTE and passage.label)
    return {f"#{name}": f"note {count}" for count, note in enumerate(notes, 1) for name in note.names}


def _linked(passage: Passage, notes: Mapping[str, str]) -> list[tuple[str, str]]:
    """The links of a passage: their words and targets; runs that continue one link are one.

    So are two links to one target with a space between them: in which of them the space is set nobody sees.
    """
    found: list[tuple[str, str]] = []
    before = space = ""
    for run in passage.runs:
        if not run.link and not run.text.strip():
            space += run.text
            continue
        if run.note and run.link in notes:
            found += [(run.text, notes[run.link])] if run.text.strip() else []
            before = space = ""
            continue
        if run.link and run.link == before:
            found[-1] = (found[-1][0] + space + run.text, run.link)
        elif run.link:
            found.append((run.text, run.link))
        before, space = run.link, ""
    return [(text.strip(), target) for text, target in found]
