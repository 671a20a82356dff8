"""Words in another language or direction, in an e-book."""

# one damage a line

from collections.abc import Mapping

from tests.verify.book import OTHER, PREAMBLE, Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "another language": swap(PREAMBLE, 'lang="fr" xml:lang="fr"', 'lang="de" xml:lang="de"'),
    "two languages": swap(PREAMBLE, 'lang="fr" xml:lang="fr"', 'lang="fr" xml:lang="de"'),
    "a page in another language": swap(OTHER, 'lang="en-GB" xml:lang="en-GB"', 'lang="de" xml:lang="de"'),
}  # fmt: skip
