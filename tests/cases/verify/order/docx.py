"""Passages at another place, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import Mutator, moved

DAMAGES: Mapping[str, Mutator] = {
    "two paragraphs change places": moved,
}
