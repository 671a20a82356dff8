"""The Word file read back: what it says, no alarm where nothing is wrong, nothing that a hostile file can do."""

import random
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from pipeline.build import promised_by
from pipeline.unzip import Refused
from pipeline.verify.differences import Difference
from pipeline.verify.docx import docx
from pipeline.verify.proof import prove
from pipeline.verify.transcript import Kind, Transcript
from tests.library import TOKENS, Edition, publish, theme_with
from tests.reading import DATA
from tests.validators import ROOT, libreoffice, require
from tests.verify.pages import packed, unpacked
from tests.verify.word import (
    DOCUMENT,
    STYLES,
    charter,
    damaged,
    rewritten,
    small,
)
from tests.work import calls

DECLARATION = ROOT / "source" / "declaration.md"


# ---- no alarm


def nothing(diagnostic: object) -> None:
    raise AssertionError(diagnostic)


def differences(edition: Edition, data: bytes, theme: Path | None = None) -> list[Difference]:
    return list(
        prove(promised_by(edition.source, theme=theme, report=nothing), {"docx": docx(data)}).differences["docx"]
    )


def theme_of(edition: Edition, folder: Path) -> Path | None:
    """The theme with which the library published a document, made again."""
    if edition.name == "mirrored":
        english = (ROOT / "templates" / "languages" / "en.toml").read_text("utf-8")
        return theme_with(folder, he=english)
    return theme_with(folder, tokens=f'size = "{edition.size}"\n') if edition.size != TOKENS["size"] else None


def test_every_document_is_read_back_as_its_source_says_and_its_tokens_look(
    library: Mapping[str, Edition], tmp_path: Path
) -> None:
    for edition in library.values():
        theme = theme_of(edition, tmp_path / edition.name)
        assert differences(edition, edition.files["docx"].read_bytes(), theme) == [], edition.name


def test_a_file_zipped_anew_is_the_same(library: Mapping[str, Edition]) -> None:
    data = library["example"].files["docx"].read_bytes()
    parts = list(unpacked(data).items())
    random.Random(1).shuffle(parts)
    assert docx(packed(dict(parts))) == docx(data)


@pytest.mark.validator
def test_what_libreoffice_saves_says_the_same(library: Mapping[str, Edition], tmp_path: Path) -> None:
    """It writes "fr-FR" for "fr" and takes the commas out of keywords: two checks that cannot hold."""
    require(libreoffice)
    saved = {name: tmp_path / f"{name}.docx" for name in library}
    libreoffice.visit([libreoffice.Visit(library[name].files["docx"], save_as=(saved[name],)) for name in library])
    for name, file in saved.items():
        found = differences(library[name], file.read_bytes(), theme_of(library[name], tmp_path / name))
        left = [one for one in found if one.check != "languages" and (one.check, one.key) != ("metadata", "subjects")]
        assert left == [], name
        for one in found:
            assert one.check != "languages" or one.expected.rpartition(",")[0] in one.found


# ---- what is read


def words(transcript: Transcript) -> list[str]:
    return [" ".join(filter(None, (passage.label, passage.words))) for passage in transcript.passages]


def test_tracked_changes_are_proposals() -> None:
    gone = '<w:del w:id="2"><w:r><w:delText xml:space="preserve">old </w:delText></w:r></w:del>'
    new = '<w:ins w:id="1"><w:r><w:t xml:space="preserve">new </w:t></w:r></w:ins>'
    split = '<w:pPr><w:rPr><w:ins w:id="3"/></w:rPr></w:pPr>'
    body = f"<w:p>{split}<w:r><w:t>One</w:t></w:r></w:p><w:p>{gone}{new}<w:r><w:t>text</w:t></w:r></w:p>"
    assert words(docx(small(body))) == ["Oneold text"]
    assert words(docx(small(body), accept=True)) == ["One", "new text"]
    assert {one.how for one in docx(small(body)).hidden} == {
        "an insertion that is tracked",
        "a deletion that is tracked",
    }


