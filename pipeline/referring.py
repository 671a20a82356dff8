"""What the text calls a provision that it refers to: "Article 5 (2) (a)", "paragraph 3 above", "Annex II, Article 1".

The name is as short as the place of the reference allows. Each label in a name is a field of its own in Word, so that
the name follows when somebody puts a provision in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.model import Block, Cited, Clause, Division, Document, Number, Reference, Scheme
from pipeline.numerals import ABOVE
from pipeline.records import nearest
from pipeline.walk import blocks, children, notes_in, parts, pieces, words_of

_NO_BREAK = "\u00a0"
_HINTED = 20
"""References to nowhere for which a similar target is looked up."""


def refer(
    document: Document, scheme: Scheme, numbers: Mapping[Block, Number], *, report: Reporter
) -> Mapping[Reference, tuple[Cited, ...]]:
    """The words of each reference, in pieces; what cannot be named is reported, and has none."""
    work = _Referring(document, scheme, numbers, report)
    return {
        piece: tuple(work.words(piece, block))
        for block in blocks(document)
        for piece in pieces(words_of(block))
        if isinstance(piece, Reference)
    }


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of one provision: what stands before its last label, that label, and what stands behind it.

    `several` is how the first begins for more than one; "" where it is the same.
    """

    before: tuple[Cited, ...]
    label: tuple[Cited, ...]
    after: str = ""
    several: str = ""

    @property
    def pieces(self) -> tuple[Cited, ...]:
        after = (Cited(self.after, self.label[-1].anchor),) if self.after else ()
        return (*self.before, *self.label, *after)


