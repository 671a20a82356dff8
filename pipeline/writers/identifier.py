"""By what name a publication is known for good: its ISBN, DOI or URN, else a UUID that its corrigenda keep."""

import re
import uuid
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.model import Metadata

_OURS = uuid.UUID("6f3d0c5e-2a4b-5d7e-9b1f-8c4a7e2d9035")
"""The namespace of our name-based UUIDs (RFC 9562, 5.5). It never changes: every identifier ever given hangs on it."""

_ISBN = re.compile(r"(?:urn:isbn:|isbn(?:-1[03])?:?\s*)([\d\s-]{9,17}[\dXx])|(97[89][\d\s-]{9,14}\d)", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|urn:doi:|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_UUID = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identifier:
    """`text` as a URI where there is one; `kind` is its code in ONIX list 5 ("" where that has none)."""

    text: str
    kind: str = ""


def identify(metadata: Metadata, *, report: Reporter) -> Identifier:
    """The front matter's identifier in the form of EPUB 3.3, 5.5.3.1.1, else a UUID of version 5.

    The UUID is made of organ, symbol (else title), date and language, so that a corrigendum keeps it. An ISBN whose
    check digit is wrong is reported.
    """
    given = metadata.identifier.strip()
    if not given:
        day = str(metadata.date or "")
        name = "\n".join((metadata.organ, metadata.symbol or metadata.title, day, metadata.language))
        return Identifier(f"urn:uuid:{uuid.uuid5(_OURS, name)}")
    if found := _ISBN.fullmatch(given):
        number = re.sub(r"[\s-]", "", found[1] or found[2]).upper()
        if not _is_isbn(number):
            hint = "copy it again, with all of its digits"
            report(Diagnostic("identifier-isbn", f"“{given}” is no ISBN: its check digit is wrong", hint=hint))
        return Identifier(f"urn:isbn:{number}", "15" if len(number) == 13 else "02")
    if found := _DOI.fullmatch(given):
        return Identifier(f"urn:doi:{found[1]}", "06")
    if found := _UUID.fullmatch(given):
        return Identifier(f"urn:uuid:{found[1].lower()}")
    return Identifier(given, "22" if given.lower().startswith("urn:") else "")


def _is_isbn(number: str) -> bool:
    """Whether the check digit is right: modulo 11 for ten digits, modulo 10 for thirteen (ISO 2108, annex C)."""
    digits = [10 if digit == "X" else int(digit) for digit in number]
    if 10 in digits[:-1] or (10 in digits and len(digits) == 13):
        return False
    if len(digits) == 10:
        return sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0
    return len(digits) == 13 and sum(digit * (1, 3)[at % 2] for at, digit in enumerate(digits)) % 10 == 0
