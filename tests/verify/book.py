"""Small ways of damaging the example as an e-book."""

import re
from collections.abc import Callable

from tests.verify.pages import Parts, changed, example, packed, unpacked

Mutator = Callable[[Parts], None]
PREAMBLE, BODY, OTHER = "EPUB/preamble.xhtml", "EPUB/body-1.xhtml", "EPUB/body-2.xhtml"
OPF, NAV, NCX, STYLE = "EPUB/content.opf", "EPUB/nav.xhtml", "EPUB/toc.ncx", "EPUB/style.css"
STRAY = "Nobody wrote this at any time whatsoever."
PAGE = (
    f'<html xmlns="http://www.w3.org/1999/xhtml"><head>'
    f"<title>Preamble · Declaration on Good Examples</title></head><body><p>{STRAY}</p></body></html>"
)


def swap(part: str, old: str, new: str) -> Mutator:
    return lambda parts: changed(parts, part, old, new)


def style(css: str) -> Mutator:
    def mutate(parts: Parts) -> None:
        parts[STYLE] += css.encode()

    return mutate


def put(markup: str) -> Mutator:
    return swap(OTHER, "</h2>", f"</h2>{markup}")


def cut(part: str, pattern: str) -> Mutator:
    def mutate(parts: Parts) -> None:
        text, count = re.subn(pattern, "", parts[part].decode(), count=1, flags=re.DOTALL)
        assert count
        parts[part] = text.encode()

    return mutate


def both(*mutators: Mutator) -> Mutator:
    def mutate(parts: Parts) -> None:
        for each in mutators:
            each(parts)

    return mutate


def added(name: str, item: str, spine: str = "") -> Mutator:
    """One more page in the manifest, and in the spine."""

    def mutate(parts: Parts) -> None:
        parts[f"EPUB/{name}"] = PAGE.encode()
        if item:
            changed(parts, OPF, "</manifest>", f'<item href="{name}" {item}/></manifest>')
        if spine:
            changed(parts, OPF, "</spine>", f"{spine}</spine>")

    return mutate


XHTML = 'id="extra" media-type="application/xhtml+xml"'


def damaged(mutate: Mutator) -> bytes:
    """The book after a mutator has been at it."""
    parts = unpacked(example().files["epub"])
    mutate(parts)
    return packed(parts)
