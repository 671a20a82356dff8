"""Constructs without a number: paragraphs, figures, bullet lists, quotations; errors for what has no room yet."""

import re
from collections.abc import Sequence
from functools import partial

from markdown_it.tree import SyntaxTreeNode

from pipeline.diagnostics import Diagnostic, Position, Reporter, Severity
from pipeline.model import Block, BulletList, ListItem, Paragraph, Quotation
from pipeline.readers.attributes import LINE, Attributes, allow, parse_attributes
from pipeline.readers.content import Content
from pipeline.readers.figures import read_figure
from pipeline.readers.inlines import InlineReader
from pipeline.readers.languages import direction, is_tag
from pipeline.readers.raw_html import report_html
from pipeline.readers.source import Source
from pipeline.readers.tables import read_table
from pipeline.readers.tokens import Markdown
from pipeline.records import nearest
from pipeline.walk import plain

PARTS = ("conclusion",)
"""What may stand between two lines of colons."""

_UNHELD = {
    "fence": ("a block of code", "set the words as a paragraph, or as `code` in a line"),
    "code_block": ("a block of code (lines indented by four spaces)", "take the spaces in front of the line away"),
    "hr": ("a rule between paragraphs", "take it out: space between parts comes from the theme"),
    "dl": ("a definition list", "write \\: for a colon at the beginning of a line"),
    "ordered_list": ("a numbered list at this place", "use bullets, or write 1\\. for a number that is only text"),
    "heading": ("a heading inside a list, quotation or conclusion", "put it at the top level"),
}
_LOOKS_LIKE = (
    (re.compile(r"#{1,6}[^\s#]"), "“#” begins a heading only with a space behind it", "# Heading"),
    (
        re.compile(r"\|.*\|\s*$", re.MULTILINE),
        "this looks like a row of a table",
        "below its first row stands | --- | --- |, as many as the row has cells",
    ),
    (re.compile(r"Table:\s"), "this looks like the caption of a table", "put it directly above or below the table"),
    (re.compile(r"\[[ xX]\]\s"), "“[ ]” would be printed as it stands", "take the box out"),
)


