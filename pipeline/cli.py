"""The command line: the only module that prints or exits."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from pipeline import __version__
from pipeline.commands import COMMANDS
from pipeline.diagnostics import Diagnostic, Exit, Stopped
from pipeline.terminal import Terminal

_DESCRIPTION = """\
Publish a declaration from one source: a PDF, a Word file, an e-book and a web page that say the same, with the same
numbers and the same look."""

_EPILOG = """\
to begin:
  engross new summit && cd summit     a small project that shows each construct of the source language
  engross build                       its four editions, in build/

exit status: 0 fine, 1 problems in the document, 2 wrong usage, 3 a tool or package is missing"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status."""
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stopped:  # argparse has printed its help or its complaint
        return int(stopped.code or 0)
    terminal = Terminal(
        sys.stdout, sys.stderr, json=getattr(options, "json", False), quiet=getattr(options, "quiet", False)
    )
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        status = COMMANDS[options.command].run(options, terminal)
    except Stopped as stopped:
        for diagnostic in stopped.diagnostics:
            terminal.report(diagnostic)
        status = stopped.status
    except KeyboardInterrupt:
        status = Exit.PROBLEMS
        terminal.report(Diagnostic("interrupted", "interrupted: nothing was written"))
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the interpreter complains at its end
        return int(Exit.PROBLEMS)
    terminal.finish()
    return int(status)


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "engross", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"engross {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in COMMANDS.items():
        module.arguments(
            commands.add_parser(
                name, help=module.HELP, description=module.HELP, formatter_class=argparse.RawDescriptionHelpFormatter
            )
        )
    return parser
