"""Write the table in docs/dependencies.md anew: which module imports which library of somebody else.

python -m tools.imports
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.validators import ROOT

PAGE = ROOT / "docs" / "dependencies.md"
HEAD = "| library | modules |\n| --- | --- |\n"


def imports(package: Path) -> Mapping[str, list[str]]:
    """For each library the modules of the package that import it, at their head or where they need it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in package.rglob("*.py"):
        module = ".".join(path.relative_to(package).with_suffix("").parts).removesuffix(".__init__")
        for library in _libraries(path.read_text("utf-8")):
            if library not in sys.stdlib_module_names and library != package.name:
                found[library].add(module)
    return {library: sorted(found[library]) for library in sorted(found, key=str.lower)}


def _libraries(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def page(text: str, table: Mapping[str, list[str]]) -> str:
    """The page with the table in place of the one that it has."""
    before, _, after = text.partition(HEAD)
    rest = after[after.index("\n\n") :]
    rows = (f"| `{library}` | {', '.join(f'`{module}`' for module in modules)} |" for library, modules in table.items())
    return before + HEAD + "\n".join(rows) + rest


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8"), imports(ROOT / "pipeline")), encoding="utf-8")
