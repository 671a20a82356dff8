"""The inline markup of a Markdown text: pieces with their marks, and what of the text was markup."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.adopting.pieces import Fate, Ledger, Piece

_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]{0,500})?)/?>")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_AUTO = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,500}|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8})>")
_NOTE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_TARGET = re.compile(r"\(\s*(?:<([^<>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)")
_REFERENCE = re.compile(r"\[([^\[\]]{0,200})\]")
_RAISED = re.compile(r"\^([^\s^]{1,40})\^|(?<!~)~([^\s~]{1,40})~(?!~)")
_MARKS = {"em": "em", "i": "em", "cite": "em", "strong": "strong", "b": "strong", "sup": "sup", "sub": "sub"}
_DEEPEST = 20
"""Links and the like inside one another."""


@dataclass(slots=True)
class _Signs:
    """A run of `*` or `_` that may begin or end emphasis."""

    sign: str
    at: int
    count: int
    opens: bool
    closes: bool
    original: int = 0


@dataclass(frozen=True, slots=True)
class _Here:
    """A part of the text, and what holds in it."""

    begin: int
    end: int
    marks: frozenset[str] = frozenset()
    link: str = ""
    depth: int = 0

    def inside(self, begin: int, end: int, marks: frozenset[str]) -> "_Here":
        return _Here(begin, end, marks, self.link, self.depth + 1)


_Made = tuple["list[Piece | _Signs] | None", int]
"""What a sign makes, None where it is text; and where reading goes on."""


@dataclass(slots=True)
class Inline:
    """Reads inline text. `places` are the places of the text's characters in the input; `definitions` of its links."""

    ledger: Ledger
    definitions: dict[str, str] = field(default_factory=dict)
    dropped: list[tuple[int, str]] = field(default_factory=list)  # addresses and comments that no text can hold

    def read(self, text: str, places: list[int]) -> list[Piece]:
        """The pieces of one block's text; its markup is spent."""
        return _Reading(self, text, places).all()


