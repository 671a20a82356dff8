"""The certificate: what was proved, in a form that somebody else can check years later with one file in hand."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.verify.certificate_page import page
from pipeline.verify.checks import CHECKS, MARKED
from pipeline.verify.parts import parts
from pipeline.verify.proof import Proof
from pipeline.verify.transcript import Passage

SCHEMA = "urn:engross:certificate:1"
"""Names the JSON Schema docs/certificate.schema.json; it changes when a reader of certificates would have to."""

LIMITS = (
    (
        "It is no signature. It proves that the files agree, not who made them or who adopted the text, and anybody can"
        " write such a page. Who vouches for it signs the JSON file that belongs to it, with any tool that makes"
        " a detached"
        " signature."
    ),
    "What a reader’s own program makes of e-book and web page, with its faces, sizes and colours, is not proved.",
    (
        "How a version of Word that was not run breaks lines and pages is not proved; how it counts is worked out"
        " from its"
        " standard, ECMA-376."
    ),
    "A picture is proved to be there with the same words for who cannot see it; what it shows is not read.",
)


@dataclass(frozen=True, slots=True)
class File:
    """One edition as it is published."""

    name: str
    format: str
    data: bytes


def canonical(passage: Passage) -> str:
    """A passage's text as it is hashed: its label, a line feed, its words; of a figure the alternative text."""
    return f"{passage.label}\n{passage.words or passage.alternative}"


def digest(data: bytes | str) -> str:
    """SHA-256 in hexadecimal; text is hashed as UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def certificate(
    proof: Proof, files: Sequence[File], source: tuple[str, bytes], versions: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """The certificate as plain data; `source` is the name and the bytes of its file.

    Raises ValueError for a proof that does not hold, or that is not of these files: nothing is certified then.
    """
    if not proof.holds or {file.format for file in files} != proof.editions.keys():
        raise ValueError("only a proof that holds, of exactly these files, is certified")
    account = proof.account
    return {
        "schema": SCHEMA,
        "document": dict(sorted(proof.promise.metadata.items())),
        "source": {
            "name": source[0],
            "sha256": digest(source[1]),
            "bytes": len(source[1]),
            "characters": {
                "total": account.total,
                "text": account.text,
                "typed labels": account.labels,
                "front matter": account.front_matter,
                "comments": account.comments,
                "markup": account.markup,
            },
        },
        "files": [
            {
                "name": file.name,
                "format": file.format,
                "bytes": len(file.data),
                "sha256": digest(file.data),
                "parts": {name: digest(data) for name, data in sorted(parts(file.format, file.data).items())},
            }
            for file in files
        ],
        "checks": [
            {
                "id": check.id,
                "reason": check.reason,
                "basis": check.basis,
                "unit": check.unit,
                "compared": {file.format: check.counted(proof.editions[file.format]) for file in files},
            }
            for check in CHECKS
        ],
        "passages": [
            {
                "kind": passage.kind.value,
                "level": passage.level,
                "label": passage.label,
                "anchor": anchor,
                "begins": " ".join((passage.words or passage.alternative).split()[:6])[:80],
                "sha256": digest(canonical(passage)),
            }
            for passage, anchor in zip(proof.promise.passages, _anchors(proof), strict=True)
        ],
        "versions": {side: dict(sorted(known.items())) for side, known in versions.items()},
        "limits": [*LIMITS, *_not_claimed(proof, files)],
    }


def _anchors(proof: Proof) -> Iterator[str]:
    """The anchor of each promised passage, or the one that the editions share where none was promised."""
    first = next(iter(proof.editions.values()))
    shared = [found.anchor if found else "" for expected, found in first.pairs if expected]
    for passage, anchor in zip(proof.promise.passages, shared, strict=True):
        yield passage.anchor or anchor


def _not_claimed(proof: Proof, files: Sequence[File]) -> Iterator[str]:
    """What was not compared in some file, in words."""
    every = [file.format for file in files]
    for check, what, formats in (
        ("look", "How it looks", every),
        ("furniture", "What stands beside its text", every),
        ("pages", "Where it says that the pages of the PDF begin", MARKED),
    ):
        run = next(each for each in CHECKS if each.id == check)
        names = [
            file.name for file in files if file.format in formats and run.counted(proof.editions[file.format]) is None
        ]
        if names:
            yield f"{what} was not compared in {', '.join(names)}."


def as_json(certified: Mapping[str, Any]) -> bytes:
    """The certificate as a file: the same bytes for the same content."""
    text = json.dumps(certified, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "backslashreplace")  # of the bytes in a file's name that are no UTF-8


def as_page(certified: Mapping[str, Any], name: str) -> bytes:
    """The certificate as a page for people; `name` is that of the file in its other form."""
    return page(certified, name).encode("utf-8", "backslashreplace")
