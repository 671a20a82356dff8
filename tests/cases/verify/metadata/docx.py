"""Another title, language, organ or day, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import CORE, Mutator, rewritten

DAMAGES: Mapping[str, Mutator] = {
    "another title": rewritten(CORE, ("A Charter of Damages", "A Charter")),
    "a title twice": rewritten(CORE, ("</dc:title>", "</dc:title><dc:title>Void</dc:title>")),
    "a description": rewritten(CORE, ("<dc:title>", "<dc:description>Void</dc:description><dc:title>")),
    "another editor": rewritten(CORE, ("<dc:title>", "<cp:lastModifiedBy>Anybody</cp:lastModifiedBy><dc:title>")),
    "another kind": rewritten(CORE, (">Charter<", ">Draft<")),
    "another language": rewritten(CORE, ("en-GB", "en-US")),
}
