"""What somebody might try so that a file passes: each hides a fault where a quick look does not go."""

import io
import zlib
from typing import Any

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.eexec import encrypt
from fontTools.pens.t2CharStringPen import T2CharStringPen
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from tests.preflight.damages import (
    BOX,
    Damage,
    add,
    form,
    icc,
    image_line,
    on_page,
    on_root,
    page,
    resource,
    shading,
    state,
    using,
    with_image,
)
from tests.preflight.subject import bitmap, picture, profile, tiling, type_three

IMAGE = "72 0 0 72 200 250 cm /X Do"
TYPE = "0 0 0 .5 k BT /X 12 Tf 200 300 Td ({}) Tj ET"


def three(glyph: bytes) -> Damage:
    """Type in a font of drawings, one of which is this."""

    def made(pdf: pikepdf.Pdf) -> Any:
        font = type_three(pdf)
        font.CharProcs.a = pdf.make_stream(glyph)
        return font

    return using("Font", made, "0 0 0 .5 K " + TYPE.format("a"))


def mark_annotation(text: str, **resources: Any) -> Damage:
    """A printer's mark as an annotation, which a press prints, and nobody looks at."""

    def damage(pdf: pikepdf.Pdf) -> None:
        drawn = pdf.make_indirect(form(pdf, text, Resources=Dictionary(**resources)))
        mark = Dictionary(Type=Name.Annot, Subtype=Name.PrinterMark, Rect=[100, 100, 1100, 1100], F=4)
        mark.AP = Dictionary(N=drawn)
        page(pdf).Annots = Array([mark])

    return damage


def structure_file(pdf: pikepdf.Pdf) -> None:
    held = Dictionary(Type=Name.Filespec, EF=Dictionary(F=pdf.make_stream(b"x")))
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Dictionary(S=Name.Document, AF=Array([held])))


def other_intent(pdf: pikepdf.Pdf) -> None:
    screen = Stream(pdf, profile(b"mntr", b"RGB "), N=3)
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier="sRGB")
    intent.DestOutputProfile = screen
    pdf.Root.OutputIntents.append(intent)


def called(name: str) -> Damage:
    """A profile that calls itself so."""
    said = name.encode() + b"\0"
    tag = b"desc" + bytes(4) + len(said).to_bytes(4, "big") + said
    data = bytearray(profile())
    data[128:132] = (1).to_bytes(4, "big")
    data += b"desc" + (144).to_bytes(4, "big") + len(tag).to_bytes(4, "big") + tag
    data[:4] = len(data).to_bytes(4, "big")
    return lambda pdf: pdf.Root.OutputIntents[0].__setitem__("/DestOutputProfile", Stream(pdf, bytes(data), N=4))


def default_grey(pdf: pikepdf.Pdf) -> None:
    resource(pdf, "ColorSpace", "DefaultGray", icc(pdf))
    add(f".5 g {BOX}")(pdf)


def alternate_rgb(pdf: pikepdf.Pdf) -> Array:
    return Array([Name.ICCBased, Stream(pdf, profile(), N=4, Alternate=Name.DeviceRGB)])


def spot_over(space: Any) -> Damage:
    def made(pdf: pikepdf.Pdf) -> Array:
        return Array([Name.Separation, Name.Gold, space(pdf), shading(Name.DeviceRGB).Function])

    return using("ColorSpace", made, f"/X cs 1 scn {BOX}")


def mask_content(pdf: pikepdf.Pdf) -> Dictionary:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    return Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form(pdf, "1 0 0 rg 0 0 9 9 re f", Group=group)))


def uncoloured(pdf: pikepdf.Pdf) -> None:
    cell = tiling(pdf, "0 0 5 5 re f")
    cell.PaintType = 2
    resource(pdf, "Pattern", "X", cell)
    resource(pdf, "ColorSpace", "Y", Array([Name.Pattern, Name.DeviceRGB]))
    add(f"/Y cs 1 0 0 /X scn {BOX}")(pdf)


