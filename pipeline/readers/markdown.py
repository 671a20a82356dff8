"""The canonical source, Markdown, becomes a Document: preamble, divisions, clauses, conclusion."""

import re
from dataclasses import dataclass, field, replace

from markdown_it.tree import SyntaxTreeNode

from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.model import Block, Clause, Division, Document, Inline, Metadata, Paragraph, Scheme, Text
from pipeline.readers.attributes import Attributes, allow, parse_attributes
from pipeline.readers.blocks import BlockReader
from pipeline.readers.clauses import ClauseReader
from pipeline.readers.inlines import Content
from pipeline.readers.source import Source

_DEEPEST = 5
"""Levels of headings: with the title they make h1 to h6."""


@dataclass(slots=True)
class _Section:
    """A division that is being read, or (level 0) the document itself."""

    level: int
    position: Position
    heading: tuple[Inline, ...] = ()
    attributes: Attributes = field(default_factory=lambda: Attributes(Position("")))
    blocks: list[Block] = field(default_factory=list)

    def closed(self) -> Division:
        return Division(self.position, self.level, self.heading, tuple(self.blocks), self.attributes.identifier, self.attributes.get("short"))


def parse_markdown(source: Source, metadata: Metadata, skip: int, scheme: Scheme, *, report: Reporter) -> Document:
    """The document in `source` behind the first `skip` lines (its front matter). Problems are reported; reading goes on."""
    reader = BlockReader(source, report)
    tokens = reader.markdown.block_tokens("\n" * skip + "\n".join(source.lines[skip:]))
    document = _document(SyntaxTreeNode(tokens).children, metadata, ClauseReader(reader, scheme), reader)
    for line in reader.markdown.too_deep:
        report(Diagnostic("too-deep", "lists or quotations are nested too deeply here", source.position(line + 1, 1), "nest less deeply: what is below is not read"))
    for name, line in reader.markdown.unused:
        report(Diagnostic("definition-unused", f"nothing refers to the link definition “{name}”, so its address would be lost", source.position(line + 1, 1), "refer to it as [words][name], or take it out"))
    return document


def _document(nodes: list[SyntaxTreeNode], metadata: Metadata, clauses: ClauseReader, reader: BlockReader) -> Document:
    sections = [_Section(0, reader.source.position(1, 1))]
    waiting: list[SyntaxTreeNode] = []  # what stands between two headings

    def flush() -> int:
        """Read what waits into the open section; says how many of its last blocks stand behind all clauses."""
        blocks, loose = clauses.siblings(waiting)
        sections[-1].blocks.extend(blocks)
        waiting.clear()
        return loose

    for node in nodes:
        if node.type == "heading":
            flush()
            _heading(node, sections, reader)
        else:
            waiting.append(node)
    conclusion = _conclusion(sections[-1], flush())
    reader.drop_pending()
    _close_down_to(sections, 0)
    blocks = sections[0].blocks
    if not blocks:
        reader.error("document-empty", "there is no text", reader.source.position(len(reader.source.lines), 1), "write it below the front matter")
    first = next((index for index, block in enumerate(blocks) if isinstance(block, Clause | Division)), 0)
    return Document(reader.source.position(1, 1), metadata, tuple(blocks[:first]), tuple(blocks[first:]), conclusion)


def _heading(node: SyntaxTreeNode, sections: list[_Section], reader: BlockReader) -> None:
    level = int(node.tag[1])
    content = reader.content(node.children[0])
    position = content.position(reader.source, 0, len(content.text))
    attributes = reader.take_pending()
    if found := re.search(r"\s*(\{[^{}]*\})\s*$", content.text):
        where = content.position(reader.source, found.start(1), len(found[1]))
        attributes = parse_attributes(found[1], where, report=reader.report)
        content = Content(content.text[: found.start()], content.line)
    if level > _DEEPEST:
        reader.error("heading-deep", f"headings go down to {'#' * _DEEPEST}", position, "use fewer levels")
        level = _DEEPEST
    _close_down_to(sections, level - 1)
    if level > sections[-1].level + 1:
        hint = f"write {'#' * (sections[-1].level + 1)}: who cannot see a heading's size counts its level"
        reader.error("heading-skip", f"a heading of level {level} stands directly under level {sections[-1].level}", position, hint)
    heading = reader.inlines.read(content)
    if not heading:
        reader.error("heading-empty", "the heading has no words", position, "write them, or take it out")
    sections.append(_Section(level, position, heading, allow(attributes, ("short",), "a heading", report=reader.report)))


def _close_down_to(sections: list[_Section], level: int) -> None:
    while sections[-1].level > level:
        done = sections.pop()
        sections[-1].blocks.append(done.closed())


def _conclusion(section: _Section, loose: int) -> tuple[Block, ...]:
    """The last `loose` blocks of the text's last clause, taken out of it: they stand behind all clauses."""
    last = section.blocks[-1] if section.blocks else None
    if not isinstance(last, Clause) or not loose:
        return ()
    kept, rest = list(last.blocks[:-loose]), list(last.blocks[-loose:])
    while rest and isinstance(kept[-1], Clause) and _begins_small(rest[0]):
        kept.append(rest.pop(0))  # "and report every year." is the closing line of the clause above
    section.blocks[-1] = replace(last, blocks=tuple(kept))
    return tuple(rest)


def _begins_small(block: Block) -> bool:
    first = block.inlines[0] if isinstance(block, Paragraph) and block.inlines else None
    return isinstance(first, Text) and first.text[:1].islower()