class _Reading:
    def __init__(self, reader: Inline, text: str, places: list[int]) -> None:
        self.reader, self.text, self.places = reader, text, places
        self.readers = {
            "\\": self.backslash,
            "\n": self.newline,
            "`": self.code,
            "&": self.entity,
            "<": self.angle,
            "[": self.bracket,
            "!": self.link,
            "^": self.raised,
            "~": self.raised,
            "*": self.stress,
            "_": self.stress,
        }

    def all(self) -> list[Piece]:
        return self.part(_Here(0, len(self.text)))

    def markup(self, begin: int, end: int) -> None:
        for at in range(begin, end):
            self.reader.ledger.spend(self.places[at], self.places[at] + 1, Fate.MARKUP)

    def plain(self, begin: int, end: int, here: "_Here") -> list[Piece]:
        """Characters as they stand, in pieces that are whole in the input."""
        made: list[Piece] = []
        while begin < end:
            stop = begin + 1
            while stop < end and self.places[stop] == self.places[stop - 1] + 1:
                stop += 1
            start, last = self.places[begin], self.places[stop - 1]
            made.append(Piece(self.text[begin:stop], start, last + 1, marks=here.marks, link=here.link))
            begin = stop
        return made

    def part(self, here: "_Here") -> list[Piece]:
        """The pieces of a part of the text: what is inside a link, or all of it."""
        nodes: list[Piece | _Signs] = []
        opened: list[tuple[str, _Here]] = []
        at = run = here.begin
        outer = here
        while at < here.end:
            sign = self.text[at]
            read = self.readers.get(sign)
            if read is None:
                at += 1
                continue
            if sign == "<" and (tag := _TAG.match(self.text, at, here.end)):
                nodes.extend(self.plain(run, at, here))
                nodes.extend(self.line_break(tag))
                here = self.tag(tag, here, opened)
                at = run = tag.end()
                continue
            made, after = read(at, here)
            if made is not None:
                nodes.extend(self.plain(run, at, here))
                nodes.extend(made)
                run = after
            at = max(after, at + 1)
        nodes.extend(self.plain(run, here.end, here))
        return self.emphasised(nodes, outer)

    # ---- single signs: what they make, None where they are text, and where reading goes on

    def backslash(self, at: int, here: "_Here") -> "_Made":
        following = self.text[at + 1 : min(at + 2, here.end)]
        if not following or following not in _PUNCTUATION + "\n":
            return None, at + 1
        self.markup(at, at + 1)
        return [self.line_end(at + 1)] if following == "\n" else [*self.plain(at + 1, at + 2, here)], at + 2

    def newline(self, at: int, here: "_Here") -> "_Made":
        asked = at >= here.begin + 2 and self.text[at - 2 : at] == "  " and self.text[at : here.end].strip()
        return [self.line_end(at)] if asked else None, at + 1

    def entity(self, at: int, here: "_Here") -> "_Made":
        found = _ENTITY.match(self.text, at, here.end)
        meant = html.unescape(found[0]) if found else ""
        if not found or meant == found[0] or len(meant) > len(found[0]):
            return None, at + 1
        return [Piece(meant, self.places[at], self.places[found.end() - 1] + 1, here.marks, here.link)], found.end()

    def angle(self, at: int, here: "_Here") -> "_Made":
        if found := _COMMENT.match(self.text, at, here.end):
            self.comment(at, found.end(), found[1])
            return [], found.end()
        if found := _AUTO.match(self.text, at, here.end):
            self.markup(at, at + 1)
            self.markup(found.end() - 1, found.end())
            address = found[1] if ":" in found[1] else f"mailto:{found[1]}"
            return [*self.plain(at + 1, found.end() - 1, replace(here, link=address))], found.end()
        return None, at + 1

    def bracket(self, at: int, here: "_Here") -> "_Made":
        if found := _NOTE.match(self.text, at, here.end):
            return [Piece("", self.places[at], self.places[found.end() - 1] + 1, note=found[1])], found.end()
        return self.link(at, here) if here.depth < _DEEPEST else (None, at + 1)

    def raised(self, at: int, here: "_Here") -> "_Made":
        found = _RAISED.match(self.text, at, here.end)
        if not found or here.depth >= _DEEPEST:
            return None, at + 1
        self.markup(at, at + 1)
        self.markup(found.end() - 1, found.end())
        mark = "sup" if self.text[at] == "^" else "sub"
        return [*self.part(here.inside(at + 1, found.end() - 1, marks=here.marks | {mark}))], found.end()

    def stress(self, at: int, here: "_Here") -> "_Made":
        after = at
        while after < here.end and self.text[after] == self.text[at]:
            after += 1
        return [self.signs(at, after)], after

    # ---- tags

    def line_break(self, tag: re.Match[str]) -> list[Piece]:
        if tag[2].lower() == "br":
            return [Piece(" ", self.places[tag.start()], self.places[tag.end() - 1] + 1, forced=True)]
        self.markup(tag.start(), tag.end())
        return []

    def tag(self, tag: re.Match[str], here: "_Here", opened: "list[tuple[str, _Here]]") -> "_Here":
        """What holds behind a tag."""
        name = tag[2].lower()
        if tag[1]:
            for index in range(len(opened) - 1, -1, -1):
                if opened[index][0] == name:
                    before = opened[index][1]
                    del opened[index:]
                    return before
        elif name in _MARKS and len(opened) < _DEEPEST:
            opened.append((name, here))
            return replace(here, marks=here.marks | {_MARKS[name]})
        return here

    def line_end(self, at: int) -> Piece:
        return Piece(" ", self.places[at], self.places[at] + 1, forced=True)

    def comment(self, begin: int, end: int, words: str) -> None:
        if words.strip():
            self.reader.dropped.append((self.places[begin], f"a comment: {' '.join(words.split())[:80]}"))
        for at in range(begin, end):
            self.reader.ledger.spend(
                self.places[at], self.places[at] + 1, Fate.FURNITURE if words.strip() else Fate.MARKUP
            )

    def code(self, at: int, here: "_Here") -> "_Made":
        after = at
        while after < here.end and self.text[after] == "`":
            after += 1
        close = re.compile(rf"(?<!`)`{{{min(after - at, 99)}}}(?!`)").search(self.text, after, here.end)
        if not close:
            return None, after
        self.markup(at, after)
        self.markup(close.start(), close.end())
        return [*self.plain(after, close.start(), replace(here, marks=here.marks | {"code"}))], close.end()

    def link(self, at: int, here: "_Here") -> "_Made":
        picture = self.text[at] == "!"
        begin = at + picture
        close = _closing(self.text, begin, here.end) if self.text[begin : begin + 1] == "[" else -1
        address, after = self.address(begin, close, here.end) if close > 0 else ("", -1)
        if after < 0 or here.depth >= _DEEPEST:
            return None, at + 1
        self.markup(at, begin + 1)
        held = re.match(r"(?:https?://[^\s\"<>]+|mailto:\S+)\Z", address) is not None and not picture
        if not held and address:
            where = self.text.find(address, close, after)
            self.reader.dropped.append((self.places[at], f"the address {address[:80]}"))
            for index in range(close, after):
                left = where <= index < where + len(address)
                fate = Fate.FURNITURE if left else Fate.MARKUP
                self.reader.ledger.spend(self.places[index], self.places[index] + 1, fate)
        else:
            self.markup(close, after)
        inner = here.inside(begin + 1, close, marks=here.marks)
        return [*self.part(replace(inner, link=address if held else here.link))], after

    def address(self, begin: int, close: int, end: int) -> tuple[str, int]:
        """Where a link leads and ends; ("", -1) where brackets are no link."""
        definitions, words = self.reader.definitions, self.text[begin + 1 : close].lower()
        if found := _TARGET.match(self.text, close + 1, end):
            return found[1] if found[1] is not None else found[2], found.end()
        if (found := _REFERENCE.match(self.text, close + 1, end)) and (found[1].lower() or words) in definitions:
            return definitions[found[1].lower() or words], found.end()
        return (definitions[words], close + 1) if words in definitions else ("", -1)

    # ---- emphasis (CommonMark 0.31.2, 6.2)

    def signs(self, at: int, after: int) -> _Signs:
        before = self.text[at - 1] if at else " "
        behind = self.text[after] if after < len(self.text) else " "
        left = not behind.isspace() and (not _is_sign(behind) or before.isspace() or _is_sign(before))
        right = not before.isspace() and (not _is_sign(before) or behind.isspace() or _is_sign(behind))
        if self.text[at] == "*":
            return _Signs("*", at, after - at, left, right, after - at)
        opens = left and (not right or _is_sign(before))
        closes = right and (not left or _is_sign(behind))
        return _Signs("_", at, after - at, opens, closes, after - at)

    def emphasised(self, nodes: "list[Piece | _Signs]", here: _Here) -> list[Piece]:
        """Match the signs of emphasis; those left over are text."""
        starts: dict[int, list[str]] = {}
        ends: dict[int, list[str]] = {}
        for begin, stop, mark in self.matched(nodes):
            starts.setdefault(begin, []).append(mark)
            ends.setdefault(stop, []).append(mark)
        made: list[Piece] = []
        marks: list[str] = []
        for index, node in enumerate(nodes):
            for mark in ends.get(index, ()):
                marks.remove(mark)
            if isinstance(node, _Signs):
                made.extend(self.plain(node.at, node.at + node.count, replace(here, marks=here.marks | set(marks))))
            else:
                made.append(replace(node, marks=node.marks | set(marks)) if marks else node)
            marks.extend(starts.get(index, ()))
        return made

    def matched(self, nodes: "list[Piece | _Signs]") -> Iterator[tuple[int, int, str]]:
        """Pairs of signs, by their places among the nodes, with the mark that they make."""
        openers: list[tuple[int, _Signs]] = []
        for index, node in enumerate(nodes):
            if isinstance(node, Piece):
                continue
            while node.closes and node.count and openers:
                near = range(len(openers) - 1, max(-1, len(openers) - 40), -1)
                found = next((at for at in near if _fits(openers[at][1], node)), -1)
                if found < 0:
                    break
                place, opener = openers[found]
                width = 2 if opener.count >= 2 and node.count >= 2 else 1
                yield place, index, "strong" if width == 2 else "em"
                opener.count -= width
                self.markup(opener.at + opener.count, opener.at + opener.count + width)
                self.markup(node.at, node.at + width)
                node.at += width
                node.count -= width
                del openers[found + (opener.count > 0) :]
            if node.opens and node.count:
                openers.append((index, node))


def _is_sign(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _fits(opener: _Signs, closer: _Signs) -> bool:
    if opener.sign != closer.sign:
        return False
    both = (opener.opens and opener.closes) or (closer.opens and closer.closes)
    odd = (opener.original + closer.original) % 3 == 0 and (opener.original % 3 or closer.original % 3)
    return not (both and odd)


def _closing(text: str, begin: int, end: int) -> int:
    """The bracket that closes the one at `begin`, within two thousand characters; -1 where there is none."""
    level = 0
    at = begin
    while at < min(end, begin + 2000):
        sign = text[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            level += 1
            if level > _DEEPEST:
                return -1
        elif sign == "]":
            level -= 1
            if not level:
                return at
        at += 1
    return -1
