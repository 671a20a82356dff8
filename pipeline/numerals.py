"""Whole numbers as numerals and back. A kind is what stands in a scheme's pattern: 1, I, i, A or a.

After z come aa, bb, cc, as Word and the UN count (CSS would write ab); romans are those of a clock, up to 3999.
"""

import re

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)

SHAPES = {
    "1": r"[1-9][0-9]{0,8}",
    "I": r"[IVXLCDM]{1,15}",
    "i": r"[ivxlcdm]{1,15}",
    "A": r"[A-Z]{1,4}",
    "a": r"[a-z]{1,4}",
}
"""What a numeral of each kind looks like (regular expressions); `value_of` decides."""


def numeral(value: int, kind: str) -> str:
    """The numeral of `value` (1 or more)."""
    if kind == "1":
        return str(value)
    if kind in "Ii":
        written = ""
        for worth, letters in _ROMAN:
            count, value = divmod(value, worth)
            written += letters * count
    else:
        repeats, letter = divmod(value - 1, 26)
        written = chr(ord("a") + letter) * (repeats + 1)
    return written.upper() if kind in "IA" else written


def value_of(text: str, kind: str) -> int | None:
    """The number that `text` writes; None when it is no numeral of that kind, in its one right spelling."""
    if kind == "1":
        value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    elif kind in "Ii":
        value, rest = 0, text.lower()[:16]
        for worth, letters in _ROMAN:
            while rest.startswith(letters):
                value, rest = value + worth, rest[len(letters) :]
    elif text.isascii() and text.isalpha() and len(set(text)) == 1:
        value = (len(text) - 1) * 26 + ord(text[0].lower()) - ord("a") + 1
    else:
        value = 0
    return value if value and numeral(value, kind) == text else None


ABOVE = "{above}"
"""Stands in a pattern for the label above, without its full stop."""


def split(pattern: str) -> tuple[str, str, str]:
    """A pattern in three: what stands before the numeral, its kind, what stands behind: "({a})" is "(", "a", ")"."""
    before, kind, after = re.split(r"\{([1IiAa])\}", pattern)
    return before, kind, after


def label(pattern: str, number: str, above: str = "") -> str:
    """A label as printed: the pattern with `number` in place of its numeral; the label `above` where it names it."""
    before, _, after = split(pattern)
    return before.replace(ABOVE, above.removesuffix(".")) + number + after


def number_in(pattern: str, text: str) -> str:
    """The number that a label shows, "IV bis" of "IV bis."; a text without the pattern's signs is the number itself."""
    before, _, after = split(pattern)
    if ABOVE in before:  # what is above has the same signs, and ends at the last of them
        sign = before.partition(ABOVE)[2]
        return text.removesuffix(after).rpartition(sign)[2]
    return text.removeprefix(before).removesuffix(after)
