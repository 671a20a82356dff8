"""Ghostscript: does a press's own kind of program render the file, and which plates come out of it?"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tests.validators import Finding
from tests.validators.programs import missing_program, run

_QUIET = ("gs", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-q")


def available() -> str | None:
    """Return why Ghostscript cannot run here, or None."""
    reason = missing_program("gs")
    return f"Ghostscript (Debian's ghostscript): {reason}" if reason else None


def check(files: Sequence[Path]) -> list[Finding]:
    """Render every page of each file: a finding for each line that Ghostscript says."""
    found = []
    for file in files:
        done = run([*_QUIET, "-sDEVICE=nullpage", file], accept=range(256))
        said = (done.stdout + done.stderr).splitlines()
        found += [Finding("ghostscript", file, "complaint", line) for line in said if line.strip()]
        if done.returncode != 0 and not said:
            found.append(Finding("ghostscript", file, "unread", f"it ended with {done.returncode}"))
    return found


def plates(file: Path, page: int, box: tuple[float, float, float, float]) -> set[str]:
    """The plates that put ink into a box of a page (left, top, right, bottom in points from the top left)."""
    with tempfile.TemporaryDirectory() as folder:
        pages = f"-sPageList={page}"
        run([*_QUIET, "-sDEVICE=tiffsep", "-r72", pages, f"-sOutputFile={folder}/page.tif", file])
        inked = set()
        for path in Path(folder).glob("page(*).tif"):
            with Image.open(path) as plate:
                if min(plate.convert("L").crop(box).tobytes()) < 250:  # white is no ink
                    inked.add(path.stem.removeprefix("page(").removesuffix(")"))
        return inked
