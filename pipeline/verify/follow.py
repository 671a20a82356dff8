"""The words of one block followed through the source, character by character.

Over the markup that they may have there.

The nodes say which markup must stand where: stress begins and ends with the same sign, a link ends in its address.
So nothing is skipped that no node answers for, and each character belongs to one thing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from string import punctuation
from typing import assert_never

from pipeline.model import (
    Code,
    Emphasis,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    Note,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from pipeline.verify.addresses import comparable, destination, entity, reference, same_address

_Marked = Emphasis | Strong | Superscript | Subscript | LanguageSpan | Link
_SIGNS: dict[type, tuple[str, ...]] = {
    Emphasis: ("*", "_"),
    Strong: ("**", "__"),
    Superscript: ("^",),
    Subscript: ("~",),
    LanguageSpan: ("[",),
    Link: ("[", "<"),
}
_BLANK = re.compile(r"[ \t]*")
_WHITE = re.compile(r"[ \t\n\r]+")
_ALTERED = re.compile(r"[\\&\t\n\r]|  ")
"""What does not stand in the source as in the text, or not only so."""
COMMENT = re.compile(r"<!---?>|<!--.*?-->", re.DOTALL)
_REFERENCE = re.compile(r"\[\]\([ \t]*(?:#([\w#,.-]+)|<#([\w#,.-]+)>)[ \t]*\)")
_BRACES = re.compile(r"\{[^}]*\}")
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]", re.DOTALL)
_ATTRIBUTE = re.compile(r"""#([^\s{}"=]+)|(\.unnumbered)(?=[\s}])|([A-Za-z][\w-]*)=(?:"([^"]*)"|([^\s{}"]+))""")


class Lost(Exception):
    """From `at` on, the source is not what the nodes say; `expected` are the next characters of these.

    "" at their end.
    """

    def __init__(self, at: int, expected: str = "", said: str = "") -> None:
        super().__init__(said)
        self.at, self.expected, self.said = at, expected[:30], said


@dataclass(slots=True)
class Cursor:
    """A place in the source, and what was passed so far, in characters by kind: text, label, markup, comment."""

    text: str
    at: int = 0
    quotes: int = 0
    limit: int | None = None
    """Where white space ends at the latest: before the line that makes a heading of what is above it."""

    passed: Counter[str] = field(default_factory=Counter)
    references: list[tuple[str, str, int]] = field(default_factory=list)
    """Names of link definitions that were met, with the addresses that they must have, and where."""

    def take(self, end: int, kind: str = "markup") -> None:
        self.passed[kind] += end - self.at
        self.at = end

    def sign(self, sign: str) -> None:
        """Pass markup that must be here. Raises Lost."""
        if not self.text.startswith(sign, self.at):
            raise Lost(self.at, sign)
        self.take(self.at + len(sign))

    def comments(self) -> None:
        while self.text.startswith("<!--", self.at) and (found := COMMENT.match(self.text, self.at)):
            self.take(found.end(), "comment")

    def space(self, following: str = "", wanted: int = 0, *, literal: bool = False) -> tuple[bool, int]:
        """Pass white space, line ends with the signs of containers behind them, and what stands for white space.

        Whether there was any, and how many of the line ends were asked for. `following` is what comes next, behind as
        many line ends as are `wanted`.
        """
        begun, breaks, asked, text = self.at, 0, False, self.text
        # A backslash that escapes nothing takes the first space with it: two more ask for a line end.
        kept = begun + (len(text[max(begun - 50, 0) : begun]) - len(text[max(begun - 50, 0) : begun].rstrip("\\"))) % 2
        while self.at < (len(text) if self.limit is None else self.limit):
            sign = text[self.at]
            if sign in " \t":
                end = _blank(text, self.at)
                asked = not literal and text[end - 2 : end] == "  " and end - 2 >= max(self.at, kept)
                self.take(end, "text" if end - self.at == 1 and text[end : end + 1] != "\n" else "markup")
            elif sign == "\n":
                if not self._line(following):
                    break
                breaks, asked = breaks + asked, False
            elif literal:
                break
            elif sign == "\\" and text[self.at + 1 : self.at + 2] == "\n":
                if breaks == wanted and following.startswith("\\"):
                    break  # a backslash of the text, at its end
                at = self.at
                self.take(at + 1)
                if not self._line(following):
                    self.passed["markup"] -= 1
                    self.at = at
                    break
                breaks += 1
            elif sign == "&" and (found := entity(text, self.at)) and not found[0].strip(" \t\n\r"):
                self.take(found[1])
            elif text.startswith("<!--", self.at) and not following.startswith("<!--"):
                at = self.at
                self.comments()
                if self.at == at:
                    break
            else:
                break
        return self.at > begun, breaks

    def next_line(self) -> bool:
        """Pass a line end as markup, with the signs of quotations behind it; False where the next line is empty."""
        if self.text[self.at : self.at + 1] != "\n" or not self._line(""):
            return False
        self.passed["text"] -= 1
        self.passed["markup"] += 1
        return True

    def _line(self, following: str) -> bool:
        """Pass a line end and the signs of quotations that begin the next line; False where that line is empty."""
        ends = [_blank(self.text, self.at + 1)]
        while len(ends) <= self.quotes and self.text[ends[-1] : ends[-1] + 1] == ">":
            ends.append(_blank(self.text, ends[-1] + 1))
        if self.text[ends[-1] : ends[-1] + 1] in ("", "\n"):
            return False
        if following.startswith(">") and len(ends) > 1 and self.text[ends[-1]] != ">":
            ends.pop()  # a sign of the text, too far to the right to begin a quotation
        self.take(self.at + 1, "text")
        self.take(ends[-1])
        return True


