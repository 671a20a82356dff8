"""Lines of a text with their places, and what a line's first characters say of it."""

import re
from dataclasses import dataclass

_NUMERAL = r"(?:\d{1,4}(?:\.\d{1,3}){0,5}|[ivxlcdm]{1,8}|[IVXLCDM]{1,8}|[a-z]{1,2}|[A-Z])"
STARTS = re.compile(
    rf"\s*[*_]{{0,3}}(?:\(\s?[*_]?{_NUMERAL}[*_]?\s?\)|{_NUMERAL}(?:\\?[.)]|\.?°)|\d{{1,3}}(?:\.\d{{1,3}}){{1,5}}|§\s?\d+)"
    r"[*_]{0,3}(?=\s+\S|[^\W\d_]{2,}[\s,;]|[“\"«]|[ \t]*\Z)"
)
"""A line that may begin with a label: "1.", "(a)", "1.2", "**1.**", "1\\.", "1.To"."""

ENDS = re.compile(r"(?:[.;:!?,。；：！？)”\"’»—–]|\b(?:and|or|et|ou|y|o|и|или))[*_]{0,3}\s*\Z")
"""A line behind which another paragraph may begin."""

BULLET = re.compile(r"([ \t]*)([-*+•·▪◦‣–—])[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end: where it begins in the input, and its number from 1."""

    text: str
    start: int
    number: int

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def indent(self) -> int:
        """Columns of white space before it; a tab goes to the next multiple of four."""
        columns = 0
        for sign in self.text:
            if sign == "\t":
                columns += 4 - columns % 4
            elif sign == " ":
                columns += 1
            else:
                break
        return columns

    def behind(self, count: int) -> "Line":
        """The line without its first characters."""
        return Line(self.text[count:], self.start + count, self.number)


def lines_of(text: str) -> list[Line]:
    """The lines of a text, whatever ends them; a form feed ends one, too, and begins the next."""
    made: list[Line] = []
    start = 0
    for number, found in enumerate(re.finditer(r"[^\n\r]*(\r\n|\n|\r|\Z)", text), 1):
        if found.start() == len(text) and made:
            break
        made.append(Line(found[0][: len(found[0]) - len(found[1])], start, number))
        start = found.end()
    return made


def joined(lines: list[Line], text: str) -> tuple[str, list[int]]:
    """Lines as one text, with line feeds between them, and the place of each of its characters in the input."""
    words: list[str] = []
    places: list[int] = []
    for index, line in enumerate(lines):
        if index:
            end = lines[index - 1].start + len(lines[index - 1].text)
            words.append("\n")
            places.append(end if end < len(text) else end - 1)
        words.append(line.text)
        places.extend(range(line.start, line.start + len(line.text)))
    return "".join(words), places