def small_pattern(pdf: pikepdf.Pdf) -> Stream:
    cell = tiling(pdf, "0 0 0 .5 K 1 w 0 0 m 10 10 l S")
    cell.Matrix = Array([0.1, 0, 0, 0.1, 0, 0])
    return cell


def stencil(pdf: pikepdf.Pdf) -> Stream:
    made = bitmap(pdf)
    made.Width = made.Height = 700
    made.write(b"\x55" * (88 * 700))
    del made["/ColorSpace"]
    made.ImageMask = True
    return made


def inner_state(pdf: pikepdf.Pdf) -> Stream:
    text = "/G gs 0 0 0 1 k BT /F0 12 Tf 200 300 Td <%TEXT%> Tj ET"
    own = Dictionary(Font=page(pdf).Resources.Font, ExtGState=Dictionary(G=Dictionary(op=False)))
    return form(pdf, text, Resources=own)


def five_inks(pdf: pikepdf.Pdf) -> Stream:
    names = Array([Name.Cyan, Name.Magenta, Name.Yellow, Name.Black, Name.Gold])
    tint = Stream(pdf, b"{pop}", FunctionType=4, Domain=[0, 1] * 5, Range=[0, 1] * 4)
    return picture(pdf, Array([Name.DeviceN, names, Name.DeviceCMYK, tint]), b"\xff\xff\xff\x20\xc0")


