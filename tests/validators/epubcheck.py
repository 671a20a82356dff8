"""EPUBCheck, the W3C's validator of EPUB: fatal errors, errors and warnings."""

from collections.abc import Sequence
from pathlib import Path

from tests.validators import Finding
from tests.validators.programs import ProgramFailed, java_records, missing_program, package_folder


def available() -> str | None:
    """Return why EPUBCheck cannot run here, or None."""
    if package_folder("epubcheck") is None:
        return "EPUBCheck needs the Python package epubcheck"
    reason = missing_program("java", "javac")
    return f"EPUBCheck: {reason}" if reason else None


def check(files: Sequence[Path]) -> list[Finding]:
    """Validate each book, in one virtual machine."""
    folder = package_folder("epubcheck")
    records = java_records("EpubChecks", f"{folder}/epubcheck.jar:{folder}/lib/*", files)
    done = sum(record[0] == "done" for record in records)
    if done != len(files):
        raise ProgramFailed(f"EPUBCheck finished {done} of {len(files)} books")
    return [
        Finding("epubcheck", Path(file), rule, f"{severity} {place}: {text}")
        for kind, file, rule, severity, place, text in (record for record in records if record[0] == "message")
    ]
