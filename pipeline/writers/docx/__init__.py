"""The Word file: rendered parts, checked and packed. What it looks like is said in templates/docx alone."""

import posixpath

from lxml import etree

from pipeline.diagnostics import Diagnostic, Reporter
from pipeline.identifiers import identify
from pipeline.rendering import Publication
from pipeline.writers.docx.fonts import obfuscate
from pipeline.writers.docx.house import open_house
from pipeline.writers.docx.markup import FONT_TABLE, RELATIONSHIPS, R, elements, parse, relations, value
from pipeline.writers.docx.merge import take_house
from pipeline.writers.docx.package import OBFUSCATED, Binary, pack
from pipeline.writers.docx.references import check


def docx(publication: Publication, *, report: Reporter, template: bytes | None = None) -> bytes:
    """A WordprocessingML package (ECMA-376, transitional); b"" where something was wrong, which is then reported.

    `template` is a house template, a .docx or .dotx: house.py says what is refused, merge.py and letterhead.py what is
    taken from it.
    """
    parts = _parse(publication, report)
    if parts is None:
        return b""
    binaries = _fonts(parts, publication) | _pictures(publication)
    if template is not None:
        house = open_house(template, report=report)
        if house is None:
            return b""
        take_house(parts, binaries, house, report=report)
    problems = list(check(parts, binaries))
    for problem in problems:
        report(problem)
    if problems:
        return b""
    identifier = identify(publication.metadata).text
    return pack(parts, binaries, publication.metadata, identifier, publication.modified)


def _parse(publication: Publication, report: Reporter) -> dict[str, etree._Element] | None:
    """The rendered parts as trees, by name; None when one is no XML."""
    parts: dict[str, etree._Element] = {}
    sound = True
    for page, text in publication.pages.items():
        if page.startswith("docx/"):
            name = page.removeprefix("docx/")
            try:
                parts[name] = parse(text.encode())
            except etree.XMLSyntaxError as error:
                hint = "mend the template of that name"
                report(Diagnostic("docx-markup", f"{name} is not XML: {error.msg}", hint=hint))
                sound = False
    return parts if sound else None


def _fonts(parts: dict[str, etree._Element], publication: Publication) -> dict[str, Binary]:
    """The faces that the font table embeds; the file is named by the face's key in the theme."""
    keys = {
        element.get(f"{{{R}}}id"): value(element, "fontKey")
        for element in elements(parts[FONT_TABLE], "embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
    }
    made = {}
    for relation in parts[relations(FONT_TABLE)].iter(f"{{{RELATIONSHIPS}}}Relationship"):
        target = relation.get("Target") or ""
        face = publication.faces.get(posixpath.splitext(posixpath.basename(target))[0])
        if face and (key := keys.get(relation.get("Id"))):
            made[f"word/{target}"] = Binary(OBFUSCATED, obfuscate(face, key))
    return made


def _pictures(publication: Publication) -> dict[str, Binary]:
    return {f"word/{image.name}": Binary(image.media_type, image.data) for image in publication.images}
