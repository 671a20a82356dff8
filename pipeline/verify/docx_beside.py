"""What a Word file holds beside its text: running heads, notes, comments, properties, other parts."""

import re
from collections.abc import Iterator

from pipeline.verify.transcript import Furniture, Hidden, Place
from pipeline.wordprocessing.fields import parse
from pipeline.wordprocessing.package import Package, local, on, w
from pipeline.wordprocessing.sections import Section
from pipeline.wordprocessing.story import read
from pipeline.wordprocessing.text import Paragraph, words

_KEYS = {
    "title": "title",
    "language": "language",
    "creator": "organ",
    "identifier": "identifier",
    "keywords": "subjects",
    "description": "description",
    "subject": "kind",
    "lastModifiedBy": "last editor",
    "category": "category",
    "contentStatus": "status",
}
_EXTENDED = {"Company": "publisher", "Manager": "manager", "HyperlinkBase": "base of links"}
_PLAIN = frozenset(
    [
        "styles",
        "stylesWithEffects",
        "numbering",
        "settings",
        "webSettings",
        "fontTable",
        "theme",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "comments",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "people",
        "image",
        "hyperlink",
        "customXml",
        "font",
        "officeDocument",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
    ]
)
"""Relationships that are dealt with, or hold no words."""

_WHAT = {
    "aFChunk": "another file, which is taken in when this one is opened",
    "subDocument": "another file, which is taken in when this one is opened",
    "oleObject": "an object of another program",
    "package": "an object of another program",
    "attachedTemplate": "a template elsewhere",
    "vbaProject": "a program",
    "wordVbaData": "a program",
    "glossaryDocument": "building blocks",
    "chart": "a diagram",
    "diagramData": "a diagram",
    "mailMergeSource": "data elsewhere",
}
_CHANGES = tuple(
    w(f"{name}Change") for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid", "numbering")
)


def furniture(package: Package, shown: list[Section]) -> Iterator[Furniture | Hidden]:
    """The text of running heads and feet, by type and the section from which on it stands; or hidden from all pages."""
    seen: set[str] = set()
    before: dict[tuple[str, str], str] = {}
    for count, section in enumerate(shown, 1):
        for (kind, type_), name in section.shown.items():
            seen.add(name)
            if before.get((kind, type_)) != name and name in package.parts:
                yield from _head(package, name, f"{kind}, {type_}" + (f", section {count}" if count > 1 else ""))
        before = section.shown
    heads = [
        target
        for kind, target, out in package.relations(package.main).values()
        if kind in ("header", "footer") and not out
    ]
    for name in dict.fromkeys(heads):
        if name not in seen and name in package.parts:
            for found in _head(package, name, ""):
                yield Hidden(found.text, "a running head that no page shows", found.place)


def _head(package: Package, name: str, where: str) -> Iterator[Furniture | Hidden]:
    story = read(package.tree(name))
    for paragraph in story.joined(accept=False):
        if text := _line(paragraph):
            yield Furniture(where, text, Place(name))
    for aside in story.asides:
        yield Hidden(aside.text, aside.how, Place(name))


def _line(paragraph: Paragraph) -> str:
    """A line of a running head: a field stands as its name in braces, once for all of its result."""
    parts: list[str] = []
    for piece in paragraph.pieces:
        if piece.code:
            continue
        text = f"{{{parse(piece.field).name}}}" if piece.field else piece.text
        if not (piece.field and parts and parts[-1] == text):
            parts.append(text)
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def hidden(package: Package) -> Iterator[Hidden]:
    """Comments, tracked changes of formatting, settings, parts and relationships that may show or hide other words."""
    for part in sorted(package.parts):
        if part.endswith(".rels"):
            yield from _related(package, part)
    for kind, name, outside in package.relations(package.main).values():
        if kind == "comments" and not outside and name in package.parts:
            for comment in package.tree(name):
                yield Hidden(words(comment), "a comment", Place(name))
    for change in package.document.iter(*_CHANGES):
        kind = local(change)
        yield Hidden("", f"a change of formatting that is tracked ({kind})", Place(package.main))
    settings = package.related("settings")
    for name in ("updateFields", "linkStyles", "documentProtection", "mailMerge") if settings is not None else ():
        found = settings.find(w(name)) if settings is not None else None
        if found is not None and (name != "updateFields" or on(found)):
            yield Hidden(name, "a setting that lets Word show something else", Place("settings"))


def _related(package: Package, part: str) -> Iterator[Hidden]:
    folder, _, name = part.rpartition("_rels/")
    source = folder + name.removesuffix(".rels")
    for kind, target, outside in package.relations("" if source == "" else source).values():
        if kind == "image" and outside:
            yield Hidden(target, "a picture that lies elsewhere", Place(source))
        elif kind == "customXml" and not outside and target in package.parts and target.endswith(".xml"):
            text = " ".join("".join(map(str, package.tree(target).itertext())).split())
            if text:
                yield Hidden(text[:400], "data beside the text", Place(target))
        elif kind not in _PLAIN and kind in _WHAT:
            text = words(package.tree(target)) if target.endswith(".xml") and target in package.parts else ""
            yield Hidden(text or target, _WHAT[kind], Place(source or "package"))


def metadata(package: Package) -> dict[str, str]:
    """The core properties by the common names, the organisation of the extended ones, custom ones as they are named.

    A property that is there twice with two values has both, since programs do not agree on which to show.
    """
    found: dict[str, list[str]] = {}

    def say(key: str, value: str) -> None:
        if key and value and value not in found.setdefault(key, []):
            found[key].append(value)

    for kind, name, outside in package.relations("").values():
        if outside or name not in package.parts or not kind.endswith("-properties"):
            continue
        for element in package.tree(name):
            key, text = local(element), "".join(map(str, element.itertext()))
            if kind == "core-properties" and key in ("created", "modified"):
                say("date" if key == "created" else "modified", text[:10])
            elif kind == "core-properties":
                say(_KEYS.get(key, ""), text)
            elif kind == "extended-properties":
                say(_EXTENDED.get(key, ""), text)
            elif kind == "custom-properties":
                say(f"custom {element.get('name', '')}", text)
    return {key: " / ".join(values) for key, values in found.items()}
