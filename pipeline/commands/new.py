"""engross new: a small project that builds at once and shows most constructs of the source language."""

import argparse
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Exit, Stopped
from pipeline.outputs import write_files
from pipeline.project import TEMPLATES
from pipeline.terminal import Terminal

HELP = "make a small project that builds at once and shows most constructs"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder to make")
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Copy the example into a folder that does not exist."""
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Stopped(
            Diagnostic("project-exists", f"{folder} is there already", hint="name a folder that does not exist"),
            status=Exit.USAGE,
        )
    example = TEMPLATES / "example"
    write_files(
        {folder / path.relative_to(example): path.read_bytes() for path in sorted(example.rglob("*")) if path.is_file()}
    )
    terminal.print(f"{folder}/source/example.md is written: read it, then\n  cd {folder}\n  engross build")
    return Exit.FINE
