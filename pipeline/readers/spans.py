"""Inline markup beyond CommonMark, as Pandoc writes it: `[words]{lang=fr}`, `x^2^`, `H~2~O`."""

import re
from types import SimpleNamespace

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_inline import StateInline

LONGEST = 2000
"""Characters that a pair of braces may hold."""

_RAISED = re.compile(r"\^((?:[^\s^\\]|\\.)+)\^")
_NOTE = re.compile(r"\[\^[^\s\]]+\]")
_LOWERED = re.compile(r"~((?:[^\s~\\]|\\.)+)~(?!~)")


def add_spans(parser: MarkdownIt) -> None:
    """A plugin of markdown-it."""
    parser.inline.ruler.after("link", "span", _span)
    parser.inline.ruler.before("strikethrough", "raised", _raised)
    members = {name: getattr(helpers, name) for name in ("parseLinkDestination", "parseLinkTitle")}
    parser.helpers = SimpleNamespace(parseLinkLabel=_link_label, **members)  # type: ignore[assignment]  # as rules use it


def _span(state: StateInline, silent: bool) -> bool:
    """`[words]{attributes}`: a span; its attributes stay raw in the token's content, for the reader to parse."""
    if state.src[state.pos] != "[":
        return False
    start, maximum = state.pos, state.posMax
    label_end = _link_label(state, start, False)
    if label_end < 0 or state.src[label_end + 1 : label_end + 2] != "{":
        return False
    end = state.src.find("}", label_end, min(label_end + LONGEST, maximum))
    if end < 0:
        return False
    if not silent:
        opened = state.push("span_open", "span", 1)
        opened.content = state.src[label_end + 1 : end + 1]
        state.pos, state.posMax = start + 1, label_end
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = end + 1, maximum
    return True


def _raised(state: StateInline, silent: bool) -> bool:
    """`^raised^` and `~lowered~`, without unescaped spaces; mdit-py-plugins would show markup in them raw."""
    sign = state.src[state.pos]
    if silent or sign not in "^~":
        return False
    found = (_RAISED if sign == "^" else _LOWERED).match(state.src, state.pos, state.posMax)
    if not found:
        return False
    maximum, name = state.posMax, "sup" if sign == "^" else "sub"
    state.push(f"{name}_open", name, 1).markup = sign
    state.pos, state.posMax = found.start(1), found.end(1)
    state.md.inline.tokenize(state)
    state.push(f"{name}_close", name, -1).markup = sign
    state.pos, state.posMax = found.end(), maximum
    return True


def _link_label(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803  # as markdown-it calls it
    """The end of a link's words, as markdown-it finds it, but with spans and marks of notes inside; -1 if none."""
    before, level = state.pos, 1
    state.pos = start + 1
    found = -1
    while state.pos < state.posMax:
        sign = state.src[state.pos]
        if sign == "]":
            level -= 1
            if level == 0:
                found = state.pos
                break
        begun = state.pos
        state.md.inline.skipToken(state)
        if sign == "[":
            if state.pos == begun + 1:
                level += 1  # a bracket that belongs to no other token
            elif (
                disableNested
                and state.src[state.pos - 1 : state.pos] != "}"
                and not _NOTE.fullmatch(state.src, begun, state.pos)
            ):
                break  # a link inside a link
    state.pos = before
    return found
