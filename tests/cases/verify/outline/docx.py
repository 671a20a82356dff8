"""An outline that is another, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import STYLES, Mutator, rewritten

DAMAGES: Mapping[str, Mutator] = {
    "a heading is none to who navigates": rewritten(STYLES, ('<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="3"/>')),
}
