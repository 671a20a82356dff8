"""CommonMark by markdown-it-py, set up so that nothing can be dropped without a word.

Constructs beyond CommonMark are switched on even where the model does not hold them yet: only what is recognised can
be named in an error. Inline text is parsed piece by piece (`inline_tokens`), after labels and attributes are taken off.
"""

from collections.abc import Iterable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

NESTING = 40
"""Levels of markdown-it (a list and its item are two) that are read; deeper is an error."""


class _References(dict[str, Any]):
    """Link definitions that remember which of them were used."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        if key in self:
            self.used.add(key)
        return super().get(key, default)


class _Block(ParserBlock):
    """markdown-it drops what is nested deeper than its limit; here the line is noted."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        line = state.skipEmptyLines(startLine)
        if state.level >= NESTING and line < endLine:
            state.env["too_deep"].append(line)
        super().tokenize(state, startLine, endLine)


class Markdown:
    """One document's parser. After `block_tokens`: `too_deep` lines, `references`, `repeated` definitions."""

    def __init__(self) -> None:
        self.parser = MarkdownIt("commonmark", {"maxNesting": NESTING})
        rules = self.parser.block.ruler.get_all_rules()
        self.parser.block = _Block()
        self.parser.block.ruler.enableOnly(rules)
        self.parser.enable(["table", "strikethrough"])
        self.parser.use(footnote_plugin, inline=False).use(deflist_plugin).use(sub_plugin).use(superscript_plugin)
        self.parser.inline.ruler.after("link", "span", _span)
        self.parser.validateLink = lambda url: True  # type: ignore[method-assign]  # a link refused here would be shown as raw markup; we report it instead
        self.references = _References()
        self.env: dict[str, Any] = {"references": self.references, "too_deep": []}

    def block_tokens(self, text: str) -> list[Token]:
        """The blocks of a text; their inline content is not parsed yet."""
        tokens: list[Token] = []
        self.parser.block.parse(text, self.parser, self.env, tokens)
        return tokens

    def inline_tokens(self, text: str) -> list[Token]:
        """The inline tokens of one block's content."""
        return self.parser.inline.parse(text, self.parser, self.env, [])

    @property
    def too_deep(self) -> Iterable[int]:
        return sorted(set(self.env["too_deep"]))

    @property
    def unused(self) -> list[tuple[str, int]]:
        """Link definitions that nothing refers to, with their lines; and those that repeat another."""
        alone = [(name, found["map"][0]) for name, found in self.references.items() if name not in self.references.used]
        return alone + [(found["label"], found["map"][0]) for found in self.env.get("duplicate_refs", ())]


def _span(state: StateInline, silent: bool) -> bool:
    """`[words]{attributes}`: a span; its attributes stay raw in the token's content for the reader to parse and place."""
    if state.src[state.pos] != "[":
        return False
    start, maximum = state.pos, state.posMax
    label_end = state.md.helpers.parseLinkLabel(state, start, False)
    if label_end < 0 or state.src[label_end + 1 : label_end + 2] != "{":
        return False
    end = state.src.find("}", label_end)
    if end < 0 or end >= maximum:
        return False
    if not silent:
        state.pos, state.posMax = start + 1, label_end
        state.push("span_open", "span", 1).content = state.src[label_end + 1 : end + 1]
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = end + 1, maximum
    return True
