"""The house stands as its plan says: who may import whom, who may print, and nothing that nobody uses."""

import ast
import dataclasses
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.commands.explain import load_rules
from pipeline.pagemap import Begin, PageMap
from pipeline.project import TEMPLATES
from pipeline.theme import Face, Theme
from tests.library import Edition, theme_with
from tests.validators import ROOT
from tools import imports as third_party

PACKAGE = ROOT / "pipeline"
PLAN = ROOT / "docs" / "architecture.md"


@cache
def trees() -> Mapping[str, ast.Module]:
    """The modules of the package by their dotted names below it; the package itself is ""."""
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip("."): ast.parse(
            path.read_text("utf-8")
        )
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules of our own that a module imports, at its head or where it needs them, by dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            # "from pipeline.a import b" is an import of pipeline.a.b where that is a module.
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("pipeline."):
                inner = name.removeprefix("pipeline.")
                yield inner if inner in trees() else inner.rpartition(".")[0]


def room(module: str) -> str:
    """The row of the plan that a module belongs to: its first name below the package."""
    return module.partition(".")[0]


@cache
def graph() -> Mapping[str, frozenset[str]]:
    """Which rooms each room imports."""
    found: dict[str, set[str]] = {}
    for module, tree in trees().items():
        found.setdefault(room(module), set()).update(room(name) for name in imported(tree))
    return {name: frozenset(others - {name, ""}) for name, others in found.items()}


# ---- layers


@cache
def plan() -> Mapping[str, tuple[str, frozenset[str]]]:
    """The table of rooms in docs/architecture.md: what each may import, in its own words, and who is in its row."""
    _, _, table = PLAN.read_text("utf-8").partition("| module | holds | may import |\n| --- | --- | --- |\n")
    rows: dict[str, tuple[str, frozenset[str]]] = {}
    for line in table.partition("\n\n")[0].splitlines():
        first, _, words = (cell.strip() for cell in line.strip("|").split(" | "))
        names = frozenset(re.findall(r"`(\w+)/?`", first))
        rows |= dict.fromkeys(names, (words, names))
    return rows


def allowed(name: str) -> set[str]:
    """The rooms that the plan lets a room import; those of one row may import one another."""
    words, row = plan()[name]
    return _named(re.sub(r"\([^)]*\)", "", words).strip(), name) | row


def _named(words: str, name: str) -> set[str]:
    if words in ("nothing", "nothing of ours"):
        return set()
    if words in ("everything", "all of these", "everything but cli"):
        above = {"all of these": {"build", "terminal", "commands", "cli"}, "everything but cli": {"cli"}}
        return set(plan()) - above.get(words, set())
    named = set(map(str.strip, words.split(",")))
    assert named <= set(plan()), f"{PLAN.name} lets {name} import what there is not: {named - set(plan())}"
    return named


def test_the_plan_knows_every_room_and_no_other() -> None:
    assert sorted(plan()) == sorted(set(map(room, trees())) - {"", "__main__"})


@pytest.mark.parametrize("name", sorted(set(graph()) - {"", "__main__"}))
def test_a_room_imports_what_the_plan_allows(name: str) -> None:
    assert graph()[name] - allowed(name) == set()


def test_what_proves_shares_nothing_with_what_it_proves() -> None:
    """Whatever the plan says: a proof that shares code with what it proves proves nothing."""
    apart = {"readers", "writers", "verify", "preflight"}
    for name in apart:
        assert reachable(name) & (apart - {name}) == set(), name
    assert "wordprocessing" not in reachable("writers")
    assert "rendering" not in reachable("verify")


