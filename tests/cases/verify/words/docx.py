"""Words that are missing or others, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import PLAIN, THANKS, Mutator, text

DAMAGES: Mapping[str, Mutator] = {
    "a figure in a table": text(">30</w:t>", ">80</w:t>"),
    "a run is dropped": text('<w:t xml:space="preserve"> thing.</w:t>', ""),
    "a letter is another": text("everybody", "everyb\u043edy"),
    "a word is added": text(THANKS, THANKS + PLAIN),
    "a paragraph is dropped": text(THANKS, ""),
}
