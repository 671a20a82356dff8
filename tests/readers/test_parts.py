"""Parts between two lines of colons: what stands in them, and what is wrong with them."""

from pathlib import Path

import pytest

from pipeline.readers.front_matter import parse_front_matter
from pipeline.readers.markdown import parse_markdown
from pipeline.readers.source import text_source
from pipeline.verify.accounting import account
from tests.reading import FRONT, document, read, rules
from tests.schemes import SCHEMES

TREATY = FRONT.replace("date:", "scheme: treaty\ndate:")
ARTICLE = "# Article 1. Scope\n\nThis applies.\n\n"
END = "::: conclusion\nDone at Geneva.\n:::\n"


def count(text: str) -> tuple[int, int, int, int]:
    made = document(text, front=TREATY)
    assert account(made, (TREATY + text).encode()).balances
    return len(made.preamble), len(made.body), len(made.conclusion), len(made.annexes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Agreed:\n\n" + ARTICLE + END, (1, 1, 1, 0)),
        (ARTICLE.rstrip() + "\n" + END + "# Annex\n\nNothing.", (0, 1, 1, 1)),
        (ARTICLE + "1. One.\n\nand so on.\n\n" + END, (0, 1, 1, 0)),
        (ARTICLE + "::::conclusion \nDone.\n\n- one\n\n> two\n\n:::::  ", (0, 1, 3, 0)),
        (ARTICLE + "::: conclusion\n\nDone[^1].\n\n:::\n\n[^1]: A note.\n", (0, 1, 1, 0)),
        (ARTICLE + "Words \\\n\\::: and\\\n::\n", (0, 1, 0, 0)),
    ],
)
def test_what_stands_between_colons_is_the_conclusion(text: str, expected: tuple[int, int, int, int]) -> None:
    assert count(text) == expected


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        (END.replace("conclusion", "conclusoin"), "part-unknown", 12),
        (END.replace("conclusion", "annex"), "part-unknown", 12),
        (END.removesuffix(":::\n"), "part-open", 12),
        (":::\n", "part-open", 12),
        ("- one\n\n  ::: conclusion\n  Done.\n  :::\n", "part-misplaced", 14),
        (END + "\nMore words.\n", "part-misplaced", 16),
        (END + "\n# Article 2\n\nMore.\n", "part-misplaced", 16),
        (END + "\n" + END, "part-misplaced", 16),
        ("# Annex\n\nRules.\n\n" + END, "part-misplaced", 16),
        ("::: conclusion\n\n" + END + "\n:::\n", "part-misplaced", 14),
        ("::: conclusion\n# Heading\n\nWords.\n\n:::\n", "construct-unsupported", 13),
        ("::: conclusion\n:::\n", "block-empty", 12),
        ("{#name}\n" + END, "attributes-misplaced", 12),
    ],
)
def test_what_is_wrong_with_a_part_is_said_in_its_place(text: str, rule: str, line: int) -> None:
    _, found = read(ARTICLE + text, front=TREATY)
    assert [(it.rule, it.position and it.position.line) for it in found] == [(rule, line)]


def test_many_colons_are_read_in_good_time() -> None:
    assert set(rules(read("::: conclusion\n" * 20_000)[1])) == {"part-open", "too-deep"}


def test_an_account_does_not_balance_where_the_conclusion_begins_elsewhere() -> None:
    """The conclusion's first words laid to the body: what the parser moved is found."""
    text = TREATY + ARTICLE + "::: conclusion\nDone.\n\nSigned.\n:::\n"
    source = text_source(text, "a.md", Path(), report=print)
    metadata, lines = parse_front_matter(source, SCHEMES, report=print)
    made = parse_markdown(source, metadata, lines, SCHEMES["treaty"], report=print)
    moved = type(made)(made.position, metadata, (), (*made.body, made.conclusion[0]), made.conclusion[1:], made.annexes)
    assert account(made, text.encode()).balances
    assert not account(moved, text.encode()).balances
