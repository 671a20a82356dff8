"""Numbered provisions: list items, and paragraphs that begin with a label, become clauses at their level."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from pipeline.diagnostics import Position, Severity
from pipeline.model import Block, Clause, Scheme
from pipeline.numerals import label as written_label
from pipeline.numerals import numeral, value_of
from pipeline.readers.attributes import Attributes, allow
from pipeline.readers.blocks import BlockReader
from pipeline.readers.inlines import Content
from pipeline.readers.labels import Typed, candidates, choose, kept_number, numeral_kind

_COUNTER = re.compile(r"(\d{1,9}[.)])\s+")
_MARKED = re.compile(r"(\*\*|__|\*|_)([^*_\n]{1,14})\1\s")


@dataclass(slots=True)
class _Open:
    """A clause that is being read: paragraphs and sub-paragraphs still come to it."""

    level: int
    position: Position
    typed: str = ""
    kept: str = ""
    identifier: str = ""
    short: str = ""
    by_paragraph: bool = False
    blocks: list[Block] = field(default_factory=list)

    def closed(self) -> Clause:
        return Clause(self.position, self.level, tuple(self.blocks), self.typed, self.kept, self.identifier, self.short)


@dataclass(slots=True)
class _Siblings:
    """The blocks read so far at one place of the text, and the clauses still open there, outermost first."""

    base: int
    made: list[Block] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    last: dict[int, int] = field(default_factory=dict)  # the value counted last at each level
    loose: int = 0  # how many of the open clause's last blocks may be the conclusion

    def close(self, level: int) -> None:
        """Close every open clause of that level or deeper."""
        while self.opened and self.opened[-1].level >= level:
            done = self.opened.pop()
            (self.opened[-1].blocks if self.opened else self.made).append(done.closed())

    def open(self, clause: _Open, value: int) -> None:
        self.close(clause.level)
        self.opened.append(clause)
        self.last = {level: last for level, last in self.last.items() if level < clause.level} | {clause.level: value}
        self.loose = 0

    def add(self, blocks: list[Block]) -> None:
        """Blocks without a label: a list or figure belongs to the innermost clause."""
        (self.opened[-1].blocks if self.opened else self.made).extend(blocks)
        self.loose += len(blocks) if self.loose else 0

    def add_paragraph(self, block: Block) -> None:
        """A paragraph without a label stands flush: at the top with the clause, inside a list item with the item."""
        self.close(self.base + (self.base == 1))
        (self.opened[-1].blocks if self.opened else self.made).append(block)
        self.loose += bool(self.opened)

    @property
    def values(self) -> Sequence[int]:
        """The value counted last at each level from 1 down to the innermost open one."""
        deepest = self.opened[-1].level if self.opened else self.base - 1
        return [self.last.get(level, 0) for level in range(1, deepest + 1)]


class ClauseReader:
    """Reads siblings with the scheme's labels in mind; everything else is the block reader's."""

    def __init__(self, reader: BlockReader, scheme: Scheme) -> None:
        self.reader, self.scheme = reader, scheme
        self.restyled = False

    def siblings(self, nodes: Sequence[SyntaxTreeNode], base: int = 1) -> tuple[list[Block], int]:
        """The blocks of sibling constructs, clauses of level `base` and deeper among them; and how many of the last
        clause's last blocks stand behind everything that has a label."""
        line = _Siblings(base)
        for index, node in enumerate(nodes):
            if node.type == "paragraph":
                following = next((later.children[0].content for later in nodes[index + 1 :] if later.type == "paragraph"), "")
                self.paragraph(node, line, following)
            elif node.type == "ordered_list" or node.type == "bullet_list" and self.labelled(node, line):
                self.list(node, line)
            else:
                line.add(self.reader.block(node))
        loose = line.loose
        line.close(base)
        return line.made, loose

    # ---- paragraphs

    def paragraph(self, node: SyntaxTreeNode, line: _Siblings, following: str) -> None:
        content, attributes = self.reader.opening(node)
        if content is None:
            return
        typed = self.label(content, attributes, line, following)
        if typed is None:
            if attributes is None or not attributes.get("label"):
                self.warn_of_labels(content, line)
            blocks = self.reader.paragraph(content, attributes)
            for block in blocks:
                line.add_paragraph(block)
            return
        self.open(typed, content, attributes, line, by_paragraph=True)

    def open(self, typed: Typed, content: Content, attributes: Attributes | None, line: _Siblings, *, by_paragraph: bool) -> None:
        """Open the clause that begins with `content`, whose label is `typed`."""
        allowed = allow(attributes, ("short", "label"), "a clause", report=self.reader.report)
        position = content.position(self.reader.source, 0, max(len(typed.text), 1))
        rest = Content(content.text, content.line, content.offset + typed.length)
        words = self.reader.inlines.read(rest)
        if not words:
            self.reader.error("clause-empty", f"the clause {typed.text} has no words of its own".replace("  ", " "), position, "let its words follow the label in the same paragraph")
            return
        kept = kept_number(allowed.get("label"), self.scheme, typed.level)
        value = typed.value
        if kept:
            value = value_of(kept, numeral_kind(self.scheme, typed.level))
        before = line.last.get(typed.level, 0) if any(clause.level >= typed.level for clause in line.opened) else 0
        line.open(_Open(typed.level, position, typed.text, kept, allowed.identifier, allowed.get("short"), by_paragraph), before if value is None else value)
        line.opened[-1].blocks.append(self.reader.plain_paragraph(words, rest))

    def label(self, content: Content, attributes: Attributes | None, line: _Siblings, following: str) -> Typed | None:
        """The label that a paragraph begins with, or that its attributes give."""
        kept = attributes.get("label") if attributes else ""
        if kept:
            deepest = line.opened[-1].level + 1 if line.opened else line.base
            for level in range(line.base, min(deepest, len(self.scheme.levels)) + 1):
                written = written_label(self.scheme.levels[level - 1].pattern, kept_number(kept, self.scheme, level))
                if re.match(re.escape(written) + r"(\s+|$)", content.rest):
                    length = len(content.rest) - len(content.rest[len(written):].lstrip())
                    return Typed(level, written, None, length)
        if found := choose(content.rest, self.scheme, line.values, following, line.base):
            return found
        if found := (_COUNTER.match(content.rest) if attributes else None):  # a list item that its attributes kept from being one
            return Typed(line.base, "" if int(found[1][:-1]) == 1 else found[1], int(found[1][:-1]), len(found[0]))
        return Typed(line.base, "", None, 0) if kept else None

    def warn_of_labels(self, content: Content, line: _Siblings) -> None:
        """Words that look like a label but open nothing: an author should know."""

        def warn(rule: str, at: int, text: str, message: str, hint: str) -> None:
            self.reader.error(rule, message, content.position(self.reader.source, at, len(text)), hint, Severity.WARNING)

        bracketed = [typed for typed in candidates(content.rest, self.scheme) if typed.text.startswith("(")]
        if bracketed:
            text = bracketed[0].text
            warn("label-out-of-place", 0, text, f"“{text}” is a label of the scheme, but no clause is open here that it could belong to", f"put it under its clause, or write \\{text} if it is no label")
        if (found := _MARKED.match(content.rest)) and candidates(found[2] + " ", self.scheme):
            warn("label-marked-up", 0, found[0].strip(), f"“{found[2]}” looks like a label but is set in bold or italic, so it opens no clause", f"write {found[2]} without the {found[1]}")
        for broken in re.finditer(r"\n(\S+) ", content.rest):
            due = [typed for typed in candidates(broken[1] + " ", self.scheme) if typed.level <= len(line.values) + 1]
            if any(typed.text.startswith("(") and typed.value == 1 for typed in due):
                warn("label-inside", broken.start(1), broken[1], f"“{broken[1]}” begins a line inside a paragraph, so it opens no sub-paragraph", "leave an empty line before it, or write \\" + broken[1])

    # ---- lists

    def labelled(self, node: SyntaxTreeNode, line: _Siblings) -> bool:
        """Whether a bullet list's first item begins with a label: then its items are provisions."""
        return choose(_first_words(node.children[0]), self.scheme, line.values, "", line.base) is not None

    def list(self, node: SyntaxTreeNode, line: _Siblings) -> None:
        ordered = node.type == "ordered_list"
        level = line.base
        if ordered and line.opened and line.opened[-1].by_paragraph and numeral_kind(self.scheme, line.opened[-1].level) != "1":
            level = line.opened[-1].level + 1  # "1." under a typed "I." is its sub-paragraph
        if level > len(self.scheme.levels):
            self.reader.error("level-deep", f"the scheme “{self.scheme.name}” has {len(self.scheme.levels)} levels; this list would be the next", self.reader.position(node), "use bullets, or fewer levels")
            return
        for item in node.children:
            self.item(item, level, line, ordered, _first_words(item.next_sibling) if item.next_sibling else "")

    def item(self, item: SyntaxTreeNode, level: int, line: _Siblings, ordered: bool, following: str) -> None:
        first, *rest = item.children or [None]
        content, attributes = self.reader.opening(first) if first and first.type == "paragraph" else (None, None)
        position = self.reader.position(item)
        if content is None:
            self.reader.error("clause-empty", "this item has no words of its own", position, "let its words follow the number")
            return
        typed = self.label(content, attributes, line, following)
        if typed is None and not ordered:
            self.reader.error("list-mixed", "the items before begin with a label of the scheme, this one does not", position, "give it its label, or make a list of its own of it")
            return
        if typed is None or typed.level != level and ordered:
            number = int(item.info or 1)
            self.restyle(number, level, item, position)
            typed = Typed(level, "" if number == 1 else f"{number}{item.markup}", number if number > 1 else line.last.get(level, 0) + 1, 0)
        self.open(typed, content, attributes, line, by_paragraph=False)
        if line.opened and line.opened[-1].level == typed.level and rest:
            inner, _ = self.siblings(rest, typed.level + 1)
            line.opened[-1].blocks.extend(inner)

    def restyle(self, number: int, level: int, item: SyntaxTreeNode, position: Position) -> None:
        """Tell once that numbers which the author counted are printed in another form."""
        if number == 2 and level == 1 and numeral_kind(self.scheme, level) != "1" and not self.restyled:
            self.restyled = True
            self.reader.error("label-restyled", f"“{number}{item.markup}” is printed as “{written_label(self.scheme.levels[0].pattern, numeral(2, numeral_kind(self.scheme, 1)))}”, since the scheme is “{self.scheme.name}”", position,
                              "to print the numbers as typed put “scheme: resolution” into the front matter", Severity.WARNING)


def _first_words(item: SyntaxTreeNode) -> str:
    first = item.children[0] if item.children else None
    return str(first.children[0].content) if first and first.type == "paragraph" else ""
