"""engross build: make the editions."""

import argparse
import json
from pathlib import Path

from pipeline.diagnostics import Exit
from pipeline.project import DERIVED, FORMATS, find_source, parse_formats
from pipeline.terminal import Terminal

HELP = "make the PDF, the Word file, the e-book and the web page of a source"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    source_arguments(parser)
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("build"), help="where the editions go (build/)")
    parser.add_argument(
        "--word-template",
        metavar="FILE",
        type=Path,
        help="a house template (.dotx or .docx) whose styles the Word file takes",
    )
    parser.add_argument(
        "--no-verify",
        dest="verify",
        action="store_false",
        help="do not read the finished files back: nothing is proved",
    )
    parser.add_argument("--timings", action="store_true", help="say how long each stage took")
    parser.epilog = "example:  engross build source/declaration.md --to pdf,epub --out out"


def source_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of every command that reads a source."""
    parser.add_argument(
        "source", metavar="SOURCE", nargs="?", type=Path, help="the Markdown source (the one in ./source/)"
    )
    parser.add_argument(
        "--to",
        metavar="FORMATS",
        default=",".join(FORMATS),
        help=f"which editions, with commas between ({','.join(FORMATS)}; also {', '.join(DERIVED)})",
    )
    parser.add_argument("--theme", metavar="DIR", type=Path, help="a folder with your theme.toml, templates and words")
    parser.add_argument("--json", action="store_true", help="diagnostics as JSON Lines on standard output")
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Make the editions, and say what was made."""
    from pipeline.build import build

    source = options.source or find_source(Path())
    made = build(
        source,
        parse_formats(options.to),
        out=options.out,
        theme=options.theme,
        word_template=options.word_template,
        verify=options.verify,
        report=terminal.report,
        progress=terminal.progress,
    )
    if not options.json:
        for path in made:
            terminal.print(f"{path}  {path.stat().st_size / 1000:,.0f} kB")
        said = "read back: they say what the source says" if options.verify else "not read back: nothing is proved"
        terminal.print(said)
    if options.timings:
        for stage, seconds in terminal.timings():
            terminal.print(
                json.dumps({"stage": stage, "seconds": round(seconds, 3)})
                if options.json
                else f"{seconds:7.3f} s  {stage}"
            )
    return Exit.FINE
