"""The declaration once, ten and a hundred times, as Engross and as its peers read it."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "source" / "declaration.md"

_SHORT_NAME = re.compile(r"^\{short=.*\}\n", re.MULTILINE)
_LABEL = re.compile(r"^[IVX]+\. ", re.MULTILINE)


def write_source(times: int, folder: Path) -> Path:
    """The source for Engross. More than once, its clauses are numbered 1 to 8 times `times`, without short names."""
    if times == 1:
        return _written(folder, SOURCE.read_text("utf-8"), "source")
    _, matter, body = SOURCE.read_text("utf-8").split("---\n", 2)
    body = _LABEL.sub("1. ", _SHORT_NAME.sub("", body)).strip()
    matter = matter.replace("scheme: joint-statement", "scheme: resolution")
    return _written(folder, f"---\n{matter}---\n\n" + "\n\n".join([body] * times) + "\n", f"source-{times}")


def write_plain(times: int, folder: Path) -> Path:
    """The same without what only Engross knows, for the peers."""
    text = write_source(times, folder).read_text("utf-8")
    return _written(folder, _SHORT_NAME.sub("", text), f"plain-{times}")


def _written(folder: Path, text: str, name: str) -> Path:
    path = folder / f"{name}.md"
    path.write_text(text, "utf-8")
    return path
