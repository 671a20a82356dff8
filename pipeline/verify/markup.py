"""Passages from the elements of a web page or of an e-book's pages: what a reader meets, in order, and what hides.

Blocks and inlines are told apart by their elements, not by `display`: what a paragraph is does not change with the
window. A text is judged in every window that is asked about; the first is the one in which it is read.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from urllib.parse import urljoin

from pipeline.verify.beside import BESIDE, NOTHING, beside, embedded, field_text, spoken
from pipeline.verify.browser import BLOCKS
from pipeline.verify.elements import EPUB_TYPE, Element, squeezed
from pipeline.verify.generated import generated, marker
from pipeline.verify.hiding import transformed
from pipeline.verify.marks import marked
from pipeline.verify.markup_tables import cell_of, name_of, read_table
from pipeline.verify.pagemarks import Piece, marked_page, marks, opens
from pipeline.verify.reading import Reading
from pipeline.verify.transcript import Hidden, Kind, Mark, Passage, Run, join

_TITLE_LINES = {"organ": Kind.ORGAN, "kind": Kind.KIND, "subtitle": Kind.SUBTITLE, "date": Kind.DATE}
_BLOCKS = BLOCKS | {"caption", "dir", "li", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_HOLDERS = ("blockquote", "figure", "li", "ul", "ol", "div", "section", "aside")
_MOST_COVERS = 100
_NOTES = frozenset(("footnote", "endnote", "rearnote", "note"))
_UNSEEN_IN_PART = {"aria-hidden", "inert"}


@dataclass(frozen=True, slots=True)
class _Inside:
    """What an element stands in; `outer` is what its text has in common, `unheard` what takes it from who listens."""

    outer: Run
    stressed: int = 0
    quoted: bool = False
    items: int = 0
    header: bool = False
    unheard: str = ""
    note: bool = False


def read(root: Element, reading: Reading) -> Reading:
    """Read a page from its root."""
    for element in root.all():
        if element.id:
            reading.places.setdefault(element.id, id(element))
        if element.tag in _BLOCKS:
            above = element.parent
            while above is not None and id(above) not in reading.blocks:
                reading.blocks.add(id(above))
                above = above.parent
    _block(root, _Inside(Run("")), reading)
    reading.close()
    return reading


# ---- blocks


def _block(element: Element, inside: _Inside, reading: Reading) -> None:
    """An element that holds blocks, or is one."""
    if _aside(element, inside, reading):
        return
    inside = _entered(element, inside, reading)
    tag = element.tag
    if tag == "blockquote":
        inside = replace(inside, quoted=True, items=0)
    elif tag in ("ul", "menu", "dir"):
        inside = replace(inside, quoted=False, items=inside.items + 1)
    elif tag == "header":
        inside = replace(inside, header=True)
    elif tag == "table":
        read_table(element, reading)
    _covering(element, reading)
    _pseudo(element, reading)
    pending: list[Piece] = []
    first = True
    closed = tag == "details" and not element.has("open")
    _text(pending, element, element.node.text, inside, reading)
    for child in element.children:
        if child.tag in _BLOCKS or id(child) in reading.blocks:
            first &= not _flush(pending, element, inside, reading, first=first)
            shut = closed and child.tag != "summary"
            _block(child, replace(inside, unheard="a closed details element") if shut else inside, reading)
        else:
            pending.extend(_inline(child, inside, reading))
        _text(pending, element, child.node.tail, inside, reading)
    _flush(pending, element, inside, reading, first=first)


def _flush(pending: list[Piece], element: Element, inside: _Inside, reading: Reading, *, first: bool) -> bool:
    """Make a passage of what has come together; whether there was any."""
    label = back = ""
    runs: list[Run] = []
    pages = marks(pending, reading.waiting)
    for labels, run in pending:
        if isinstance(run, str):
            continue
        if labels and not label.strip() and not any(other.text.strip() for other in runs):
            label += run.text
            back = back or run.link
        else:
            runs.append(run)
    pending.clear()
    joined, label = join(_merged(runs)), squeezed(label)
    if not joined and not label:
        return False
    kind, level, holder = _kind(element, inside, reading, first=first)
    counted = marker(element, reading.cascade) if first else ""
    if counted and label:
        reading.add("generated marker", counted, element)
    elif counted and inside.unheard != "a closed details element":
        label = counted
    cell, table = cell_of(element, reading) if reading.tables else (None, None)
    if table is not None and id(table) not in reading.begun:
        reading.begun.add(id(table))
        anchor = name_of(table, reading) or _anchor(element, holder, reading)
    else:
        anchor = _anchor(element, holder, reading)
    also = frozenset((*(_around(element, reading) if first else ()), *reading.marks))
    reading.marks.clear()
    back = back if kind is Kind.NOTE else ""
    place = reading.place(element)
    passage = Passage(kind, joined, level, label, anchor, back=back, cell=cell, also=also, pages=pages, place=place)
    reading.waiting.clear()
    reading.passages.append(passage)
    loose = id(element) in reading.blocks or (kind is Kind.LINE and (inside.header or element.tag != "p"))
    if not loose:
        reading.kept.setdefault((kind, level), []).append(element)
    return True


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """Neighbours that differ in nothing but their words as one: a text may come in a hundred thousand pieces."""
    for _, several in itertools.groupby(runs, attrgetter("style")):
        first, *rest = several
        yield replace(first, text="".join(run.text for run in (first, *rest))) if rest else first


def _kind(  # noqa: PLR0911  # a return for each kind
    element: Element, inside: _Inside, reading: Reading, *, first: bool
) -> tuple[Kind, int, Element | None]:
    """What a piece of text is, its level, and the element that stands for it as a whole."""
    tag, parent = element.tag, element.parent
    role = element.get("role")
    heading = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) and role in ("", "heading") else 0
    if role == "heading":
        heading = int(element.get("aria-level")) if element.get("aria-level").isdecimal() else heading or 2
    if heading == 1 and not reading.titled:
        reading.titled = True
        return Kind.TITLE, 1, element
    if heading:
        return Kind.HEADING, max(min(heading, 99) - 1, 1), parent
    if inside.note and tag == "p":
        return Kind.NOTE, 0, element
    if inside.header:
        return next((kind for name, kind in _TITLE_LINES.items() if name in element.classes), Kind.LINE), 0, element
    if tag in ("figcaption", "caption"):
        return Kind.CAPTION, int(tag == "caption"), element
    if reading.tables and (cell := cell_of(element, reading)[0]):
        return Kind.CELL, int(cell.head == "column"), element
    leads = first and (opens(element) or parent is None)
    if parent is not None and "clause" in parent.classes and leads:
        levels = (int(name[6:]) for name in sorted(parent.classes) if re.fullmatch(r"level-\d{1,2}", name))
        return Kind.CLAUSE, next(levels, 0), parent
    item = element if tag == "li" and first else parent if parent is not None and parent.tag == "li" and leads else None
    if item is not None and item.parent is not None and item.parent.tag in ("ul", "menu", "dir"):
        return Kind.ITEM, inside.items, element
    return (Kind.QUOTATION if inside.quoted else Kind.LINE), 0, element


def _anchor(element: Element, holder: Element | None, reading: Reading) -> str:
    """The name by which a link reaches a passage: its own, or that of what it is the first of.

    A browser goes to the first element of a name, so that a second one has none.
    """
    for each in (element, holder):
        if each is not None and each.id and reading.places.get(each.id) == id(each):
            return each.id
    here = element
    while here.parent is not None and opens(here) and here.tag != "body":
        here = here.parent
        if here.id and reading.places.get(here.id) == id(here) and here.tag in _HOLDERS:
            return here.id
    return ""


def _around(element: Element, reading: Reading) -> Iterator[str]:
    """The names of what begins with an element: a link to a list or a quotation leads to the first words in it."""
    while opens(element) and element.parent is not None and element.parent.tag in _HOLDERS:
        element = element.parent
        if element.id and reading.places.get(element.id) == id(element):
            yield element.id


# ---- inlines


def _inline(element: Element, inside: _Inside, reading: Reading) -> Iterator[Piece]:
    """The pieces of an inline element's text, each with whether it belongs to a label."""
    if element.tag == "br":
        yield False, replace(inside.outer, text=" ")
        return
    if element.tag == "img":
        _figure(element, reading)
        return
    if element.tag == "wbr" or _aside(element, inside, reading):
        return
    inside = _entered(element, inside, reading)
    if inside.outer.note and element.tag == "a" and element.id and reading.places.get(element.id) == id(element):
        reading.marks.append(element.id)
    if page := marked_page(element):
        reading.waiting.append(page)
        yield False, page
    _covering(element, reading)
    _pseudo(element, reading)
    label = element.tag == "span" and "label" in element.classes
    apart = not label and reading.cascade.style(element).get("display") in (
        "block",
        "flex",
        "grid",
        "table",
        "list-item",
    )
    pieces: list[Piece] = []
    if apart:
        pieces.append((False, replace(inside.outer, text=" ")))
    _text(pieces, element, element.node.text, inside, reading)
    for child in element.children:
        pieces.extend(_inline(child, inside, reading))
        _text(pieces, element, child.node.tail, inside, reading)
    if apart:
        pieces.append((False, replace(inside.outer, text=" ")))
    yield from ((label or within, run) for within, run in pieces)


