"""The certificate keeps its schema, is the same for the same files, and is one page that a lawyer can read."""

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.verify.certificate import SCHEMA, canonical, certificate, digest
from pipeline.verify.certificate_page import page
from pipeline.verify.parts import parts
from pipeline.verify.proof import Proof
from pipeline.verify.transcript import Kind, Passage, Run
from tests.validators import ROOT

PUBLISHED = json.loads((ROOT / "docs" / "certificate.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The declaration's editions with their certificate."""
    out = tmp_path_factory.mktemp("certificate")
    pipeline.build(ROOT / "source" / "declaration.md", out=out, report=print)
    return out


def loaded(folder: Path) -> dict[str, Any]:
    certified: dict[str, Any] = json.loads((folder / "declaration.certificate.json").read_text("utf-8"))
    return certified


# ---- the schema, as much of JSON Schema as it uses


def faults(value: Any, schema: Any, path: str = "") -> Iterator[str]:  # noqa: C901, PLR0912  # a line a keyword
    """Where a value does not keep a schema."""
    if "$ref" in schema:
        yield from faults(value, PUBLISHED["$defs"][schema["$ref"].removeprefix("#/$defs/")], path)
    types = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if wanted and not any(type(value) is types[name] for name in wanted):
        yield f"{path}: {value!r} is no {wanted}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{path}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is not among {schema['enum']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{path}: {value!r} is not {schema['pattern']}"
    if "minimum" in schema and value is not None and value < schema["minimum"]:
        yield f"{path}: {value} is too small"
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{path}: too few"
        for at, item in enumerate(value):
            yield from faults(item, schema.get("items", {}), f"{path}/{at}")
    if isinstance(value, dict):
        yield from (f"{path}: {key} is missing" for key in schema.get("required", ()) if key not in value)
        rest = schema.get("additionalProperties", {})
        for key, item in value.items():
            inner = schema.get("properties", {}).get(key, rest)
            if inner is False:
                yield f"{path}: nobody knows {key}"
            else:
                yield from faults(item, inner, f"{path}/{key}")


KEYWORDS = {
    *(
        "$schema",
        "$id",
        "$defs",
        "$ref",
        "title",
        "description",
        "type",
        "required",
        "additionalProperties",
        "properties",
    ),
    *("const", "enum", "pattern", "minimum", "items", "minItems"),
}


def test_the_schema_uses_what_is_checked_here() -> None:
    def keywords(schema: Any) -> Iterator[str]:
        if not isinstance(schema, dict):
            return
        yield from schema
        for name in ("properties", "$defs"):
            for inner in schema.get(name, {}).values():
                yield from keywords(inner)
        for name in ("items", "additionalProperties"):
            yield from keywords(schema.get(name))

    assert set(keywords(PUBLISHED)) <= KEYWORDS
    assert PUBLISHED["$id"] == SCHEMA


def test_the_certificate_keeps_its_schema(made: Path) -> None:
    assert list(faults(loaded(made), PUBLISHED)) == []
    assert {kind.value for kind in Kind} == set(
        PUBLISHED["properties"]["passages"]["items"]["properties"]["kind"]["enum"]
    )


@pytest.mark.parametrize("change", [{"more": 1}, {"schema": "x"}, {"files": []}, {"limits": [1]}, {"passages": [{}]}])
def test_the_schema_tells_a_certificate_from_others(made: Path, change: dict[str, Any]) -> None:
    assert list(faults({**loaded(made), **change}, PUBLISHED)) != []


# ---- what it says


def test_it_says_what_anybody_can_work_out(made: Path) -> None:
    certified = loaded(made)
    source = ROOT / "source" / "declaration.md"
    assert certified["source"]["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    characters = certified["source"]["characters"]
    assert characters.pop("total") == len(source.read_text("utf-8")) == sum(characters.values())
    for file in certified["files"]:
        data = (made / file["name"]).read_bytes()
        assert (file["sha256"], file["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
    line = next(line for line in source.read_text("utf-8").splitlines() if line.startswith("III. "))
    label, _, words = line.partition(" ")
    passage = next(passage for passage in certified["passages"] if passage["label"] == "III.")
    assert passage["sha256"] == hashlib.sha256(f"{label}\n{words}".encode()).hexdigest()
    assert passage["anchor"] == "clause-3"


def test_each_format_has_its_parts(made: Path) -> None:
    found = {file["format"]: set(file["parts"]) for file in loaded(made)["files"]}
    assert {"page 1", "page 2"} <= found["pdf"]
    assert any(name.startswith("face ") for name in found["pdf"])
    assert {"word/document.xml", "word/styles.xml"} <= found["docx"]
    assert {"mimetype", "META-INF/container.xml"} <= found["epub"]
    assert found["html"] == {"style 1", "script 1", "script 2", "body"}


def test_the_same_parts_are_in_a_file_packed_anew(made: Path) -> None:
    import io

    import pikepdf

    data, again = (made / "declaration.pdf").read_bytes(), io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(again, linearize=True)
    assert again.getvalue() != data
    assert parts("pdf", again.getvalue()) == parts("pdf", data)


def test_the_same_files_have_the_same_certificate(made: Path, tmp_path: Path) -> None:
    pipeline.build(ROOT / "source" / "declaration.md", out=tmp_path, report=print)
    for path in made.glob("*.certificate.*"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_one_edition_has_a_certificate_of_its_own(tmp_path: Path) -> None:
    pipeline.build(ROOT / "source" / "declaration.md", ("html",), out=tmp_path, report=print)
    certified = loaded(tmp_path)
    assert [file["format"] for file in certified["files"]] == ["html"]
    assert "This file holds the text of its source." in (tmp_path / "declaration.certificate.html").read_text("utf-8")


def test_nothing_is_certified_that_was_not_proved() -> None:
    from pipeline.verify.accounting import Account
    from pipeline.verify.transcript import Transcript

    lost = Proof(Transcript("source", ()), Account(1, 0, 0, 0, 0, 0, (1, 1)), {}, {}, {})
    with pytest.raises(ValueError, match="only a proof that holds"):
        certificate(lost, [], ("a.md", b""), {})


def test_the_canonical_text_is_label_and_words() -> None:
    assert canonical(Passage(Kind.CLAUSE, (Run("We "), Run("agree.")), 1, "I.")) == "I.\nWe agree."
    assert canonical(Passage(Kind.FIGURE, (), alternative="A square")) == "\nA square"
    assert digest("é") == digest("é".encode())


# ---- the page


@cache
def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)))


def test_the_page_says_all_that_matters(made: Path) -> None:
    said = text_of((made / "declaration.certificate.html").read_text("utf-8"))
    for needed in (
        "CPC and World Political Parties Summit",
        "6 July 2021",
        "no signature",
        "declaration.pdf",
        "10,507",
    ):
        assert needed in said, needed
    for file in loaded(made)["files"]:
        assert file["sha256"] in said.replace(" ", "")


def test_what_a_document_holds_cannot_break_the_page(made: Path) -> None:
    certified = loaded(made)
    certified["document"]["title"] = "<script>alert(1)</script>"
    certified["files"][0]["name"] = '"><img src=x>'
    shown = page(certified, "a&b.json")
    assert "<script>" not in shown
    assert "<img" not in shown
    assert "a&amp;b.json" in shown


def test_what_was_not_claimed_is_said(tmp_path: Path) -> None:
    pipeline.build(
        ROOT / "source" / "declaration.md", ("docx",), out=tmp_path, word_template=_house(tmp_path), report=print
    )
    certified = loaded(tmp_path)
    assert "How it looks was not compared in declaration.docx." in certified["limits"]
    assert "the look of the design" not in (tmp_path / "declaration.certificate.html").read_text("utf-8")


def _house(folder: Path) -> Path:
    import docx

    path = folder / "house.docx"
    docx.Document().save(str(path))
    return path


@pytest.mark.validator
def test_the_page_prints_on_one_sheet(made: Path) -> None:
    import io

    import pikepdf
    from playwright.sync_api import sync_playwright

    from tests.validators import chromium

    program = chromium.executable()
    if not program:
        pytest.skip("the page needs Debian's chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(chromium.FLAGS))
        view = browser.new_page()
        view.goto((made / "declaration.certificate.html").as_uri())
        printed = view.pdf(prefer_css_page_size=True)
        browser.close()
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert len(pdf.pages) == 1