def reachable(name: str) -> set[str]:
    """The rooms that a room imports, and those that they import, and so on."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for other in graph()[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found


def test_nothing_turns_in_a_circle() -> None:
    together = {name: row for name, (_, row) in plan().items()}
    assert [name for name in graph() if name in reachable(name) and len(together.get(name, ())) < 2] == []


def test_libraries_are_imported_where_the_page_of_dependencies_says() -> None:
    text = third_party.PAGE.read_text("utf-8")
    assert text == third_party.page(text, third_party.imports(PACKAGE)), "run: python -m tools.imports"


def test_weasyprint_stays_with_the_pdf() -> None:
    naming = {
        module
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(alias.name.startswith("weasyprint") for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and str(node.module).startswith("weasyprint"))
        or (isinstance(node, ast.Call) and "import_module('weasyprint" in ast.unparse(node))
    }
    assert naming
    assert {module for module in naming if not module.startswith("writers.pdf")} == set()


def test_only_the_command_line_prints_or_exits() -> None:
    ends = re.compile(r"(print|exit|quit|sys\.exit|os\._exit|os\.abort|sys\.std(out|err)\.write)\(|SystemExit\(")
    found = {
        (room(module), ast.unparse(node.func))
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ends.match(ast.unparse(node))
    }
    assert found == {
        ("__main__", "os._exit"),
        ("beside", "os._exit"),  # of the process that it started itself
        ("beside", "sys.exit"),
        ("terminal", "print"),
    }


def test_build_is_the_function_whatever_was_imported_before() -> None:
    """Python puts a module into its package under its name, which the function has too."""
    for first in ("", "import pipeline.build", "from pipeline.build import prepare", "pipeline.build"):
        program = f"import pipeline\n{first}\nassert callable(pipeline.build) and callable(pipeline.build)"
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
        assert done.stderr == b""


# ---- nothing that nobody uses


def test_every_rule_explained_is_one_that_the_code_names() -> None:
    """Rules of front matter, theme, scheme (`records`) and proof (`verify.checks`) are put together of two parts."""
    said = {
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    halves = {f"{rule}-{suffix}" for rule in ("theme", "front-matter", "scheme", "proof") for suffix in said}
    assert {rule for rule in load_rules() if rule not in said and rule not in halves} == set()


def test_every_language_has_the_same_words() -> None:
    def keys(words: Mapping[str, Any], path: str = "") -> set[str]:
        inner = (keys(value, f"{path}{key}.") for key, value in words.items() if isinstance(value, dict))
        return {f"{path}{key}" for key in words}.union(*inner)

    files = sorted((TEMPLATES / "languages").glob("*.toml"))
    languages = {file.stem: keys(tomllib.loads(file.read_text("utf-8"))) for file in files}
    assert len(languages) >= 2
    assert {tag: words ^ languages["en"] for tag, words in languages.items() if words != languages["en"]} == {}


def test_no_template_has_a_length_or_a_colour_of_its_own() -> None:
    literal = re.compile(r"\d(?:pt|mm|cm|in|px|rem)\b|#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
    comment = re.compile(r"\{#.*?#\}", re.DOTALL)
    found = {
        line.strip()
        for template in TEMPLATES.rglob("*.j2")
        for line in comment.sub("", template.read_text("utf-8")).splitlines()
        if literal.search(line)
    }
    assert {line for line in found if "unseen" not in line and "0px" not in line} == set()


class Watched:
    """A theme or a language's words that notes which of its leaves are asked for, by their path."""

    def __init__(self, inner: Any, seen: set[str], path: str = "") -> None:
        self._inner, self._seen, self._path = inner, seen, path

    def _give(self, name: str, value: Any) -> Any:
        path = f"{self._path}{name}"
        if (dataclasses.is_dataclass(value) and not hasattr(value, "SHAPE")) or isinstance(value, Mapping):
            return value if name == "axes" else Watched(value, self._seen, f"{path}.")
        self._seen.add(path)
        return value

    def __getattr__(self, name: str) -> Any:
        if isinstance(self._inner, Theme) and name == "page":
            size = self._give("size", self._inner.size)
            return self._give("sizes", self._inner.sizes)[size]
        value = getattr(self._inner, name)
        return value if callable(value) else self._give(name, value)

    def __getitem__(self, name: str) -> Any:
        return self._give(name, self._inner[name])

    def __iter__(self) -> Iterator[Any]:
        return iter(self._inner)

    def __len__(self) -> int:
        return len(self._inner)

    def __contains__(self, name: object) -> bool:
        return name in self._inner

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self._inner else default

    def items(self) -> list[tuple[str, Any]]:
        return [(name, self[name]) for name in self._inner]

    def values(self) -> list[Any]:
        return [self[name] for name in self._inner]


def leaves(value: Any, path: str = "") -> set[str]:
    """The paths of all tokens or words."""
    if dataclasses.is_dataclass(value) and not hasattr(value, "SHAPE"):
        inner = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    elif isinstance(value, Mapping) and not path.endswith("axes."):
        inner = dict(value)
    else:
        return {path.removesuffix(".")}
    return set().union(*(leaves(each, f"{path}{name}.") for name, each in inner.items()))


@pytest.mark.slow
def test_every_token_and_every_word_is_used(
    library: Mapping[str, Edition], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not by looking for their names: the theme and the words that go into the rendering note what is asked for."""
    tokens, words = set[str](), set[str]()
    all_tokens, all_words = set[str](), set[str]()
    stages = importlib.import_module("pipeline.build")
    render = stages.render

    def watched(numbered: Any, theme: Theme, language: Mapping[str, Any], *rest: Any, **more: Any) -> Any:
        all_tokens.update(leaves(theme))
        all_words.update(leaves(language))
        watched_theme: Any = Watched(theme, tokens)
        watched_words: Any = Watched(language, words)
        return render(numbered, watched_theme, watched_words, *rest, **more)

    monkeypatch.setattr(stages, "render", watched)
    facing = theme_with(tmp_path / "facing", 'size = "A5"\n[text]\ndraft = true\nline-numbers = 5\ncolophon = true\n')
    resolution = tmp_path / "resolution.md"
    resolution.write_text("---\ntitle: A\nlanguage: en\ndate: 2021-07-06\nscheme: resolution\n---\n\n1. B.\n", "utf-8")
    sources = {library[name].source: None for name in ("nasty", "declaration")}
    for source, theme in {**sources, library["long"].source: facing, resolution: None}.items():
        pages = PageMap((Begin("", 0),), {})
        formats = (*pipeline.FORMATS, "print", "booklet")
        publication = pipeline.prepare(source, formats, theme=theme, page_map=pages, report=print)
        made = {edition: pipeline.write(edition, publication, report=print) for edition in pipeline.FORMATS}
        for derived in ("print", "booklet"):
            pipeline.write(derived, publication, report=print, base=made["pdf"])
    fields = {field.name for field in dataclasses.fields(Face)}
    given = {path for path in all_tokens if path.partition(".")[0] != "faces"} | {f"faces.*.{name}" for name in fields}
    used = tokens | {re.sub(r"faces\.[^.]+", "faces.*", path) for path in tokens}
    sizes = re.compile(r"^sizes\.[^.]+")
    # Package, file, axes, caps and hash of a face are used where it is cut, before the rendering.
    before = {f"faces.*.{name}" for name in ("package", "file", "axes", "caps", "sha256")}
    used = {sizes.sub("sizes.*", path) for path in used} | before
    assert len(given) > len(fields)
    assert {sizes.sub("sizes.*", path) for path in given} - used == set()
    assert all_words
    # By “engross cite”, from the maps of the pages.
    cited = {f"page.cited{edition}-page{many}" for edition in ("", "-print") for many in ("", "s")}
    before |= {word for word in all_words if word.startswith(("division.", "reference."))}  # by the scheme
    assert all_words - words - before == cited
