"""Tables that are others, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import DOCUMENT, Mutator, rewritten

DAMAGES: Mapping[str, Mutator] = {
    "a head that does not stand again": rewritten(DOCUMENT, ("<w:tblHeader/>", "")),
    "a first column like others": rewritten(DOCUMENT, ('w:firstColumn="1"', 'w:firstColumn="0"')),
    "cells that do not go on": rewritten(DOCUMENT, ("<w:vMerge/>", "")),
    "a cell over one column more": rewritten(DOCUMENT, ('<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="3"/>')),
}
ALSO = {"a head that does not stand again": {"look"}}  # its words are set as those of heads
