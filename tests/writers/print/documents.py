"""Documents that are printed for the tests: black text, a house colour, pictures of all kinds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

import pipeline
from pipeline.diagnostics import Diagnostic
from tests.library import EXAMPLE, theme_with
from tests.validators import ROOT

HOUSE = """
size = "A5"

[inks]
title = "spot(House Red, 0 95 80 20)"
label = "spot(House Red, 0 95 80 20)"
division = "cmyk(100 60 0 30)"
head = "#666666"

[print]
bleed = "5mm"
gutter = "2mm"
"""

PICTURES = """---
title: Pictures
language: en
date: 2021-07-06
---

I. We look at pictures, and [at the web](https://example.org).

![Red](red.png)

![Grey](grey.png)

![See-through](through.png)

![A photograph](photo.jpg)

![Dark](dark.png)
"""


@dataclass(frozen=True, slots=True)
class Printed:
    """One document: the print, the PDF that it was made from, what was said of it."""

    print: Path
    pdf: Path
    said: list[Diagnostic] = field(default_factory=list)

    def boxes(self, name: str) -> list[list[float]]:
        """One box of each page; [] where it has none."""
        with pikepdf.open(self.print) as pdf:
            return [[float(side) for side in page.obj.get(name, [])] for page in pdf.pages]


def printed(source: Path, out: Path, theme: Path | None = None) -> Printed:
    """Build the PDF and the print, proved."""
    said: list[Diagnostic] = []
    pipeline.build(source, ("pdf", "print"), out=out, theme=theme, report=said.append)
    return Printed(out / f"{source.stem}.print.pdf", out / f"{source.stem}.pdf", said)


def make_prints(folder: Path) -> Mapping[str, Printed]:
    """Every document, by name."""
    house = theme_with(folder / "house", HOUSE)
    _draw(folder)
    pictures = folder / "pictures.md"
    pictures.write_text(PICTURES, "utf-8")
    return {
        "declaration": printed(ROOT / "source" / "declaration.md", folder / "a"),
        "house": printed(EXAMPLE / "example.md", folder / "b", house),
        "pictures": printed(pictures, folder / "c"),
    }


def _draw(folder: Path) -> None:
    """Pictures with 1800 dots across, which is 300 an inch and more on the A4 page; "dark" has fewer."""
    Image.new("RGB", (1800, 300), (200, 30, 40)).save(folder / "red.png")
    Image.linear_gradient("L").resize((1800, 300)).save(folder / "grey.png")
    through = Image.new("RGBA", (1800, 300), (0, 0, 0, 0))
    ImageDraw.Draw(through).rectangle((0, 0, 900, 300), fill=(31, 75, 143, 128))
    through.save(folder / "through.png")
    Image.radial_gradient("L").resize((1800, 300)).convert("RGB").save(folder / "photo.jpg", quality=90)
    Image.new("RGB", (500, 100), (2, 0, 1)).save(folder / "dark.png")
