"""The one pass that gives each block its label and its anchor, before any format is made."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from pipeline.counting import Counted, count, typed_label
from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.model import (
    Block,
    BulletList,
    Clause,
    Division,
    DivisionKind,
    Document,
    Entry,
    Figure,
    Link,
    Number,
    NumberedDocument,
    Paragraph,
    Quotation,
    Scheme,
    Table,
)
from pipeline.numerals import ABOVE
from pipeline.records import nearest
from pipeline.referring import refer
from pipeline.schemes import rows
from pipeline.walk import blocks, children, notes, parts, pieces, plain, words_of

ANCHOR_LIMIT = 24
"""Characters of an anchor: with `_Decl_` and LibreOffice's `_Copy_N` it stays under Word's 40 for bookmarks."""

_SHORT = {"article": "art", "chapter": "chap", "section": "sec", "appendix": "app", "regulation": "reg"}
"""Kinds of divisions as they stand in anchors, where that is not the whole word."""

_NOTHING = Number("")

_HINTED = 20
"""Links to nowhere for which a similar target is looked up."""


def number(document: Document, scheme: Scheme, *, report: Reporter) -> NumberedDocument:
    """Labels, anchors and contents for every block; typed labels and links inside the document are compared."""
    work = _Numbering(document, scheme, report)
    for kind, part in zip(("recital", "p", "conclusion", "p"), parts(document), strict=True):
        work.inside(part, "", kind, work.contents)
    work.notes(document)
    _check_links(document, {number.anchor for number in work.numbers.values()}, report)
    references = refer(document, scheme, work.numbers, report=report)
    return NumberedDocument(document, scheme, work.numbers, tuple(work.contents), references)


class _Numbering:
    def __init__(self, document: Document, scheme: Scheme, report: Reporter) -> None:
        self.scheme, self.report = scheme, report
        self.numbers: dict[Block, Number] = {}
        self.contents: list[Entry] = []
        self.kinds = {kind.kind: kind for kind in scheme.divisions}
        self.counted: dict[Clause | Division, Counted] = {}
        self.rows = {each: row for row in rows(scheme) for each in row}
        self.plain_counts: dict[tuple[str, str | int], int] = {}  # the last ordinal of each, where software only counts
        self.annex = ""  # the anchor of the annex that we are in
        self.anchors: set[str] = set()  # those given or promised, in small letters
        identified: dict[str, Block] = {}
        for block in blocks(document):
            first = identified.setdefault(block.identifier.lower(), block) if block.identifier else block
            if first is not block:
                what = f"the identifier “{block.identifier}” stands for two blocks"
                hint = f"the other is at line {first.position.line}: choose another name"
                report(Diagnostic("identifier-repeated", what, block.position, hint))
        self.anchors.update(identified)
        # Divisions and level 1 run on across headings; deeper levels are counted where they stand.
        for run in _runs([block for part in parts(document) for block in part], scheme, self.kinds):
            self.count(run)

    def count(self, run: Sequence[Clause | Division], above: str = "") -> None:
        first = run[0]
        if isinstance(first, Division):
            kind = self.kinds[first.kind]
            pattern = kind.pattern
            if kind.single and len(run) == 1 and not first.kept and typed_label(first) in ("", kind.single):
                self.counted[first] = Counted(kind.single, "", None)
                return
        else:
            pattern = self.scheme.levels[first.level - 1].pattern
        self.counted.update(zip(run, count(run, pattern, above, report=self.report), strict=True))

    def inside(  # noqa: C901  # a case for each node
        self, inner: Sequence[Block], path: str, kind: str, contents: list[Entry], above: Number = _NOTHING
    ) -> None:
        """Number `inner`, which stands in what `path` names and `above` numbers; `kind` names a paragraph there."""
        clauses = [block for block in inner if isinstance(block, Clause) and block.level > 1]
        for level in {clause.level for clause in clauses}:
            self.count([clause for clause in clauses if clause.level == level], above.label)
        ordinals: dict[str, int] = {}

        def ordinal(name: str) -> int:
            ordinals[name] = ordinals.get(name, 0) + 1
            return ordinals[name]

        def below(name: str) -> str:
            return f"{path}-{name}-{ordinal(name)}" if path else f"{name}-{ordinal(name)}"

        for block in inner:
            match block:
                case Clause():
                    around = path if block.level > 1 or self.scheme.restarts else self.annex
                    self.clause(block, around, contents, above)
                case Division():
                    self.division(block, path, f"{path or 'section'}-{ordinal('section')}", contents)
                case Paragraph():
                    self.give(block, below(kind))
                case Figure():
                    self.give(block, below("figure"))
                case Table():
                    self.give(block, below("table"))
                    self.numbers.update((words, Number("")) for words in children(block))  # the table is the place
                case Quotation():
                    anchor = self.give(block, below("quote"))
                    self.inside(block.blocks, anchor, "p", contents)
                case BulletList():
                    anchor = self.give(block, below("list"))
                    for position, item in enumerate(block.items, 1):
                        self.inside(item.blocks, f"{anchor}-{position}", "p", contents)
                case _:
                    assert_never(block)

    def give(self, block: Block, anchor: str, label: str = "", ordinal: int = 0, live: bool = True) -> str:
        """Record a block's number; returns the anchor that it has got: its identifier, or one that is free."""
        anchor = block.identifier or self.free(anchor)
        self.numbers[block] = Number(anchor, label, ordinal, live, annex=self.annex)
        return anchor

    def free(self, anchor: str) -> str:
        """The anchor itself, or another where it is too long or taken."""
        free = len(self.numbers) + 1
        while len(anchor) > ANCHOR_LIMIT or anchor.lower() in self.anchors:
            anchor = f"block-{free}"
            free += 1
        self.anchors.add(anchor.lower())
        return anchor

    def notes(self, document: Document) -> None:
        """Number the notes in the order of their marks; only the first paragraph of each has a place of its own."""
        for ordinal, note in enumerate(notes(document), 1):
            first, *rest = note.blocks
            anchor = first.identifier or self.free(f"note-{ordinal}")
            self.numbers[first] = Number(anchor, str(ordinal), ordinal, mark=self.free(f"mark-{ordinal}"))
            self.numbers.update({block: Number(block.identifier) for block in rest})

    def division(self, block: Division, path: str, place: str, contents: list[Entry]) -> None:
        label, outside = "", self.annex
        if block.kind:
            kind, counted = self.kinds[block.kind], self.counted[block]
            label, step = counted.label, _step(counted, counted.value)
            around = path if kind.restarts else "" if kind.annex else self.annex
            place = "-".join(filter(None, (around, _SHORT.get(kind.kind, kind.kind), step)))
            self.annex = "" if kind.annex else outside
            live = self.lives(kind.kind, counted)
            anchor = self.give(block, place, label, counted.value or 0, live)
            self.annex = anchor if kind.annex else outside
        else:
            anchor = self.give(block, place)
        self.check_short(block, plain(block.heading))
        below: list[Entry] = []
        self.inside(block.blocks, anchor, "p", below)
        self.annex = outside
        words = " ".join(filter(None, (label, block.short or plain(block.heading))))
        contents.append(Entry(anchor, "", words, block.level, tuple(below)))

    def lives(self, each: str | int, counted: Counted) -> bool:
        """Whether software that only counts gives this label; a literal one counts nothing and restarts nothing."""
        live = counted.value == self.plain_counts.get((self.annex, each), 0) + 1
        if live:
            self.plain_counts[self.annex, each] = counted.value or 0
            row = self.rows[each]
            for upper in row[: row.index(each)]:  # one that was skipped counts as begun
                self.plain_counts[self.annex, upper] = self.plain_counts.get((self.annex, upper), 0) or 1
            for deeper in row[row.index(each) + 1 :]:
                self.plain_counts[self.annex, deeper] = 0
        return live

    def clause(self, block: Clause, path: str, contents: list[Entry], above: Number) -> None:
        counted = self.counted[block]
        shows_above = ABOVE in self.scheme.levels[block.level - 1].pattern
        live = (above.live or not shows_above) and self.lives(block.level, counted)
        step = _step(counted, counted.value if block.level == 1 else None) or str(len(self.numbers))
        anchor = self.give(block, f"{path or 'clause'}-{step}", counted.label, counted.value or 0, live)
        lead, *rest = block.blocks
        self.numbers[lead] = Number("")  # the clause's anchor stands for its first paragraph
        self.check_short(block, " ".join(plain(words_of(inner)) for inner in block.blocks))
        if block.level == 1 and not self.scheme.restarts:
            contents.append(Entry(anchor, counted.label, block.short, 1))
        self.inside(rest, anchor, "p", contents, self.numbers[block])

    def check_short(self, block: Clause | Division, words: str) -> None:
        if block.short and block.short not in words:
            what = f"the short name “{block.short}” is no phrase of the text it stands for"
            hint = "a short name repeats words of the clause letter for letter"
            self.report(Diagnostic("short-not-found", what, block.position, hint))


