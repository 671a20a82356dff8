"""Notes at another place, in an e-book."""

import re

from tests.verify.noted import in_book, swapped


def exchanged(page: str) -> str:
    """The page with its last two notes in one another's place."""
    two, three = re.findall(r'<aside class="note" id="note-[23]".*?</aside>', page, re.DOTALL)
    return swapped(two, three, page)


DAMAGES = {
    "two notes change places": in_book("EPUB/body-1.xhtml", exchanged),
}
ALSO = {"two notes change places": {"links"}}
"""What else is found: marks lead to another note."""
