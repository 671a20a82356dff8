"""Parts between two lines of colons, as Pandoc writes them: "::: conclusion", then ":::"."""

# ruff: noqa: N803  # arguments are called as in markdown-it

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

FENCE = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*")
"""A line of colons: how many, and what stands behind them; nothing in a line that closes."""

_INDENT = 4
"""A line that stands so far in is no fence, as with all blocks of CommonMark."""


def add_fences(parser: MarkdownIt) -> None:
    """A token `part` for each pair of fences: `info` is what the first says, `meta["closed"]` whether it has a second.

    One without words stands for a line that closes nothing.
    """
    parser.block.ruler.before("table", "part", _part, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _fence(state: StateBlock, line: int) -> re.Match[str] | None:
    begin = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(":::", begin) or state.sCount[line] - state.blkIndent >= _INDENT:
        return None
    return FENCE.fullmatch(state.src[begin : state.eMarks[line]])


def _part(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:
    opening = _fence(state, startLine)
    if not opening or silent:
        return bool(opening)
    closing = _closing(state, startLine, endLine, opening) if opening[2] else startLine
    end = endLine if closing is None else closing
    token = state.push("part_open", "div", 1)
    token.info, token.markup = opening[2], opening[1]
    token.meta["closed"] = closing is not None
    if opening[2]:
        parent, last = state.parentType, state.lineMax
        state.parentType, state.lineMax = "part", end
        state.md.block.tokenize(state, startLine + 1, end)
        state.parentType, state.lineMax = parent, last
    state.line = end + (closing is not None)
    token.map = [startLine, state.line]
    state.push("part_close", "div", -1)
    return True


def _closing(state: StateBlock, startLine: int, endLine: int, opening: re.Match[str]) -> int | None:
    """The line that closes a part: with as many colons at least, behind those of the parts in it."""
    open_ = [len(opening[1])]
    for line in range(startLine + 1, endLine):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return None
        fence = _fence(state, line)
        if fence and fence[2]:
            open_.append(len(fence[1]))
        elif fence and len(fence[1]) >= open_[-1]:
            open_.pop()
            if not open_:
                return line
    return None
