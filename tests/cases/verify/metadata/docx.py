"""Another title, language, organ or day, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import CORE, Mutator, rewritten

DAMAGES: Mapping[str, Mutator] = {
    "another title": rewritten(CORE, ("A Charter of Damages", "A Charter")),
    "a title twice": rewritten(CORE, ("</dc:title>", "</dc:title><dc:title>Void</dc:title>")),
    "another language": rewritten(CORE, ("en-GB", "en-US")),
}