def _text(pieces: list[Piece], element: Element, text: str | None, inside: _Inside, reading: Reading) -> None:
    """Characters that stand directly in an element: seen, or noted as hidden."""
    if not text:
        return
    if not text.strip(" \t\n\r\f"):
        pieces.append((False, replace(inside.outer, text=text)))
        return
    if inside.unheard:
        for window in reading.windows:
            reading.note(text, inside.unheard, window, element)
    seen = inside.unheard == "" or inside.unheard in _UNSEEN_IN_PART
    for window in reading.windows:
        style = reading.cascade.style(element, "", window)
        how = reading.eye.text(style)
        if not how and (elsewhere := reading.eye.sight(style).elsewhere):
            reading.note(text, f"shown at another place than it is read ({elsewhere})", window, element)
        if not how and (shown := transformed(style, text)):
            how_shown = f"shown in other letters, as “{squeezed(shown)[:40]}”"
            reading.note(text, how_shown, window, element)
        if how:
            reading.note(text, how, window, element)
            seen &= window is not reading.windows[0]
    if seen:
        pieces.append((False, replace(inside.outer, text=text)))


def _entered(element: Element, inside: _Inside, reading: Reading) -> _Inside:
    """What the text of an element has in common: emphasis, language, direction, link, and whether it is heard."""
    spoken(element, reading)
    style = reading.cascade.style(element)
    run, stressed, unheard = inside.outer, inside.stressed, inside.unheard
    tag, above = element.tag, style.above
    if tag not in _BLOCKS and above is not None:
        stressed, run = marked(tag, style, above, stressed, run)
    if tag == "a" and element.has("href"):
        run = replace(run, link=element.get("href").strip(), note="doc-noteref" in element.get("role").split())
    decoration = f"{style.get('text-decoration')} {style.get('text-decoration-line')}".lower()
    if not run.link and ("underline" in decoration or "overline" in decoration):
        run = replace(run, emphasis=not run.emphasis)  # a line is stress to who sees it; only links have one
    language = _language(element)
    if language:
        run = replace(run, language=language if language != reading.language else "")
    direction = style.get("direction")
    shown = direction if run.language or direction != reading.direction else ""
    run = replace(run, direction=shown)
    if element.get("aria-hidden").lower() == "true":
        unheard = unheard or "aria-hidden"
    elif element.has("inert"):
        unheard = unheard or "inert"
    note = inside.note or (tag in ("aside", "div") and element.get("role") == "doc-footnote")
    if not note and _NOTES & set(element.get(EPUB_TYPE).split()):
        unheard = unheard or "a note, which reading systems take out of the text"
    return replace(inside, outer=run, stressed=stressed, unheard=unheard, note=note)


