"""engross diff: what two finished files say differently, clause by clause."""

import argparse
import html
import json
from pathlib import Path

from pipeline.commands.verify import read, transcript
from pipeline.diagnostics import Exit
from pipeline.terminal import Terminal, safe

HELP = "say what two finished files, of any of the formats, say differently"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("one", metavar="A", type=Path, help="a PDF, Word file, e-book or web page")
    parser.add_argument("other", metavar="B", type=Path, help="the file that it is compared with")
    parser.add_argument(
        "--as", dest="form", choices=("text", "json", "html"), default="text", help="the form of the answer (text)"
    )


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    from pipeline.verify.compare import against_file
    from pipeline.verify.proof import side_by_side

    one, other = (transcript(path, read(path)) for path in (options.one, options.other))
    differences = against_file(one, other).differences
    if options.form == "html":
        terminal.print(_page(options, differences))
    for difference in differences if options.form != "html" else ():
        clause = difference.passage.label if difference.passage else ""
        if options.form == "json":
            terminal.print(
                json.dumps(
                    {
                        "check": difference.check,
                        "clause": clause,
                        "message": difference.message,
                        "a": difference.expected,
                        "b": difference.found,
                        "place": str(difference.place),
                    }
                )
            )
        else:
            shown = (
                side_by_side(difference.expected, difference.found)
                .replace("expected ", "A ", 1)
                .replace("\nfound    ", "\nB ", 1)
            )
            terminal.print(
                safe(f"{clause or '-'} {difference.message}").strip()
                + "\n"
                + "\n".join(f"  {safe(line)}" for line in shown.split("\n")[:2])
            )
    if not differences and options.form == "text":
        terminal.print("they say the same")
    return Exit.PROBLEMS if differences else Exit.FINE


def _page(options: argparse.Namespace, differences: tuple) -> str:  # type: ignore[type-arg]  # Difference is imported late
    names = [html.escape(path.name) for path in (options.one, options.other)]
    rows = "".join(
        f"<tr><th scope=row>{html.escape(difference.passage.label if difference.passage else '')}</th><td>{html.escape(difference.message)}</td>"
        f"<td><del>{html.escape(difference.expected)}</del></td><td><ins>{html.escape(difference.found)}</ins></td></tr>"
        for difference in differences
    )
    said = (
        f"<table><thead><tr><th scope=col>Clause<th scope=col>What<th scope=col>{names[0]}<th scope=col>{names[1]}</thead><tbody>{rows}</tbody></table>"
        if rows
        else "<p>They say the same.</p>"
    )
    style = "body{font:1rem/1.5 serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}th,td{text-align:start;vertical-align:top;padding:.5rem .75rem .5rem 0}del{text-decoration:line-through}ins{text-decoration:underline}"
    return f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>{names[0]} and {names[1]}</title><style>{style}</style><h1>{names[0]} and {names[1]}</h1>{said}</html>"
