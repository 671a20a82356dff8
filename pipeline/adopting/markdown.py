"""Markdown as people type it: headings with and without a space, numbers in all shapes, and numbered lists as typed.

Numbered lists are read as paragraphs that begin with a label: what Markdown would make of "5. 6. 8." is not what was
typed. A line that begins with a label opens a paragraph of its own where the line before may end one.
"""

import re

import yaml

from pipeline.adopting.inline import Inline
from pipeline.adopting.lines import BULLET, ENDS, STARTS, Line, joined, lines_of
from pipeline.adopting.pieces import Block, Cell, Fate, Ledger, Picture, Piece
from pipeline.adopting.taken import Taken

_HEADING = re.compile(r" {0,3}(#{1,6})(?!#)(?=\s|[^\W\d_]|\d)[ \t]*")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*\Z|[ \t]*\Z")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*\Z")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*\Z")
_QUOTE = re.compile(r" {0,3}> ?")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)([^\]]{1,200})\]:[ \t]*(\S+)(?:[ \t]+[\"'(].*)?[ \t]*\Z")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*")
_DELIMITERS = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*\Z")
_PICTURE = re.compile(r"\s*!\[([^\]]*)\]\(\s*<?([^\s)>]+)>?(?:\s+\"([^\"]*)\")?\s*\)\s*\Z")
_VALUE = re.compile(r"([\w-]+):[ \t]*(.*?)[ \t]*\Z")
_KEYS = {"title": "title", "subtitle": "subtitle", "lang": "language", "language": "language", "date": "date"}
_CHANGED = ("modified", "modified_time", "last_modified", "updated", "lastmod")


def read_markdown(text: str) -> Taken:
    """The blocks of a Markdown text."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.ledger = text, Ledger(text)
        self.taken = Taken(text, self.ledger)
        self.inline = Inline(self.ledger)
        self.lines = lines_of(text)
        self.bullets: list[int] = []  # the indents of the bullets that are open

    def markup(self, line: Line, begin: int, end: int) -> None:
        self.ledger.spend(line.start + begin, line.start + end, Fate.MARKUP)

    def read(self) -> Taken:
        begin = self.front_matter()
        rest = self.definitions(self.lines[begin:])
        self.blocks(rest, "")
        self.taken.dropped.extend(self.inline.dropped)
        return self.taken

    # ---- what stands before and beside the text

    def front_matter(self) -> int:
        lines = self.lines
        if not lines or lines[0].text.removeprefix("\ufeff").rstrip() != "---":
            return 0
        end = next((at for at, line in enumerate(lines[1:400], 1) if line.text.rstrip() in ("---", "...")), 0)
        if not end:
            return 0
        try:
            said = yaml.safe_load("\n".join(line.text for line in lines[1:end]))
        except (yaml.YAMLError, ValueError, RecursionError):
            return 0
        if not isinstance(said, dict):
            return 0
        for line in (lines[0], lines[end]):
            self.ledger.spend(line.start, line.start + len(line.text), Fate.MARKUP)
        for line in lines[1:end]:
            found = _VALUE.match(line.text)
            key = found[1].lower() if found else ""
            value = said.get(found[1]) if found else None
            if found and value and key in ("title", "subtitle") and isinstance(value, str):
                self.markup(line, 0, found.start(2))
                piece = Piece(" ".join(value.split()), line.start + found.start(2), line.start + found.end(2))
                self.taken.blocks.append(Block([piece], line.number, style=key))
                continue
            if value is not None and (key in _KEYS or key in _CHANGED):
                self.taken.said.setdefault(_KEYS.get(key, "modified"), str(value))
            if not line.blank:
                self.taken.leave(line.start, line.start + len(line.text), "front matter of the input", line.number)
        return end + 1

    def definitions(self, lines: list[Line]) -> list[Line]:
        """Link definitions are taken out; what they say is used where a link names them."""
        kept = []
        for line in lines:
            if (found := _DEFINITION.match(line.text)) and not STARTS.match(line.text):
                self.inline.definitions.setdefault(found[1].lower(), found[2])
                self.ledger.spend(line.start, line.start + len(line.text), Fate.MARKUP)
                kept.append(Line("", line.start + len(line.text), line.number))
            else:
                kept.append(line)
        return kept

    # ---- blocks

    def blocks(self, lines: list[Line], style: str) -> None:
        at = 0
        while at < len(lines):
            line = lines[at]
            if line.blank:
                at += 1
            elif found := _FENCE.match(line.text):
                at = self.fence(lines, at, found[1])
            elif _RULE.match(line.text):
                self.ledger.spend(line.start, line.start + len(line.text), Fate.MARKUP)
                at += 1
            elif found := _HEADING.match(line.text):
                self.heading(line, found)
                at += 1
            elif not style and _QUOTE.match(line.text):
                at = self.quotation(lines, at)
            elif found := _NOTE.match(line.text):
                at = self.note(lines, at, found)
            elif "|" in line.text and at + 1 < len(lines) and _is_table(line, lines[at + 1]):
                at = self.table(lines, at)
            else:
                at = self.paragraph(lines, at, style)

    def fence(self, lines: list[Line], at: int, sign: str) -> int:
        end = next(
            (there for there in range(at + 1, len(lines)) if lines[there].text.strip().startswith(sign)), len(lines) - 1
        )
        self.taken.odd(lines[at : end + 1], "a block of code")
        return end + 1

    def heading(self, line: Line, found: re.Match[str]) -> None:
        self.bullets.clear()
        self.markup(line, found.start(1), found.end(1))
        closing = _CLOSING.search(line.text, found.end())
        end = closing.start() if closing else len(line.text)
        for at in range(end, len(line.text)):
            if line.text[at] == "#":
                self.markup(line, at, at + 1)
        inner = Line(line.text[found.end() : end], line.start + found.end(), line.number)
        self.add([inner], heading=len(found[1]))

    def quotation(self, lines: list[Line], at: int) -> int:
        inner = []
        while at < len(lines) and (found := _QUOTE.match(lines[at].text)):
            self.markup(lines[at], found.start() + found[0].index(">"), found.start() + found[0].index(">") + 1)
            inner.append(lines[at].behind(found.end()))
            at += 1
        self.blocks(inner, "quotation")
        return at

    def note(self, lines: list[Line], at: int, found: re.Match[str]) -> int:
        line = lines[at]
        self.markup(line, 0, found.end())
        inner = [line.behind(found.end())]
        at += 1
        while at < len(lines) and not lines[at].blank and not _NOTE.match(lines[at].text):
            inner.append(lines[at])
            at += 1
        self.add(inner, note=found[1])
        return at

    def table(self, lines: list[Line], at: int) -> int:
        block = Block([], lines[at].number, heads=1)
        self.markup(lines[at + 1], 0, len(lines[at + 1].text))
        rows = [lines[at]]
        at += 2
        while at < len(lines) and "|" in lines[at].text:
            rows.append(lines[at])
            at += 1
        block.rows = [self.cells(line) for line in rows]
        width = max(map(len, block.rows))
        for row in block.rows:
            row.extend([Cell(())] * (width - len(row)))
        self.taken.blocks.append(block)
        return at

    def cells(self, line: Line) -> list[Cell]:
        bars = [at for at, sign in enumerate(line.text) if sign == "|" and line.text[at - 1 : at] != "\\"]
        for at in bars:
            self.markup(line, at, at + 1)
        ends = [-1, *bars, len(line.text)]
        parts = [(ends[index] + 1, ends[index + 1]) for index in range(len(ends) - 1)]
        if parts and not line.text[slice(*parts[0])].strip():
            parts.pop(0)
        if parts and not line.text[slice(*parts[-1])].strip():
            parts.pop()
        made = []
        for begin, end in parts:
            text, places = joined([Line(line.text[begin:end], line.start + begin, line.number)], self.text)
            made.append(Cell(tuple(self.inline.read(text, places))))
        return made

    def paragraph(self, lines: list[Line], at: int, style: str) -> int:
        """Lines up to what ends a paragraph; a heading where they are underlined."""
        begin = at
        line = lines[at]
        bullet = BULLET.match(line.text)
        if bullet and bullet[2] in "–—" and style:
            bullet = None
        if bullet:
            self.markup(line, bullet.start(2), bullet.end(2))
            depth = self.depth(line.indent)
            inner = [line.behind(bullet.end())]
        else:
            if line.indent < 2:
                self.bullets.clear()
            depth = 0
            inner = [line]
        at += 1
        while at < len(lines):
            following = lines[at]
            if not bullet and (found := _UNDERLINE.match(following.text)) and len(inner) <= 3:
                self.markup(following, found.start(1), found.end(1))
                self.add(inner, heading=1 if found[1][0] == "=" else 2)
                return at + 1
            if following.blank or _ends(following.text) or (not style and _QUOTE.match(following.text)):
                break
            if STARTS.match(following.text) and (ENDS.search(inner[-1].text) or inner[-1].text.endswith("  ")):
                break
            inner.append(following)
            at += 1
        self.add(inner, style=style, bullet=bool(bullet), depth=depth, follows=begin > 0 and not lines[begin - 1].blank)
        return at

    def depth(self, indent: int) -> int:
        while self.bullets and indent < self.bullets[-1]:
            self.bullets.pop()
        if not self.bullets or indent > self.bullets[-1] + 1:
            self.bullets.append(indent)
        return len(self.bullets) - 1

    def add(self, lines: list[Line], *, follows: bool = False, **said: object) -> None:
        text, places = joined(lines, self.text)
        if (found := _PICTURE.match(text)) and not said.get("heading"):
            self.picture(lines, found)
            return
        pieces = self.inline.read(text, places)
        self.taken.add(Block(pieces, lines[0].number, follows=follows, **said))  # type: ignore[arg-type]  # by their names

    def picture(self, lines: list[Line], found: re.Match[str]) -> None:
        """A picture alone in its paragraph. Its words are spent as markup: they come back as what it shows."""
        text, places = joined(lines, self.text)
        pieces = [Piece(text[at], places[at], places[at] + 1) for at in range(*found.span(1))]
        held = {piece.start for piece in pieces}
        for at, sign in zip(places, text, strict=True):
            if at not in held and not sign.isspace():
                self.ledger.spend(at, at + 1, Fate.MARKUP)
        picture = Picture(None, "", found[1], found[2])
        self.taken.add(Block(pieces, lines[0].number, picture=picture))


def _ends(text: str) -> bool:
    """Whether a line begins something other than the next line of a paragraph."""
    return bool(
        _HEADING.match(text) or _RULE.match(text) or _FENCE.match(text) or _NOTE.match(text) or BULLET.match(text)
    )


def _is_table(line: Line, below: Line) -> bool:
    return "|" in below.text and "-" in below.text and bool(_DELIMITERS.match(below.text)) and line.text.count("|") > 0
