"""Every character of the source file is accounted for: text of one node, a label that was typed, or markup.

The document's nodes are laid beside the file, character by character. What the parser lost, doubled or moved has no place
to go, and the sums do not balance.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from pipeline.model import Block, BulletList, Clause, Division, Document, Figure, Paragraph, Quotation
from pipeline.verify.promise import runs_of

_OPENING = re.compile(r"(?:[ \t>]|\n|#{1,6}[ \t]|(?:[-*+]|\d{1,9}[.)])(?=[ \t\n])|\{[^\n]*\}[ \t]*(?=\n))*")
"""What may stand before a block's first word: indents, quotation marks, heading signs, list markers, lines of attributes."""

_LINK_TAIL = re.compile(r"[\"')]\)|\]\((?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)|\]\[[^\]]*\]|\]\{[^{}\n]*\}|\{[^{}\n]*\}")
_LINE_END = re.compile(r"[ \t]*\\?\n[ \t>]*")
_ADDRESS = re.compile(r"\]\((?:<[^<>\n]*>|\S+)\s+[\"'(]")
_SPACE = re.compile(r"[\s>]*")
_SIGN = re.compile(r"!\[|[*_~^`\[\]<>\\]")
_HEADING_END = re.compile(r"[ \t]*(?:\{[^{}\n]*\}|#+)?[ \t]*(?:\n[ \t]*(?:=+|-+)[ \t]*(?=\n|$))?")
_DEFINITION = re.compile(r"(?m)^ {0,3}\[[^\]\n]+\]:[ \t]*\n?[ \t]*\S+[ \t]*$")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True)
class Account:
    """The sums, in characters: front matter, text of nodes, typed labels, markup; `lost` is where they do not balance:
    line and column (from 1) of the first character that belongs to nothing, or None."""

    total: int
    front_matter: int
    text: int
    labels: int
    markup: int
    lost: tuple[int, int] | None = None
    said: str = ""


@dataclass(slots=True)
class _Piece:
    """What one block must find in the source: its label, if typed, then its words; a picture's caption behind its address."""

    label: str
    words: str
    caption: bool = False
    captioned: bool = False


def account(document: Document, text: str, front_matter: int) -> Account:
    """Lay the document's words beside the source `text`, whose first `front_matter` characters are not text."""
    at, texts, labels = front_matter, 0, 0
    for piece in _pieces(document):
        opening = _OPENING.match(text, at)
        at = opening.end() if opening else at
        if piece.caption and (address := _ADDRESS.match(text, at)):
            at = address.end()
        for expected, is_label in ((piece.label, True), (piece.words, False)):
            at = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
            at, found = _follow(text, at, expected)
            if found < len(expected):
                return _unbalanced(text, at, expected[found : found + 30], front_matter, texts, labels)
            labels, texts = (labels + found, texts) if is_label else (labels, texts + found)
        while not piece.captioned and (tail := _LINK_TAIL.match(text, at) or _SIGN.match(text, at)):  # what closes markup, an address, attributes
            at = tail.end()
    rest = _DEFINITION.sub(lambda match: " " * len(match[0]), text[at:])
    if stray := re.search(r"[^\s*_`>\[\]{}#|~^\\-]", _HEADING_END.sub("", _LINK_TAIL.sub(lambda match: " " * len(match[0]), rest), count=1)):
        return _unbalanced(text, at + max(rest.find(stray[0]), 0), "", front_matter, texts, labels)
    return Account(len(text), front_matter, texts, labels, len(text) - front_matter - texts - labels)


def _unbalanced(text: str, at: int, expected: str, front_matter: int, texts: int, labels: int) -> Account:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    here = text[at : at + 30].split("\n")[0]
    said = f"“{expected}” of the document is not here: the file has “{here}”" if expected else f"“{here}” belongs to no part of the document"
    return Account(len(text), front_matter, texts, labels, len(text) - front_matter - texts - labels, (line, column), said)


def _follow(text: str, at: int, expected: str) -> tuple[int, int]:
    """Follow `expected` through the source from `at`, over markup; where it ended, and how many characters were found."""
    found = 0
    while found < len(expected):
        wanted = expected[found]
        if at < len(text) and text[at] == wanted and wanted != " ":
            at, found = at + 1, found + 1
        elif wanted == " " and (space := re.compile(r"[ \t]+").match(text, at)) and not _LINE_END.match(text, at):
            at, found = space.end(), found + 1
        elif wanted == " " and (end := _LINE_END.match(text, at)):
            at, found = end.end(), found + 1
        elif (entity := _ENTITY.match(text, at)) and expected.startswith(html.unescape(entity[0]), found):
            at, found = entity.end(), found + len(html.unescape(entity[0]))
        elif (tail := _LINK_TAIL.match(text, at)) or (tail := _SIGN.match(text, at)):
            at = tail.end()
        else:
            break
    return at, found


def _pieces(document: Document) -> Iterator[_Piece]:
    for part in (document.preamble, document.body, document.conclusion):
        for block in part:
            yield from _of(block, "")


def _of(block: Block, label: str) -> Iterator[_Piece]:
    match block:
        case Paragraph():
            yield _Piece(label, "".join(run.text for run in runs_of(block.inlines)))
        case Clause():
            lead, *rest = block.blocks
            yield from _of(lead, "" if re.fullmatch(r"\d{1,9}[.)]", block.typed) else block.typed)
            for inner in rest:
                yield from _of(inner, "")
        case Division():
            yield _Piece("", "".join(run.text for run in runs_of(block.heading)))
            for inner in block.blocks:
                yield from _of(inner, "")
        case BulletList():
            for item in block.items:
                for inner in item.blocks:
                    yield from _of(inner, "")
        case Quotation():
            for inner in block.blocks:
                yield from _of(inner, "")
        case Figure():
            yield _Piece("", block.alternative, captioned=bool(block.caption))
            if block.caption:
                yield _Piece("", "".join(run.text for run in runs_of(block.caption)), caption=True)
        case _:
            assert_never(block)