def _step(counted: Counted, value: int | None) -> str:
    """A step of an anchor: a number, or the label's own letters where it counts nothing or counts in letters."""
    return str(value) if value is not None else re.sub(r"[^a-z0-9]+", "-", counted.written.lower()).strip("-")


def _runs(
    inner: Iterable[Block], scheme: Scheme, kinds: Mapping[str, DivisionKind]
) -> Iterator[Sequence[Clause | Division]]:
    """What is counted together: divisions of one kind, clauses of level 1."""
    runs: dict[tuple[object, ...], list[Clause | Division]] = {}

    def gather(inner: Iterable[Block], whole: Block | None, division: Block | None) -> None:
        for block in inner:
            within, under = whole, division
            if isinstance(block, Clause) and block.level == 1:
                runs.setdefault((1, division if scheme.restarts else whole), []).append(block)
            elif isinstance(block, Division) and block.kind:
                kind = kinds[block.kind]
                scope = division if kind.restarts else None if kind.annex else whole
                runs.setdefault((kind.kind, scope), []).append(block)
                within, under = block if kind.annex else whole, block
            gather(children(block), within, under)

    gather(inner, None, None)
    return iter(runs.values())


def _check_links(document: Document, anchors: set[str], report: Reporter) -> None:
    hinted = 0
    for block in blocks(document):
        for piece in pieces(words_of(block)):
            if isinstance(piece, Link) and piece.target.startswith("#") and piece.target[1:] not in anchors:
                hinted += 1
                hint = nearest(piece.target[1:], sorted(anchors)) if hinted <= _HINTED else ""
                hint = hint or "give the target an identifier: {#name} on a line before it"
                what = f"nothing here has the identifier “{piece.target[1:][:60]}”"
                report(Diagnostic("link-nowhere", what, piece.position, hint))
