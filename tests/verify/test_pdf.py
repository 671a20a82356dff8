"""The PDF read back: what it says is promised."""

import contextlib
import io
import random
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from pipeline.unzip import Refused
from pipeline.verify.pdf import pdf
from tests.library import Edition, publish, theme_with
from tests.verify.printed import (
    Damage,
    append,
    damaged,
    printed,
    promise_of,
)


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


def test_a_page_of_clauses_of_one_line_each_has_labels(tmp_path: Path) -> None:
    source = tmp_path / "short.md"
    clauses = "".join(f"1. We agree {number}.\n\n" for number in range(1, 41))
    source.write_text(f"---\ntitle: T\nlanguage: en\ndate: 2021-07-06\n---\n\n{clauses}", "utf-8")
    whole = promise_of(source, publish(source, tmp_path, verify=False)["pdf"].read_bytes())
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
