"""Constructs without a number: paragraphs, figures, bullet lists, quotations; and errors for those that have no room yet."""

from collections.abc import Sequence

from markdown_it.tree import SyntaxTreeNode

from pipeline.diagnostics import Diagnostic, Position, Reporter, Severity
from pipeline.model import Block, BulletList, Figure, Inline, ListItem, Paragraph, Quotation
from pipeline.readers.attributes import LINE, Attributes, allow, parse_attributes
from pipeline.readers.inlines import Content, InlineReader
from pipeline.readers.languages import direction, is_tag
from pipeline.readers.source import Source
from pipeline.readers.tokens import Markdown

_UNHELD = {
    "table": ("a table", ""),
    "fence": ("a block of code", "set the words as a paragraph, or as `code` in a line"),
    "code_block": ("a block of code (lines indented by four spaces)", "take the spaces in front of the line away"),
    "hr": ("a rule between paragraphs", "take it out: space between parts comes from the theme"),
    "dl": ("a definition list", ""),
    "footnote_reference": ("a footnote", ""),
    "html_block": ("raw HTML", "take the tags out; for a “<” in the text write \\<"),
    "ordered_list": ("a numbered list at this place", "number provisions at the top of the text, or write 1\\. for a number that is only text"),
    "heading": ("a heading inside a list or quotation", "put it at the top level"),
}


class BlockReader:
    """Reads single constructs. Attributes on a line of their own wait in `pending` for the block that comes next."""

    def __init__(self, source: Source, report: Reporter) -> None:
        self.source, self.report = source, report
        self.markdown = Markdown()
        self.inlines = InlineReader(self.markdown, source, report)
        self.pending: Attributes | None = None

    def error(self, rule: str, message: str, position: Position, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        self.report(Diagnostic(rule, message, position, hint, severity))

    def position(self, node: SyntaxTreeNode) -> Position:
        """Where a construct begins: the first sign of its first line."""
        line = node.map[0] if node.map else 0
        text = self.source.lines[line] if line < len(self.source.lines) else ""
        return self.source.position(line + 1, len(text) - len(text.lstrip()) + 1, max(len(text.strip()), 1))

    def content(self, node: SyntaxTreeNode) -> Content:
        """The text of an inline node, as markdown-it cut it out."""
        return Content(node.content, (node.map[0] if node.map else 0) + 1)

    # ---- attributes

    def opening(self, node: SyntaxTreeNode) -> tuple[Content | None, Attributes | None]:
        """A paragraph's content behind its lines of attributes, and these; None where it is attributes alone, which then wait."""
        content, attributes = self.content(node.children[0]), self.take_pending()
        while found := LINE.match(content.rest):
            if attributes is not None:
                self.error("attributes-repeated", "two lines of attributes stand before one block", content.position(self.source, 0), "write them in one pair of braces")
            where = content.position(self.source, 0, len(found[0].rstrip()))
            attributes = parse_attributes(found[0], where, report=self.report)
            content = Content(content.text, content.line, content.offset + found.end())
        if not content.rest:
            self.pending = attributes
            return None, None
        return content, attributes

    def take_pending(self) -> Attributes | None:
        pending, self.pending = self.pending, None
        return pending

    def drop_pending(self) -> None:
        """At the end of a place: attributes that no block followed."""
        if (pending := self.take_pending()) is not None:
            self.error("attributes-misplaced", "no block follows these attributes", pending.position, "put them on a line directly before the block they belong to")

    def language(self, attributes: Attributes) -> tuple[str, str]:
        """The language that attributes name, with its direction; "" and "" where they name none."""
        tag = attributes.get("lang")
        if tag and not is_tag(tag):
            self.error("language-tag", f"“{tag}” is no language tag", attributes.position, "write {lang=fr}")
            tag = ""
        return tag, direction(tag) if tag else ""

    # ---- blocks

    def block(self, node: SyntaxTreeNode) -> list[Block]:
        """One construct that holds no number; [] with an error for what the model has no room for."""
        attributes = self.take_pending()
        match node.type:
            case "paragraph":
                self.pending = attributes
                content, attributes = self.opening(node)
                return self.paragraph(content, attributes) if content else []
            case "bullet_list":
                allowed = allow(attributes, (), "a list", report=self.report)
                items = tuple(ListItem(self.position(item), self.inner(item.children, item)) for item in node.children)
                return [BulletList(self.position(node), items, allowed.identifier)]
            case "blockquote":
                allowed = allow(attributes, ("lang",), "a quotation", report=self.report)
                inner = self.inner(node.children, node)
                return [Quotation(self.position(node), inner, allowed.identifier, *self.language(allowed))] if inner else []
            case _:
                what, hint = _UNHELD.get(node.type, (f"“{node.type}”", ""))
                self.error("html" if node.type == "html_block" else "construct-unsupported", f"{what} cannot be published yet", self.position(node), hint)
                return []

    def inner(self, nodes: Sequence[SyntaxTreeNode], parent: SyntaxTreeNode) -> tuple[Block, ...]:
        blocks = tuple(block for node in nodes for block in self.block(node))
        self.drop_pending()
        if not nodes:
            self.error("block-empty", "there are no words here", self.position(parent), "write them, or take the sign out")
        return blocks

    def paragraph(self, content: Content, attributes: Attributes | None) -> list[Block]:
        """A paragraph, or the figure that it holds alone."""
        if content.rest.startswith("!["):
            figure = self.figure(content, attributes)
            if figure is not None:
                return figure
        if content.rest.startswith(":::"):
            self.error("construct-unsupported", "a fenced part (:::) cannot be published yet", content.position(self.source, 0, 3))
            return []
        allowed = allow(attributes, ("lang",), "a paragraph", report=self.report)
        inlines = self.inlines.read(content)
        language = self.language(allowed)
        return [Paragraph(content.position(self.source, 0), inlines, allowed.identifier, *language)] if inlines else []

    def plain_paragraph(self, inlines: tuple[Inline, ...], content: Content) -> Paragraph:
        """The words of a clause behind its label."""
        return Paragraph(content.position(self.source, 0), inlines)

    def figure(self, content: Content, attributes: Attributes | None) -> list[Block] | None:
        """A picture alone in its paragraph, with attributes behind it or before; None when there is more than a picture."""
        text, braces = content.rest, ""
        if text.endswith("}") and "{" in text:
            text, braces = text[: text.rindex("{")].rstrip(), text[text.rindex("{") :]
        tokens = self.markdown.inline_tokens(text)
        if len(tokens) != 1 or tokens[0].type != "image":
            return None
        position = content.position(self.source, 0, len(text))
        if braces:
            attributes = parse_attributes(braces, content.position(self.source, content.rest.rindex("{"), len(braces)), report=self.report)
        allowed = allow(attributes, (), "a figure", report=self.report)
        (token,) = tokens
        alternative = "".join(child.content if child.content else " " for child in token.children or ()).strip()
        if not alternative:
            self.error("figure-alternative", "the picture has no alternative text", position, "say between the brackets what it shows: ![…](file.png), for who cannot see it")
        if any(child.type not in ("text", "text_special", "softbreak") for child in token.children or ()):
            self.error("figure-alternative", "an alternative text is plain words, without markup", position, "take the markup out")
        title = str(token.attrs.get("title", ""))
        caption: tuple[Inline, ...] = ()
        if title:
            at = content.rest.find(title)
            before = content.text[: content.offset + max(at, 0)]
            caption = self.inlines.read(Content(before + title, content.line, len(before)))
        return [Figure(position, str(token.attrs.get("src", "")), alternative, caption, allowed.identifier)]