def _blank(text: str, at: int) -> int:
    return _BLANK.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too


# ---- words

_Token = tuple[str, str | int | _Marked]


def tokens(inlines: Sequence[Inline]) -> Iterator[_Token]:
    """Words, spaces (with the number of line breaks asked for), code, marks of notes, markup that opens and closes."""
    for inline in inlines:
        match inline:
            case Text():
                yield from _whole(inline.text)
            case Code():
                yield "code", inline.text
            case LineBreak():
                yield "space", 1
            case Note():
                yield "note", inline.name
            case Reference():
                yield "reference", ("..#" if inline.through else ",#").join(inline.targets)
            case Emphasis() | Strong() | Superscript() | Subscript() | LanguageSpan() | Link():
                yield "open", inline
                yield from tokens(inline.inlines)
                yield "close", inline
            case _:
                assert_never(inline)


def _whole(text: str) -> Iterator[_Token]:
    """A text as it may stand in the source letter for letter, without the spaces at its ends."""
    core = text.strip(" \t\n\r")
    if text[:1] != core[:1]:
        yield "space", 0
    if core:
        yield "text", core
        if text[-1] != core[-1]:
            yield "space", 0


def words(text: str) -> Iterator[_Token]:
    """The words and spaces of a plain text."""
    at = 0
    for found in _WHITE.finditer(text):
        if found.start() > at:
            yield "word", text[at : found.start()]
        yield "space", 0
        at = found.end()
    if at < len(text):
        yield "word", text[at:]


def follow(cursor: Cursor, tokens: list[_Token]) -> None:  # noqa: C901  # a case for each sign
    """Pass the tokens of one content; spaces at its ends may be there or not. Raises Lost."""
    opened: list[tuple[str, int]] = []
    index, last = 0, len(tokens) - 1
    while index <= last:
        name, value = tokens[index]
        if name == "space":
            start, breaks = index, 0
            while index <= last and tokens[index][0] == "space":
                breaks += int(tokens[index][1])  # type: ignore[arg-type]  # a space has a number
                index += 1
            following = str(tokens[index][1]) if index <= last and tokens[index][0] in ("word", "text") else ""
            met, found = cursor.space(following, breaks)
            if found != breaks or (not met and start and index <= last):
                raise Lost(cursor.at, " ", "a line end that was asked for" if found != breaks else "")
            continue
        literal = bool(opened) and opened[-1][0] == "<"
        if name == "text" and not _text(cursor, str(value)):
            tokens[index : index + 1] = words(str(value))
            last = len(tokens) - 1
            continue
        if name == "word":
            _word(cursor, str(value), literal=literal)
        elif name == "code":
            _code(cursor, str(value))
        elif name == "note":
            cursor.comments()
            cursor.sign(f"[^{value}]")
        elif name == "reference":
            cursor.comments()
            _reference(cursor, str(value))
        elif name == "open":
            cursor.comments()
            opened.append(_open(cursor, value))  # type: ignore[arg-type]  # what opens is a node
        elif name == "close":
            if not literal:
                cursor.comments()
            _close(cursor, value, *opened.pop())  # type: ignore[arg-type]
        index += 1


