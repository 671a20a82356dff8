"""Pictures with other words, in a web page."""

# one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "another alternative text": swap('alt="Five seats', 'alt="Six seats'),
}  # fmt: skip
