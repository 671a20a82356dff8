"""Damages of the clean file: each by one small change, each breaking one rule of the preflight and no other."""

import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.preflight.subject import (
    BLEED,
    MEDIA,
    MM,
    TRIM,
    XMP,
    bitmap,
    content,
    jpeg,
    picture,
    profile,
    set_xmp,
    spot,
    tiling,
    type_three,
)

Damage = Callable[[pikepdf.Pdf], object]
WHITE = "0 0 0 0 k"


def page(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].obj


def resource(pdf: pikepdf.Pdf, kind: str, name: str, value: Any) -> None:
    """Another resource of the page."""
    resources = page(pdf).Resources
    if f"/{kind}" not in resources:
        resources[f"/{kind}"] = Dictionary()
    resources[f"/{kind}"][f"/{name}"] = value


def add(text: str) -> Damage:
    """More operators at the end of the page."""

    def damage(pdf: pikepdf.Pdf) -> None:
        page(pdf).Contents = pdf.make_stream(page(pdf).Contents.read_bytes() + content(f"q {text} Q\n"))

    return damage


def using(kind: str, value: Callable[[pikepdf.Pdf], Any], text: str) -> Damage:
    """A resource X, and operators that use it."""

    def damage(pdf: pikepdf.Pdf) -> None:
        resource(pdf, kind, "X", value(pdf))
        add(text)(pdf)

    return damage


def words(text: str = "", *, x: float = 200, y: float = 300, size: float = 12) -> Damage:
    """More type."""
    return add(f"{text} BT /F0 {size} Tf {x} {y} Td <%TEXT%> Tj ET")


def on_page(**values: Any) -> Damage:
    """Entries of the page."""

    def damage(pdf: pikepdf.Pdf) -> None:
        for key, value in values.items():
            if value is None:
                del page(pdf)[f"/{key}"]
            else:
                page(pdf)[f"/{key}"] = value

    return damage


def on_root(**values: Any) -> Damage:
    """Entries of the catalogue."""

    def damage(pdf: pikepdf.Pdf) -> None:
        for key, value in values.items():
            pdf.Root[f"/{key}"] = value

    return damage


def on_intent(**values: Any) -> Damage:
    """Entries of the output intent."""

    def damage(pdf: pikepdf.Pdf) -> None:
        for key, value in values.items():
            pdf.Root.OutputIntents[0][f"/{key}"] = value

    return damage


def xmp(old: str, new: str = "") -> Damage:
    """Other metadata."""
    assert old in XMP
    return lambda pdf: set_xmp(pdf, XMP.replace(old, new))


def info(key: str, value: Any) -> Damage:
    return lambda pdf: pdf.docinfo.__setitem__(f"/{key}", value)


def annotation(kind: str, **more: Any) -> Damage:
    """An annotation in the middle of the page."""
    return on_page(
        Annots=Array([Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[100, 100, 200, 200], F=4, **more)])
    )


def device_rgb(pdf: pikepdf.Pdf) -> Stream:
    return picture(pdf, Name.DeviceRGB, b"\x10\x20\x30")


def icc(pdf: pikepdf.Pdf, space: bytes = b"RGB ", count: int = 3) -> Array:
    return Array([Name.ICCBased, Stream(pdf, profile(b"mntr", space), N=count)])


def form(pdf: pikepdf.Pdf, text: str = "0 0 0 0.2 k 0 0 10 10 re f", **more: Any) -> Stream:
    box = [0, 0, 1000, 1000]
    return Stream(pdf, content(text), Type=Name.XObject, Subtype=Name.Form, BBox=box, **more)


def with_image(**more: Any) -> Damage:
    """Entries of the picture; in its dictionary, so that no pixel changes."""

    def damage(pdf: pikepdf.Pdf) -> None:
        for key, value in more.items():
            page(pdf).Resources.XObject.Im0[f"/{key}"] = value(pdf) if callable(value) else value

    return damage


def lzw(pdf: pikepdf.Pdf) -> None:
    """`0 0 0 0 k` and a rest of nothing: one code a byte of nine bits, then the end (ISO 32000-1, 7.4.4)."""
    bits = "".join(f"{code:09b}" for code in (256, *b"q Q\n", 257))
    packed = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    held = page(pdf).Contents
    page(pdf).Contents = Array([pdf.make_indirect(held), Stream(pdf, packed, Filter=Name.LZWDecode)])


def no_program(pdf: pikepdf.Pdf) -> None:
    del page(pdf).Resources.Font.F0.DescendantFonts[0].FontDescriptor["/FontFile2"]


