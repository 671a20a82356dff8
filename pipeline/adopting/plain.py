"""Plain text: lines of fixed width joined to paragraphs by evidence, page furniture told from text.

A line was broken by a program where the next word would not have fitted any more; where it would have, a person broke
it. A hyphen at a line's end goes only where the same text has the word without one.
"""

import re
from itertools import pairwise

from pipeline.adopting.furniture import furniture
from pipeline.adopting.labels import division_label
from pipeline.adopting.lines import BULLET, ENDS, STARTS, Line, joined, lines_of
from pipeline.adopting.pieces import Block, Fate, Ledger, Piece
from pipeline.adopting.taken import Taken

_UNDERLINE = re.compile(r"\s*([=\-_~*])\1{2,}\s*\Z")
_HYPHEN = re.compile(r"([^\W\d_]+)-\n[ \t]*([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SUSPENDED = frozenset(["and", "or", "to", "et", "ou", "y", "o", "u", "und", "oder", "e", "en", "of", "og", "и", "или"])
_NARROW, _WIDE = 40, 132
"""Characters of a line between which a text may be one of fixed width."""


def read_plain(text: str) -> Taken:
    """The blocks of a plain text."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.ledger = text, Ledger(text)
        self.taken = Taken(text, self.ledger)
        self.lines = lines_of(text)
        self.width = _width(self.lines)
        self.words = {word.lower() for line in self.lines for word in _WORD.findall(line.text)}
        self.left = furniture(self.lines)

    def read(self) -> Taken:
        waiting: list[Line] = []
        for index, line in enumerate(self.lines):
            if why := self.left.get(index):
                self.taken.leave(line.start, line.start + len(line.text), why, line.number)
            elif (line.blank or line.text.startswith("\f")) and waiting and not self.runs_on(waiting[-1], index):
                self.flush(waiting)
            if not line.blank and not why:
                waiting.append(line)
        self.flush(waiting)
        return self.taken

    def runs_on(self, line: Line, index: int) -> bool:
        """Whether a paragraph goes on behind a page's end, which stands between this line and the next with words."""
        rest = range(index, min(index + 12, len(self.lines)))
        following = next((self.lines[at] for at in rest if at not in self.left and not self.lines[at].blank), None)
        if following is None or not self.width:
            return False
        crossed = any(at in self.left or "\f" in self.lines[at].text for at in range(line.number, following.number))
        return crossed and not ENDS.search(line.text) and following.text.lstrip("\f \t")[:1].islower()

    def flush(self, lines: list[Line]) -> None:
        """The paragraphs of lines between which nothing is empty."""
        begin = 0
        for at in range(1, len(lines) + 1):
            if at == len(lines) or self.parts(lines[at - 1], lines[at], lines[begin]):
                self.paragraph(lines[begin:at], follows=begin > 0)
                begin = at
        lines.clear()

    def parts(self, line: Line, following: Line, first: Line) -> bool:
        """Whether a paragraph ends with `line`."""
        if _UNDERLINE.match(following.text) or BULLET.match(following.text) or not self.width:
            return not _UNDERLINE.match(following.text)
        if _UNDERLINE.match(line.text):
            return True
        word = following.text.split()[0]
        room = self.width - len(line.text.rstrip()) - 1 - len(word)
        ended = bool(ENDS.search(line.text))
        if STARTS.match(following.text) and (ended or room > 0):
            return True
        if division_label(" ".join(following.text.split()), alone=True) and (ended or room > self.width // 4):
            return True
        if division_label(" ".join(line.text.split()), alone=True) and line is first:
            return True
        if room > self.width // 4 and (ended or following.text.lstrip()[:1].isupper()):
            return True
        return ended and following.indent >= line.indent + 2 and line is not first

    def paragraph(self, lines: list[Line], *, follows: bool) -> None:
        heading = 0
        if len(lines) > 1 and (found := _UNDERLINE.match(lines[-1].text)):
            line = lines.pop()
            self.ledger.spend(line.start + found.start(1), line.start + len(line.text.rstrip()), Fate.MARKUP)
            heading = 1 if found[1] == "=" else 2
        elif _UNDERLINE.match(lines[0].text) and len(lines) == 1:
            line = lines[0]
            self.taken.leave(line.start, line.start + len(line.text), "a rule", line.number)
            return
        first = lines[0]
        found = BULLET.match(first.text)
        if found:
            at = first.start + found.start(2)
            self.ledger.spend(at, at + 1, Fate.MARKUP)
            lines = [first.behind(found.end()), *lines[1:]]
        text, places = joined(lines, self.text)
        pieces: list[Piece] = []
        begin = 0
        for hyphen in _HYPHEN.finditer(text):
            kept = self.hyphen(hyphen, places)
            if kept is not None:
                pieces += _pieces(text, places, begin, hyphen.end(1) + kept)
                begin = hyphen.start(2)
        pieces += _pieces(text, places, begin, len(text))
        centred = (
            bool(self.width) and first.indent >= 6 and abs(2 * first.indent + len(first.text.strip()) - self.width) < 10
        )
        depth = first.indent // 2 if found else 0
        self.taken.add(
            Block(
                pieces, first.number, heading=heading, bullet=bool(found), depth=depth, centred=centred, follows=follows
            )
        )

    def hyphen(self, found: re.Match[str], places: list[int]) -> int | None:
        """How much of a hyphen stays where the line's end behind it goes; None where both stay."""
        one, two = found[1].lower(), found[2].lower()
        if two in _SUSPENDED:
            return None
        if one + two in self.words and f"{one}-{two}" not in self.words:
            self.ledger.spend(places[found.end(1)], places[found.end(1)] + 1, Fate.MARKUP)
            return 0
        if f"{one}-{two}" not in self.words and one + two not in self.words:
            self.taken.doubts.append((places[found.start()], f"{found[1]}-{found[2]}"))
        return 1


def _pieces(text: str, places: list[int], begin: int, end: int) -> list[Piece]:
    made = []
    while begin < end:
        stop = begin + 1
        while stop < end and places[stop] == places[stop - 1] + 1:
            stop += 1
        made.append(Piece(text[begin:stop], places[begin], places[stop - 1] + 1))
        begin = stop
    return made


def _width(lines: list[Line]) -> int:
    """The characters of a full line; 0 where each line is a paragraph of its own."""
    followed = [
        len(line.text.rstrip()) for line, following in pairwise(lines) if not line.blank and not following.blank
    ]
    if len(followed) < 3:
        return 0
    followed.sort()
    width = followed[int(len(followed) * 0.9)]
    if not _NARROW <= width <= _WIDE or followed[-1] > 2 * width:
        return 0
    full = sum(1 for length in followed if length >= width * 0.75)
    return (
        followed[-1]
        if full >= 0.4 * len(followed) and followed[-1] < 1.3 * width
        else width
        if full >= 0.4 * len(followed)
        else 0
    )
