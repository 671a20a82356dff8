"""Small ways of damaging the example as a web page."""

import re
from collections.abc import Callable

from tests.verify.pages import replaced, styled

Mutator = Callable[[str], str]
QUOTED = "We the peoples of the United Nations determined"
ONE = "In this text a clause begins with its number."


def swap(old: str, new: str) -> Mutator:
    return lambda page: replaced(page, old, new)


def style(css: str) -> Mutator:
    return lambda page: styled(page, css)


def inline(anchor: str, css: str) -> Mutator:
    return lambda page: replaced(page, f'id="{anchor}"', f'id="{anchor}" style="{css}"')


def put(markup: str, before: str = '<div class="clause level-1" id="clause-3">') -> Mutator:
    return lambda page: replaced(page, before, markup + before)


def without(pattern: str) -> Mutator:
    def mutate(page: str) -> str:
        cut, count = re.subn(pattern, "", page, count=1, flags=re.DOTALL)
        assert count
        return cut

    return mutate


def moved(page: str) -> str:
    """Clauses I and II change places."""
    first = re.search(r'<div class="clause level-1" id="purpose">.*?</div>\n</div>\n', page, re.DOTALL)
    assert first
    return replaced(
        replaced(page, first[0], ""),
        '</section>\n<section class="division level-1" id="section-2">',
        first[0] + '</section>\n<section class="division level-1" id="section-2">',
    )
