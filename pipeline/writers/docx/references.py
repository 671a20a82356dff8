"""Whether all that the parts of a Word file refer to is there, and all that must be unique is."""

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from pipeline.diagnostics import Diagnostic
from pipeline.writers.docx.markup import (
    DOCUMENT,
    FOOTNOTES,
    NUMBERING,
    RELATIONSHIPS,
    STYLES,
    WP,
    R,
    elements,
    relations,
    value,
    w,
)

LONGEST = 40
"""Characters in the name of a bookmark, at most, for Word."""

_USES = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
"""Elements that name a style, and of what type it has to be."""


def check(parts: Mapping[str, etree._Element], binaries: Iterable[str]) -> Iterator[Diagnostic]:
    """What leads nowhere or stands twice, in all `parts` by name; `binaries` are the names of the other parts."""
    names = parts.keys() | set(binaries)
    styles = {value(style, "styleId"): value(style, "type") for style in elements(parts[STYLES], "style")}
    lists = {value(number, "numId") for number in elements(parts[NUMBERING], "num")}
    definitions = {value(definition, "abstractNumId") for definition in elements(parts[NUMBERING], "abstractNum")}
    for name, root in sorted(parts.items()):
        if name.endswith(".rels"):
            yield from _targets(name, root, names)
            continue
        yield from _relationships(name, root, parts.get(relations(name)))
        for element in elements(root, *_USES):
            if styles.get(value(element)) != _USES[etree.QName(element).localname]:
                yield _dangling(name, f"the style “{value(element)}”")
        for element in elements(root, "numId"):
            if value(element) not in lists | {"0"}:
                yield _dangling(name, f"the list {value(element)}")
        yield from _fields(name, root)
    for element in elements(parts[STYLES], "basedOn", "next", "link"):
        if value(element) not in styles:
            yield _dangling(STYLES, f"the style “{value(element)}”")
    for element in elements(parts[NUMBERING], "abstractNumId"):
        if value(element) not in definitions:
            yield _dangling(NUMBERING, f"the list definition {value(element)}")
    yield from _notes(parts)
    yield from _bookmarks([parts[name] for name in (DOCUMENT, FOOTNOTES) if name in parts])
    yield from _repeats(parts)


def _targets(name: str, root: etree._Element, names: set[str]) -> Iterator[Diagnostic]:
    folder = posixpath.dirname(posixpath.dirname(name))
    for relation in root.iter(f"{{{RELATIONSHIPS}}}Relationship"):
        target = relation.get("Target") or ""
        if relation.get("TargetMode") != "External" and posixpath.normpath(posixpath.join(folder, target)) not in names:
            yield _dangling(name, f"the part “{target}”")


def _relationships(name: str, root: etree._Element, own: etree._Element | None) -> Iterator[Diagnostic]:
    known = {relation.get("Id") for relation in own} if own is not None else set()
    for element in root.iter(etree.Element):
        for attribute, identifier in element.attrib.items():
            if attribute.startswith(f"{{{R}}}") and identifier not in known:
                yield _dangling(name, f"the relationship “{identifier}”")


def _fields(name: str, root: etree._Element) -> Iterator[Diagnostic]:
    """Fields must open and close in order, one in another: Word calls a file corrupt where they do not (17.16.18)."""
    depth = 0
    for step in elements(root, "fldChar"):
        depth += {"begin": 1, "end": -1}.get(value(step, "fldCharType"), 0)
        if depth < 0:
            break
    if depth:
        yield _dangling(name, f"the {'end' if depth > 0 else 'beginning'} of a field")


def _notes(parts: Mapping[str, etree._Element]) -> Iterator[Diagnostic]:
    known = {value(note, "id") for note in elements(parts[FOOTNOTES], "footnote")} if FOOTNOTES in parts else set()
    for element in elements(parts[DOCUMENT], "footnoteReference"):
        if value(element, "id") not in known:
            yield _dangling(DOCUMENT, f"the note {value(element, 'id')}")


def _bookmarks(stories: list[etree._Element]) -> Iterator[Diagnostic]:
    names = {value(start, "name") for root in stories for start in elements(root, "bookmarkStart")}
    for link in (link for root in stories for link in elements(root, "hyperlink")):
        if (anchor := value(link, "anchor")) and anchor not in names:
            yield _dangling(DOCUMENT, f"the bookmark “{anchor}”")
    for paragraph in (paragraph for root in stories for paragraph in elements(root, "p")):
        starts = [value(start, "id") for start in elements(paragraph, "bookmarkStart")]
        ends = [value(end, "id") for end in elements(paragraph, "bookmarkEnd")]
        if sorted(starts) != sorted(ends):
            yield _dangling(DOCUMENT, f"the end of a bookmark ({', '.join(starts or ends)})")
    for name in sorted(names):
        if len(name) > LONGEST:
            yield Diagnostic("docx-dangling", f"{DOCUMENT}: the bookmark “{name}” is longer than {LONGEST} characters")


def _repeats(parts: Mapping[str, etree._Element]) -> Iterator[Diagnostic]:
    """Names that must be unique, those of bookmarks and styles without regard to case."""
    text, styles, lists = parts[DOCUMENT], parts[STYLES], parts[NUMBERING]
    bookmarks = [
        start for name in (DOCUMENT, FOOTNOTES) if name in parts for start in elements(parts[name], "bookmarkStart")
    ]
    for name, what, found in (
        (DOCUMENT, "the bookmark", [value(start, "name").lower() for start in bookmarks]),
        (DOCUMENT, "the bookmark number", [value(start, "id") for start in bookmarks]),
        (DOCUMENT, "the drawing", [drawing.get("id") or "" for drawing in text.iter(f"{{{WP}}}docPr")]),
        (STYLES, "the style", [value(style, "styleId") for style in elements(styles, "style")]),
        (STYLES, "the style named", [value(style.find(w("name"))).lower() for style in elements(styles, "style")]),
        (NUMBERING, "the list", [value(number, "numId") for number in elements(lists, "num")]),
        (NUMBERING, "the definition", [value(one, "abstractNumId") for one in elements(lists, "abstractNum")]),
    ):
        for repeated in sorted(key for key, count in Counter(found).items() if count > 1):
            yield Diagnostic("docx-dangling", f"{name}: {what} “{repeated}” stands twice")


def _dangling(name: str, what: str) -> Diagnostic:
    return Diagnostic("docx-dangling", f"{name}: {what} is not there", hint="mend the template that wrote this part")
