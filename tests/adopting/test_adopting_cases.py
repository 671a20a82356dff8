"""Cases: prose, then blocks, each between lines of three tildes.

`input NAME` is the text, `source` what becomes of it behind the front matter, `front` that, `explain` what was taken
for what, `scheme` the file of a scheme of its own, `found` what was reported.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.adopting.adoption import adopt

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic

CASES = Path(__file__).parent / "cases"


def cases() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.md")):
        for part in re.split(r"^§ ", file.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            title = part.partition("\n")[0]
            yield pytest.param(part, id=f"{file.stem}: {title}")


@pytest.mark.parametrize("case", list(cases()))
def test_a_text_becomes_the_source_that_is_shown(case: str) -> None:
    blocks = {
        found["kind"]: (found["name"], found["text"])
        for found in re.finditer(r"^~~~(?P<kind>\w+) ?(?P<name>\S*)\n(?P<text>(?s:.*?))^~~~$", case, re.MULTILINE)
    }
    name, text = blocks.pop("input")
    link = "--link" in case.partition("~~~")[0]
    found: list[Diagnostic] = []
    adopted = adopt(text.replace("<FF>", "\f").encode(), Path(name), link=link, report=found.append)
    source = adopted.files[adopted.source].decode()
    _, front, body = source.split("---\n", 2)
    made = {
        "source": body.strip("\n"),
        "front": front.strip("\n"),
        "explain": "\n".join(adopted.explanation),
        "scheme": adopted.files.get(adopted.scheme, b"").decode().strip("\n"),
        "found": "\n".join(f"{each.position.line if each.position else 0} {each.rule}" for each in found),
    }
    assert blocks
    for kind, (_, expected) in blocks.items():
        assert made[kind] == expected.strip("\n"), kind
    assert adopted.sums["open"] == 0
    assert sum(adopted.sums.values()) == len(text.replace("<FF>", "\f"))
