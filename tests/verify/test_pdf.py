"""The PDF read back: what it says is promised, and each damage is found by the checks that are named beside it."""

import contextlib
import io
import random
import re
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from pipeline.unzip import Refused
from pipeline.verify.pdf import pdf
from tests.library import Edition, theme_with
from tests.verify.printed import (
    Damage,
    append,
    around,
    code_of,
    content,
    damaged,
    elements,
    font,
    marked,
    printed,
    promise_of,
    written,
)

DAMAGES: dict[str, tuple[str, str, Damage]] = {}
"""By name: the document, the checks that find it, and what does it."""


def damages(document: str, checks: str) -> Callable[[Damage], Damage]:
    def add(damage: Damage) -> Damage:
        DAMAGES[damage.__name__] = (document, checks, damage)
        return damage

    return add


@damages("declaration", "hidden")
def white_over_a_line(file: pikepdf.Pdf) -> None:
    append(file.pages[1], b"1 1 1 rg 127 675 350 12 re f")


@damages("declaration", "hidden")
def another_word_over_white(file: pikepdf.Pdf) -> None:
    append(file.pages[1], b"1 1 1 rg 127 675 40 12 re f 0 g " + written(file.pages[1], "never", 128, 679))


@damages("declaration", "hidden look")
def a_line_moved_to_the_foot(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 4, lambda data: re.sub(rb"(1 0 0 -1 \S+) \S+ Tm", rb"\1 1080 Tm", data))


@damages("declaration", "look")
def a_paragraph_moved_to_the_side(file: pikepdf.Pdf) -> None:
    for mark in range(18, 20):
        marked(file.pages[0], mark, lambda data: re.sub(rb"1 0 0 -1 170\.\d+", b"1 0 0 -1 150", data))


@damages("declaration", "words hidden")
def a_paragraph_that_the_tree_forgets(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot.K.K[5]


@damages("declaration", "words hidden")
def a_character_by_another_name(file: pikepdf.Pdf) -> None:
    _, face = font(file.pages[0], "Engross-Text")
    face.ToUnicode.write(
        face.ToUnicode.read_bytes().replace(b"<%s> <0079>" % code_of(face, "y"), b"<%s> <0076>" % code_of(face, "y"))
    )


@damages("declaration", "labels")
def another_label(file: pikepdf.Pdf) -> None:
    _, face = font(file.pages[1], "Engross-Text")
    marked(file.pages[1], 0, lambda data: data.replace(b"<" + code_of(face, "I"), b"<" + code_of(face, "J")))


@damages("example", "links")
def a_link_to_elsewhere(file: pikepdf.Pdf) -> None:
    file.pages[0].Annots[0].A.URI = String("https://example.org/")


@damages("example", "links")
def a_link_that_lies_elsewhere(file: pikepdf.Pdf) -> None:
    file.pages[0].Annots[0].Rect = Array([10, 10, 20, 20])


@damages("example", "furniture")
def a_link_that_nobody_wrote(file: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    box = Array([130, 700, 200, 712])
    file.pages[1].Annots = Array(
        [file.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=action))]
    )


@damages("example", "links anchors")
def a_destination_by_another_name(file: pikepdf.Pdf) -> None:
    names = file.Root.Names.Dests.Names
    names[list(map(str, names)).index("purpose")] = String("purposes")


@damages("example", "outline")
def a_bookmark_dropped(file: pikepdf.Pdf) -> None:
    del file.Root.Outlines.First.First


@damages("example", "outline")
def a_bookmark_by_another_name(file: pikepdf.Pdf) -> None:
    file.Root.Outlines.First.Title = String("Aims")


@damages("example", "outline")
def a_bookmark_to_elsewhere(file: pikepdf.Pdf) -> None:
    file.Root.Outlines.First.Dest = file.Root.Outlines.Last.Dest


