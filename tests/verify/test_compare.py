"""What can be said of a file with only a certificate, or only another file, at hand."""

from dataclasses import replace
from typing import Any

import pytest

from pipeline.verify.certificate import SCHEMA, canonical, digest
from pipeline.verify.compare import (
    NoCertificate,
    against_certificate,
    against_file,
    is_certified,
    read_certificate,
)
from pipeline.verify.transcript import Hidden, Kind, Passage, Run, Transcript
from tests.verify.test_checks import WHOLE as CHECKED
from tests.verify.test_checks import passages

WHOLE = passages(*CHECKED.passages[:4])


def certified(whole: Transcript, *files: bytes) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "files": [{"name": "a.html", "format": "html", "sha256": digest(data)} for data in files or (b"file",)],
        "passages": [
            {
                "kind": it.kind.value,
                "level": it.level,
                "label": it.label,
                "anchor": it.anchor,
                "begins": it.words[:10],
                "sha256": digest(canonical(it)),
            }
            for it in whole.passages
        ],
    }


def verdict(found: Transcript) -> tuple[str, list[str]]:
    said = against_certificate(found, read_certificate(certified(WHOLE)))
    return said.word, [difference.check for difference in said.differences]


def test_a_file_that_was_certified_is_known() -> None:
    certificate = certified(WHOLE, b"one", b"two")
    assert [is_certified(data, certificate) for data in (b"one", b"two", b"three")] == [True, True, False]


ADDED = Passage(Kind.LINE, (Run("Nobody wrote this."),))
CLAUSE, LINE, FIGURE, ITEM = WHOLE.passages


@pytest.mark.parametrize(
    ("found", "word", "checks"),
    [
        (WHOLE, "same text", []),
        (replace(WHOLE, metadata={}, outline=(), looks={}), "same text", []),
        (passages(CLAUSE, LINE, FIGURE), "differs", ["words"]),
        (passages(CLAUSE, LINE, FIGURE, ADDED), "differs", ["words"]),
        (passages(CLAUSE, ADDED, LINE, FIGURE, ITEM), "differs", ["added"]),
        (passages(replace(CLAUSE, label="II."), LINE, FIGURE, ITEM), "differs", ["words"]),
        (passages(LINE, CLAUSE, FIGURE, ITEM), "differs", ["order"]),
        (replace(WHOLE, hidden=(Hidden("not", "white"),)), "differs", ["hidden"]),
        (passages(), "differs", ["words"] * 4),
    ],
)
def test_a_file_is_held_to_the_fingerprints(found: Transcript, word: str, checks: list[str]) -> None:
    assert verdict(found) == (word, checks)


def test_what_is_not_certified_is_refused_with_a_reason() -> None:
    good = certified(WHOLE)
    for data, why in [
        ([], "no certificate"),
        ({}, "no certificate"),
        ({**good, "schema": "urn:engross:certificate:2"}, "another version"),
        ({**good, "schema": ["x"]}, "no certificate"),
        ({**good, "passages": []}, "no passages"),
        ({**good, "files": "x"}, "no files"),
        ({**good, "passages": [*good["passages"], {"label": "I."}]}, "number 5"),
        ({**good, "passages": [{**good["passages"][0], "level": True}]}, "number 1"),
        ({**good, "files": [{**good["files"][0], "sha256": "0" * 63}]}, "SHA-256"),
        ({**good, "passages": good["passages"] * 60_000}, "more than"),
    ]:
        with pytest.raises(NoCertificate, match=why):
            read_certificate(data)


def test_two_files_are_held_to_one_another() -> None:
    assert against_file(WHOLE, replace(WHOLE, format="pdf", metadata={}, outline=(), looks={})).word == "same text"
    differs = against_file(WHOLE, passages(CLAUSE, LINE, FIGURE))
    assert (differs.word, [it.check for it in differs.differences]) == ("differs", ["words"])
