"""A table over several pages, and tables in odd places: what is proved of them, what is found once they are damaged."""

import functools
import re
import tempfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import pipeline
from tests.verify.printed import Printed, content, damaged, promise_of, report

ROWS = "".join(f"| State {at} | {at * 137:,} | paid |\n" for at in range(1, 61))
LONG = f"""---
title: A Scale of Assessments
language: en-GB
date: 2021-07-06
---

I. The scale is this:

Table: The scale {{#scale header-columns=1}}

| State | Contribution | Remark |
|:------|-------------:|:-------|
{ROWS}
II. It stands for a year.
"""
TALL = " ".join(f"word{at}" for at in range(900))
ODD = f"""---
title: Odd Tables
language: en-GB
date: 2021-07-06
---

| First | of all |
|:-:|--:|
| a | b |

{{header-rows=0}}
| | |
|---|---|
| adjacent | without a head |

I. In a list:

- an item

  | x | y |
  |---|---|
  | 1 | **2** |

> Quoted
>
> | q | r |
> |---|---|
> | 1 | 2 |

(a) a part:

Table: In a sub-clause, with a caption that says very much about so small a table[^1]

| s | t[^2] |
|---|---|
| 1 | 2[^1] |
| 3 | ^^ |

(b) another, higher than a page:

| H | K |
|---|---|
| {TALL} | {TALL[:3000]} |

II. Spans alone:

| A || B |
|---|---|---|
| one | two ||
| ^^ | three | four |

[^1]: Of the caption.

[^2]: Of a head.
""".replace("2[^1]", "2")


@functools.cache
def published(text: str) -> Printed:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "scale.md"
        source.write_text(text, "utf-8")
        pipeline.build(source, ("pdf",), out=Path(folder), verify=False, report=report)
        return promise_of(source, (Path(folder) / "scale.pdf").read_bytes())


def found(damage: Any) -> set[tuple[str, str]]:
    it = published(LONG)
    return {(each.check, each.expected) for each in it.differences(damaged(it.data, damage))}


def test_a_table_over_several_pages_is_as_promised() -> None:
    it = published(LONG)
    assert it.differences(it.data) == []


def test_tables_in_odd_places_are_as_promised_in_all_editions(tmp_path: Path) -> None:
    source = tmp_path / "odd.md"
    source.write_text(ODD, "utf-8")
    assert pipeline.build(source, out=tmp_path / "out", report=report)


ARTIFACT = re.compile(rb"/Artifact\s+<</Type /Pagination>>\s+BDC.*?EMC", re.DOTALL)
"""Text that is no part of the document."""


def test_a_head_that_does_not_stand_again_is_missed() -> None:
    def without(file: pikepdf.Pdf) -> None:
        content(file.pages[1], lambda data: ARTIFACT.sub(b"", data))

    assert ("furniture", "of table 1") in found(without)


@pytest.mark.parametrize("page", [0, 1])
def test_a_line_that_is_missing_is_missed(page: int) -> None:
    def without(file: pikepdf.Pdf) -> None:
        content(file.pages[page], lambda data: re.sub(rb"\nf\*\n", b"\nn\n", data))

    assert ("furniture", "2 of table 1") in found(without)


def test_a_line_through_the_words_is_found() -> None:
    def struck(file: pikepdf.Pdf) -> None:
        content(file.pages[1], lambda data: data + b"\nq 0 g 100 500 300 2 re f Q\n")

    assert found(struck)
