"""The web page as one file: faces, style and script inside, and a policy that forbids everything else."""

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from pipeline import faces
from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.rendering import Publication
from pipeline.rendering.html import css_string

_POLICY = """content="default-src 'none'\""""
_STYLE = "<style></style>"
_SCRIPT = "<script></script>"
_LINKED_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)

_BOLD = frozenset(("strong", "h3"))
_ITALIC = frozenset(("em", "h4", "figcaption"))
_FACES = {(False, False): "text-regular", (False, True): "text-italic", (True, False): "text-bold", (True, True): "text-bold-italic"}
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
_FETCHED = ("src", "srcset", "data", "poster", "background", "action", "formaction", "ping")


def html(publication: Publication, *, report: Reporter) -> bytes:
    """The page as UTF-8; b"" where a template asks for what the policy forbids or lacks a place to fill (reported)."""
    page, style, script = (publication.pages[f"html/{name}"] for name in ("page.html", "style.css", "script.js"))
    style, script = style.strip(), script.strip()
    reading = _Reading(page)
    found = list(_problems(page, style, script, reading))
    for problem in found:
        report(problem)
    if found:
        return b""
    # One set of characters for all faces of the text, so that a theme may set anything in any of them.
    text = frozenset().union(*reading.shown.values(), style)
    style = "\n".join([*(
        _rule(publication, key, frozenset(reading.shown[key]) if key == "title" else text) for key in sorted(reading.shown)
    ), style])
    # No browser runs linked data, but Nu's checker of policies wants its hash too.
    scripts = " ".join(map(_source, (script, *_LINKED_DATA.findall(page))))
    policy = "; ".join((
        "default-src 'none'", f"style-src {_source(style)}", f"script-src {scripts}",
        "font-src data:", "img-src data:", "base-uri 'none'", "form-action 'none'",
    ))
    for mark, filled in ((_POLICY, f'content="{policy}"'), (_STYLE, f"<style>{style}</style>"), (_SCRIPT, f"<script>{script}</script>")):
        page = page.replace(mark, filled)
    return page.encode("utf-8")


class _Reading(HTMLParser):
    """What a page shows, by the face that shows it, its places and links, and what would not work under the policy."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str, bool, bool]] = [("", "", False, False)]  # element, class, bold, italic
        self.shown: dict[str, set[str]] = {"text-regular": set()}
        self.places: list[str] = []
        self.links: list[str] = []
        self.forbidden: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what an element brings along."""
        given = {name: value or "" for name, value in attributes}
        classes = given.get("class", "").split()
        _, _, bold, italic = self.open[-1]
        if tag not in _VOID:
            # Emphasis inside emphasis stands upright again.
            slanted = italic ^ (tag in _ITALIC or "subtitle" in classes)
            self.open.append((tag, " ".join(classes), bold or tag in _BOLD, slanted))
        for name, value in given.items():
            if name == "id":
                self.places.append(value)
            elif name == "href" and tag == "a" and value.startswith("#"):
                self.links.append(value[1:])
            elif name.startswith("data-") or name == "alt":  # what the script may show, and a picture that cannot be
                self.shown["text-regular"].update(value)
            elif name == "style" or name.startswith("on"):
                self.forbidden.append(f"{name}=“{value}”")
            elif (name in _FETCHED or name == "href" and tag not in ("a", "link")) and not value.startswith("data:image/"):
                self.forbidden.append(f"{name}=“{value}”")
            elif name == "rel" and tag == "link" and value != "canonical":
                self.forbidden.append(f"rel=“{value}”")

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what was left open inside it."""
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        """Note the characters of a text."""
        elements = [element for element, *_ in self.open]
        if "head" in elements or "script" in elements:
            return
        _, _, bold, italic = self.open[-1]
        key = "title" if "h1" in elements else _FACES[bold, italic]
        self.shown.setdefault(key, set()).update(text)


def _problems(page: str, style: str, script: str, reading: _Reading) -> Iterator[Diagnostic]:
    template = Position("html/page.html.j2")
    for mark in (_POLICY, _STYLE, _SCRIPT):
        if page.count(mark) != 1:
            yield Diagnostic("page-mark", f"the page holds {mark} {page.count(mark)} times instead of once", template, "the writer fills it; leave it in the template as it is")
    for forbidden in reading.forbidden:
        yield Diagnostic("page-outside", f"{forbidden} would not work: the page may use nothing but what is inside it", template, "move styles to html/style.css.j2 and scripts to html/script.js.j2; pictures come as data: addresses")
    for text, name, end in ((style, "style.css", "</style"), (script, "script.js", "</script")):
        if end in text.lower() or "<!--" in text:
            yield Diagnostic("page-outside", f"“{end}” or “<!--” inside the {name.split('.')[0]} would end it", Position(f"html/{name}.j2"), "write it with an escape")
    if "url(" in style or "@import" in style:
        yield Diagnostic("page-outside", "the style fetches something", Position("html/style.css.j2"), "the page may use nothing but what is inside it")
    for place in dict.fromkeys(place for place in reading.places if reading.places.count(place) > 1):
        yield Diagnostic("page-places", f"the identifier “{place}” stands twice in the page", template)
    for link in dict.fromkeys(link for link in reading.links if link not in reading.places):
        yield Diagnostic("page-places", f"the link “#{link}” leads nowhere in the page", template)


def _rule(publication: Publication, key: str, characters: frozenset[str]) -> str:
    """The @font-face rule of a face cut to `characters`."""
    face = publication.theme.faces[key]
    cut = faces.subset(publication.faces[key], set(map(ord, characters)))
    data = base64.b64encode(faces.woff2(cut)).decode("ascii")
    style = "italic" if face.italic else "normal"
    return (
        f"@font-face{{font-family:{css_string(face.name)};font-weight:{face.weight};font-style:{style};"
        f"src:url(data:font/woff2;base64,{data})}}"
    )


def _source(text: str) -> str:
    """A source expression that allows exactly this text (Content Security Policy 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
