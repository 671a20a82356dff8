"""Labels as people type them: "Article 5.", "PART IV", "第五条"; "1.", "(a)", "1.2.3"; each with what it may mean."""

import re
from dataclasses import dataclass

from pipeline.numerals import value_of

_WORDS = {
    "part": "part partie parte teil часть deel часть parte الجزء חלק",
    "book": "book livre libro livro buch книга",
    "title": "title titre título titolo titel раздел الباب",
    "chapter": "chapter chapitre capítulo capitolo kapitel hoofdstuk глава الفصل פרק rozdział kapitola",
    "section": "section sección secção sezione abschnitt afdeling sectie القسم секция",
    "subsection": "subsection sub-section sous-section paragraaf",
    "article": "article artículo articulo artigo articolo artikel статья стаття المادة मद अनुच्छेद סעיף art. artykuł "
    "článek",
    "rule": "rule règle regla regulation règlement principle principe principio guideline recommendation goal standard "
    "правило принцип",
    "annex": "annex annexe anexo allegato anhang anlage bijlage приложение مرفق appendix appendice apéndice schedule",
}
KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
"""The kind of division that a word begins, in small letters."""

RANKS = ("annex", "book", "part", "title", "chapter", "section", "subsection", "article", "rule")
"""Kinds from the outermost."""

_SPELLED = {
    word: value
    for words in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
        "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
        "première",
        "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo",
        "primera segunda tercera cuarta quinta sexta séptima octava novena décima",
        "первая вторая третья четвертая пятая шестая седьмая восьмая девятая десятая",
    )
    for value, word in enumerate(words.split(), 1)
}
_SUFFIX = r"(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies)\b|\s?(?<=\d)-?[A-Z]{1,2}\b|\s?(?<=\d)[a-z]\b)"
_NUMBER = rf"(?:[0-9]{{1,4}}|[IVXLCDM]{{1,8}}|[ivxlcdm]{{1,8}}|[A-Z]\b|\d{{1,4}}|[א-ת]{{1,3}}\b|{'|'.join(_SPELLED)})"
_DIVISION = re.compile(
    rf"(?P<word>{'|'.join(sorted(map(re.escape, KINDS), key=len, reverse=True))}|§{{1,2}})(?:\s+|(?<=[§.])\s?)"
    rf"(?:No\.?\s?|n°\s?)?(?P<number>{_NUMBER})(?P<suffix>{_SUFFIX})?(?![\w’'-])(?P<stop>\s?[.:)])?(?P<gap>\s*)",
    re.IGNORECASE,
)
_HAN = re.compile(
    r"第\s?(?P<number>[0-9０-９]{1,4}|[〇零一二三四五六七八九十百]{1,7})\s?(?P<word>[编編章节節条條款部])(?P<gap>\s*)"
)
_HAN_KINDS = {"编": "part", "編": "part", "部": "part", "章": "chapter", "节": "section", "節": "section"}
_BETWEEN = re.compile(r"(?:[–—-]{1,2}|:)\s+")
_SAYS_ON = re.compile(
    r"\s*(?:of|and|or|to|paragraph|shall|de|du|des|et|и|y|del|is|are|was|above|below|,|;)\b|\s*[,;(]", re.IGNORECASE
)
"""Behind a label these say that it is a reference in a sentence."""

_CLAUSE = re.compile(
    r"(?P<open>\()?\s?(?P<number>[0-9]{1,4}(?:\.[0-9]{1,3}){0,5}|[ivxlcdm]{1,8}|[IVXLCDM]{1,8}|[a-z]{1,2}|[A-Z]{1,2})"
    r"(?P<suffix>\s?(?:bis|ter|quater|quinquies|sexies)|(?<=[0-9])[A-Za-z])?\s?(?P<close>\)\.|\.\)|[.)])?"
    r"(?P<gap>\s+|\Z|(?=[^\W\d_]{2,}(?![\w.])|[“\"«(]))"
)
SPECIAL = re.compile(
    r"(?P<word>annex|annexe|anexo|appendix|приложение|مرفق|anhang|allegato)(?P<stop>[.:])?\s*\Z", re.IGNORECASE
)
"""An annex without a number."""


@dataclass(frozen=True, slots=True)
class Option:
    """One meaning of a label: its pattern, the kind of its numeral, what it counts."""

    pattern: str
    kind: str
    value: int


@dataclass(frozen=True, slots=True)
class Label:
    """A label as typed. `length` are its characters with all that parts it from the words; `number` is its numeral.

    `inserted` says that it counts nothing ("4 bis"); `division` is the kind of what it begins, "" for a clause.
    """

    text: str
    length: int
    number: str
    options: tuple[Option, ...]
    inserted: bool = False
    division: str = ""
    exact: bool = True

    @property
    def kept(self) -> str:
        """The number as an author keeps it on purpose."""
        return self.number


