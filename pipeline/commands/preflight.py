"""engross preflight: whether a PDF can go to press."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.diagnostics import Diagnostic, Exit, Severity, Stopped
from pipeline.terminal import Terminal, safe

if TYPE_CHECKING:
    from pipeline.preflight.report import Report

HELP = "say whether a PDF, from here or from anywhere, can go to press as PDF/X-4"
_LARGEST = 512 * 2**20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a PDF")
    parser.add_argument(
        "--report", metavar="HTML", type=Path, help="a page with the boxes of each page drawn, to print"
    )
    parser.add_argument(
        "--json", action="store_true", help="the list and the findings as JSON Lines on standard output"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    parser.epilog = "example:  engross preflight build/declaration.print.pdf --report preflight.html"


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Look at the file, say what a press operator asks, and what is wrong."""
    data = _read(options.file)
    if options.report and options.report.resolve() == options.file.resolve():
        what = f"the report would take the place of {options.file}"
        raise Stopped(Diagnostic("output-unwritable", what, hint="give it another name"), status=Exit.USAGE)
    try:
        from pipeline.preflight import preflight
    except ModuleNotFoundError as error:
        what = f"to look at a PDF the package {error.name} is needed"
        raise Stopped(Diagnostic("tool-missing", what, hint="engross doctor"), status=Exit.MISSING) from None
    report = preflight(data, terminal.progress)
    name = options.file.name
    if options.report:
        from pipeline.outputs import write_files
        from pipeline.preflight.page import page

        write_files({options.report: page(name, report).encode("utf-8", "backslashreplace")})
    if options.json:
        terminal.print(json.dumps({"file": name} | as_plain(report)))
        for finding in report.findings:
            if finding.severity is Severity.ERROR or not options.quiet:
                terminal.print(json.dumps(_finding(finding)))
    else:
        for key, value in report.list():
            terminal.print(f"{key:10}  {safe(value)}")
        for finding in report.findings:
            terminal.report(finding.as_diagnostic(name))
        if not report.findings:
            terminal.print("nothing stands in the way of the press")
    return Exit.PROBLEMS if report.failed else Exit.FINE


def as_plain(report: "Report") -> dict[str, Any]:
    """The list as plain values: lengths in millimetres, ink as a share of one plate."""
    return {
        "claims": list(report.claims),
        "condition": report.condition,
        "pages": len(report.pages),
        "trim": sorted({boxes.size() for boxes in report.pages}),
        "bleed": report.bleed,
        "plates": report.plates,
        "fonts": [{"name": font.name, "type": font.kind, "embedded": font.embedded} for font in report.fonts],
        "resolution": None if report.lowest is None else round(report.lowest),
        "ink": round(report.ink, 3),
    }


def _finding(finding: Any) -> dict[str, Any]:
    at = finding.at()
    return {
        "severity": finding.severity.value,
        "rule": finding.rule,
        "message": finding.message,
        "hint": finding.hint,
        "page": finding.page or None,
        "at": list(at) if at else None,
        "count": finding.count,
    }


def _read(path: Path) -> bytes:
    from pipeline.files import TooLarge, read_file

    try:
        return read_file(path, _LARGEST)
    except TooLarge as error:
        raise Stopped(Diagnostic("file-refused", f"{path} is {error.strerror}")) from None
    except (OSError, ValueError) as error:
        said = (getattr(error, "strerror", None) or str(error)).lower()
        raise Stopped(Diagnostic("file-unreadable", f"{path} cannot be read: {said}"), status=Exit.USAGE) from None
