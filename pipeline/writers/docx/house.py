"""A house template as it comes: opened with care, and refused by name where it holds what a template should not.

It is a file from outside, and what is taken from it travels in every document made with it. So everything in it is
looked at, even what is not taken: a template with a macro is not made safe by leaving the macro out in silence.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.writers.docx.markup import RELATIONSHIPS, TYPES, W, elements, parse, relations, value, w

LARGEST = 20_000_000
"""Bytes of a template."""

UNPACKED = 100_000_000
"""Bytes of all its parts together."""

PARTS = 1_000
"""Parts of it."""

RATIO = 200
"""How often smaller a part of over a megabyte may be packed than it is."""

MAIN = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
"""The content types of the main part of a .docx and of a .dotx."""

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
"""Begins the types of relationships, in the transitional variant."""

FIELDS = frozenset({
    "=", "AUTHOR", "CREATEDATE", "DATE", "DOCPROPERTY", "FILENAME", "IF", "NUMPAGES", "PAGE", "PAGEREF", "PRINTDATE",
    "REF", "SAVEDATE", "SECTION", "SECTIONPAGES", "SEQ", "STYLEREF", "SUBJECT", "SYMBOL", "TIME", "TITLE", "TOC",
})  # fmt: skip
"""Fields that reach nothing outside the document (17.16.5): no other may stand in a header or footer, which is kept."""

REACHING = frozenset({"DATABASE", "DDE", "DDEAUTO", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "RD"})
"""Fields that fetch something from outside: they may stand nowhere."""

_NAMES = (
    (r"vbaproject|vbadata", "macros"),
    (r"(^|/)embeddings/", "an embedded object"),
    (r"(^|/)activex/", "an ActiveX control"),
    (r"(^|/)afchunk", "a file to be imported (altChunk)"),
)
_CONTENT_TYPES = (
    (r"macroenabled|vbaproject|vbadata", "macros"),
    (r"oleobject|\.package$", "an embedded object"),
    (r"activex", "an ActiveX control"),
)
_RELATIONS = (
    (r"/(vbaProject|wordVbaData)$", "macros"),
    (r"/attachedTemplate$", "another template attached to it"),
    (r"/aFChunk$", "a file to be imported (altChunk)"),
    (r"/(oleObject|package)$", "an embedded object"),
    (r"/control(Binary)?$", "an ActiveX control"),
    (r"/subDocument$", "a subdocument"),
)
_ELEMENTS = {
    "altChunk": "a file to be imported (altChunk)",
    "attachedTemplate": "another template attached to it",
    "control": "an ActiveX control",
    "object": "an embedded object",
    "OLEObject": "an embedded object",
    "subDoc": "a subdocument",
}


class _Refused(Exception):
    """The template holds what it must not; the message names the part and the thing."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class House:
    """An accepted template: its XML parts as trees, its other parts, each one's content type, the main part's name."""

    trees: Mapping[str, etree._Element]
    files: Mapping[str, bytes]
    types: Mapping[str, str]
    main: str

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """For each relationship of the part `name`: its type and the name of its target."""
        return _related(self.trees, name)

    def first(self, kind: str) -> etree._Element | None:
        """The part to which the main part has a relationship of a type that ends in `kind`."""
        found = (target for known, target in self.related(self.main).values() if known == OFFICE + kind)
        return self.trees.get(next(found, ""))


