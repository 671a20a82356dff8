"""What a file says of itself: XMP as plain values, dates that can be compared."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree

from pipeline.preflight.objects import Beyond, Unreadable, decoded, entry, filters

_LARGEST = 4 * 2**20
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
_PREFIXES = {address: prefix for prefix, address in NAMESPACES.items()}


@dataclass(frozen=True, slots=True)
class Xmp:
    """The properties of the catalogue's metadata, by prefix and name; what is wrong with the stream itself."""

    values: dict[str, str] = field(default_factory=dict)
    fault: str = ""


def read_xmp(root: Any) -> Xmp:
    """The metadata of the whole document. Entities are refused: they could grow without end."""
    stream = entry(root, "/Metadata")
    if stream is None:
        return Xmp(fault="there is none")
    try:
        data = decoded(stream, _LARGEST)
    except (Beyond, Unreadable) as error:
        return Xmp(fault=f"the stream cannot be read: {error}")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        text = data.decode(encoding).lstrip("\ufeff")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            return Xmp(fault="it has a document type of its own")
        tree = ElementTree.fromstring(re.sub(r"<\?xml[^>]*\?>", "", text).strip("\0 \n\r\t"))  # noqa: S314  # no entities
    except (UnicodeError, ElementTree.ParseError, RecursionError, ValueError) as error:
        return Xmp(fault=f"it is no well-formed XMP: {str(error)[:80]}")
    values: dict[str, str] = {}
    for description in tree.iter(f"{_RDF}Description"):
        for key, value in description.attrib.items():
            values.setdefault(_short(key), value)
        for child in description:
            first = next((each.text for each in child.iter(f"{_RDF}li") if each.text), child.text)
            values.setdefault(_short(child.tag), (first or "").strip())
    fault = f"the stream is filtered ({', '.join(filters(stream))})" if filters(stream) else ""
    return Xmp(values, fault)


def _short(tag: str) -> str:
    address, _, local = tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES.get(address, '')}:{local}"


_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?'?|Z.*)?$")


def moment(text: str) -> datetime | None:
    """A date of either kind (ISO 32000-1, 7.9.4; XMP's ISO 8601) as a moment, or None."""
    try:
        if found := _PDF_DATE.match(text):
            year, *rest = (int(part) if part else None for part in found.groups()[:6])
            month, day, hour, minute, second = (
                part if part is not None else low for part, low in zip(rest, (1, 1, 0, 0, 0), strict=True)
            )
            away = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0))
            zone = timezone(-away if found[7] == "-" else away)
            return datetime(year or 0, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
        given = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
    try:
        return given.replace(tzinfo=given.tzinfo or UTC).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None
