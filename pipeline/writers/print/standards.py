"""What a print says of itself: PDF/X-4 beside PDF/A-2a and PDF/UA-1, for which press it is, what it was made from."""

import uuid
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name

from pipeline.writers.print.inks import Inks

_PROPERTIES = (
    ("PDF/X identification schema", "http://www.npes.org/pdfx/ns/id/", "pdfxid", "GTS_PDFXVersion", "PDF/X version"),
    ("Adobe PDF schema", "http://ns.adobe.com/pdf/1.3/", "pdf", "Trapped", "Whether the document has been trapped"),
)
"""Properties that PDF/A does not know: schema, namespace, prefix, name, what it means (ISO 19005-2, 6.6.2.3)."""

_SCHEMA = """<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{}</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>{}</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>
"""


def declare(pdf: pikepdf.Pdf, inks: Inks, modified: str) -> None:
    """Say the standards in the catalog and in both kinds of metadata; `modified` is when the text last changed."""
    _intend(pdf, inks)
    pdf.docinfo["/Trapped"] = Name("/False")
    packet = pdf.Root.Metadata.read_bytes().decode()
    identifier = bytes(pdf.trailer.ID[0])
    document = uuid.uuid5(uuid.NAMESPACE_URL, f"{identifier.decode('latin-1')}#print")
    said = f"""<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdf:Trapped>False</pdf:Trapped>
<xmp:MetadataDate>{escape(modified)}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description>
"""
    schemas = "".join(_SCHEMA.format(*entry) for entry in _PROPERTIES)
    packet = _before(packet, "</rdf:Bag></pdfaExtension:schemas>", schemas)
    pdf.Root.Metadata = pdf.make_stream(
        _before(packet, "</rdf:RDF>", said).encode(), Type=Name.Metadata, Subtype=Name.XML
    )


def _before(packet: str, mark: str, added: str) -> str:
    head, found, tail = packet.rpartition(mark)
    if not found:
        raise AssertionError(f"the PDF's metadata packet has no {mark}")
    return head + added + found + tail


def _intend(pdf: pikepdf.Pdf, inks: Inks) -> None:
    """Output intents of PDF/X and PDF/A (ISO 32000-1, 14.11.5), which share the profile."""
    condition = inks.condition
    profile = pdf.make_stream(condition.profile, N=4)
    intents = Array()
    for kind in (Name.GTS_PDFX, Name.GTS_PDFA1):
        entry: dict[str, Any] = {
            "/Type": Name.OutputIntent,
            "/S": kind,
            "/OutputConditionIdentifier": condition.identifier or inks.description,
            "/Info": condition.info or inks.description,
            "/DestOutputProfile": profile,
        }
        if condition.registry:
            entry["/RegistryName"] = condition.registry
        intents.append(Dictionary(entry))
    pdf.Root.OutputIntents = intents
