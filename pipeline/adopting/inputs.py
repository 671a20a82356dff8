"""Bytes from outside become blocks: which kind of input they are, and what is refused."""

import re
from pathlib import Path

from pipeline.adopting.markdown import read_markdown
from pipeline.adopting.plain import read_plain
from pipeline.adopting.taken import Taken
from pipeline.diagnostics import Diagnostic, Position, Reporter, Severity, Stopped

LIMIT = 4 * 2**20
"""Bytes of a text: twenty times the Rome Statute. A Word file may be larger, with its pictures."""

LONGEST_LINE = 400_000
"""Characters of one line; more is no text that people wrote."""

WORD_LIMIT = 64 * 2**20
_OTHERS = (
    (b"%PDF", "a PDF", "take its text out first: pdftotext -layout FILE.pdf"),
    (b"\xd0\xcf\x11\xe0", "a .doc file of before 2007, or an encrypted one", "save it as .docx"),
    (b"{\\rtf", "an RTF file", "save it as .docx"),
    (b"\x89PNG", "a picture", "adopt needs text"),
    (b"\xff\xd8\xff", "a picture", "adopt needs text"),
)
_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
_HTML = (".html", ".htm", ".xhtml", ".xht")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1c-\x1f]")


def read_input(data: bytes, path: Path, *, revisions: str, report: Reporter) -> Taken:
    """The blocks of an input. Raises Stopped for what is no text, too large, or damaged."""
    name, suffix = str(path), path.suffix.lower()
    for begin, what, hint in _OTHERS:
        if data.startswith(begin):
            raise _refused(f"{name} is {what}", hint)
    if data.startswith(b"PK"):
        from pipeline.adopting.word import read_word

        return read_word(data, path, revisions=revisions, report=report)
    if len(data) > LIMIT:
        raise _refused(f"{name} is larger than {LIMIT // 2**20} MiB", "adopt it in parts")
    text = _decoded(data, name, report)
    if not text.strip():
        raise _refused(f"there is no text in {name}")
    if max(map(len, text.split("\n"))) > LONGEST_LINE:
        raise _refused(f"a line of {name} has more than {LONGEST_LINE} characters")
    if suffix in _HTML or re.match(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!doctype html|<html\b)", text[:2000], re.IGNORECASE):
        from pipeline.adopting.web import read_web

        return read_web(text, name)
    if suffix in _MARKDOWN or (suffix == ".txt" and len(re.findall(r"(?m)^#{1,6} \S", text)) > 1):
        return read_markdown(text)
    return read_plain(text)


def _decoded(data: bytes, name: str, report: Reporter) -> str:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    except UnicodeDecodeError as error:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise _refused(f"{name} is not UTF-8: the byte 0x{data[error.start]:02X}", "save it as UTF-8") from None
        if not _CONTROL.search(text):
            what = "the file is not UTF-8: it is read as Windows-1252"
            report(
                Diagnostic("adopt-encoding", what, Position(name), "look at its accents and quotes", Severity.WARNING)
            )
    if len(_CONTROL.findall(text[:100_000])) > 10 or "\0" in text:
        raise _refused(f"{name} is no text", "adopt takes plain text, Markdown, HTML and .docx")
    return text


def _refused(what: str, hint: str = "") -> Stopped:
    return Stopped(Diagnostic("adopt-refused", what, hint=hint))
