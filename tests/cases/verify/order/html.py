"""Passages at another place, in a web page."""

import re

from tests.verify.pages import replaced


def two_figures_change_places(page: str) -> str:
    return replaced(replaced(replaced(page, ">12</td>", ">X</td>"), ">14</td>", ">12</td>"), ">X</td>", ">14</td>")


def two_rows_change_places(page: str) -> str:
    first = re.search(r"<tr>\n<th[^>]*>A seat.*?</tr>\n", page, re.DOTALL)
    assert first
    return replaced(replaced(page, first[0], ""), "</tbody>", first[0] + "</tbody>")
