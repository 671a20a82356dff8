"""A file of which only a certificate is known, or only another file: what can be said of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.verify.certificate import SCHEMA, canonical, digest
from pipeline.verify.checks import CHECKS, Difference, edition
from pipeline.verify.transcript import Passage, Transcript

TEXT = ("words", "added", "order", "labels", "levels", "emphasis", "links", "alternatives")
"""The checks that two files of different formats, from whomever, can be held to."""


class NoCertificate(Exception):
    """The data is no certificate of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one file: "unchanged", "same text" or "differs", with the differences."""

    word: str
    differences: tuple[Difference, ...] = ()


def read_certificate(data: object) -> Mapping[str, Any]:
    """A certificate as it was parsed from JSON, checked as far as it is used. Raises NoCertificate."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise NoCertificate(f"it is no certificate of this kind ({SCHEMA})")
    passages, files = data.get("passages"), data.get("files")
    if not isinstance(passages, list) or not isinstance(files, list):
        raise NoCertificate("it lists no passages or no files")
    for passage in passages:
        if not isinstance(passage, dict) or not all(isinstance(passage.get(key), str) for key in ("sha256", "label", "anchor", "begins", "kind")):
            raise NoCertificate("one of its passages is incomplete")
    for file in files:
        if not isinstance(file, dict) or not all(isinstance(file.get(key), str) for key in ("name", "format", "sha256")):
            raise NoCertificate("one of its files is incomplete")
    return data


def against_certificate(data: bytes, found: Transcript | None, certificate: Mapping[str, Any]) -> Verdict:
    """A file held to a certificate. `found` is its transcript, which a file that is unchanged to the bit does not need."""
    if digest(data) in {file["sha256"] for file in certificate["files"]}:
        return Verdict("unchanged")
    if found is None:
        return Verdict("differs")
    differences = tuple(_passages(certificate["passages"], found.passages))
    hidden = tuple(difference for check in CHECKS if check.id == "hidden" for difference in check.run(edition(found, found)))
    return Verdict("differs" if differences or hidden else "same text", differences + hidden)


def _passages(certified: Sequence[Mapping[str, Any]], found: Sequence[Passage]) -> Iterator[Difference]:
    """The passages whose hashes part, aligned by the longest common sequence of hashes."""
    from difflib import SequenceMatcher

    left = [passage["sha256"] for passage in certified]
    right = [digest(canonical(passage)) for passage in found]
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for at in range(max(b - a, d - c)):
            mine = certified[a + at] if a + at < b else None
            theirs = found[c + at] if c + at < d else None
            name = f"{mine['label']} {mine['begins']} …".strip() if mine else ""
            text = " ".join(filter(None, (theirs.label, theirs.words or theirs.alternative))) if theirs else ""
            said = "this differs from what was certified" if mine and theirs else "this is missing" if mine else "this was not certified"
            passage = _stand_in(mine) if mine else None
            yield Difference("words" if mine else "added", said, name, text, passage, theirs.place if theirs else Passage.__dataclass_fields__["place"].default_factory())  # type: ignore[misc]  # a Place


def _stand_in(certified: Mapping[str, Any]) -> Passage:
    from pipeline.verify.transcript import Kind

    return Passage(Kind.LINE, (), label=certified["label"], anchor=certified["anchor"])


def against_file(one: Transcript, other: Transcript) -> Verdict:
    """Two files held to one another: their words, order, labels, levels, stress, links and alternative texts."""
    differences = tuple(difference for check in CHECKS if check.id in TEXT for difference in check.run(edition(one, replace(other, outline=one.outline))))
    return Verdict("differs" if differences else "same text", differences)
