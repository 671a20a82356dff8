"""The proof of one document's editions: each beside what the source promises, and all beside one another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.diagnostics import Diagnostic, Position
from pipeline.verify.accounting import Account, account
from pipeline.verify.causes import causes
from pipeline.verify.checks import CHECKS, MARKED
from pipeline.verify.claims import Promised, claims
from pipeline.verify.differences import Difference, Edition, edition
from pipeline.verify.front import front_lines
from pipeline.verify.promise import promise, promised
from pipeline.verify.transcript import Passage, Place, Transcript


@dataclass(frozen=True, slots=True)
class Proof:
    """What was promised, how the source's characters balance.

    And each edition with what is not as promised in it. `lines` has the line of each key of the front matter.
    """

    promise: Transcript
    account: Account
    editions: Mapping[str, Edition]
    differences: Mapping[str, list[Difference]]
    lines: Mapping[str, int]

    @property
    def holds(self) -> bool:
        return self.account.balances and not any(self.differences.values())


def prove(it: Promised, transcripts: Mapping[str, Transcript]) -> Proof:
    """Compare the transcripts, by format, with the source and what the theme says of it."""
    whole = promise(it.document, it.scheme, it.words)
    editions = {}
    for name, found in transcripts.items():
        said = promise(it.document, it.scheme, it.words, word=True) if name == "docx" and it.refers else whole
        expected = promised(said, name, it.document, it.scheme, it.words)
        editions[name] = edition(expected, found, **claims(it, whole, found))
    editions |= _paged(editions, it.own)
    differences = {
        name: causes(it, [found for check in CHECKS for found in check.run(it)]) for name, it in editions.items()
    }
    for name, difference in _apart(editions):
        differences[name].append(difference)
    return Proof(whole, account(it.document, it.source), editions, differences, front_lines(it.source))


def _paged(editions: Mapping[str, Edition], own: frozenset[str]) -> Iterator[tuple[str, Edition]]:
    """The editions that mark the pages of the PDF, where it was read too: with what it says of them."""
    printed = editions.get("pdf")
    promised = [expected for expected, _ in editions["pdf"].pairs if expected] if printed else []
    known = {id(expected): at for at, expected in enumerate(promised)}
    begun = {known[id(expected)]: found.pages for expected, found in printed.both} if printed else {}
    for name in MARKED:
        if printed and name in editions and name not in own:
            mine = [expected for expected, _ in editions[name].pairs if expected]
            yield name, replace(editions[name], pages={id(each): begun.get(at, ()) for at, each in enumerate(mine)})


def _apart(editions: Mapping[str, Edition]) -> Iterator[tuple[str, Difference]]:
    """What no promise says and the editions do not share: here, names of places."""
    known: dict[int, tuple[str, frozenset[str]]] = {}  # for each promised passage its names in the first edition
    # Not each format gives the marks of notes a name, nor says that it is one.
    marks = {passage.back[1:] for it in editions.values() for passage in it.found.passages}
    for name, it in editions.items():
        for at, (expected, found) in enumerate(pair for pair in it.pairs if pair[0]):
            if expected and found and not expected.anchor:
                names = found.names - marks
                first, other = known.setdefault(at, (name, names))
                if (names or other) and not names & other:
                    what = f"the {first} has another name for this place"
                    yield (
                        name,
                        Difference("anchors", what, ", ".join(sorted(other)), found.anchor, expected, found.place),
                    )


def as_diagnostics(proof: Proof, source: str, files: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Every difference for a person: the file's name by format in `files`, the clause, the place in the file.

    Expected and found under one another with the difference marked, and the line of the source.
    """
    if not proof.account.balances:
        place = Position(source, *(proof.account.lost or (1, 1)))
        hint = "this is a fault of the parser, not yours: please report it with the source"
        yield Diagnostic("proof-source", f"the source's characters do not balance: {proof.account.said}", place, hint)
    for name, differences in proof.differences.items():
        for difference in differences:
            yield as_diagnostic(difference, files[name], source, proof.lines)


def as_diagnostic(
    difference: Difference, file: str, source: str = "", lines: Mapping[str, int] | None = None
) -> Diagnostic:
    """One difference for a person."""
    passage = difference.passage
    where = ", ".join(filter(None, (name_of(passage), str(difference.place))))
    line = line_of(passage.place) if passage else (lines or {}).get(difference.key, 0)
    position = Position(source, line) if source and line else None
    message = f"{file}{f' ({where})' if where else ''}: {difference.message}"
    return Diagnostic(
        f"proof-{difference.check}", message, position, side_by_side(difference.expected, difference.found)
    )


def name_of(passage: Passage | None) -> str:
    """How a passage is called: by its label, else by its kind and first words."""
    if not passage:
        return ""
    begin = " ".join((passage.words or passage.alternative).split()[:4])
    return passage.label or (f"{passage.kind.value} “{begin} …”" if begin else passage.kind.value)


def line_of(place: Place) -> int:
    """The line of the source that a promised passage stands on; 0 where it is made of several."""
    return int(place.path.removeprefix("line ")) if place.path.startswith("line ") else 0


def side_by_side(expected: str, found: str, names: tuple[str, str] = ("expected", "found"), width: int = 72) -> str:
    """Two texts under one another, from a little before they part, with the first difference marked; "" of none."""
    if not expected and not found:
        return ""
    same = next((at for at, (one, other) in enumerate(zip(expected, found, strict=False)) if one != other), -1)
    same = min(len(expected), len(found)) if same < 0 else same
    start = max(0, same - 24)
    head = max(map(len, names)) + 1
    cut = []
    for name, text in zip(names, (expected, found), strict=True):
        end = "…" if len(text) > start + width else ""
        cut.append(f"{name:{head}}{'…' if start else ''}{text[start : start + width] or '(nothing)'}{end}")
    return "\n".join((*cut, " " * (head + same - start + (1 if start else 0)) + "^"))
