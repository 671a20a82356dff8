"""engross adopt: a text that exists already becomes a source, with every character accounted for."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic, Exit, Stopped
from pipeline.terminal import Terminal

if TYPE_CHECKING:
    from pipeline.adopting.references import Reference

HELP = "bring an existing text in: plain text, Markdown, HTML or a Word file becomes a source"
_LARGEST = 64 * 2**20
_FATES = {
    "text": "of text",
    "label": "of labels, worked out again",
    "furniture": "left out, each listed",
    "markup": "of the input's own markup and layout",
    "odd": "not understood, kept in marked blocks",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the text: .txt, .md, .html or .docx")
    parser.add_argument(
        "--out", metavar="DIR", type=Path, default=Path("source"), help="the folder of the source (source)"
    )
    parser.add_argument(
        "--scheme", metavar="S", default="", help="the numbering scheme, where it shall not be inferred"
    )
    parser.add_argument(
        "--language", metavar="TAG", default="", help="the language of the text, where it cannot be told"
    )
    parser.add_argument(
        "--revisions",
        choices=("accept", "reject", "show"),
        default="accept",
        help="what becomes of tracked changes in a Word file (accept)",
    )
    parser.add_argument("--link", action="store_true", help="make links of references that are typed out and clear")
    parser.add_argument("--explain", action="store_true", help="say line by line what was taken for what")
    parser.add_argument("--json", action="store_true", help="findings and the result as JSON Lines on standard output")
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    parser.epilog = "example:  engross adopt charter.docx && engross build source/charter.md"


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Write the source and what stands beside it: all of it, or nothing."""
    from pipeline.adopting.adoption import adopt
    from pipeline.commands.verify import read
    from pipeline.outputs import write_files

    data = read(options.file, _LARGEST)
    adopted = adopt(
        data,
        options.file,
        scheme=options.scheme,
        language=options.language,
        revisions=options.revisions,
        link=options.link,
        report=terminal.report,
    )
    files = {options.out / name: content for name, content in adopted.files.items()}
    for path in files:
        if path.exists():
            what = f"{path} is there already: nothing was written"
            hint = "name another folder with --out, or move it away"
            raise Stopped(Diagnostic("adopt-exists", what, hint=hint), status=Exit.USAGE)
    write_files(files)
    source = options.out / adopted.source
    told = [_told(each) for each in adopted.references]
    if options.explain and not options.json:
        terminal.print("\n".join(adopted.explanation))
        for each in told:
            terminal.print(f"{each['line']:>6}  reference  {each['words']} → {each['to'] or each['why']}")
    if options.json:
        said: dict[str, object] = {
            "source": str(source),
            "files": [str(path) for path in files],
            "scheme": adopted.scheme,
        }
        said |= {"labels": adopted.labels, "fitting": adopted.fitting, "characters": adopted.sums}
        if options.explain:
            said |= {"lines": adopted.explanation, "references": told}
        terminal.print(json.dumps(said, ensure_ascii=False))
        return Exit.FINE
    total = sum(adopted.sums.values())
    share = f"{adopted.fitting} of {adopted.labels} labels follow from it" if adopted.labels else "there are no labels"
    lines = [f"{source} is written", f"  scheme  {adopted.scheme}: {share}", f"  {total} characters, of which"]
    lines += [f"    {adopted.sums[fate]:>9} {what}" for fate, what in _FATES.items() if adopted.sums[fate]]
    if told:
        clear = sum(1 for each in told if each["to"])
        done = "are links now" if options.link else "are clear: --link makes links of them"
        lines.append(f"  {len(told)} references are typed out; {clear} {done}")
    terminal.print("\n".join(lines))
    return Exit.FINE


def _told(found: "Reference") -> dict[str, object]:
    target = found.target
    to = ""
    if target is not None:
        to = f"{target.label.text if target.label else target.text[:40]} (line {target.line})"
    return {"line": found.line, "words": found.words, "to": to, "why": found.why}