def division_label(text: str, *, alone: bool = False) -> Label | None:
    """The label of a division with which a heading begins, or (`alone`) that the text is; None for none."""
    found = _DIVISION.match(text)
    if not found:
        return _han(text, alone=alone)
    behind = text[found.end() :]
    if alone and behind:
        return None
    stop, gap = (found["stop"] or "").strip(), found["gap"]
    length = found.end()
    if behind and not stop and not gap:
        return None
    if behind and not stop:
        if between := _BETWEEN.match(behind):
            length += between.end()
        elif _SAYS_ON.match(behind):
            return None
    if stop == ")":
        return None
    number, suffix = found["number"], found["suffix"] or ""
    word = found["word"]
    sign = " " if re.search(r"\s\Z", text[: found.start("number")]) else ""
    kind = KINDS.get(word.lower(), "article")
    options = tuple(Option(f"{word}{sign}{{{form}}}{stop}", form, value) for form, value in _values(number))
    whole = " ".join((number + suffix).split())
    written = f"{word}{sign}{whole}{stop}"
    exact = number.lower() not in _SPELLED and number.isascii()
    return Label(written, length, whole, options, bool(suffix), kind, exact)


def _han(text: str, *, alone: bool) -> Label | None:
    found = _HAN.match(text)
    if not found or (alone and found.end() < len(text)):
        return None
    if text[found.end() :] and not found["gap"]:
        return None
    value = _han_value(found["number"])
    kind = _HAN_KINDS.get(found["word"], "article")
    form = "1" if found["number"].isdigit() and found["number"].isascii() else "一"
    options = (Option(f"第{{{form}}}{found['word']}", form, value),) if value else ()
    return Label(text[: found.end()].strip(), found.end(), found["number"], options, False, kind, form == "1")


def _han_value(number: str) -> int:
    if number.isdigit():
        return int(number)
    figures = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
    total = figure = 0
    for sign in number:
        if sign in ("十", "百"):
            total += (figure or 1) * (10 if sign == "十" else 100)
            figure = 0
        else:
            figure = figures[sign]
    return total + figure


def _values(number: str) -> list[tuple[str, int]]:
    """What a numeral may be: kinds of numerals with the value that each gives it."""
    if value := _SPELLED.get(number.lower()):
        return [("1", value)]
    if number.isdigit():
        return [("1", int(number))]
    forms = (("I", "A") if number.isupper() else ("i", "a")) if number.isascii() else ()
    return [(form, value) for form in forms if (value := value_of(number, form))]


def numeral_label(text: str) -> Label | None:
    """A heading that begins with nothing but a numeral: "IV", "IV. Name", "A. Name", "2. Name"."""
    found = re.match(r"(?P<number>[IVXLCDM]{1,8}|[A-Z]|[0-9]{1,3})(?P<stop>[.)]?)(?P<gap>\s+|\Z)", text)
    if not found or (not found["stop"] and text[found.end() :]):
        return None
    stop = found["stop"]
    options = tuple(Option(f"{{{form}}}{stop}", form, value) for form, value in _values(found["number"]))
    if not options:
        return None
    return Label(found["number"] + stop, found.end(), found["number"], options, False, "heading")


def clause_label(text: str, *, counted: bool = False) -> Label | None:
    """The label that a paragraph may begin with; with `counted` the text is one that software shows, whatever it is."""
    found = _CLAUSE.match(text)
    if not found:
        return None
    number, suffix = found["number"], (found["suffix"] or "").strip()
    opened, close = found["open"] or "", found["close"] or ""
    parts = number.split(".")
    if opened and not close.startswith(")"):
        return None
    if not close and len(parts) == 1 and not counted:
        return None
    if not found["gap"] and not close and not counted:
        return None
    sign = f"{opened}%{close}"
    if len(parts) > 1:
        value = int(parts[-1])
        pattern = sign.replace("%", ".".join(["{1}"] * len(parts)))
        options: tuple[Option, ...] = (Option(pattern, "1", value),) if value else ()
    else:
        options = tuple(
            Option(sign.replace("%", f"{{{form}}}"), form, value) for form, value in _values(number) if value
        )
    if not options:
        return None
    whole = f"{number}{' ' if found['suffix'] and found['suffix'][0] == ' ' else ''}{suffix}"
    return Label(sign.replace("%", whole), found.end(), whole, options, bool(suffix))
