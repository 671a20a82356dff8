"""XML from outside: no DTD, no entity that a file declares, no depth that would end the interpreter."""

import re
from html.entities import html5
from xml.etree import ElementTree
from xml.parsers import expat

from pipeline.unzip import Refused

DEEPEST = 200
"""Elements inside one another; a source of ours reaches some thirty."""
_ENTITIES = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]*;")
_UNREAD = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_DOCTYPES = ("html", "ncx", "package", "container")


class Unsound(Refused):
    """The text is no XML, or has what XML from outside must not have; the message says what and where."""


def parse_xml(data: bytes) -> ElementTree.Element:
    """The root element. Raises Unsound.

    A document type may name an address, as those of XHTML 1.1 and NCX do: nothing is fetched, and of its entities only
    those that HTML knows by name are understood (HTML, 13.5).
    """
    parser = expat.ParserCreate(namespace_separator="}")
    builder = ElementTree.TreeBuilder()
    depth = skipped = 0
    named = False

    def name(raw: str) -> str:
        return "{" + raw if "}" in raw else raw

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unsound(f"line {parser.CurrentLineNumber}: nested more than {DEEPEST} deep")
        builder.start(name(tag), {name(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name(tag))

    def doctype(root: str, system: str | None, public: str | None, internal: int) -> None:
        nonlocal named
        named = bool(system or public)
        if internal or root not in _DOCTYPES:
            raise Unsound(f"line {parser.CurrentLineNumber}: a document type with declarations of its own")

    def entity(*_: object) -> None:
        raise Unsound(f"line {parser.CurrentLineNumber}: an entity is declared")

    def skip(entity_name: str, parameter: bool) -> None:  # expat's signature
        nonlocal skipped
        if parameter:
            return
        skipped += 1
        if f"{entity_name};" not in html5:
            raise Unsound(f"line {parser.CurrentLineNumber}: the entity “{entity_name}” is unknown")
        builder.data(html5[f"{entity_name};"])

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = doctype, entity
    parser.SkippedEntityHandler = skip
    try:
        parser.Parse(data, True)  # expat's signature
        root = builder.close()
    except expat.ExpatError as error:
        said = expat.errors.messages[error.code]
        raise Unsound(f"line {error.lineno}, column {error.offset + 1}: {said}") from error
    except (LookupError, ValueError) as error:  # an encoding that Python does not have, or a name that is none
        raise Unsound(f"it cannot be read ({error})") from error
    if named and skipped < len(_ENTITIES.findall(_UNREAD.sub(b"", data))):
        # expat leaves an unknown entity in an attribute out without a word.
        raise Unsound("an entity that only its document type declares stands in an attribute")
    return root
