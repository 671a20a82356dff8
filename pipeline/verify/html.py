"""The web page read back, with an HTML5 parser that no writer uses, and the cascade."""

import json
from collections.abc import Iterator
from typing import Any

import cssselect2
import tinyhtml5

from pipeline.verify import markup
from pipeline.verify.cascade import Cascade, Window
from pipeline.verify.transcript import Heading, Transcript

_NAMES = {
    "name": "title",
    "inLanguage": "language",
    "datePublished": "date",
    "author": "organ",
    "identifier": "identifier",
    "publisher": "publisher",
    "description": "description",
    "keywords": "subjects",
    "copyrightNotice": "rights",
}
"""Properties of schema.org, by what they tell here."""


def html(data: bytes, window: Window = Window()) -> Transcript:
    """The transcript of a web page, as a window of that size shows it."""
    tree = tinyhtml5.parse(data, namespace_html_elements=False, transport_encoding="utf-8")
    root = cssselect2.ElementWrapper.from_html_root(tree)
    sheets = ["".join(style.itertext()) for style in tree.iter("style")]
    cascade = Cascade(sheets, window)
    language, direction = tree.get("lang") or "", tree.get("dir") or "ltr"
    reading = markup.read(root, cascade, "", language, direction)
    return Transcript(
        "html",
        tuple(reading.passages),
        dict(_metadata(tree)),
        tuple(entry for nav in root.query_all("nav") for entry in outline(nav, 1)),
        tuple(reading.furniture),
        tuple(reading.hidden),
    )


def outline(element: Any, level: int) -> Iterator[Heading]:
    """The entries of a nav element: its links, as deep as the lists that hold them."""
    for child in element.iter_children():
        if child.local_name == "a" and child.etree_element.get("href"):
            text = " ".join("".join(child.etree_element.itertext()).split())
            yield Heading(level, text, child.etree_element.get("href").partition("#")[2])
        else:
            deeper = child.local_name == "ol" and element.local_name != "nav"
            yield from outline(child, level + deeper)


def _metadata(tree: Any) -> Iterator[tuple[str, str]]:
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            try:
                said = json.loads("".join(script.itertext()))
            except ValueError:
                continue
            for name, key in _NAMES.items():
                value = said.get(name) if isinstance(said, dict) else None
                if isinstance(value, dict):
                    value = value.get("name") or value.get("value")
                if isinstance(value, list):
                    value = ", ".join(str(item) for item in value)
                if isinstance(value, str):
                    yield key, value
