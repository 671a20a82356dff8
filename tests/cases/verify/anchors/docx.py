"""Places with another name, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import Mutator, text

DAMAGES: Mapping[str, Mutator] = {
    "a bookmark has another name": text('w:name="_Decl_second"', 'w:name="_Decl_third"'),
}
