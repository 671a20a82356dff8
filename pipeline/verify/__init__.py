"""The proof: finished files opened again, by code that shares nothing with what wrote them, and compared.

`transcribe` gives what a reader meets in a file; `promise` what the source says a reader must meet; `CHECKS`
compare the two; `prove` does all of it for the editions of one document, and `certificate` writes down what was
proved.
"""

import importlib
from typing import cast

from pipeline.verify.transcript import Transcript

FORMATS = ("pdf", "print", "docx", "epub", "html")
"""The formats that can be read back. A format, its module here and its function are one word."""


def transcribe(name: str, data: bytes) -> Transcript:
    """The transcript of a finished file. Raises transcript.Refused where it cannot be read."""
    reader = getattr(importlib.import_module(f"pipeline.verify.{name}"), name)
    return cast("Transcript", reader(data))


def format_of(name: str, data: bytes) -> str:
    """The format of a file, by what it begins with and then by its name; "" for what is none of ours."""
    suffix = name.rpartition(".")[2].lower()
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "print" if b"GTS_PDFXVersion>PDF/X-4<" in data else "pdf"
    if data.startswith(b"PK"):
        return "epub" if data[30:58] == b"mimetypeapplication/epub+zip" or suffix == "epub" else "docx"
    if suffix in ("html", "htm", "xhtml") or b"<html" in data[:2048].lower():
        return "html"
    return ""
