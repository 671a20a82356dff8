"""Labels that are others, in a web page."""

# one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "another label": swap('<span class="label">IV. ', '<span class="label">VI. '),
    "a label gone": swap('<span class="label">(a) </span>', ""),
}  # fmt: skip
