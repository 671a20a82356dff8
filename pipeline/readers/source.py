"""The source file: bytes to text, with what no text may hold reported by place."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Exit, Position, Reporter, Severity, Stopped

LIMIT = 4 * 2**20
"""Bytes that a source may have: sixteen times the Rome Statute."""

_SHOWN = 20
"""Findings of one kind that are listed singly."""

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
"""Characters that no edition can hold or no reader can see: controls, separators, overrides of direction, tags."""

_BIDIRECTIONAL = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one source file. `name` is how diagnostics call it; line ends are "\\n"; `folder` holds its images."""

    name: str
    folder: Path
    text: str
    lines: tuple[str, ...]

    def position(self, line: int, column: int, length: int = 1) -> Position:
        return Position(self.name, line, column, length)


def read_source(path: Path, *, report: Reporter) -> Source:
    """Read a source; raises Stopped where there is no text to go on with (missing, too large, not UTF-8)."""
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise Stopped(Diagnostic("source-missing", f"there is no file {name}", hint="name the source, or run “engross new DIR” for a project to begin with"), status=Exit.USAGE) from None
    except IsADirectoryError:
        raise Stopped(Diagnostic("source-missing", f"{name} is a folder", hint="name the Markdown file inside it"), status=Exit.USAGE) from None
    except OSError as error:
        raise Stopped(Diagnostic("source-missing", f"{name} cannot be read: {(error.strerror or 'unreadable').lower()}"), status=Exit.USAGE) from None
    if len(data) > LIMIT:
        raise Stopped(Diagnostic("source-too-large", f"the source is larger than {LIMIT // 2**20} MiB", Position(name), "publish a text of that length in parts"))
    return text_source(decode(data, name), name, path.parent, report=report)


def decode(data: bytes, name: str) -> str:
    """UTF-8 to text; raises Stopped with the place of the first byte that is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        hint = "the file seems to be UTF-16: save it as UTF-8" if utf16 else "save the file as UTF-8; it may be in Windows-1252 or Latin-1 now"
        raise Stopped(Diagnostic("not-utf-8", f"the byte 0x{data[error.start]:02X} is not UTF-8", Position(name, line, column), hint)) from None


def text_source(text: str, name: str, folder: Path, *, report: Reporter) -> Source:
    """A source from text: line ends made one kind, forbidden characters reported and taken out."""
    if text.startswith("\ufeff"):
        report(Diagnostic("byte-order-mark", "the file begins with a byte-order mark, which was left out", Position(name), "save as UTF-8 without BOM", Severity.NOTE))
        text = text[1:]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = tuple(text.split("\n"))
    count = 0
    if FORBIDDEN.search(text):
        for number, line in enumerate(lines, 1):
            for found in FORBIDDEN.finditer(line):
                count += 1
                if count <= _SHOWN:
                    report(forbidden(found[0], Position(name, number, found.start() + 1)))
        if count > _SHOWN:
            report(Diagnostic("control-character", f"{count - _SHOWN} more such characters", Position(name, len(lines))))
        text = FORBIDDEN.sub("", text)
        lines = tuple(text.split("\n"))
    return Source(name, folder, text, lines)


def forbidden(character: str, position: Position) -> Diagnostic:
    """The diagnostic for one forbidden character."""
    name = unicodedata.name(character, "control character").lower()
    if _BIDIRECTIONAL.match(character):
        return Diagnostic("bidi-control", f"U+{ord(character):04X} ({name}) can show the text in another order than it has", position,
                          "take it out; mark words of another direction with [words]{lang=ar}")
    return Diagnostic("control-character", f"U+{ord(character):04X} ({name}) is no character of a text", position, "take it out")
