"""A Word file of ours to damage, what is promised of it, and small ways of damaging it."""

import functools
import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

import pipeline
from pipeline.build import promised_by
from pipeline.verify.claims import Promised
from pipeline.verify.differences import Difference
from pipeline.verify.docx import docx
from pipeline.verify.proof import prove
from tests.verify.pages import packed, unpacked

DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
HEAD, SETTINGS, CORE = "word/header2.xml", "word/settings.xml", "docProps/core.xml"
Parts = dict[str, bytes]
Mutator = Callable[[Parts], None]

TEXT = """---
title: A Charter of Damages
subtitle: Each of them small
kind: Charter
place: Geneva
date: 2021-07-06
language: en-GB
scheme: joint-statement
---

The Assembly, *recalling* the words of [others]{lang=fr}, and the [second clause](#second) as well as
[a page](https://example.org/page),

has agreed:

# The first part

I. The first clause says one thing.

(a) It has a first sub-paragraph;

(b) it has a second one.

{#second}
II. The second clause says **another** thing.

(a) This one begins again.

# The second part

III. The third clause stands under another heading.

- An item in a list.

> A quotation of somebody.

![Bars of rising height](bars.png "A caption for the bars")

Table: A caption for the table {#sums header-rows=2 header-columns=1}

| Party | Sums || Remark |
|-------|----:|----:|--------|
| ^^    | Spring | Autumn | ^^ |
| North | 10 | 20 | paid |
| South | 30 || ^^ |

We thank everybody.
"""


@dataclass(frozen=True)
class Published:
    """The file, and what is promised of it."""

    file: bytes
    promised: Promised

    def differences(self, data: bytes) -> list[Difference]:
        """What all checks say of a file."""
        return list(prove(self.promised, {"docx": docx(data)}).differences["docx"])

    def caught(self, data: bytes) -> set[str]:
        """The checks that find something."""
        return {difference.check for difference in self.differences(data)}


def publish(source: Path, theme: Path | None = None) -> Published:
    """The Word file of a source, not proved yet."""

    def report(diagnostic: object) -> None:
        raise AssertionError(diagnostic)

    with tempfile.TemporaryDirectory() as folder:
        (file,) = pipeline.build(source, ("docx",), out=Path(folder), theme=theme, verify=False, report=report)
        data = file.read_bytes()
    return Published(data, promised_by(source, theme=theme, report=report))


@functools.cache
def charter() -> Published:
    """A small document with a construct of each kind."""
    folder = Path(tempfile.mkdtemp())
    try:
        Image.new("L", (64, 64), 128).save(folder / "bars.png")
        source = folder / "charter.md"
        source.write_text(TEXT, "utf-8")
        return publish(source)
    finally:
        shutil.rmtree(folder)


def rewritten(part: str, *pairs: tuple[str, str]) -> Mutator:
    """Replace texts that must be there in a part, once each."""

    def change(parts: Parts) -> None:
        text = parts[part].decode()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        parts[part] = text.encode()

    return change


def added(name: str, kind: str, content: str, *pairs: tuple[str, str]) -> Mutator:
    """A part more, to which the document relates, and texts replaced in the document."""

    def change(parts: Parts) -> None:
        parts[f"word/{name}"] = content.encode()
        types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        relation = f'<Relationship Id="more" Type="{types}/{kind}" Target="{name}"/></Relationships>'
        rewritten("word/_rels/document.xml.rels", ("</Relationships>", relation))(parts)
        rewritten(DOCUMENT, *pairs)(parts)

    return change


# ---- one damage each

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THANKS = '<w:r><w:t xml:space="preserve">We thank everybody.</w:t></w:r>'
PLAIN = '<w:r><w:t xml:space="preserve"> Not at all.</w:t></w:r>'
DATED = '<w:ins w:id="90" w:author="A" w:date="2021-01-01T00:00:00Z">'
DELETED = DATED.replace("w:ins", "w:del")
COMMENT = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0">'
    "<w:p><w:r><w:t>Is this so?</w:t></w:r></w:p></w:comment></w:comments>"
)
NOTES = COMMENT.replace("comments", "footnotes").replace("w:comment ", "w:footnote ").replace(":comment>", ":footnote>")


