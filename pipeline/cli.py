"""The command line: the only module that prints or exits."""

import argparse
import contextlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline import __version__
from pipeline.commands import COMMANDS
from pipeline.diagnostics import Diagnostic, Exit, Stopped
from pipeline.terminal import Terminal

_DESCRIPTION = """\
Publish a declaration from one source: a PDF, a Word file, an e-book and a web page that say the same, with the same
numbers and the same look."""

_EPILOG = """\
to begin:
  engross new summit && cd summit     a small project that shows most constructs of the source language
  engross build                       its four editions, in build/

exit status: 0 fine, 1 problems in the document, 2 wrong usage, 3 a tool or package is missing"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name) or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # None where closed
        setattr(sys, name, stream)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files, and terminals that know no curly quotes
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stopped:  # argparse has printed its help or its complaint
        return int(stopped.code or 0)
    terminal = Terminal(
        sys.stdout, sys.stderr, json=getattr(options, "json", False), quiet=getattr(options, "quiet", False)
    )
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        status = _run(options, terminal, [number for number, how in handlers.items() if how is not signal.SIG_IGN])
        terminal.finish()
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # whoever read our output has gone, or its disk is full
        with contextlib.suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (sys.stdout, sys.stderr):
                os.dup2(nowhere, stream.fileno())  # else the interpreter complains at its end
        return int(Exit.PROBLEMS)
    finally:
        for number, how in handlers.items():
            signal.signal(number, how or signal.SIG_DFL)
    return int(status)


def _run(options: argparse.Namespace, terminal: Terminal, signals: Sequence[signal.Signals]) -> Exit:
    """Run one command; its exit status. Whatever stopped it is reported; then signals are ignored: all is done."""
    status = Exit.PROBLEMS
    try:
        for number in signals:
            signal.signal(number, signal.default_int_handler)
        status = Exit(COMMANDS[options.command].run(options, terminal))
    except Stopped as stopped:
        for diagnostic in stopped.diagnostics:
            terminal.report(diagnostic)
        status = stopped.status
    except KeyboardInterrupt:
        terminal.report(Diagnostic("interrupted", "interrupted: no file was left half written"))
    except BrokenPipeError:
        raise
    except Exception as error:
        if os.environ.get("ENGROSS_TRACEBACK"):
            raise
        hint = "this is a fault of Engross: please report it with the source; ENGROSS_TRACEBACK=1 shows where it is"
        if isinstance(error, OSError):
            hint = "the system said so: look at the rights of the files and the room on the disk"
        terminal.report(Diagnostic("internal-error", f"{type(error).__name__}: {str(error)[:200]}", hint=hint))
    finally:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
    return status


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
