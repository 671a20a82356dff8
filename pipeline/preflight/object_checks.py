"""Checks of what hangs in the file beside its pages' marks: scripts, actions, attachments, old PostScript."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Stream

from pipeline.preflight.document import Document
from pipeline.preflight.findings import Check, Found
from pipeline.preflight.objects import (
    Beyond,
    Unreadable,
    decoded,
    entries,
    entry,
    filters,
    identity,
    items,
    name,
    whole,
)

_MOST = 1_000_000
_APART = {"/Parent", "/P", "/Prev", "/ParentTree"}
"""Keys that lead back to what was seen."""


@dataclass(frozen=True, slots=True)
class Node:
    """A dictionary or stream that the catalogue leads to, and the keys by which it was reached."""

    key: str
    above: str
    value: Any

    def named(self) -> str:
        number = identity(self.value)
        return f"object {number[0]}" if number else f"under {self.key[1:] or 'the catalogue'}"


def walk(document: Document) -> list[Node]:
    """Every dictionary and stream that the catalogue leads to, once. What is beyond the limit is said to be unread."""
    found: list[Node] = []
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[str, str, Any]] = [("", "", document.root)]
    steps = 0
    while waiting:
        key, above, value = waiting.pop()
        steps += 1
        if steps > _MOST:
            document.unread.append(f"it has more than {_MOST:,} objects")
            break
        number = identity(value)
        if number:
            if number in seen:
                continue
            seen.add(number)
        if isinstance(value, Array):
            waiting += [(key, above, each) for each in reversed(items(value, _MOST)) if _leads(each)]
        elif isinstance(value, Dictionary | Stream):
            found.append(Node(key, above, value))
            inner = [(each, key, below) for each, below in entries(value).items() if each not in _APART]
            waiting += [each for each in reversed(inner) if _leads(each[2])]
    return found


def _leads(value: Any) -> bool:
    return isinstance(value, Array | Dictionary | Stream)


def _scripts(nodes: list[Node]) -> Iterator[Found]:
    for node in nodes:
        if entry(node.value, "/JS") is not None or name(entry(node.value, "/S")) == "JavaScript":
            yield Found(f"a script: {node.named()}")


def _actions(nodes: list[Node]) -> Iterator[Found]:
    """What happens by itself, or at a touch. To go to a place in the text does a press no harm."""
    for node in nodes:
        kind = name(entry(node.value, "/S"))
        reached = node.key in ("/OpenAction", "/A", "/Next") or node.above == "/AA"
        if reached and kind not in ("", "GoTo", "JavaScript") and entry(node.value, "/JS") is None:
            yield Found(f"an action ({kind}): {node.named()}")


def _attachments(nodes: list[Node]) -> Iterator[Found]:
    for node in nodes:
        if node.key == "/Collection" and not node.above:
            yield Found(f"the pages are but the wrapper of a collection of files: {node.named()}")
        if isinstance(entry(node.value, "/EF"), Dictionary):
            yield Found(f"a file is attached: {node.named()}")


def _external(nodes: list[Node]) -> Iterator[Found]:
    for node in nodes:
        if isinstance(node.value, Stream) and (
            entry(node.value, "/F") is not None or entry(node.value, "/Ref") is not None
        ):
            yield Found(f"its content is in another file: {node.named()}")


def _postscript(nodes: list[Node]) -> Iterator[Found]:
    for node in nodes:
        if isinstance(node.value, Stream) and "PS" in (
            name(entry(node.value, "/Subtype")),
            name(entry(node.value, "/Subtype2")),
        ):
            yield Found(f"embedded PostScript: {node.named()}")


def _replaced(nodes: list[Node]) -> Iterator[Found]:
    for node in nodes:
        if isinstance(node.value, Stream) and entry(node.value, "/OPI") is not None:
            yield Found(f"a picture that is to be replaced at the press (OPI): {node.named()}")


def _alternates(nodes: list[Node]) -> Iterator[Found]:
    for node in nodes:
        if isinstance(node.value, Stream) and items(entry(node.value, "/Alternates"), 1):
            yield Found(f"an image with others that may stand in its place: {node.named()}")


def _transfers(nodes: list[Node]) -> Iterator[Found]:
    for node in nodes:
        if node.above != "/ExtGState":
            continue
        old, new = entry(node.value, "/TR"), entry(node.value, "/TR2")
        if old is not None or (new is not None and name(new) != "Default"):
            yield Found(f"a transfer function, which changes all tones: {node.named()}")


def _halftones(nodes: list[Node]) -> Iterator[Found]:
    for node in nodes:
        if node.key == "/HT" and (
            whole(entry(node.value, "/HalftoneType")) not in (1, 5)
            or entry(node.value, "/HalftoneName") is not None
            or entry(node.value, "/TransferFunction") is not None
        ):
            yield Found(f"a screen of its own, which the press would have to ignore: {node.named()}")


def _compressed(nodes: list[Node]) -> Iterator[Found]:
    for node in nodes:
        if isinstance(node.value, Stream) and {"LZWDecode", "LZW"} & set(filters(node.value)):
            yield Found(f"compressed with LZW: {node.named()}")


def _unsound(nodes: list[Node]) -> Iterator[Found]:
    """Streams of forms and patterns that cannot be decoded are seen when a page uses them; ICC profiles only here."""
    for node in nodes:
        if node.key in ("/DestOutputProfile", "/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode"):
            try:
                data = decoded(node.value)
                if node.key == "/FontFile2" and not _is_sound(data):
                    yield Found(f"a font program is cut short, or is none ({node.named()})")
            except Unreadable as error:
                yield Found(f"a stream cannot be decoded ({node.key[1:]}, {node.named()}): {error}")
            except Beyond as error:
                yield Found(f"a stream is too large to be read ({node.key[1:]}, {node.named()}): {error}")


def _is_sound(program: bytes) -> bool:
    """Whether each table of a TrueType font lies within it (OpenType: the offset table, then 16 bytes a table)."""
    count = int.from_bytes(program[4:6], "big")
    tables = [program[12 + 16 * place : 28 + 16 * place] for place in range(count)]
    ends = [int.from_bytes(row[8:12], "big") + int.from_bytes(row[12:16], "big") for row in tables]
    return program[:4] in (b"\0\1\0\0", b"true", b"OTTO") and bool(ends) and max(ends) <= len(program)


CHECKS = (
    Check("preflight-script", _scripts),
    Check("preflight-action", _actions),
    Check("preflight-attachment", _attachments),
    Check("preflight-external", _external),
    Check("preflight-postscript", _postscript),
    Check("preflight-opi", _replaced),
    Check("preflight-alternate", _alternates),
    Check("preflight-transfer", _transfers),
    Check("preflight-halftone", _halftones),
    Check("preflight-lzw", _compressed),
    Check("preflight-stream", _unsound),
)
