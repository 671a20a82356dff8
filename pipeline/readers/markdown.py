"""The canonical source, Markdown, becomes a Document: preamble, divisions, clauses, conclusion."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it.tree import SyntaxTreeNode

from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.model import (
    Block,
    Clause,
    Division,
    Document,
    Figure,
    Inline,
    Metadata,
    Paragraph,
    Reference,
    Scheme,
    Text,
)
from pipeline.readers.attributes import Attributes, allow
from pipeline.readers.blocks import PARTS, BlockReader
from pipeline.readers.clauses import ClauseReader
from pipeline.readers.divisions import typed_division, usual_kind
from pipeline.readers.source import Source
from pipeline.walk import pieces, plain

_DEEPEST = 5
"""Levels of headings: with the title they make h1 to h6."""

UNNUMBERED = ".unnumbered"
"""Said of a heading that has no number, where the scheme would give it one."""


@dataclass(slots=True)
class _Section:
    """A division that is being read, or (level 0) the document itself."""

    level: int
    position: Position
    heading: tuple[Inline, ...] = ()
    attributes: Attributes = field(default_factory=lambda: Attributes(Position("")))
    kind: str = ""
    typed: str = ""
    blocks: list[Block] = field(default_factory=list)
    below: int = 0  # the level of headings directly below it, where that skips some and was reported

    def closed(self) -> Division:
        given = self.attributes
        names = given.identifier, given.get("short"), self.kind, self.typed, given.get("label")
        return Division(self.position, self.level, self.heading, tuple(self.blocks), *names, UNNUMBERED in given.values)


def parse_markdown(source: Source, metadata: Metadata, skip: int, scheme: Scheme, *, report: Reporter) -> Document:
    """The document in `source` behind the first `skip` lines, its front matter. Problems are reported; reading goes on.

    Raises Stopped where the text has more blocks or more markup than can be read in a sensible time.
    """
    reader = BlockReader(source, report)
    nodes = reader.markdown.block_nodes("\n" * skip + "\n".join(source.lines[skip:]))
    document = _Document(nodes, metadata, ClauseReader(reader, scheme), reader).read()
    reader.check_notes()
    for line in sorted(reader.markdown.env["too_deep"]):
        text = source.lines[line]
        position = source.position(line + 1, len(text) - len(text.lstrip()) + 1)
        hint = "nest less deeply: what is below is not read"
        report(Diagnostic("too-deep", "lists or quotations are nested too deeply here", position, hint))
    for token in reader.markdown.unused():
        name = str(token.meta["label"])[:40]
        line = (token.map or [0])[0]
        what = f"nothing refers to the link definition “{name}”, or another has its name: its address would be lost"
        hint = f"refer to it as [words][{name}], or take it out"
        report(Diagnostic("definition-unused", what, source.position(line + 1, 1, len(source.lines[line])), hint))
    return document


class _Document:
    """One document that is being read."""

    def __init__(
        self, nodes: Sequence[SyntaxTreeNode], metadata: Metadata, clauses: ClauseReader, reader: BlockReader
    ) -> None:
        self.nodes, self.metadata, self.clauses, self.reader = nodes, metadata, clauses, reader
        self.sections = [_Section(0, reader.source.position(1, 1))]
        self.waiting: list[SyntaxTreeNode] = []  # what stands between two headings
        self.conclusion: list[Block] = []
        self.concluded = ""  # the part between colons that ended the body
        self.strayed = False  # whether something behind it was reported
        self.annexes = -1  # how many blocks of the document stand before the first annex

    def read(self) -> Document:
        for node in self.nodes:
            if node.type == "heading":
                self.heading(node)
            elif node.type == "part":
                self.part(node)
            else:
                self.waiting.append(node)
        self.end_body() if self.annexes < 0 else _lengthen(self.sections[-1], self.flush())
        self.reader.drop_pending()
        self.close_down_to(0)
        blocks, place = self.sections[0].blocks, self.reader.source.position
        if not self.nodes:
            position = place(len(self.reader.source.lines), 1)
            self.reader.error("document-empty", "there is no text", position, "write it below the front matter")
        annexes = len(blocks) if self.annexes < 0 else self.annexes
        first = next((index for index, block in enumerate(blocks[:annexes]) if _opens_body(block)), 0)
        parts = blocks[:first], blocks[first:annexes], self.conclusion, blocks[annexes:]
        return Document(place(1, 1), self.metadata, *map(tuple, parts))

    def flush(self) -> list[Block]:
        """Read what waits into the open section; the blocks that stand behind all its clauses."""
        blocks, behind = self.clauses.siblings(self.waiting)
        self.sections[-1].blocks.extend(blocks)
        self.waiting.clear()
        return behind

    def end_body(self) -> None:
        """Read what waits before the first annex, or the end: what stands behind all clauses is the conclusion."""
        if not self.concluded:
            self.conclusion.extend(_conclusion(self.sections[-1], self.flush()))
        elif behind := self.read_behind():
            self.misplaced(behind[0].position)

    def read_behind(self) -> list[Block]:
        """What waits behind the conclusion, where only notes and link definitions have a place."""
        blocks = [block for node in self.waiting for block in self.reader.block(node)]
        self.waiting.clear()
        return blocks

    def misplaced(self, position: Position) -> None:
        """Report the first thing that stands behind the conclusion."""
        if not self.strayed:
            hint = f"put it before the line “:::” that ends the {self.concluded}, or before the {self.concluded}"
            self.reader.error("part-misplaced", f"only annexes stand behind the {self.concluded}", position, hint)
        self.strayed = True

    def part(self, node: SyntaxTreeNode) -> None:
        """What stands between two lines of colons at the top level."""
        reader, position = self.reader, self.reader.position(node)
        if not reader.check_part(node, PARTS):
            return
        if self.annexes >= 0:
            hint = "put it before the first annex"
            reader.error("part-misplaced", f"“::: {node.info}” stands behind an annex", position, hint)
            return
        if self.concluded:
            self.misplaced(position)
            return
        _lengthen(self.sections[-1], self.flush())
        reader.drop_pending()
        self.close_down_to(0)
        self.concluded = node.info
        self.conclusion.extend(reader.inner(node.children, node))

    def heading(self, node: SyntaxTreeNode) -> None:
        scheme, reader = self.clauses.scheme, self.reader
        level, content = int(node.tag[1]), reader.markdown.content(node)
        typed = typed_division(content.text, scheme)
        annex = bool(typed and typed.kind.annex and level == 1)
        if annex and self.annexes < 0:
            self.end_body()
        else:
            _lengthen(self.sections[-1], self.flush())
        position = reader.place(content, 0, len(content.text))
        if self.concluded and self.annexes < 0 and not annex:
            self.misplaced(position)
        content, attributes = reader.trailing(content, "the heading", reader.take_pending())
        if level > _DEEPEST:
            reader.error("heading-deep", f"headings go down to {'#' * _DEEPEST}", position, "use fewer levels")
            level = _DEEPEST
        self.close_down_to(level - 1)
        if annex and self.annexes < 0:
            self.annexes = len(self.sections[0].blocks)
        self.check_level(level, node, position)
        allowed = allow(attributes, ("short", "label", UNNUMBERED), "a heading", report=reader.report)
        kind = typed.kind if typed else usual_kind(level, scheme)
        if UNNUMBERED in allowed.values:
            kind = typed = None
        if typed:
            content = content.behind(min(typed.length, len(content.text)))
        heading = reader.inlines.read(content) if content.rest else ()
        for piece in pieces(heading):
            if isinstance(piece, Reference):
                hint = "write the words yourself: [words](#name)"
                reader.error("reference-misplaced", "a heading has no words to be filled in", piece.position, hint)
        if not kind and not plain(heading).strip():
            reader.error("heading-empty", "the heading has no words", position, "write them, or take it out")
        if kind:
            self.clauses.enter()
        elif allowed.get("label"):
            hint = f"its kinds of divisions: {', '.join(each.kind for each in scheme.divisions) or 'none'}"
            what = f"the scheme “{scheme.name}” numbers no heading such as this, so it has no label to keep"
            reader.error("attribute-unknown", what, allowed.position, hint)
        self.sections.append(
            _Section(level, position, heading, allowed, kind.kind if kind else "", typed.text if typed else "")
        )

    def check_level(self, level: int, node: SyntaxTreeNode, position: Position) -> None:
        """Report a heading that leaves out a level."""
        above = self.sections[-1]
        if above.level + 1 < level != above.below:
            above.below = level
            hint = f"write {'#' * (above.level + 1)}: who cannot see a heading's size counts its level"
            if node.markup in {"-", "="}:
                hint = (
                    f"the line of {node.markup} below makes a heading of it: take it out, "
                    "or leave an empty line before it"
                )
            what = f"a heading of level {level} stands directly under level {above.level}"
            self.reader.error("heading-skip", what, position, hint)

    def close_down_to(self, level: int) -> None:
        while self.sections[-1].level > level:
            done = self.sections.pop()
            self.sections[-1].blocks.append(done.closed())


def _opens_body(block: Block) -> bool:
    """A clause, or a heading that is not said to have no number: before those stands the preamble."""
    return isinstance(block, Clause) or (isinstance(block, Division) and not block.unnumbered)


def _lengthen(section: _Section, blocks: Sequence[Block]) -> None:
    """Add blocks to the last clause of a section."""
    last = section.blocks[-1] if blocks else None
    if isinstance(last, Clause):
        section.blocks[-1] = replace(last, blocks=(*last.blocks, *blocks))


def _conclusion(section: _Section, behind: list[Block]) -> list[Block]:
    """What stands behind all clauses concludes the text.

    But a paragraph that begins small and follows sub-paragraphs ("and report every year.") is the closing line of the
    clause above, and a list or a quotation directly behind it belongs there, too.
    """
    last = section.blocks[-1] if behind else None
    closing = 0
    if isinstance(last, Clause) and isinstance(last.blocks[-1], Clause):
        closing = next((index for index, block in enumerate(behind) if _concludes(block)), len(behind))
    _lengthen(section, behind[:closing])
    return behind[closing:]


def _concludes(block: Block) -> bool:
    """A picture, or a paragraph that does not begin small."""
    first = block.inlines[0] if isinstance(block, Paragraph) and block.inlines else None
    return isinstance(block, Paragraph | Figure) and not (isinstance(first, Text) and first.text[:1].islower())
