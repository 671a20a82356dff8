"""The proof of one document's editions: each beside what the source promises, and all beside one another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.diagnostics import Diagnostic, Position
from pipeline.model import Document, Scheme
from pipeline.verify.accounting import Account, account
from pipeline.verify.checks import CHECKS, Difference, Edition, edition
from pipeline.verify.promise import promise, promised
from pipeline.verify.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Proof:
    """What was promised, how the source's characters balance, and each edition with what is not as promised in it."""

    promise: Transcript
    account: Account
    editions: Mapping[str, Edition]
    differences: Mapping[str, list[Difference]]

    @property
    def holds(self) -> bool:
        return self.account.lost is None and not any(self.differences.values())


def prove(
    document: Document,
    scheme: Scheme,
    words: Mapping[str, Any],
    text: str,
    front_matter: int,
    transcripts: Mapping[str, Transcript],
    tokens: Mapping[str, Any],
) -> Proof:
    """Compare the transcripts, by format, with the source `text`, whose first `front_matter` characters are no text.

    `words` are those that we generate, by their names; `tokens` has for a format the looks and furniture that the theme
    promises of it, where they are claimed.
    """
    whole = promise(document, scheme, words)
    editions = {name: edition(promised(whole, name), found, **tokens.get(name, {})) for name, found in transcripts.items()}
    differences = {name: [difference for check in CHECKS for difference in check.run(it)] for name, it in editions.items()}
    for name, difference in _apart(editions):
        differences[name].append(difference)
    return Proof(whole, account(document, text, front_matter), editions, differences)


def _apart(editions: Mapping[str, Edition]) -> Iterator[tuple[str, Difference]]:
    """Anchors that the editions do not share: one citation must work in all of them."""
    known: dict[int, tuple[str, str]] = {}  # for each promised passage the first edition that has it, and its anchor
    for name, it in editions.items():
        promised_pairs = [(expected, found) for expected, found in it.pairs if expected]
        for at, (expected, found) in enumerate(promised_pairs):
            if found:
                first, anchor = known.setdefault(at, (name, found.anchor))
                if anchor != found.anchor and anchor not in found.names:
                    yield name, Difference("anchors", f"the {first} has another anchor here", anchor, found.anchor, expected, found.place)


def as_diagnostics(proof: Proof, source: str, files: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Every difference for a person: the file's name by format in `files`, the clause, the place in the file, expected
    and found under one another with the difference marked, and the line of the source."""
    if proof.account.lost is not None:
        line, column = proof.account.lost
        yield Diagnostic("proof-source", f"the characters of the source do not balance: {proof.account.said}", Position(source, line, column), "this is a fault of the parser: please report it with the source")
    for name, differences in proof.differences.items():
        for difference in differences:
            yield as_diagnostic(difference, files[name], source)


def as_diagnostic(difference: Difference, file: str, source: str = "") -> Diagnostic:
    """One difference for a person."""
    passage = difference.passage
    clause = f" in {passage.label}" if passage and passage.label else ""
    where = f" ({difference.place})" if str(difference.place) else ""
    line = int(passage.place.path.removeprefix("line ")) if passage and passage.place.path.startswith("line ") else 0
    position = Position(source, line) if source and line else None
    return Diagnostic(f"proof-{difference.check}", f"{file}{clause}{where}: {difference.message}", position, side_by_side(difference.expected, difference.found))


def side_by_side(expected: str, found: str, width: int = 72) -> str:
    """Two texts under one another, from a little before they part, with the first difference marked."""
    same = next((at for at, (one, other) in enumerate(zip(expected, found, strict=False)) if one != other), min(len(expected), len(found)))
    start = max(0, same - 24)
    cut = ("…" if start else "") + expected[start : start + width], ("…" if start else "") + found[start : start + width]
    mark = " " * (len("expected ") + same - start + (1 if start else 0)) + "^"
    return f"expected {cut[0] or '(nothing)'}\nfound    {cut[1] or '(nothing)'}\n{mark}"

