"""The declaration and the example as PDF, what is promised of them, and small ways of damaging them."""

import functools
import io
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

import pipeline
from pipeline.project import load_words, template_folders
from pipeline.readers.front_matter import parse_front_matter
from pipeline.readers.markdown import parse_markdown
from pipeline.readers.source import read_source
from pipeline.theme import load_theme
from pipeline.verify.claims import Promised
from pipeline.verify.differences import Difference
from pipeline.verify.pdf import pdf
from pipeline.verify.proof import prove
from tests.library import EXAMPLE
from tests.schemes import SCHEMES
from tests.validators import ROOT

Damage = Callable[[pikepdf.Pdf], None]


@dataclass(frozen=True)
class Printed:
    """A document as PDF, and all that the proof knows of it."""

    promised: Promised
    data: bytes

    def differences(self, data: bytes) -> list[Difference]:
        """What all checks say of a file."""
        return prove(self.promised, {"pdf": pdf(data)}).differences["pdf"]


def report(diagnostic: object) -> None:
    """Nothing is to be reported."""
    raise AssertionError(diagnostic)


def promise_of(source: Path, data: bytes, theme: Path | None = None) -> Printed:
    """A finished PDF beside its source."""
    read = read_source(source, report=report)
    metadata, lines = parse_front_matter(read, SCHEMES, report=report)
    scheme = SCHEMES[metadata.scheme]
    document = parse_markdown(read, metadata, lines, scheme, report=report)
    folders = template_folders(theme)
    words, tokens = load_words(metadata.language, folders, report=report), load_theme(folders, report=report)
    assert words
    assert tokens
    return Printed(Promised(document, scheme, words, source.read_bytes(), tokens), data)


@functools.cache
def printed(name: str) -> Printed:
    """The document of that name, built once."""
    with tempfile.TemporaryDirectory() as folder:
        source = ROOT / "source" / "declaration.md"
        if name == "example":
            source = Path(shutil.copytree(EXAMPLE, Path(folder) / "source")) / "example.md"
        pipeline.build(source, ("pdf",), out=Path(folder) / "out", verify=False, report=report)
        return promise_of(source, (Path(folder) / "out" / f"{source.stem}.pdf").read_bytes())


def damaged(data: bytes, damage: Damage) -> bytes:
    """The file after a mutator has been at it."""
    with pikepdf.open(io.BytesIO(data)) as file:
        damage(file)
        file.save(out := io.BytesIO())
    return out.getvalue()


# ---- places in a file


def content(page: Any, edit: Callable[[bytes], bytes]) -> None:
    """Change a page's content."""
    page.Contents.write(edit(page.Contents.read_bytes()))


def marked(page: Any, number: int, edit: Callable[[bytes], bytes]) -> None:
    """Change what stands inside one piece of marked content."""
    pattern = re.compile(rb"(<<[^>]*/MCID %d\b[^>]*>>\s*BDC)(.*?)(EMC)" % number, re.DOTALL)

    def change(data: bytes) -> bytes:
        changed, count = pattern.subn(lambda found: found[1] + edit(found[2]) + found[3], data)
        assert count == 1
        return changed

    content(page, change)


def around(before: bytes, after: bytes = b"") -> Callable[[bytes], bytes]:
    """Put operators before and behind what is there."""
    return lambda data: b"\n" + before + b"\n" + data + b"\n" + after + b"\n"


def elements(file: pikepdf.Pdf, role: str) -> list[Any]:
    """The structure elements of a type, in order."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        if isinstance(node, Array):
            for child in node:
                walk(child)
        elif isinstance(node, Dictionary) and "/S" in node:
            if Name("/" + role) == node.S:
                found.append(node)
            walk(node.get("/K", Array([])))

    walk(file.Root.StructTreeRoot.K)
    return found


def font(page: Any, ending: str) -> Any:
    """The name and the dictionary of the font whose name ends so."""
    return next((name, found) for name, found in page.Resources.Font.items() if str(found.BaseFont).endswith(ending))


def code_of(face: Any, character: str) -> bytes:
    """The code of a character in a font, in hexadecimal."""
    pairs = re.findall(rb"<(\w{4})> <(\w+)>", face.ToUnicode.read_bytes())
    return next(bytes(code) for code, text in pairs if bytes.fromhex(text.decode()) == character.encode("utf-16-be"))


def written(page: Any, text: str, x: float, y: float) -> bytes:
    """Operators that write a text on a page, in points from the bottom left."""
    name, face = font(page, "Engross-Text")
    codes = b"".join(code_of(face, character) for character in text)
    return b"BT 1 0 0 1 %f %f Tm %s 11 Tf <%s> Tj ET" % (x, y, str(name).encode(), codes)


def append(page: Any, operators: bytes) -> None:
    """Draw more at the end of a page, in its own user space."""
    content(page, lambda data: b"q\n" + data + b"\nQ\nq\n" + operators + b"\nQ\n")
