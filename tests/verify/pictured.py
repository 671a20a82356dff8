"""A text with two pictures of one size, as e-book and web page."""

import functools
import tempfile
from pathlib import Path

from PIL import Image

from tests.verify.pages import Parts, Published, packed, publish, unpacked

TEXT = """---
title: On Pictures
language: en
date: 2021-07-06
---

I. We meet.

![A dark wall](dark.png)

II. We part.

![A light wall](light.png)
"""


@functools.cache
def pictured() -> Published:
    with tempfile.TemporaryDirectory() as folder:
        for name, grey in (("dark", 40), ("light", 210)):
            Image.new("L", (40, 30), grey).save(Path(folder) / f"{name}.png")
        source = Path(folder) / "pictures.md"
        source.write_text(TEXT, "utf-8")
        return publish(source)


def exchanged(text: str, one: str, other: str) -> str:
    """The text with two parts of it in each other's place."""
    assert one in text
    assert other in text
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def book(mutate: object) -> bytes:
    """The book after a mutator has been at it."""
    parts: Parts = unpacked(pictured().files["epub"])
    mutate(parts)  # type: ignore[operator]  # a function of the parts
    return packed(parts)
