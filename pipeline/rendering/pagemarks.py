"""Marks in a page of HTML or XHTML where the pages of the PDF begin: put in between the characters, which stay."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, Stopped
from pipeline.pagemap import RUNNING, Begin

_PIECE = re.compile(
    r"<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|&#?\w+;|\s+|.", re.DOTALL
)
_HEADING = re.compile(r"h[1-6]")
_UNCOUNTED = re.compile(r"[\s\u00ad\u200b]*")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A tag, white space, or a character that counts: where it begins and ends in the page."""

    begin: int
    end: int
    tag: str = ""
    closes: bool = False
    blank: bool = False


def marked(page: str, begins: Iterable[tuple[int, Begin]], mark: Callable[[int], str], name: str) -> str:
    """The `page` with a `mark` where each numbered page begins, in the words of docs/ebook.md: before its first word.

    A mark stands outside of what begins with that word (a link, emphasis), and before a heading as a whole. Raises
    Stopped where the page, called `name`, does not have the place.
    """
    put: dict[int, str] = {}
    for number, begin in begins:
        at = _place(page, begin)
        if at is None:
            where = f"“{begin.anchor}”" if begin.anchor else "the title block"
            message = f"page {number} of the PDF begins in {where}, which {name} does not have in the same words"
            hint = "a theme's templates must give each block its identifier and its words"
            raise Stopped(Diagnostic("page-mark-nowhere", message, hint=hint))
        put[at] = put.get(at, "") + mark(number)
    made, before = [], 0
    for at, marks in sorted(put.items()):
        made += [page[before:at], marks]
        before = at
    return "".join((*made, page[before:]))


def _place(page: str, begin: Begin) -> int | None:
    """Where the mark goes: an index into the page."""
    sought = f'id="{html.escape(begin.anchor)}"' if begin.anchor else 'class="title-block"'
    opened = re.search(rf"<[a-zA-Z][^<>]*\s{re.escape(sought)}[^<>]*>", page)
    if not opened:
        return None
    passed, before, last = 0, opened.end(), opened.end()
    for piece in _pieces(page, opened.end()):
        if piece.tag:
            # Before the opening tags of inline elements, but behind those of blocks and behind what is closed.
            if piece.closes or piece.tag not in RUNNING:
                before = piece.begin if _is_before(piece, passed, begin) else piece.end
            continue
        if piece.blank:
            before = piece.end if before == piece.begin else before
            continue
        if passed == begin.offset:
            return before
        passed += 1
        before = last = piece.end
    return last if passed == begin.offset else None


def _is_before(piece: _Piece, passed: int, begin: Begin) -> bool:
    return not piece.closes and passed == begin.offset == 0 and bool(_HEADING.fullmatch(piece.tag))


def _pieces(page: str, start: int) -> Iterator[_Piece]:
    """Tags and characters from a place on; a picture is a tag, and a character where it stands."""
    at = start
    while found := _PIECE.match(page, at):
        at = found.end()
        tag = (found[2] or "").lower()
        if tag == "img":
            yield _Piece(found.start(), at)
        elif tag:
            yield _Piece(found.start(), at, tag, closes=bool(found[1]))
        elif not found[0].startswith("<!--"):
            yield _Piece(found.start(), at, blank=bool(_UNCOUNTED.fullmatch(html.unescape(found[0]))))
