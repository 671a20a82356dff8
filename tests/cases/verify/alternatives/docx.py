"""Pictures with other words, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import Mutator, text

DAMAGES: Mapping[str, Mutator] = {
    "another alternative text": text("Bars of rising height", "Bars of falling height"),
}
