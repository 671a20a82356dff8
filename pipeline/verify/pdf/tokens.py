"""A content stream as operators with their operands (ISO 32000-1, 7.2, 7.3, 7.8.2), in linear time."""

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_TOKEN = re.compile(
    rb"""(?:[\0\t\n\f\r ]+|%[^\r\n]*)*(?:
    (\[[0-9A-Fa-f<>+\-.\0\t\n\f\r ]*\])      # an array of numbers and hexadecimal strings only: nearly all of them
  | ((?:/[^\0\t\n\f\r ()<>\[\]{}/%]*+[ \t\n\r]++)?+   # an operator, with the name and the numbers before it
    (?:[+-]?(?:\d++(?:\.\d*+)?|\.\d++)[ \t\n\r]++){0,6}+[A-Za-z'"*][A-Za-z0-9'"*]*+)
  | ([+-]?(?:\d+\.?\d*|\.\d+))               # a number
  | /([^\0\t\n\f\r ()<>\[\]{}/%]*)           # a name
  | (<<|\[)
  | (>>|\])
  | <([0-9A-Fa-f\0\t\n\f\r ]*)>
  | (\()
  | (.)
  )""",
    re.VERBOSE | re.DOTALL,
)
_ARRAY, _OPERATOR, _NUMBER, _NAME, _OPEN, _CLOSE, _HEX, _LITERAL = range(1, 9)
"""The groups of a token."""

_PART = re.compile(r"<([^>]*)>|([+-]?(?:\d+\.?\d*|\.\d+))")
_NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PAREN = re.compile(rb"[()\\]")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?", re.DOTALL)
_INLINE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|$)")
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_OPERANDS = 64
"""No operator has more than 33 operands (8.6.8); what piles up beyond is rubbish."""

Operation = tuple[bytes, list[Any]]


class Array(bytes):
    """An array of numbers and hexadecimal strings as it is written: nearly all text stands in one."""

    def parts(self) -> list[Any]:
        """Its strings as bytes, its numbers as floats."""
        return [float(number) if number else _hex(digits) for digits, number in _PART.findall(self.decode())]


def operations(data: bytes) -> Iterator[Operation]:
    """Operators and operands.

    Numbers are floats, names str without their slash, strings bytes, arrays lists or Array, dictionaries dicts by name
    without slash. Inline images are passed over, and what is none of these is too.
    """
    at, match = 0, _TOKEN.match
    held: list[list[Any]] = [[]]
    while token := match(data, at):
        at, kind = token.end(), token.lastindex
        text = token[kind or 0]
        if kind == _OPERATOR:
            *operands, text = text.split()
            held[-1] += [_name(word[1:]) if word[:1] == b"/" else float(word) for word in operands]
            if len(held) > 1 or text in (b"true", b"false", b"null"):
                held[-1].append(None)
                continue
            yield text, held[0]
            held = [[]]
            if text == b"ID":
                end = _INLINE_END.search(data, at)
                at = end.end() if end else len(data)
            continue
        if make := _MADE.get(kind):
            held[-1].append(make(text))
        elif kind == _OPEN:
            if len(held) < _OPERANDS:
                held.append([])
        elif kind == _CLOSE:
            if len(held) > 1:
                inner = held.pop()
                held[-1].append(inner if text == b"]" else _dictionary(inner))
        elif kind == _LITERAL:
            value, at = _literal(data, at)
            held[-1].append(value)
        if len(held) == 1 and len(held[0]) > _OPERANDS:
            del held[0][0]


def text_string(value: bytes) -> str:
    """A text string (7.9.2.2): UTF-16 or UTF-8 with its mark, else PDFDocEncoding."""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    if value.startswith(b"\xff\xfe"):
        return value[2:].decode("utf-16-le", "replace")
    if value.startswith(b"\xef\xbb\xbf"):
        return value[3:].decode("utf-8", "replace")
    return value.decode("pdfdoc", "replace")


@functools.lru_cache(1000)
def _name(text: bytes) -> str:
    if b"#" in text:
        text = _NUMBERED.sub(lambda found: bytes.fromhex(found[1].decode()), text)
    return text.decode("utf-8", "replace")


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:  # an odd number of digits, or something between them (7.3.4.3)
        digits = re.sub(r"[^0-9A-Fa-f]", "", text)
        return bytes.fromhex(digits + "0" * (len(digits) % 2))


_MADE: Mapping[int | None, Callable[[bytes], Any]] = {
    _ARRAY: Array,
    _NUMBER: float,
    _NAME: _name,
    _HEX: lambda text: _hex(text.decode()),
}


def _literal(data: bytes, at: int) -> tuple[bytes, int]:
    """A string in parentheses from behind the first one, and where it ends (7.3.4.2)."""
    start, depth = at, 1
    while found := _PAREN.search(data, at):
        at = found.end()
        if found[0] == b"\\":
            at += 1
        else:
            depth += 1 if found[0] == b"(" else -1
            if not depth:
                return _ESCAPE.sub(_escaped, data[start : at - 1]), at
    return b"", len(data)


def _escaped(found: re.Match[bytes]) -> bytes:
    character = found[1]
    if character is None or character in (b"\r\n", b"\r", b"\n"):
        return b"\n" if character is None else b""
    if character[:1].isdigit() and character[:1] < b"8":
        return bytes([int(character, 8) & 255])
    return _PLAIN.get(character, character)


def _dictionary(items: list[Any]) -> dict[str, Any]:
    return {key: value for key, value in zip(items[::2], items[1::2], strict=False) if isinstance(key, str)}
