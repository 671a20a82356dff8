"""The Open XML SDK's validator: does Word's own library find the file sound?

It misses unknown styles, references to bookmarks that do not exist, and numbers without a definition: those are tests
of our own.
"""

import json
import platform
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.validators import Finding
from tests.validators.programs import NODE_MODULES, ProgramFailed, run

PROGRAM = NODE_MODULES / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
EDITION = "Office2019"


def available() -> str | None:
    """Return why the validator cannot run here, or None."""
    if platform.machine() != "x86_64":
        return f"the Open XML validator is published for x86_64 only, this is {platform.machine()}"
    if not PROGRAM.exists():
        return "the Open XML validator is not in .tools; `make test` installs it"
    return None


def check(files: Sequence[Path], edition: str = EDITION) -> list[Finding]:
    """Validate each file by the schemas of an edition of Office; the program takes one file at a time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return [finding for found in pool.map(lambda file: _check(file, edition), files) for finding in found]


def _check(file: Path, edition: str) -> list[Finding]:
    # It always ends with 0; and ICU, which Debian need not have, is only used to sort.
    done = run([PROGRAM, file, edition], environment={"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"})
    try:
        verdict = json.loads(done.stdout)
    except ValueError as error:
        raise ProgramFailed(f"the Open XML validator said nothing readable: {done.stdout}{done.stderr}") from error
    found = [
        Finding(
            "ooxml",
            file,
            error["id"] or error["errorType"],
            f"{(error['path'] or {}).get('PartUri') if isinstance(error['path'], dict) else error['path']}"
            f" {error['xPath'] or ''}: {error['description']}",
        )
        for error in verdict["errors"]
    ]
    if not verdict["ok"] and not found:
        found.append(Finding("ooxml", file, "not ok", "no reason given"))
    return found