@damages("declaration", "metadata")
def another_title_in_xmp(file: pikepdf.Pdf) -> None:
    file.Root.Metadata.write(file.Root.Metadata.read_bytes().replace(b"World", b"Whole"))


@damages("declaration", "metadata")
def another_title_in_the_information_dictionary(file: pikepdf.Pdf) -> None:
    file.trailer.Info.Title = String("Something else")


@damages("declaration", "metadata")
def no_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


@damages("example", "languages")
def words_that_lose_their_language(file: pikepdf.Pdf) -> None:
    (span,) = (each for each in elements(file, "Span") if "/Lang" in each)
    del span.Lang


@damages("example", "alternatives")
def another_alternative_text(file: pikepdf.Pdf) -> None:
    elements(file, "Figure")[0].Alt = String("Five seats round a table")


@damages("example", "alternatives")
def no_alternative_text(file: pikepdf.Pdf) -> None:
    del elements(file, "Figure")[0].Alt


@damages("declaration", "hidden")
def text_outside_the_page(file: pikepdf.Pdf) -> None:
    append(file.pages[0], written(file.pages[0], "and never", 700, 100))


@damages("declaration", "hidden")
def text_rendering_mode_3(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 3, around(b"3 Tr", b"0 Tr"))


@damages("declaration", "hidden look")
def white_text(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 3, around(b"1 1 1 rg", b"0 0 0 rg"))


@damages("declaration", "look")
def grey_text(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 3, around(b".5 g", b"0 0 0 rg"))


@damages("declaration", "hidden")
def optional_content_that_is_off(file: pikepdf.Pdf) -> None:
    group = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("Layer")))
    file.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    file.pages[1].Resources.Properties = Dictionary(Layer=group)
    marked(file.pages[1], 3, around(b"/OC /Layer BDC", b"EMC "))


@damages("declaration", "hidden")
def text_that_is_transparent(file: pikepdf.Pdf) -> None:
    file.pages[1].Resources.ExtGState.none = Dictionary(ca=0)
    marked(file.pages[1], 3, around(b"q /none gs", b"Q"))


@damages("declaration", "hidden")
def text_that_is_clipped(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 3, around(b"q 0 0 10 10 re W n", b"Q"))


@damages("declaration", "hidden")
def a_word_inside_a_line_that_is_clipped(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 3, around(b"q 0 0 300 1200 re W n", b"Q"))


@damages("declaration", "hidden furniture")
def a_note_over_text(file: pikepdf.Pdf) -> None:
    box = Array([127, 640, 400, 700])
    form = Stream(file, b"1 1 1 rg 0 0 273 60 re f")
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 273, 60])})
    note = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=box, F=4, AP=Dictionary(N=file.make_indirect(form)))
    file.pages[1].Annots = Array([file.make_indirect(note)])


@damages("declaration", "hidden look")
def text_too_small_to_read(file: pikepdf.Pdf) -> None:
    marked(file.pages[0], 33, lambda data: re.sub(rb"14\.6\d* Tf", b"1.5 Tf", data))


@damages("declaration", "look")
def a_line_in_another_size(file: pikepdf.Pdf) -> None:
    marked(file.pages[0], 33, lambda data: re.sub(rb"14\.6\d* Tf", b"16 Tf", data))


@damages("declaration", "furniture")
def more_words_in_the_margin(file: pikepdf.Pdf) -> None:
    append(file.pages[0], b"/Artifact BMC " + written(file.pages[0], "secret", 130, 60) + b" EMC")


@damages("declaration", "hidden")
def more_words_in_the_text(file: pikepdf.Pdf) -> None:
    append(file.pages[3], written(file.pages[3], "and so on", 127.6, 160))


@damages("declaration", "furniture")
def another_folio(file: pikepdf.Pdf) -> None:
    ours, theirs = (
        re.findall(rb"\[<(\w{4})", page.Contents.read_bytes())[-1] for page in (file.pages[1], file.pages[2])
    )
    content(file.pages[1], lambda data: data[: data.rindex(b"[")] + data[data.rindex(b"[") :].replace(ours, theirs, 1))