class _Referring:
    def __init__(self, document: Document, scheme: Scheme, numbers: Mapping[Block, Number], report: Reporter) -> None:
        self.scheme, self.numbers, self.report = scheme, numbers, report
        self.kinds = {kind.kind: kind for kind in scheme.divisions}
        self.order: dict[Block, int] = {}
        self.above: dict[Block, Block] = {}  # what each block stands in
        self.hinted = 0
        for part in parts(document):
            self.gather(part, None)
        self.targets = {numbers[block].anchor.lower(): block for block in self.order if numbers[block].anchor}

    def gather(self, inner: Sequence[Block], above: Block | None) -> None:
        for block in inner:
            if above is not None:
                self.above[block] = above
            self.order.setdefault(block, len(self.order))
            self.gather(children(block), block)
            for note in notes_in((block,)) if not children(block) else ():
                for inside in note.blocks:
                    self.above[inside] = block
                    self.order.setdefault(inside, self.order[block])

    def around(self, block: Block) -> Iterator[Block]:
        """A block and all that it stands in, innermost first."""
        yield block
        while (above := self.above.get(block)) is not None:
            block = above
            yield block

    # ---- one reference

    def words(self, reference: Reference, block: Block) -> Iterator[Cited]:
        targets = [target for name in reference.targets if (target := self.target(name, reference, block))]
        if len(targets) < len(reference.targets):
            return
        if reference.through and self.order[targets[0]] >= self.order[targets[-1]]:
            what = "the range ends before it begins"
            self.wrong("reference-order", what, reference, "write [](#first..#last)")
            return
        names = [self.name(target, block) for target in targets]
        siblings = {id(self.above.get(target)) for target in targets}
        first = names[0]
        if len(names) > 1 and first.several and len(siblings) == 1 and len({name.after for name in names}) == 1:
            head = self.spaced(first.several)
            yield Cited(head, first.label[0].anchor)
            joined = [name.label for name in names]
            after: tuple[Cited, ...] = (Cited(first.after, names[-1].label[-1].anchor),) if first.after else ()
        elif len(names) > 1 and len(siblings) == 1 and not any(name.after or name.several for name in names):
            yield from first.before
            joined, after = [name.label for name in names], ()
        else:
            joined, after = [name.pieces for name in names], ()
        yield from self.joined(joined, through=reference.through)
        yield from after

    def joined(self, names: Sequence[tuple[Cited, ...]], *, through: bool) -> Iterator[Cited]:
        """Several names with the language's own words between them."""
        phrases = self.scheme.phrases
        pattern = phrases["range" if through else "last"]
        between = pattern.replace("{first}", "").replace("{last}", "")
        for at, name in enumerate(names):
            if at:
                yield Cited(between if at == len(names) - 1 else phrases["comma"])
            yield from name

    def target(self, name: str, reference: Reference, block: Block) -> Block | None:
        target = self.targets.get(name.lower())
        if target is None:
            self.hinted += 1
            hint = nearest(name.lower(), sorted(self.targets)) if self.hinted <= _HINTED else ""
            hint = hint or "give the target an identifier: {#name} on a line before it"
            self.wrong("link-nowhere", f"nothing here has the identifier “{name[:60]}”", reference, hint)
        elif not self.numbers[target].label or not isinstance(target, Clause | Division):
            what = f"“{name[:60]}” has no number that the text could call it by"
            self.wrong("reference-unnamed", what, reference, f"write the words yourself: [words](#{name[:60]})")
        elif target is next((each for each in self.around(block) if self.numbers[each].label), None):
            what = f"the reference stands in “{name[:60]}” itself"
            self.wrong("reference-self", what, reference, "refer to another provision, or write the words yourself")
        else:
            return target
        return None

    def wrong(self, rule: str, what: str, reference: Reference, hint: str) -> None:
        self.report(Diagnostic(rule, what, reference.position, hint))

    # ---- names

    def name(self, target: Block, block: Block) -> _Name:
        """The name of a target as it is said in a block."""
        here, link = list(self.around(block)), self.anchor(target)
        if isinstance(target, Division):
            return _Name(self.outside(target, here, link), (self.labelled(target, link),))
        line = [each for each in self.around(target) if isinstance(each, Clause)][::-1]
        within = next((each for each in self.around(target) if self.is_numbered(each)), None)
        base = within if self.scheme.restarts else None
        steps = list(self.steps(line))
        if base is None or base in here:
            same = line[0] in here and len(line) > 1
            if same:
                steps = list(self.steps(line[1:]))
            word = "subparagraph" if same else self.scheme.provision
            pattern = self.scheme.phrases[word]
            side = self.scheme.phrases["above" if self.order[target] < self.order[block] else "below"]
            outside = () if base else self.outside(target, here, link)
            head = (*outside, Cited(self.spaced(pattern_of(pattern)), link))
            relative = bool(base or not outside)
            several = pattern_of(self.scheme.phrases[word + "s"]) if len(steps) == 1 and not outside else ""
            return self.put(head, steps, target, side.replace("{name}", "") if relative else "", several)
        head = (*self.outside(base, here, link), self.labelled(base, link))
        bracketed = [step if set("()") & set(step[1]) else (step[0], f"({step[1]})") for step in steps]
        return self.put((*head, Cited(_NO_BREAK, link)), bracketed, target)

    def put(
        self,
        head: tuple[Cited, ...],
        steps: Sequence[tuple[Clause, str]],
        target: Block,
        after: str = "",
        several: str = "",
    ) -> _Name:
        """A name of its head and its steps, each with the field that Word has for it."""
        made: list[tuple[Cited, ...]] = []
        for clause, shown in steps:
            label = self.numbers[clause].label.removesuffix(".")
            field = self.anchor(clause) if self.numbers[clause].live else ""
            signs = shown.partition(label)
            step = (Cited(signs[0], self.anchor(target)), Cited(label, self.anchor(target), field, "n"))
            made.append(tuple(piece for piece in (*step, Cited(signs[2], self.anchor(target))) if piece.text))
        before = [*head]
        for pieces_ in made[:-1]:
            before += [*pieces_, Cited(_NO_BREAK, self.anchor(target))]
        return _Name(tuple(before), made[-1], after, several)

    def steps(self, line: Sequence[Clause]) -> Iterator[tuple[Clause, str]]:
        """The clauses that a name goes through, each with its label; those that a later label says are left out."""
        shown = [ABOVE in self.scheme.levels[clause.level - 1].pattern for clause in line]
        for at, clause in enumerate(line):
            if not any(shown[at + 1 :]):
                yield clause, self.numbers[clause].label.removesuffix(".")

    def outside(self, target: Block, here: Sequence[Block], link: str) -> tuple[Cited, ...]:
        """What must be named before a target, led to by `link`: its annex, a division where its numbers begin anew."""
        kind = self.kinds[target.kind] if isinstance(target, Division) and target.kind else None
        above = [each for each in self.around(target) if each is not target and self.is_numbered(each)]
        if kind and kind.restarts and above:
            outer: Block | None = above[0]
        else:
            outer = next((each for each in above if self.is_annex(each)), None)
        if outer is None or outer in here or (kind and kind.annex):
            return ()
        comma = self.scheme.phrases["within"].replace("{outer}", "").replace("{inner}", "")
        return (*self.outside(outer, here, link), self.labelled(outer, link), Cited(comma, link))

    def labelled(self, division: Block, link: str) -> Cited:
        return Cited(self.spaced(self.numbers[division].label), link, self.anchor(division), "r")

    def is_numbered(self, block: Block) -> bool:
        return isinstance(block, Division) and bool(block.kind)

    def is_annex(self, block: Block) -> bool:
        return isinstance(block, Division) and bool(block.kind) and self.kinds[block.kind].annex

    def anchor(self, block: Block) -> str:
        return self.numbers[block].anchor

    def spaced(self, text: str) -> str:
        """Text that no line end may part."""
        return text.replace(" ", _NO_BREAK)


def pattern_of(phrase: str) -> str:
    """What a phrase says before a label."""
    return phrase.partition("{label}")[0]
