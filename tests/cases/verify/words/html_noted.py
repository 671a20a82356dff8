"""Notes whose words are gone or others, in a web page."""

from functools import partial

from tests.verify.noted import without
from tests.verify.pages import replaced

DAMAGES = {
    "a note is dropped": partial(without, r'<div class="note" id="note-3".*?</div>'),
    "a mark is gone": partial(without, r'<sup><a id="mark-3".*?</sup>'),
    "another word in a note": lambda page: replaced(page, "A third note.", "A fourth note."),
    "a mark is moved": lambda page: replaced(
        without(r'<sup><a id="mark-3".*?</sup>', page),
        "says more",
        'says<sup><a id="mark-3" href="#note-3" role="doc-noteref">3</a></sup> more',
    ),
}
ALSO = {"a note is dropped": {"links"}, "a mark is gone": {"links"}, "a mark is moved": {"links"}}
"""Where two facts are found: what else."""