class BlockReader:
    """Reads single constructs. Attributes on a line of their own wait in `pending` for the block that comes next."""

    def __init__(self, source: Source, report: Reporter) -> None:
        self.source, self.report = source, report
        self.markdown = Markdown(source.name)
        self.inlines = InlineReader(self.markdown, source, report, self.note)
        self.pending: Attributes | None = None
        self.notes: dict[str, Position] = {}  # those that were read, with the places of their marks
        self.in_note = False

    def error(
        self, rule: str, message: str, position: Position, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        self.report(Diagnostic(rule, message, position, hint, severity))

    def position(self, node: SyntaxTreeNode, length: int = 0) -> Position:
        """Where a construct begins: `length` characters, or the rest of its first line."""
        line = node.map[0] if node.map else 0
        text = self.source.lines[line].rstrip() if line < len(self.source.lines) else ""
        place = node.meta.get("place", (line + 1, len(text) - len(text.lstrip()) + 1))
        return self.source.position(place[0], place[1], length or max(len(text) - place[1] + 1, 1))

    def place(self, content: Content, at: int = 0, length: int = 1) -> Position:
        """Where a part of a content stands."""
        return content.position(self.source.name, at, length)

    # ---- attributes

    def opening(self, node: SyntaxTreeNode) -> tuple[Content | None, Attributes | None]:
        """A paragraph's content behind its lines of attributes, and these.

        None where it is attributes alone, which then wait, or nothing at all.
        """
        content, attributes = self.markdown.content(node), self.take_pending()
        while found := LINE.match(content.text, content.offset):
            place = partial(self.place, content.behind(found.start(1) - content.offset))
            if attributes is not None:
                what = "two lines of attributes stand before one block"
                self.error("attributes-repeated", what, place(0, len(found[1])), "write them in one pair of braces")
            attributes = parse_attributes(found[1], place, report=self.report)
            content = content.behind(found.end() - content.offset)
        if not content.text:
            hint = "take it out: space between parts comes from the theme"
            self.error("block-empty", "this paragraph has no words", self.position(node, 1), hint)
        if content.offset >= len(content.text):
            self.pending = attributes
            return None, None
        return content, attributes

    def trailing(self, content: Content, what: str, attributes: Attributes | None) -> tuple[Content, Attributes | None]:
        """The words of `what` without the braces at their end, and the attributes: those, or the ones before it."""
        begin = content.text.rfind("{")
        # "[words]{lang=fr}" at the end is a span of words, and "\\{" is text.
        if not content.text.endswith("}") or begin < 0 or content.text[:begin][-1:] in ("\\", "]"):
            return content, attributes
        braces = content.text[begin:]
        if attributes is not None:
            where, hint = self.place(content, begin, len(braces)), "write the attributes in one pair"
            self.error("attributes-repeated", f"{what} has two pairs of braces", where, hint)
        attributes = parse_attributes(braces, partial(self.place, content.behind(begin)), report=self.report)
        return content.until(len(content.text[:begin].rstrip())), attributes

    def take_pending(self) -> Attributes | None:
        pending, self.pending = self.pending, None
        return pending

    def drop_pending(self) -> None:
        """At the end of a place: attributes that no block followed."""
        if (pending := self.take_pending()) is not None and not pending.broken:
            hint = "put them on a line directly before the block they belong to"
            self.error("attributes-misplaced", "no block follows these attributes", pending.position, hint)

    def language(self, attributes: Attributes) -> tuple[str, str]:
        """The language that attributes name, with its direction; "" and "" where they name none."""
        tag = attributes.get("lang")
        if tag and not is_tag(tag):
            self.error("language-tag", f"“{tag[:40]}” is no language tag", attributes.position, "write {lang=fr}")
            tag = ""
        return tag, direction(tag) if tag else ""

    # ---- blocks

    def block(self, node: SyntaxTreeNode) -> list[Block]:
        """One construct that holds no number; [] with an error for what the model has no room for."""
        if node.type == "paragraph":
            content, attributes = self.opening(node)
            return self.paragraph(content, attributes) if content else []
        attributes = self.take_pending()
        match node.type:
            case "bullet_list":
                allowed = allow(attributes, (), "a list", report=self.report)
                items = tuple(
                    ListItem(self.position(item, 1), self.inner(item.children, item)) for item in node.children
                )
                return [BulletList(self.position(node, 1), items, allowed.identifier)]
            case "blockquote":
                allowed = allow(attributes, ("lang",), "a quotation", report=self.report)
                inner = self.inner(node.children, node)
                language = self.language(allowed)
                return [Quotation(self.position(node, 1), inner, allowed.identifier, *language)] if inner else []
            case "footnote_reference":  # its words are read where its mark stands
                self.pending = attributes
                self.drop_pending()
                return []
            case "table":
                return read_table(self, node, attributes)
            case "part":
                allow(attributes, (), "a part between colons", report=self.report)
                if self.check_part(node, PARTS):
                    what = f"“::: {node.info}” stands inside a list, a quotation or another part"
                    self.error("part-misplaced", what, self.position(node), "put it at the top level")
                return []
            case "html_block":
                self.pending = attributes
                self.drop_pending()  # they are the author's word for what follows the comment, and stand not before it
                report_html(node.content, self.position(node), [], report=self.report)
                return []
            case name:
                what, hint = _UNHELD.get(name, (f"“{name}”", ""))
                self.error("construct-unsupported", f"{what} cannot be published yet", self.position(node), hint)
                return []

    def check_part(self, node: SyntaxTreeNode, known: Sequence[str]) -> bool:
        """Whether a part between colons has one of the names that are known, and an end; else an error."""
        name, where = node.info[:40], self.position(node)
        if not node.info:
            self.error("part-open", "no part is open that these colons could close", where, "take them out")
        elif node.info not in known:
            hint = nearest(name, known) or f"known: {', '.join(known)}; an annex has a heading: # Annex"
            self.error("part-unknown", f"there is no part “{name}”", where, hint)
        elif not node.meta["closed"]:
            self.error("part-open", f"“::: {name}” has no end", where, f"close it with a line “{node.markup}”")
        else:
            return True
        return False

    def inner(self, nodes: Sequence[SyntaxTreeNode], parent: SyntaxTreeNode) -> tuple[Block, ...]:
        """What stands inside an item or a quotation."""
        blocks = tuple(block for node in nodes for block in self.block(node))
        self.drop_pending()
        if not nodes and not self.markdown.is_too_deep(parent):
            hint = "write them, or take the sign out"
            self.error("block-empty", "there are no words here", self.position(parent, 1), hint)
        return blocks

    # ---- notes

    def note(self, name: str, mark: Position) -> tuple[Paragraph, ...]:
        """The paragraphs of a note, whose mark stands at a place; () with an error where that cannot be."""
        if self.in_note:
            what = f"the note “{name[:40]}” is marked in another note"
            self.error("note-misplaced", what, mark, "put its words into the note")
            return ()
        if (first := self.notes.setdefault(name, mark)) is not mark:
            what = f"the note “{name[:40]}” has a mark already, at line {first.line}"
            self.error("note-repeated", what, mark, "write a note of its own for each mark")
            return ()
        node = next(node for node in self.markdown.notes if node.meta["label"] == name)
        self.in_note = True
        made = [block for child in node.children for block in self.block(child)]
        self.in_note = False
        if wrong := next((block for block in made if not isinstance(block, Paragraph)), None):
            what = "a note holds paragraphs alone"
            self.error("note-content", what, wrong.position, "put lists, quotations and pictures into the text")
        elif not node.children:
            what = f"the note “{name[:40]}” has no words"
            self.error("note-content", what, self.position(node), f"write them behind [^{name[:40]}]:")
        return tuple(block for block in made if isinstance(block, Paragraph))

    def check_notes(self) -> None:
        """Report notes whose words would be lost: without a mark, or under the name of another."""
        met: set[str] = set()
        for node in self.markdown.notes:
            name = str(node.meta["label"])
            if name in met:
                what, hint = f"two notes have the name “{name[:40]}”", "give one of them another name"
                self.error("note-repeated", what, self.position(node), hint)
            elif name not in self.notes:
                what = f"no mark in the text leads to the note “{name[:40]}”: its words would be lost"
                self.error("note-unused", what, self.position(node), f"write [^{name[:40]}] where it belongs")
            met.add(name)

    def paragraph(self, content: Content, attributes: Attributes | None) -> list[Block]:
        """A paragraph, or the figure that it holds alone."""
        if content.rest.startswith("!["):
            figure = read_figure(self.inlines, content, attributes)
            if figure is not None:
                return [figure]
        for pattern, what, hint in _LOOKS_LIKE:
            if pattern.match(content.rest):
                self.error("markup-left", what, self.place(content), hint, Severity.WARNING)
        allowed = allow(attributes, ("lang",), "a paragraph", report=self.report)
        inlines = self.inlines.read(content)
        language = self.language(allowed)
        if inlines and not plain(inlines).strip():
            hint = "take it out: space between parts comes from the theme"
            self.error("block-empty", "this paragraph has no words", self.place(content), hint)
        return [Paragraph(self.place(content), inlines, allowed.identifier, *language)] if inlines else []
