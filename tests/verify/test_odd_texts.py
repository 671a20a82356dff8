"""Texts that are odd and valid: each is published in all editions, and the proof raises no false alarm."""

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from PIL import Image

from pipeline.verify.lettered import lettered
from pipeline.verify.pdf.said import settle
from pipeline.verify.pdf.shown import Mark
from pipeline.verify.transcript import Kind, Look, Passage, Run
from tests.library import publish

if TYPE_CHECKING:
    from pipeline.verify.align import Pair
    from pipeline.verify.pdf.shown import Shown

TEXTS = {
    "spaces of every width": "I. Soit "
    + ", ".join(f"10{space}000" for space in "\u2002\u2003\u2004\u2005\u2006\u2007\u2009\u200a\u202f\u00a0")
    + ".",
    "spaces of every width in a title's size": "# Soit "
    + " et ".join(f"a{space}b" for space in "\u2002\u2003\u2004\u2005\u2006\u2007\u2009\u200a\u202f\u00a0"),
    "a heading alone, under a long subtitle": "# Of all that was said, and of all that was not",
    "a sub-paragraph behind a list": "I. We agree:\n\n- here;\n\n(a) there.",
    "a sub-paragraph behind a second paragraph": "I. We agree.\n\nAll of us.\n\n(a) There.",
    "a sub-paragraph behind a quotation": "I. We agree.\n\n> All.\n\n(a) There.",
    "accents apart and together": "I. e\u0301 and é, и\u0306 and й, *n\u0303* and ñ, q\u0303, Vie\u0323\u0302t.",
    "accents apart and together, in many lines": "I. " + "re\u0301sume\u0301 et résumé; " * 60,
    "accents above and below one another": "I. \u1ecd\u0301 o\u0323\u0301 o\u0328\u0301 x\u0304\u0301 q\u0303"
    " \u0438\u0306\u0301 X\u0301\u0300 *x\u0304\u0301 o* **\u1ecd\u0301**; on.\n\n# x\u0304\u0301 o\u0328\u0301 on",
    "where words may break, and where not": "I. co\u00adoperation, ra\u200bra, *a\u2060b* co\u00ad*op*\u00aderate.",
    "where words may break, in many lines": "I. " + "Do\u00adnau\u00addampf\u00adschiff\u00adfahrt A/\u200bB; " * 60,
    "stress in headings of every level": "# **All** *it*\n\n## A **b**\n\n## **C**^2^\n\n### D *e*\n\n"
    "### *All of it*\n\n#### F *g* **h**\n\n#### *All*\n\n##### **I**\n\nText.",
    "stress at once in another language": "I. We agree [*de bonne* foi]{lang=fr}, [[*de*](#clause-1) bon]{lang=fr}.",
    "stress in the stress of a caption": '![Seats](seats.png "The *five _or six_ seats* here")\n\nI. We meet.',
    "lines that end where they are asked to": "Done at Geneva,\\\nby hand,\\\nat noon,\\\nin one copy.\n\nI. We agree.",
    "a word that is parted far from a long one": "Whereas `"
    + "unbreakable" * 6
    + "` and so on, and more of it.\n\nI. We agree.",
    "lists in quotations in lists": "> - a\n>\n>   b\n>\n>   > c\n>   >\n>   > - d\n\n- a\n\n  > b\n  >\n  > - c",
    "a caption that is mostly stressed": '![Seats](seats.png "The *five*")\n\nI. We meet.',
    "a caption that is all stressed": '![Seats](seats.png "*Five* **of *us***")\n\nI. We meet.',
    "raised and lowered words of every kind": "I. c^1,2^ y^a–b^ 10^-3^ 10^−3^ x^é^ ^Ω^ ^я^ 1^er^ m^2^ ~,~ x~ij~ H~2~O "
    "^a(b)\\*^ ^M^ ^“a”!?%^ *x^é,1^* **x^é,1^ y~i~** ^*a* **é**^ [x^é^](#clause-1) and so on.\n\n# H^é^ 1^er,2^",
    "raised words in many lines": "I. " + "mot^1,2^ et 1^er^ puis x~ij~ de la phrase " * 60,
    "a paragraph that runs the other way": "I. We agree.\n\n{lang=he}\n1, 2.\n\nII. We agree again.",
    "no-break spaces in a heading": "# Qui\u00a0? «\u202fMoi\u202f»\n\nI. Moi.",
    "labels wider than their column": "\n\n".join(
        f'{{label="{label}"}}\n{label}. We agree, and say so in more than one line; ' + "again and again. " * 9
        for label in ("CLXXXVI", "CLXXXVII", "CLXXXVIII", "DCCCLXXXVIII")
    ),
    "references in a caption and in cells": "I. We agree:\n\nTable: Sums[^1], as [](#clause-2) says\n\n"
    "| A[^2] | [](#clause-2) |\n|---|---|\n| b | [](#clause-2-a) |\n\n"
    "II. Again:\n\n(a) yes.\n\n[^1]: One.\n\n[^2]: Two, see [](#clause-1).",
    "links to a list and to a quotation": "{#q}\n> Words.\n\n{#l}\n- One.\n\nI. See [it](#q) and [them](#l).",
}