@damages("declaration", "order hidden")
def paragraphs_in_another_order(file: pikepdf.Pdf) -> None:
    kids = file.Root.StructTreeRoot.K.K
    kids[4], kids[5] = kids[5], kids[4]


@damages("declaration", "words look")
def two_paragraphs_that_are_one(file: pikepdf.Pdf) -> None:
    kids = file.Root.StructTreeRoot.K.K
    for mark in list(kids[5].K):
        kids[4].K.append(mark)
    del kids[5]


@damages("declaration", "words hidden")
def actual_text_that_is_not_actual(file: pikepdf.Pdf) -> None:
    content(file.pages[1], lambda data: data.replace(b"<</MCID 3>>", b"<</MCID 3 /ActualText (nothing of the kind)>>"))


@damages("declaration", "hidden")
def a_script(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('!')"))


@damages("declaration", "hidden")
def another_file_inside(file: pikepdf.Pdf) -> None:
    file.attachments["other.txt"] = b"another text"


@damages("declaration", "furniture")
def a_picture_of_words(file: pikepdf.Pdf) -> None:
    image = Stream(file, bytes(64 * 64))
    image.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": 64,
            "/Height": 64,
            "/ColorSpace": Name.DeviceGray,
            "/BitsPerComponent": 8,
        }
    )
    file.pages[0].Resources.XObject = Dictionary(words=file.make_indirect(image))
    append(file.pages[0], b"200 0 0 30 128 60 cm /words Do")


@damages("declaration", "furniture")
def a_line_drawn_in_the_margin(file: pikepdf.Pdf) -> None:
    append(file.pages[0], b"20 100 m 60 100 l S")


@damages("declaration", "hidden")
def a_page_cut_off(file: pikepdf.Pdf) -> None:
    file.pages[1].CropBox = Array([0, 400, 595, 842])


@damages("declaration", "hidden")
def words_pushed_together(file: pikepdf.Pdf) -> None:
    _, face = font(file.pages[1], "Engross-Text")
    blank = code_of(face, " ")
    marked(file.pages[1], 3, lambda data: re.sub(rb"<%s>" % blank, b"<%s>250" % blank, data, count=2))


@damages("example", "kinds look")
def a_heading_that_is_a_paragraph(file: pikepdf.Pdf) -> None:
    elements(file, "H2")[0].S = Name.P


@damages("example", "levels look")
def a_sub_paragraph_lifted(file: pikepdf.Pdf) -> None:
    inner = next(each for each in elements(file, "L") if Name.LBody == each.P.S)
    body, outer = inner.P, elements(file, "L")[0]
    body.K = Array([kid for kid in body.K if kid.objgen != inner.objgen])
    at = next(at for at, kid in enumerate(outer.K) if kid.objgen == body.P.objgen)
    outer.K = Array([*list(outer.K)[: at + 1], *inner.K, *list(outer.K)[at + 1 :]])


@damages("example", "emphasis hidden look")
def emphasis_that_is_gone(file: pikepdf.Pdf) -> None:
    descriptor = font(file.pages[0], "Engross-Text-Italic")[1].DescendantFonts[0].FontDescriptor
    regular = font(file.pages[0], "Engross-Text")[1].DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/Flags", "/ItalicAngle"):
        descriptor[key] = regular[key]
    for entry in (
        font(file.pages[0], "Engross-Text-Italic")[1],
        font(file.pages[0], "Engross-Text-Italic")[1].DescendantFonts[0],
    ):
        entry.BaseFont = Name("/ABCDEF+Engross-Text")


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_found(name: str) -> None:
    document, checks, damage = DAMAGES[name]
    whole = printed(document)
    found = whole.differences(damaged(whole.data, damage))
    shown = [(each.check, each.message, each.expected[:60], each.found[:60], str(each.place)) for each in found]
    assert {each.check for each in found} == set(checks.split()), shown


