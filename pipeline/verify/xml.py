"""XML from outside: no DTD, no entity but XML's own five, no depth that would end the interpreter."""

import xml.etree.ElementTree as ElementTree
from xml.parsers import expat

DEEPEST = 200


class Unsound(Exception):
    """The text is no XML, or has what XML from outside must not have; the message says what and where."""


def parse_xml(data: bytes) -> ElementTree.Element:
    """The root element. Raises Unsound. `<!DOCTYPE html>` alone is let by: XHTML may begin with it."""
    parser = expat.ParserCreate(namespace_separator="}")
    builder = ElementTree.TreeBuilder()
    depth = 0

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

    def doctype(doctype: str, system: str | None, public: str | None, internal: int) -> None:
        if internal or system or public:
            raise Unsound(f"line {parser.CurrentLineNumber}: a document type with declarations or an address")

    def entity(*_: object) -> None:
        raise Unsound(f"line {parser.CurrentLineNumber}: an entity is declared")

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = doctype, entity
    try:
        parser.Parse(data, True)
        return builder.close()
    except expat.ExpatError as error:
        raise Unsound(f"line {error.lineno}, column {error.offset + 1}: {expat.errors.messages[error.code]}") from error
