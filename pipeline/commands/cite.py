"""engross cite: how a clause is cited, by its number and page, and the one anchor that leads to it in every edition."""

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.diagnostics import Diagnostic, Exit, Stopped
from pipeline.project import find_source
from pipeline.terminal import Terminal

if TYPE_CHECKING:
    from pipeline.model import Block, NumberedDocument
    from pipeline.theme import Size

HELP = "say how a clause is cited: its number, its page, and where it stands in every edition"
_SHOWN = 6


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("place", metavar="ANCHOR", help="an anchor such as clause-3, or a label such as “II (a)”")
    parser.add_argument("source", metavar="SOURCE", nargs="?", type=Path, help="the source (the one in ./source/)")
    parser.add_argument("--theme", metavar="DIR", type=Path, help="the theme that the editions are made with")
    parser.add_argument("--json", action="store_true", help="the same as one line of JSON on standard output")
    parser.epilog = "example:  engross cite III source/declaration.md"


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Print the citation, and the addresses."""
    from pipeline.build import read
    from pipeline.editions import OWN_PRINT, known_pages
    from pipeline.rendering.docx.flow import BOOKMARK
    from pipeline.theme import SAME

    source = options.source or find_source(Path())
    reading = read(source, theme=options.theme, report=terminal.report)
    block = _find(options.place, reading.numbered, reading.words)
    theme = reading.theme
    own = theme.print.size not in (SAME, theme.size)  # else the print has the pages of the PDF
    publication = reading.rendering(("pdf", "epub", *(["print"] if own else [])))
    anchor = reading.numbered.numbers[block].anchor
    editions = [(f"{source.stem}.pdf", theme.page, known_pages(publication, report=terminal.report))]
    if OWN_PRINT in publication.pages:
        size = theme.sizes[theme.print.size]
        editions.append((f"{source.stem}.print.pdf", size, known_pages(publication, "print", report=terminal.report)))
    found = [_Cited(file, size, pages.spans.get(anchor) if pages else None) for file, size, pages in editions]
    told = _told(block, reading.numbered, reading.words, found)
    file = next(name for name, page in publication.pages.items() if f'id="{anchor}"' in page and "epub/" in name)
    told["links"] = {
        "pdf": f"{source.stem}.pdf#{anchor}",
        "html": f"{source.stem}.html#{anchor}",
        "epub": f"{file.removeprefix('epub/')}#{anchor}",
        "docx": f"{BOOKMARK}{anchor}",
    }
    terminal.print(json.dumps(told, ensure_ascii=False) if options.json else _as_text(told))
    return Exit.FINE


def _told(block: "Block", numbered: "NumberedDocument", words: Any, found: "list[_Cited]") -> dict[str, Any]:
    from pipeline.model import Division
    from pipeline.rendering.citation import citation, provisions
    from pipeline.walk import plain

    metadata, number = numbered.document.metadata, numbered.numbers[block]
    provision = provisions(numbered, words).get(block, "")
    heading = plain(block.heading) if isinstance(block, Division) else ""
    kinds = ("cited", "cited-print")  # words of the page in the PDF, and in a print with pages of its own
    pages = [_page(words["page"], kind, cited.span) for kind, cited in zip(kinds, found, strict=False)]
    told = {
        "citation": citation(metadata, words, provision or heading, *pages),
        "title": metadata.title,
        "date": str(metadata.date or ""),
        "provision": provision or heading,
        "label": number.label,
        "anchor": number.anchor,
        **found[0].told(),
    }
    return told | ({"print": found[1].told()} if found[1:] else {})


def _page(words: Any, kind: str, span: tuple[int, int] | None) -> str:
    if not span:
        return ""
    return str(words[f"{kind}-page" if span[0] == span[1] else f"{kind}-pages"]).format(first=span[0], last=span[1])


class _Cited(NamedTuple):
    """An edition with pages of its own, and the first and the last one of what is cited, where they are known."""

    file: str
    size: "Size"
    span: tuple[int, int] | None

    def told(self) -> dict[str, Any]:
        size = f"{_millimetres(self.size.width.pt)} × {_millimetres(self.size.height.pt)} mm"
        return {"pages": list(self.span or ()), "edition": f"{self.file}, {size}"}


def _as_text(told: dict[str, Any]) -> str:
    links = told["links"]
    lines = (
        ("anchor", f"#{told['anchor']}"),
        *(("page", _pages(edition)) for edition in (told, *([told["print"]] if "print" in told else []))),
        ("PDF", links["pdf"]),
        ("web page", links["html"]),
        ("e-book", links["epub"]),
        ("Word", f"the bookmark {links['docx']}"),
    )
    return "\n".join((told["citation"], "", *(f"  {name:8}  {said}" for name, said in lines)))


def _pages(edition: dict[str, Any]) -> str:
    return f"{'–'.join(map(str, dict.fromkeys(edition['pages']))) or 'not known'} ({edition['edition']})"


def _millimetres(points: float) -> str:
    return f"{points / 72 * 25.4:.0f}"


def _find(place: str, numbered: "NumberedDocument", words: Any) -> "Block":
    """The block of an anchor or a label. Raises Stopped where there is none, or several."""
    from pipeline.records import nearest
    from pipeline.rendering.citation import provisions

    wanted = place.removeprefix("#")
    anchors = {number.anchor.lower(): block for block, number in numbered.numbers.items() if number.anchor}
    if wanted.lower() in anchors:
        return anchors[wanted.lower()]
    named = [(name, block) for block, name in provisions(numbered, words).items()]
    labels = [(numbered.numbers[block].label, block) for _, block in named]
    prefix = str(words["provision"][numbered.scheme.provision]).format(label="")
    for names in (named, [(name.removeprefix(prefix), block) for name, block in named], labels):
        found = [block for name, block in names if _same(name, wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(numbered.numbers[block].anchor for block in found[:_SHOWN])
            message = f"“{place}” is the label of {len(found)} provisions"
            raise Stopped(Diagnostic("cite-unknown", message, hint=f"name one: {several}"), status=Exit.USAGE)
    known = [number.anchor for number in numbered.numbers.values() if number.anchor]
    hint = nearest(wanted, [*known, *(name for name, _ in named), *(name for name, _ in labels)])
    hint = hint or f"there are {', '.join(known[:_SHOWN])}" + " …" * (len(known) > _SHOWN)
    raise Stopped(Diagnostic("cite-unknown", f"nothing is called “{place}”", hint=hint), status=Exit.USAGE)


def _same(name: str, wanted: str) -> bool:
    """Whether two labels are one: full stops and spaces do not matter, capitals do."""
    return re.sub(r"[\s.]+", "", name) == re.sub(r"[\s.]+", "", wanted) != ""
