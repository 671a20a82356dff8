"""engross verify: hold finished files to their source, to a certificate, or to one another."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.diagnostics import Diagnostic, Exit, Severity, Stopped
from pipeline.project import DERIVED, find_source
from pipeline.terminal import Terminal

if TYPE_CHECKING:
    from pipeline.verify.compare import Verdict
    from pipeline.verify.transcript import Transcript

HELP = "hold finished files to their source, to a certificate, or to one another"
_LARGEST = 256 * 2**20
_LARGEST_CERTIFICATE = 64 * 2**20
_SHOWN = 200
_SAID = {
    "unchanged": "unchanged",
    "same text": "same text in another file",
    "as promised": "as the source promises",
    "differs": "differs, here:",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a PDF, Word file, e-book or web page")
    held = parser.add_mutually_exclusive_group()
    held.add_argument("--source", metavar="SOURCE", type=Path, help="the source that they are held to")
    held.add_argument("--certificate", metavar="FILE", type=Path, help="the certificate that they are held to")
    parser.add_argument("--theme", metavar="DIR", type=Path, help="the theme that they were made with, beside --source")
    parser.add_argument("--json", action="store_true", help="verdicts and differences as JSON Lines on standard output")
    parser.add_argument("--quiet", action="store_true", help="say nothing but differences")
    parser.epilog = (
        "Without an option each file is held to the certificate beside it, else to the source in the folder source/;\n"
        "where neither is there, to the first of the files."
    )


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Say of each file whether it is unchanged, has the same text, or where it differs."""
    files = {path: read(path) for path in dict.fromkeys(options.files)}
    certificates: dict[Path, Any] = {}
    verdicts: dict[Path, Verdict] = {}
    for path, data in files.items():
        beside = options.certificate or (None if options.source else _beside(path))
        if beside and beside not in certificates:
            certificates[beside] = load_certificate(beside)
        if beside:
            verdicts[path] = _against_certificate(path, data, certificates[beside], beside)
    rest = [path for path in files if path not in verdicts]
    if rest and (source := options.source or _own_source()):
        verdicts |= _against_source({path: files[path] for path in rest}, source, options.theme, terminal)
    elif rest:
        verdicts |= _against_one_another({path: files[path] for path in rest})
    verdicts |= _beside_the_pdf(files, verdicts)
    for path, verdict in verdicts.items():
        _say(path, verdict, options, terminal)
    return Exit.PROBLEMS if any(verdict.word == "differs" for verdict in verdicts.values()) else Exit.FINE


def _say(path: Path, verdict: "Verdict", options: argparse.Namespace, terminal: Terminal) -> None:
    from dataclasses import replace

    from pipeline.verify.proof import as_diagnostic

    if options.json:
        said = {"file": str(path), "verdict": verdict.word, "against": verdict.against}
        terminal.print(json.dumps(said | {"differences": len(verdict.differences)}))
    elif not (options.quiet and verdict.word != "differs"):
        terminal.print(f"{path}: {_SAID[verdict.word]}")
    for difference in verdict.differences[:_SHOWN]:
        found = as_diagnostic(difference, path.name, verdict.against)
        # What a program that saves a file anew makes of its outline or its properties is no other text.
        terminal.report(found if verdict.word == "differs" else replace(found, severity=Severity.WARNING))


# ---- what they are held to


def _against_certificate(path: Path, data: bytes, certified: Any, beside: Path) -> "Verdict":
    from dataclasses import replace

    from pipeline.verify.compare import Verdict, against_certificate, is_certified

    if is_certified(data, certified):
        return Verdict("unchanged", against=str(beside))
    return replace(against_certificate(transcript(path, data), certified), against=str(beside))


def _against_source(
    files: Mapping[Path, bytes], source: Path, theme: Path | None, terminal: Terminal
) -> "dict[Path, Verdict]":
    """What the theme says of looks is only claimed of files that our own build would give."""
    from dataclasses import replace

    from pipeline.build import promised_by
    from pipeline.verify.compare import TEXT, Verdict
    from pipeline.verify.proof import as_diagnostics, prove

    promised = promised_by(source, theme=theme, report=terminal.report)
    verdicts = {}
    for path, data in files.items():
        found = transcript(path, data)
        proof = prove(replace(promised, theme=promised.theme if theme else None), {found.format: found})
        for diagnostic in as_diagnostics(proof, str(source), {found.format: path.name}):
            if diagnostic.rule == "proof-source":
                terminal.report(diagnostic)
        differences = tuple(proof.differences[found.format])
        text = any(each.check in TEXT for each in differences)
        word = "differs" if text else "same text" if differences else "as promised"
        verdicts[path] = Verdict(word, differences, str(source))
    return verdicts


