"""Text of another kind, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import STYLES, Mutator, rewritten

DAMAGES: Mapping[str, Mutator] = {
    "a heading is a paragraph": rewritten(STYLES, ('w:val="heading 1"', 'w:val="my heading"')),
}
