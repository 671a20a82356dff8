"""The ready-made schemes by name, with English words."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.project import TEMPLATES
from pipeline.schemes import known_schemes, load_scheme

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic
    from pipeline.model import Scheme

ENGLISH = tomllib.loads((TEMPLATES / "languages" / "en.toml").read_text("utf-8"))


def _load(name: str) -> "Scheme":
    found: list[Diagnostic] = []
    scheme = load_scheme(name, Path(), [TEMPLATES], ENGLISH, report=found.append)
    assert scheme, found
    return scheme


SCHEMES = {name: _load(name) for name in known_schemes([TEMPLATES])}
