"""Schemes, and the one pass that gives each block its label and its anchor, before any format is made."""

import re
from collections.abc import Sequence
from typing import assert_never

from pipeline.counting import Counted, count
from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.model import (
    Block,
    BulletList,
    Clause,
    Division,
    Document,
    Entry,
    Figure,
    Level,
    Link,
    Number,
    NumberedDocument,
    Paragraph,
    Quotation,
    Scheme,
)
from pipeline.records import nearest
from pipeline.walk import blocks, notes, pieces, plain, words_of

SCHEMES = {
    scheme.name: scheme
    for scheme in (
        Scheme("joint-statement", tuple(map(Level, ("{I}.", "({a})", "({i})", "{a}.")))),
        Scheme("resolution", tuple(map(Level, ("{1}.", "({a})", "({i})", "{a}.")))),
    )
}
"""The ready-made schemes by name. The degrees below the first are the UN's (Editorial Manual: (a), (i), a.)."""

ANCHOR_LIMIT = 24
"""Characters of an anchor: with `_Decl_` and LibreOffice's `_Copy_N` it stays under Word's 40 for bookmarks."""

_HINTED = 20
"""Links to nowhere for which a similar target is looked up."""


def number(document: Document, scheme: Scheme, *, report: Reporter) -> NumberedDocument:
    """Labels, anchors and contents for every block; typed labels and links inside the document are compared."""
    work = _Numbering(document, scheme, report)
    for kind, part in (("recital", document.preamble), ("p", document.body), ("conclusion", document.conclusion)):
        work.inside(part, "", kind, work.contents)
    work.notes(document)
    _check_links(document, {number.anchor for number in work.numbers.values()}, report)
    return NumberedDocument(document, scheme, work.numbers, tuple(work.contents))


class _Numbering:
    def __init__(self, document: Document, scheme: Scheme, report: Reporter) -> None:
        self.scheme, self.report = scheme, report
        self.numbers: dict[Block, Number] = {}
        self.contents: list[Entry] = []
        self.counted: dict[Clause, Counted] = {}
        self.plain_counts = [0] * len(scheme.levels)  # the last ordinal at each level where software only counts
        self.anchors: set[str] = set()  # those given or promised, in small letters
        identified: dict[str, Block] = {}
        for block in blocks(document):
            first = identified.setdefault(block.identifier.lower(), block) if block.identifier else block
            if first is not block:
                what = f"the identifier “{block.identifier}” stands for two blocks"
                hint = f"the other is at line {first.position.line}: choose another name"
                report(Diagnostic("identifier-repeated", what, block.position, hint))
        self.anchors.update(identified)
        # Level 1 runs on across headings; deeper levels are counted where they stand.
        self.count([block for block in blocks(document) if isinstance(block, Clause) and block.level == 1])

    def count(self, clauses: Sequence[Clause]) -> None:
        if clauses:
            pattern = self.scheme.levels[clauses[0].level - 1].pattern
            self.counted.update(zip(clauses, count(clauses, pattern, report=self.report), strict=True))

    def inside(self, inner: Sequence[Block], path: str, kind: str, contents: list[Entry]) -> None:
        """Number `inner`, which stands in what `path` names; `kind` names a paragraph there."""
        clauses = [block for block in inner if isinstance(block, Clause) and block.level > 1]
        for level in {clause.level for clause in clauses}:
            self.count([clause for clause in clauses if clause.level == level])
        ordinals: dict[str, int] = {}

        def ordinal(name: str) -> int:
            ordinals[name] = ordinals.get(name, 0) + 1
            return ordinals[name]

        def below(name: str) -> str:
            return f"{path}-{name}-{ordinal(name)}" if path else f"{name}-{ordinal(name)}"

        for block in inner:
            match block:
                case Clause():
                    self.clause(block, path if block.level > 1 else "", contents)
                case Division():
                    self.division(block, path or "section", ordinal("section"), contents)
                case Paragraph():
                    self.give(block, below(kind))
                case Figure():
                    self.give(block, below("figure"))
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
        self.numbers[block] = Number(anchor, label, ordinal, live)
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

    def division(self, block: Division, path: str, ordinal: int, contents: list[Entry]) -> None:
        anchor = self.give(block, f"{path}-{ordinal}")
        self.check_short(block, plain(block.heading))
        below: list[Entry] = []
        self.inside(block.blocks, anchor, "p", below)
        contents.append(Entry(anchor, "", block.short or plain(block.heading), block.level, tuple(below)))

    def clause(self, block: Clause, path: str, contents: list[Entry]) -> None:
        depth, counted = block.level - 1, self.counted[block]
        live = counted.value == self.plain_counts[depth] + 1
        if live:  # a literal label counts nothing and restarts nothing in software that only counts
            self.plain_counts[depth] += 1
            self.plain_counts[block.level :] = [0] * (len(self.plain_counts) - block.level)
        step = re.sub(r"[^a-z0-9]+", "-", counted.written.lower()).strip("-") or str(len(self.numbers))
        if depth == 0 and counted.value is not None:
            step = str(counted.value)
        anchor = self.give(block, f"{path or 'clause'}-{step}", counted.label, counted.value or 0, live)
        lead, *rest = block.blocks
        self.numbers[lead] = Number("")  # the clause's anchor stands for its first paragraph
        self.check_short(block, " ".join(plain(words_of(inner)) for inner in block.blocks))
        if block.level == 1:
            contents.append(Entry(anchor, counted.label, block.short, 1))
        self.inside(rest, anchor, "p", contents)

    def check_short(self, block: Clause | Division, words: str) -> None:
        if block.short and block.short not in words:
            what = f"the short name “{block.short}” is no phrase of the text it stands for"
            hint = "a short name repeats words of the clause letter for letter"
            self.report(Diagnostic("short-not-found", what, block.position, hint))


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
