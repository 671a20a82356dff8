"""The programs of each field that judge a finished edition, one module a program.

Every module has ``available()``, which says what is missing (or None), and most have ``check(files)``, which runs the
program once for all the files and returns what it found as plain data. Programs that cannot be started or break down
raise ProgramFailed: silence always means that a file was read and nothing was found.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".tools"
"""What `make test` sets up beside the virtual environment; never committed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint of one program: its own rule id, and its own words with the place inside the file."""

    tool: str
    file: Path
    rule: str
    message: str

    def __str__(self) -> str:
        """Read as compilers write: file, tool, rule, message."""
        return f"{self.file.name}: {self.tool} {self.rule}: {self.message}"


class Validator(Protocol):
    """What a test may ask of any module here."""

    def available(self) -> str | None:
        """Return why the program cannot run here, or None if it can."""


def require(*validators: Validator) -> None:
    """Skip the calling test by name when a program is missing; under CI=true, fail it.

    This is the only place that decides so.
    """
    missing = [reason for validator in validators if (reason := validator.available()) is not None]
    if not missing:
        return
    reason = "; ".join(missing)
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI needs every validator: {reason}", pytrace=False)
    pytest.skip(reason)
