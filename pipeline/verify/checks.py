"""What is proved: one small function a property, each with its reason.

A check yields differences, and nothing else does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.verify.align import text_of
from pipeline.verify.differences import Difference, Edition
from pipeline.verify.transcript import Furniture, Kind, Look, Passage, Run, counted
from pipeline.verify.wording import (
    added,
    alternatives,
    emphasis,
    kinds,
    labels,
    languages,
    levels,
    links,
    order,
    stress,
    tables,
    words,
)


@dataclass(frozen=True, slots=True)
class Check:
    """`reason` says what would go wrong without it; `basis` the standard or the promise behind it.

    `counted` how many `unit`s were compared, None where the check was not claimed.
    """

    id: str
    reason: str
    basis: str
    unit: str
    run: Callable[[Edition], Iterator[Difference]]
    counted: Callable[[Edition], int | None]


def anchors(it: Edition) -> Iterator[Difference]:
    """Each place has its name."""
    for expected, found in it.both:
        if expected.anchor and expected.anchor not in found.names:
            what = "the name by which links reach it differs"
            yield Difference("anchors", what, expected.anchor, found.anchor, expected, found.place)


def outline(it: Edition) -> Iterator[Difference]:
    """The file's own contents are those of the text, and lead where they say."""
    passages = {passage.anchor: passage for passage in it.expected.passages if passage.anchor}
    reached = {name for passage in it.found.passages for name in passage.names}
    names = {id(expected): found.names for expected, found in it.both}
    for mine, theirs in zip_longest(it.expected.outline, it.found.outline):
        passage = passages.get(mine.anchor) if mine else None
        if mine is None or theirs is None or (mine.level, mine.text) != (theirs.level, theirs.text):
            one, other = (f"{entry.level}: {entry.text}" if entry else "" for entry in (mine, theirs))
            yield Difference("outline", "the outline differs", one, other, passage)
        elif theirs.anchor not in reached:
            what = f"the entry “{theirs.text}” leads nowhere"
            yield Difference("outline", what, mine.anchor, theirs.anchor, passage)
        elif passage and theirs.anchor not in names.get(id(passage), ()):
            what = f"the entry “{theirs.text}” leads to another place"
            yield Difference("outline", what, mine.anchor, theirs.anchor, passage)


def pages(it: Edition) -> Iterator[Difference]:
    """Each page begins where it does in the PDF, and the file's list of pages has all of them."""
    for expected, found in it.both if it.pages is not None else ():
        if text_of(expected) != text_of(found):
            continue  # what is wrong is told already, and its characters cannot be counted
        mine = {mark.page: mark.offset for mark in (it.pages or {}).get(id(expected), ())}
        theirs = {mark.page: mark.offset for mark in found.pages}
        for page in dict.fromkeys((*mine, *theirs)):
            if mine.get(page) != theirs.get(page) or len(theirs) < len(found.pages):
                what = f"the mark of page {page} is not where the page begins in the PDF"
                shown = (_before(expected, mine.get(page)), _before(found, theirs.get(page)))
                yield Difference("pages", what, *shown, expected, found.place)
    if it.found.page_list is not None:
        marked = [(page, f"page-{page}") for page in it.found.pages]
        listed = [(entry.text, entry.anchor) for entry in it.found.page_list]
        for one, other in zip_longest(marked, listed):
            if one != other:
                what = "the list of pages is not that of the marks"
                yield Difference("pages", what, " at ".join(one or ()), " at ".join(other or ()))
                return


def _before(passage: Passage, offset: int | None) -> str:
    """The words before which a mark stands."""
    if offset is None:
        return ""
    passed = 0
    words = text_of(passage).split()
    for at, word in enumerate(words):
        if passed >= offset:
            return " ".join(("… before", *words[at : at + 6]))
        passed += counted(word)
        if passed > offset:
            return f"… in {word}"
    return "… at its end"


# ---- the file


_NOBODYS = (
    "organ",
    "publisher",
    "description",
    "subjects",
    "rights",
    "kind",
    "last editor",
    "manager",
    "category",
    "status",
    "base of links",
)
"""What a file of ours says only if the source does."""


def metadata(it: Edition) -> Iterator[Difference]:
    """The file says of itself what the front matter says."""
    for key, value in it.expected.metadata.items():
        if it.found.metadata.get(key, "") != value:
            found = it.found.metadata.get(key, "")
            yield Difference("metadata", f"the file says another {key}", value, found, key=key)
    for key in _NOBODYS:
        if it.looks is not None and key not in it.expected.metadata and (found := it.found.metadata.get(key, "")):
            yield Difference("metadata", f"the file names a {key}, and the source none", "", found, key=key)


def hidden(it: Edition) -> Iterator[Difference]:
    """Nothing is there that cannot be met."""
    for text in it.found.hidden:
        yield Difference("hidden", f"this text is hidden: {text.how}", "", text.text, None, text.place)


def furniture(it: Edition) -> Iterator[Difference]:
    """Beside the text stands what was promised, and nothing else."""
    if it.furniture is None:
        return
    allowed = {(piece.where, piece.text) for piece in it.furniture}
    found = {(piece.where, piece.text): piece for piece in it.found.furniture}
    for key in sorted(found.keys() - allowed):
        what = f"this stands beside the text ({key[0]}), and no token says so"
        yield Difference("furniture", what, "", key[1], None, found[key].place)
    for where, text in sorted(allowed - found.keys()):
        yield Difference("furniture", f"this should stand beside the text ({where})", text, "")
    for piece in it.furniture:
        if there := found.get((piece.where, piece.text)):
            yield from _set(piece, there)


