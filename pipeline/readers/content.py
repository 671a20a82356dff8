"""The inline text of a block, with the place of each of its characters."""

from bisect import bisect_right
from dataclasses import dataclass

from pipeline.diagnostics import Position


@dataclass(frozen=True, slots=True)
class Content:
    """The inline text of one block as markdown-it cut it out.

    `lines` says for each of its lines where its first sign stands: the index in `text`, the line and the column of the
    source. `offset` characters are taken off in front: a label, a line of attributes.
    """

    text: str
    lines: tuple[tuple[int, int, int], ...]
    offset: int = 0

    @property
    def rest(self) -> str:
        return self.text[self.offset :]

    def behind(self, length: int) -> "Content":
        """The content without its first `length` characters."""
        return Content(self.text, self.lines, self.offset + length)

    def until(self, length: int) -> "Content":
        """The first `length` characters of the content."""
        return Content(self.text[: self.offset + length], self.lines, self.offset)

    def position(self, file: str, at: int = 0, length: int = 1) -> Position:
        """Where character `at` stands in the source; `length` is cut at the end of its line."""
        index = self.offset + at
        start, line, column = self.lines[max(bisect_right(self.lines, (index, 10**9, 0)) - 1, 0)]
        end = self.text.find("\n", index)
        rest = self.text[index : end if end >= 0 else None]
        return Position(file, line, column + index - start, max(1, min(length, len(rest.rstrip()))))


class Elsewhere(Content):
    """Words whose own place is not known: all of them stand at the place that is given."""

    __slots__ = ()

    def position(self, file: str, at: int = 0, length: int = 1) -> Position:
        del at, length
        return Position(file, *self.lines[0][1:])
