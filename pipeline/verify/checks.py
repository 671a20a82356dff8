"""What is proved: one small function a property, each with its reason. A check yields differences, and nothing else does."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from pipeline.verify.align import Pair, align, text_of
from pipeline.verify.transcript import Furniture, Kind, Look, Passage, Place, Run, Transcript


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as promised. `expected` and `found` are short enough to be shown side by side; `passage` is
    the promised passage that it concerns (None where nothing promised it), `place` where it stands in the file."""

    check: str
    message: str
    expected: str = ""
    found: str = ""
    passage: Passage | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Edition:
    """A finished file beside what was promised of it. `looks` and `furniture` are what the tokens say for its format;
    None where no look is claimed (a house template). `generated` are the words that we add to an outline ("Preamble")."""

    expected: Transcript
    found: Transcript
    pairs: list[Pair]
    looks: Mapping[tuple[Kind, int], Look] | None = None
    furniture: tuple[Furniture, ...] | None = None
    generated: frozenset[str] = frozenset()


def edition(
    expected: Transcript,
    found: Transcript,
    looks: Mapping[tuple[Kind, int], Look] | None = None,
    furniture: tuple[Furniture, ...] | None = None,
    generated: frozenset[str] = frozenset(),
) -> Edition:
    """A file beside its promise, passages paired."""
    return Edition(expected, found, align(expected.passages, found.passages), looks, furniture, generated)


@dataclass(frozen=True, slots=True)
class Check:
    """`reason` says what would go wrong without it; `basis` the standard or the promise behind it; `counted` what is
    counted in the certificate."""

    id: str
    reason: str
    basis: str
    run: Callable[[Edition], Iterator[Difference]]
    counted: Callable[[Transcript], int]


# ---- the text


def words(it: Edition) -> Iterator[Difference]:
    for expected, found in it.pairs:
        if expected and not found:
            yield Difference("words", "these words are missing", text_of(expected), "", expected)
        elif expected and found and expected.words != found.words:
            yield Difference("words", "the words differ", expected.words, found.words, expected, found.place)


def added(it: Edition) -> Iterator[Difference]:
    for expected, found in it.pairs:
        if found and not expected:
            yield Difference("added", "nobody wrote these words", "", text_of(found), None, found.place)


def order(it: Edition) -> Iterator[Difference]:
    known = {text_of(passage): passage for passage in it.expected.passages}
    missing = {text_of(expected) for expected, found in it.pairs if expected and not found}
    for expected, found in it.pairs:
        if found and not expected and text_of(found) in missing:
            passage = known[text_of(found)]
            yield Difference("order", "this stands at another place", "", text_of(found), passage, found.place)


def labels(it: Edition) -> Iterator[Difference]:
    for expected, found in _both(it):
        if expected.label != found.label:
            yield Difference("labels", "the label differs", expected.label, found.label, expected, found.place)


def levels(it: Edition) -> Iterator[Difference]:
    for expected, found in _both(it):
        if expected.kind is found.kind and expected.level != found.level:
            yield Difference("levels", "the level differs", str(expected.level), str(found.level), expected, found.place)


def kinds(it: Edition) -> Iterator[Difference]:
    for expected, found in _both(it):
        if expected.kind is not found.kind:
            yield Difference("kinds", "this is another kind of text", expected.kind.value, found.kind.value, expected, found.place)


def emphasis(it: Edition) -> Iterator[Difference]:
    yield from _marks(it, "emphasis", "the emphasis differs", lambda run: (run.emphasis, run.strong, run.superscript, run.subscript))


def languages(it: Edition) -> Iterator[Difference]:
    yield from _marks(it, "languages", "the language or direction differs", lambda run: (run.language, run.direction))


def alternatives(it: Edition) -> Iterator[Difference]:
    for expected, found in _both(it):
        if expected.alternative != found.alternative:
            yield Difference("alternatives", "the alternative text differs", expected.alternative, found.alternative, expected, found.place)


# ---- links and outline


def links(it: Edition) -> Iterator[Difference]:
    anchors = {name for passage in it.found.passages for name in passage.names}
    for expected, found in _both(it):
        for mine, theirs in zip_longest(_linked(expected), _linked(found), fillvalue=("", "")):
            if mine != theirs:
                yield Difference("links", "the link differs", " to ".join(mine), " to ".join(theirs), expected, found.place)
        for text, target in _linked(found):
            if target.startswith("#") and target[1:] not in anchors:
                yield Difference("links", f"the link “{text}” leads nowhere in the file", target, "", expected, found.place)


def anchors(it: Edition) -> Iterator[Difference]:
    for expected, found in _both(it):
        if expected.anchor and expected.anchor not in found.names:
            yield Difference("anchors", "the anchor differs", expected.anchor, found.anchor, expected, found.place)


def outline(it: Edition) -> Iterator[Difference]:
    reached = {name for passage in it.found.passages for name in passage.names}
    found = [entry for entry in it.found.outline if entry.text not in it.generated]
    for mine, theirs in zip_longest(it.expected.outline, found):
        if mine is None or theirs is None or (mine.level, mine.text) != (theirs.level, theirs.text):
            show = [f"{entry.level}: {entry.text}" if entry else "" for entry in (mine, theirs)]
            yield Difference("outline", "the outline differs", *show)
        elif theirs.anchor not in reached:
            yield Difference("outline", f"the entry “{theirs.text}” leads nowhere", mine.anchor, theirs.anchor)


# ---- the file


