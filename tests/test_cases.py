"""The literate cases: in each file of tests/cases/ prose, then a source between two fences, then what becomes of it.

What becomes of a source is written one line for each block (`tests.reading.outline`), then one line for each finding:
its sign ("!" error, "?" warning, "." note), where it is as line:column+length, and its rule; in the cases of
diagnostics/ its message too. Lines count from the source's first. A word behind "markdown" names another scheme.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.diagnostics import Diagnostic, Severity, in_order
from tests.reading import FRONT, outline, read

CASES = Path(__file__).parent / "cases"
FOLDERS = ("markdown", "numbering", "diagnostics")
SIGNS = {Severity.ERROR: "!", Severity.WARNING: "?", Severity.NOTE: "."}
_CASE = re.compile(
    r"""
    ^\#\#[ ](?P<name>[^\n]+)\n
    (?P<prose>.*?)
    ^~~~~[ ]markdown[ ]*(?P<scheme>\S*)\n(?P<source>.*?)^~~~~\n\s*
    ^~~~~\n(?P<expected>.*?)^~~~~\n
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_FENCED = re.compile(r"^~~~~.*?^~~~~$", re.DOTALL | re.MULTILINE)


def cases() -> Iterator[tuple[str, str, str, str, bool]]:
    for folder in FOLDERS:
        for path in sorted((CASES / folder).glob("*.md")):
            for found in _CASE.finditer(path.read_text("utf-8")):
                name = f"{folder}/{path.stem}: {found['name']}"
                yield name, found["scheme"], found["source"], found["expected"], folder == "diagnostics"


ALL = list(cases())


def shown(diagnostic: Diagnostic, *, message: bool) -> str:
    """A finding as the cases write it."""
    position = diagnostic.position
    assert position
    line = position.line - FRONT.count("\n")
    place = f"{line}:{position.column}+{position.length}"
    more = f": {diagnostic.message}" if message else ""
    return f"{SIGNS[diagnostic.severity]} {place} {diagnostic.rule}{more}"


def result(source: str, scheme: str, *, messages: bool) -> str:
    front = FRONT.replace("---\n\n", f"scheme: {scheme}\n---\n") if scheme else FRONT  # as many lines
    numbered, found = read(source, front=front)
    lines = outline(numbered) if numbered else []
    return "".join(f"{line}\n" for line in [*lines, *(shown(item, message=messages) for item in in_order(found))])


@pytest.mark.parametrize(("name", "scheme", "source", "expected", "messages"), ALL, ids=[case[0] for case in ALL])
def test_case(name: str, scheme: str, source: str, expected: str, messages: bool) -> None:
    assert name
    assert result(source, scheme, messages=messages) == expected


def test_every_case_file_is_used() -> None:
    files = [path for folder in FOLDERS for path in (CASES / folder).iterdir()]
    prose = "".join(_FENCED.sub("", path.read_text("utf-8")) for path in files)
    headings = re.findall(r"^## .*", prose, re.MULTILINE)
    assert [path for path in files if path.suffix != ".md"] == []
    assert len(ALL) == len(headings)
    assert len({case[0] for case in ALL}) == len(ALL)
