"""The example as web page and e-book, what is promised of them, and small ways of damaging them."""

import base64
import functools
import hashlib
import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pipeline
from pipeline.assets import read_assets
from pipeline.faces import subset
from pipeline.project import load_words, template_folders
from pipeline.readers.front_matter import parse_front_matter
from pipeline.readers.markdown import parse_markdown
from pipeline.readers.source import read_source
from pipeline.theme import load_theme
from pipeline.verify.claims import Promised
from pipeline.verify.differences import Difference
from pipeline.verify.epub import epub
from pipeline.verify.html import html
from pipeline.verify.proof import prove
from pipeline.verify.transcript import Transcript
from tests.library import EXAMPLE
from tests.schemes import SCHEMES

READ: Mapping[str, Callable[[bytes], Transcript]] = {"html": html, "epub": epub}
Parts = dict[str, bytes]


@dataclass(frozen=True)
class Published:
    """A document in both formats, and all that the proof knows of it."""

    promised: Promised
    files: Mapping[str, bytes]

    def differences(self, kind: str, data: bytes) -> list[Difference]:
        """What all checks say of a file."""
        return prove(self.promised, {kind: READ[kind](data)}).differences[kind]

    def caught(self, kind: str, data: bytes) -> set[str]:
        """The checks that find something."""
        return {difference.check for difference in self.differences(kind, data)}


def publish(source: Path, theme: Path | None = None) -> Published:
    """Both formats of a source, and its promise."""

    def report(diagnostic: object) -> None:
        raise AssertionError(diagnostic)

    with tempfile.TemporaryDirectory() as folder:
        pipeline.build(source, tuple(READ), out=Path(folder), theme=theme, verify=False, report=report)
        files = {kind: (Path(folder) / f"{source.stem}.{kind}").read_bytes() for kind in READ}
    return Published(promised(source, theme), files)


def promised(source: Path, theme: Path | None = None) -> Promised:
    """What a source promises."""

    def report(diagnostic: object) -> None:
        raise AssertionError(diagnostic)

    read = read_source(source, report=report)
    metadata, lines = parse_front_matter(read, SCHEMES, report=report)
    scheme = SCHEMES[metadata.scheme]
    document = parse_markdown(read, metadata, lines, scheme, report=report)
    folders = template_folders(theme)
    words, tokens = load_words(metadata.language, folders, report=report), load_theme(folders, report=report)
    assert words
    assert tokens
    assets = read_assets(document, tokens, read, report=report)
    pictures = [image.data for image in assets.images.values()]
    return Promised(document, scheme, words, source.read_bytes(), tokens, pictures, faces=assets.faces, cut=subset)


@functools.cache
def example() -> Published:
    """What `engross new` writes: it shows most constructs."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
        return publish(Path(folder) / "example.md")


# ---- web pages


def replaced(page: str, old: str, new: str, count: int = 1) -> str:
    """The page with a text that must be there replaced."""
    assert old in page, old
    return page.replace(old, new, count)


def styled(page: str, css: str) -> str:
    """The page with more style, as somebody adds it who knows that the policy has a hash to be mended."""
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    longer = f"{style[1]}\n{css}"
    page = replaced(page, _source(style[1]), _source(longer))
    return replaced(page, style[0], f"<style>{longer}</style>")


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# ---- e-books


def unpacked(book: bytes) -> Parts:
    """The parts of a book in their order."""
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as a book again, with whatever times and order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return made.getvalue()


def changed(parts: Parts, name: str, old: str, new: str, count: int = 1) -> None:
    """Replace a text that must be there in a part."""
    text = parts[name].decode()
    assert old in text, old
    parts[name] = text.replace(old, new, count).encode()
