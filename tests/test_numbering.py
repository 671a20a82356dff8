"""The pass that numbers: labels worked out again, anchors, short names, links, and hints that work."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.diagnostics import Diagnostic
from pipeline.model import Block, Clause, Division, NumberedDocument
from pipeline.numbering import ANCHOR_LIMIT
from pipeline.walk import blocks
from tests.reading import FRONT, document, read, rules
from tests.schemes import SCHEMES

PATTERNS = {name: [level.pattern for level in scheme.levels] for name, scheme in SCHEMES.items()}

# ---- an arithmetic of its own


def roman(value: int) -> str:
    tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"][value // 10]
    return tens + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][value % 10]


def letters(value: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[(value - 1) % 26] * (1 + (value - 1) // 26)


def expected(scheme: str, level: int, value: int) -> str:
    if level == 1:
        return f"{roman(value).upper()}." if scheme == "joint-statement" else f"{value}."
    return {2: f"({letters(value)})", 3: f"({roman(value)})", 4: f"{letters(value)}."}[level]


Shape = list[Any]
"""How many clauses stand where: a list for each clause, which holds those of its sub-paragraphs."""


@some.composite
def shapes(draw: some.DrawFn, level: int = 1) -> Shape:
    count = draw(some.integers(0 if level > 1 else 1, 12 if level < 3 else 4))
    return [draw(shapes(level + 1)) if level < 4 and draw(some.sampled_from([1, 0, 0])) else [] for _ in range(count)]


def typed(shape: Shape, scheme: str, level: int = 1) -> list[str]:
    """Paragraphs with their labels, in order."""
    made = []
    for value, inner in enumerate(shape, 1):
        made.append(f"{expected(scheme, level, value)} Words")
        made += typed(inner, scheme, level + 1)
    return made


def labels(numbered: NumberedDocument) -> list[str]:
    clauses = [block for block in blocks(numbered.document) if isinstance(block, Clause)]
    return [numbered.numbers[block].label for block in clauses]


@given(shapes(), some.sampled_from(["communique", "joint-statement", "resolution"]))
def test_labels_typed_rightly_are_those_worked_out(shape: Shape, scheme: str) -> None:
    paragraphs = typed(shape, scheme)
    text = "\n\n".join(re.sub(r"^(\d+)\.", r"{#x\1}\n\1.", paragraph) for paragraph in paragraphs)
    numbered, found = read(text, front=FRONT.replace("---\n\n", f"scheme: {scheme}\n---\n\n"))
    assert found == []
    assert numbered
    assert labels(numbered) == [paragraph.removesuffix(" Words") for paragraph in paragraphs]


@given(some.integers(2, 30), some.data())
def test_one_wrong_label_is_one_error_that_shows_both(count: int, data: some.DataObject) -> None:
    written = [f"{roman(value).upper()}." for value in range(1, count + 1)]
    slip = data.draw(some.integers(0, count - 1))
    other = data.draw(
        some.sampled_from([f"{roman(value).upper()}." for value in range(1, 40)]).filter(lambda it: it != written[slip])
    )
    written[slip] = other
    _, found = read("\n\n".join(f"{label} Words" for label in written))
    assert len(found) == 1
    assert found[0].rule == "label-differs"
    assert other in found[0].message


@given(some.integers(3, 30), some.data())
def test_a_label_left_out_is_one_error(count: int, data: some.DataObject) -> None:
    written = [f"{roman(value).upper()}." for value in range(1, count + 1)]
    del written[data.draw(some.integers(0, count - 2))]
    _, found = read("\n\n".join(f"{label} Words" for label in written))
    assert rules(found) == ["label-differs"]


# ---- the hints of label-differs


def way_out(found: Diagnostic, text: str, way: str) -> str:
    """The text after what a hint says was done."""
    assert found.position
    lines = text.split("\n")
    index = found.position.line - 1 - FRONT.count("\n")
    column = found.position.column - 1
    shown = re.findall(r"“([^”]+)”", found.hint)
    kept = re.search(r"\{label=\"[^\"]+\"\}", found.hint)
    assert kept
    line = lines[index]
    wrong = line[column : column + found.position.length]
    if way == "type":
        lines[index] = line.replace(wrong, shown[0], 1)
    elif way == "keep":
        lines[index] = f"\n{kept[0]}\n{line}"
    else:
        lines[index] = ("" if way == "no label" else "\n") + line.replace(wrong, shown[-1], 1)
    return "\n".join(lines)


@pytest.mark.parametrize("way", ["type", "keep", "no label"])
@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("joint-statement", "I. One.\n\nIII. Three.\n"),
        ("joint-statement", "I. One.\n\n(a) a,\n\n(c) c.\n"),
        ("joint-statement", "I. One.\n\n(a) a:\n\n(ii) two.\n\n(b) b.\n"),
        ("joint-statement", "I. One.\n\nII bis. Three.\n"),
        ("resolution", "1. One.\n2. Two.\n\nText.\n\n5. Five.\n"),
        ("resolution", "1) One.\n2) Two.\n\nText.\n\n5) Five.\n"),
        ("joint-statement", "1. One.\n\nText.\n\n3. Three.\n"),
    ],
)
def test_each_way_out_that_a_hint_offers_works(scheme: str, text: str, way: str) -> None:
    front = FRONT.replace("---\n\n", f"scheme: {scheme}\n---\n")
    _, found = read(text, front=front)
    wrong = [diagnostic for diagnostic in found if diagnostic.rule == "label-differs"]
    assert len(wrong) == 1
    _, after = read(way_out(wrong[0], text, way), front=front)
    assert [diagnostic for diagnostic in after if diagnostic.rule == "label-differs"] == []


def test_a_list_is_told_what_its_number_prints() -> None:
    _, found = read("1. One.\n\nText.\n\n3. Three.\n")
    assert [diagnostic.message for diagnostic in found] == [
        "the number typed here is “3.”, but the count gives “2.” (printed “II.”)"
    ]


def test_two_labels_that_changed_places_are_named_together() -> None:
    _, found = read("I. One.\n\nIII. Three.\n\nII. Two.\n\nIV. Four.\n")
    assert [diagnostic.message for diagnostic in found] == ["“III.” and “II.” have changed places"]


# ---- what software that only counts can do by itself


def test_a_kept_label_is_not_left_to_counting_software() -> None:
    numbered, found = read(
        'I. One.\n\n{label="I bis"}\nI bis. More.\n\n(a) a\n\nII. Two.\n\n{label="IV"}\nIV. Four.\n\nV. Five.\n'
    )
    assert found == []
    assert numbered
    clauses = [block for block in blocks(numbered.document) if isinstance(block, Clause)]
    numbers = [numbered.numbers[block] for block in clauses]
    assert [(number.label, number.ordinal, number.live) for number in numbers] == [
        ("I.", 1, True),
        ("I bis.", 0, False),
        ("(a)", 1, True),
        ("II.", 2, True),
        ("IV.", 4, False),
        ("V.", 5, False),
    ]


# ---- anchors


def anchors(text: str) -> list[str]:
    numbered, found = read(text)
    assert found == []
    assert numbered
    return [number.anchor for number in numbered.numbers.values() if number.anchor]


def test_anchors_are_paths_of_labels() -> None:
    text = 'One.\n\nI. Two:\n\n(a) three:\n\n(i) four\n\nflush\n\n{label="I bis"}\nI bis. Five.\n\nThe end.\n'
    below = ["clause-1-a", "clause-1-a-i", "clause-1-p-1"]
    assert anchors(text) == ["recital-1", "clause-1", *below, "clause-i-bis", "conclusion-1"]


def test_an_anchor_made_here_makes_room_for_an_identifier() -> None:
    assert anchors("I. One.\n\n{#clause-1}\nII. Two.\n\n{#Clause-3}\n(a) a\n\nIII. Three.\n") == [
        "block-1",
        "clause-1",
        "Clause-3",
        "block-7",
    ]


@given(
    shapes(), some.lists(some.sampled_from(["clause-1", "block-2", "clause-2-a", "p-1", "x"]), unique=True, max_size=3)
)
def test_anchors_are_short_and_one_of_a_kind(shape: Shape, names: list[str]) -> None:
    text = "\n\n".join([*typed(shape, "joint-statement"), *(f"{{#{name}}}\nText." for name in names)])
    made = anchors(text)
    assert len({anchor.lower() for anchor in made}) == len(made)
    assert max(map(len, made)) <= ANCHOR_LIMIT
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", anchor) for anchor in made)


def test_identifiers_that_differ_in_capitals_alone_are_the_same() -> None:
    _, found = read("{#one}\nText.\n\n> {#ONE}\n> Text.\n")
    assert [(diagnostic.rule, diagnostic.hint) for diagnostic in found] == [
        ("identifier-repeated", "the other is at line 8: choose another name")
    ]


# ---- short names, links, contents


def test_a_short_name_is_a_phrase_of_its_clause() -> None:
    _, found = read(
        '{short="the peace"}\nI. We *want the* peace.\n\n{short="a war"}\nII. We do not.\n\n# Peace {short="War"}\n'
    )
    assert [(diagnostic.rule, diagnostic.position.line) for diagnostic in found if diagnostic.position] == [
        ("short-not-found", 11),
        ("short-not-found", 13),
    ]


def test_a_link_into_the_document_is_as_exact_as_a_browser() -> None:
    _, found = read("[a](#clause-1) [b](#Clause-1) [c](#nowhere)\n\nI. One.\n")
    assert [(diagnostic.rule, diagnostic.hint) for diagnostic in found] == [
        ("link-nowhere", "did you mean “clause-1”?"),
        ("link-nowhere", "give the target an identifier: {#name} on a line before it"),
    ]


def test_many_links_to_nowhere_take_no_time() -> None:
    text = "".join(f"[a](#x{number}) " for number in range(100, 1100)) + "\n\nI. One.\n\n"
    text += "\n\n".join(f"{{#y{number}}}\nText." for number in range(100, 1100))
    _, found = read(text)
    assert len(found) == 1000
    assert sum("did you mean" in diagnostic.hint for diagnostic in found) == 20


def test_contents_follow_headings_and_clauses() -> None:
    numbered, _ = read('# *Part* one {short="one"}\n\n{short="We"}\nI. We agree.\n\n## Below\n\nII. We go.\n')
    assert numbered
    (part,) = numbered.contents
    assert (part.text, [(entry.label, entry.text) for entry in part.entries]) == ("one", [("I.", "We"), ("", "Below")])


def test_every_block_has_a_number() -> None:
    numbered, _ = read("Text.\n\n# Part\n\nI. One:\n\n- a\n\n> b\n\n![c](c.png)\n\n(a) d\n\ne\n")
    assert numbered
    missing: list[Block] = [block for block in blocks(numbered.document) if block not in numbered.numbers]
    assert missing == []
    assert any(isinstance(block, Division) for block in numbered.numbers)


def test_a_document_is_made_of_what_was_read() -> None:
    assert len(document("I. One.\n\nII. Two.\n").body) == 2
