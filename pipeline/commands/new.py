"""engross new."""

import argparse

from pipeline.diagnostics import Exit
from pipeline.terminal import Terminal

HELP = "new"


def arguments(parser: argparse.ArgumentParser) -> None: ...


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    return Exit.FINE
