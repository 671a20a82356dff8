"""Web pages for the tests: written from a source, with a theme that differs in what a test is about."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import html as lxml_html

from pipeline.build import prepare
from pipeline.project import TEMPLATES
from pipeline.rendering import Publication
from pipeline.writers.html import html
from tests.validators import ROOT

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic

DECLARATION = ROOT / "source" / "declaration.md"
EXAMPLE = TEMPLATES / "example" / "source" / "example.md"
"""What `engross new` writes: it shows most constructs of the source language."""

HEAD = """---
title: [Charter of, All Things]
kind: Charter
language: en-GB
date: 2021-07-06
scheme: {scheme}
---

We, who are many, agree.

"""
LONG = HEAD.format(scheme="resolution") + "\n".join(
    f"# Part {part}, on many things\n\n" + "\n".join(f"1. We agree on point {point}.\n" for point in range(6))
    for part in range(5)
)
"""Long enough for contents that open part by part."""

MANY = HEAD.format(scheme="joint-statement") + "\n".join(f"1. We agree on point {point}.\n" for point in range(40))
"""Labels as wide as XXXVIII., and without short names."""

_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
WIDE = f"""---
title: {_WORD} and others
subtitle: {_WORD}
kind: {_WORD}
organ: {_WORD}
publisher: {_WORD}
language: en
modified: 2021-07-06
scheme: joint-statement
---

{_WORD} `{_WORD}` [{_WORD}](https://example.org/{_WORD}).

# {_WORD}

{{short="{_WORD}"}}
I. {_WORD} we agree:

(a) {_WORD}

(i) {_WORD}

a. {_WORD}

- {_WORD}

> {_WORD}

{{label="XXXVIII bis"}}
XXXVIII bis. We agree.
"""
"""Words longer than a phone is wide, wherever words can stand."""


def publication(source: Path, theme: Path | None = None) -> Publication:
    """Return what the writer of the page needs of `source`; a finding is a failure."""
    found: list[Diagnostic] = []
    made = prepare(source, ("html",), theme=theme, report=found.append)
    assert found == []
    return made


def page(source: Path, theme: Path | None = None) -> str:
    """Return the finished page of `source`; a finding is a failure."""
    found: list[Diagnostic] = []
    written = html(publication(source, theme), report=found.append)
    assert found == []
    return written.decode("utf-8")


def parse(text: str) -> Any:
    """Read a page as a browser would, as lxml's elements; untyped, since what a test looks for is there or it fails."""
    return lxml_html.document_fromstring(text)


def theme_with(folder: Path, files: dict[str, str]) -> Path:
    """Make a theme in `folder` that differs from ours in the contents of `files`, by their names."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def theme_in_arabic(folder: Path) -> Path:
    """Make a theme that has words for Arabic, though English ones: the layout is what is looked at."""
    (folder / "languages").mkdir(parents=True, exist_ok=True)
    shutil.copy(TEMPLATES / "languages" / "en.toml", folder / "languages" / "ar.toml")
    return folder
