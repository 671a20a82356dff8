"""The Nu Html Checker: HTML and XHTML by the living standard, and the CSS inside them."""

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.validators import Finding
from tests.validators.programs import JVM, NODE_MODULES, missing_program, run

JAR = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"


def available() -> str | None:
    """Return why the checker cannot run here, or None."""
    if not JAR.exists():
        return "the Nu checker is not in .tools; `make test` installs it"
    reason = missing_program("java")
    return f"the Nu checker: {reason}" if reason else None


def check(files: Sequence[Path]) -> list[Finding]:
    """Check each page, in one virtual machine: errors and warnings, by their words since they have no ids."""
    if not files:
        return []
    options = ["--stdout", "--format", "json", "--exit-zero-always"]
    # Deep pages overflow the default stack.
    done = run(["java", *JVM, "-Xss2m", "-jar", JAR, *options, *(file.resolve() for file in files)])
    return [
        Finding("nu", _path(message["url"]), _rule(message), f"{message.get('lastLine', 0)}: {message['message']}")
        for message in json.loads(done.stdout)["messages"]
        if _rule(message) != "info"
    ]


def _rule(message: dict[str, str]) -> str:
    """Return error, warning or info; a `non-document-error` is a file that cannot be read."""
    return message.get("subType", message["type"])


def _path(url: str) -> Path:
    return Path(unquote(urlsplit(url).path))
