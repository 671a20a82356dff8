"""Another title, language, organ or day, in a web page."""

# one damage a line

from collections.abc import Mapping

from tests.verify.web import Mutator, swap

DAMAGES: Mapping[str, Mutator] = {
    "the document in another language": swap('<html lang="en-GB"', '<html lang="fr"'),
    "another title": swap('"name":"Declaration on', '"name":"Declaration of'),
    "another day": swap('"datePublished":"2021-07-06"', '"datePublished":"2021-07-07"'),
}  # fmt: skip
ALSO = {"the document in another language": {"furniture", "languages"}}
"""Where two facts are found: what else."""
