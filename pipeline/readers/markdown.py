"""The canonical source, Markdown, becomes a Document: preamble, divisions, clauses, conclusion."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from markdown_it.tree import SyntaxTreeNode

from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.model import Block, Clause, Division, Document, Figure, Inline, Metadata, Paragraph, Scheme, Text
from pipeline.readers.attributes import Attributes, allow, parse_attributes
from pipeline.readers.blocks import BlockReader
from pipeline.readers.clauses import ClauseReader
from pipeline.readers.source import Source
from pipeline.walk import plain

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
    below: int = 0  # the level of headings directly below it, where that skips some and was reported

    def closed(self) -> Division:
        names = self.attributes.identifier, self.attributes.get("short")
        return Division(self.position, self.level, self.heading, tuple(self.blocks), *names)


def parse_markdown(source: Source, metadata: Metadata, skip: int, scheme: Scheme, *, report: Reporter) -> Document:
    """The document in `source` behind the first `skip` lines, its front matter. Problems are reported; reading goes on.

    Raises Stopped where the text has more blocks or more markup than can be read in a sensible time.
    """
    reader = BlockReader(source, report)
    nodes = reader.markdown.block_nodes("\n" * skip + "\n".join(source.lines[skip:]))
    document = _document(nodes, metadata, ClauseReader(reader, scheme), reader)
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


def _document(
    nodes: Sequence[SyntaxTreeNode], metadata: Metadata, clauses: ClauseReader, reader: BlockReader
) -> Document:
    sections = [_Section(0, reader.source.position(1, 1))]
    waiting: list[SyntaxTreeNode] = []  # what stands between two headings

    def flush() -> list[Block]:
        """Read what waits into the open section; the blocks that stand behind all its clauses."""
        blocks, behind = clauses.siblings(waiting)
        sections[-1].blocks.extend(blocks)
        waiting.clear()
        return behind

    for node in nodes:
        if node.type == "heading":
            _lengthen(sections[-1], flush())
            _heading(node, sections, reader)
        else:
            waiting.append(node)
    conclusion = _conclusion(sections[-1], flush())
    reader.drop_pending()
    _close_down_to(sections, 0)
    blocks = sections[0].blocks
    if not nodes:
        position = reader.source.position(len(reader.source.lines), 1)
        reader.error("document-empty", "there is no text", position, "write it below the front matter")
    first = next((index for index, block in enumerate(blocks) if isinstance(block, Clause | Division)), 0)
    return Document(
        reader.source.position(1, 1), metadata, tuple(blocks[:first]), tuple(blocks[first:]), tuple(conclusion)
    )


def _heading(node: SyntaxTreeNode, sections: list[_Section], reader: BlockReader) -> None:
    level = int(node.tag[1])
    content = reader.markdown.content(node)
    position = reader.place(content, 0, len(content.text))
    attributes = reader.take_pending()
    begin = content.text.rfind("{")
    # "[words]{lang=fr}" at the end is a span of words, and "\{" is text.
    if content.text.endswith("}") and begin >= 0 and content.text[:begin][-1:] not in ("\\", "]"):
        braces = content.text[begin:]
        where = reader.place(content, begin, len(braces))
        if attributes is not None:
            hint = "write the attributes in one pair"
            reader.error("attributes-repeated", "the heading has two pairs of braces", where, hint)
        attributes = parse_attributes(braces, partial(reader.place, content.behind(begin)), report=reader.report)
        content = content.until(len(content.text[:begin].rstrip()))
    if level > _DEEPEST:
        reader.error("heading-deep", f"headings go down to {'#' * _DEEPEST}", position, "use fewer levels")
        level = _DEEPEST
    _close_down_to(sections, level - 1)
    above = sections[-1]
    if above.level + 1 < level != above.below:
        above.below = level
        hint = f"write {'#' * (above.level + 1)}: who cannot see a heading's size counts its level"
        if node.markup in {"-", "="}:
            hint = (
                f"the line of {node.markup} below makes a heading of it: take it out, or leave an empty line before it"
            )
        what = f"a heading of level {level} stands directly under level {above.level}"
        reader.error("heading-skip", what, position, hint)
    heading = reader.inlines.read(content)
    if not plain(heading).strip():
        reader.error("heading-empty", "the heading has no words", position, "write them, or take it out")
    allowed = allow(attributes, ("short",), "a heading", report=reader.report)
    sections.append(_Section(level, position, heading, allowed))


def _close_down_to(sections: list[_Section], level: int) -> None:
    while sections[-1].level > level:
        done = sections.pop()
        sections[-1].blocks.append(done.closed())


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
