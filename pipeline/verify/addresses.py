"""Addresses, names of definitions and escapes as CommonMark 0.31.2 writes them in a source (2.4, 2.5, 6.3)."""

import re
from html.entities import html5
from string import punctuation
from urllib.parse import unquote

_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")
_ANGLED = re.compile(r"<(?P<raw>(?:[^<>\\\n]|\\.)*)>")
_BARE = re.compile(r"(?:\\.|[^\s\\()]|(?P<bracket>[()]))", re.DOTALL)
_GAP = re.compile(r"[ \t]*(?:\n[ \t>]*)?")
TITLE = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)""", re.DOTALL)
_PUNYCODE = re.compile(r"xn--([a-z0-9-]+)", re.IGNORECASE)


def entity(text: str, at: int) -> tuple[str, int] | None:
    """The characters that an entity at this place stands for, and its end."""
    found = _ENTITY.match(text, at)
    if not found:
        return None
    if found[3]:
        named = html5.get(found[3] + ";")
        return (named, found.end()) if named else None
    code = int(found[1]) if found[1] else int(found[2], 16)
    return (chr(code) if 0 < code < 0x110000 else "\ufffd", found.end())


def reference(label: str) -> str:
    """The name of a link definition as names are compared."""
    return re.sub(r"\s*\n[ \t>]*|\s+", " ", label.strip()).lower().upper()


def destination(text: str, at: int) -> tuple[str, tuple[int, int], int] | None:
    """The address in brackets at this place, where the title behind it stands, and the end."""
    if text[at : at + 1] != "(":
        return None
    at = _gap(text, at + 1)
    raw, at = bare_address(text, at)
    after = _gap(text, at)
    title = (after, after)
    if after > at and (found := TITLE.match(text, after)):
        title = found.span()
        after = _gap(text, found.end())
    return (raw, title, after + 1) if text[after : after + 1] == ")" else None


def _gap(text: str, at: int) -> int:
    return _GAP.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too


def bare_address(text: str, at: int) -> tuple[str, int]:
    """An address as CommonMark finds it, between < and > or with its brackets balanced; and its end."""
    if angled := _ANGLED.match(text, at):
        return angled["raw"], angled.end()
    begun, depth = at, 0
    while found := _BARE.match(text, at):
        if found["bracket"]:
            depth += 1 if found["bracket"] == "(" else -1
            if depth < 0:
                break
        at = found.end()
    return text[begun:at], at


def same_address(raw: str, target: str) -> bool:
    """Whether an address as written is the one that a node has: hosts may be spelled out, characters escaped."""
    return comparable(plain(raw)) == comparable(target)


def comparable(address: str) -> str:
    """An address with its host spelled out and nothing escaped."""

    def spelled(found: re.Match[str]) -> str:
        try:
            return found[1].encode("ascii").decode("punycode")
        except UnicodeError:
            return found[0]

    return unquote(_PUNYCODE.sub(spelled, address)).casefold()


def plain(raw: str) -> str:
    """A piece of source with its escapes and entities resolved."""
    made, at = [], 0
    while at < len(raw):
        if raw[at] == "\\" and raw[at + 1 : at + 2] and raw[at + 1] in punctuation:
            made.append(raw[at + 1])
            at += 2
        elif raw[at] == "&" and (found := entity(raw, at)):
            made.append(found[0])
            at = found[1]
        else:
            made.append(raw[at])
            at += 1
    return "".join(made)
