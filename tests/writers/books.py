"""The e-books that the tests read, and a reader of their own for them."""

import functools
import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.build import prepare
from pipeline.rendering import Publication
from pipeline.writers.epub import epub
from tests.validators import ROOT

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic

DECLARATION = ROOT / "source" / "declaration.md"
EXAMPLE = ROOT / "templates" / "example" / "source" / "example.md"
"""What `engross new` writes: it shows most constructs of the source language."""

HEAD = """---
title: Charter
language: en-GB
date: 2021-07-06
scheme: resolution
"""
CERTIFIED = (
    HEAD.replace("en-GB", "fr").replace("Charter", "Charte")
    + """certified-by: Fondation pour la lecture
identifier: doi:10.1234/charte
---

Considérant que tout se tient,

1. Les Parties conviennent de ce qui suit.
"""
)
LONG = (
    HEAD.replace(
        "title: Charter", "title: Interinstitutional Convention on the Internationalisation of Telecommunications"
    )
    + f"""---

# Responsibilities of the telecommunications administrations

1. {"We agree. " * 200}

(a) {"we agree; " * 40}

(i) {"we agree; " * 40}

a. {"we agree; " * 40}
"""
)
OPF = "EPUB/content.opf"
NAMESPACES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "h": "http://www.w3.org/1999/xhtml",
    "ops": "http://www.idpf.org/2007/ops",
}


def published(source: Path) -> Publication:
    found: list[Diagnostic] = []
    publication = prepare(source, ["epub"], report=found.append)
    assert found == []
    return publication


def bound(publication: Publication) -> bytes:
    found: list[Diagnostic] = []
    made = epub(publication, report=found.append)
    assert found == []
    return made


class Book:
    """An e-book read with nothing but a ZIP reader and an XML parser."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.names = package.namelist()
            self.parts = {name: package.read(name) for name in self.names}
        self.opf = self.tree("content.opf")

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[f"EPUB/{name}"])

    def said(self, path: str) -> list[str]:
        return [str(text) for text in self.opf.xpath(path, namespaces=NAMESPACES)]

    def meta(self, name: str) -> list[str]:
        return self.said(f"//opf:meta[@property='{name}']/text()")

    def spine(self) -> list[str]:
        """The pages in reading order, without those out of the flow."""
        return self.said("//opf:manifest/opf:item[@id = //opf:itemref[not(@linear='no')]/@idref]/@href")

    def text(self, page: str) -> str:
        body = self.tree(page).find("h:body", NAMESPACES)
        return " ".join("".join(body.itertext()).split()) if body is not None else ""


@functools.cache
def declaration() -> Book:
    """The declaration."""
    return Book(bound(published(DECLARATION)))


@functools.cache
def example() -> Book:
    """The text with every construct."""
    return Book(bound(published(EXAMPLE)))


def written(folder: Path, text: str, *front: str) -> Publication:
    """A publication of a text, with lines added to its front matter."""
    source = folder / "charter.md"
    source.write_text(HEAD + "\n".join(front) + "\n---\n\n" + text, "utf-8")
    return published(source)


@functools.cache
def sound() -> dict[str, bytes]:
    """Books with which nothing is wrong, by name."""
    books = {"declaration": declaration().data, "example": example().data}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {"certified": CERTIFIED, "long": LONG}.items():
            source = Path(folder) / f"{name}.md"
            source.write_text(text, "utf-8")
            books[name] = bound(published(source))
    return books
