"""CommonMark by markdown-it-py, set up so that nothing is dropped without a word and every token knows its place.

Constructs beyond CommonMark are switched on even where the model does not hold them yet: only what is recognised can
be named in an error. Inline text is parsed piece by piece (`inline_tokens`), after labels and attributes are taken off.
"""

# ruff: noqa: N802, N803  # methods and arguments are called as in markdown-it

import re
from dataclasses import dataclass
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS, mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as table_rule
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from pipeline.diagnostics import Diagnostic, Position, Stopped
from pipeline.readers.attributes import LINE
from pipeline.readers.content import Content
from pipeline.readers.fences import add_fences
from pipeline.readers.spans import add_spans

CAPTION = re.compile(r"Table:(?=\s)")
"""Begins the caption of a table, as in Pandoc."""

NESTING = 40
"""Levels of markdown-it (a list and its item are two) that are read; deeper is an error."""

_BLOCK_TOKENS = 60_000
"""Opening, closing and single block tokens of one source: twelve thousand list items, twenty times the Rome Statute."""

_STEPS = 600_000
"""Inline tokens tried, made or skipped. A declaration of a megabyte takes thirty thousand; ten thousand open brackets
would take fifty million, since each is tried against all that follows."""


@dataclass(slots=True)
class _Work:
    """What the parser has done so far: a hostile text is given up with a verdict, on every machine at the same sign."""

    file: str
    line: int = 1
    blocks: int = 0
    steps: int = 0

    def block(self) -> None:
        self.blocks += 1
        if self.blocks > _BLOCK_TOKENS:
            self.stop("the text has more paragraphs, headings and list items than can be read", "publish it in parts")

    def step(self) -> None:
        self.steps += 1
        if self.steps > _STEPS:
            hint = "look for brackets and signs of emphasis that are never closed; write \\[ for a bracket of the text"
            self.stop("the text has more markup than can be read", hint)

    def stop(self, message: str, hint: str) -> None:
        raise Stopped(Diagnostic("source-too-complex", message, Position(self.file, self.line), hint))


class Markdown:
    """One document's parser. After `block_nodes`: what is `too_deep`, the `definitions` of links, the `notes`."""

    def __init__(self, file: str) -> None:
        self.parser = MarkdownIt("commonmark")
        self.parser.inline, self.parser.block = _InlineParser(), _BlockParser()
        self.parser.configure(
            "commonmark", {"maxNesting": NESTING, "inline_definitions": True, "store_labels": True}
        ).enable(["table", "strikethrough", "entry", "count", "merge"]).disable("fragments_join")
        self.parser.use(footnote_plugin, inline=False).use(deflist_plugin).use(add_spans).use(add_fences)
        # A link that was refused here would be shown as raw markup; we report it instead.
        self.parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  # its name counts
        self.work = _Work(file)
        self.env: dict[str, Any] = {"references": {}, "too_deep": set(), "work": self.work}
        self.definitions: list[Token] = []
        self.notes: list[SyntaxTreeNode] = []
        self.used: set[str] = set()

    def block_nodes(self, text: str) -> list[SyntaxTreeNode]:
        """The blocks of a text; their inline content is not parsed yet (`content` cuts it out)."""
        tokens: list[Token] = []
        self.parser.block.parse(text, self.parser, self.env, tokens)
        self.definitions = [token for token in tokens if token.type == "definition"]
        tree = SyntaxTreeNode(with_captions([token for token in tokens if token.type != "definition"]))
        self.notes = [node for node in tree.walk() if node.type == "footnote_reference"]
        return tree.children

    def content(self, node: SyntaxTreeNode) -> Content:
        """The inline text of a paragraph or heading, or of a caption."""
        inline = node.meta["caption"] if node.type == "table" else node.children[0]
        lines, index = [], 0
        for text, (line, column) in zip(inline.content.split("\n"), inline.meta["lines"], strict=False):
            lines.append((index + len(text) - len(text.lstrip(" \t")), line, column))
            index += len(text) + 1
        return Content(inline.content, tuple(lines) or ((0, 1, 1),))

    def inline_tokens(self, content: Content) -> list[Token]:
        """The inline tokens of a content; the first number of `token.map` is where each begins in `content.rest`."""
        self.work.line = content.lines[0][1]
        tokens = self.parser.inline.parse(content.rest, self.parser, self.env, [])
        self.used.update(
            label for token in tokens if token.type != "footnote_ref" and (label := token.meta.get("label"))
        )
        return tokens

    def is_too_deep(self, node: SyntaxTreeNode) -> bool:
        """Whether the parser stopped at this node, since it is nested too deeply."""
        return node.map is not None and node.map[0] in self.env["too_deep"]

    def unused(self) -> list[Token]:
        """Definitions that no link refers to, and those that repeat another: their addresses would be lost."""
        met: set[str] = set()
        found = []
        for definition in self.definitions:
            name = str(definition.meta["id"])
            if name not in self.used or name in met:
                found.append(definition)
            met.add(name)
        return found


