"""Schemes, and the one pass that gives each block its label and its anchor, before any format is made."""

import re
from collections.abc import Iterable
from typing import assert_never

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
from pipeline.numerals import label, number_in, numeral, split, value_of
from pipeline.records import nearest
from pipeline.walk import blocks, pieces, plain, words_of

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


def number(document: Document, scheme: Scheme, *, report: Reporter) -> NumberedDocument:
    """Labels, anchors and contents for every block; typed labels and links inside the document are compared and reported."""
    work = _Numbering(scheme, report)
    for kind, part in (("recital", document.preamble), ("p", document.body), ("conclusion", document.conclusion)):
        work.part(part, kind)
    _check_links(document, work.anchors, report)
    return NumberedDocument(document, scheme, work.numbers, tuple(work.contents))


class _Numbering:
    def __init__(self, scheme: Scheme, report: Reporter) -> None:
        self.scheme, self.report = scheme, report
        self.numbers: dict[Block, Number] = {}
        self.anchors: dict[str, Block] = {}
        self.contents: list[Entry] = []
        self.counts = [0] * len(scheme.levels)  # the last ordinal at each level
        self.plain_counts = [0] * len(scheme.levels)  # the same, as software that only counts would have it
        self.divisions = 0

    def part(self, part: tuple[Block, ...], kind: str) -> None:
        self.inside(part, "", kind, self.contents)

    def inside(self, inner: Iterable[Block], path: str, kind: str, contents: list[Entry]) -> None:
        """Number `inner`, which stands in what `path` names; `kind` names a paragraph there."""
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
                    for count, item in enumerate(block.items, 1):
                        self.inside(item.blocks, f"{anchor}-{count}", "p", contents)
                case _:
                    assert_never(block)

    def give(self, block: Block, anchor: str, label: str = "", ordinal: int = 0, live: bool = True) -> str:
        """Record a block's number; returns the anchor that it has got."""
        if block_identifier := block.identifier:
            anchor = block_identifier
            if anchor.lower() in self.anchors:
                self.report(Diagnostic("identifier-repeated", f"the identifier “{anchor}” stands for two blocks", block.position,
                                       f"the other is at line {self.anchors[anchor.lower()].position.line}: choose another name"))
        if len(anchor) > ANCHOR_LIMIT or not block_identifier and anchor.lower() in self.anchors:
            anchor = f"block-{len(self.numbers) + 1}"
        self.anchors.setdefault(anchor.lower(), block)
        self.numbers[block] = Number(anchor, label, ordinal, live)
        return anchor

    def division(self, block: Division, path: str, ordinal: int, contents: list[Entry]) -> None:
        anchor = self.give(block, f"{path}-{ordinal}")
        self.check_short(block, plain(block.heading))
        below: list[Entry] = []
        self.inside(block.blocks, anchor, "p", below)
        contents.append(Entry(anchor, "", block.short or plain(block.heading), block.level, tuple(below)))

    def clause(self, block: Clause, path: str, contents: list[Entry]) -> None:
        depth = block.level - 1
        pattern = self.scheme.levels[depth].pattern
        kind = split(pattern)[1]
        due = self.counts[depth] + 1
        value = value_of(block.kept, kind) if block.kept else due
        written = block.kept or numeral(due, kind)
        printed = label(pattern, written)
        if block.typed and block.typed not in (printed, f"{due}.", f"{due})"):  # a list of Markdown counts in plain numbers
            value = self.differs(block, pattern, printed) or value
        if value is not None:  # an inserted "4 bis" does not count
            self.counts[depth] = value
        live = value == self.plain_counts[depth] + 1
        self.plain_counts[depth] += live
        self.counts[block.level :] = [0] * (len(self.counts) - block.level)
        if live:  # a literal label restarts nothing in software that only counts
            self.plain_counts[block.level :] = [0] * (len(self.counts) - block.level)
        step = str(value) if depth == 0 and value is not None else re.sub(r"[^a-z0-9]+", "-", written.lower()).strip("-")
        anchor = self.give(block, f"{path or 'clause'}-{step}", printed, value or 0, live)
        lead, *rest = block.blocks
        self.numbers[lead] = Number("")  # the clause's anchor stands for its first paragraph
        self.check_short(block, " ".join(plain(words_of(inner)) for inner in block.blocks))
        if block.level == 1:
            contents.append(Entry(anchor, printed, block.short, 1))
        self.inside(rest, anchor, "p", contents)

    def differs(self, block: Clause, pattern: str, printed: str) -> int | None:
        """Report a typed label that is not the one worked out; what it counts, so that one slip gives one error."""
        typed = number_in(pattern, block.typed)
        self.report(Diagnostic(
            "label-differs", f"the label typed here is “{block.typed}”, but the count gives “{printed}”", block.position,
            f"type “{printed}”; to keep “{block.typed}” on purpose put {{label=\"{typed}\"}} on a line before; "
            f"if it is no label, write “{block.typed[:-1]}\\{block.typed[-1]}”"))
        return value_of(typed, split(pattern)[1])

    def check_short(self, block: Clause | Division, words: str) -> None:
        if block.short and block.short not in words:
            self.report(Diagnostic("short-not-found", f"the short name “{block.short}” is no phrase of the text it stands for", block.position,
                                   "a short name repeats words of the clause letter for letter"))


def _check_links(document: Document, anchors: dict[str, Block], report: Reporter) -> None:
    for block in blocks(document):
        for piece in pieces(words_of(block)):
            if isinstance(piece, Link) and piece.target.startswith("#") and piece.target[1:].lower() not in anchors:
                hint = nearest(piece.target[1:], anchors)
                report(Diagnostic("link-nowhere", f"nothing here has the identifier “{piece.target[1:]}”", piece.position,
                                  hint or "give the target an identifier: {#name} on a line before it"))
