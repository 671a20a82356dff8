"""Styles resolved: what a paragraph or run has of a property through its style, those it is based on, and the defaults."""

from collections.abc import Iterator

from lxml import etree

from pipeline.wordprocessing.package import val, w

_DEEPEST = 30
"""Styles that one may be based on in a chain: a circle ends here."""


class Styles:
    """The style sheet of a package; without one, everything is default."""

    def __init__(self, root: etree._Element | None) -> None:
        self.root = root
        self.known = {style.get(w("styleId"), ""): style for style in root.iter(w("style"))} if root is not None else {}
        self.default = next((key for key, style in self.known.items() if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true")), "")

    def chain(self, identifier: str) -> Iterator[etree._Element]:
        """A style and those that it is based on, nearest first (ECMA-376 part 1, 17.7.4.3)."""
        for _ in range(_DEEPEST):
            style = self.known.get(identifier)
            if style is None:
                return
            yield style
            identifier = val(style.find(w("basedOn")))

    def name(self, identifier: str) -> str:
        """A style's name, which programs keep when they save; its identifier they rewrite."""
        style = self.known.get(identifier)
        return val(style.find(w("name"))) if style is not None else ""

    def of_paragraph(self, paragraph: etree._Element) -> str:
        """The identifier of a paragraph's style."""
        return val(paragraph.find(f"{w('pPr')}/{w('pStyle')}"), self.default) or self.default

    def paragraph_property(self, paragraph: etree._Element, name: str) -> etree._Element | None:
        """The element of a paragraph property, from the paragraph itself, its style's chain or the defaults."""
        own = paragraph.find(f"{w('pPr')}/{w(name)}")
        if own is not None:
            return own
        for style in self.chain(self.of_paragraph(paragraph)):
            found = style.find(f"{w('pPr')}/{w(name)}")
            if found is not None:
                return found
        return self._default("pPr", name)

    def run_property(self, run: etree._Element | None, paragraph: etree._Element, name: str) -> etree._Element | None:
        """The element of a run property: the run's own, its character style's, the paragraph style's, the defaults'."""
        if run is not None:
            own = run.find(f"{w('rPr')}/{w(name)}")
            if own is not None:
                return own
            for style in self.chain(val(run.find(f"{w('rPr')}/{w('rStyle')}"))):
                found = style.find(f"{w('rPr')}/{w(name)}")
                if found is not None:
                    return found
        for style in self.chain(self.of_paragraph(paragraph)):
            found = style.find(f"{w('rPr')}/{w(name)}")
            if found is not None:
                return found
        return self._default("rPr", name)

    def _default(self, kind: str, name: str) -> etree._Element | None:
        return self.root.find(f"{w('docDefaults')}/{w(kind + 'Default')}/{w(kind)}/{w(name)}") if self.root is not None else None
