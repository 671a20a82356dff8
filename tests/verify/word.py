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
from pipeline.verify.checks import Difference
from pipeline.verify.claims import Promised
from pipeline.verify.docx import docx
from pipeline.verify.proof import prove
from tests.verify.pages import packed, unpacked

DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
HEAD, SETTINGS, CORE = "word/header2.xml", "word/settings.xml", "docProps/core.xml"
Parts = dict[str, bytes]

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


def rewritten(part: str, *pairs: tuple[str, str]) -> Callable[[Parts], None]:
    """Replace texts that must be there in a part, once each."""

    def change(parts: Parts) -> None:
        text = parts[part].decode()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        parts[part] = text.encode()

    return change


def added(name: str, kind: str, content: str, *pairs: tuple[str, str]) -> Callable[[Parts], None]:
    """A part more, to which the document relates, and texts replaced in the document."""

    def change(parts: Parts) -> None:
        parts[f"word/{name}"] = content.encode()
        types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        relation = f'<Relationship Id="more" Type="{types}/{kind}" Target="{name}"/></Relationships>'
        rewritten("word/_rels/document.xml.rels", ("</Relationships>", relation))(parts)
        rewritten(DOCUMENT, *pairs)(parts)

    return change


def damaged(data: bytes, change: Callable[[Parts], None]) -> bytes:
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
