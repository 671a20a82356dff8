"""What the head of a web page says: the document's metadata, and everything else by name."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.verify.elements import Element, squeezed

_NAMES = {
    "name": "title",
    "datePublished": "date",
    "author": "organ",
    "identifier": "identifier",
    "publisher": "publisher",
    "description": "description",
    "keywords": "subjects",
    "copyrightNotice": "rights",
    "dateModified": "modified",
}
"""Properties of schema.org, by what they tell here."""
_DEEPEST = 8
_Piece = tuple[str, str]


def metadata(root: Element) -> tuple[dict[str, str], list[_Piece]]:
    """What the page says of the document, and what else its linked data say.

    The language is the one that speech and hyphens go by; where there are no linked data, title and description are
    those of the head.
    """
    told: dict[str, str] = {}
    rest: list[_Piece] = []
    for script in root.all("script"):
        if script.get("type").strip().lower() != "application/ld+json":
            continue
        try:
            said = json.loads("".join(script.node.itertext()))
        except (ValueError, RecursionError):
            rest.append(("linked data", "cannot be read"))
            continue
        if not isinstance(said, dict) or told:
            rest += [("linked data", text) for _, text in _flat("", said, 0)]
            continue
        for name, value in said.items():
            _statement(str(name), value, told, rest)
    language = root.get("lang")
    spoken = told.pop("inLanguage", "")
    if spoken and spoken != language:
        rest.append(("linked data inLanguage", spoken))
    told |= {"language": language} if language else {}
    if "title" not in told:
        told |= {key: text for key, text in _plain(root) if text and key not in told}
    return told, rest


def _statement(name: str, value: Any, told: dict[str, str], rest: list[_Piece]) -> None:
    if name == "inLanguage" and isinstance(value, str):
        told[name] = value
    elif key := _NAMES.get(name):
        several = [text for _, text in _flat("", _named(value), 0)]
        if name == "identifier":  # the document's symbol stands before it
            rest += [("linked data identifier", text) for text in several[:-1]]
            several = several[-1:]
        told[key] = ", ".join(several)
    else:
        rest += [(f"linked data {name}{below}", text) for below, text in _flat("", value, 0)]


def _named(value: Any) -> Any:
    """An organization or a person stands for its name."""
    if isinstance(value, list):
        return [_named(item) for item in value]
    return value.get("name") or value.get("value") or value if isinstance(value, dict) else value


def _flat(name: str, value: Any, depth: int) -> Iterator[_Piece]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}", inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _flat(name, inner, depth + 1)
    else:
        yield name, str(value)


def _plain(root: Element) -> Iterator[_Piece]:
    for title in root.all("title"):
        yield "title", title.text()
        break
    for meta in root.all("meta"):
        key = {"description": "description", "author": "organ", "keywords": "subjects"}.get(meta.get("name").lower())
        if key:
            yield key, meta.get("content").strip()


def head(root: Element, sheets: Sequence[str]) -> Iterator[_Piece]:
    """The title of the window, each meta and each link by its name, and what the page's policy forbids it itself."""
    for title in root.all("title"):
        yield "window title", title.text()
    for meta in root.all("meta"):
        name, content = meta.get("name") or meta.get("property"), squeezed(meta.get("content"))
        if name:
            media = f" {meta.get('media')}" if meta.get("media") else ""
            yield f"meta {name.lower()}{media}", content
        elif meta.get("http-equiv"):
            kind = meta.get("http-equiv").lower()
            if kind == "content-security-policy":
                yield from _forbidden(content, root, sheets)
            else:
                yield f"http-equiv {kind}", content
        elif meta.get("charset") and meta.get("charset").lower() not in ("utf-8", "utf8"):
            yield "encoding", meta.get("charset")
    for link in root.all("link"):
        yield f"link {link.get('rel').lower()}", link.get("href")


def _forbidden(policy: str, root: Element, sheets: Sequence[str]) -> Iterator[_Piece]:
    """A policy that does not know a style sheet's hash keeps it from applying (Content Security Policy 3, 6.7.3)."""
    rules = {words[0].lower(): words[1:] for words in map(str.split, policy.split(";")) if words}
    allowed = rules.get("style-src", rules.get("default-src"))
    if allowed is None:
        return
    for sheet in sheets:
        if not _allowed(sheet, allowed):
            yield "policy", "the page's policy does not let its style sheet apply"
    scripts = rules.get("script-src", rules.get("default-src", []))
    for script in root.all("script"):
        runs = script.get("type").lower() in ("", "module", "text/javascript") and not script.has("src")
        if runs and not _allowed("".join(script.node.itertext()), scripts):
            yield "policy", "the page's policy does not let its script run"


def _allowed(text: str, sources: Sequence[str]) -> bool:
    return "'unsafe-inline'" in sources or any(_hash(name, text) in sources for name in ("sha256", "sha384", "sha512"))


def _hash(name: str, text: str) -> str:
    digest = hashlib.new(name, re.sub("\r\n?", "\n", text).encode()).digest()
    return f"'{name}-{base64.b64encode(digest).decode('ascii')}'"
