"""The markup between two contents: list signs, quotation signs, lines of attributes, notes, link definitions."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.model import Division, Figure, Paragraph, Table
from pipeline.verify.addresses import TITLE, bare_address, plain, reference
from pipeline.verify.follow import COMMENT, Cursor, Lost, attributes

LINE_END = re.compile(r"[ \t]*(?=\n|\Z)")
_MARK = re.compile(
    r"(?P<end>\n)|(?P<space>[ \t]+)|(?P<unseen>[^\S \t\n]+)|(?P<quote>>)|(?P<braces>\{[^\n]*\})(?=[ \t]*(?:\n|\Z))"
    r"|(?P<bullet>[-*+])(?=[ \t\n]|\Z)|(?P<number>\d{1,9}[.)])(?=[ \t\n]|\Z)|(?P<comment><!--)|(?P<name>\[)"
    r"|(?P<colons>:{3,}[^\n]*)"
)
_NOTE = re.compile(r"\[\^([^\s\]]+)\]:[ \t]*(?:\n[ \t>]*)?")
_NAME = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*(?:\n[ \t>]*)?", re.DOTALL)
_TITLE_GAP = re.compile(r"[ \t]+(?:\n[ \t>]*)?|\n[ \t>]*")
_EMPTY_LINE = re.compile(r"\n[ \t>]*\n")


@dataclass(slots=True)
class Piece:
    """One content of the document, with what opens before it: quotations, items, clauses, and their attributes.

    With `own` the braces that were `found` are compared by who asks. `fences` are the lines of colons that may stand
    there, by their words.
    """

    block: Paragraph | Division | Figure | Table | None = None
    label: str = ""
    depth: int = 0
    quotes: int = 0
    items: int = 0
    clauses: int = 0
    attributes: list[dict[str, str]] = field(default_factory=list)
    found: list[dict[str, str]] = field(default_factory=list)
    own: bool = False
    fences: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Definition:
    """A link definition: its address as written, its title with escapes resolved."""

    address: str
    title: str


class Between:
    """The way over markup in one source.

    `note` goes through the paragraphs of a note, by name, that begin here inside so many quotations, and says whether
    there is such a note. `definitions` are those of links that were met so far, by name; `fresh` says that a paragraph
    may begin here, `depth` in how many quotations the last content stood.
    """

    def __init__(self, cursor: Cursor, note: Callable[[str, int], bool]) -> None:
        self.cursor, self.note = cursor, note
        self.definitions: dict[str, Definition] = {}
        self.fresh = True
        self.depth = 0

    # One sign after the other, each with what it means for the next.
    def before(self, piece: Piece, first: str = "") -> str:  # noqa: C901, PLR0912, PLR0915
        """Pass the markup between two contents; the number of a list that stands directly before the second.

        What is left of the piece's attributes must stand behind its content, which begins with the character `first`.
        """
        cursor, text = self.cursor, self.cursor.text
        bullets, marks, quotes, number = 0, 0, 0, ""
        found: list[dict[str, str]] = []
        filled = not self.fresh  # the rest of the last content's line is not an empty line
        begun = False  # white space that Markdown takes for words stood at the beginning of a content
        among = False  # and a comment behind it, so that what follows is among words
        while mark := _MARK.match(text, cursor.at):
            kind = mark.lastgroup
            if kind == "end":
                self.fresh, begun = self.fresh or not filled, begun and filled
                filled, marks, number = False, 0, ""
                cursor.take(mark.end())
                continue
            if kind == "unseen":  # dropped where a paragraph begins, which may be with a line of attributes
                if among or (found and not self.fresh):
                    break
                begun = filled = True
            elif begun and kind == "comment" and (found_one := COMMENT.match(text, cursor.at)):
                cursor.take(found_one.end(), "comment")
                among = True
                continue
            elif begun and kind not in ("space", "braces"):
                break
            elif kind == "quote" and first == ">" and marks == piece.depth:
                break  # a sign of the text, too far to the right to begin a quotation
            elif kind == "quote":
                marks, quotes = marks + 1, quotes + 1
                self.fresh = self.fresh or marks > self.depth
            elif kind == "comment":
                if not self.comment():
                    break
                filled, marks = True, 0
                self.fresh = True
                continue
            elif kind == "name":
                if not (not filled and self.noted(marks)) and not (self.fresh and self.definition()):
                    break
                filled = True
                continue
            elif kind == "braces":
                if not self.fresh:
                    break
                found.append(attributes(mark["braces"]))
                self.fresh = begun = False
                filled = True
            elif kind == "bullet":
                if bullets == piece.items + piece.clauses or (first == mark["bullet"] and not self.fresh):
                    break
                bullets, self.fresh = bullets + 1, True
            elif kind == "colons":
                if filled or mark["colons"].strip(": \t") not in piece.fences:
                    break
                del piece.fences[: piece.fences.index(mark["colons"].strip(": \t")) + 1]
                self.fresh, begun = True, False
            elif kind == "number":
                if not piece.clauses:
                    break
                number, self.fresh = mark["number"], True
            cursor.take(mark.end())
        if bullets < piece.items:
            raise Lost(cursor.at, "-", "the sign of a list's item")
        ended = cursor.at == len(text)  # signs on an empty last line open nothing
        if quotes < piece.quotes or (marks > piece.depth and not ended):
            raise Lost(cursor.at, ">" if quotes < piece.quotes else "", "a sign of quotation too many or too few")
        if piece.own:
            piece.found = found
            return number
        if not same_attributes(found, piece.attributes[: len(found)]):
            raise Lost(cursor.at, shown(piece.attributes[0]) if piece.attributes else "", "its attributes")
        del piece.attributes[: len(found)]
        return number

    def comment(self) -> bool:
        """Pass a comment that stands as a block: to the end of the line on which it ends."""
        cursor = self.cursor
        found = COMMENT.match(cursor.text, cursor.at)
        if not found:
            return False
        end = cursor.text.find("\n", found.end())
        line = cursor.text[found.end() : end if end >= 0 else None]
        cursor.take(found.end() + (len(line.rstrip()) if line.rstrip().endswith("-->") else 0), "comment")
        return True

    def noted(self, quotes: int) -> bool:
        """Pass a note with its words, if it is one."""
        cursor = self.cursor
        name = _NOTE.match(cursor.text, cursor.at)
        if not name:
            return False
        depth, begun = self.depth, cursor.at
        cursor.take(name.end())
        if not self.note(name[1], quotes):
            raise Lost(begun)
        self.depth = cursor.quotes = depth
        return True

    def definition(self) -> bool:
        """Pass a link definition, if it is one."""
        cursor, text = self.cursor, self.cursor.text
        name = _NAME.match(text, cursor.at)
        if not name or not name[1].strip():
            return False
        raw, end = bare_address(text, name.end())
        if end == name.end():
            return False
        title = ""
        gap = _TITLE_GAP.match(text, end)
        quoted = TITLE.match(text, gap.end()) if gap else None
        if quoted and LINE_END.match(text, quoted.end()) and not _EMPTY_LINE.search(quoted[0]):
            title, end = plain(quoted[0][1:-1]), quoted.end()
        elif not LINE_END.match(text, end):
            return False
        self.definitions.setdefault(reference(name[1]), Definition(raw, title))
        cursor.take(end)
        return True


def same_attributes(found: list[dict[str, str]], expected: list[dict[str, str]]) -> bool:
    """Whether braces hold what nodes have; of a label the number is enough."""

    def same(key: str, one: str, other: str) -> bool:
        return one == other or (key == "label" and other in one and re.sub(r"^\W+|\W+$", "", one) == other)

    return len(found) == len(expected) and all(
        one.keys() == other.keys() and all(same(key, one[key], other[key]) for key in one)
        for one, other in zip(found, expected, strict=True)
    )


def shown(given: dict[str, str]) -> str:
    """Attributes as an author writes them."""
    said = (
        f"#{value}" if key == "#" else key if key[:1] == "." else f'{key}="{value}"' for key, value in given.items()
    )
    return "{" + " ".join(said) + "}"
