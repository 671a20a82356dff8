"""Checks of the file as a whole: sound, open, and saying of itself what a press goes by."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.diagnostics import Severity
from pipeline.preflight.document import Document
from pipeline.preflight.findings import Check, Found
from pipeline.preflight.metadata import moment
from pipeline.preflight.objects import Beyond, Unreadable, decoded, entry, identity, items, name, raw, text, whole

_COMPONENTS = {b"GRAY": 1, b"RGB ": 3, b"Lab ": 3, b"CMYK": 4}


def _damaged(document: Document) -> Iterator[Found]:
    for said in document.damages[:20]:
        yield Found(f"it had to be mended to be read: {said}")


def _encrypted(document: Document) -> Iterator[Found]:
    if document.encrypted:
        yield Found("it is encrypted; a press cannot place or separate it")


def _limits(document: Document) -> Iterator[Found]:
    for said in document.unread:
        yield Found(f"not all of it was looked at: {said}")


def _version(document: Document) -> Iterator[Found]:
    # ISO 32000-1, 7.2.2: a later version in the catalogue holds instead of the header's.
    found = max(document.header, name(entry(document.root, "/Version")))
    if tuple(_parts(found)) > (1, 6) or not found.startswith("1."):
        yield Found(f"it is PDF {found}; PDF/X-4 is a PDF 1.6 at most")


def _parts(version: str) -> Iterator[int]:
    yield from (int(part) for part in re.findall(r"\d+", version)[:2])


def _identifier(document: Document) -> Iterator[Found]:
    trailer: Any = document.pdf.trailer
    given = items(entry(trailer, "/ID"), 3)
    if len(given) != 2 or not all(raw(each) for each in given):
        yield Found("the trailer has no ID of two strings, so that two files cannot be told apart")


def _metadata(document: Document) -> Iterator[Found]:
    if document.xmp.fault:
        yield Found(f"the metadata (XMP): {document.xmp.fault}")


def _claim(document: Document) -> Iterator[Found]:
    if not document.xmp.values:
        return  # the metadata are a finding of their own
    said = document.xmp.values.get("pdfxid:GTS_PDFXVersion", "")
    if said != "PDF/X-4":
        yield Found(f"it says that it is {said!r}" if said else "it does not say that it is PDF/X-4")


def _title(document: Document) -> Iterator[Found]:
    if not document.xmp.values:
        return  # the metadata are a finding of their own
    mine, other = document.xmp.values.get("dc:title", ""), text(entry(document.info, "/Title"))
    if not mine:
        yield Found("the metadata has no title")
    elif other and other != mine:
        yield Found("the title is one in the metadata and another in the Info dictionary")


def _dates(document: Document) -> Iterator[Found]:
    if not document.xmp.values:
        return  # the metadata are a finding of their own
    values = document.xmp.values
    for key, info in (("CreateDate", "/CreationDate"), ("ModifyDate", "/ModDate"), ("MetadataDate", "")):
        said = values.get(f"xmp:{key}", "")
        mine, other = moment(said), text(entry(document.info, info)) if info else ""
        if mine is None:
            yield Found(
                f"the metadata has no date {key}" if not said else f"the date {key} cannot be read: {said[:40]}"
            )
        elif other and moment(other) != mine:
            yield Found(f"the date {key} is another in the Info dictionary")


def _trapped(document: Document) -> Iterator[Found]:
    if not document.xmp.values:
        return  # the metadata are a finding of their own
    mine = document.xmp.values.get("pdf:Trapped", "")
    given = entry(document.info, "/Trapped")
    other = name(given) or text(given)
    if (mine or other) not in ("True", "False"):
        yield Found("it does not say whether it is trapped; True or False is needed, so that nobody traps it twice")
    elif mine and other and mine != other:
        yield Found(f"it is trapped by its metadata ({mine}) and not by its Info dictionary ({other}), or the reverse")


def _document_id(document: Document) -> Iterator[Found]:
    if not document.xmp.values:
        return  # the metadata are a finding of their own
    absent = [
        key for key in ("DocumentID", "VersionID", "RenditionClass") if not document.xmp.values.get(f"xmpMM:{key}")
    ]
    if absent:
        yield Found(f"the metadata has no {' and no '.join(absent)}")


def intents(document: Document) -> list[Any]:
    """The output intents for PDF/X."""
    return [each for each in items(entry(document.root, "/OutputIntents"), 32) if name(entry(each, "/S")) == "GTS_PDFX"]


def _intent(document: Document) -> Iterator[Found]:
    count = len(intents(document))
    if count != 1:
        yield Found(
            "no output intent says for which press it was made" if not count else f"{count} output intents say so"
        )


def _other_intents(document: Document) -> Iterator[Found]:
    """A file is printed in one way: what another standard's intent says of it must be the same."""
    every = items(entry(document.root, "/OutputIntents"), 32)
    mine = [identity(entry(each, "/DestOutputProfile")) for each in intents(document)]
    for each in every:
        profile = entry(each, "/DestOutputProfile")
        if name(entry(each, "/S")) != "GTS_PDFX" and profile is not None and mine and identity(profile) not in mine:
            yield Found(f"the output intent {name(entry(each, '/S'))} has another profile than that for the press")


