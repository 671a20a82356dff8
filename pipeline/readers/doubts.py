"""Words that look like a label but open no clause: what an author should know, and what to do about it."""

import re
from collections.abc import Sequence

from pipeline.diagnostics import Position, Severity
from pipeline.model import Scheme
from pipeline.readers.blocks import BlockReader
from pipeline.readers.content import Content
from pipeline.readers.labels import Typed, candidates, due, is_far

_MARKED = re.compile(r"(\*{1,3}|_{1,3})(?=\S)")
_LINE = re.compile(r"\n[ \t]*(?P<word>\S{1,12})(?=\s)")
_COUNTER = re.compile(r"([1-9]\d{0,8})[.)]")
_ESCAPED = re.compile(r"(\d{1,3})\\[.)](?=\s)")


def second_label(text: str, scheme: Scheme, level: int) -> Typed | None:
    """The label that follows a label of `level` at once, as in "I. (a) ...": the first of the next level."""
    return next((typed for typed in candidates(text, scheme) if typed.level == level + 1 and typed.value == 1), None)


def doubt_labels(reader: BlockReader, scheme: Scheme, content: Content, last: Sequence[int], depth: int) -> None:
    """Warn of a paragraph that begins with a label but could open no clause here, and of its lines."""
    text = content.rest[:40]
    near = [typed for typed in candidates(text, scheme) if not is_far(typed, scheme, last)]
    if near:
        word = near[0].text
        what = f"“{word}” is a label of the scheme, but no clause is open here that it could belong to"
        hint = f"put it under its clause, or write {_escaped(word)} if it is no label"
        reader.error("label-out-of-place", what, reader.place(content, 0, len(word)), hint, Severity.WARNING)
    elif found := _MARKED.match(text):
        inside = text[found.end() :].replace(found[1], " ", 1)
        near = [typed for typed in candidates(inside, scheme) if not is_far(typed, scheme, last)]
        if near and near[0].level <= depth + 1:
            word = near[0].text
            what = f"“{word}” looks like a label but is set in bold or italic, so it opens no clause"
            where = reader.place(content, found.end(), len(word))
            hint = f"write {word} without {found[1]}, and {found[1]} behind it if the words shall have it"
            reader.error("label-marked-up", what, where, hint, Severity.WARNING)
    doubt_lines(reader, scheme, content, last, depth)


class Escapes:
    """Numbers with a backslash at the beginning of paragraphs: 1, 2, 3 in turn come from a converter, not an author."""

    def __init__(self) -> None:
        self.places: list[Position] = []

    def doubt(self, reader: BlockReader, content: Content) -> None:
        """Warn at the first, once the third has come."""
        found = _ESCAPED.match(content.rest)
        if found and int(found[1]) == len(self.places) + 1:
            self.places.append(reader.place(content, 0, len(found[0])))
            if len(self.places) == 3:
                what = "numbers with a backslash are words of the text, so “1\\.”, “2\\.”, “3\\.” open no clauses"
                hint = "take the backslashes out if they are labels"
                reader.error("label-escaped", what, self.places[0], hint, Severity.WARNING)


def doubt_lines(reader: BlockReader, scheme: Scheme, content: Content, last: Sequence[int], depth: int) -> None:
    """Warn of the first line inside a paragraph that begins with the label that is due."""
    for found in _LINE.finditer(content.rest):
        word = found["word"]
        counter = _COUNTER.fullmatch(word)
        counts = (
            counter and int(counter[1]) > 1 and int(counter[1]) in {due(level, last) for level in range(1, depth + 2)}
        )
        if counts or any(_is_due(typed, last, depth) for typed in candidates(word, scheme)):
            what = f"“{word}” begins a line inside a paragraph, so it opens no clause"
            hint = f"leave an empty line before it, or write {_escaped(word)} if it is no label"
            where = reader.place(content, found.start("word"), len(word))
            reader.error("label-inside", what, where, hint, Severity.WARNING)
            return


def _is_due(typed: Typed, last: Sequence[int], depth: int) -> bool:
    return typed.level <= depth + 1 and typed.value == due(typed.level, last)


def _escaped(label: str) -> str:
    return f"{label[:-1]}\\{label[-1]}"
