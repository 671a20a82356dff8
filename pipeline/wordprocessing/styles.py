"""Styles resolved: what a paragraph or run has of a property through its style, those it is based on, and the defaults.

Nearest first: what is said directly, the character style, the paragraph style, the table's, the defaults (17.7.2).
"""

from dataclasses import dataclass

from lxml import etree

from pipeline.wordprocessing.package import children, val, w
from pipeline.wordprocessing.properties import TOGGLES, Properties, is_on, merge, read

DEEPEST = 30
"""Styles that one may be based on in a chain; a circle ends where it closes."""


@dataclass(slots=True)
class Style:
    """One w:style with its own properties; `next` and what else a program offers is left out."""

    identifier: str
    name: str
    type: str
    base: str
    properties: dict[str, Properties]


class Styles:
    """The style sheet of a package; without one, everything is default."""

    def __init__(self, root: etree._Element | None) -> None:
        self.known: dict[str, Style] = {}
        self.default = ""
        self.defaults: dict[str, Properties] = {"pPr": {}, "rPr": {}}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._chained: dict[tuple[str, str], Properties] = {}
        self._runs: dict[tuple[str, str, str], Properties] = {}
        self._direct: dict[etree._Element, Properties] = {}
        for element in root.iter(w("style")) if root is not None else ():
            by = children(element)
            made = Style(
                element.get(w("styleId"), ""),
                val(by.get("name")),
                element.get(w("type"), "paragraph"),
                val(by.get("basedOn")),
                {kind: read(by.get(kind)) for kind in ("pPr", "rPr")},
            )
            self.known.setdefault(made.identifier, made)
            if made.type == "paragraph" and element.get(w("default")) in ("1", "true", "on"):
                self.default = made.identifier
        if root is not None:
            for kind in ("pPr", "rPr"):
                self.defaults[kind] = read(root.find(f"{w('docDefaults')}/{w(kind + 'Default')}/{w(kind)}"))

    def chain(self, identifier: str) -> tuple[str, ...]:
        """A style and those that it is based on, nearest first (17.7.4.3), each once."""
        if identifier not in self._chains:
            found: list[str] = []
            at = identifier
            while at in self.known and at not in found and len(found) < DEEPEST:
                found.append(at)
                at = self.known[at].base
            self._chains[identifier] = tuple(found)
        return self._chains[identifier]

    def names(self, identifier: str) -> list[str]:
        """The names along the chain in small letters: programs keep names when they save, but not their case."""
        return [self.known[name].name.lower() for name in self.chain(identifier)]

    def own(self, identifier: str, kind: str) -> Properties:
        """What one style says itself, as "pPr" or "rPr"."""
        style = self.known.get(identifier)
        return style.properties[kind] if style is not None else {}

    def chained(self, identifier: str, kind: str) -> Properties:
        """What a style and those below it say, without the defaults."""
        key = identifier, kind
        if key not in self._chained:
            merged: Properties = {}
            for name in self.chain(identifier):
                merged = merge(merged, self.known[name].properties[kind])
            self._chained[key] = merged
        return self._chained[key]

    def of_paragraph(self, paragraph: etree._Element) -> str:
        """The identifier of a paragraph's style; of one that is not there, the default's."""
        named = self.direct(paragraph).get("pStyle", {}).get("val", "")
        return named if named in self.known else self.default

    def direct(self, paragraph: etree._Element) -> Properties:
        """What a paragraph says itself."""
        if paragraph not in self._direct:
            self._direct[paragraph] = read(paragraph.find(w("pPr")))
        return self._direct[paragraph]

    def paragraph(self, paragraph: etree._Element, level: Properties | None = None, table: str = "") -> Properties:
        """All properties of a paragraph.

        `level` are those of its list's level: they stand just behind whatever put the paragraph into the list, the
        paragraph itself or one of its styles (17.9.22).
        """
        direct = self.direct(paragraph)
        merged, waiting = direct, level
        if waiting and "numId" in direct.get("numPr", {}):
            merged, waiting = merge(merged, waiting), None
        style = self.of_paragraph(paragraph)
        if not waiting:
            merged = merge(merged, self.chained(style, "pPr"))
        else:
            for name in self.chain(style):
                said = self.known[name].properties["pPr"]
                merged = merge(merged, said)
                if waiting and "numId" in said.get("numPr", {}):
                    merged, waiting = merge(merged, waiting), None
        return merge(merge(merged, self.chained(table, "pPr")), self.defaults["pPr"])

    def run(self, run: etree._Element | None, paragraph: etree._Element, table: str = "") -> Properties:
        """All properties of a run's characters; without a run, those of the paragraph's style."""
        said = run.find(w("rPr")) if run is not None else None
        direct = read(said) if said is not None else {}
        character = direct.get("rStyle", {}).get("val", "")
        key = self.of_paragraph(paragraph), character, table
        if key not in self._runs:
            self._runs[key] = self._styled(*key)
        return merge(direct, self._runs[key]) if direct else self._runs[key]

    def _styled(self, paragraph: str, character: str, table: str) -> Properties:
        parts = [self.chained(name, "rPr") for name in (character, paragraph, table)]
        defaults = self.defaults["rPr"]
        merged: Properties = {}
        for part in (*parts, defaults):
            merged = merge(merged, part)
        for toggle in TOGGLES & merged.keys():  # on where an odd number of styles says so, or the defaults (17.7.3)
            switched = sum(is_on(part.get(toggle)) for part in parts) % 2 == 1 or is_on(defaults.get(toggle))
            merged[toggle] = {"val": "1" if switched else "0"}
        return merged
