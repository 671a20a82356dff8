"""Schemes: files that say how divisions and clauses are numbered; what they give, and what is wrong with them."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.model import Division
from pipeline.project import TEMPLATES
from pipeline.schemes import load_scheme
from pipeline.verify.places import Places
from pipeline.walk import blocks
from tests.reading import FRONT, read, rules
from tests.schemes import ENGLISH, SCHEMES

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic

TREATY = """\
# Preamble {.unnumbered}

Have agreed as follows:

# Part I. Purposes

## Article 1: Scope

A paragraph leads in:

(a) one;

(b) two.

## Article 2

1. One.

2. Two:

(a) deeper.

# Part II

## Section 1 – General

### Article 3. More

1. Anew.

### Article 3 bis. Put in {label="3 bis"}

1. In between.

## Section 2. Special

### Without a label typed {.unnumbered}

Words.

# Annex I. Rules

## Article 1. A rule

1. Of the annex.

# Annex II. Costs

None.
"""
EXPECTED = """\
 Preamble = section-1
Part I Purposes = part-1
Article 1 Scope = art-1
(a) = art-1-a
(b) = art-1-b
Article 2 = art-2
1. = art-2-1
2. = art-2-2
(a) = art-2-2-a
Part II = part-2
Section 1 General = part-2-sec-1
Article 3 More = art-3
1. = art-3-1
Article 3 bis Put in = art-3-bis
1. = art-3-bis-1
Section 2 Special = part-2-sec-2
 Without a label typed = part-2-sec-2-1