def _language(element: Element) -> str:
    """The tag that an element gives. Two that differ are both said: programs differ in which they take."""
    if not element.node.attrib:
        return ""
    plain, own = element.get("lang"), element.language
    return own if not plain or plain.lower() == own.lower() else f"{own} or {plain}"


# ---- what is not the text


def _aside(element: Element, inside: _Inside, reading: Reading) -> bool:
    """Whether an element is no part of the text; then it is listed."""
    tag = element.tag
    if tag == "img":
        _figure(element, reading)
        return True
    if tag in NOTHING:
        beside(element, "", reading)
        return True
    if tag == "aside" and element.get("role") == "doc-footnote":
        return False
    if tag in BESIDE or "skip" in element.classes or "controls" in element.classes or element.get("role") == "status":
        beside(element, inside.unheard, reading)
        return True
    return embedded(element, reading) or field_text(element, reading)


def _figure(element: Element, reading: Reading) -> None:
    holder = element.parent
    own = [each for each in (element, holder) if each is not None and each.id]
    anchor = next((each.id or "" for each in own if each is element or each.tag == "figure"), "")
    alternative = squeezed(element.get("alt"))
    pages = tuple(Mark(page, 0) for page in reading.waiting)
    reading.waiting.clear()
    reading.passages.append(
        Passage(Kind.FIGURE, (), anchor=anchor, alternative=alternative, pages=pages, place=reading.place(element))
    )
    reading.kept.setdefault((Kind.FIGURE, 0), []).append(element)
    spoken(element, reading)
    for window in reading.windows:
        sight = reading.eye.sight(reading.cascade.style(element, "", window))
        how = sight.how or (
            "visibility" if reading.cascade.style(element, "", window).get("visibility") == "hidden" else ""
        )
        if how:
            reading.note(f"[{alternative}]", how, window, element)
    _covering(element, reading)


