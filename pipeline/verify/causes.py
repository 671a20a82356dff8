"""Which of the differences of one file say why others are there: who mends a cause has mended what follows from it.

Nothing passes because of it: a difference is left out only where another one stays.
"""

import re
from collections.abc import Sequence

from pipeline.verify.align import text_of
from pipeline.verify.differences import Difference, Edition
from pipeline.verify.transcript import Kind

_TEXT = {"words", "order", "labels", "levels", "kinds", "anchors"}
_MOST = 100
"""Differences of one check that others are laid beside; a file with more of them is wrong in whatever way."""


def causes(it: Edition, found: Sequence[Difference]) -> list[Difference]:
    """The differences without those that only follow from others among them."""
    by: dict[str, list[Difference]] = {}
    for each in found:
        by.setdefault(each.check, []).append(each)
    veiled = [_letters(each.found) for each in by.get("hidden", [])[:_MOST]]
    moved = [_letters(each.expected) for each in by.get("order", [])[:_MOST]]
    linked = " ".join(f"{each.expected} {each.found}" for each in by.get("links", [])[:_MOST])
    lost = {f"#{each.expected}" for each in by.get("anchors", [])}
    wrong = {id(each.passage) for each in found if each.check in _TEXT and each.passage}
    if veiled:
        whole = ((id(each), _letters(text_of(each))) for each in it.expected.passages)
        wrong |= {each for each, text in whole if any(part in text for part in veiled)}
    listed = {entry.anchor for entry in it.expected.outline}
    stale = "added" in by or any(id(each) in wrong and each.anchor in listed for each in it.expected.passages)
    unlike = _unlike(it, wrong)

    def follows(each: Difference) -> bool:
        if each.check in {"words", "labels"}:
            return _is_veiled(each, veiled)
        if each.check == "hidden":
            return any(_letters(each.found) in text for text in moved)
        if each.check == "furniture":
            return bool(linked) and (each.expected or each.found).strip(" ()") in linked
        if each.check == "links":
            return each.expected.rpartition(" to ")[2] in lost
        if each.check == "outline":
            return stale
        if each.check == "pages":
            return each.passage is None and bool(by.keys() & {"words", "added", "order", "hidden"})
        return each.check == "look" and each.passage is not None and (each.passage.kind, each.passage.level) in unlike

    return [each for each in found if not follows(each)]


def _letters(text: str) -> str:
    """What stays of a text whose lines end, and whose words part, elsewhere."""
    return re.sub(r"\W+", "", text) or text


def _is_veiled(difference: Difference, veiled: Sequence[str]) -> bool:
    """Whether what is missing there is what is hidden, or what is found there is what is not to be seen so."""
    whole = rest = _letters(difference.expected)
    found = _letters(difference.found) if difference.found else ""
    for text in veiled:
        rest = rest.replace(text, "", 1)
    missing = rest == found != whole or (whole in veiled and not found)
    return missing or any(text in found for text in veiled if len(text) > 3)


def _unlike(it: Edition, wrong: set[int]) -> set[tuple[Kind, int]]:
    """The kinds of text that were measured on something else: on wrong passages, on those behind them, on more."""
    kinds = set()
    before = False
    for expected, found in it.pairs:
        here = not expected or id(expected) in wrong
        if here or before:
            kinds |= {(each.kind, each.level) for each in (expected, found) if each}
        before = here
    return kinds
