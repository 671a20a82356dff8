"""The certificate: what was proved, in a form that somebody else can check years later with one file in hand."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.unzip import unzip
from pipeline.verify.checks import CHECKS
from pipeline.verify.proof import Proof
from pipeline.verify.transcript import Passage

SCHEMA = "urn:engross:certificate:1"
"""Names the JSON Schema docs/certificate.schema.json; it changes when a reader of certificates would have to."""

LIMITS = (
    "What a reading system makes of an e-book, with the faces and colours of its reader, is not proved.",
    "That a version of Word which was not run lays out the pages alike is not proved; that it counts the labels alike rests on ECMA-376.",
    "A picture is proved to be the same picture, with the same alternative text; what it shows is not read.",
    "This certificate is not a signature: it proves that the files agree, not who made them. A detached signature over it can say that.",
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


def parts(file: File) -> dict[str, str]:
    """The SHA-256 of each part inside a file: a package's entries unpacked, so that packing it again changes none."""
    if file.format in ("docx", "epub"):
        return {name: digest(data) for name, data in sorted(unzip(file.data).items())}
    return {}


def certificate(proof: Proof, files: list[File], source: tuple[str, bytes], versions: Mapping[str, str]) -> dict[str, Any]:
    """The certificate as plain data. Raises ValueError for a proof that does not hold: nothing is certified then."""
    if not proof.holds:
        raise ValueError("a proof that does not hold is not certified")
    anchors = _anchors(proof)
    account = proof.account
    return {
        "schema": SCHEMA,
        "document": dict(sorted(proof.promise.metadata.items())),
        "source": {
            "name": source[0],
            "sha256": digest(source[1]),
            "characters": {"total": account.total, "front matter": account.front_matter, "text": account.text, "typed labels": account.labels, "markup": account.markup},
        },
        "passages": [
            {"kind": passage.kind.value, "level": passage.level, "label": passage.label, "anchor": anchor, "begins": " ".join((passage.words or passage.alternative).split()[:6]), "sha256": digest(canonical(passage))}
            for passage, anchor in zip(proof.promise.passages, anchors, strict=True)
        ],
        "files": [
            {"name": file.name, "format": file.format, "bytes": len(file.data), "sha256": digest(file.data), "parts": parts(file)} for file in files
        ],
        "checks": [
            {"id": check.id, "reason": check.reason, "basis": check.basis, "compared": {name: check.counted(it.found) for name, it in proof.editions.items()}} for check in CHECKS
        ],
        "counted": {name: _counts(it.found.passages) for name, it in proof.editions.items()},
        "versions": dict(sorted(versions.items())),
        "limits": list(LIMITS),
    }


def _anchors(proof: Proof) -> Iterator[str]:
    """The anchor of each promised passage, as the editions have it."""
    found = next((it for it in proof.editions.values() if it.found.format in ("html", "epub", "docx")), None) or next(iter(proof.editions.values()), None)
    pairs = {at: other for at, (_, other) in enumerate([pair for pair in found.pairs if pair[0]])} if found else {}
    for at, passage in enumerate(proof.promise.passages):
        other = pairs.get(at)
        yield other.anchor if other else passage.anchor


def _counts(passages: tuple[Passage, ...]) -> dict[str, int]:
    text = [canonical(passage) for passage in passages]
    return {
        "passages": len(passages),
        "words": sum(len(piece.split()) for piece in text),
        "characters": sum(len(passage.label) + len(passage.words) for passage in passages),
        "labels": sum(bool(passage.label) for passage in passages),
        "links": sum(bool(run.link) for passage in passages for run in passage.runs),
    }


def as_json(certified: Mapping[str, Any]) -> bytes:
    """The certificate as a file: the same bytes for the same content."""
    return (json.dumps(certified, ensure_ascii=False, indent=1) + "\n").encode()


def as_page(certified: Mapping[str, Any]) -> bytes:
    """The certificate as a page for people."""
    from pipeline.verify.certificate_page import page

    return page(certified).encode()