_HEAD = """---
title: Odd
subtitle: A text that is odd and valid, and this is a long subtitle
language: en
date: 2021-07-06
---

"""


@pytest.mark.parametrize("name", TEXTS)
def test_an_odd_text_is_published(tmp_path: Path, name: str) -> None:
    Image.new("RGB", (60, 40), "#446688").save(tmp_path / "seats.png")
    source = tmp_path / "odd.md"
    source.write_text(f"{_HEAD}{TEXTS[name]}\n", encoding="utf-8")
    publish(source, tmp_path / "out")


@pytest.mark.parametrize(
    ("said", "drawn", "alike"),
    [
        ("10\u00a0000", "10 000", True),
        ("re\u0301sume\u0301s", "résumés", True),
        ("re\u0301sum\u0301", "résume\u0301", False),
        ("résume\u0301", "résumé", True),
        ("re\u0301sume", "résumé", False),
        ("re\u0301sume\u0300", "résumé", False),
        ("resume\u0301", "résumé", False),
        ("\u2060co\u00adop\u200b", "coop", True),
        ("co\u00adopt", "coop", False),
        ("co\u00ador", "coop", False),
        ("co\u0301op", "coop", False),
    ],
)
def test_a_glyph_may_say_only_what_it_looks_like(said: str, drawn: str, *, alike: bool) -> None:
    piece = SimpleNamespace(mark=Mark(actual=said), text=drawn, texts=list(drawn))

    assert [piece for _, _, piece in settle([cast("Shown", piece)])] == ([] if alike else [piece])
    assert "".join(piece.texts) == said


@pytest.mark.parametrize(
    ("shown", "agrees"),
    [
        ([Run("The ", emphasis=True), Run("five", superscript=True)], True),
        ([Run("The five", superscript=True)], False),
        ([Run("The five", emphasis=True)], False),
        ([Run("The "), Run("five", emphasis=True, superscript=True)], False),
        ([Run("The ", emphasis=True, strong=True), Run("five", superscript=True)], False),
        ([Run("The ", emphasis=True), Run("five")], False),
        ([Run("The ", emphasis=True), Run("four", superscript=True)], False),
    ],
)
def test_letters_agree_only_if_all_are_as_tokens_and_stress_say(shown: list[Run], *, agrees: bool) -> None:
    italic = {(Kind.CAPTION, 0): Look(weight=400, slope="italic")}
    expected = Passage(Kind.CAPTION, (Run("The "), Run("five", emphasis=True, superscript=True)))

    pairs: list[Pair] = [(expected, Passage(Kind.CAPTION, expected.runs, shown=tuple(shown)))]
    assert list(lettered(pairs, italic)) == ([(Kind.CAPTION, 0)] if agrees else [])
    assert list(lettered(pairs, {})) == []
    assert list(lettered([*pairs, (None, pairs[0][1])], italic)) == []