def _profile(document: Document) -> Iterator[Found]:
    for each in intents(document)[:1]:
        stream = entry(each, "/DestOutputProfile")
        if stream is None:
            yield Found("the output intent has no profile")
            continue
        try:
            data = decoded(stream)
        except (Beyond, Unreadable) as error:
            yield Found(f"the profile cannot be read: {error}")
            continue
        yield from _of_profile(data, whole(entry(stream, "/N")))


def _of_profile(data: bytes, count: int) -> Iterator[Found]:
    """ICC.1:2010, 7.2: size, class and colour space stand in the head, with the letters acsp."""
    if len(data) < 132 or data[36:40] != b"acsp" or int.from_bytes(data[:4], "big") != len(data):
        yield Found("the profile is no ICC profile, or is cut short")
        return
    if data[12:16] != b"prtr":
        yield Found(f"the profile is of the class {data[12:16].decode('latin-1')!r}, not of a printer (prtr)")
    space = data[16:20]
    if space != b"CMYK":
        yield Found(f"the profile is for {space.decode('latin-1').strip()!r}, not for a press with four inks")
    elif _COMPONENTS[space] != count:
        yield Found(f"the profile has {_COMPONENTS[space]} inks, and the file says {count}")


def condition_of(document: Document) -> str:
    """The printing condition's name, as the output intent gives it."""
    return next((text(entry(each, "/OutputConditionIdentifier")) for each in intents(document)), "")


def _condition(document: Document) -> Iterator[Found]:
    for each in intents(document)[:1]:
        said = text(entry(each, "/OutputConditionIdentifier"))
        if not said.strip():
            yield Found("the output intent does not name its printing condition")
        elif len(said) > 60 or not said.isprintable() or said.strip() != said:
            yield Found(f"the printing condition has a name that no registry can have: {said[:40]!r}")


_CONDITIONS = {
    "FOGRA27": ("fogra27", "euroscale coated v2"),
    "FOGRA39": ("fogra39", "iso coated v2"),
    "FOGRA47": ("fogra47", "pso uncoated iso12647"),
    "FOGRA51": ("fogra51", "pso coated v3"),
    "FOGRA52": ("fogra52", "pso uncoated v3"),
    "CGATS TR 001": ("swop (coated)", "swop coated", "web coated (swop)", "tr001", "tr 001"),
    "CGATS TR 006": ("gracol", "tr006", "tr 006"),
    "JC200103": ("jc2001", "japan color 2001"),
}
"""Printing conditions of the ICC's registry, and words by which profiles say that they describe one."""


