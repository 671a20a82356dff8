"""What is proved: one small function a property, each with its reason.

A check yields differences, and nothing else does.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from pipeline.verify.align import Pair, align, text_of
from pipeline.verify.lettered import lettered
from pipeline.verify.transcript import Furniture, Kind, Look, Mark, Passage, Place, Run, Transcript, counted


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as promised.

    `expected` and `found` are shown side by side; `passage` is the promised passage that it concerns (None where
    nothing promised it), `place` where it stands in the file, `key` the metadata it is of.
    """

    check: str
    message: str
    expected: str = ""
    found: str = ""
    passage: Passage | None = None
    place: Place = field(default_factory=Place)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A finished file beside what was promised of it.

    `looks` and `furniture` are what the tokens say for its format; None where nothing is claimed (the look of a
    house template, a file from a stranger). `pages` has the pages that begin in each promised passage, by its id, as
    the finished PDF says; None where no such file was read, or the format marks none. `lettered` are the kinds
    and levels that the function of that name gives, where looks are claimed.
    """

    expected: Transcript
    found: Transcript
    pairs: list[Pair]
    looks: Mapping[tuple[Kind, int], Look] | None = None
    furniture: tuple[Furniture, ...] | None = None
    pages: Mapping[int, tuple[Mark, ...]] | None = None
    lettered: frozenset[tuple[Kind, int]] = frozenset()

    @property
    def both(self) -> Iterator[tuple[Passage, Passage]]:
        return ((expected, found) for expected, found in self.pairs if expected and found)


def edition(
    expected: Transcript,
    found: Transcript,
    looks: Mapping[tuple[Kind, int], Look] | None = None,
    furniture: tuple[Furniture, ...] | None = None,
) -> Edition:
    """A file beside its promise, passages paired."""
    pairs = align(expected.passages, found.passages)
    return Edition(expected, found, pairs, looks, furniture, lettered=frozenset(lettered(pairs, looks or {})))


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


# ---- the text


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
        if expected.kind is found.kind and expected.level != found.level:
            shown = str(expected.level), str(found.level)
            yield Difference("levels", "the level differs", *shown, expected, found.place)


def kinds(it: Edition) -> Iterator[Difference]:
    """Each passage is marked as what it is."""
    for expected, found in it.both:
        if expected.kind is not found.kind:
            shown = expected.kind.value, found.kind.value
            yield Difference("kinds", "this is another kind of text", *shown, expected, found.place)


def emphasis(it: Edition) -> Iterator[Difference]:
    """The same characters are stressed, raised, lowered."""
    yield from _marks(it, "emphasis", "the stress differs", _stress, it.lettered)


def _stress(run: Run) -> tuple[str, ...]:
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


# ---- links and outline


def links(it: Edition) -> Iterator[Difference]:
    """Each link has its words and its target, and those inside the file lead to something."""
    anchors = {name for passage in it.found.passages for name in passage.names}
    for expected, found in it.both:
        for mine, theirs in zip_longest(_linked(expected), _linked(found), fillvalue=("", "")):
            if mine != theirs:
                shown = " to ".join(filter(None, mine)), " to ".join(filter(None, theirs))
                yield Difference("links", "the link differs", *shown, expected, found.place)
            elif theirs[1].startswith("#") and theirs[1][1:] not in anchors:
                what = f"the link “{theirs[0]}” leads to nothing in the file"
                yield Difference("links", what, theirs[1], "", expected, found.place)


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


def look(it: Edition) -> Iterator[Difference]:
    """Each property that the file shows and the tokens promise is the same."""
    passages = {(passage.kind, passage.level): passage for passage in reversed(it.expected.passages)}
    for (kind, level), aspect, mine, theirs in _looked(it):
        if not close(mine, theirs, 0.005 if it.found.format == "epub" else 0.05):
            name = f"{kind.value} {level}" if level else kind.value
            what = f"{name}: {aspect} is not what the tokens say"
            yield Difference("look", what, f"{mine}", f"{theirs}", passages.get((kind, level)))


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
    Check("emphasis", "stress can change the meaning", "the source", "stretches", emphasis, _runs(_stress)),
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


def _linked(passage: Passage) -> list[tuple[str, str]]:
    """The links of a passage: their words and targets; runs that continue one link are one.

    So are two links to one target with a space between them: in which of them the space is set nobody sees.
    """
    found: list[tuple[str, str]] = []
    before = space = ""
    for run in passage.runs:
        if not run.link and not run.text.strip():
            space += run.text
            continue
        if run.link and run.link == before:
            found[-1] = (found[-1][0] + space + run.text, run.link)
        elif run.link:
            found.append((run.text, run.link))
        before, space = run.link, ""
    return [(text.strip(), target) for text, target in found]
