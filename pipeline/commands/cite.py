"""engross cite: how a clause is cited, by its number and page, and the one anchor that leads to it in every edition."""

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.diagnostics import Diagnostic, Exit, Stopped
from pipeline.project import find_source
from pipeline.terminal import Terminal

if TYPE_CHECKING:
    from pipeline.model import Block, NumberedDocument

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
    from pipeline.editions import known_pages
    from pipeline.rendering.docx.flow import BOOKMARK

    source = options.source or find_source(Path())
    reading = read(source, theme=options.theme, report=terminal.report)
    block = _find(options.place, reading.numbered, reading.words)
    publication = reading.rendering(("pdf", "epub"))
    anchor = reading.numbered.numbers[block].anchor
    pages = known_pages(publication, report=terminal.report)
    told = _told(block, reading.numbered, reading.words, pages.spans.get(anchor) if pages else None)
    size = publication.theme.page
    told["edition"] = f"{source.stem}.pdf, {_millimetres(size.width.pt)} × {_millimetres(size.height.pt)} mm"
    file = next(name for name, page in publication.pages.items() if f'id="{anchor}"' in page and "epub/" in name)
    told["links"] = {
        "pdf": f"{source.stem}.pdf#{anchor}",
        "html": f"{source.stem}.html#{anchor}",
        "epub": f"{file.removeprefix('epub/')}#{anchor}",
        "docx": f"{BOOKMARK}{anchor}",
    }
    terminal.print(json.dumps(told, ensure_ascii=False) if options.json else _as_text(told))
    return Exit.FINE


def _told(block: "Block", numbered: "NumberedDocument", words: Any, span: tuple[int, int] | None) -> dict[str, Any]:
    from pipeline.model import Division
    from pipeline.rendering.citation import citation, provisions
    from pipeline.walk import plain

    metadata, number = numbered.document.metadata, numbered.numbers[block]
    provision = provisions(numbered, words).get(block, "")
    heading = plain(block.heading) if isinstance(block, Division) else ""
    page = ""
    if span:
        pattern = words["page"]["cited-page" if span[0] == span[1] else "cited-pages"]
        page = str(pattern).format(first=span[0], last=span[1])
    return {
        "citation": citation(metadata, words, provision or heading, page),
        "title": metadata.title,
        "date": str(metadata.date or ""),
        "provision": provision or heading,
        "label": number.label,
        "anchor": number.anchor,
        "pages": list(span or ()),
    }


def _as_text(told: dict[str, Any]) -> str:
    links = told["links"]
    pages = "–".join(map(str, dict.fromkeys(told["pages"]))) or "not known"
    lines = (
        ("anchor", f"#{told['anchor']}"),
        ("page", f"{pages} ({told['edition']})"),
        ("PDF", links["pdf"]),
        ("web page", links["html"]),
        ("e-book", links["epub"]),
        ("Word", f"the bookmark {links['docx']}"),
    )
    return "\n".join((told["citation"], "", *(f"  {name:8}  {said}" for name, said in lines)))


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
    prefix = str(words["provision"][numbered.document.metadata.scheme]).format(label="")
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