def cut_program(pdf: pikepdf.Pdf) -> None:
    stream = page(pdf).Resources.Font.F0.DescendantFonts[0].FontDescriptor.FontFile2
    stream.write(b"\x00broken", filter=Name.FlateDecode)


def short_program(pdf: pikepdf.Pdf) -> None:
    stream = page(pdf).Resources.Font.F0.DescendantFonts[0].FontDescriptor.FontFile2
    stream.write(stream.read_bytes()[:-200])


def second_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])
    wider = [*TRIM[:2], TRIM[2] - 10 * MM, TRIM[3]]
    page_two = pdf.pages[1].obj
    page_two.TrimBox = wider


def blank_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])
    pdf.pages[1].obj.Contents = pdf.make_stream(b"")


def no_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0]


def second_intent(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def filtered(pdf: pikepdf.Pdf) -> None:
    """Without its type, by which the library would know it and take the filter away."""
    pdf.Root.Metadata = Stream(pdf, zlib.compress(XMP.encode()), Filter=Name.FlateDecode)


def image_line(pdf: pikepdf.Pdf, side: int = 320, **more: Any) -> Stream:
    made = picture(pdf, side=side)
    for key, value in more.items():
        made[f"/{key}"] = value
    return made


def shading(space: Any) -> Dictionary:
    ends = [0.1] * 3, [0.9] * 3
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=list(ends[0]), C1=list(ends[1]), N=1)
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=[0, 0, 1, 1], Function=function)


def state(**more: Any) -> Callable[[pikepdf.Pdf], Dictionary]:
    return lambda _: Dictionary(Type=Name.ExtGState, **more)


def nested_forms(pdf: pikepdf.Pdf) -> Stream:
    """A form in a form, more deeply than is followed."""
    inner = form(pdf)
    for _ in range(20):
        held = pdf.make_indirect(inner)
        inner = form(pdf, "/Y Do", Resources=Dictionary(XObject=Dictionary(Y=held)))
    return inner


def luminosity(pdf: pikepdf.Pdf, space: Any) -> Dictionary:
    group = Dictionary(S=Name.Transparency, CS=space)
    return Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=form(pdf, "", Group=group)))