def open_house(data: bytes, *, report: Reporter) -> House | None:
    """The template in `data`; None when it is refused, with a diagnostic that names the part and what is wrong."""
    try:
        files = dict(_files(data))
        return _accept(files)
    except _Refused as refused:
        hint = refused.hint or "take it out in Word and save the template again"
        report(Diagnostic("docx-template-refused", f"the house template is refused: {refused}", hint=hint))
    return None


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts by name, within the limits."""
    again = "save it in Word as .docx or .dotx, without a password"
    if len(data) > LARGEST:
        raise _Refused(f"it is larger than {LARGEST // 1_000_000} MB", "leave large pictures out")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):  # a compound file: MS-CFB 2.2
        raise _Refused("it is encrypted, or a .doc of before 2007", again)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from _entries(package)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OverflowError) as error:
        raise _Refused("it is not a ZIP file, or a damaged one", again) from error


def _entries(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = package.infolist()
    if len(entries) > PARTS:
        raise _Refused(f"it has more than {PARTS} parts")
    seen: set[str] = set()
    left = UNPACKED
    for entry in entries:
        name = entry.filename
        if name.endswith("/") and not entry.file_size:
            continue  # a folder
        if not name or name != posixpath.normpath(name) or name.startswith(("/", "..")) or re.search(r"[\\:\0]", name):
            raise _Refused(f"“{name}” is no name that a part may have")
        if name.lower() in seen:
            raise _Refused(f"the part “{name}” is there twice")
        seen.add(name.lower())
        if entry.flag_bits & 1:
            raise _Refused(f"the part “{name}” is encrypted", "save the template without a password")
        with package.open(entry) as part:
            data = part.read(left + 1)
        left -= len(data)
        if left < 0 or (len(data) > 1_000_000 and len(data) > RATIO * entry.compress_size):
            raise _Refused(f"the part “{name}” unpacks to more than it should")
        yield name, data


def _accept(files: Mapping[str, bytes]) -> House:
    """The parts, each looked at."""
    for name in files:
        _refuse(_NAMES, name, name)
    if "[Content_Types].xml" not in files:
        raise _Refused("it is no Word file: the part “[Content_Types].xml” is missing")
    trees = {name: _tree(name, data) for name, data in files.items() if name.lower().endswith((".xml", ".rels"))}
    types = _types(trees["[Content_Types].xml"], files)
    for name, content_type in types.items():
        _refuse(_CONTENT_TYPES, content_type, name)
        if name not in trees and content_type.endswith("xml"):
            trees[name] = _tree(name, files[name])
    main = next((name for name, kind in types.items() if kind in MAIN), "")
    if main not in trees:
        raise _Refused("it is no Word document or template: it has no main part")
    if trees[main].tag != w("document"):
        raise _Refused(f"{main} is of the strict variant", "save it in Word as an ordinary .docx or .dotx")
    for name, root in trees.items():
        if name.endswith(".rels"):
            _look_at_relations(name, root)
        else:
            _look_at_elements(name, root)
        if root.tag in (w("hdr"), w("ftr")):
            _look_at_kept(name, _related(trees, name))
    return House(trees, {name: data for name, data in files.items() if name not in trees}, types, main)


def _related(trees: Mapping[str, etree._Element], name: str) -> dict[str, tuple[str, str]]:
    root = trees.get(relations(name))
    made = {}
    for relation in () if root is None else root.iter(f"{{{RELATIONSHIPS}}}Relationship"):
        target = posixpath.join("/", posixpath.dirname(name), relation.get("Target", ""))
        made[relation.get("Id", "")] = relation.get("Type", ""), posixpath.normpath(target).lstrip("/")
    return made


def _refuse(table: tuple[tuple[str, str], ...], text: str, name: str) -> None:
    for pattern, what in table:
        if re.search(pattern, text, re.IGNORECASE):
            raise _Refused(f"{name} holds {what}")


def _tree(name: str, data: bytes) -> etree._Element:
    try:
        return parse(data)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _Refused(f"{name} is not sound XML: {error}", "save it again in Word") from error


def _types(root: etree._Element, files: Mapping[str, bytes]) -> dict[str, str]:
    """The content type of each part (ECMA-376 part 2, 7.2.3); those of parts that are not there are looked at too."""
    defaults, overrides = (
        {one.get(key, "").lower(): one.get("ContentType", "") for one in root.iter(f"{{{TYPES}}}{tag}")}
        for tag, key in (("Default", "Extension"), ("Override", "PartName"))
    )
    for content_type in (*defaults.values(), *overrides.values()):
        _refuse((_CONTENT_TYPES[0],), content_type, "[Content_Types].xml")
    extensions = {name: name.rpartition(".")[2].lower() for name in files}
    return {name: overrides.get(f"/{name}".lower(), defaults.get(extensions[name], "")) for name in files}


def _look_at_relations(name: str, root: etree._Element) -> None:
    for relation in root.iter(f"{{{RELATIONSHIPS}}}Relationship"):
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        _refuse(_RELATIONS, kind, name)
        if relation.get("TargetMode", "").lower() == "external":
            what = "a picture" if kind.endswith("/image") else "a link" if kind.endswith("/hyperlink") else "something"
            raise _Refused(f"{name} holds {what} from outside, “{target[:80]}”")


def _look_at_kept(name: str, related: Mapping[str, tuple[str, str]]) -> None:
    """A header or footer goes into every document: pictures may go with it, a chart or a diagram may not."""
    for kind, _ in related.values():
        if kind != f"{OFFICE}image":
            raise _Refused(f"{name} holds something other than words and pictures ({kind.rpartition('/')[2]})")


def _look_at_elements(name: str, root: etree._Element) -> None:
    for element in root.iter(etree.Element):
        tag = etree.QName(element)
        if tag.localname in _ELEMENTS and (tag.namespace == W or tag.localname == "OLEObject"):
            raise _Refused(f"{name} holds {_ELEMENTS[tag.localname]}")
    is_kept = etree.QName(root).localname in ("hdr", "ftr")
    for code in _codes(root):
        kind = (code.split() or ["="])[0].upper()
        if kind in REACHING or (is_kept and kind not in FIELDS and not kind.startswith("=")):
            raise _Refused(f"{name} holds the field {kind[:40]}, which reaches outside the document")


def _codes(root: etree._Element) -> Iterator[str]:
    """The instructions of all fields. One may be cut over several runs, and hold other fields (17.16.18)."""
    for simple in elements(root, "fldSimple"):
        yield value(simple, "instr")
    for story in elements(root, "p"):
        open_codes: list[str] = []
        for element in elements(story, "fldChar", "instrText"):
            step = value(element, "fldCharType")
            if element.tag == w("instrText"):
                if open_codes:
                    open_codes[-1] += element.text or ""
                else:
                    yield element.text or ""
            elif step == "begin":
                open_codes.append("")
            elif step == "end" and open_codes:
                yield open_codes.pop()
        yield from open_codes
