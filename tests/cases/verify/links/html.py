"""Links that lead elsewhere, in a web page."""

# one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "another address": swap("https://www.un.org/en/about-us/un-charter", "https://www.un.example/"),
    "a link to another clause": swap('a <a href="#purpose">', 'a <a href="#clause-2">'),
    "a link to nowhere": swap('a <a href="#purpose">', 'a <a href="#nowhere">'),
    "a link gone": swap('<a href="#purpose">link to a clause</a>', "link to a clause"),
    "links that begin elsewhere": swap("<title>", '<base href="https://www.un.example/"><title>'),
}  # fmt: skip
