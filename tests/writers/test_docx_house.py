"""House templates: their styles win, what they lack is added, their letterhead stays; hostile ones are refused."""

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import docx as python_docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt
from lxml import etree
from PIL import Image as Pillow

from pipeline.build import prepare
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.rendering import Publication
from pipeline.writers.docx import docx, house
from tests.validators import ROOT, libreoffice, ooxml, require

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = {"w": W[1:-1]}

SOURCE = """---
title: Charter
kind: Declaration
date: 2024-02-29
language: fr
scheme: joint-statement
---

Considérant *ce qui* précède,

# Chapitre

I. Nous convenons :

   - d’un point ;

   1. d’un autre.

![Un carré](square.png "Un carré")
"""

Files = dict[str, bytes]


def house_file(*, letterhead: bool = False, change: Callable[[python_docx.document.Document], object] = id) -> bytes:
    """A house template as python-docx makes it: Normal in ten points, wide margins, perhaps a letterhead."""
    made = python_docx.Document()
    made.styles["Normal"].font.size = Pt(10)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(4), Cm(7)
    if letterhead:
        section.header.paragraphs[0].text = "Ministry of Trials"
        picture = io.BytesIO()
        Pillow.new("RGB", (40, 40), "black").save(picture, "PNG")
        section.header.paragraphs[0].add_run().add_picture(picture)
        section.footer.paragraphs[0].text = "12 Letterhead Street"
    made.add_paragraph("An old letter")
    change(made)
    made.save(saved := io.BytesIO())
    return saved.getvalue()


