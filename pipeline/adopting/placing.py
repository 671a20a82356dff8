"""Where each item of an input stands: the depth of headings and bullets, and where the conclusion begins."""

import re

from pipeline.adopting.items import Item, Kind
from pipeline.adopting.labels import RANKS

_CONCLUDES = re.compile(
    r"\W{0,3}(?:in (?:faith|witness) whereof|done (?:at|in)\b|en foi de quoi|fait (?:à|a)\b|en fe de lo cual|"
    r"en testimonio de lo cual|hech[oa] en\b|в удостоверение чего|совершено в|zu urkund dessen|geschehen zu|"
    r"in fede di che|fatto a\b|em fé do que|feito em\b|وإثباتا لذلك|حرر في)",
    re.IGNORECASE,
)
_ABOVE_ARTICLES = RANKS.index("section") + 0.5
_BELOW_ARTICLES = len(RANKS)


def heading_depths(items: list[Item]) -> None:
    """The depth of each heading, from 1, so that none is left out."""
    numbered = {item.label.division for item in items if item.kind is Kind.DIVISION and item.label}
    marked = {item.block.heading for item in items if item.kind is Kind.DIVISION and item.block.heading}
    opened: list[float] = []
    for item in items:
        if item.kind not in (Kind.DIVISION, Kind.HEADING):
            continue
        if item.label and item.label.division in RANKS:
            key = float(RANKS.index(item.label.division))
        elif item.label:  # a numeral alone
            key = _ABOVE_ARTICLES - 0.25
        else:
            size = item.block.heading or 7
            deeper = marked and size > max(marked) and bool(opened) and opened[-1] >= _ABOVE_ARTICLES + 0.2
            key = (_BELOW_ARTICLES if deeper else _ABOVE_ARTICLES) + size / 100
            if not numbered:
                key = float(size)
            if opened and opened[0] == 0 and not deeper:
                key = max(key, 0.5)
        while opened and opened[-1] >= key:
            opened.pop()
        opened.append(key)
        item.depth = min(len(opened), 5)


def bullet_depths(items: list[Item]) -> None:
    """How deep each bullet stands in those above it, none left out."""
    opened: list[int] = []
    for item in items:
        if item.kind is not Kind.BULLET:
            opened.clear()
            continue
        while opened and opened[-1] >= item.block.depth:
            opened.pop()
        opened.append(item.block.depth)
        item.depth = len(opened) - 1


def conclude(items: list[Item]) -> None:
    """The testimonium and what follows it, up to an annex."""
    for index, item in enumerate(items):
        if item.kind is not Kind.TEXT or item.literal or not _CONCLUDES.match(item.text):
            continue
        rest = items[index:]
        end = next((at for at, each in enumerate(rest) if each.kind in (Kind.DIVISION, Kind.HEADING)), len(rest))
        if end < len(rest) and not (rest[end].label and rest[end].label.division == "annex"):  # type: ignore[union-attr]  # asked before
            continue
        if any(each.kind is Kind.CLAUSE for each in rest[:end]):
            continue
        for each in rest[:end]:
            each.concludes = True
        return
