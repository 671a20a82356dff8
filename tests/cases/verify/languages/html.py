"""Words in another language or direction, in a web page."""

# one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "another language": swap('<span lang="fr"', '<span lang="de"'),
    "a language gone": swap('<span lang="fr" dir="ltr">bon usage</span>', "bon usage"),
    "another direction": swap('<p id="recital-1">', '<p id="recital-1" dir="rtl">'),
}  # fmt: skip
