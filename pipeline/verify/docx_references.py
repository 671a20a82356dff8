"""References of a Word file: whether the result that a field keeps is what Word will put there."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.verify.transcript import Hidden, Passage, Place
from pipeline.wordprocessing.fields import parse

_LABELS = frozenset((r"\r", r"\n", r"\w"))
"""Switches that ask for the number of a paragraph, not for its words (17.16.5.50)."""

_FAR = 1000
"""Passages in which the labels above are looked for."""


def references(
    fields: Mapping[tuple[str, Place, int], str], named: Mapping[str, int], passages: Sequence[Passage]
) -> Iterator[Hidden]:
    """Kept results, by code, place and number, that cannot be right. `named` has each bookmark's passage."""
    for (code, place, _), shown in fields.items():
        asked = parse(code)
        if asked.name not in ("REF", "PAGEREF", "NOTEREF") or not asked.arguments:
            continue
        at = named.get(asked.arguments[0])
        if at is None:
            yield Hidden(shown, "the result of a reference that leads nowhere", place)
        elif asked.name != "REF":
            if not re.fullmatch(r"\s*(\d+|[ivxlcdm]+|[IVXLCDM]+|[A-Z]{1,2})?\s*", shown):
                yield Hidden(shown, "the result of a reference, which is no number", place)
        elif " ".join(shown.split()) not in _could_say(at, asked.switches, passages):
            yield Hidden(shown, "the result of a reference, which Word will replace", place)


def _could_say(at: int, switches: Mapping[str, str], passages: Sequence[Passage]) -> set[str]:
    """What a reference may show: the words, or the label without its last stop, alone or behind those above it."""
    passage = passages[at]
    if not _LABELS & switches.keys():
        return {passage.words}
    own = passage.label.strip().rstrip(".")
    texts, above, level = {own}, own, passage.level
    for upper in range(at - 1, max(at - _FAR, -1), -1):
        other = passages[upper]
        if other.label and 0 < other.level < level:
            level, above = other.level, other.label.strip().rstrip(".") + above
            texts |= {above, above.replace(".", "")}
        if level == 1:
            break
    return texts
