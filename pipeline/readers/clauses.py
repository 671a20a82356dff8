"""Numbered provisions: list items, and paragraphs that begin with a label, become clauses at their level."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from markdown_it.tree import SyntaxTreeNode

from pipeline.diagnostics import Position, Severity
from pipeline.model import Block, Clause, Paragraph, Scheme
from pipeline.numerals import ABOVE, number_in, numeral, value_of
from pipeline.numerals import label as written_label
from pipeline.readers.attributes import Attributes, allow
from pipeline.readers.blocks import BlockReader
from pipeline.readers.content import Content
from pipeline.readers.doubts import Escapes, doubt_labels, doubt_lines, second_label
from pipeline.readers.labels import FAR, Typed, candidates, choose, due, numeral_kind

_COUNTER = re.compile(r"([1-9]\d{0,8}[.)])(?:\s+|$)")
"""A number of Markdown, which begins no list where a line of attributes stands directly before it."""

_AHEAD = 50
"""Paragraphs that are looked at to tell (i) after (h) from (i) before (ii)."""


@dataclass(slots=True)
class _Open:
    """A clause that is being read: paragraphs and sub-paragraphs still come to it."""

    level: int
    position: Position
    typed: str
    kept: str
    attributes: Attributes
    by_list: bool
    worn: int = 0  # the deeper level whose label it wears by mistake
    blocks: list[Block] = field(default_factory=list)

    def closed(self) -> Clause:
        names = self.attributes.identifier, self.attributes.get("short")
        return Clause(self.position, self.level, tuple(self.blocks), self.typed, self.kept, *names)


@dataclass(slots=True)
class _Siblings:
    """The blocks read so far at one place of the text, and the clauses still open there, outermost first.

    A paragraph without a label stands flush: it closes the clause that the next label continues or ends, so it is
    `held` until that label has come.
    """

    base: int
    last: list[int]  # what was counted last at each level, from level 1
    made: list[Block] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    held: list[Block] = field(default_factory=list)
    leads: bool = False  # whether a plain paragraph may stand for a clause of the first level, as in an article

    @property
    def depth(self) -> int:
        """The level of the innermost open clause; that of the place where none is open."""
        if self.opened:
            return self.opened[-1].level
        return self.base if self.leads and self.made else self.base - 1

    def close(self, level: int) -> None:
        """Close every open clause of that level or deeper."""
        while self.opened and self.opened[-1].level >= level:
            done = self.opened.pop()
            self.innermost.append(done.closed())

    @property
    def innermost(self) -> list[Block]:
        return self.opened[-1].blocks if self.opened else self.made

    def open(self, clause: _Open, value: int) -> None:
        """Open a clause that counts `value`."""
        self.close(clause.level + (clause.level == 1))
        self.innermost.extend(self.held)
        self.held.clear()
        self.close(clause.level)
        self.opened.append(clause)
        above = [*self.last, *([0] * clause.level)][: clause.level - 1]  # 0 where (a) stands directly in an article
        self.last[:] = [*above, value]

    def add(self, blocks: list[Block], *, flush: bool) -> None:
        """Blocks without a label: a list or figure belongs to what stands directly before it."""
        (self.held if self.opened and (flush or self.held) else self.innermost).extend(blocks)


class ClauseReader:
    """Reads siblings with the scheme's labels in mind; everything else is the block reader's."""

    def __init__(self, reader: BlockReader, scheme: Scheme) -> None:
        self.reader, self.scheme = reader, scheme
        self.counted: list[int] = []  # level 1 runs on across headings, where the scheme says so
        self.numbered = False  # whether we are in a numbered division
        self.restyled = False
        self.escapes = Escapes()

    def enter(self) -> None:
        """A numbered division begins."""
        self.numbered = True
        if self.scheme.restarts:
            self.counted.clear()

    def siblings(
        self, nodes: Sequence[SyntaxTreeNode], base: int = 1, last: list[int] | None = None
    ) -> tuple[list[Block], list[Block]]:
        """The blocks of sibling constructs, clauses of level `base` and deeper among them.

        At the top of the text those that stand behind everything that has a label come apart, as second.
        """
        leads = base == 1 and self.numbered and self.scheme.restarts
        line = _Siblings(base, self.counted if last is None else last, leads=leads)
        for index, node in enumerate(nodes):
            if node.type == "paragraph":
                self.paragraph(node, line, islice(_first_words(nodes, index + 1), _AHEAD))
            elif node.type == "ordered_list" or (node.type == "bullet_list" and self.labelled(node, line)):
                self.list(node, line)
            else:
                line.add(self.reader.block(node), flush=False)
        line.close(base)
        if base == 1:
            return line.made, line.held
        return [*line.made, *line.held], []

    # ---- paragraphs

    def paragraph(self, node: SyntaxTreeNode, line: _Siblings, following: Iterator[str]) -> None:
        content, attributes = self.reader.opening(node)
        if content is None:
            return
        if typed := self.label(content, attributes, line, following):
            self.open(typed, content, attributes, line, self.reader.place(content, 0, len(typed.text)))
        else:
            doubt_labels(self.reader, self.scheme, content, line.last, line.depth)
            self.escapes.doubt(self.reader, content)
            made = self.reader.paragraph(content, attributes)
            line.add(made, flush=any(isinstance(block, Paragraph) for block in made))

    def label(
        self, content: Content, attributes: Attributes | None, line: _Siblings, following: Iterator[str]
    ) -> Typed | None:
        """The label that a paragraph begins with, or that its attributes give."""
        text, kept = content.rest, attributes.get("label") if attributes else ""
        found = choose(text, self.scheme, line.last, line.depth, following, line.base)
        if found and kept and found.text == self.written(found.level, kept):
            return found
        for level in range(line.base, min(line.depth + 1, len(self.scheme.levels)) + 1) if kept else ():
            written = self.written(level, kept)
            if text.startswith(written) and not text[len(written) :][:1].strip():
                return Typed(level, written, None, len(text) - len(text[len(written) :].lstrip()))
        for typed in candidates(text, self.scheme) if any(clause.worn for clause in line.opened) else ():
            for clause in line.opened:  # "(ii)" behind an "(i)" that stands where "(a)" is due
                if (clause.worn, due(clause.level, line.last)) == (typed.level, typed.value):
                    return replace(typed, level=clause.level, skipped=typed.level)
        if found:
            return found
        if attributes and (counter := _COUNTER.match(text)):
            return Typed(self.list_level(line), counter[1], int(counter[1][:-1]), counter.end())
        return Typed(line.base, "", None, 0) if kept else None

    def written(self, level: int, kept: str) -> str:
        """A label that the author keeps, with the signs of its level."""
        pattern = self.scheme.levels[level - 1].pattern
        return kept if ABOVE in pattern else written_label(pattern, number_in(pattern, kept))

    def open(
        self, typed: Typed, content: Content, attributes: Attributes | None, line: _Siblings, position: Position
    ) -> None:
        """Open the clause that begins with `content`, whose label is `typed`."""
        kind, pattern = numeral_kind(self.scheme, typed.level), self.scheme.levels[typed.level - 1].pattern
        allowed = allow(attributes, ("short", "label"), "a clause", report=self.reader.report)
        if typed.skipped:
            here = written_label(pattern, numeral(typed.value or 1, kind))
            what = f"“{typed.text}” is a label of a deeper level: here the scheme “{self.scheme.name}” has {here}"
            self.reader.error("label-out-of-place", what, position, f"type {here}, or the labels above it first")
        kept = number_in(pattern, allowed.get("label"))
        value = value_of(kept, kind) if kept else typed.value
        if value is None:  # "4 bis" does not count
            value = due(typed.level, line.last) - 1
        elif not kept and abs(value - due(typed.level, line.last)) > FAR:
            value = due(typed.level, line.last)  # a slip of the pen, which the next label will not follow
        by_list = not typed.text or typed.text[0].isdigit()  # "4." and "4 bis."
        text = "" if typed.skipped else typed.text
        line.open(_Open(typed.level, position, text, kept, allowed, by_list, typed.skipped), value)
        rest = content.behind(typed.length)
        second = second_label(rest.rest, self.scheme, typed.level)
        words = () if second else self.reader.inlines.read(rest)
        line.opened[-1].blocks.append(Paragraph(self.reader.place(rest), words))
        if not words:
            what = f"the clause {typed.text} has no words of its own".replace("  ", " ")
            hint = "let its words follow the label in the same paragraph"
            if second:
                what, hint = f"{what}: {second.text} follows at once", f"write its words before {second.text}"
            self.reader.error("clause-empty", what, position, hint)
        if second:
            self.open(second, rest, None, line, self.reader.place(rest, 0, len(second.text)))
        else:
            doubt_lines(self.reader, self.scheme, rest, line.last, line.depth)

    # ---- lists

    def labelled(self, node: SyntaxTreeNode, line: _Siblings) -> bool:
        """Whether a bullet list's first item begins with a label: then its items are provisions."""
        words = next(_first_words(node.children[0].children[:1]), "")
        return choose(words, self.scheme, line.last, line.depth, (), line.base) is not None

    def list_level(self, line: _Siblings) -> int:
        """The level of a numbered list here: that of the list before it, or the one below the typed label before it."""
        below = line.depth + 1 if line.opened else line.base
        return next((clause.level for clause in line.opened if clause.by_list), below)

    def list(self, node: SyntaxTreeNode, line: _Siblings) -> None:
        level = self.list_level(line)
        if node.type == "ordered_list" and level > len(self.scheme.levels):
            what = f"the scheme “{self.scheme.name}” has {len(self.scheme.levels)} levels; this list would be the next"
            self.reader.error("level-deep", what, self.reader.position(node, 1), "use bullets, or fewer levels")
            return
        numbers = [int(item.info or 0) for item in node.children]
        repeated = len(set(numbers)) == 1  # "1. 1. 1." lets the scheme count; "5. 5. 5." is 5. 6. 7. in Markdown
        for index, (item, number) in enumerate(zip(node.children, numbers, strict=True)):
            counts_itself = repeated and (number == 1 or index > 0)
            text = "" if counts_itself else f"{number}{item.markup}"
            value = due(level, line.last) if counts_itself else number
            following = _first_words([later for other in node.children[index + 1 :][:1] for later in other.children])
            typed = Typed(level, text, value, 0) if node.type == "ordered_list" else None
            self.item(item, typed, line, following)

    def item(self, item: SyntaxTreeNode, number: Typed | None, line: _Siblings, following: Iterator[str]) -> None:
        """One item; `number` is its label in a numbered list, None where the items' words must begin with one."""
        position = self.reader.position(item, len(item.info) + 1)
        first, rest = item.children[:1], item.children[1:]
        content, attributes = None, None
        if first and first[0].type == "paragraph":
            content, attributes = self.reader.opening(first[0])
        else:
            rest = first + rest
        content = content or Content("", ((0, position.line, position.column),))
        typed = number
        if number is None:
            typed = self.label(content, attributes, line, following)
            position = self.reader.place(content, 0, len(typed.text)) if typed else position
        elif (
            own := choose(content.rest, self.scheme, line.last, line.depth, (), line.base)
        ) and own.level == number.level:
            typed = own  # "1. I. We propose": the number is only the list's
        if typed is None:
            hint = "give it its label, or make a list of its own of it"
            what = "the items before begin with a label of the scheme, this one does not"
            self.reader.error("list-mixed", what, position, hint)
            return
        if number:
            self.restyle(number, item, position)
        self.open(typed, content, attributes, line, position)
        line.close(typed.level + 1)
        inner, _ = self.siblings(rest, typed.level + 1, line.last)
        line.innermost.extend(inner)

    def restyle(self, number: Typed, item: SyntaxTreeNode, position: Position) -> None:
        """Tell once that numbers which the author counted are printed in another form."""
        kind = numeral_kind(self.scheme, number.level)
        if number.value == 2 and number.text and number.level == 1 and kind != "1" and not self.restyled:
            self.restyled = True
            printed = written_label(self.scheme.levels[0].pattern, numeral(2, kind))
            what = f"“2{item.markup}” is printed as “{printed}”, since the scheme is “{self.scheme.name}”"
            hint = "to print the numbers as typed put “scheme: resolution” into the front matter"
            self.reader.error("label-restyled", what, position, hint, Severity.WARNING)


def _first_words(nodes: Sequence[SyntaxTreeNode], start: int = 0) -> Iterator[str]:
    """The texts of the paragraphs among some nodes."""
    for node in islice(nodes, start, None):
        if node.type == "paragraph":
            yield str(node.children[0].content)
