"""What a PDF says of itself: in XMP, in its information dictionary, in its catalog."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from pipeline.unzip import Refused
from pipeline.verify.pdf.tokens import text_string
from pipeline.verify.xml import parse_xml

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_PDF = "{http://ns.adobe.com/pdf/1.3/}"
_XMP_KEYS = {
    _DC + "title": "title",
    _DC + "language": "language",
    _DC + "creator": "organ",
    _DC + "date": "date",
    _DC + "identifier": "identifier",
    _DC + "description": "description",
    _DC + "subject": "subjects",
    _DC + "rights": "rights",
    _DC + "publisher": "publisher",
    _XMP + "ModifyDate": "modified",
    _XMP + "CreateDate": "created",
    _PDF + "Keywords": "keywords",
}
_INFO_KEYS = {
    "/Title": "title",
    "/Author": "organ",
    "/Subject": "description",
    "/Keywords": "subjects",
    "/CreationDate": "date",
    "/ModDate": "modified",
}


def metadata(pdf: pikepdf.Pdf) -> dict[str, str]:
    """What XMP (14.3.2) and the information dictionary (14.3.3) say; where they do not say the same, both."""
    said = dict(_xmp(pdf.Root.get("/Metadata")))
    info = pdf.trailer.get("/Info")
    told: dict[str, str] = {}
    for key, name in _INFO_KEYS.items():
        if isinstance(info, pikepdf.Dictionary) and key in info:
            told[name] = _text(info[key])
    for name in ("date", "modified"):
        if name in told:
            told[name] = _date(told[name])
    if language := pdf.Root.get("/Lang"):
        told["language"] = _text(language)
    keywords, created = said.pop("keywords", ""), said.pop("created", "")
    said.setdefault("subjects", keywords)
    said.setdefault("date", created)
    if name := _permanent(pdf.trailer.get("/ID")):
        told["identifier"] = name
        said["identifier"] = name if _bare(said.get("identifier", name)) == _bare(name) else said["identifier"]
    if "/Lang" not in pdf.Root:
        said.pop("language", None)  # what speaks the text looks for it there and nowhere else (14.9.2)
    both = {}
    for name in said | told:
        xmp, other = said.get(name, ""), told.get(name, "")
        same = not other or _alike(xmp, other) or not xmp
        both[name] = (xmp or other) if same else f"{xmp} (and also: {other})"
    return {name: value for name, value in both.items() if value}


def _xmp(stream: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(stream, pikepdf.Stream):
        return
    data = stream.read_bytes()
    start, end = data.find(b"<x:xmpmeta"), data.rfind(b"</x:xmpmeta>")
    try:
        root = parse_xml(data[start : end + 12] if 0 <= start < end else data)
    except Refused:
        return
    for description in root.iter(_RDF + "Description"):
        yield from ((_XMP_KEYS[key], value) for key, value in description.attrib.items() if key in _XMP_KEYS)
        for child in description:
            if child.tag in _XMP_KEYS:
                items = [" ".join((item.text or "").split(" ")) for item in child.iter(_RDF + "li")]
                if child.find(_RDF + "Alt") is not None:  # one thing in several languages: x-default comes first
                    items = list(dict.fromkeys(items))
                yield _XMP_KEYS[child.tag], ", ".join(items) if items else child.text or ""


def _date(value: str) -> str:
    """A date of PDF (7.9.4) as ISO 8601 has it."""
    found = re.match(r"D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)?(\d\d)?)?(Z|[+-]\d\d'?\d\d)?", value)
    if not found:
        return value
    year, month, day, hour, minute, second, zone = found.groups()
    said = "-".join(filter(None, (year, month, day)))
    return f"{said}T{hour}:{minute or '00'}:{second or '00'}{(zone or '').replace(chr(39), ':')}" if hour else said


def _alike(xmp: str, info: str) -> bool:
    """Whether both say the same; XMP may be as exact as the other or less, and lists may be parted otherwise."""
    return xmp == info or re.split(r"[,;]\s*", xmp) == re.split(r"[,;]\s*", info)


def _permanent(identifier: Any) -> str:
    """The permanent part of the file's ID (14.4), where it is a name and no digest; else ""."""
    first = identifier[0] if isinstance(identifier, pikepdf.Array) and len(identifier) else None
    said = bytes(first) if isinstance(first, pikepdf.String) else b""
    return said.decode("ascii", "replace") if said.startswith(b"urn:") else ""


def _bare(name: str) -> str:
    return re.sub(r"^(urn)?(isbn|issn|doi|uuid)?", "", re.sub(r"[^0-9a-z]", "", name.lower()))


def _text(value: Any) -> str:
    return text_string(bytes(value)) if isinstance(value, pikepdf.String) else ""
