"""By what name a publication is known for good: its ISBN, DOI or URN, else a UUID that its corrigenda keep."""

import re
import uuid
from dataclasses import dataclass

from pipeline.model import Metadata

_OURS = uuid.UUID("6f3d0c5e-2a4b-5d7e-9b1f-8c4a7e2d9035")
"""The namespace of our name-based UUIDs (RFC 9562, 5.5). It never changes: every identifier ever given hangs on it."""

_ISBN = re.compile(
    r"(?:urn:isbn:|isbn(?:-1[03])?:?\s*)([0-9\s-]{9,17}[0-9x])|(97[89][0-9\s-]{9,14}[0-9])", re.IGNORECASE
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|urn:doi:|doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_UUID = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identifier:
    """`text` is a URI where there is one; `kind` is its code in ONIX list 5, "" where that has none."""

    text: str
    kind: str = ""


def identify(metadata: Metadata) -> Identifier:
    """The front matter's identifier in the form of EPUB 3.3, 5.5.3.1.1, else a UUID of version 5.

    The UUID is made of organ, symbol (else title), date and language, so that a corrigendum keeps it.
    """
    given = metadata.identifier
    if not given:
        day = str(metadata.date or "")
        name = "\n".join((metadata.organ, metadata.symbol or metadata.title, day, metadata.language))
        return Identifier(f"urn:uuid:{uuid.uuid5(_OURS, name)}")
    if number := _isbn(given):
        return Identifier(f"urn:isbn:{number}", "15" if len(number) == 13 else "02")
    if found := _DOI.fullmatch(given):
        return Identifier(f"urn:doi:{found[1]}", "06")
    if found := _UUID.fullmatch(given):
        return Identifier(f"urn:uuid:{found[1].lower()}")
    return Identifier(given, "22" if given.lower().startswith("urn:") else "")


def is_miscopied(identifier: str) -> bool:
    """Whether this is meant as an ISBN and is none: its check digit is modulo 11 or modulo 10 (ISO 2108, annex C)."""
    digits = [10 if digit == "X" else int(digit) for digit in _isbn(identifier)]
    if not digits:
        return identifier.lower().startswith(("isbn", "urn:isbn:"))
    if len(digits) == 10:
        weighed = sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True))
        return 10 in digits[:-1] or weighed % 11 != 0
    weighed = sum(digit * (1, 3)[place % 2] for place, digit in enumerate(digits))
    return len(digits) != 13 or 10 in digits or weighed % 10 != 0


def _isbn(given: str) -> str:
    """The digits of an ISBN; "" for anything else."""
    found = _ISBN.fullmatch(given)
    return re.sub(r"[\s-]", "", found[1] or found[2]).upper() if found else ""