def unpacked(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(files: Mapping[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that is there twice
        for name, data in files.items() if isinstance(files, Mapping) else files:
            package.writestr(name, data)
    return made.getvalue()


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = tmp_path_factory.mktemp("house")
    Pillow.new("RGB", (1200, 300), "grey").save(folder / "square.png")
    (folder / "charter.md").write_text(SOURCE, "utf-8")
    found: list[Diagnostic] = []
    made = prepare(folder / "charter.md", ("docx",), report=found.append)
    assert found == []
    return made


def on(publication: Publication, template: bytes) -> tuple[Files, str]:
    """The file made on a template, unpacked, and what the note says."""
    found: list[Diagnostic] = []
    made = docx(publication, report=found.append, template=template)
    assert [(note.rule, note.severity) for note in found] == [("docx-template-styles", Severity.NOTE)]
    return unpacked(made), found[0].message


def xpath(data: bytes, path: str) -> list[str]:
    return [str(each) for each in etree.fromstring(data).xpath(path, namespaces=NAMES)]


# ---- accepted


@pytest.mark.validator
@pytest.mark.parametrize("letterhead", [False, True])
def test_a_file_on_a_template_is_sound_and_numbered(publication: Publication, tmp_path: Path, letterhead: bool) -> None:
    require(ooxml, libreoffice)
    made, _ = on(publication, house_file(letterhead=letterhead))
    file = tmp_path / "on.docx"
    file.write_bytes(packed(made))
    assert ooxml.check([file]) == []
    assert [p.label for p in libreoffice.paragraphs(file) if p.label] == ["I.", "(a)"]


def test_the_note_lists_what_the_house_decides_and_what_was_added(publication: Publication) -> None:
    _, note = on(publication, house_file())
    decides, added = re.fullmatch("the house template decides these styles: (.*); added to them: (.*)", note).groups()  # type: ignore[union-attr]  # or the test fails
    assert {"Normal", "Title", "heading 1", "List Bullet", "caption"} <= set(decides.split(", "))
    assert {"Kind", "Clause", "Clause 2", "Clause Continued", "Conclusion"} <= set(added.split(", "))
    assert not set(decides.split(", ")) & set(added.split(", "))


def test_styles_of_the_same_name_are_the_houses_without_regard_to_case(publication: Publication) -> None:
    def change(made: python_docx.document.Document) -> None:
        style = made.styles.add_style("CLAUSE", WD_STYLE_TYPE.PARAGRAPH)
        style.font.size = Pt(13)
        style.element.set(f"{W}styleId", "Klausel")

    made, note = on(publication, house_file(change=change))
    styles = made["word/styles.xml"]
    assert "CLAUSE" in note.partition("; added")[0]
    assert xpath(styles, "//w:style[w:name/@w:val='CLAUSE']//w:sz/@w:val") == ["26"]
    assert xpath(styles, "//w:style[w:name/@w:val='Clause Lead-in']/w:basedOn/@w:val") == ["Klausel"]
    assert xpath(styles, "//w:style[w:name/@w:val='Clause Continued']/@w:styleId") == ["ClauseContinued"]
    (number,) = xpath(styles, "//w:style[@w:styleId='Klausel']//w:numId/@w:val")  # the count is the text's all the same
    (bound,) = xpath(made["word/numbering.xml"], "//w:lvl[w:pStyle/@w:val='Klausel']/../@w:abstractNumId")
    assert xpath(made["word/numbering.xml"], f"//w:num[@w:numId='{number}']/w:abstractNumId/@w:val") == [bound]


def test_numbers_that_the_text_does_not_have_are_taken_out(publication: Publication) -> None:
    def change(made: python_docx.document.Document) -> None:
        bullets = made.styles["List Bullet"].element.pPr.numPr
        made.styles["Heading 1"].element.get_or_add_pPr().append(etree.fromstring(etree.tostring(bullets)))

    made, note = on(publication, house_file(change=change))
    assert "numbered by the text instead of the template: heading 1" in note
    assert xpath(made["word/styles.xml"], "//w:style[w:name/@w:val='heading 1']//w:numId/@w:val") == ["0"]


def test_a_name_that_another_kind_of_style_bears_is_not_taken(publication: Publication) -> None:
    def change(made: python_docx.document.Document) -> None:
        made.styles.add_style("Superscript", WD_STYLE_TYPE.PARAGRAPH)
        made.styles.add_style("Other", WD_STYLE_TYPE.PARAGRAPH).element.set(f"{W}styleId", "Kind")

    made, note = on(publication, house_file(change=change))
    assert "Engross Superscript" in note
    kinds = xpath(made["word/styles.xml"], "//w:style[w:name/@w:val='Kind']/@w:styleId")
    assert kinds == ["EngrossKind"]
    assert kinds[0] in xpath(made["word/document.xml"], "//w:pStyle/@w:val")


def test_the_language_is_the_texts(publication: Publication) -> None:
    made, _ = on(publication, house_file())
    assert xpath(made["word/styles.xml"], "//w:docDefaults//w:lang/@w:val") == ["fr"]


def test_the_body_goes_and_the_page_stays(publication: Publication) -> None:
    made, _ = on(publication, house_file())
    text = made["word/document.xml"]
    assert "An old letter" not in "".join(xpath(text, "//w:t/text()"))
    assert xpath(text, "//w:pgMar/@w:right") == [str(round(Cm(7).twips))]
    measure = Cm(21 - 4 - 7).twips
    assert int(xpath(text, "//*[local-name()='extent']/@cx")[0]) == pytest.approx(measure * 635, rel=0.001)
    (stop,) = xpath(made["word/styles.xml"], "//w:style[w:name/@w:val='Running Head']//w:tab/@w:pos")
    assert int(stop) == pytest.approx(measure, abs=2)


def test_a_letterhead_stays_with_its_picture(publication: Publication) -> None:
    made, _ = on(publication, house_file(letterhead=True))
    assert sorted(name for name in made if re.search("header|footer", name)) == [
        "word/_rels/header-house1.xml.rels",
        "word/footer-house2.xml",
        "word/header-house1.xml",
    ]
    assert "Ministry of Trials" in "".join(xpath(made["word/header-house1.xml"], "//w:t/text()"))
    assert [name for name in made if name.startswith("word/media/house-")] == ["word/media/house-image1.png"]


def test_a_dotx_is_as_good(publication: Publication) -> None:
    files = unpacked(house_file())
    types = files["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    made, _ = on(publication, packed(files | {"[Content_Types].xml": types}))
    assert b"wordprocessingml.document.main+xml" in made["[Content_Types].xml"]


def test_a_template_without_styles_or_lists_is_filled_up(publication: Publication) -> None:
    files = unpacked(house_file())
    relations = files["word/_rels/document.xml.rels"]
    for kind in (b"styles", b"numbering", b"fontTable", b"theme", b"settings"):
        relations = re.sub(rb'<Relationship [^>]*/%s"[^>]*/>' % kind, b"", relations)
    found: list[Diagnostic] = []
    made = docx(publication, report=found.append, template=packed(files | {"word/_rels/document.xml.rels": relations}))
    assert found == []
    assert "Clause" in xpath(unpacked(made)["word/styles.xml"], "//w:style/w:name/@w:val")


def test_the_same_template_gives_the_same_bytes(publication: Publication) -> None:
    template = house_file(letterhead=True)
    found: list[Diagnostic] = []
    made = [docx(publication, report=found.append, template=template) for _ in range(2)]
    assert made[0] == made[1]


# ---- refused

FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>{}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def put(part: str, before: str, what: str) -> Callable[[Files], Files]:
    """Put `what` into a part before the first `before`."""

    def change(files: Files) -> Files:
        assert before.encode() in files[part]
        return files | {part: files[part].replace(before.encode(), f"{what}{before}".encode(), 1)}

    return change


def relate(
    kind: str, target: str, *, external: bool = True, part: str = "word/_rels/document.xml.rels"
) -> Callable[[Files], Files]:
    mode = ' TargetMode="External"' if external else ""
    return put(part, "</Relationships>", f'<Relationship Id="evil" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>')


def code(*pieces: str) -> str:
    return FIELD.format("".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces))


HOSTILE: Mapping[str, tuple[Callable[[Files], Files], str]] = {
    "macros": (lambda files: files | {"word/vbaProject.bin": b"x"}, "word/vbaProject.bin holds macros"),
    "macros by type": (
        lambda files: (
            files
            | {
                "[Content_Types].xml": files["[Content_Types].xml"].replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                )
            }
        ),
        "[Content_Types].xml holds macros",
    ),
    "macros by relation": (relate("vbaProject", "x.bin", external=False), "document.xml.rels holds macros"),
    "a link": (relate("hyperlink", "https://example.org/"), "a link from outside, “https://example.org/”"),
    "a remote picture": (relate("image", "https://example.org/x.png"), "a picture from outside"),
    "an attached template": (relate("attachedTemplate", "file:///C:/Normal.dotm"), "another template attached"),
    "an attached template, in the settings": (
        put("word/settings.xml", "</w:settings>", "<w:attachedTemplate/>"),
        "word/settings.xml holds another template attached",
    ),
    "altChunk": (put("word/document.xml", "<w:sectPr", "<w:altChunk/>"), "document.xml holds a file to be imported"),
    "altChunk by relation": (relate("aFChunk", "x.html", external=False), "a file to be imported (altChunk)"),
    "an embedded object": (
        lambda files: files | {"word/embeddings/a.bin": b"x"},
        "word/embeddings/a.bin holds an embedded",
    ),
    "an embedded object by relation": (relate("oleObject", "a.bin", external=False), "holds an embedded object"),
    "an object in the text": (
        put("word/document.xml", "<w:sectPr", "<w:p><w:r><w:object/></w:r></w:p>"),
        "an embedded object",
    ),
    "ActiveX": (lambda files: files | {"word/activeX/a.xml": b"<x/>"}, "an ActiveX control"),
    "a subdocument": (relate("subDocument", "b.docx", external=False), "a subdocument"),
    "DDE": (put("word/document.xml", "</w:p>", code(" DDE excel x ")), "the field DDE"),
    "DDE in pieces": (put("word/document.xml", "</w:p>", code(" D", "DEAU", "TO c x")), "the field DDEAUTO"),
    "DDE, simple": (put("word/document.xml", "</w:p>", '<w:fldSimple w:instr="dde x"/>'), "the field DDE"),
    "a picture fetched by a field": (
        put("word/header1.xml", "</w:p>", code("INCLUDEPICTURE x")),
        "the field INCLUDEPICTURE",
    ),
    "a link in a letterhead": (
        put("word/header1.xml", "</w:p>", code('HYPERLINK "x"')),
        "header1.xml holds the field HYPERLINK",
    ),
    "a chart in a letterhead": (
        relate("chart", "chart1.xml", external=False, part="word/_rels/header1.xml.rels"),
        "something other than words and pictures (chart)",
    ),
    "an entity": (
        lambda files: (
            files
            | {
                "word/styles.xml": re.sub(
                    rb"(<\?xml.*?\?>)", rb'\1<!DOCTYPE x [<!ENTITY a "b">]>', files["word/styles.xml"]
                )
            }
        ),
        "word/styles.xml is not sound XML",
    ),
    "not XML": (lambda files: files | {"word/styles.xml": b"<w:styles"}, "word/styles.xml is not sound XML"),
    "a name that leads out": (lambda files: files | {"../evil.xml": b"<x/>"}, "“../evil.xml” is no name"),
    "an absolute name": (lambda files: files | {"/evil.xml": b"<x/>"}, "“/evil.xml” is no name"),
    "a bomb": (lambda files: files | {"word/media/a.bmp": b"\0" * 3_000_000}, "word/media/a.bmp” unpacks to more"),
    "too many parts": (lambda files: files | {f"a{n}": b"" for n in range(house.PARTS)}, "more than 1000 parts"),
    "no types": (lambda files: {n: d for n, d in files.items() if n != "[Content_Types].xml"}, "is no Word file"),
    "no main part": (lambda files: {n: d for n, d in files.items() if n != "word/document.xml"}, "has no main part"),
    "strict": (
        lambda files: (
            files
            | {
                "word/document.xml": files["word/document.xml"].replace(
                    W[1:-1].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
                )
            }
        ),
        "the strict variant",
    ),
}


def refusal(publication: Publication, template: bytes) -> str:
    found: list[Diagnostic] = []
    assert docx(publication, report=found.append, template=template) == b""
    assert [report.rule for report in found] == ["docx-template-refused"]
    assert found[0].severity is Severity.ERROR
    assert found[0].hint
    return found[0].message


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_templates_are_refused_by_name(hostile: str, publication: Publication) -> None:
    change, expected = HOSTILE[hostile]
    template = packed(change(unpacked(house_file(letterhead=True))))
    assert expected in refusal(publication, template)


def _damaged() -> Iterator[tuple[str, bytes, str]]:
    good = house_file()
    files = list(unpacked(good).items())
    yield "no ZIP", b"# Markdown", "not a ZIP file"
    yield "nothing", b"", "not a ZIP file"
    yield "cut off", good[: len(good) // 2], "not a ZIP file"
    yield "encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "it is encrypted"
    yield "too large", b"PK\x03\x04" + b"\0" * house.LARGEST, "larger than 20 MB"
    yield "a part twice", packed([*files, ("word/document.xml", b"<x/>")]), "“word/document.xml” is there twice"
    yield (
        "a part twice but for case",
        packed([*files, ("WORD/document.xml", b"<x/>")]),
        "“WORD/document.xml” is there twice",
    )
    yield "another ZIP", packed({"a.txt": b"a"}), "is no Word file"
    locked = bytearray(good)
    at = good.rindex(b"PK\x01\x02")
    struct.pack_into("<H", locked, at + 8, 1)  # the flag "encrypted" of an entry in the directory
    yield "a locked part", bytes(locked), "is encrypted"
    at = good.index(b"PK\x03\x04", 100) + 60
    yield (
        "a damaged part",
        good[:at] + bytes(byte ^ 255 for byte in good[at : at + 40]) + good[at + 40 :],
        "not a ZIP file",
    )


@pytest.mark.parametrize(("template", "expected"), [pytest.param(*rest, id=name) for name, *rest in _damaged()])
def test_damaged_files_are_refused(template: bytes, expected: str, publication: Publication) -> None:
    assert expected in refusal(publication, template)


SHARED = ROOT.parent / "shared" / "data" / "docx"


@pytest.mark.skipif(not SHARED.exists(), reason="the collected Word files lie beside the project only where it is made")
def test_files_from_elsewhere_are_taken_or_refused(publication: Publication) -> None:
    for file in sorted(SHARED.glob("*.docx")):
        found: list[Diagnostic] = []
        made = docx(publication, report=found.append, template=file.read_bytes())
        rules = {report.rule for report in found}
        assert rules <= {"docx-template-styles"} if made else rules == {"docx-template-refused"}, (file.name, found)
