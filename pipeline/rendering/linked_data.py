"""What machines may know of a document: schema.org in JSON-LD, and its address."""

import json
import re
from typing import Any

from markupsafe import Markup

from pipeline.model import Metadata


def linked_data(metadata: Metadata) -> Markup:
    """Return JSON-LD that says what the front matter says, and nothing else.

    The type is CreativeWork: schema.org's Legislation means acts of a legislature. `date` is the day on which the text
    was adopted, and so made public; `organ` adopted it, and so is its author.
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
        "keywords": metadata.subjects,
        "copyrightNotice": metadata.rights,
        "identifier": [text for text in dict.fromkeys((metadata.symbol, metadata.identifier)) if text],
        "url": canonical(metadata.identifier),
    }
    said = {key: value for key, value in given.items() if value}
    return _json({"@context": "https://schema.org", "@type": "CreativeWork", **said})


def canonical(identifier: str) -> str:
    """Return the web address that an identifier is or stands for (a DOI), or ""."""
    if re.fullmatch(r"https?://[^\s<>\"]+", identifier):
        return identifier
    doi = re.fullmatch(r"(?:doi:\s*)?(10\.\d{4,9}/[^\s<>\"]+)", identifier, re.IGNORECASE)
    return f"https://doi.org/{doi[1]}" if doi else ""


def _json(value: object) -> Markup:
    """JSON that cannot end the script element it stands in (HTML, 4.12.1.3), whatever an author wrote."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  # nothing is left in it that HTML could take for markup
