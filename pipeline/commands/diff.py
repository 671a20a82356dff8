"""engross diff: what two finished files say differently, clause by clause."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.verify import read, transcript
from pipeline.diagnostics import Exit
from pipeline.terminal import Terminal, safe

if TYPE_CHECKING:
    from pipeline.verify.differences import Difference

HELP = "say what two finished files, of any of the formats, say differently"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("one", metavar="A", type=Path, help="a PDF, Word file, e-book or web page")
    parser.add_argument("other", metavar="B", type=Path, help="the file that it is compared with")
    form = parser.add_argument
    form("--as", dest="form", choices=("text", "json", "html"), default="text", help="the form of the answer (text)")
    parser.epilog = "example:  engross diff draft.docx build/declaration.pdf --as html > changes.html"


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Print the differences in the form asked for."""
    from pipeline.verify.compare import against_file

    one, other = (transcript(path, read(path)) for path in (options.one, options.other))
    differences = against_file(one, other).differences
    if options.form == "html":
        from pipeline.verify.difference_page import page

        terminal.print(page(options.one.name, options.other.name, one, other, differences), raw=True)
    elif options.form == "json":
        for difference in differences:
            terminal.print(json.dumps(_plain(difference), ensure_ascii=True))
    else:
        for difference in differences:
            terminal.print(_text(difference))
        terminal.print(_sum(len(differences)))
    return Exit.PROBLEMS if differences else Exit.FINE


def _sum(count: int) -> str:
    return f"{count} difference{'s' * (count > 1)}" if count else "they say the same"


def _plain(difference: "Difference") -> dict[str, str]:
    from pipeline.verify.proof import name_of

    return {
        "check": difference.check,
        "clause": name_of(difference.passage),
        "message": difference.message,
        "a": difference.expected,
        "b": difference.found,
        "place": str(difference.place),
    }


def _text(difference: "Difference") -> str:
    from pipeline.verify.proof import name_of, side_by_side

    head = ": ".join(filter(None, (name_of(difference.passage), difference.message)))
    sides = side_by_side(difference.expected, difference.found, ("A", "B"))
    return "\n".join((safe(head), *(f"  {safe(line)}" for line in filter(None, sides.split("\n"))), ""))
