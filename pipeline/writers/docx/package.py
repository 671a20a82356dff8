"""The package round the parts, which is python-docx's: parts, relationships, content types, properties."""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.oxml.coreprops import CT_CoreProperties
from docx.package import Package
from lxml import etree

from pipeline.model import Metadata
from pipeline.writers.archive import archive
from pipeline.writers.docx.markup import DOCUMENT, relations

OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"

CONTENT_TYPES = {
    "document.xml": CT.WML_DOCUMENT_MAIN,
    "styles.xml": CT.WML_STYLES,
    "numbering.xml": CT.WML_NUMBERING,
    "settings.xml": CT.WML_SETTINGS,
    "footnotes.xml": CT.WML_FOOTNOTES,
    "fontTable.xml": CT.WML_FONT_TABLE,
    "app.xml": CT.OFC_EXTENDED_PROPERTIES,
}
"""Content types of the parts that have one name each."""


@dataclass(frozen=True, slots=True)
class Binary:
    """A part that is no XML: a picture, a font."""

    content_type: str
    data: bytes


def pack(
    parts: Mapping[str, etree._Element],
    binaries: Mapping[str, Binary],
    metadata: Metadata,
    identifier: str,
    modified: datetime,
) -> bytes:
    """The finished file: `parts` and `binaries` by name, joined by the relationships that are among the parts."""
    package = Package()
    made: dict[str, Part] = {}
    for name, root in parts.items():
        if not name.endswith(".rels"):
            made[name] = XmlPart(PackURI(f"/{name}"), _content_type(name), root, package)  # type: ignore[arg-type]  # any element serves
    for name, binary in binaries.items():
        made[name] = Part(
            PackURI(f"/{name}"), binary.content_type, b"", package
        )  # filled below: packed once, not twice
    for name, part in made.items():
        for relation in parts.get(relations(name), ()):
            target, external = relation.get("Target") or "", relation.get("TargetMode") == "External"
            to = target if external else made[posixpath.normpath(posixpath.join(posixpath.dirname(name), target))]
            part.load_rel(relation.get("Type") or "", to, relation.get("Id") or "", external)
    package.load_rel(RT.OFFICE_DOCUMENT, made[DOCUMENT], "document")
    package.load_rel(RT.CORE_PROPERTIES, _properties(metadata, identifier, modified, package), "core")
    package.load_rel(RT.EXTENDED_PROPERTIES, made["docProps/app.xml"], "app")
    package.save(raw := io.BytesIO())
    with zipfile.ZipFile(raw) as written:
        files = {name: written.read(name) for name in written.namelist()}
    files |= {name: binary.data for name, binary in binaries.items()}
    return archive(files, first=("[Content_Types].xml", "_rels/.rels"), modified=modified)


def _content_type(name: str) -> str:
    file = posixpath.basename(name)
    if file.startswith(("header", "footer")):
        return CT.WML_HEADER if file.startswith("header") else CT.WML_FOOTER
    return CT.OFC_THEME if "theme" in file else CONTENT_TYPES[file]


def _properties(metadata: Metadata, identifier: str, modified: datetime, package: Package) -> CorePropertiesPart:
    """The core properties (ECMA-376 part 2, 8): what the front matter says and no more, so no author is made up."""
    root = CT_CoreProperties.new()
    made = CorePropertiesPart(PackURI("/docProps/core.xml"), CT.OPC_CORE_PROPERTIES, root, package)
    properties = made.core_properties
    properties.created = datetime.combine(metadata.date, time()) if metadata.date else modified.astimezone(UTC)
    properties.modified = modified.astimezone(UTC)
    for name, text in {
        "title": metadata.title,
        "subject": metadata.kind,
        "creator": metadata.organ,
        "keywords": ", ".join(metadata.subjects),
        "description": metadata.description,
        "language": metadata.language,
        "identifier": identifier,
    }.items():
        if text:  # not through python-docx's setters: they refuse more than 255 characters
            getattr(root, f"get_or_add_{name}")().text = text
    return made
