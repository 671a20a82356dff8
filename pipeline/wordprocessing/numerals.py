"""Numbers as Word writes them in labels: ST_NumberFormat (ECMA-376 part 1, 17.18.59; Word: MS-OI29500 2.1.540).

A format that is not known here is written in decimal figures, and `known` says so: most programs do the same.
"""

import re
from collections.abc import Callable, Mapping

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINAL = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_HEBREW = ("אבגדהוזחט", "יכלמנסעפצ", "קרשת")
_LETTERS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
}
"""Alphabets that begin again doubled: z, then aa, bb (17.18.59, lowerLetter). Word leaves out some Russian letters."""

_CYCLES = {
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
}
"""Signs for the first numbers; decimal figures after them."""

_FIGURES = {
    "decimalFullWidth": "０１２３４５６７８９",
    "decimalFullWidth2": "０１２３４５６７８９",
    "hindiNumbers": "०१२३४५६७८९",
    "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙",
    "ideographDigital": _HAN,
    "japaneseDigitalTenThousand": _HAN,
    "taiwaneseDigital": "○一二三四五六七八九",
    "koreanDigital2": _HAN,
}
"""Decimal notation with other figures."""


def numeral(value: int, form: str) -> str:
    """A number in the format that a level names, its w:val or, of a custom one, its w:format."""
    written = _FORMS.get(form)
    if written is not None:
        return written(value)
    if value > 0 and form in _LETTERS:
        return _letters(value, _LETTERS[form])
    if value > 0 and form in ("upperLetter", "russianUpper"):
        return _letters(value, _LETTERS["lowerLetter" if form == "upperLetter" else "russianLower"]).upper()
    if form in _CYCLES and 0 < value <= len(_CYCLES[form]):
        return _CYCLES[form][value - 1]
    if form in _FIGURES:
        return str(value).translate({ord("0") + digit: sign for digit, sign in enumerate(_FIGURES[form])})
    if padded := re.match(r"(0*)1\b", form):  # custom: “001, 002, 003, ...” (17.9.17)
        return str(value).zfill(len(padded[0]))
    return str(value)


def known(form: str) -> bool:
    """Whether the format is one of those above, and not taken for decimal."""
    others = form in ("decimal", "upperLetter", "russianUpper", "bullet") or re.match(r"0*1\b", form)
    return bool(form in _FORMS or form in _LETTERS or form in _CYCLES or form in _FIGURES or others)


def roman(value: int) -> str:
    """Capitals; what is beyond 32767, which no list of Word reaches, in figures."""
    if not 0 <= value <= 32767:
        return str(value)
    text = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        text += letters * count
    return text


def _letters(value: int, alphabet: str) -> str:
    """After the last letter each is doubled, then trebled (Word stops at 780, where 30 stand side by side)."""
    times, at = divmod(value - 1, len(alphabet))
    return alphabet[at] * (times % 30 + 1)


def _ordinal(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _cardinal_text(value: int) -> str:
    if value >= 1000 or value < 0:
        return str(value) if value < 0 or value >= 1_000_000 else _joined(value, 1000, "thousand")
    if value >= 100:
        return _joined(value, 100, "hundred")
    if value < 20:
        return _UNITS[value].capitalize()
    tens, units = divmod(value, 10)
    return (_TENS[tens] + (f"-{_UNITS[units]}" if units else "")).capitalize()


def _joined(value: int, unit: int, name: str) -> str:
    whole, rest = divmod(value, unit)
    return f"{_cardinal_text(whole)} {name}" + (f" {_cardinal_text(rest).lower()}" if rest else "")


def _ordinal_text(value: int) -> str:
    text = _cardinal_text(value)
    if not text[0].isalpha():
        return _ordinal(value)
    head, parting, last = re.fullmatch(r"(.*?)([ -]?)([^ -]+)", text, re.DOTALL).groups()  # type: ignore[union-attr]  # of one word or more
    low = last.lower()
    ordered = _ORDINAL.get(low) or (
        low[:-2] + "fth" if low == "twelve" else low[:-1] + "ieth" if low[-1] == "y" else low + "th"
    )
    return f"{head}{parting}{ordered if head else ordered.capitalize()}"


def _hebrew(value: int) -> str:
    """Numerals in letters; 15 and 16 are never written with those of the Name."""
    if not 0 < value < 500:
        return str(value)
    hundreds, rest = divmod(value, 100)
    text = _HEBREW[2][hundreds - 1] if hundreds else ""
    if rest in (15, 16):
        return text + ("טו" if rest == 15 else "טז")
    tens, units = divmod(rest, 10)
    return text + (_HEBREW[1][tens - 1] if tens else "") + (_HEBREW[0][units - 1] if units else "")


def _han(value: int) -> str:
    """Counting: 十, 十一, 二十, 一百〇一 (LibreOffice agrees to 99, the rest is the standard's)."""
    if not 0 < value < 1000:
        return str(value)
    hundreds, rest = divmod(value, 100)
    tens, units = divmod(rest, 10)
    text = f"{_HAN[hundreds]}百" if hundreds else ""
    if hundreds and not tens and units:
        text += "〇"
    if tens:
        text += (_HAN[tens] if tens > 1 or hundreds else "") + "十"
    return text + (_HAN[units] if units else "")


def _han_legal(value: int) -> str:
    if not 0 < value < 100:
        return str(value)
    tens, units = divmod(value, 10)
    return (_LEGAL[tens] + "拾" if tens else "") + (_LEGAL[units] if units else "")


_FORMS: Mapping[str, Callable[[int], str]] = {
    "upperRoman": roman,
    "lowerRoman": lambda value: roman(value).lower(),
    "decimalZero": lambda value: f"{value:02d}",
    "ordinal": _ordinal,
    "cardinalText": _cardinal_text,
    "ordinalText": _ordinal_text,
    "hex": lambda value: f"{value:X}",
    "chicago": lambda value: "*†‡§"[(value - 1) % 4] * min((value - 1) // 4 + 1, 30) if value > 0 else str(value),
    "numberInDash": lambda value: f"- {value} -",
    "none": lambda _: "",
    "hebrew1": _hebrew,
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "japaneseCounting": _han,
    "chineseLegalSimplified": _han_legal,
}
