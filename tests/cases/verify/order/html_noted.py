"""Notes at another place, in a web page."""

import re

from tests.verify.noted import swapped
from tests.verify.pages import replaced


def exchanged(page: str) -> str:
    """The page with its last two notes in one another's place."""
    two, three = re.findall(r'<div class="note" id="note-[23]".*?</div>', page, re.DOTALL)
    return swapped(two, three, page)


DAMAGES = {
    "two notes change places": exchanged,
    "a note is a paragraph": lambda page: replaced(page, 'id="note-3" role="doc-footnote"', 'id="note-3"'),
}
ALSO = {"two notes change places": {"links"}, "a note is a paragraph": {"links"}}
"""What else is found: marks lead to another note, or to none."""
