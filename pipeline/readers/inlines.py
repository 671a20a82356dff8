"""The inline text of one block: markdown-it's tokens become the model's inlines, each with its place."""

import re
from collections.abc import Callable
from functools import partial
from itertools import groupby

from markdown_it.token import Token

from pipeline.diagnostics import Diagnostic, Position, Reporter, Severity
from pipeline.model import (
    Code,
    Emphasis,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from pipeline.readers.addresses import is_address
from pipeline.readers.attributes import LEFT_OVER, allow, parse_attributes
from pipeline.readers.content import Content
from pipeline.readers.languages import direction, is_tag
from pipeline.readers.raw_html import report_html
from pipeline.readers.source import FORBIDDEN, Source, forbidden
from pipeline.readers.tokens import Markdown
from pipeline.records import nearest

_WRAPPERS: dict[str, type[Emphasis | Strong | Superscript | Subscript]] = {
    "em": Emphasis,
    "strong": Strong,
    "sup": Superscript,
    "sub": Subscript,
}
_UNHELD = {
    "s": ("struck-out text (~~…~~)", "take it out, or print it as it stands: \\~\\~"),
    "image": ("a picture inside a line", "put the picture in a paragraph of its own"),
}
_BROKEN = re.compile(r"\]\(|!\[")
_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_DOUBTFUL = re.compile(
    r"\]\[|\*\*|(?<!_)__(?!_)|~~|`|(?<![\w*])\*(?=\w)|(?<![\w_])_(?=\w)|&#?\w+;|(?<!\w)</?[A-Za-z!]|\\\Z", re.ASCII
)
"""Signs of markup that are still there after parsing: broken for certain, or perhaps meant as text."""

_TARGETS = re.compile(r"#[\w-]+(?:\.\.#[\w-]+|(?:,#[\w-]+){0,30})", re.ASCII)
"""What a reference leads to: #one, #one,#two or #first..#last."""

_DEPTH = 12
"""Levels of markup inside markup."""


NoteReader = Callable[[str, Position], tuple[Paragraph, ...]]
"""Reads the paragraphs of the note with a name, whose mark is at a place; () with an error where it has none."""


class InlineReader:
    """Turns contents into inlines; problems are reported with their place and the text is kept as far as it can be."""

    def __init__(self, markdown: Markdown, source: Source, report: Reporter, notes: NoteReader) -> None:
        self.markdown, self.source, self.report, self.notes = markdown, source, report, notes

    def read(self, content: Content) -> tuple[Inline, ...]:
        return _Piece(self, content).inlines(self.markdown.inline_tokens(content))


class _Piece:
    """One content that is being read."""

    def __init__(self, reader: InlineReader, content: Content) -> None:
        self.report, self.file, self.content = reader.report, reader.source.name, content
        self.notes, self.names = reader.notes, [str(node.meta["label"]) for node in reader.markdown.notes]
        self.opened: list[str] = []  # names of the markup that is open
        self.tags: list[str] = []  # names of HTML tags reported and not closed yet
        self.links = 0  # open links

    def position(self, at: int, length: int = 1) -> Position:
        return self.content.position(self.file, at, length)

    def error(
        self, rule: str, message: str, position: Position, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        self.report(Diagnostic(rule, message, position, hint, severity))

    def inlines(self, tokens: list[Token]) -> tuple[Inline, ...]:
        stack: list[tuple[Token | None, list[Inline]]] = [(None, [])]
        at = 0
        for token in tokens:
            at = token.map[0] if token.map else at
            if token.nesting == 1:
                stack.append((token, []))
                self.opened.append(token.type)
                self.links += token.type == "link_open"
                if len(stack) == _DEPTH + 2:
                    hint = f"at most {_DEPTH} levels are read"
                    self.error("too-deep", "markup is nested too deeply here", self.position(at), hint)
            elif token.nesting == -1:
                deep = len(stack) > _DEPTH + 1
                opened, inner = stack.pop()
                self.opened.pop()
                stack[-1][1].extend(inner if deep or not opened else self.closed(opened, at, _joined(inner)))
                self.links -= token.type == "link_close"
            else:
                stack[-1][1].extend(self.leaf(token, at, stack[-1][0]))
        return _joined(stack[0][1])

    def leaf(self, token: Token, at: int, parent: Token | None) -> list[Inline]:  # noqa: PLR0911  # one for each kind
        match token.type:
            case "text" if parent and parent.info == "auto":  # <https://…>: the words are the address as typed
                words = self.content.rest[at + 1 : self.content.rest.index(">", at)]
                return [Text(words, self.position(at + 1, len(words)))]
            case "text":
                self.check_text(token.content, at)
                text = token.content.replace("\t", " ")
                return [Text(text, self.position(at, len(text)))] if text else []
            case "text_special":
                position = self.position(at, len(token.markup))
                if token.info == "escape" and token.content == token.markup:
                    what = f"“{token.content}” is no escape: the backslash is printed"
                    self.error("markup-left", what, position, "take the backslash out", Severity.WARNING)
                for found in FORBIDDEN.finditer(token.content):  # an entity can write what the file may not hold
                    self.report(forbidden(found[0], position))
                return [Text(FORBIDDEN.sub(" ", token.content), position)]
            case "softbreak":
                return [Text(" ", self.position(at))]
            case "hardbreak":
                return [LineBreak(self.position(at))]
            case "code_inline":
                return [Code(token.content, self.position(at, len(token.content) + 2 * len(token.markup)))]
            case "footnote_ref":
                return self.note(str(token.meta["label"]), at)
            case "html_inline":
                report_html(token.content, self.position(at, len(token.content)), self.tags, report=self.report)
                return []
            case name:
                what, hint = _UNHELD.get(name, (f"“{name}”", ""))
                self.error("construct-unsupported", f"{what} cannot be published yet", self.position(at), hint)
                return []

    def closed(self, opened: Token, end: int, inner: tuple[Inline, ...]) -> list[Inline]:
        """What an opening token, its words and the closing token at `end` make."""
        name = opened.type.removesuffix("_open")
        begin = (opened.map or [0])[0]
        if name == "link" and not opened.info:
            begin -= 1  # the token begins behind the bracket
        if name in _WRAPPERS:
            begin -= len(opened.markup) - 1  # of "**" the token is the second
        length = end + len(opened.markup or "]") - begin
        if opened.info == "auto":
            length = self.content.rest.index(">", begin) + 1 - begin
        if name in _WRAPPERS:
            wrapped: Inline = _WRAPPERS[name](inner, self.position(begin, length))
            return [wrapped]
        if name == "link":
            return self.link(opened, self.position(begin, length), inner)
        if name == "span":
            return self.span(opened, self.position(begin, length), end + 1, inner)
        what, hint = _UNHELD.get(name, (f"“{name}”", ""))
        self.error("construct-unsupported", f"{what} cannot be published yet", self.position(begin, length), hint)
        return list(inner)

    def note(self, name: str, at: int) -> list[Inline]:
        """The mark of a note, with the note."""
        position = self.position(at, len(name) + 3)
        if {"link_open", "sup_open", "sub_open"} & set(self.opened):
            what = f"the note “{name[:40]}” is marked inside a link, or in raised or lowered words"
            self.error("note-misplaced", what, position, "put the mark behind them")
            return []
        blocks = self.notes(name, position)
        return [Note(name, blocks, position)] if blocks else []

    def link(self, opened: Token, position: Position, inner: tuple[Inline, ...]) -> list[Inline]:
        target = str(opened.attrs.get("href", ""))
        if opened.attrs.get("title"):
            hint = "put the words into the text, or take them out"
            self.error("link-title", "a link's title (the words in quotes) is not shown in print", position, hint)
        if not inner and self.links == 1 and not opened.meta.get("label") and (found := _TARGETS.fullmatch(target)):
            through = ".." in target
            return [Reference(tuple(re.findall(r"#([\w-]+)", found[0])), through, position)]
        if not inner:
            what = f"the link to {target[:60] or 'nothing'} has no words"
            self.error("link-empty", what, position, "[words](address)")
            return []
        if self.links > 1:
            self.error("link-nested", "a link stands inside a link", position, "keep one of them")
            return list(inner)
        if target in {"", "#"}:
            hint = "[words](https://…) or [words](#identifier)"
            self.error("link-address", "the link leads nowhere", position, hint)
        elif not target.startswith("#") and not is_address(target):
            hint = "use a full and valid https:, http: or mailto: address, or #identifier"
            self.error("link-address", f"a link may not lead to “{target[:60]}”", position, hint)
        else:
            return [Link(target, inner, position)]
        return list(inner)

    def span(self, opened: Token, position: Position, begin: int, inner: tuple[Inline, ...]) -> list[Inline]:
        """Words with attributes in braces, which begin at `begin`."""
        attributes = parse_attributes(
            opened.content, partial(self.content.behind(begin).position, self.file), report=self.report
        )
        braces = attributes.position
        allow(attributes, ("lang",), "a span of words", report=self.report)
        if attributes.identifier:
            hint = "give the paragraph or clause one"
            self.error("attribute-unknown", "a span of words has no identifier", braces, hint)
        language = attributes.get("lang")
        if not is_tag(language):
            if language or not (attributes.values or attributes.identifier or attributes.broken):
                self.error("language-tag", f"“{language[:40]}” is no language tag", braces, "[mots]{lang=fr}")
            return list(inner)
        return [LanguageSpan(language, direction(language), inner, position)]

    def check_text(self, text: str, at: int) -> None:
        """Report what looks like markup in text that was read as plain."""
        if found := LEFT_OVER.search(text):
            what = f"attributes are not read here: “{found[0][:40]}”"
            hint = "put them on a line of their own before the block, behind an empty line; for braces write \\{"
            self.error("attributes-misplaced", what, self.position(at + found.start(), len(found[0])), hint)
        if found := _MARK.search(text):
            what = f"there is no note with the name “{found[1][:40]}”"
            hint = nearest(found[1], self.names) or f"write its words as a paragraph of its own: [^{found[1][:40]}]: …"
            self.error("note-nowhere", what, self.position(at + found.start(), len(found[0])), hint)
            return
        for pattern, severity in ((_BROKEN, Severity.ERROR), (_DOUBTFUL, Severity.WARNING)):
            if found := pattern.search(text):
                what = f"“{found[0][:40]}” stands here as text: markup that was not closed, or that refers to nothing"
                hint = f"close it, or write \\{found[0][0]} if it belongs to the text"
                self.error("markup-left", what, self.position(at + found.start(), len(found[0])), hint, severity)
                return


def _joined(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Neighbouring texts made one; a text begins where its first piece does."""
    made: list[Inline] = []
    for is_text, group in groupby(inlines, lambda inline: isinstance(inline, Text)):
        members = list(group)
        if is_text and len(members) > 1:
            words = "".join(member.text for member in members if isinstance(member, Text))
            made.append(Text(words, members[0].position))
        else:
            made.extend(members)
    return tuple(made)
