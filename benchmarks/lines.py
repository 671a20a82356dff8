"""How good the lines of the PDF are, WeasyPrint's and fitted ones: `python -m benchmarks.lines TEXT`.

TEXT is any long text, a paragraph between blank lines, such as the Rome Statute. Its long paragraphs are set without
labels or headings, which have lines of their own.
"""

import argparse
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.build import prepare
from pipeline.writers.pdf import _laid_out, files

_SHORTEST = 100
"""Characters of a paragraph that is set: a shorter one is a heading, a date, or one line."""

_HEAD = "---\ntitle: Lines\nlanguage: en-GB\ndate: 2021-07-06\nscheme: resolution\n---\n\n"
_LABEL = re.compile(r"^(?:\(?(?:\d+|[a-z]+)[.)]\s+)+")
_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
_MARKUP = re.compile(r"[#*_<>\[\]{}`\\|]")
_HYPHENS = {False: "6 3 3", True: "6 2 3"}
"""The best of WeasyPrint's own lines, and the default theme's."""


class Figures(NamedTuple):
    """Lines, those with spaces more than .2 and .35 em wider than the face's, the widest in em, hyphens, pages."""

    lines: int
    loose: int
    worse: int
    widest: float
    hyphens: int
    pages: int


def measure(text: str, size: str, *, fit: bool) -> Figures:
    """The lines of a text on pages of one size, on the laid-out boxes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, theme = folder / "lines.md", folder / "theme"
        source.write_text(_HEAD + "\n\n".join(_paragraphs(text)) + "\n", "utf-8")
        theme.mkdir()
        (theme / "theme.toml").write_text(f'size = "{size}"\n[text]\nhyphenate = "{_HYPHENS[fit]}"\n', "utf-8")
        publication = prepare(source, ("pdf",), theme=theme, report=lambda _: None)
    page = publication.pages["pdf/page.html"]
    with _laid_out(page, files(publication), publication.places, fit=fit) as laid_out:
        return _figures(laid_out.document)


def _paragraphs(text: str) -> list[str]:
    plain = (_LABEL.sub("", " ".join(_LINK.sub(r"\1", block).split())) for block in re.split(r"\n\s*\n|  \n", text))
    return [_MARKUP.sub("", block) for block in plain if len(block) >= _SHORTEST]


def _figures(document: Any) -> Figures:
    from pipeline.writers.pdf.lines import ends_in_hyphen
    from pipeline.writers.pdf.tree import LINE, MARGIN, TEXT, page_boxes, walk

    pages = page_boxes(document)
    boxes = [box for page in pages for box in walk(page, into=lambda box: not isinstance(box, MARGIN))]
    lines = [box for box in boxes if isinstance(box, LINE) and box.style["text_align_all"] == "justify"]
    extras = []
    for line in lines:
        texts = [box for box in walk(line) if isinstance(box, TEXT)]
        spaces = (box.justification_spacing + box.style["word_spacing"] for box in texts)
        extras.append(max(spaces, default=0) / line.style["font_size"])
    hyphens = sum(line.resume_at is not None and ends_in_hyphen(line) for line in lines)
    loose, worse = (sum(extra > most for extra in extras) for most in (0.2, 0.35))
    return Figures(len(lines), loose, worse, max(extras), hyphens, len(pages))


HEAD = ("Page", "Lines", "Over .2 em", "Over .35 em", "Widest, em", "Hyphens", "Pages")


def rows(text: str) -> Iterator[tuple[str, ...]]:
    """The table of a text, row by row."""
    for size in ("A4", "A5"):
        for fit in (False, True):
            found = measure(text, size, fit=fit)
            figures = (found.lines, found.loose, found.worse, f"{found.widest:.2f}", found.hyphens, found.pages)
            yield f"{size}, {'fitted' if fit else 'WeasyPrint’s'}", *map(str, figures)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser("benchmarks.lines", description=__doc__)
    parser.add_argument("text", type=Path)
    text = parser.parse_args().text.read_text("utf-8")
    for row in (HEAD, ("---", *["---:"] * (len(HEAD) - 1)), *rows(text)):
        print("|", *(f"{cell} |" for cell in row), flush=True)


if __name__ == "__main__":
    main()
