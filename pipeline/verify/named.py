"""The words that each reference must have, worked out here from the labels that are promised and the scheme's phrases.

The numbering pass has its own way to them: a name that is wrong there cannot be wrong in all editions and so pass.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Block, Clause, Division, Document, Note, Reference, Scheme
from pipeline.verify.nodes import inlines_of, inside, nested

_TIED = "\u00a0"

Words = tuple[str, str]
"""Some words, and the anchor that they lead to."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A block: how many come before it, and what it stands in, outermost first, itself last."""

    at: int
    path: tuple[Block, ...]


def named(
    document: Document, scheme: Scheme, labels: Mapping[Block, str], anchors: Mapping[Block, str], *, word: bool
) -> dict[Reference, list[Words]]:
    """The words of every reference, piece by piece.

    With `word` as Word works them out: it takes the label of a division with the space that it has there.
    """
    spots: dict[Block, _Spot] = {}
    asked: list[tuple[Reference, Block]] = []

    def look(blocks: Sequence[Block], path: tuple[Block, ...]) -> None:
        for block in blocks:
            spots.setdefault(block, _Spot(len(spots), (*path, block)))
            for inline in nested(inlines_of(block)):
                if isinstance(inline, Reference):
                    asked.append((inline, block))
                elif isinstance(inline, Note):
                    for noted in inline.blocks:
                        spots[noted] = _Spot(spots[block].at, (*path, block, noted))
                        within = (each for each in nested(noted.inlines) if isinstance(each, Reference))
                        asked.extend((each, noted) for each in within)
            look(inside(block), (*path, block))

    for part in (document.preamble, document.body, document.conclusion, document.annexes):
        look(part, ())
    reached = {anchor.lower(): block for block, anchor in anchors.items() if anchor and block in labels}
    names = _Names(scheme, labels, anchors, spots, word)
    made = {}
    for reference, block in asked:
        targets = [reached[name.lower()] for name in reference.targets if name.lower() in reached]
        made[reference] = list(names.all(targets, block, through=reference.through)) if targets else []
    return made


@dataclass(frozen=True, slots=True)
class _Names:
    scheme: Scheme
    labels: Mapping[Block, str]
    anchors: Mapping[Block, str]
    spots: Mapping[Block, _Spot]
    word: bool

    def all(self, targets: Sequence[Block], block: Block, *, through: bool) -> Iterator[Words]:
        phrases = self.scheme.phrases
        final = re.sub(r"\{\w+\}", "", phrases["range" if through else "last"])
        one = [self.one(target, block) for target in targets]
        kin = len({self.spots[target].path[:-1] for target in targets}) == 1 and isinstance(targets[0], Clause)
        heads, ends, tails = [head for head, _, _ in one], [end for _, end, _ in one], [tail for _, _, tail in one]
        short = len(targets) > 1 and kin and len(set(tails)) == 1
        plural = short and self.plain(heads[0])
        if short and (plural or not tails[0]):
            first = self.anchors[targets[0]]
            yield from [(plural, first)] if plural else heads[0]
            for at, end in enumerate(ends):
                if at:
                    yield from self.between(final, last=at == len(ends) - 1)
                yield from end
            if tails[0]:
                yield tails[0], self.anchors[targets[-1]]
            return
        for at, (head, end, tail) in enumerate(one):
            if at:
                yield from self.between(final, last=at == len(one) - 1)
            yield from (*head, *end)
            if tail:
                yield tail, self.anchors[targets[at]]

    def between(self, final: str, *, last: bool) -> Iterator[Words]:
        text = final if last else self.scheme.phrases["comma"]
        yield text, ""

    def plain(self, head: Sequence[Words]) -> str:
        """The word for several of what a head names one of; "" where it says more than that word."""
        for word in ("subparagraph", self.scheme.provision):
            single, several = (
                self.scheme.phrases[name].replace("{label}", "").replace(" ", _TIED) for name in (word, word + "s")
            )
            if "".join(text for text, _ in head) == single:
                return several
        return ""

    def one(self, target: Block, block: Block) -> tuple[list[Words], list[Words], str]:
        """The name of one target as said in a block: its head, its last label, what stands behind."""
        spot, here, link = self.spots[target], self.spots[block].path, self.anchors[target]
        if isinstance(target, Division):
            return self.around(target, here, link), [self.whole(target, link)], ""
        clauses = [each for each in spot.path if isinstance(each, Clause)]
        numbered = [each for each in spot.path if isinstance(each, Division) and each.kind]
        base = numbered[-1] if numbered and self.scheme.restarts else None
        near = base is None or base in here
        word = self.scheme.provision
        if near and len(clauses) > 1 and clauses[0] in here:
            clauses, word = clauses[1:], "subparagraph"
        shown = self.shown(clauses)
        if not near and base:
            head = [*self.around(base, here, link), self.whole(base, link), (_TIED, link)]
            said = [text if re.search("[()]", text) else f"({text})" for text in shown]
            return [*head, *self.tied(said[:-1], link)], [(said[-1], link)], ""
        outer = [] if base else self.around(target, here, link)
        before = self.scheme.phrases[word].replace("{label}", "").replace(" ", _TIED)
        side = "above" if spot.at < self.spots[block].at else "below"
        tail = "" if outer else self.scheme.phrases[side].replace("{name}", "")
        return [*outer, (before, link), *self.tied(shown[:-1], link)], [(shown[-1], link)], tail

    def tied(self, steps: Sequence[str], link: str) -> Iterator[Words]:
        for step in steps:
            yield step + _TIED, link

    def shown(self, clauses: Sequence[Block]) -> list[str]:
        """Their labels; one that says those above makes them needless."""
        made: list[str] = []
        for clause in clauses:
            if isinstance(clause, Clause) and "{above}" in self.scheme.levels[clause.level - 1].pattern:
                made.clear()
            made.append(self.labels[clause].removesuffix("."))
        return made

    def whole(self, division: Block, link: str) -> Words:
        label = self.labels[division]
        return label if self.word else label.replace(" ", _TIED), link

    def around(self, target: Block, here: Sequence[Block], link: str) -> list[Words]:
        """The divisions that must be named before a target."""
        kinds = {kind.kind: kind for kind in self.scheme.divisions}
        kind = kinds.get(target.kind) if isinstance(target, Division) else None
        above = [each for each in self.spots[target].path[:-1] if isinstance(each, Division) and each.kind]
        if kind and kind.annex:
            return []
        if not (kind and kind.restarts):
            above = [each for each in above if kinds[each.kind].annex]
        if not above or above[-1] in here:
            return []
        comma = re.sub(r"\{\w+\}", "", self.scheme.phrases["within"])
        return [*self.around(above[-1], here, link), self.whole(above[-1], link), (comma, link)]
