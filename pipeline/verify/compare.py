"""A file of which only a certificate is known, or only another file: what can be said of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.verify.align import holes
from pipeline.verify.certificate import SCHEMA, canonical, digest
from pipeline.verify.checks import CHECKS, MARKED, pages
from pipeline.verify.differences import Difference, edition
from pipeline.verify.transcript import Kind, Passage, Place, Run, Transcript

TEXT = ("words", "added", "order", "labels", "levels", "tables", "emphasis", "alternatives", "links", "hidden")
"""The checks that two files of different formats, from whomever, can be held to."""

_KINDS = {kind.value: kind for kind in Kind}
_NOWHERE = Place()
_MOST = 200_000
"""Passages and differences that are looked at."""


class NoCertificate(Exception):
    """The data is no certificate of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one file: "unchanged", "same text" or "differs", with the differences.

    `against` what it was held to, `parts` the parts of the file that are not as certified.
    """

    word: str
    differences: tuple[Difference, ...] = ()
    against: str = ""


_FILE = {"name": str, "format": str, "sha256": str}
_PASSAGE = {"kind": str, "level": int, "label": str, "anchor": str, "begins": str, "sha256": str}


def read_certificate(data: object) -> Mapping[str, Any]:
    """A certificate as it was parsed from JSON, checked as far as it is used. Raises NoCertificate."""
    if not isinstance(data, dict):
        raise NoCertificate("it is no certificate")
    schema = data.get("schema")
    if schema != SCHEMA:
        known = isinstance(schema, str) and schema.startswith(SCHEMA.rpartition(":")[0])
        raise NoCertificate("it is of another version than this program reads" if known else "it is no certificate")
    for name, keys in (("files", _FILE), ("passages", _PASSAGE)):
        listed = data.get(name)
        if not isinstance(listed, list) or not listed:
            raise NoCertificate(f"it lists no {name}")
        if len(listed) > _MOST:
            raise NoCertificate(f"it lists more than {_MOST:,} {name}")
        for at, entry in enumerate(listed, 1):
            if not isinstance(entry, dict) or not all(type(entry.get(key)) is kind for key, kind in keys.items()):
                raise NoCertificate(f"number {at} of its {name} is incomplete")
            if not re.fullmatch("[0-9a-f]{64}", entry["sha256"]):
                raise NoCertificate(f"number {at} of its {name} has no SHA-256")
    return data


def is_certified(data: bytes, certificate: Mapping[str, Any]) -> bool:
    """Whether this is, to the last bit, a file that was certified."""
    return digest(data) in {file["sha256"] for file in certificate["files"]}


def against_certificate(found: Transcript, certificate: Mapping[str, Any]) -> Verdict:
    """A file that is none of those certified, held to the fingerprints of their passages."""
    differences = (*_passages(certificate["passages"], found.passages), *_check("hidden", found))
    return Verdict("differs" if differences else "same text", differences)


def _check(name: str, found: Transcript) -> Iterator[Difference]:
    """What a check says of a file by itself."""
    for check in CHECKS:
        if check.id == name:
            yield from check.run(
                edition(Transcript(found.format, ()), Transcript(found.format, (), hidden=found.hidden))
            )


def _passages(certified: Sequence[Mapping[str, Any]], found: Sequence[Passage]) -> Iterator[Difference]:
    """The passages whose fingerprints differ; of what was certified only the first words are known."""
    prints = [digest(canonical(passage)) for passage in found]
    missing = {passage["sha256"]: passage for passage in certified} if len(found) <= _MOST else {}
    there = set(prints)
    before = Place()
    for a, b, c, d in holes([passage["sha256"] for passage in certified], prints):
        before = found[c - 1].place if c else before
        for at in range(max(b - a, d - c)):
            mine = certified[a + at] if a + at < b else None
            theirs = found[c + at] if c + at < d else None
            moved = theirs is not None and prints[c + at] in missing
            gone = mine is not None and mine["sha256"] not in there
            if moved and theirs:
                yield _difference("order", "this stands at another place", missing[prints[c + at]], theirs)
            elif theirs and gone and mine:
                yield _difference("words", "the text is not the one that was certified", mine, theirs)
            elif theirs:
                yield _difference("added", "this was not certified", None, theirs)
            if gone and mine and (moved or not theirs):
                place = Place(before.part, f"behind {before.path}" if before.path else "")
                yield _difference("words", "this is missing", mine, None, place)


def _difference(
    check: str, message: str, mine: Mapping[str, Any] | None, theirs: Passage | None, place: Place = _NOWHERE
) -> Difference:
    name = f"{mine['label']} {mine['begins']} …".strip() if mine else ""
    text = " ".join(filter(None, (theirs.label, theirs.words or theirs.alternative))) if theirs else ""
    passage = (
        Passage(_KINDS.get(mine["kind"], Kind.LINE), (Run(mine["begins"]),), label=mine["label"], anchor=mine["anchor"])
        if mine
        else None
    )
    return Difference(check, message, name, text, passage, theirs.place if theirs else place)


def against_pages(printed: Transcript, other: Transcript) -> tuple[Difference, ...]:
    """Where another file marks the pages of a PDF elsewhere than they begin in it; nothing where it marks none."""
    if other.format not in MARKED or not other.pages:
        return ()
    it = edition(printed, other)
    return tuple(pages(replace(it, pages={id(expected): expected.pages for expected, _ in it.both})))


def against_file(one: Transcript, other: Transcript) -> Verdict:
    """Two files held to one another: their words, order, labels, levels, stress, links, pictures' words.

    What is hidden.
    """
    passages = (replace(passage, back="") for passage in one.passages)  # not each format says how a note leads back
    it = edition(replace(one, passages=tuple(passages)), other)
    differences = tuple(difference for check in CHECKS if check.id in TEXT for difference in check.run(it))
    return Verdict("differs" if differences else "same text", differences)
