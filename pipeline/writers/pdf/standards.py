"""What PDF/A-2a and PDF/UA-1 want in one file and WeasyPrint does not write by itself."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from weasyprint import VERSION

# PDF/A (ISO 19005-2, 6.6.2.3) wants a schema for properties that it does not know, PDF/UA's own identifier among them.
_PDFUA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def describe(document: Any) -> None:
    """Let a rendered document write our metadata packet instead of WeasyPrint's, which knows one standard at a time."""
    document.metadata.generate_rdf_metadata = lambda *_: _rdf(document.metadata)


def smooth_nothing(pdf: Any) -> None:
    """Ask of no image that a viewer interpolates it (ISO 19005-2, 6.2.8), whatever the style sheet says."""
    for item in pdf.objects:
        if "Interpolate" in getattr(item, "extra", ()):
            item.extra["Interpolate"] = "false"


def _rdf(metadata: Any) -> bytes:
    """The packet's RDF, from what WeasyPrint read in the page's head (its DocumentMetadata)."""
    language = metadata.lang or "x-default"
    properties = [
        _each("dc:title", "Alt", [metadata.title], language),
        _each("dc:creator", "Seq", metadata.authors),
        _each("dc:description", "Alt", [metadata.description], language),
        _each("dc:subject", "Bag", metadata.keywords),
        _each("dc:language", "Bag", [metadata.lang]),
        _each("dc:rights", "Alt", [metadata.custom.get("dcterms.rights")], language),
        _each("dc:publisher", "Bag", [metadata.custom.get("dcterms.publisher")]),
        _each("dc:identifier", "", [metadata.custom.get("dcterms.identifier")]),
        _each("dc:date", "Seq", [metadata.created]),
        _each("xmp:CreateDate", "", [metadata.created]),
        _each("xmp:ModifyDate", "", [metadata.modified]),
        _each("xmp:CreatorTool", "", [metadata.generator]),
        _each("pdf:Producer", "", [f"WeasyPrint {VERSION}"]),
        _each("pdf:Keywords", "", [", ".join(metadata.keywords)]),
    ]
    return f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
{"".join(properties)}</rdf:Description>
{_PDFUA}
</rdf:RDF>""".encode()


def _each(name: str, kind: str, values: list[str | None], language: str = "") -> str:
    """One property. `kind` is the RDF container that the XMP specification, part 1, 8, gives it."""
    texts = [escape(value) for value in values if value]
    if not texts:
        return ""
    if not kind:
        return f"<{name}>{texts[0]}</{name}>\n"
    # A language alternative must have a default (XMP part 1, 8.2.2.4).
    tags = dict.fromkeys(["x-default", language]) if kind == "Alt" else [""]
    items = [f"<rdf:li{f' xml:lang={quoteattr(tag)}' if tag else ''}>{text}</rdf:li>" for tag in tags for text in texts]
    return f"<{name}><rdf:{kind}>{''.join(items)}</rdf:{kind}></{name}>\n"