def _set(promised: Furniture, found: Furniture) -> Iterator[Difference]:
    """Size, colour and place of what stands beside the text, as far as both are known."""
    for aspect in ("size", "colour", "start"):
        mine, theirs = getattr(promised.look, aspect), getattr(found.look, aspect)
        if mine is None or theirs is None:
            continue
        if not (abs(mine - theirs) <= _PLACE if aspect == "start" else close(mine, theirs)):
            said = "place" if aspect == "start" else aspect
            what = f"{promised.where}: the {said} of “{promised.text}” is not what the tokens say"
            yield Difference("furniture", what, f"{mine}", f"{theirs}", None, found.place)


def look(it: Edition) -> Iterator[Difference]:
    """Each property that the file shows and the tokens promise is the same."""
    passages = {(passage.kind, passage.level): passage for passage in reversed(it.expected.passages)}
    for (kind, level), aspect, mine, theirs in _looked(it):
        if not close(mine, theirs, 0.005 if it.found.format == "epub" else 0.05):
            name = f"{kind.value} {level}" if level else kind.value
            what = f"{name}: {aspect} is not what the tokens say"
            yield Difference("look", what, f"{mine}", f"{theirs}", passages.get((kind, level)))


_PLACE = 0.3
"""Points: how far beside its place the number of a line may stand; the rest is rounding."""

_Value = float | int | str


def _looked(it: Edition) -> Iterator[tuple[tuple[Kind, int], str, _Value, _Value]]:
    """Each property that the tokens promise and the file shows."""
    for key, found in sorted(it.found.looks.items(), key=lambda entry: (entry[0][0].value, entry[0][1])):
        expected = (it.looks or {}).get(key, Look())
        for aspect in Look.__dataclass_fields__:
            mine, theirs = getattr(expected, aspect), getattr(found, aspect)
            if mine is not None and theirs is not None:
                seen = key in it.lettered and aspect in ("slope", "weight")
                yield key, aspect, mine, mine if seen else theirs


def close(expected: _Value, found: _Value, least: float = 0.05) -> bool:
    """Equal; lengths within `least` or half a hundredth of their size, whichever is more.

    `least` is a twentieth of a point or pixel; an e-book's em are a dozen points, and a tenth of that is seen.
    """
    if isinstance(expected, str) or isinstance(found, str):
        return expected == found
    return abs(expected - found) <= max(least, 0.005 * abs(expected))


# ---- all of them


def _passages(it: Edition) -> int:
    return len(it.found.passages)


def _having(name: str) -> Callable[[Edition], int]:
    return lambda it: sum(bool(getattr(passage, name)) for passage in it.found.passages)


def _runs(count: Callable[[Run], object]) -> Callable[[Edition], int]:
    return lambda it: sum(bool(count(run)) for passage in it.found.passages for run in passage.runs)


def _words(it: Edition) -> int:
    return sum(len(text_of(passage).split()) for passage in it.found.passages)


def _characters(it: Edition) -> int:
    return sum(len(text_of(passage)) for passage in it.found.passages)


MARKED = ("epub", "html")
"""The formats that mark where the pages of the PDF begin."""

CHECKS = (
    Check("words", "a line lost or altered is the worst accident of all", "the source", "words", words, _words),
    Check("added", "words that nobody adopted must not look official", "the source", "passages", added, _passages),
    Check("order", "a clause at another place is another text", "the source", "passages", order, _passages),
    Check("labels", "a clause is cited by its number", "the scheme, counted anew", "labels", labels, _having("label")),
    Check("levels", "what is part of what decides what it means", "the source", "levels", levels, _having("level")),
    Check(
        "kinds", "a heading that is a paragraph is lost to who listens", "WCAG 2.2, 1.3.1", "passages", kinds, _passages
    ),
    Check(
        "tables",
        "a figure under another head is another figure",
        "the source; WCAG 2.2, 1.3.1",
        "cells",
        tables,
        _having("cell"),
    ),
    Check("emphasis", "stress can change the meaning", "the source", "stretches", emphasis, _runs(stress)),
    Check(
        "languages",
        "speech and hyphens go by it",
        "WCAG 2.2, 3.1.2",
        "stretches",
        languages,
        _runs(lambda run: run.language),
    ),
    Check(
        "alternatives",
        "who cannot see a picture hears it",
        "WCAG 2.2, 1.1.1",
        "pictures",
        alternatives,
        _having("alternative"),
    ),
    Check("links", "a link must lead where it says", "the source", "links", links, _runs(lambda run: run.link)),
    Check("anchors", "one citation must work in all editions", "docs/source.md", "names", anchors, _having("anchor")),
    Check(
        "outline",
        "who navigates must find every part",
        "the source",
        "entries",
        outline,
        lambda it: len(it.found.outline),
    ),
    Check(
        "pages",
        "who cites a page of one edition sends the reader of another to the same words",
        "the PDF",
        "pages",
        pages,
        lambda it: None if it.pages is None else len(it.found.pages),
    ),
    Check(
        "metadata",
        "libraries file what a file says of itself",
        "front matter",
        "fields",
        metadata,
        lambda it: len(it.expected.metadata),
    ),
    Check("hidden", "what cannot be seen may say something else", "the source", "characters", hidden, _characters),
    Check(
        "furniture",
        "nothing but what we generate stands beside the text",
        "the theme",
        "pieces",
        furniture,
        lambda it: None if it.furniture is None else len(it.found.furniture),
    ),
    Check(
        "look",
        "editions with one look are known as one text",
        "the theme",
        "values",
        look,
        lambda it: None if it.looks is None else sum(1 for _ in _looked(it)),
    ),
)