def metadata(it: Edition) -> Iterator[Difference]:
    for key, value in it.expected.metadata.items():
        if it.found.metadata.get(key, "") != value:
            yield Difference("metadata", f"the file says another {key}", value, it.found.metadata.get(key, ""))


def hidden(it: Edition) -> Iterator[Difference]:
    for text in it.found.hidden:
        yield Difference("hidden", f"this text is hidden: {text.how}", "", text.text, None, text.place)


def furniture(it: Edition) -> Iterator[Difference]:
    if it.furniture is None:
        return
    allowed = {(piece.where, piece.text) for piece in it.furniture}
    found = {(piece.where, piece.text): piece for piece in it.found.furniture}
    for key in sorted(found.keys() - allowed):
        yield Difference("furniture", f"this stands beside the text ({key[0]}), and no token says so", "", key[1], None, found[key].place)
    for where, text in sorted(allowed - found.keys()):
        yield Difference("furniture", f"this should stand beside the text ({where})", text, "")


def look(it: Edition) -> Iterator[Difference]:
    if it.looks is None:
        return
    for (kind, level), found in sorted(it.found.looks.items(), key=lambda entry: (entry[0][0].value, entry[0][1])):
        expected = it.looks.get((kind, level))
        name = f"{kind.value} {level}" if level else kind.value
        if expected is None:
            continue
        for property in Look.__dataclass_fields__:
            mine, theirs = getattr(expected, property), getattr(found, property)
            if mine is not None and theirs is not None and not _close(mine, theirs):
                yield Difference("look", f"{name}: {property} is not what the tokens say", f"{mine}", f"{theirs}")


CHECKS = (
    Check("words", "a line that is missing or altered is the worst accident of all", "the source", words, lambda it: len("".join(map(text_of, it.passages)).split())),
    Check("added", "words that nobody adopted must not look official", "the source", added, lambda it: len(it.passages)),
    Check("order", "a clause at another place is another text", "the source", order, lambda it: len(it.passages)),
    Check("labels", "a clause is cited by its number", "the scheme", labels, lambda it: sum(bool(passage.label) for passage in it.passages)),
    Check("levels", "what is part of what decides what it means", "the source", levels, lambda it: sum(bool(passage.level) for passage in it.passages)),
    Check("kinds", "a heading that is a paragraph is lost to who listens", "WCAG 2.2, 1.3.1", kinds, lambda it: len(it.passages)),
    Check("emphasis", "stress can change the meaning", "the source", emphasis, lambda it: sum(run.emphasis or run.strong for passage in it.passages for run in passage.runs)),
    Check("languages", "speech and hyphens go by the language", "WCAG 2.2, 3.1.2", languages, lambda it: sum(bool(run.language) for passage in it.passages for run in passage.runs)),
    Check("alternatives", "who cannot see a picture hears its words", "WCAG 2.2, 1.1.1", alternatives, lambda it: sum(bool(passage.alternative) for passage in it.passages)),
    Check("links", "a link must lead where it says", "the source", links, lambda it: sum(bool(run.link) for passage in it.passages for run in passage.runs)),
    Check("anchors", "one citation must work in all editions", "the source", anchors, lambda it: sum(bool(passage.anchor) for passage in it.passages)),
    Check("outline", "who navigates must find every part", "the source", outline, lambda it: len(it.outline)),
    Check("metadata", "a library files what the file says of itself", "the front matter", metadata, lambda it: len(it.metadata)),
    Check("hidden", "what is in the file and cannot be seen may say something else", "the source", hidden, lambda it: len(it.hidden)),
    Check("furniture", "nothing but what we generate stands beside the text", "the tokens", furniture, lambda it: len(it.furniture)),
    Check("look", "four editions with one look are known as one text", "the tokens", look, lambda it: len(it.looks)),
)


def _both(it: Edition) -> Iterator[tuple[Passage, Passage]]:
    return ((expected, found) for expected, found in it.pairs if expected and found)


def _marks(it: Edition, check: str, message: str, marks: Callable[[Run], tuple[object, ...]]) -> Iterator[Difference]:
    """Passages with the same words whose characters are not marked alike: the first stretch that differs."""
    for expected, found in _both(it):
        if expected.words != found.words:
            continue
        mine = [marks(run) for run in expected.runs for _ in run.text]
        theirs = [marks(run) for run in found.runs for _ in run.text]
        at = [a != b and character != " " for a, b, character in zip(mine, theirs, expected.words, strict=True)]
        if any(at):
            start = at.index(True)
            end = next((i for i in range(start, len(at)) if not at[i]), len(at))
            shown = [f"“{expected.words[start:end]}” {_named(side[start])}" for side in (mine, theirs)]
            yield Difference(check, message, *shown, expected, found.place)


def _named(marks: tuple[object, ...]) -> str:
    return ", ".join(str(mark) for mark in marks if mark) or "none"


def _linked(passage: Passage) -> list[tuple[str, str]]:
    """The links of a passage: their words and targets; runs that continue one link are one."""
    found: list[tuple[str, str]] = []
    before = ""
    for run in passage.runs:
        if run.link and run.link == before:
            found[-1] = (found[-1][0] + run.text, run.link)
        elif run.link:
            found.append((run.text, run.link))
        before = run.link
    return [(text.strip(), target) for text, target in found]


def _close(expected: float | int | str, found: float | int | str) -> bool:
    """Equal; lengths within a fiftieth of a point or half a hundredth of their size."""
    if isinstance(expected, str) or isinstance(found, str):
        return expected == found
    return abs(expected - found) <= max(0.05, 0.005 * abs(expected))
