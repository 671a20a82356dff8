"""The inline text of one block: markdown-it's tokens become the model's inlines, each with its place."""

import re
from dataclasses import dataclass

from markdown_it.token import Token

from pipeline.diagnostics import Diagnostic, Position, Reporter, Severity
from pipeline.model import Code, Emphasis, Inline, LanguageSpan, LineBreak, Link, Strong, Subscript, Superscript, Text
from pipeline.readers.addresses import is_address
from pipeline.readers.attributes import LEFT_OVER, allow, parse_attributes
from pipeline.readers.languages import direction, is_tag
from pipeline.readers.source import FORBIDDEN, Source, forbidden
from pipeline.readers.tokens import Markdown

_WRAPPERS = {"em": Emphasis, "strong": Strong, "sup": Superscript, "sub": Subscript}
_UNHELD = {"s": "struck-out text (~~…~~)", "footnote_ref": "a footnote", "html_inline": "raw HTML", "image": "a picture inside a line"}
_MARKUP = re.compile(r"\]\[|\]\(|\[\^|!\[|\*\*|__|~~|`")
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Content:
    """The text of one block as markdown-it cut it out, and where its lines stand: line n of `text` is line `line` + n of the source."""

    text: str
    line: int
    offset: int = 0  # characters of `text` that were taken off in front: a label, a line of attributes

    def position(self, source: Source, at: int, length: int = 1) -> Position:
        """Where character `at` of the text (after what was taken off) stands in the source."""
        before = self.text[: self.offset + at]
        number = before.count("\n")
        column = len(before) - (before.rfind("\n") + 1)
        cut = self.text.split("\n")[number].rstrip()
        line = source.lines[self.line - 1 + number] if self.line - 1 + number < len(source.lines) else ""
        start = line.rstrip().rfind(cut) if cut else 0
        return source.position(self.line + number, max(start, 0) + column + 1, length)

    @property
    def rest(self) -> str:
        return self.text[self.offset :]


class InlineReader:
    """Turns contents into inlines; problems are reported with their place and the text is kept as far as it can be."""

    def __init__(self, markdown: Markdown, source: Source, report: Reporter) -> None:
        self.markdown, self.source, self.report = markdown, source, report

    def read(self, content: Content) -> tuple[Inline, ...]:
        return _Piece(self, content).inlines(self.markdown.inline_tokens(content.rest))