def _pseudo(element: Element, reading: Reading) -> None:
    """Words that the style sheet writes before or after an element, and boxes that it lays over it."""
    for where, text in generated(element, reading.cascade, reading.eye, reading.windows):
        if where == "cover":
            _cover(element, text, reading)
        else:
            reading.add(where, text, element)


def _covering(element: Element, reading: Reading) -> None:
    for window in reading.windows:
        style = reading.cascade.style(element, "", window)
        sight = reading.eye.sight(style)
        lies = sight.covers or (
            element.tag in ("img", "svg", "canvas") and style.get("position") in ("absolute", "fixed")
        )
        if lies and not sight.how:
            _cover(element, str(window), reading)
            return


def _cover(element: Element, window: str, reading: Reading) -> None:
    """An opaque box may lie over all that the box holds in which it is placed."""
    reading.covers += 1
    if reading.covers > _MOST_COVERS:
        return
    holder = element
    while holder.parent is not None and holder.tag != "body":
        holder = holder.parent
        if reading.cascade.style(holder).get("position") not in ("", "static"):
            break
    text = holder.text()[:200]
    if text:
        reading.hidden.append(Hidden(text, f"something opaque lies over it ({window})", reading.place(element)))


def based(passage: Passage, base: str) -> Passage:
    """A passage's links where the page says that addresses begin elsewhere (HTML, 4.2.3): those to anchors, too."""
    runs = (replace(run, link=urljoin(base, run.link)) if run.link else run for run in passage.runs)
    return replace(passage, runs=tuple(runs))