Annex I Rules = annex-1
Article 1 A rule = annex-1-art-1
1. = annex-1-art-1-1
Annex II Costs = annex-2
"""


def front(scheme: str) -> str:
    return FRONT.replace("---\n\n", f"scheme: {scheme}\n---\n\n")


def lines(text: str, scheme: str) -> list[str]:
    """Each division and clause with its label, heading and anchor."""
    numbered, found = read(text, front=front(scheme))
    assert found == []
    assert numbered
    made = []
    for block, number in numbered.numbers.items():
        if isinstance(block, Division):
            words = "".join(getattr(inline, "text", "") for inline in block.heading)
            made.append(f"{number.label} {words}".rstrip() + f" = {number.anchor}")
        elif number.label:
            made.append(f"{number.label} = {number.anchor}")
    promised = Places(numbered.document, SCHEMES[scheme])
    every = list(blocks(numbered.document))
    assert [numbered.numbers[block].label for block in every] == [promised.labels.get(block, "") for block in every]
    assert [numbered.numbers[block].anchor for block in every] == [promised.anchors.get(block, "") for block in every]
    return made


def test_a_treaty_has_parts_articles_annexes() -> None:
    assert lines(TREATY, "treaty") == EXPECTED.splitlines()


def test_headings_without_labels_count_by_themselves() -> None:
    text = "# Purposes\n\n## Scope\n\n1. One.\n\n# Means\n\n## Money\n\nWords.\n"
    assert lines(text, "treaty") == [
        "Part I Purposes = part-1",
        "Article 1 Scope = art-1",
        "1. = art-1-1",
        "Part II Means = part-2",
        "Article 2 Money = art-2",
    ]


def test_decimals_show_the_label_above() -> None:
    text = "1. One.\n\n1.1 Below.\n\n1.2 Below:\n\n1.2.1 Deeper.\n\n2. Two.\n\n2.1 Below.\n\n2.1.1 Deeper.\n"
    labels = [line.partition(" = ")[0] for line in lines(text, "legal-decimal")]
    assert labels == ["1.", "1.1", "1.2", "1.2.1", "2.", "2.1", "2.1.1"]


def test_the_only_annex_needs_no_number() -> None:
    assert lines("1. Adopts it.\n\n# Annex. Rules\n\n## Article 1\n\nWords.\n", "resolution") == [
        "1. = clause-1",
        "Annex Rules = annex",
        "Article 1 = annex-art-1",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Part II. Purposes\n\nWords.\n", "“Part II”, but the count gives “Part I”"),
        ("# PART I\n\nWords.\n", "“PART I”, but the count gives “Part I”"),
        (
            "# Part I\n\n## Article 2\n\nWords.\n\n## Article 3\n\nWords.\n",
            "“Article 2”, but the count gives “Article 1”",
        ),
    ],
)
def test_a_typed_label_is_compared(text: str, said: str) -> None:
    _, found = read(text, front=front("treaty"))
    assert rules(found) == ["label-differs"]
    assert said in found[0].message


def test_words_that_only_begin_like_a_label_are_words() -> None:
    assert lines("# Part I of the programme\n\nWords.\n", "treaty") == ["Part I Part I of the programme = part-1"]


WRONG = {
    "no levels": ("", "scheme-missing"),
    "seven levels": ('[[level]]\nlabel = "{1}."\n' * 7, "scheme-invalid"),
    "no number": ('[[level]]\nlabel = "§"\n', "scheme-invalid"),
    "two numbers": ('[[level]]\nlabel = "{1}.{1}"\n', "scheme-invalid"),
    "above nothing": ('[[level]]\nlabel = "{above}.{1}"\n', "scheme-invalid"),
    "no sign": ('[[level]]\nlabel = "{1}"\n[[level]]\nlabel = "{above}{1}"\n', "scheme-invalid"),
    "braces": ('[[level]]\nlabel = "{1}{x}"\n', "scheme-invalid"),
    "a deeper restart": ('[[level]]\nlabel = "{1}"\n[[level]]\nlabel = "{a}"\nrestarts = true\n', "scheme-invalid"),
    "no word": ('provision = "item"\n[[level]]\nlabel = "{1}."\n', "scheme-invalid"),
    "an unknown kind": (
        '[[level]]\nlabel = "{1}."\n[[division]]\nkind = "book"\nlabel = "{name} {1}"\n',
        "scheme-invalid",
    ),
    "a kind twice": (
        '[[level]]\nlabel = "{1}."\n' + '[[division]]\nkind = "part"\nlabel = "P {1}"\n' * 2,
        "scheme-invalid",
    ),
    "a number alone": (
        '[[level]]\nlabel = "{1}."\n[[division]]\nkind = "part"\nlabel = "P {1}"\nsingle = "P {1}"\n',
        "scheme-invalid",
    ),
    "too deep": (
        '[[level]]\nlabel = "{1}."\n[[division]]\nkind = "part"\nlabel = "P {1}"\ndepth = 6\n',
        "scheme-invalid",
    ),
    "a slip": ('[[level]]\nlable = "{1}."\n', "scheme-unknown"),
    "no list": ('level = "{1}."\n', "scheme-type"),
    "no TOML": ("level", "scheme-unreadable"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_file_is_said(name: str, tmp_path: Path) -> None:
    text, rule = WRONG[name]
    (tmp_path / "ours.toml").write_text(text, "utf-8")
    found: list[Diagnostic] = []
    assert load_scheme("ours.toml", tmp_path, [TEMPLATES], ENGLISH, report=found.append) is None
    assert rule in rules(found)


def test_no_file_outside_of_the_folder_is_read(tmp_path: Path) -> None:
    inside = tmp_path / "source"
    inside.mkdir()
    (tmp_path / "ours.toml").write_text('[[level]]\nlabel = "{1}."\n', "utf-8")
    (inside / "ours.toml").symlink_to(tmp_path / "ours.toml")
    found: list[Diagnostic] = []
    assert load_scheme("ours.toml", inside, [TEMPLATES], ENGLISH, report=found.append) is None
    assert rules(found) == ["scheme-unreadable"]


def test_an_article_behind_clauses_is_no_live_number_where_software_would_count_it_as_begun() -> None:
    """Word takes a level that was skipped as begun: the article after it would be the second."""
    front = FRONT.replace("---\n\n", "scheme: treaty\n---\n\n")
    numbered, found = read("1. A.\n\n2. B.\n\n# Article 1\n\n1. C.\n\n# Article 2\n\nD.\n", front=front)
    assert found == []
    assert numbered
    divisions = [block for block in blocks(numbered.document) if isinstance(block, Division)]
    assert [(numbered.numbers[each].label, numbered.numbers[each].live) for each in divisions] == [
        ("Article 1", False),
        ("Article 2", True),
    ]