def _reference(cursor: Cursor, targets: str) -> None:
    found = _REFERENCE.match(cursor.text, cursor.at)
    if not found or (found[1] or found[2]) != targets:
        raise Lost(cursor.at, f"[](#{targets})")
    cursor.take(found.end())


def inline_tokens(inlines: Sequence[Inline]) -> list[_Token]:
    """The tokens of one content."""
    return list(tokens(inlines))


def _text(cursor: Cursor, text: str) -> bool:
    """Pass a whole text, if it stands there letter for letter on one line."""
    if _ALTERED.search(text) or not cursor.text.startswith(text, cursor.at):
        return False
    cursor.take(cursor.at + len(text), "text")
    return True


def _word(cursor: Cursor, word: str, *, literal: bool) -> None:
    text = cursor.text
    if (literal or not ("\\" in word or "&" in word)) and text.startswith(word, cursor.at):
        cursor.take(cursor.at + len(word), "text")
        return
    at = 0
    while at < len(word):
        sign = text[cursor.at : cursor.at + 1]
        stands, end = sign, cursor.at + 1
        if literal:
            pass
        elif sign == "\\" and (escaped := text[end : end + 1]) and escaped in punctuation:
            stands, end = escaped, end + 1
        elif sign == "&" and (found := entity(text, cursor.at)):
            stands, end = found
        elif sign == "<" and not word.startswith("<!--", at) and (comment := COMMENT.match(text, cursor.at)):
            cursor.take(comment.end(), "comment")
            continue
        if not stands or not word.startswith(stands, at):
            raise Lost(cursor.at, word[at:])
        cursor.passed["text"] += len(stands)
        cursor.passed["markup"] += end - cursor.at - len(stands)
        cursor.at, at = end, at + len(stands)


def _code(cursor: Cursor, code: str) -> None:
    cursor.comments()
    ticks = re.compile("`+").match(cursor.text, cursor.at)
    if not ticks:
        raise Lost(cursor.at, f"`{code}`")
    cursor.take(ticks.end())
    cursor.space(literal=True)
    for name, value in words(code.strip(" \t\n")):
        if name == "word":
            _word(cursor, str(value), literal=True)
        elif not cursor.space(literal=True)[0]:
            raise Lost(cursor.at, " ")
    cursor.space(literal=True)
    cursor.sign(ticks[0])


# ---- markup


def _open(cursor: Cursor, node: _Marked) -> tuple[str, int]:
    """Pass the sign that opens a node's markup; it, and where the words behind it begin."""
    for sign in _SIGNS[type(node)]:
        if cursor.text.startswith(sign, cursor.at):
            cursor.take(cursor.at + len(sign))
            return sign, cursor.at
    raise Lost(cursor.at, _SIGNS[type(node)][0])


def _close(cursor: Cursor, node: _Marked, sign: str, begun: int) -> None:
    if isinstance(node, Link):
        if sign == "<":
            if comparable(cursor.text[begun : cursor.at]) != comparable(node.target.removeprefix("mailto:")):
                raise Lost(begun, node.target)
            cursor.sign(">")
        else:
            address(cursor, begun, node.target)
    elif isinstance(node, LanguageSpan):
        cursor.sign("]")
        braces = _BRACES.match(cursor.text, cursor.at)
        if not braces or attributes(braces[0]).get("lang") != node.language:
            raise Lost(cursor.at, f"{{lang={node.language}}}")
        cursor.take(braces.end())
    else:
        cursor.sign(sign)


def attributes(braces: str) -> dict[str, str]:
    """What stands in braces: the identifier as "#", the others by their keys, ".unnumbered" as such."""
    found = _ATTRIBUTE.findall(braces)
    return {key or said or "#": name or quoted or bare or "yes" for name, said, key, quoted, bare in found}


def address(cursor: Cursor, begun: int, target: str) -> tuple[int, int] | str:
    """Pass "](address)" or "][name]" behind words that began at `begun`.

    Where the words in quotes behind the address stand, with their quotes; the name where a definition holds all that.
    """
    label = cursor.text[begun : cursor.at]
    cursor.sign("]")
    if found := destination(cursor.text, cursor.at):
        raw, title, end = found
        if not same_address(raw, target):
            raise Lost(cursor.at, f"({target})")
        cursor.take(end)
        return title
    if name := _LABEL.match(cursor.text, cursor.at):
        cursor.take(name.end())
        label = name[1] or label
    cursor.references.append((reference(label), target, begun))
    return reference(label)
