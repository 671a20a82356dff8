"""A finished file beside its promise, and one thing that differs between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.verify.align import Pair, align
from pipeline.verify.lettered import lettered
from pipeline.verify.transcript import Furniture, Kind, Look, Mark, Passage, Place, Transcript


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