class _BlockState(StateBlock):
    """Notes where each opening token stands: `place` of a construct, `lines` of an inline content."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.begins = tuple(self.bMarks)
        self.entered = (1, 1)

    def place(self, line: int) -> tuple[int, int]:
        return line + 1, self.bMarks[line] + self.tShift[line] - self.begins[line] + 1

    def line_text(self, line: int) -> str:
        return mdTrim(self.src[self.bMarks[line] + self.tShift[line] : self.eMarks[line]])

    def indent(self, line: int) -> int:
        """Signs of white space, other than spaces and tabs, at the beginning of a line."""
        text = self.src[self.bMarks[line] + self.tShift[line] : self.eMarks[line]]
        return len(text) - len(text.lstrip(MD_TRIM_CHARS))

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        work: _Work = self.env["work"]
        work.block()
        if ttype == "inline":
            opened = self.tokens[-2]
            first, end = opened.map or (0, 0)
            while first < end - 1 and not self.line_text(first):
                first += 1  # markdown-it trims other white space too, and so whole lines of it
            lines = [self.place(line) for line in range(first, end)]
            if lines and (trimmed := self.indent(first)):
                lines[0] = (lines[0][0], lines[0][1] + trimmed)
            if opened.type == "heading_open" and opened.markup.startswith("#"):
                begin = self.bMarks[first] + self.tShift[first] + len(opened.markup)
                lines = [(first + 1, self.skipSpaces(begin) - self.begins[first] + 1)]
            token.meta["lines"] = lines
        elif nesting >= 0:
            # The items of a list begin where the list's rule has arrived; everything else where its rule was entered.
            token.meta["place"] = self.place(self.line) if ttype == "list_item_open" else self.entered
            work.line = token.meta["place"][0]
        return token


def _entry(state: StateBlock, startLine: int, _endLine: int, silent: bool) -> bool:
    """No rule of Markdown: notes where the rule after it begins to read, before that moves the state's marks."""
    if not silent and isinstance(state, _BlockState):
        state.entered = state.place(startLine)
    return False


def _table(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:
    """A table as one token with its lines as they stand: markdown-it cuts and fills rows, and cells have no place."""
    before = len(state.tokens)
    if not table_rule(state, startLine, endLine, silent):
        return False
    if not silent and isinstance(state, _BlockState):
        lines = [(*state.place(line), state.line_text(line)) for line in range(startLine, state.line)]
        # A caption directly below is no row.
        count = next((at for at, (_, _, text) in enumerate(lines) if at > 1 and CAPTION.match(text)), len(lines))
        del state.tokens[before:]
        state.line = startLine + count
        token = state.push("table", "table", 0)
        token.map, token.meta["rows"] = [startLine, state.line], lines[:count]
    return True


def with_captions(tokens: list[Token]) -> list[Token]:
    """The tokens without the captions of tables, which these have in their `meta` instead.

    A caption is that of the nearer table without one, of two as near that above it.
    """
    taken: set[int] = set()
    for at, inline in enumerate(tokens):
        if inline.type != "inline" or tokens[at - 1].type != "paragraph_open" or not CAPTION.match(inline.content):
            continue
        begin, end = tokens[at - 1].map or [0, 0]
        behind = at + 2
        if tokens[behind + 1 : behind + 2] and LINE.fullmatch(tokens[behind + 1].content):
            behind += 3  # a line of attributes
        near = [
            (begin - token.map[1] if below else token.map[0] - end, below, token)
            for below, place in ((False, behind), (True, at - 2))
            for token in tokens[max(place, 0) : max(place, 0) + 1]
            if token.type == "table" and token.map and token.level == tokens[at - 1].level
        ]
        for _, _, token in sorted(near, key=lambda each: (each[0], not each[1])):
            if "caption" not in token.meta:
                token.meta["caption"] = inline
                taken.update((at - 1, at, at + 1))
                break
    return [token for at, token in enumerate(tokens) if at not in taken]


class _BlockParser(ParserBlock):
    """markdown-it drops what is nested deeper than its limit; here the line is noted."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
        self.ruler.before("table", "entry", _entry)

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        line = state.skipEmptyLines(startLine)
        if state.level >= NESTING and line < endLine:
            state.env["too_deep"].add(line)
        super().tokenize(state, startLine, endLine)

    def parse(self, src: str, md: MarkdownIt, env: Any, outTokens: list[Token]) -> list[Token]:
        state = _BlockState(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens


class _InlineState(StateInline):
    """Notes where each token begins, in its `map`, which inline tokens do not use: [begin, position of the rule].

    Rules push a token before they move on, so that both are the same, except in a run of delimiters.
    """

    begun = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self.begun = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:
        token = super().pushPending()
        token.map = [self.begun, -1]
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        self.env["work"].step()
        before = self.tokens[-2] if len(self.tokens) > 1 else None
        at = self.pos
        if before and before.map and ttype == before.type == "text" and before.map[1] == at:
            at = before.map[0] + len(before.content)  # "**" is pushed as two tokens from one position
        token.map = [at, self.pos]
        return token


def _count(state: StateInline, _silent: bool = False) -> bool:
    """No rule of Markdown: counts how often the rules are tried."""
    state.env["work"].step()
    return False


def _merge(state: StateInline) -> None:
    """In place of fragments_join: neighbouring pieces of plain text become one that begins at the first."""
    merged: list[Token] = []
    parts: list[str] = []
    for token in state.tokens:
        if token.type == "text" and not token.content:
            continue  # half of a "**" that became strong
        if token.type == "text" and merged and merged[-1].type == "text":
            parts.append(token.content)
            continue
        if len(parts) > 1:
            merged[-1].content = "".join(parts)
        parts = [token.content]
        merged.append(token)
    if len(parts) > 1:
        merged[-1].content = "".join(parts)
    state.tokens[:] = merged


class _InlineParser(ParserInline):
    def __init__(self) -> None:
        super().__init__()
        self.ruler.before("text", "count", _count)
        self.ruler2.push("merge", _merge)

    def skipToken(self, state: StateInline) -> None:
        _count(state)
        super().skipToken(state)

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _InlineState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens
