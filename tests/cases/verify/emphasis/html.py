"""Stress lost, added, or not to be seen, in a web page."""

# one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, style, swap

DAMAGES: Mapping[str, Mutator] = {
    "emphasis gone": swap("<em>emphasis</em>", "emphasis"),
    "emphasis that nobody sees": style("em { font-style: normal }"),
    "stress that nobody wrote": swap("literal words", "<b>literal words</b>"),
    "stress by style": swap("<code>", '<code style="font-weight: 700">'),
    "a line below by style": style("#clause-3 p { text-decoration: underline }"),
    "a line below words": swap("literal words", "<ins>literal words</ins>"),
    "a lowered figure on the line": swap("<sub>2</sub>", "2"),
}  # fmt: skip
