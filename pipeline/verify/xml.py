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
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
        root = reader.builder.close()
    except expat.ExpatError as error:
        said = expat.errors.messages[error.code]
        raise Unsound(f"line {error.lineno}, column {error.offset + 1}: {said}") from error
    except (LookupError, ValueError) as error:  # an encoding that Python does not have, or a name that is none
        raise Unsound(f"it cannot be read ({error})") from error
    if reader.named and reader.skipped < len(_ENTITIES.findall(_UNREAD.sub(b"", data))):
        # expat leaves an unknown entity in an attribute out without a word.
        raise Unsound("an entity that only its document type declares stands in an attribute")
    return root


class _Reader:
    """What expat finds, as a tree; what XML from outside must not have ends it."""

    def __init__(self) -> None:
        self.builder = ElementTree.TreeBuilder()
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.depth = self.skipped = 0
        self.named = False
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.builder.data
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.entity
        self.parser.SkippedEntityHandler = self.skip

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(f"nested more than {DEEPEST} deep")
        self.builder.start(_name(tag), {_name(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.builder.end(_name(tag))

    def doctype(self, root: str, system: str | None, public: str | None, internal: int) -> None:
        self.named = bool(system or public)
        if internal or root not in _DOCTYPES:
            self.refuse("a document type with declarations of its own")

    def entity(self, *_: object) -> None:
        self.refuse("an entity is declared")

    def skip(self, name: str, parameter: bool) -> None:
        if parameter:
            return
        self.skipped += 1
        if f"{name};" not in html5:
            self.refuse(f"the entity “{name}” is unknown")
        self.builder.data(html5[f"{name};"])

    def refuse(self, why: str) -> None:
        raise Unsound(f"line {self.parser.CurrentLineNumber}: {why}")


def _name(raw: str) -> str:
    return "{" + raw if "}" in raw else raw
