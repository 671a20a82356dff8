"""Page numbers and running heads that a PDF's text still has: what stands at the edges of pages, again and again."""

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.adopting.lines import Line

_NUMBER = re.compile(
    r"[^\w\n]{0,8}(?:(?P<word>page|p\.|seite|página|pag\.|стр\.|страница)\s*)?(?P<number>\d{1,4}|[ivxlc]{1,7})"
    r"(?P<of>\s*(?:of|/|de|sur|von|из)\s*\d{1,4})?[^\w\n]{0,8}\Z",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_EDGE = 3
"""Lines from the top and the foot of a page among which furniture is looked for."""

_FAR = 12
"""Lines between two page numbers, at least, where no form feed says that pages end."""


def furniture(lines: Sequence[Line]) -> dict[int, str]:
    """Which lines (by their index) are furniture, and why."""
    pages = _pages(lines)
    if len(pages) > 1:
        return _of_pages(lines, pages)
    return _of_sequence(lines)


def _pages(lines: Sequence[Line]) -> list[list[int]]:
    """The lines with words of each page, by their indexes; a form feed begins a page."""
    pages: list[list[int]] = [[]]
    for index, line in enumerate(lines):
        if line.text.lstrip(" \t").startswith("\f"):
            pages.append([])
        if not line.blank:
            pages[-1].append(index)
    return [page for page in pages if page]


def _of_pages(lines: Sequence[Line], pages: Sequence[Sequence[int]]) -> dict[int, str]:
    edges = [
        (number, index)
        for number, page in enumerate(pages)
        for index in dict.fromkeys([*page[:_EDGE], *page[-_EDGE:]])
        if len(page) > _EDGE
    ]
    found: dict[int, str] = {}
    offsets = Counter(value - number for number, index in edges if (value := _value(lines[index].text)) is not None)
    for number, index in edges:
        value = _value(lines[index].text)
        if value is not None and offsets[value - number] >= 2:
            found[index] = "a page number"
    same = Counter(_shape(lines[index].text) for _, index in edges if index not in found)
    for _, index in edges:
        shape = _shape(lines[index].text)
        if index not in found and same[shape] >= max(3, len(pages) // 3):
            found[index] = "a running head"
    return found


def _of_sequence(lines: Sequence[Line]) -> dict[int, str]:
    """Numbers alone on their lines that count by ones, each far from the last; and what repeats beside them."""
    numbers = [
        (index, value)
        for index, line in enumerate(lines)
        if not line.blank and (value := _value(line.text)) is not None
    ]
    chains: list[list[int]] = []
    ends: dict[int, tuple[int, list[int]]] = {}  # by the value that comes next: where the chain ended, and the chain
    for index, value in numbers:
        before = ends.pop(value, None)
        if before and index - before[0] >= _FAR:
            chain = before[1]
            chain.append(index)
        else:
            chain = [index]
            chains.append(chain)
        ends[value + 1] = (index, chain)
    best = max(chains, key=len, default=[])
    plain = all(lines[index].text.strip().isalnum() for index in best)
    if len(best) < (3 if plain else 2):
        return {}
    found = dict.fromkeys(best, "a page number")
    beside: list[int] = []
    for index in best:
        for step in (-1, 1):
            at, met = index + step, 0
            while 0 <= at < len(lines) and met < _EDGE - 1 and abs(at - index) <= 2 * _EDGE:
                if not lines[at].blank:
                    beside.append(at)
                    met += 1
                at += step
    same = Counter(_shape(lines[index].text) for index in dict.fromkeys(beside))
    for index in beside:
        if same[_shape(lines[index].text)] >= max(3, len(best) // 2):
            found.setdefault(index, "a running head")
    return found


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()).casefold())


def _value(text: str) -> int | None:
    """The number of a line that holds nothing but a page's number."""
    found = _NUMBER.match(text.strip())
    if not found:
        return None
    number = found["number"].lower()
    if number.isdigit():
        return int(number)
    if not found["word"] and text.strip() == found["number"] and len(number) == 1 and number not in "ivx":
        return None
    values = [_ROMAN[sign] for sign in number]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
