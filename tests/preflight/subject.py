"""A small PDF/X-4 file without a fault, and the objects that damages are made from.

One page, 100 x 140 mm when it is cut: a title in black that overprints, a tint that bleeds, a rule, a picture of more
than 300 dpi, a line in a spot colour, crop marks in all plates and a slug line beyond the bleed.
"""

import io
import zlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pikepdf
from fontTools import subset, ttLib
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

MM = 72 / 25.4
TRIM = (60.0, 60.0, 60 + 100 * MM, 60 + 140 * MM)
BLEED = tuple(value + by * 3 * MM for value, by in zip(TRIM, (-1, -1, 1, 1), strict=True))
MEDIA = (0.0, 0.0, TRIM[2] + 60, TRIM[3] + 60)
TEXT = "Fit for the press"
CONTENT = f"""\
/GS0 gs
0 0.1 0.2 0 k {BLEED[0]:.3f} {BLEED[1]:.3f} {BLEED[2] - BLEED[0]:.3f} 100 re f
0 0 0 1 K 0.5 w 80 400 m 300 400 l S
0 0 0 1 k BT /F0 20 Tf 80 420 Td <%TEXT%> Tj ET
/CS0 cs 1 scn BT /F0 12 Tf 80 370 Td <%TEXT%> Tj ET
q 72 0 0 72 80 250 cm /Im0 Do Q
/Artifact BMC /CSAll CS 1 SCN 0.25 w
{TRIM[0]:.3f} 5 m {TRIM[0]:.3f} 40 l S {TRIM[2]:.3f} 5 m {TRIM[2]:.3f} 40 l S
/CSAll cs 1 scn BT /F0 6 Tf 90 20 Td <%TEXT%> Tj ET EMC
"""
XMP = """\
<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Fit for the press</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2021-07-06T10:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>2021-07-06T10:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>2021-07-06T10:00:00Z</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:00000000-0000-5000-8000-000000000000</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Trapped>False</pdf:Trapped><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


@cache
def face() -> tuple[bytes, str]:
    """The default face cut down to the words above; and these words as glyphs, in hexadecimal."""
    spec = find_spec("fontpkg_source_serif_4")
    assert spec
    assert spec.origin
    font = ttLib.TTFont(Path(spec.origin).parent / "files" / "SourceSerif4[opsz,wght].ttf")
    for table in ("gvar", "fvar", "avar", "STAT", "HVAR", "MVAR", "GSUB", "GPOS", "GDEF"):
        if table in font:
            del font[table]
    cutter = subset.Subsetter(subset.Options(notdef_outline=True))
    cutter.populate(text=TEXT)
    cutter.subset(font)
    made = io.BytesIO()
    font.save(made)
    glyphs = font.getBestCmap()
    return made.getvalue(), "".join(f"{font.getGlyphID(glyphs[ord(sign)]):04x}" for sign in TEXT)


def profile(kind: bytes = b"prtr", space: bytes = b"CMYK") -> bytes:
    """The head of an ICC profile and an empty table of tags: what a preflight reads of one."""
    head = bytearray(132)
    head[:4] = (132).to_bytes(4, "big")
    head[8:12], head[12:16], head[16:20], head[20:24], head[36:40] = b"\x02\x10\0\0", kind, space, b"Lab ", b"acsp"
    return bytes(head)


def content(text: str) -> bytes:
    """Operators, with the words of the page put in."""
    return text.replace("%TEXT%", face()[1]).encode("latin-1")


def spot(name: str, cmyk: tuple[float, ...] = (0, 1, 1, 0)) -> Array:
    """A spot colour with its fallback."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=list(cmyk), N=1)
    return Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, tint])


def picture(
    pdf: pikepdf.Pdf, space: Any = Name.DeviceCMYK, sample: bytes = b"\x20\x40\x60\x10", side: int = 320
) -> Stream:
    """A square image of one colour."""
    return Stream(
        pdf,
        zlib.compress(sample * side * side),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=side,
        Height=side,
        BitsPerComponent=8,
        ColorSpace=space,
        Filter=Name.FlateDecode,
    )


