"""The web page: its text, its style and its script."""

import base64
import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from pipeline.model import Block, Clause, Entry, Metadata
from pipeline.rendering import Image, Rendering, written_date
from pipeline.theme import Length, Screen
from pipeline.walk import children

_ROW = 12
"""Labels that fit in one row on a phone."""

_LONG = 24
"""Lines of contents from which on they open part by part."""


def html(rendering: Rendering) -> Mapping[str, str]:
    """ "html/page.html", "html/style.css" and "html/script.js"; the writer makes one file of them."""
    document = rendering.numbered.document
    metadata, words = document.metadata, rendering.words
    provision = _provisions(rendering)
    canonical = _canonical(metadata.identifier)
    page = rendering.page(
        "html/page.html.j2",
        href=str,
        heading=2,
        void="",
        source=_data_url,
        provision=provision,
        labels_in=labels_in,
        shape=_shape(rendering.numbered.contents),
        navigation_title=_navigation_title(rendering),
        page_title=words["page"]["title"].format(kind=metadata.kind, title=metadata.title) if metadata.kind else metadata.title,
        citation=_citation(rendering),
        canonical=canonical,
        linked_data=_json(linked_data(metadata, canonical)),
    )
    style = rendering.page(
        "html/style.css.j2",
        fluid=functools.partial(fluid, rendering.theme.screen),
        css_string=css_string,
        nav_label=_label_width(rendering.numbered.contents),
    )
    return {"html/page.html": page, "html/style.css": style, "html/script.js": rendering.page("html/script.js.j2")}


def linked_data(metadata: Metadata, canonical: str) -> dict[str, Any]:
    """What search engines may know (schema.org in JSON-LD): nothing that the front matter does not say.

    The type is CreativeWork, since schema.org's Legislation means acts that a legislature has passed. `date` is the day
    on which the text was adopted, so made public; `organ` adopted it and thus is its author.
    """
    given: dict[str, Any] = {
        "name": metadata.title,
        "alternativeHeadline": metadata.subtitle,
        "genre": metadata.kind,
        "inLanguage": metadata.language,
        "datePublished": metadata.date and metadata.date.isoformat(),
        "dateModified": metadata.modified and metadata.modified.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "locationCreated": metadata.place and {"@type": "Place", "name": metadata.place},
        "author": metadata.organ and {"@type": "Organization", "name": metadata.organ},
        "publisher": metadata.publisher and {"@type": "Organization", "name": metadata.publisher},
        "description": metadata.description,
        "keywords": list(metadata.subjects),
        "copyrightNotice": metadata.rights,
        "identifier": list(dict.fromkeys(text for text in (metadata.symbol, metadata.identifier) if text)),
        "url": canonical,
    }
    return {"@context": "https://schema.org", "@type": "CreativeWork", **{key: value for key, value in given.items() if value}}


def fluid(screen: Screen, least: Length, most: Length, window: Length) -> str:
    """A size that grows from `least` (rem) in a window half the measure wide to `most` in one as wide as `window`, as CSS.

    A part of it is always rem, so that it follows the reader's own size (WCAG 2.2, 1.4.4).
    """
    narrow = screen.measure.value / 2
    slope = (most.value - least.value) / (window.value - narrow)
    return f"clamp({least}, {least.value - slope * narrow:.4f}rem + {100 * slope:.4f}vw, {most})"


def _provisions(rendering: Rendering) -> dict[Block, str]:
    """How each clause is cited: "clause IV (a)"."""
    document = rendering.numbered.document
    pattern = str(rendering.words["provision"][document.metadata.scheme])

    def below(blocks: tuple[Block, ...], path: tuple[str, ...]) -> Iterator[tuple[Block, str]]:
        for block in blocks:
            if isinstance(block, Clause):
                here = (*path, rendering.number(block).label.removesuffix("."))
                yield block, pattern.format(label=" ".join(here))
                yield from below(block.blocks, here)
            else:
                yield from below(children(block), path)

    return {block: text for part in (document.preamble, document.body, document.conclusion) for block, text in below(part, ())}


def _citation(rendering: Rendering) -> str:
    """How the document is cited, with "{provision}" where the clause's place is: kind, title, date, clause."""
    metadata, words = rendering.numbered.document.metadata, rendering.words
    date = written_date(metadata.date, words) if metadata.date else ""
    # Braces of the author's are no placeholders: the script fills in {provision} alone.
    return str(words["page"]["citation-joint"]).join(part for part in (metadata.kind, metadata.title, metadata.symbol, date, "{provision}") if part)


def _canonical(identifier: str) -> str:
    """The address that an identifier is or stands for: a web address or a DOI; "" for others."""
    if re.fullmatch(r"https?://[^\s<>\"]+", identifier):
        return identifier
    doi = re.fullmatch(r"(?:doi:\s*)?(10\.\d{4,9}/[^\s<>\"]+)", identifier, re.IGNORECASE)
    return f"https://doi.org/{doi[1]}" if doi else ""


def labels_in(entries: tuple[Entry, ...]) -> list[str]:
    """The labels of clauses in a part of the contents, at any depth."""
    return [entry.label for entry in _lines(entries) if entry.label]


def _shape(contents: tuple[Entry, ...]) -> str:
    """Classes of the contents.

    "flat" where there are clauses alone, "row" where they are few too, "labels" where none has a short name; "nested" or
    "long" for divisions, which open one by one where they are many.
    """
    if _flat(contents):
        few, named = len(contents) <= _ROW, any(entry.text for entry in contents)
        return "flat" + " row" * few + " labels" * (not named)
    return "long" if len(list(_lines(contents))) > _LONG else "nested"


def _flat(contents: tuple[Entry, ...]) -> bool:
    return all(entry.label and not entry.entries for entry in contents)


def _label_width(contents: tuple[Entry, ...]) -> str:
    """Room for the widest label beside its words, in em: a character of a Roman numeral takes about half of one."""
    widest = max((len(entry.label) for entry in _lines(contents) if entry.text), default=0)
    return f"{max(2.4, 0.52 * widest - 0.2):.2f}"


def _lines(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _lines(entry.entries)


def _navigation_title(rendering: Rendering) -> str:
    """ "Clauses" where there is nothing else, "Contents" else."""
    words, scheme = rendering.words, rendering.numbered.document.metadata.scheme
    return str(words["provisions"][scheme] if _flat(rendering.numbered.contents) else words["contents"])


def _data_url(image: Image) -> str:
    return f"data:{image.media_type};base64,{base64.b64encode(image.data).decode('ascii')}"


def _json(value: object) -> Markup:
    """JSON that cannot end the script element it stands in (HTML, 4.12.1.3), whatever an author wrote."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  # nothing is left in it that HTML could take for markup


def css_string(text: str) -> Markup:
    """A CSS string that cannot end itself or the style element (CSS Syntax 3, 4.3.7)."""
    safe = "".join(character if character.isalnum() or character in " -" else f"\\{ord(character):x} " for character in text)
    return Markup(f'"{safe}"')  # noqa: S704  # letters, figures, spaces, hyphens and escapes alone