def deep(bits: int) -> Damage:
    """An image of more or fewer bits, full of ink."""

    def made(pdf: pikepdf.Pdf) -> Stream:
        stream = picture(pdf)
        stream.write(zlib.compress(b"\xff" * (320 * 320 * 4 * bits // 8)), filter=Name.FlateDecode)
        stream.BitsPerComponent = bits
        return stream

    return using("XObject", made, IMAGE)


def jpeg_2000(mode: str, colour: tuple[int, ...] | int, space: Name | None = None) -> Damage:
    """An image in JPEG 2000, which brings its colour space along where the file names none."""

    def made(pdf: pikepdf.Pdf) -> Stream:
        data = io.BytesIO()
        Image.new(mode, (320, 320), colour).save(data, "JPEG2000")
        stream = picture(pdf)
        stream.write(data.getvalue(), filter=Name.JPXDecode)
        del stream["/ColorSpace"]
        if space is not None:
            stream.ColorSpace = space
        return stream

    return using("XObject", made, IMAGE)


# ---- fonts of eight bits that have a glyph for “a” alone


def simple(kind: str, key: str, program: Stream, **more: Any) -> Dictionary:
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Small"), Flags=32)
    descriptor[key] = program
    font = Dictionary(Type=Name.Font, Subtype=Name(f"/{kind}"), BaseFont=Name("/ABCDEF+Small"), **more)
    font.FirstChar, font.LastChar, font.Widths, font.FontDescriptor = 97, 98, [500, 500], descriptor
    return font


def program(*, outlines: str) -> bytes:
    """A font of .notdef and “a”."""
    builder = FontBuilder(1000, isTTF=outlines == "glyf")
    builder.setupGlyphOrder([".notdef", "a"])
    builder.setupCharacterMap({97: "a"})
    if outlines == "glyf":
        from fontTools.ttLib.tables._g_l_y_f import Glyph

        builder.setupGlyf({".notdef": Glyph(), "a": Glyph()})
    else:
        pen = T2CharStringPen(500, None)
        drawn = {name: pen.getCharString() for name in (".notdef", "a")}
        builder.setupCFF("Small", {}, drawn, {})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "a": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    if outlines == "CFF":
        return bytes(builder.font["CFF "].compile(builder.font))
    made = io.BytesIO()
    builder.save(made)
    return made.getvalue()


def truetype(pdf: pikepdf.Pdf) -> Dictionary:
    stream = pdf.make_stream(program(outlines="glyf"))
    return simple("TrueType", "/FontFile2", stream, Encoding=Name.WinAnsiEncoding)


def compact(pdf: pikepdf.Pdf) -> Dictionary:
    stream = Stream(pdf, program(outlines="CFF"), Subtype=Name.Type1C)
    return simple("Type1", "/FontFile3", stream, Encoding=Name.WinAnsiEncoding)


def type_one(pdf: pikepdf.Pdf) -> Dictionary:
    clear = b"%!PS-AdobeFont-1.0: Small\n/Encoding 256 array\ndup 97 /a put\ndup 98 /b put\nreadonly def\neexec\n"
    secret, _ = encrypt(b"xxxx/CharStrings 2 dict dup begin\n/.notdef 4 RD abcd ND\n/a 4 RD abcd ND\nend", 55665)
    stream = Stream(pdf, clear + secret, Length1=len(clear), Length2=len(secret), Length3=0)
    return simple("Type1", "/FontFile", stream)


ATTACKS: dict[str, tuple[set[str], Damage]] = {
    # RGB
    "RGB in what a soft mask draws": ({"rgb", "transparency"}, using("ExtGState", mask_content, "/X gs")),
    "RGB in a glyph of drawings": ({"rgb", "type3"}, three(b"600 0 d0 1 0 0 rg 0 0 600 600 re f")),
    "RGB in a printer's mark": ({"rgb"}, mark_annotation("1 0 0 rg 0 0 10 10 re f")),
    "RGB through a stencil": ({"rgb"}, using("XObject", stencil, f"1 0 0 rg {IMAGE}")),
    "RGB through an uncoloured pattern": ({"rgb"}, uncoloured),
    "RGB as the soft mask of an image": (
        {"rgb", "transparency"},
        with_image(SMask=lambda pdf: pdf.make_indirect(picture(pdf, Name.DeviceRGB, b"\x80\x80\x80"))),
    ),
    "RGB behind an index among the operators": (
        {"rgb"},
        add("0.2 0 0 0.2 200 300 cm BI /W 1 /H 1 /BPC 8 /CS [/I /RGB 1 <616263646566>] ID a EI"),
    ),
    "RGB that a JPEG 2000 brings along": ({"rgb"}, jpeg_2000("RGB", (20, 30, 40))),
    "RGB as the default of grey": ({"managed"}, default_grey),
    "RGB as what stands for a profile of four": ({"colour-space"}, using("ColorSpace", alternate_rgb, f"/X cs {BOX}")),
    "RGB with a profile for a spot": ({"managed"}, spot_over(icc)),
    "a group of the page in RGB with a profile": (
        {"managed"},
        lambda pdf: page(pdf).__setitem__("/Group", Dictionary(S=Name.Transparency, CS=icc(pdf))),
    ),
    "a profile of a screen that says four inks": (
        {"managed"},
        using("ColorSpace", lambda pdf: icc(pdf, b"RGB ", 4), f"/X cs .1 .2 .3 0 sc {BOX}"),
    ),
    # ink
    "ink of an image of 16 bits": ({"ink"}, deep(16)),
    "ink of an image of 4 bits": ({"ink"}, deep(4)),
    "ink of a JPEG 2000": ({"ink"}, jpeg_2000("CMYK", (255, 255, 240, 200), Name.DeviceCMYK)),
    "ink of an image with five plates": ({"ink"}, using("XObject", five_inks, IMAGE)),
    "ink by the Decode array": ({"ink"}, using("XObject", lambda pdf: image_line(pdf, Decode=[1] * 8), IMAGE)),
    "ink among the operators": (
        {"ink"},
        add("0.2 0 0 0.2 200 300 cm BI /W 1 /H 1 /BPC 8 /CS /CMYK ID \xff\xff\xff\xff EI"),
    ),
    # lines
    "hairline in a glyph of drawings": ({"hairline", "type3"}, three(b"600 0 d0 5 w 0 0 m 600 600 l S")),
    "hairline in a pattern made smaller": ({"hairline"}, using("Pattern", small_pattern, f"/Pattern cs /X scn {BOX}")),
    "hairline as an area that is turned": ({"hairline"}, add("0 0 0 .9 k .7 .7 -.7 .7 200 300 cm 0 0 60 .1 re f")),
    "hairline as an area of four points": (
        {"hairline"},
        add("0 0 0 .9 k 200 300 m 240 340 l 240.1 340 l 200.1 300 l f"),
    ),
    # overprint and place
    "black that knocks out in a form": ({"black-overprint"}, using("XObject", inner_state, "/X Do")),
    "overprint in the other mode": (
        {"black-overprint"},
        using("ExtGState", state(OPM=0), "/X gs 0 0 0 1 k BT /F0 12 Tf 200 300 Td <%TEXT%> Tj ET"),
    ),
    "a form that is moved over the edge": (
        {"outside"},
        using("XObject", lambda pdf: form(pdf, "0 0 0 .5 k 0 0 60 60 re f"), "1 0 0 1 0 200 cm /X Do"),
    ),
    "a trim box for all pages, which none inherits": (
        {"trim"},
        lambda pdf: (pdf.Root.Pages.__setitem__("/TrimBox", page(pdf).TrimBox), page(pdf).__delitem__("/TrimBox")),
    ),
    # fonts
    "a font of an annotation": (
        {"font"},
        mark_annotation(
            ".5 g BT /H 9 Tf (a) Tj ET",
            Font=Dictionary(H=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)),
        ),
    ),
    "a letter that a TrueType font of 8 bits lacks": ({"glyph"}, using("Font", truetype, TYPE.format("ab"))),
    "a letter that a CFF of 8 bits lacks": ({"glyph"}, using("Font", compact, TYPE.format("ab"))),
    "a letter that a Type 1 font lacks": ({"glyph"}, using("Font", type_one, TYPE.format("ab"))),
    # names
    "a font that the page does not have": ({"resource"}, add("0 0 0 .5 k BT /Nope 12 Tf 200 300 Td (abc) Tj ET")),
    "a form that the page does not have": ({"resource"}, add("/Nope Do")),
    "a rendering intent in the operators": ({"rendering"}, add("/Foo ri")),
    "a rendering intent in a state": ({"rendering"}, using("ExtGState", state(RI=Name.Foo), "/X gs")),
    "a rendering intent of an image": ({"rendering"}, with_image(Intent=Name.Foo)),
    "LZW among the operators": (
        {"lzw"},
        add("0.2 0 0 0.2 200 300 cm BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID \x80\x0b\x60\x50\x22\x0c\x0c\x85\x01 EI"),
    ),
    # the file
    "a file in the structure": ({"attachment"}, structure_file),
    "a collection of files": ({"attachment"}, on_root(Collection=Dictionary(Type=Name.Collection))),
    "a script of a film": ({"script"}, on_page(AA=Dictionary(O=Dictionary(S=Name.Rendition, JS=String("1"))))),
    "another profile for PDF/A": ({"intent"}, other_intent),
    "a profile of another press": ({"condition"}, called("U.S. Web Coated (SWOP) v2")),
    "a layer that is hidden": (
        {"layers"},
        on_root(OCProperties=Dictionary(OCGs=[Dictionary(Type=Name.OCG, Name="a")], D=Dictionary(BaseState=Name.OFF))),
    ),
    "a layer that changes when it is printed": (
        {"layers"},
        on_root(
            OCProperties=Dictionary(
                OCGs=[Dictionary(Type=Name.OCG, Name="a")],
                D=Dictionary(AS=[Dictionary(Event=Name.Print, Category=[Name.Print])]),
            )
        ),
    ),
}

FINE: dict[str, Damage] = {
    "a letter that a TrueType font of 8 bits has": using("Font", truetype, TYPE.format("a")),
    "a letter that a CFF of 8 bits has": using("Font", compact, TYPE.format("a")),
    "a letter that a Type 1 font has": using("Font", type_one, TYPE.format("a")),
    "a JPEG 2000 in inks": jpeg_2000("CMYK", (40, 30, 20, 10)),
    "a JPEG 2000 in grey": jpeg_2000("L", 200),
    "a rendering intent of the four": add("/Perceptual ri"),
    "a profile of this press": called("ISO Coated v2 (ECI)"),
    "an area of straight sides": add("0 0 0 .9 k 200 300 m 240 300 l 240 340 l 200 340 l f"),
    "a printer's mark in ink": mark_annotation("0 0 0 .5 k 0 0 10 10 re f"),
}
"""The same without the fault."""