@pytest.mark.skipif(not DATA.exists(), reason="shared/data is not here")
@pytest.mark.parametrize("kind", ["Accepted", "Rejected"])
def test_revisions_as_another_program_accepts_and_rejects_them(kind: str) -> None:
    for file in sorted((DATA / "docx").glob(f"oxpt-*-{kind}.docx")):
        tracked = file.with_name(file.name.replace(f"-{kind}", ""))
        found = docx(tracked.read_bytes(), accept=kind == "Accepted")
        assert "".join(words(found)).replace(" ", "") == "".join(words(docx(file.read_bytes()))).replace(" ", ""), (
            file.name
        )


@pytest.mark.skipif(not DATA.exists(), reason="shared/data is not here")
def test_files_of_others_are_read() -> None:
    for file in sorted((DATA / "docx").glob("*.docx")):
        found = docx(file.read_bytes())
        assert found.passages or found.hidden, file.name
        assert all(passage.level for passage in found.passages if passage.kind in (Kind.CLAUSE, Kind.ITEM))


def test_a_house_template_is_not_held_to_the_tokens(tmp_path: Path) -> None:
    house = damaged(charter().file, rewritten(STYLES, ('w:line="300"', 'w:line="400"')))
    promised = promised_by(DECLARATION, house=True, report=nothing)
    (file, *_) = (path for path in publish(DECLARATION, tmp_path).values() if path.suffix == ".docx")
    changed = damaged(file.read_bytes(), rewritten(STYLES, ('w:line="300"', 'w:line="400"')))
    assert docx(house).passages == docx(charter().file).passages
    assert list(prove(promised, {"docx": docx(changed)}).differences["docx"]) == []


# ---- hostile files, and speed

HOSTILE: Mapping[str, bytes] = {
    "nothing": b"",
    "no archive": b"PK\x03\x04 nothing",
    "an old file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "no document": packed({"[Content_Types].xml": b"<Types/>"}),
    "no XML": small("<w:p>"),
    "a document type": damaged(small(""), rewritten(DOCUMENT, ("<w:document", "<!DOCTYPE w:document><w:document"))),
    "an entity": damaged(
        small("<w:p>&a;</w:p>"),
        rewritten(DOCUMENT, ("<w:document", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document')),
    ),
    "deep": small("<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000),
    "many": small("<w:p/>" * 4_000_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name: str) -> None:
    with pytest.raises(Refused):
        docx(HOSTILE[name])


def test_circles_and_nonsense_are_survived() -> None:
    circle = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{at}"><w:basedOn w:val="S{(at + 1) % 9}"/></w:style>'
        for at in range(9)
    )
    huge = '<w:lvl w:ilvl="99999999999"><w:start w:val="99999999999"/><w:lvlText w:val="%1"/></w:lvl>'
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="2147483647"/>'
        '<w:numFmt w:val="upperRoman"/>'
        f'<w:lvlText w:val="%1"/></w:lvl>{huge}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="S1"/>{listed.format(level)}</w:pPr><w:r><w:rPr><w:sz w:val="x"/></w:rPr>'
        '<w:t>a</w:t><w:sym w:char="zz"/><w:sym w:char="FFFFFFFF"/></w:r></w:p>'
        for level in (0, "x", "-1", "7", "")
    )
    assert len(docx(small(body, numbering, circle)).passages) == 5


def test_reading_is_linear() -> None:
    data = charter().file
    text = unpacked(data)[DOCUMENT].decode()
    start, end = text.index("<w:body>") + 8, text.index("<w:sectPr>")
    whole = text[start:end]
    made = []
    for count in (10, 40):
        many = damaged(data, rewritten(DOCUMENT, (whole, whole * count)))
        made.append(calls(partial(docx, many)))
    assert made[1] < 5 * made[0]
