"""An outline that is another, in a web page."""

# ruff: noqa: E501  # one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, swap, without

DAMAGES: Mapping[str, Mutator] = {
    "another outline": swap('<span class="nav-text">Purpose</span>', '<span class="nav-text">Purposes</span>'),
    "a line of the outline gone": without(r'<li class="bare"><a href="#clause-5">.*?</li>\n'),
    "a line that leads elsewhere": swap('<li class="bare"><a href="#clause-5">', '<li class="bare"><a href="#clause-4">'),
}  # fmt: skip
