"""Something else beside the text, in an e-book."""

# ruff: noqa: E501  # one damage a line

import io
from collections.abc import Mapping

from fontTools.ttLib import TTFont

from tests.verify.book import OPF, OTHER, PREAMBLE, Mutator, added, put, style, swap
from tests.verify.pages import Parts


def a_face_that_lies(parts: Parts) -> None:
    """It says “a” of the glyph of “b”, and the other way round."""
    name = "EPUB/fonts/text-regular.ttf"
    font = TTFont(io.BytesIO(parts[name]))
    for table in font["cmap"].tables:
        table.cmap[ord("a")], table.cmap[ord("b")] = table.cmap[ord("b")], table.cmap[ord("a")]
    font.save(made := io.BytesIO())
    parts[name] = made.getvalue()


DAMAGES: Mapping[str, Mutator] = {
    "a face that lies": a_face_that_lies,
    "another face": swap("EPUB/style.css", "fonts/text-italic.ttf", "fonts/title.ttf"),
    "a face of the reader's": swap("EPUB/style.css", 'url("fonts/text-italic.ttf")', "local(Arial)"),
    "a part that nothing lists": added("extra.xhtml", ""),
    "another picture": lambda parts: parts.update({name: data + b"\0" for name, data in parts.items() if "images/" in name}),
    "another subtitle": swap(OPF, ">A short text that shows most constructs</dc:title>", ">A long text</dc:title>"),
    "one statement more": swap(OPF, "</metadata>", "<dc:source>Nobody</dc:source></metadata>"),
    "another title of a page": swap(PREAMBLE, "<title>Preamble", "<title>Draft"),
    "another name of the cover": swap("EPUB/cover.xhtml", 'alt="Cover:', 'alt="Draft:'),
    "words by style": style("#clause-3 > p::after { content: ' Not so.' }"),
    "a number by style": style("ol.clauses { list-style-type: decimal }"),
    "a style that is missing": swap(OTHER, "</head>", '<link rel="stylesheet" href="other.css"/></head>'),
    "a style of another type": swap(OPF, 'media-type="text/css"', 'media-type="text/plain"'),
    "a drawing": put('<svg xmlns="http://www.w3.org/2000/svg"><text>Not in force</text></svg>'),
    "a script": put('<script type="text/javascript">document.title = ""</script>'),
    "gone on a reading system": style("@media amzn-kf8 { #clause-3 { display: none } }"),
    "a page of fixed layout": swap(OPF, "<itemref ", '<itemref properties="rendition:layout-pre-paginated" '),
    "a style by an instruction": swap(PREAMBLE, "<head>", '<?xml-stylesheet href="x.css"?><head>'),
}  # fmt: skip
ALSO = {"a style of another type": {"hidden", "look"}}
"""Where two facts are found: what else."""
