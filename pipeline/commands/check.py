"""engross check: say what is wrong with a source, without writing anything."""

import argparse
from pathlib import Path

from pipeline.commands.build import source_arguments
from pipeline.diagnostics import Exit
from pipeline.project import find_source, parse_formats
from pipeline.terminal import Terminal

HELP = "say what is wrong with a source, without writing anything"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    source_arguments(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Go as far as writing, and say what stands in the way."""
    from pipeline.build import prepare

    source = options.source or find_source(Path())
    prepare(source, parse_formats(options.to), theme=options.theme, report=terminal.report, progress=terminal.progress)
    if not options.json:
        terminal.print(f"{source}: no errors")
    return Exit.FINE
