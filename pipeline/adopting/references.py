"""References that are typed out, "article 12, paragraph 3, subparagraph (b)": found, listed, and linked where clear."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.adopting.items import Item, Kind
from pipeline.adopting.labels import KINDS
from pipeline.adopting.pieces import Piece, behind

_NUMBER = r"(?:[0-9]{1,4}(?:\s?(?:bis|ter|quater))?|[IVXLC]{1,7})"
_DEEPER = r"(?:\s?\([0-9a-z]{1,5}\))"
_DIVISIONS = (
    "article artículo artigo статья статьи статье статьей part partie parte chapter chapitre capítulo section sección "
    "annex annexe anexo"
)
_PARAGRAPH = r"(?:sub-?)?paragraphs?|paras?\.|paragraphe|párrafo|пункт[аеу]?|alinéa|apartado|inciso|подпункт[аеу]?"
_ALONE = rf"(?:{_PARAGRAPH})\s+(?:\(?[0-9]{{1,3}}\)?|\(?[a-z]{{1,3}}\)){_DEEPER}{{0,4}}"
_OF = r"\s+(?:of|de l['’]|de la|del|de|du)\s?"
_WHOLE = rf"(?:{'|'.join(_DIVISIONS.split())})\s+{_NUMBER}\b{_DEEPER}{{0,5}}"
_REFERENCE = re.compile(
    rf"(?<![\w-])(?:{_ALONE}{_OF}{_WHOLE}|{_WHOLE}(?:,?\s+{_ALONE}){{0,3}}|{_ALONE}(?:,?\s+{_ALONE}){{0,2}})(?![\w-])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:,\s)?\s*(?:of|to|in)\s+(?:the|that|its|annex|protocol|resolution)\b(?!\s+present)"
    r"|\s+(?:de la|du|del|de l['’])\s?(?!pr[ée]sent)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:\s*(?:,|–|-)\s*(?:and\s+|or\s+)?|\s+(?:and|or|to|et|ou|à|y|o|a|и)\s+)(?:\(?[0-9]{1,4}\)?|\([a-z]{1,4}\)|[a-z]\)|[IVXLC]{1,7}\b)"
)
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference found: its line, its words, the item that it leads to, or why it leads to none for certain."""

    line: int
    words: str
    target: Item | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item stands: its division, and the numbers of the clauses down to it; the annex that holds all."""

    scope: int
    division: Item | None
    path: tuple[str, ...]


@dataclass(slots=True)
class _Names:
    """Identifiers for what references lead to: "article-12-3-b", each once."""

    taken: set[str]
    places: dict[int, _Place]

    def name(self, target: Item) -> str:
        place = self.places[id(target)]
        label = place.division.label if place.division else None
        parts = [label.division if label else "clause", label.number if label else "", *place.path]
        name = "-".join(filter(None, (re.sub(r"[^a-z0-9]+", "", part.lower()) for part in parts)))[:_LONGEST].strip("-")
        made, count = name, 2
        while made in self.taken:
            made = f"{name[: _LONGEST - 4]}-{count}"
            count += 1
        self.taken.add(made)
        return made


def references(items: Sequence[Item], *, link: bool) -> list[Reference]:
    """All references of a text; with `link`, the clear ones become links, whose words are those that were typed."""
    places = dict(_places(items))
    by_division: dict[tuple[int, str, str], list[Item]] = {}
    by_path: dict[tuple[int, int, tuple[str, ...]], list[Item]] = {}
    for item in items:
        place = places[id(item)]
        if item.kind is Kind.DIVISION and item.label and not item.literal:
            key = place.scope, item.label.division, _plain(item.label.number)
            by_division.setdefault(key, []).append(item)
        elif item.kind is Kind.CLAUSE and not item.literal:
            by_path.setdefault((place.scope, id(place.division), place.path), []).append(item)
    found: list[Reference] = []
    names = _Names({each.identifier for each in items}, places)
    for item in items:
        if item.kind in (Kind.ODD, Kind.TABLE, Kind.PICTURE):
            continue
        spans: list[tuple[int, int, Item]] = []
        for match in _REFERENCE.finditer(item.text):
            target, why = _target(match, item, places[id(item)], by_division, by_path)
            if target is item or (target is not None and target is places[id(item)].division):
                target, why = None, "it stands in what it refers to"
            found.append(Reference(item.line, match[0], target, why))
            if target is not None and link:
                spans.append((match.start(), match.end(), target))
        for start, end, target in reversed(spans):
            _link(item, start, end, target, names)
    return found


def _places(items: Sequence[Item]) -> Iterator[tuple[int, _Place]]:
    scope = 0
    division: Item | None = None
    path: list[tuple[int, str]] = []
    for item in items:
        if item.kind is Kind.DIVISION and item.label:
            if item.label.division == "annex":
                scope += 1
            division = item
            path = []
        elif item.kind is Kind.HEADING:
            path = []
        elif item.kind is Kind.CLAUSE and item.label:
            path = [each for each in path if each[0] < item.level]
            path.append((item.level, _plain(item.label.number)))
        yield id(item), _Place(scope, division, tuple(number for _, number in path))


def _plain(number: str) -> str:
    return re.sub(r"\s+", "", number).casefold()


def _target(
    match: re.Match[str],
    item: Item,
    place: _Place,
    by_division: dict[tuple[int, str, str], list[Item]],
    by_path: dict[tuple[int, int, tuple[str, ...]], list[Item]],
) -> tuple[Item | None, str]:
    words, behind_it = match[0], item.text[match.end() :]
    if _ELSEWHERE.match(behind_it):
        return None, "it may be one of another text"
    if _MORE.match(behind_it):
        return None, "it is one of several"
    whole = re.search(rf"({'|'.join(_DIVISIONS.split())})\s+({_NUMBER})\b", words, re.IGNORECASE)
    deeper = [
        _plain(number)
        for part in re.findall(rf"(?:{_PARAGRAPH})\s+\(?([0-9a-z]{{1,3}})\)?", words, re.IGNORECASE)
        for number in [part]
    ]
    deeper += [
        _plain(number)
        for number in re.findall(r"(?<![a-z.])\s?\(([0-9a-z]{1,5})\)", words)
        if _plain(number) not in deeper
    ]
    division = place.division
    if whole:
        kind = KINDS.get(whole[1].lower(), "article")
        found = by_division.get((place.scope, kind, _plain(whole[2])), [])
        found = found or by_division.get((0, kind, _plain(whole[2])), [])
        if len(found) != 1:
            return None, "there is no such place" if not found else "there are several such places"
        division = found[0]
        if not deeper:
            return division, ""
    elif not deeper:
        return None, "it names no number"
    found = by_path.get((place.scope, id(division), tuple(deeper)), [])
    if not found and not whole and len(place.path) > len(deeper):
        found = by_path.get((place.scope, id(division), (*place.path[: len(place.path) - len(deeper)], *deeper)), [])
    if len(found) != 1:
        return None, "there is no such place" if not found else "there are several such places"
    return found[0], ""


def _link(item: Item, start: int, end: int, target: Item, names: _Names) -> None:
    before, rest = behind(item.words, start)
    inside, after = behind(rest, end - start)
    if any(piece.link or piece.note or piece.forced or "code" in piece.marks for piece in inside):
        return
    if not target.identifier:
        target.identifier = names.name(target)
    item.words = [*before, *(_linked(piece, target.identifier) for piece in inside), *after]


def _linked(piece: Piece, identifier: str) -> Piece:
    return replace(piece, link=f"#{identifier}")
