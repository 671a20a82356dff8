"""Words that are missing or others, in a web page."""

# ruff: noqa: E501  # one damage a line

from collections.abc import Mapping

from tests.verify.web import ONE, Mutator, swap, without

DAMAGES: Mapping[str, Mutator] = {
    "a word more": swap(ONE, "In this text no clause begins with its number."),
    "a letter of another alphabet": swap("a clause begins with its number. Engross", "а clause begins with its number. Engross"),
    "a zero-width space": swap("H<sub>2", "H\u200b<sub>2"),
    "a direction mark": swap("a slip is", "a \u202eslip is"),
    "a no-break space lost its nature": swap("bon usage", "bon\u00a0usage"),
    "a figure in a table": swap(">250<", ">205<"),
    "a cell gone": without(r"bought ?<br>only once"),
    "a caption gone": without(r"<caption>What.*?</caption>\n"),
    "a paragraph gone": without(r'<p id="recital-3">.*?</p>\n'),
    "a ruby gloss": swap("literal words", "<ruby>literal words<rt>not so</rt></ruby>"),
}  # fmt: skip
