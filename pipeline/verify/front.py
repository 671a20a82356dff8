"""The words of the front matter accounted for: each title, name and line of text stands there, whole and once."""

import re

from pipeline.model import Metadata
from pipeline.verify.follow import Lost

_END = re.compile(r"(?m)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_KEY = re.compile(r"""(?m)^(?:"([\w-]+)"|'([\w-]+)'|([\w-]+))[ \t]*:(?=[ \t\n]|\Z)""")
_SIGNS = re.compile(r"""[\s'",\[\]>|+-]|#[^\n]*""")
_ESCAPE = re.compile(r"""\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(\n[ \t]*)|(.))""", re.DOTALL)
_NAMED = {"_": "\u00a0", "t": "\t", "n": "\n", "N": "\u0085", "L": "\u2028", "P": "\u2029", "e": "\x1b", "0": "\0"}


def front_end(text: str) -> int:
    """The number of characters that front matter takes, with its lines of hyphens."""
    if not re.match(r"---[ \t]*\n", text):
        return 0
    end = _END.search(text, text.index("\n") + 1)
    return end.end() if end else len(text)


def front_lines(data: bytes) -> dict[str, int]:
    """The line of each key of a source's front matter."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text[: front_end(text)]
    return {found[1] or found[2] or found[3]: text.count("\n", 0, found.start()) + 1 for found in _KEY.finditer(text)}


def account_front(metadata: Metadata, text: str) -> int:
    """How many characters of the front matter are words of the document's. Raises Lost where one is not there."""
    given = {
        "title": metadata.title_phrases,
        "subtitle": metadata.subtitle_phrases,
        "subjects": metadata.subjects,
        **{
            key: (value,)
            for key in ("kind", "organ", "symbol", "place", "identifier", "publisher", "description", "rights")
            if (value := getattr(metadata, key))
        },
        **({"certified-by": (metadata.certified_by,)} if metadata.certified_by else {}),
    }
    keys = [(found[1] or found[2] or found[3], found) for found in _KEY.finditer(text)]
    regions = {
        name: (found.end(), keys[at + 1][1].start() if at + 1 < len(keys) else _last(text))
        for at, (name, found) in enumerate(keys)
    }
    counted = 0
    for key, phrases in given.items():
        if phrases and key in regions:  # where not, the front matter is one line of YAML in braces
            counted += _value(text, *regions[key], phrases, key)
    return counted


def _last(text: str) -> int:
    return max((found.start() for found in _END.finditer(text)), default=len(text))


def _value(text: str, at: int, end: int, phrases: tuple[str, ...], key: str) -> int:
    counted = 0
    for phrase in phrases:
        start = at
        while True:
            after = _phrase(text, start, end, phrase)
            if after is not None:
                break
            sign = _SIGNS.match(text, start, end)
            if not sign:
                raise Lost(start, phrase, f"{key} of the front matter")
            start = sign.end()
        at, counted = after, counted + len(phrase)
    while sign := _SIGNS.match(text, at, end):
        at = sign.end()
    if at < end:
        raise Lost(at, "", f"“{text[at:end].strip()[:30]}” behind {key} belongs to no part of the document")
    return counted


def _phrase(text: str, at: int, end: int, phrase: str) -> int | None:
    """The end of a phrase that stands at this place, in any way that YAML may write it; None where it does not."""
    found = 0
    while found < len(phrase):
        if phrase[found] in " \t":
            white = re.compile(r"(?:\s|\\\n|\\ )+").match(text, at, end)
            if not white:
                return None
            at = white.end()
            while found < len(phrase) and phrase[found] in " \t":
                found += 1
        elif at < end and text.startswith("''", at) and phrase[found] == "'":
            at, found = at + 2, found + 1
        elif at < end and text[at] == phrase[found] and not (text[at] == "\\" and text.startswith("\\\\", at)):
            at, found = at + 1, found + 1
        elif escape := _ESCAPE.match(text, at, end):
            code = escape[1] or escape[2] or escape[3]
            stands = chr(int(code, 16)) if code else "" if escape[4] else _NAMED.get(escape[5], escape[5])
            if not phrase.startswith(stands, found):
                return None
            at, found = escape.end(), found + len(stands)
        else:
            return None
    return at