@pytest.mark.parametrize("document", ["declaration", "example"])
def test_a_fresh_file_is_as_promised(document: str) -> None:
    assert printed(document).differences(printed(document).data) == []


NAMES = [
    "declaration",
    "declaration-A5",
    "declaration-Letter",
    "declaration-170x240",
    "example",
    "french",
    "nasty",
    "russian",
    "titled",
    "bare",
    "long",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_document_of_the_library_differs(name: str, library: Mapping[str, Edition], tmp_path: Path) -> None:
    edition = library[name]
    theme = theme_with(tmp_path / "theme", tokens=f'size = "{edition.size}"\n') if edition.size != "A4" else None
    whole = promise_of(edition.source, edition.files["pdf"].read_bytes(), theme)
    assert whole.differences(whole.data) == []


REWRITTEN: Mapping[str, Mapping[str, Any]] = {
    "linearized": {"linearize": True},
    "object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
    "no object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False},
    "for the eye": {"qdf": True},
}


@pytest.mark.parametrize("way", REWRITTEN)
@pytest.mark.parametrize("document", ["declaration", "example"])
def test_a_file_that_was_written_anew_says_the_same(document: str, way: str) -> None:
    whole = printed(document)
    with pikepdf.open(io.BytesIO(whole.data)) as file:
        file.save(out := io.BytesIO(), **REWRITTEN[way])
    assert whole.differences(out.getvalue()) == []


# ---- files from strangers


def test_a_file_without_tags_is_read_from_its_pages() -> None:
    def untag(file: pikepdf.Pdf) -> None:
        del file.Root.StructTreeRoot

    found = pdf(damaged(printed("declaration").data, untag))
    assert [text.how for text in found.hidden] == [
        "the file has no structure tree: its text is read as it stands on the pages"
    ]
    words = " ".join(passage.words for passage in found.passages)
    assert "We, the 10000-plus delegates representing more than 500 political parties" in words


def _form_in_itself(file: pikepdf.Pdf) -> None:
    form = Stream(file, b"/F Do /F Do")
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 10, 10])})
    whole = file.make_indirect(form)
    whole.Resources = Dictionary(XObject=Dictionary(F=whole))
    file.pages[0].Resources.XObject = Dictionary(F=whole)
    append(file.pages[0], b"/F Do")


def _tree_in_itself(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.K.K.append(file.Root.StructTreeRoot.K)


def _tree_too_deep(file: pikepdf.Pdf) -> None:
    inner = file.make_indirect(Dictionary(S=Name.P, K=Array([])))
    for _ in range(1000):
        inner = file.make_indirect(Dictionary(S=Name.Div, K=inner))
    file.Root.StructTreeRoot.K = inner


def _content_without_end(file: pikepdf.Pdf) -> None:
    file.pages[0].Contents = file.make_indirect(Stream(file, b""))
    file.pages[0].Contents.write(zlib.compress(b" " * (130 * 2**20), 1), filter=Name.FlateDecode)


@pytest.mark.parametrize("damage", [_form_in_itself, _tree_in_itself, _tree_too_deep, _content_without_end])
def test_what_has_no_end_is_refused(damage: Damage) -> None:
    with pytest.raises(Refused):
        pdf(damaged(printed("declaration").data, damage))


def test_an_encrypted_file_is_refused() -> None:
    with pikepdf.open(io.BytesIO(printed("declaration").data)) as file:
        file.save(out := io.BytesIO(), encryption=pikepdf.Encryption(owner="one", user="other"))
    with pytest.raises(Refused, match="password"):
        pdf(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"text", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="PDF"):
        pdf(data)


def test_files_with_holes_are_read_or_refused() -> None:
    whole = damaged(printed("example").data, lambda _: None)
    chance = random.Random(7)
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 10, 60))):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(20)] = bytes(chance.randrange(256) for _ in range(chance.randrange(10)))
        with contextlib.suppress(Refused):
            pdf(bytes(data))
