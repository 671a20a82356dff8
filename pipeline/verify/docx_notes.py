"""The notes of a Word file: which number each has, as Word counts them, and by what name links reach it.

Word numbers notes by the order of their marks (ECMA-376 part 1, 17.11), footnotes and endnotes each by themselves; a
mark of somebody's own does not count. What makes it begin again on each page cannot be known here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.verify.transcript import Hidden, Place
from pipeline.wordprocessing.numerals import known, numeral
from pipeline.wordprocessing.package import Package, number, val, w
from pipeline.wordprocessing.story import read
from pipeline.wordprocessing.text import Story

ANCHOR = "_Decl_"
_KINDS = {"footnote": "decimal", "endnote": "lowerRoman"}
"""The kinds of notes with the format of their numbers where the file says none (17.11.17)."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note. `key` is its kind and id, `label` its number, "" where no mark leads to it."""

    key: str
    part: str
    label: str
    anchor: str
    story: Story


@dataclass(slots=True)
class Notes:
    """All notes of a file in the order of their marks, then those without; `hidden` is what cannot be known.

    `marks` are the number and the link of the mark that leads to each, by its key.
    """

    notes: list[Note] = field(default_factory=list)
    marks: dict[str, tuple[str, str]] = field(default_factory=dict)
    hidden: list[Hidden] = field(default_factory=list)


def notes(package: Package) -> Notes:
    """The notes of a file. Separators between text and notes hold no words."""
    made = Notes()
    for kind in _KINDS:
        parts = [
            name
            for related, name, outside in package.relations(package.main).values()
            if related == f"{kind}s" and not outside and name in package.parts
        ]
        labels = dict(_labels(package, kind, made))
        found = [_note(element, kind, part, labels) for part in parts for element in package.tree(part)]
        order = {key: at for at, key in enumerate(labels)}
        found.sort(key=lambda note: order.get(note.key, len(order)))
        made.notes += found
    made.marks = {note.key: (note.label, f"#{note.anchor}") for note in made.notes}
    return made


def _note(element: etree._Element, kind: str, part: str, labels: dict[str, str]) -> Note:
    key = f"{kind} {element.get(w('id'), '')}"
    names = [start.get(w("name"), "") for start in element.iter(w("bookmarkStart"))]
    ours = next((name.removeprefix(ANCHOR) for name in names if name.startswith(ANCHOR)), "")
    return Note(key, part, labels.get(key, ""), ours or key.replace(" ", "-"), read(element))


def _labels(package: Package, kind: str, made: Notes) -> Iterator[tuple[str, str]]:
    """The numbers of notes by their keys, in the order of their marks."""
    said = dict(_said(package, kind))
    place = Place(package.main)
    if said.get("numRestart", "continuous") != "continuous":
        made.hidden.append(Hidden("", f"the numbers of its {kind}s begin again ({said['numRestart']})", place))
    form = said.get("numFmt", _KINDS[kind])
    if not known(form):
        made.hidden.append(Hidden("", f"numbers of {kind}s in a format that is not known here ({form})", place))
    count = number(said.get("numStart"), 1)
    seen: set[str] = set()
    for mark in package.document.iter(w(f"{kind}Reference")):
        key = f"{kind} {mark.get(w('id'), '')}"
        if key in seen:
            made.hidden.append(Hidden("", "two marks lead to one note, whose second number is another", place))
        seen.add(key)
        if mark.get(w("customMarkFollows"), "0") in ("0", "false"):
            yield key, numeral(count, form)
            count += 1
        else:
            yield key, ""


def _said(package: Package, kind: str) -> Iterator[tuple[str, str]]:
    """What the settings, then the sections, say of the numbers of notes."""
    settings = package.related("settings")
    for root in (settings, package.document):
        for properties in root.iter(w(f"{kind}Pr")) if root is not None else ():
            for child in properties:
                if said := val(child):
                    yield etree.QName(child).localname, said