def _described(document: Document) -> Iterator[Found]:
    """A profile that says it describes another condition than the intent names."""
    said = condition_of(document).strip()
    named = next((key for key in _CONDITIONS if said.upper().replace(" ", "").startswith(key.replace(" ", ""))), "")
    for each in intents(document)[:1] if named else ():
        try:
            described = profile_name(decoded(entry(each, "/DestOutputProfile")))
        except (Beyond, Unreadable):
            return
        found = {key for key, words in _CONDITIONS.items() if any(word in described.lower() for word in words)}
        if found and named not in found:
            yield Found(f"the output intent names {said}, and its profile describes {described[:60]!r}")


def profile_name(data: bytes) -> str:
    """What an ICC profile calls itself: its tag `desc` (ICC.1:2001-04, 6.5.17; ICC.1:2010, 10.13), or ""."""
    for place in range(132, min(132 + 12 * int.from_bytes(data[128:132], "big"), len(data) - 11, 2000), 12):
        if data[place : place + 4] == b"desc":
            start, length = (int.from_bytes(data[place + at : place + at + 4], "big") for at in (4, 8))
            tag = data[start : start + min(length, 4096)]
            if tag[:4] == b"desc":
                return tag[12 : 12 + int.from_bytes(tag[8:12], "big")].decode("ascii", "replace").strip("\0 ")
            size, first = (int.from_bytes(tag[at : at + 4], "big") for at in (20, 24))
            return tag[first : first + size].decode("utf-16-be", "replace")
    return ""


def _pages(document: Document) -> Iterator[Found]:
    if not document.boxes:
        yield Found("it has no page")


def _trim_differs(document: Document) -> Iterator[Found]:
    sizes = [boxes.size() for boxes in document.boxes]
    for at, size in enumerate(sizes, 1):
        if abs(size[0] - sizes[0][0]) > 0.2 or abs(size[1] - sizes[0][1]) > 0.2:
            first = f"{sizes[0][0]:g} × {sizes[0][1]:g}"
            yield Found(f"page {at} is {size[0]:g} × {size[1]:g} mm when it is cut, page 1 {first} mm")
            return


def _form(document: Document) -> Iterator[Found]:
    if items(entry(entry(document.root, "/AcroForm"), "/Fields"), 1):
        yield Found("it has a form to fill in")
    elif entry(entry(document.root, "/AcroForm"), "/XFA") is not None:
        yield Found("it has a form of XFA, which no press can show")


def _layers(document: Document) -> Iterator[Found]:
    """ISO 32000-1, 8.11.4: which layers are shown at first, and which change by themselves when it is printed."""
    properties = entry(document.root, "/OCProperties")
    shown = entry(properties, "/D")
    if items(entry(shown, "/OFF"), 1) or name(entry(shown, "/BaseState")) in ("OFF", "Unchanged"):
        yield Found("layers are hidden: what is seen of it is not all that may be printed", severity=Severity.ERROR)
    if items(entry(shown, "/AS"), 1):
        yield Found("layers change when it is printed: what is seen is not what comes out", severity=Severity.ERROR)
    groups = items(entry(properties, "/OCGs"), 1000)
    if groups:
        yield Found(
            f"it has {len(groups)} layer{'s' * (len(groups) > 1)} that can be shown or hidden: who prints must know"
        )


CHECKS = (
    Check("preflight-damaged", _damaged),
    Check("preflight-encrypted", _encrypted),
    Check("preflight-unread", _limits),
    Check("preflight-version", _version),
    Check("preflight-id", _identifier),
    Check("preflight-metadata", _metadata),
    Check("preflight-claim", _claim),
    Check("preflight-title", _title),
    Check("preflight-dates", _dates),
    Check("preflight-trapped", _trapped),
    Check("preflight-document-id", _document_id),
    Check("preflight-intent", _intent),
    Check("preflight-intent", _other_intents),
    Check("preflight-profile", _profile),
    Check("preflight-condition", _condition),
    Check("preflight-condition", _described),
    Check("preflight-pages", _pages),
    Check("preflight-trim-differs", _trim_differs),
    Check("preflight-form", _form),
    Check("preflight-layers", _layers, Severity.WARNING),
)
