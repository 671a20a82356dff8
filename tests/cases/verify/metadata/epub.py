"""Another title, language, organ or day, in an e-book."""

# ruff: noqa: E501  # one damage a line

from collections.abc import Mapping

from tests.verify.book import OPF, Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "another title in the metadata": swap(OPF, '<dc:title id="title">Declaration on', '<dc:title id="title">Declaration of'),
    "another organ": swap(OPF, ">Assembly of Examples</dc:creator>", ">Nobody</dc:creator>"),
    "another day of change": swap(OPF, "Z</meta>", "9Z</meta>"),
    "another identifier": swap(OPF, ">urn:uuid:", ">urn:uuid:0"),
}  # fmt: skip
