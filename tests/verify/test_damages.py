"""Damages to fresh files, from tests/cases/verify/: exactly the check that a folder is named by finds those in it.

A module there is named by what it damages: "pdf_example" the PDF of the example, "docx" the Word file of the charter.
It holds a table of mutators, DAMAGES, or functions that are mutators. Where a damage is two facts, its ALSO says what
else is found.
"""

import importlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline.verify.checks import CHECKS
from pipeline.verify.differences import Difference
from tests.verify import book, noted, paged, pages, pictured, pressed, printed, word

CASES = Path(__file__).parents[1] / "cases" / "verify"


def _pdf(document: str) -> Callable[[Any], list[Difference]]:
    def differences(damage: Any) -> list[Difference]:
        whole = printed.printed(document)
        return whole.differences(printed.damaged(whole.data, damage))

    return differences


DAMAGED: Mapping[str, Callable[[Any], list[Difference]]] = {
    "docx": lambda damage: word.charter().differences(word.damaged(word.charter().file, damage)),
    "epub": lambda damage: pages.example().differences("epub", book.damaged(damage)),
    "epub_paged": lambda damage: paged.paged().differences("epub", paged.book(damage)),
    "html_paged": lambda damage: paged.paged().differences(
        "html", damage(paged.paged().files["html"].decode()).encode()
    ),
    "epub_pictured": lambda damage: pictured.pictured().differences("epub", pictured.book(damage)),
    "html_pictured": lambda damage: pictured.pictured().differences(
        "html", damage(pictured.pictured().files["html"].decode()).encode()
    ),
    "html": lambda damage: pages.example().differences("html", damage(pages.example().files["html"].decode()).encode()),
    "print": lambda damage: pressed.pressed().differences(printed.damaged(pressed.pressed().data, damage)),
    "pdf": _pdf("declaration"),
    "pdf_example": _pdf("example"),
    **{
        f"{kind}_noted": partial(lambda kind, damage: noted.noted().differences(kind, damage), kind)
        for kind in noted.FORMATS
    },
}
"""What all checks say of a file after a mutator has been at it."""


def _cases() -> dict[str, tuple[str, Any, set[str]]]:
    """By name: what is damaged, the mutator, the checks that find it."""
    found = {}
    for path in sorted(CASES.glob("*/[!_]*.py")):
        rule, kind = path.parent.name, path.stem
        module = importlib.import_module(f"tests.cases.verify.{rule}.{kind}")
        functions = {
            name: each for name, each in vars(module).items() if getattr(each, "__module__", "") == module.__name__
        }
        for name, mutator in getattr(module, "DAMAGES", functions).items():
            found[f"{rule}-{kind}: {name}"] = kind, mutator, {rule, *getattr(module, "ALSO", {}).get(name, ())}
    return found


ALL = _cases()


@pytest.mark.parametrize("name", ALL)
def test_exactly_the_check_that_is_named_finds_it(name: str) -> None:
    kind, mutator, checks = ALL[name]
    found = DAMAGED[kind](mutator)
    shown = [(each.check, each.message, each.expected[:60], each.found[:60], str(each.place)) for each in found]
    assert {each.check for each in found} == checks, shown


def test_each_check_has_damages() -> None:
    assert {path.name for path in CASES.iterdir() if path.is_dir() and path.name != "__pycache__"} == {
        check.id for check in CHECKS
    }
