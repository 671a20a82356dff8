"""The web page as one file: faces, style and script inside, and a policy that forbids everything else."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from pipeline import faces
from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.rendering import Publication
from pipeline.rendering.css import css_string
from pipeline.woff2 import woff2
from pipeline.writers.page import Page

_POLICY = "content=\"default-src 'none'\""
_STYLE = "<style></style>"
_SCRIPT = "<script></script>"
_LINKED_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)

_INSIDE = "the page may use nothing but what is inside it"


def html(publication: Publication, *, report: Reporter) -> bytes:
    """Return the page as UTF-8; b"" where its templates ask for something outside or leave no room (reported)."""
    # Stripped, since Nu's checker of policies looks at them so.
    text, style, script = (
        publication.pages[f"html/{name}"].strip() for name in ("page.html", "style.css", "script.js")
    )
    page = Page(text)
    found = [*_in_page(text, page), *_in_parts(style, script)]
    for problem in found:
        report(problem)
    if found:
        return b""
    style = f"{_face_rules(publication, page, style)}\n{style}"
    # No browser runs linked data, but Nu asks for its hash too.
    scripts = " ".join(map(_source, (script, *_LINKED_DATA.findall(text))))
    filled = {
        _POLICY: f"content=\"default-src 'none'; style-src {_source(style)}; script-src {scripts}; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'\"",
        _STYLE: f"<style>{style}</style>",
        _SCRIPT: f"<script>{script}</script>",
    }
    # In one pass: what was filled in is not looked at again.
    return re.sub("|".join(map(re.escape, filled)), lambda mark: filled[mark[0]], f"{text}\n").encode()


def _face_rules(publication: Publication, page: Page, style: str) -> str:
    """The @font-face rules of the faces that the page uses."""
    # The faces of the text share one set of characters, so that a theme may set anything in any of them.
    text = set(style).union(*page.shown.values())
    return "\n".join(
        _face_rule(publication, key, page.shown[key] if key == "title" else text) for key in sorted(page.shown)
    )


def _face_rule(publication: Publication, key: str, characters: set[str]) -> str:
    face = publication.theme.faces[key]
    cut = woff2(faces.subset(publication.faces[key], set(map(ord, characters))))
    data = base64.b64encode(cut).decode("ascii")
    return (
        f"@font-face {{ font-family: {css_string(face.name)}; font-weight: {face.weight};"
        f" font-style: {'italic' if face.italic else 'normal'}; src: url(data:font/woff2;base64,{data}) }}"
    )


def _source(text: str) -> str:
    """A source expression that allows exactly this text (Content Security Policy 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _in_page(text: str, page: Page) -> Iterator[Diagnostic]:
    """What is wrong with the page that its template gave."""
    template = Position("html/page.html.j2")
    for mark in (_POLICY, _STYLE, _SCRIPT):
        if text.count(mark) != 1:
            message = f"the page holds {mark} {text.count(mark)} times instead of once"
            yield Diagnostic(
                "page-mark", message, template, "leave it in the template as it is: it is filled at the end"
            )
    for attribute in page.forbidden:
        hint = "styles belong into style.css.j2, scripts into script.js.j2, pictures into data: addresses"
        yield Diagnostic("page-outside", f"{attribute} would not work: {_INSIDE}", template, hint)
    for place, count in Counter(page.places).items():
        if count > 1:
            yield Diagnostic("page-places", f"the identifier “{place}” stands {count} times in the page", template)
    for link in sorted(set(page.links) - set(page.places)):
        yield Diagnostic("page-places", f"the link “#{link}” leads nowhere in the page", template)


def _in_parts(style: str, script: str) -> Iterator[Diagnostic]:
    """What is wrong with the style and the script that are to stand in the page."""
    for name, text, end in (("style.css", style, "</style"), ("script.js", script, "</script")):
        for sign in (end, "<!--"):
            if sign in text.lower():
                yield Diagnostic(
                    "page-outside", f"“{sign}” would end the element", Position(f"html/{name}.j2"), "escape it"
                )
    for sign in ("url(", "@import"):
        if sign in style.lower():
            yield Diagnostic("page-outside", f"“{sign}” fetches something: {_INSIDE}", Position("html/style.css.j2"))
