"""Tables that are others, in a web page."""

# ruff: noqa: E501  # one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "a head of a column is a cell": swap('<th scope="col" class="foot end">2020</th>', '<td class="foot end">2020</td>'),
    "a head of a row is a cell": swap('<th scope="row" class="first">A seat</th>', '<td class="first">A seat</td>'),
    "a head of a row is one of a column": swap('<th scope="row" class="first">A seat', '<th scope="col" class="first">A seat'),
    "a cell takes one column": swap('<td colspan="2" class="foot end">250', '<td class="foot end">250'),
    "a cell takes one row": swap('<th scope="col" rowspan="2" class="first foot">Example', '<th scope="col" class="first foot">Example'),
    "an empty row more": swap("</tbody>", "<tr><td></td></tr></tbody>"),
    "an empty cell before": swap('<td class="end">12</td>', '<td></td><td class="end">12</td>'),
}  # fmt: skip
ALSO = {
    # A head of a column is set in italic.
    "a head of a column is a cell": {"look"},
    "a head of a row is one of a column": {"look"},
}
