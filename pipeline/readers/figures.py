"""A picture that stands alone in its paragraph becomes a figure."""

from functools import partial

from pipeline.diagnostics import Diagnostic
from pipeline.model import Figure, Inline
from pipeline.readers.attributes import Attributes, allow, parse_attributes
from pipeline.readers.content import Content, Elsewhere
from pipeline.readers.inlines import InlineReader

_PLAIN = ("text", "text_special", "softbreak")


def read_figure(reader: InlineReader, content: Content, attributes: Attributes | None) -> Figure | None:
    """`![alternative](file "caption"){#id}`; None when the paragraph holds more than a picture."""
    picture, braces = content, ""
    if content.rest.endswith("}") and ")" in content.rest:
        end = content.rest.rindex(")") + 1
        braces = content.rest[end:].lstrip()
        picture = content.until(end) if braces.startswith("{") else content
    tokens = reader.markdown.inline_tokens(picture)
    if len(tokens) != 1 or tokens[0].type != "image":
        return None
    (token,) = tokens
    position = picture.position(reader.source.name, 0, len(picture.rest))

    def error(rule: str, message: str, hint: str) -> None:
        reader.report(Diagnostic(rule, message, position, hint))

    if braces.startswith("{"):
        begin = content.rest.rindex(braces)
        if attributes is not None:
            error("attributes-repeated", "the picture has two pairs of braces", "write the attributes in one pair")
        attributes = parse_attributes(
            braces,
            partial(content.behind(begin).position, reader.source.name),
            report=reader.report,
        )
    allowed = allow(attributes, (), "a figure", report=reader.report)
    children = token.children or []
    alternative = "".join(child.content or " " for child in children).strip()
    if not alternative:
        hint = "say between the brackets what it shows: ![…](file.png), for who cannot see it"
        error("figure-alternative", "the picture has no alternative text", hint)
    elif any(child.type not in _PLAIN for child in children):
        error("figure-alternative", "an alternative text is plain words, without markup", "take the markup out")
    source = str(token.attrs.get("src", ""))
    if not source:
        error("image-missing", "the picture has no file", "![what it shows](file.png)")
    return Figure(
        position, source, alternative, _caption(reader, picture, token.attrs.get("title")), allowed.identifier
    )


def _caption(reader: InlineReader, picture: Content, title: object) -> tuple[Inline, ...]:
    """The words in quotes behind the file's name. They may hold markup, read from the source as it stands."""
    if not title:
        return ()
    rest = picture.rest.rstrip()[:-1].rstrip()  # up to the closing quote
    opening = {")": "("}.get(rest[-1:], rest[-1:])
    if not picture.rest.endswith(")") or opening not in ('"', "'", "("):
        return reader.read(Elsewhere(str(title), picture.lines[:1]))  # a caption that stands in a link definition
    start = len(rest) - 2
    while start > 0 and (rest[start] != opening or rest[start - 1] == "\\"):
        start -= 1
    return reader.read(picture.until(len(rest) - 1).behind(start + 1))
