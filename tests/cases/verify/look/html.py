"""Another look, in a web page."""

# one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, inline, style

DAMAGES: Mapping[str, Mutator] = {
    "another size": style("#clause-3 p { font-size: 19px }"),
    "another face": style("#recital-1 { font-family: monospace }"),
    "another colour": style("#recital-1 { color: #aa0000 }"),
    "centred": style("#clause-3 { text-align: center }"),
    "another indent": inline("clause-3", "margin-left: 3em"),
    "wider lines": style("main p { line-height: 2 }"),
    "a bold heading": style("h2 { font-weight: bold }"),
    "no space between clauses": style(".clause.level-1 { margin-block-start: 0 !important }"),
}  # fmt: skip
