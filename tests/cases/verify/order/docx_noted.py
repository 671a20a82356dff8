"""Notes at another place, in a Word file."""

from functools import partial

from tests.verify.noted import in_book, swapped
from tests.verify.word import DOCUMENT

DAMAGES = {
    "two marks change places": in_book(
        DOCUMENT, partial(swapped, '<w:footnoteReference w:id="2"/>', '<w:footnoteReference w:id="3"/>')
    ),
}
ALSO = {"two marks change places": {"labels"}}
"""Where two facts are found: what else."""
