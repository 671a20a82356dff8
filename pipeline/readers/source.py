"""The source file: bytes to text, with what no text may hold reported by place."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Exit, Position, Reporter, Severity, Stopped
from pipeline.files import TooLarge, read_file

LIMIT = 4 * 2**20
"""Bytes that a source may have: twenty times the Rome Statute."""

_LINES = 100_000
"""Lines that it may have."""

_SHOWN = 20
"""Findings of one kind that are listed singly."""

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffd-\uffff\U000e0000-\U000e007f]"
)
"""Characters that no edition can hold or no reader can see: controls, separators, overrides of direction, surrogates,
noncharacters, tags; and U+FFFD, which stands where another program lost a character."""

_BIDIRECTIONAL = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one source file, its line ends made "LF".

    `name` is how diagnostics call it; `folder` holds its pictures.
    """

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
        data = read_file(path, LIMIT)
    except IsADirectoryError:
        raise _missing(f"{name} is a folder", "name the Markdown file inside it") from None
    except TooLarge:
        what = f"the source is larger than {LIMIT // 2**20} MiB"
        hint = "publish a text of that length in parts"
        raise Stopped(Diagnostic("source-too-large", what, Position(name), hint)) from None
    except FileNotFoundError:
        hint = "name the source, or run “engross new DIR” for a project to begin with"
        raise _missing(f"there is no file {name}", hint) from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "no possible name"
        raise _missing(f"{name} cannot be read: {said.lower()}") from None
    return text_source(decode(data, name), name, path.parent, report=report)


def _missing(message: str, hint: str = "") -> Stopped:
    return Stopped(Diagnostic("source-missing", message, hint=hint), status=Exit.USAGE)


def decode(data: bytes, name: str) -> str:
    """UTF-8 to text; raises Stopped with the place of the first byte that is not."""
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[:4096].count(0) > len(data[:4096]) // 4
    try:
        if not wide or not data:
            return data.decode("utf-8")
        at, what = 0, "the file is not UTF-8"
    except UnicodeDecodeError as error:
        at, what = error.start, f"the byte 0x{data[error.start]:02X} is not UTF-8"
    before = data[:at].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    hint = "save the file as UTF-8; it may be in Windows-1252 or Latin-1 now"
    if wide:
        hint = "the file seems to be UTF-16: save it as UTF-8"
    raise Stopped(Diagnostic("not-utf-8", what, Position(name, line, column), hint))


def text_source(text: str, name: str, folder: Path, *, report: Reporter) -> Source:
    """A source from text: line ends made one kind, forbidden characters reported and replaced by spaces."""
    if text.startswith("\ufeff"):
        what = "the file begins with a byte-order mark, which was left out"
        report(Diagnostic("byte-order-mark", what, Position(name), "save as UTF-8 without BOM", Severity.NOTE))
        text = text[1:]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") >= _LINES:
        what = f"the source has more than {_LINES} lines"
        raise Stopped(Diagnostic("source-too-large", what, Position(name), "publish a text of that length in parts"))
    if FORBIDDEN.search(text):
        _report_forbidden(text, name, report)
        text = FORBIDDEN.sub(" ", text)  # one for one: the columns stay right
    return Source(name, folder, text, tuple(text.split("\n")))


def _report_forbidden(text: str, name: str, report: Reporter) -> None:
    def position(at: int) -> Position:
        return Position(name, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))

    places = (found.start() for found in FORBIDDEN.finditer(text))
    for at in islice(places, _SHOWN):
        report(forbidden(text[at], position(at)))
    if (at := next(places, -1)) >= 0:
        what = f"{sum(1 for _ in places) + 1} more such characters from here on"
        report(Diagnostic("control-character", what, position(at), "take them all out"))


def forbidden(character: str, position: Position) -> Diagnostic:
    """The diagnostic for one forbidden character."""
    code = f"U+{ord(character):04X} ({unicodedata.name(character, 'control character').lower()})"
    if _BIDIRECTIONAL.match(character):
        hint = "take it out; mark words of another direction with [words]{lang=ar}"
        return Diagnostic("bidi-control", f"{code} can show the text in another order than it has", position, hint)
    if character == "\ufffd":
        hint = "look up the original: a character was lost when the file was converted"
        return Diagnostic("replacement-character", f"{code} stands for a character that was lost", position, hint)
    return Diagnostic("control-character", f"{code} is no character of a text", position, "take it out")