class _Piece:
    def __init__(self, reader: InlineReader, content: Content) -> None:
        self.report, self.source, self.content = reader.report, reader.source, content
        self.markdown = reader.markdown
        self.at = 0  # how far the content has been followed

    def here(self, length: int = 1) -> Position:
        return self.content.position(self.source, self.at, length)

    def follow(self, text: str) -> Position:
        """The place of the next piece of literal text; moves behind it."""
        found = self.content.rest.find(text, self.at) if text else -1
        if found >= 0:
            self.at = found
        position = self.here(max(len(text), 1))
        if found >= 0:
            self.at += len(text)
        return position

    def error(self, rule: str, message: str, position: Position, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        self.report(Diagnostic(rule, message, position, hint, severity))

    def inlines(self, tokens: list[Token]) -> tuple[Inline, ...]:
        stack: list[tuple[Token | None, Position, list[Inline]]] = [(None, self.here(), [])]
        for token in tokens:
            if token.nesting == 1:
                stack.append((token, self.here(), []))
                if len(stack) == _DEPTH:
                    self.error("too-deep", "markup is nested too deeply here", self.here(), f"at most {_DEPTH - 1} levels are read")
            elif token.nesting == -1:
                opened, position, inner = stack.pop()
                assert opened is not None
                stack[-1][2].extend(self.close(opened, position, _joined(inner)))
            else:
                stack[-1][2].extend(self.leaf(token))
        return _joined(stack[0][2])

    def leaf(self, token: Token) -> list[Inline]:
        match token.type:
            case "text":
                position = self.follow(token.content)
                self.check_text(token.content, position)
                return [Text(token.content, position)] if token.content else []
            case "text_special":
                position = self.follow(token.markup)
                for found in FORBIDDEN.finditer(token.content):
                    self.report(forbidden(found[0], position))
                return [Text(token.content, position)]
            case "softbreak":
                return [Text(" ", self.follow("\n"))]
            case "hardbreak":
                return [LineBreak(self.follow("\n"))]
            case "code_inline":
                return [Code(token.content, self.follow(token.content))]
            case "image" | "html_inline" | "footnote_ref":
                position = self.follow(token.content)
                what = _UNHELD[token.type]
                hint = {"image": "put the picture in a paragraph of its own", "html_inline": "take the tag out; for a “<” in the text write \\<"}.get(token.type, "")
                self.error("html" if token.type == "html_inline" else "construct-unsupported", f"{what} cannot be published yet", position, hint)
                return []
            case _:
                self.error("construct-unsupported", f"“{token.type}” cannot be published yet", self.here())
                return []

    def close(self, opened: Token, position: Position, inner: tuple[Inline, ...]) -> list[Inline]:
        name = opened.type.removesuffix("_open")
        if name in _WRAPPERS:
            self.follow(opened.markup)
            return [_WRAPPERS[name](inner, position)]
        if name == "link":
            return self.link(opened, position, inner)
        if name == "span":
            return self.span(opened, position, inner)
        self.error("construct-unsupported", f"{_UNHELD.get(name, name)} cannot be published yet", position)
        return list(inner)

    def link(self, opened: Token, position: Position, inner: tuple[Inline, ...]) -> list[Inline]:
        target = str(opened.attrs.get("href", ""))
        if opened.markup != "autolink" and self.content.rest.startswith("](", self.at):
            found = self.markdown.parser.helpers.parseLinkDestination(self.content.rest, self.at + 2, len(self.content.rest))
            self.at = found.pos + 1 if found.ok else self.at
        if opened.attrs.get("title"):
            self.error("link-title", "a link's title (the words in quotes) is not shown in print", position, "put the words into the text, or take them out")
        if not inner:
            self.error("link-empty", f"the link to {target or 'nothing'} has no words", position, "[words](address)")
            return []
        if target == "#" or not target:
            self.error("link-address", "the link leads nowhere", position, "[words](https://…) or [words](#identifier)")
        elif not target.startswith("#") and not is_address(target):
            self.error("link-address", f"a link may not lead to “{target[:60]}”", position, "use a full and valid https:, http: or mailto: address, or #identifier")
        else:
            return [Link(target, inner, position)]
        return list(inner)

    def span(self, opened: Token, position: Position, inner: tuple[Inline, ...]) -> list[Inline]:
        where = self.follow(opened.content)
        attributes = allow(parse_attributes(opened.content, where, report=self.report), ("lang",), "a span of words", report=self.report)
        if attributes.identifier:
            self.error("attribute-unknown", "a span of words has no identifier", where, "give the paragraph or clause one")
        language = attributes.get("lang")
        if not is_tag(language):
            if language or not attributes.values:
                self.error("language-tag", f"“{language}” is no language tag", where, "[mots]{lang=fr}")
            return list(inner)
        return [LanguageSpan(language, direction(language), inner, position)]

    def check_text(self, text: str, position: Position) -> None:
        for found in FORBIDDEN.finditer(text):  # an entity can write what the file may not hold
            self.report(forbidden(found[0], position))
        if found := LEFT_OVER.search(text):
            self.error("attributes-misplaced", f"attributes are not read here: “{found[0][:40]}”", _shifted(position, found),
                       "put them on a line of their own before the block; for braces in the text write \\{")
        if found := _MARKUP.search(text):
            self.error("markup-left", f"“{found[0]}” stands here as text: markup that was not closed, or that refers to nothing", _shifted(position, found),
                       f"close it, or write \\{found[0][0]} if it belongs to the text", Severity.WARNING)


def _shifted(position: Position, found: re.Match[str]) -> Position:
    return Position(position.file, position.line, position.column + found.start(), len(found[0]))


def _joined(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Neighbouring texts made one; a text begins where its first piece does."""
    made: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text) and made and isinstance(made[-1], Text):
            made[-1] = Text(made[-1].text + inline.text, made[-1].position)
        else:
            made.append(inline)
    return tuple(made)
