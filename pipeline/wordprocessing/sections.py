"""Sections: the paper, and which running heads and feet its pages show (ECMA-376 part 1, 17.6 and 17.10)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.wordprocessing.package import R, on, size_of, w


@dataclass(slots=True)
class Section:
    """One section. Lengths in twips; `shown` and `unshown` are parts by kind and type, as ("header", "first")."""

    width: int = 12240
    left: int = 1440
    right: int = 1440
    rtl: bool = False
    shown: dict[tuple[str, str], str] = field(default_factory=dict)
    unshown: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def measure(self) -> int:
        """The width of the text."""
        return self.width - self.left - self.right


def sections(body: etree._Element, parts: dict[str, str], *, facing: bool) -> Iterator[Section]:
    """The sections in order. `parts` are names of parts by relationship, `facing` is settings.xml's evenAndOddHeaders.

    A type that a section does not say is the one of the section before (17.10.5).
    """
    before: dict[tuple[str, str], str] = {}
    for element in body.iter(w("sectPr")):
        parent = element.getparent()
        if parent is not None and parent.tag == w("sectPrChange"):
            continue
        made = Section(rtl=bool(on(element.find(w("bidi")))))
        if (paper := element.find(w("pgSz"))) is not None:
            made.width = size_of(paper.get(w("w"))) or made.width
        if (margins := element.find(w("pgMar"))) is not None:
            made.left, made.right = (size_of(margins.get(w(side))) for side in ("left", "right"))
        first = bool(on(element.find(w("titlePg"))))
        for kind in ("header", "footer"):
            for reference in element.findall(w(f"{kind}Reference")):
                name = parts.get(reference.get(f"{{{R}}}id", ""), "")
                before = {**before, (kind, reference.get(w("type"), "default")): name}
        for key, name in before.items():
            seen = key[1] == "default" or (key[1] == "first" and first) or (key[1] == "even" and facing)
            (made.shown if seen else made.unshown)[key] = name
        yield made
