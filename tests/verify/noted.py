"""A text with notes in all formats, what is promised of it, and small ways of damaging its files."""

import functools
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pipeline
from pipeline.build import promised_by
from pipeline.verify import transcribe
from pipeline.verify.claims import Promised
from pipeline.verify.differences import Difference
from pipeline.verify.proof import prove
from tests.verify.pages import Parts, packed, replaced, unpacked
from tests.verify.printed import damaged

FORMATS = ("pdf", "docx", "epub", "html")
TEXT = """---
title: A Charter with Notes
language: en-GB
date: 2021-07-06
scheme: joint-statement
---

The Assembly, recalling its earlier words,[^earlier] has agreed:

I. The first clause says one thing.[^long] It says another thing, too.[^third]

II. The second clause says more than all that.

[^earlier]: Said in *Geneva*, and see [what came of it](#second).

[^long]: A note may have two paragraphs,

    {#second}
    of which this one is the second.

[^third]: A third note.
"""


@dataclass(frozen=True)
class Noted:
    """The files, and what is promised of them."""

    promised: Promised
    files: Mapping[str, bytes]

    def differences(self, kind: str, damage: Callable[[Any], Any]) -> list[Difference]:
        """What all checks say of one file after a mutator has been at it."""
        return prove(self.promised, {kind: transcribe(kind, self.damaged(kind, damage))}).differences[kind]

    def damaged(self, kind: str, damage: Callable[[Any], Any]) -> bytes:
        """The file of a format: a package by its parts, a page as its text, a PDF as pikepdf has it."""
        data = self.files[kind]
        if kind == "pdf":
            return damaged(data, damage)
        if kind == "html":
            return bytes(damage(data.decode()).encode())
        damage(parts := unpacked(data))
        return packed(parts)


@functools.cache
def noted() -> Noted:
    """The text published once."""

    def report(diagnostic: object) -> None:
        raise AssertionError(diagnostic)

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "noted.md"
        source.write_text(TEXT, "utf-8")
        pipeline.build(source, FORMATS, out=Path(folder), verify=False, report=report)
        files = {kind: (Path(folder) / f"noted.{kind}").read_bytes() for kind in FORMATS}
        return Noted(promised_by(source, report=report), files)


# ---- small ways of damaging a page of a book, or the web page


def without(pattern: str, page: str) -> str:
    """The page without what a pattern finds in it once."""
    made, count = re.subn(pattern, "", page, flags=re.DOTALL)
    assert count == 1, count
    return made


def swapped(one: str, other: str, page: str) -> str:
    """The page with two texts in one another's place."""
    return replaced(replaced(replaced(page, one, "\0"), other, one), "\0", other)


def in_book(name: str, damage: Callable[[str], str]) -> Callable[[Parts], None]:
    """A damage to one page of a book, or to one part of a Word file."""

    def mutate(parts: Parts) -> None:
        parts[name] = damage(parts[name].decode()).encode()

    return mutate
