"""Two transcripts laid side by side: which passage of the one is which of the other."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from pipeline.verify.transcript import Passage

Pair = tuple[Passage | None, Passage | None]


def text_of(passage: Passage) -> str:
    """A passage's words with its label, as a reader meets them; a figure's are its alternative text."""
    return " ".join(filter(None, (passage.label, passage.words))) or passage.alternative


def align(expected: Sequence[Passage], found: Sequence[Passage]) -> list[Pair]:
    """Pairs in order: (expected, found), or one of the two alone where it is missing or added. Linear where both agree."""
    pairs: list[Pair] = []
    same = 0
    while same < min(len(expected), len(found)) and text_of(expected[same]) == text_of(found[same]):
        pairs.append((expected[same], found[same]))
        same += 1
    if same == len(expected) == len(found):
        return pairs
    left, right = [text_of(passage) for passage in expected[same:]], [text_of(passage) for passage in found[same:]]
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        olds, news = expected[same + a : same + b], found[same + c : same + d]
        pairs.extend(zip(olds, news, strict=True) if tag == "equal" else _nearest(olds, news))
    return pairs


def _nearest(expected: Sequence[Passage], found: Sequence[Passage]) -> Iterator[Pair]:
    """Passages that differ: each expected one with the most alike of those found, if it is more alike than not."""
    rest = list(found)
    for passage in expected:
        likeness = [(SequenceMatcher(None, text_of(passage)[:500], text_of(other)[:500]).ratio(), -at) for at, other in enumerate(rest)]
        best, at = max(likeness, default=(0.0, 0))
        if best > 0.5:
            for added in rest[:-at]:
                yield None, added
            yield passage, rest[-at]
            del rest[: -at + 1]
        else:
            yield passage, None
    for added in rest:
        yield None, added
