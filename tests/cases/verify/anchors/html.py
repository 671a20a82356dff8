"""Places with another name, in a web page."""

# one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, put, swap

DAMAGES: Mapping[str, Mutator] = {
    "another anchor": swap('id="purpose"', 'id="purposes"'),
    "a decoy of the same name": put('<span id="purpose"></span>', '<div class="clause level-1" id="purpose">'),
}  # fmt: skip