def jpeg(pdf: pikepdf.Pdf, colour: tuple[int, ...] = (250, 250, 240, 200), *, turned: bool = True) -> Stream:
    """A photograph as Photoshop saves it: CMYK in JPEG with the samples turned over, which the array says, or not."""
    made = io.BytesIO()
    Image.new("CMYK", (320, 320), colour).save(made, "JPEG", quality=95)
    stream = picture(pdf)
    stream.write(made.getvalue(), filter=Name.DCTDecode)
    if turned:
        stream.Decode = Array([1, 0] * 4)
    return stream


def bitmap(pdf: pikepdf.Pdf) -> Stream:
    """An image of one bit."""
    data = zlib.compress(b"\x55" * (50 * 400))
    return Stream(
        pdf,
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=400,
        Height=400,
        BitsPerComponent=1,
        ColorSpace=Name.DeviceGray,
        Filter=Name.FlateDecode,
    )


def tiling(pdf: pikepdf.Pdf, text: str) -> Stream:
    """A pattern of cells."""
    return Stream(
        pdf,
        content(text),
        Type=Name.Pattern,
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=[0, 0, 10, 10],
        XStep=10,
        YStep=10,
        Resources=Dictionary(),
    )


def type_three(pdf: pikepdf.Pdf) -> Dictionary:
    """A font of drawings."""
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 1000, 1000],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary(a=pdf.make_stream(b"600 0 0 0 600 600 d1 0 0 600 600 re f")),
        Encoding=Dictionary(Differences=[97, Name.a]),
        FirstChar=97,
        LastChar=97,
        Widths=[600],
        Resources=Dictionary(),
    )


def clean() -> pikepdf.Pdf:
    """The file itself, open."""
    pdf = pikepdf.new()
    program, _ = face()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/ABCDEF+SourceSerif4"),
        Flags=4,
        FontBBox=[-200, -300, 1200, 1000],
        ItalicAngle=0,
        Ascent=750,
        Descent=-250,
        CapHeight=670,
        StemV=80,
        FontFile2=pdf.make_stream(program),
    )
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/ABCDEF+SourceSerif4"),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=Name.Identity,
        DW=500,
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/ABCDEF+SourceSerif4"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(below)],
    )
    resources = Dictionary(
        Font=Dictionary(F0=pdf.make_indirect(font)),
        ColorSpace=Dictionary(CS0=spot("House Red"), CSAll=spot("All", (1, 1, 1, 1))),
        XObject=Dictionary(Im0=picture(pdf)),
        ExtGState=Dictionary(GS0=Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)),
    )
    page = Dictionary(
        Type=Name.Page,
        MediaBox=list(MEDIA),
        BleedBox=list(BLEED),
        TrimBox=list(TRIM),
        Resources=resources,
        Contents=pdf.make_stream(content(CONTENT)),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFX,
                OutputConditionIdentifier="FOGRA39",
                RegistryName="http://www.color.org",
                Info="Coated FOGRA39",
                DestOutputProfile=Stream(pdf, profile(), N=4),
            )
        ]
    )
    set_xmp(pdf, XMP)
    pdf.docinfo["/Title"] = String("Fit for the press")
    pdf.docinfo["/CreationDate"] = String("D:20210706120000+02'00'")
    pdf.docinfo["/ModDate"] = String("D:20210706100000Z")
    pdf.docinfo["/Trapped"] = Name("/False")
    return pdf


def set_xmp(pdf: pikepdf.Pdf, text: str) -> None:
    """Other metadata."""
    pdf.Root.Metadata = Stream(pdf, text.encode(), Type=Name.Metadata, Subtype=Name.XML)


def saved(pdf: pikepdf.Pdf, **more: Any) -> bytes:
    """Its bytes: as clean ones are written, where nothing else is said."""
    made = io.BytesIO()
    how: dict[str, Any] = {"force_version": "1.6", "fix_metadata_version": False, "compress_streams": False}
    if "encryption" not in more:  # streams stay as they were put in
        how |= {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "deterministic_id": True}
    how |= more
    pdf.save(made, **how)
    return made.getvalue()
