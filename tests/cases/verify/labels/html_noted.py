"""Notes with other numbers, in a web page."""

from tests.verify.pages import replaced

DAMAGES = {
    "a number is wrong": lambda page: replaced(page, 'role="doc-backlink">3<', 'role="doc-backlink">4<'),
}