def said(properties: str) -> Mutator:
    """A run more behind the thanks, with its properties."""
    run = PLAIN.replace("<w:r>", f"<w:r><w:rPr>{properties}</w:rPr>")
    return rewritten(DOCUMENT, (THANKS, THANKS + run))


def run_of(text: str, properties: str) -> Mutator:
    """Properties for the run that begins with a text."""
    start = f'<w:r><w:t xml:space="preserve">{text}'
    return rewritten(DOCUMENT, (start, start.replace("<w:r>", f"<w:r><w:rPr>{properties}</w:rPr>")))


def paragraph_of(style: str, properties: str) -> Mutator:
    """Properties for the first paragraph of a style."""
    name = f'<w:pStyle w:val="{style}"/>'
    return rewritten(DOCUMENT, (name, name + properties))


def text(old: str, new: str) -> Mutator:
    return rewritten(DOCUMENT, (old, new))


def reference(code: str) -> Mutator:
    """The last words of the first clause as what a field kept."""
    return text(" one thing.</w:t>", f" </w:t></w:r>{field(code, 'one thing.')}<w:r><w:t></w:t>")


def level(old: str, new: str) -> Mutator:
    return rewritten(NUMBERING, (old, new))


def box(text: str) -> str:
    return (
        f"<w:pict><v:shape {VML}><v:textbox><w:txbxContent><w:p><w:r>"
        f"<w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def choice(one: str, other: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        f' Requires="wps">{one}</mc:Choice><mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>'
    )


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark.format('separate')}"
        f"<w:r><w:t>{result}</w:t></w:r>{mark.format('end')}"
    )


def moved(parts: Parts) -> None:
    """The first clause's sub-paragraphs change places, words and all."""
    text = parts[DOCUMENT].decode()
    start = text.index('<w:p><w:pPr><w:pStyle w:val="Recital"/><w:spacing')
    end = text.index("</w:p>", start) + 6
    paragraph, rest = text[start:end], text[:start] + text[end:]
    at = rest.index("has agreed:")
    at = rest.index("</w:p>", at) + 6
    parts[DOCUMENT] = (rest[:at] + paragraph + rest[at:]).encode()


def bound(text: str) -> Mutator:
    """The thanks in a content control that shows what a part of data says."""
    store = "{11111111-2222-3333-4444-555555555555}"
    control = (
        f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a[1]" w:storeItemID="{store}"/></w:sdtPr>'
        f"<w:sdtContent>{THANKS}</w:sdtContent></w:sdt>"
    )
    change = added("../customXml/item1.xml", "customXml", "", (THANKS, control))

    def both(parts: Parts) -> None:
        change(parts)
        del parts["word/../customXml/item1.xml"]
        office = "http://schemas.openxmlformats.org/officeDocument/2006"
        parts["customXml/item1.xml"] = f"<a>{text}</a>".encode()
        parts["customXml/_rels/item1.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="p"'
            f' Type="{office}/relationships/customXmlProps" Target="itemProps1.xml"/></Relationships>'
        ).encode()
        parts["customXml/itemProps1.xml"] = (
            f'<ds:datastoreItem xmlns:ds="{office}/customXml" ds:itemID="{store}"/>'
        ).encode()

    return both


def damaged(data: bytes, change: Mutator) -> bytes:
    """A file with a change."""
    parts = unpacked(data)
    change(parts)
    return packed(parts)


def small(body: str, numbering: str = "", styles: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """A package with little in it: the insides of w:body, w:numbering and w:styles; `more` are further parts."""
    kinds = {"styles": styles, "numbering": numbering}
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{media}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"))
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="a" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{relations}">'
        + "".join(f'<Relationship Id="{kind}" Type="{office}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
        + "</Relationships>",
        "word/document.xml": f'<w:document {space} xmlns:r="{office}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
        ' xmlns:v="urn:schemas-microsoft-com:vml">'
        f"<w:body>{body}</w:body></w:document>",
        **{f"word/{kind}.xml": f"<w:{kind} {space}>{inside}</w:{kind}>" for kind, inside in kinds.items()},
        **(more or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return made.getvalue()
