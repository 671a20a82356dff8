"""A web page as tags and text with their places, found in one pass that no page can make long."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.diagnostics import Diagnostic, Stopped

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,30})")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]{1,60})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_REST = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
RAW = frozenset(("script", "style", "textarea", "title", "noscript", "template", "xmp", "iframe"))
"""Elements whose inside is no markup, or nothing that is shown."""

_LONGEST = 20_000
"""Characters of a tag."""

_FAILURES = 200
"""Signs that look like the beginning of a tag and are none; a page with more is no page."""


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is open, close, text, comment or raw (the inside of `name`)."""

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def tokens(text: str, file: str) -> Iterator[Token]:
    """The tokens of a page. Raises Stopped where it is too broken to be one."""
    at, failures = 0, 0
    lower = text.lower()
    while at < len(text):
        begin = text.find("<", at)
        if begin < 0:
            yield Token("text", at, len(text))
            return
        if begin > at:
            yield Token("text", at, begin)
        at = begin
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            end = len(text) if end < 0 else end + 3
            yield Token("comment", at, end)
        elif text.startswith(("<!", "<?"), at):
            end = text.find(">", at)
            end = len(text) if end < 0 else end + 1
            yield Token("comment", at, end)
        elif found := _NAME.match(text, at):
            rest = _REST.match(text, found.end(), min(found.end() + _LONGEST, len(text)))
            if not rest:
                failures += 1
                if failures > _FAILURES:
                    raise Stopped(Diagnostic("adopt-refused", f"{file} is too broken to be a web page"))
                yield Token("text", at, at + 1)
                at += 1
                continue
            name, end = found[1].lower(), rest.end()
            if text[at + 1] == "/":
                yield Token("close", at, end, name)
            else:
                given = {
                    each[1].lower(): next((part for part in each.groups()[1:] if part is not None), "")
                    for each in _ATTRIBUTE.finditer(text, found.end(), end - 1)
                }
                yield Token("open", at, end, name, given)
                if name in RAW and text[end - 2] != "/":
                    close = lower.find(f"</{name}", end)
                    close = len(text) if close < 0 else close
                    yield Token("raw", end, close, name)
                    end = close
        else:
            yield Token("text", at, at + 1)
            end = at + 1
        at = end