def _against_one_another(files: Mapping[Path, bytes]) -> "dict[Path, Verdict]":
    """Each file held to the first."""
    from dataclasses import replace

    from pipeline.verify.compare import against_file

    first, *others = files
    if not others:
        what = f"there is nothing that {first} could be held to"
        hint = "name its source with --source, its certificate with --certificate, or a second file"
        raise Stopped(Diagnostic("verify-nothing", what, hint=hint), status=Exit.USAGE)
    one = transcript(first, files[first])
    return {path: replace(against_file(one, transcript(path, files[path])), against=str(first)) for path in others}


def _beside_the_pdf(files: Mapping[Path, bytes], verdicts: "Mapping[Path, Verdict]") -> "dict[Path, Verdict]":
    """The files that mark the pages of the one PDF among them elsewhere than they begin in it."""
    from dataclasses import replace

    from pipeline.verify import format_of
    from pipeline.verify.compare import against_pages

    kinds = {path: format_of(path.name, data) for path, data in files.items()}
    printed = [path for path, kind in kinds.items() if kind == "pdf"]
    known = {path for path, verdict in verdicts.items() if verdict.word == "unchanged"}
    marking = [path for path, kind in kinds.items() if kind in ("epub", "html") and not known >= {path, *printed}]
    if len(printed) != 1 or not marking:
        return {}
    pages, found = transcript(printed[0], files[printed[0]]), {}
    for path in marking:
        before = verdicts.get(path) or verdicts[printed[0]]
        told = before.differences if path in verdicts else ()
        more = [each for each in against_pages(pages, transcript(path, files[path])) if each not in told]
        if more:
            found[path] = replace(before, word="differs", differences=(*told, *more), against=str(printed[0]))
    return found


def _beside(path: Path) -> Path | None:
    """The certificate that a build puts beside its editions."""
    stem = path.name.rpartition(".")[0] or path.name
    kind = stem.rpartition(".")[2]
    stems = [stem, stem.removesuffix(f".{kind}")] if kind in DERIVED else [stem]
    found = (path.with_name(f"{stem}.certificate.json") for stem in stems)
    return next((beside for beside in found if beside.is_file()), None)


def _own_source() -> Path | None:
    """The project's own source, for files of which nothing else is known."""
    try:
        return find_source(Path())
    except Stopped:
        return None


# ---- reading


def read(path: Path, largest: int = _LARGEST) -> bytes:
    """The bytes of a file from anywhere. Raises Stopped when it cannot be read or is too large."""
    try:
        if path.exists() and not path.is_file():
            raise Stopped(Diagnostic("file-unreadable", f"{path} is no file"), status=Exit.USAGE)
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as error:
        said = (getattr(error, "strerror", None) or str(error)).lower()
        what = f"{path} cannot be read: {said}"
        raise Stopped(Diagnostic("file-unreadable", what), status=Exit.USAGE) from None
    if len(data) > largest:
        raise Stopped(Diagnostic("file-refused", f"{path} is larger than {largest // 2**20} MiB"))
    return data


def transcript(path: Path, data: bytes) -> "Transcript":
    """What a reader meets in the file. Raises Stopped when it cannot be read as one of the four formats."""
    from pipeline.unzip import Refused
    from pipeline.verify import format_of, transcribe
    from pipeline.verify.xml import Unsound

    kind = format_of(path.name, data)
    if not kind:
        raise Stopped(Diagnostic("file-refused", f"{path} is no PDF, Word file, e-book or web page"))
    try:
        return transcribe(kind, data)
    except (Refused, Unsound) as error:
        raise Stopped(Diagnostic("file-refused", f"{path} cannot be read: {error}")) from None
    except (RecursionError, MemoryError):
        raise Stopped(Diagnostic("file-refused", f"{path} is nested too deeply, or too large, to be read")) from None
    except ModuleNotFoundError as error:
        what = f"to read {path} the package {error.name} is needed"
        raise Stopped(Diagnostic("tool-missing", what, hint="engross doctor"), status=Exit.MISSING) from None


def load_certificate(path: Path) -> Any:
    """A certificate from a file. Raises Stopped when it is none."""
    from pipeline.verify.compare import NoCertificate, read_certificate

    try:
        return read_certificate(json.loads(read(path, _LARGEST_CERTIFICATE)))
    except (ValueError, RecursionError, NoCertificate) as error:
        said = str(error) if isinstance(error, NoCertificate) else "it is no JSON, or a damaged one"
        what = f"{path} cannot be used: {said}"
        raise Stopped(Diagnostic("certificate-refused", what), status=Exit.USAGE) from None