LINK = Dictionary(S=Name.URI, URI=String("https://example.org"))
BOX = "200 300 20 20 re f"
DAMAGES: dict[str, tuple[str, Damage]] = {
    # the file
    "no claim": ("claim", xmp("<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>")),
    "claim of X-3": ("claim", xmp("PDF/X-4<", "PDF/X-3:2003<")),
    "metadata filtered": ("metadata", filtered),
    "metadata with a document type": ("metadata", xmp("<x:xmpmeta", "<!DOCTYPE x><x:xmpmeta")),
    "no title": ("title", xmp("Fit for the press")),
    "another title": ("title", info("Title", String("Unfit"))),
    "another date": ("dates", info("ModDate", String("D:20210707100000Z"))),
    "no date of metadata": ("dates", xmp("<xmp:MetadataDate>2021-07-06T10:00:00Z</xmp:MetadataDate>")),
    "trapped and not": ("trapped", info("Trapped", Name("/True"))),
    "trapping unknown": ("trapped", xmp("<pdf:Trapped>False", "<pdf:Trapped>Unknown")),
    "no document id": ("document-id", xmp("uuid:00000000-0000-5000-8000-000000000000")),
    "two intents": ("intent", second_intent),
    "no intent": ("intent", lambda pdf: pdf.Root.OutputIntents.__delitem__(0)),
    "profile of a monitor": ("profile", on_intent(DestOutputProfile=None)),
    "no name of the condition": ("condition", on_intent(OutputConditionIdentifier=String(""))),
    "pages of two sizes": ("trim-differs", second_page),
    "form field": ("form", on_root(AcroForm=Dictionary(Fields=[Dictionary(FT=Name.Tx, T=String("a"))]))),
    "layers": ("layers", on_root(OCProperties=Dictionary(OCGs=[Dictionary(Type=Name.OCG, Name="a")], D=Dictionary()))),
    # beside the marks
    "script": ("script", on_root(Names=Dictionary(JavaScript=Dictionary(Names=["a", Dictionary(S=Name.JavaScript)])))),
    "script on opening": ("script", on_root(OpenAction=Dictionary(S=Name.JavaScript, JS="1"))),
    "action on opening": ("action", on_root(OpenAction=LINK)),
    "action of the page": ("action", on_page(AA=Dictionary(O=LINK))),
    "attachment": (
        "attachment",
        on_root(Names=Dictionary(EmbeddedFiles=Dictionary(Names=["a", Dictionary(EF=Dictionary())]))),
    ),
    "reference to another file": ("external", using("XObject", lambda pdf: form(pdf, Ref=Dictionary()), "/X Do")),
    "PostScript": ("postscript", using("XObject", lambda pdf: Stream(pdf, b"showpage", Subtype=Name.PS), "")),
    "OPI": ("opi", with_image(OPI=Dictionary())),
    "alternate image": (
        "alternate",
        with_image(Alternates=lambda pdf: [Dictionary(Image=pdf.make_indirect(picture(pdf)))]),
    ),
    "transfer function": ("transfer", using("ExtGState", state(TR=Name.Identity), "/X gs")),
    "threshold screen": ("halftone", using("ExtGState", state(HT=Dictionary(HalftoneType=6)), "/X gs")),
    "LZW": ("lzw", lzw),
    "font program broken": ("stream", cut_program),
    "font program cut short": ("stream", short_program),
    "newer version in the catalogue": ("version", on_root(Version=Name("/1.7"))),
    # boxes
    "no trim box": ("trim", on_page(TrimBox=None)),
    "trim and art box": ("trim", on_page(ArtBox=list(TRIM))),
    "bleed beyond the sheet": ("boxes", on_page(MediaBox=[BLEED[0] + 3, 0, *MEDIA[2:]])),
    "trim beyond the crop": ("boxes", on_page(CropBox=[TRIM[0] + 2, *MEDIA[1:]])),
    "bleed box of names": ("boxes", on_page(BleedBox=Array([0, 0, Name.a, 9]))),
    "little bleed": ("bleed", on_page(BleedBox=[*BLEED[:3], BLEED[3] - 4])),
    "turned": ("rotation", on_page(Rotate=90)),
    "unit": ("unit", on_page(UserUnit=2)),
    "link": ("annotation", annotation("Link")),
    "film": ("multimedia", annotation("Movie")),
    "transition": ("transition", on_page(Trans=Dictionary(S=Name.Dissolve))),
    # places
    "drawing over the edge": ("outside", add("0 0 0 0.2 k 0 200 100 50 re f")),
    "panel beside the page": ("outside", add("0 0 0 0.2 k 5 100 40 300 re f")),
    "registration colour": ("registration", words("/CSAll cs 1 scn")),
    "words at the cut": ("safe-zone", words("0 0 0 1 k", x=TRIM[0] + 2)),
    "tint up to the cut": ("short-bleed", add(f"0 0 0 0.2 k {TRIM[0]} 200 100 50 re f")),
    "blank page": ("blank", blank_page),
    # colours
    "type in RGB": ("rgb", words("0.2 0.3 0.4 rg")),
    "drawing in RGB": ("rgb", add(f"1 0 0 rg {BOX}")),
    "line in RGB": ("rgb", add("1 0 0 RG 200 300 m 300 300 l S")),
    "image in RGB": ("rgb", using("XObject", device_rgb, "72 0 0 72 200 250 cm /X Do")),
    "inline image in RGB": ("rgb", add("0.2 0 0 0.2 200 300 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI")),
    "index over RGB": (
        "rgb",
        using(
            "XObject",
            lambda pdf: picture(pdf, Array([Name.Indexed, Name.DeviceRGB, 1, String("abcdef")]), b"\1"),
            "72 0 0 72 200 250 cm /X Do",
        ),
    ),
    "form in RGB": ("rgb", using("XObject", lambda pdf: form(pdf, "1 0 0 rg 200 300 20 20 re f"), "/X Do")),
    "pattern in RGB": (
        "rgb",
        using("Pattern", lambda pdf: tiling(pdf, "1 0 0 rg 0 0 5 5 re f"), f"/Pattern cs /X scn {BOX}"),
    ),
    "shading in RGB": (
        "rgb",
        using("Shading", lambda _: shading(Name.DeviceRGB), "200 300 20 20 re W n /X sh"),
    ),
    "page group in RGB": ("rgb", on_page(Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))),
    "soft mask in RGB": ("rgb", using("ExtGState", lambda pdf: luminosity(pdf, Name.DeviceRGB), "/X gs")),
    "RGB with a profile": ("managed", using("ColorSpace", icc, f"/X cs 0.1 0.2 0.3 sc {BOX}")),
    "CalRGB": (
        "managed",
        using(
            "ColorSpace",
            lambda _: Array([Name.CalRGB, Dictionary(WhitePoint=[1, 1, 1])]),
            f"/X cs 0.1 0.2 0.3 sc {BOX}",
        ),
    ),
    "Lab": (
        "managed",
        using("ColorSpace", lambda _: Array([Name.Lab, Dictionary(WhitePoint=[1, 1, 1])]), f"/X cs 9 2 3 sc {BOX}"),
    ),
    "colour space without a meaning": ("colour-space", add(f"/Nowhere cs 1 sc {BOX}")),
    "black of four inks": ("rich-black", words("0.6 0.4 0.4 1 k")),
    "black of three inks": ("rich-black", words("0.9 0.9 0.9 0 k")),
    "black that knocks out": (
        "black-overprint",
        using("ExtGState", state(op=False), "/X gs 0 0 0 1 k BT /F0 12 Tf 200 300 Td <%TEXT%> Tj ET"),
    ),
    "black in gray": ("black-overprint", words("0 g")),
    "white that overprints": ("white-overprint", words(WHITE)),
    "ink of a tint": ("ink", add(f"1 1 0.9 0.6 k {BOX}")),
    "ink of an image": (
        "ink",
        using("XObject", lambda pdf: picture(pdf, sample=b"\xff\xff\xf0\xc0"), "72 0 0 72 200 250 cm /X Do"),
    ),
    "ink of a photograph": ("ink", using("XObject", jpeg, "72 0 0 72 200 250 cm /X Do")),
    "spot colour over RGB": (
        "rgb",
        using(
            "ColorSpace",
            lambda _: Array([Name.Separation, Name.Gold, Name.DeviceRGB, shading(Name.DeviceRGB).Function]),
            f"/X cs 1 scn {BOX}",
        ),
    ),
    "two names of one ink": ("spot-names", using("ColorSpace", lambda _: spot("house red C"), f"/X cs 1 scn {BOX}")),
    "two looks of one ink": (
        "spot-differs",
        using("ColorSpace", lambda _: spot("House Red", (0, 0.5, 0.5, 0)), f"/X cs 1 scn {BOX}"),
    ),
    "hairline": ("hairline", add("0.1 w 0 0 0 1 K 200 300 m 300 300 l S")),
    "line of no width": ("hairline", add("0 w 0 0 0 1 K 200 300 m 300 300 l S")),
    "hairline by its matrix": ("hairline", add("0.1 0 0 0.1 0 0 cm 1 w 0 0 0 1 K 2000 3000 m 3000 3000 l S")),
    "hairline as an area": ("hairline", add("0 0 0 1 k 200 300 100 0.1 re f")),
    "opacity": ("transparency", using("ExtGState", state(ca=0.5), f"/X gs 0 0 0 0.5 k {BOX}")),
    "blend mode": ("transparency", using("ExtGState", state(BM=Name.Multiply), f"/X gs 0 0 0 0.5 k {BOX}")),
    "soft mask of an image": (
        "transparency",
        with_image(SMask=lambda pdf: pdf.make_indirect(picture(pdf, Name.DeviceGray, b"\x80"))),
    ),
    "coarse image": ("resolution", using("XObject", lambda pdf: picture(pdf, side=100), "72 0 0 72 200 250 cm /X Do")),
    "rather coarse image": (
        "resolution",
        using("XObject", lambda pdf: picture(pdf, side=200), "72 0 0 72 200 250 cm /X Do"),
    ),
    "coarse bitmap": ("resolution", using("XObject", bitmap, "72 0 0 72 200 250 cm /X Do")),
    # type
    "font not in the file": ("font", no_program),
    "Type 3": ("type3", using("Font", type_three, "0 0 0 0.5 k BT /X 12 Tf 200 300 Td (aa) Tj ET")),
    "no glyph": ("glyph", add("0 0 0 0.5 k BT /F0 12 Tf 200 300 Td <0000> Tj ET")),
    "glyph beyond the font": ("glyph", add("0 0 0 0.5 k BT /F0 12 Tf 200 300 Td <7fff> Tj ET")),
    "tiny type": ("small-type", words("0 0 0 1 k", size=3)),
    "small type in two inks": ("small-inks", words("0 0.5 0.5 0 k", size=6)),
    # limits
    "forms too deep": ("unread", using("XObject", nested_forms, "/X Do")),
    "content broken": ("unread", lambda pdf: page(pdf).Contents.write(b"\x00broken", filter=Name.FlateDecode)),
}
DAMAGES["profile of a monitor"] = (
    "profile",
    lambda pdf: pdf.Root.OutputIntents[0].__setitem__("/DestOutputProfile", Stream(pdf, profile(b"mntr"), N=4)),
)
DAMAGES["profile for three inks"] = (
    "profile",
    lambda pdf: pdf.Root.OutputIntents[0].__setitem__("/DestOutputProfile", Stream(pdf, profile(space=b"RGB "), N=3)),
)
DAMAGES["profile cut short"] = (
    "profile",
    lambda pdf: pdf.Root.OutputIntents[0].__setitem__("/DestOutputProfile", Stream(pdf, profile()[:100], N=4)),
)
