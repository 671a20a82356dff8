"""Another look, in an e-book."""

# one damage a line

from collections.abc import Mapping

from tests.verify.book import Mutator, style

DAMAGES: Mapping[str, Mutator] = {
    "another size": style("#clause-3 p { font-size: 0.8em }"),
    "letters a little smaller": style("#clause-3 p { font-size: 0.97em }"),
    "another face": style("body { font-family: serif }"),
    "centred headings": style("h2 { text-align: center }"),
    "an indent gone": style(".clause.level-1 > * { margin-left: 0 }"),
    "a title of another size": style("h1 { font-size: 2.4em }"),
}  # fmt: skip
