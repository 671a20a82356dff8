"""engross verify: hold finished files to their source, to a certificate, or to one another."""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.diagnostics import Diagnostic, Exit, Stopped
from pipeline.project import find_source
from pipeline.terminal import Terminal

HELP = "hold finished files to their source, to a certificate, or to one another"
_LARGEST = 256 * 2**20
_SAID = {
    "unchanged": "unchanged",
    "same text": "same text in another file",
    "as promised": "as the source promises",
    "differs": "differs, here:",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a PDF, Word file, e-book or web page")
    held = parser.add_mutually_exclusive_group()
    held.add_argument("--source", metavar="FILE", type=Path, help="the source that they are held to")
    held.add_argument("--certificate", metavar="FILE", type=Path, help="the certificate that they are held to")
    parser.add_argument("--json", action="store_true", help="verdicts and differences as JSON Lines on standard output")
    parser.add_argument("--quiet", action="store_true", help="say nothing but differences")
    parser.epilog = "Without an option each file is held to the certificate beside it, else to the project's own source."


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    from pipeline.verify.compare import Verdict, against_certificate, against_file
    from pipeline.verify.proof import as_diagnostic

    files = {path: read(path) for path in options.files}
    verdicts: dict[Path, Verdict] = {}
    for path, data in files.items():
        certificate = options.certificate or (None if options.source else _beside(path))
        if certificate:
            certified = load_certificate(certificate)
            known = hashlib.sha256(data).hexdigest() in {file["sha256"] for file in certified["files"]}
            verdicts[path] = against_certificate(data, None if known else transcript(path, data), certified)
    rest = [path for path in files if path not in verdicts]
    source = options.source or (_own_source() if rest else None)
    for path in rest if source else ():
        verdicts[path] = _against_source(path, files[path], source, terminal)
    alone = [path for path in files if path not in verdicts]
    if len(alone) == 1:
        hint = "name its source with --source, its certificate with --certificate, or a second file"
        raise Stopped(Diagnostic("verify-nothing", f"there is nothing that {alone[0]} could be held to", hint=hint), status=Exit.USAGE)
    for path in alone[1:]:
        verdicts[path] = against_file(transcript(alone[0], files[alone[0]]), transcript(path, files[path]))
    for path, verdict in verdicts.items():
        terminal.print(json.dumps({"file": str(path), "verdict": verdict.word}) if options.json else f"{path}: {_SAID[verdict.word]}")
        for difference in verdict.differences:
            terminal.report(as_diagnostic(difference, path.name, str(source or "")))
    return Exit.PROBLEMS if any(verdict.word == "differs" for verdict in verdicts.values()) else Exit.FINE


def read(path: Path) -> bytes:
    """The bytes of a file from anywhere. Raises Stopped when it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise Stopped(Diagnostic("file-unreadable", f"{path} cannot be read: {(error.strerror or str(error)).lower()}"), status=Exit.USAGE) from None
    if len(data) > _LARGEST:
        raise Stopped(Diagnostic("file-unreadable", f"{path} is larger than {_LARGEST // 2**20} MiB"))
    return data


def transcript(path: Path, data: bytes) -> Any:
    """What a reader meets in the file. Raises Stopped when it cannot be read as one of the four formats."""
    from pipeline.unzip import Refused
    from pipeline.verify import format_of, transcribe
    from pipeline.verify.xml import Unsound

    format = format_of(path.name, data)
    if not format:
        raise Stopped(Diagnostic("file-refused", f"{path} is no PDF, Word file, e-book or web page"))
    try:
        return transcribe(format, data)
    except (Refused, Unsound) as error:
        raise Stopped(Diagnostic("file-refused", f"{path} cannot be read: {error}")) from None


def load_certificate(path: Path) -> Any:
    """A certificate from a file. Raises Stopped when it is none."""
    from pipeline.verify.compare import NoCertificate, read_certificate

    try:
        return read_certificate(json.loads(read(path)))
    except (ValueError, RecursionError, NoCertificate) as error:
        raise Stopped(Diagnostic("certificate-refused", f"{path} cannot be used: {error}"), status=Exit.USAGE) from None


def _beside(path: Path) -> Path | None:
    """The certificate that a build puts beside its editions."""
    beside = path.with_name(f"{path.name.split('.')[0]}.certificate.json")
    return beside if beside.is_file() else None


def _own_source() -> Path | None:
    try:
        return find_source(Path())
    except Stopped:
        return None


def _against_source(path: Path, data: bytes, source: Path, terminal: Terminal) -> Any:
    from pipeline.build import promised_by
    from pipeline.verify.compare import Verdict
    from pipeline.verify.proof import prove

    found = transcript(path, data)
    promise = promised_by(source, report=terminal.report)
    proof = prove(**promise, transcripts={found.format: found}, tokens={})
    differences = tuple(proof.differences[found.format])
    return Verdict("differs" if differences else "as promised", differences)
