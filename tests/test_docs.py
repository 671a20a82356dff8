"""What the documents say is so: commands run, examples hold, links lead somewhere, and nothing is left out.

The blocks of one document are one session, in a copy of the checkout: `console` shows commands behind "$ " and what
they print ("..." stands for anything), `sh` commands alone, `python` a program; all must end with status 0 unless the
next command is `echo $?`. A block with a path behind its kind ("toml house/theme.toml") is a file, written before what
follows. `markdown` without a path is a source that nothing is wrong with. What is not to be run is `text`.
"""

import dataclasses
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import pipeline
from pipeline.assets import read_assets
from pipeline.cli import _parser
from pipeline.commands import COMMANDS
from pipeline.commands.explain import load_rules
from pipeline.model import Figure
from pipeline.numbering import number
from pipeline.project import TEMPLATES, load_words, modified
from pipeline.readers.front_matter import _FrontMatter, parse_front_matter
from pipeline.readers.images import read_images
from pipeline.readers.markdown import parse_markdown
from pipeline.readers.source import text_source
from pipeline.theme import load_theme
from pipeline.walk import blocks as walk
from tests.schemes import SCHEMES
from tests.validators import ROOT
from tools import diagnostics

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic

DOCS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
PICTURES = ROOT / "templates" / "example" / "source"
FRONT = "---\ntitle: Joint Statement\nlanguage: en\ndate: 2021-07-06\n---\n\n"
KINDS = {"console", "sh", "python", "text", "markdown", "toml", "jinja", "yaml", "html"}
RUN = {"console", "sh", "python"}
END = "\x1e"


@dataclasses.dataclass(frozen=True)
class Block:
    """A fenced block: its kind, the path behind it, its text, the line on which it begins."""

    kind: str
    path: str
    text: str
    line: int


@cache
def blocks(file: Path) -> tuple[Block, ...]:
    text = file.read_text("utf-8")
    return tuple(
        Block(found["kind"], found["path"], found["text"], text[: found.start()].count("\n") + 1)
        for found in re.finditer(r"^```(?P<kind>\S*) ?(?P<path>\S*)\n(?P<text>(?s:.*?))^```$", text, re.MULTILINE)
    )


@cache
def prose(file: Path) -> str:
    """A document without its fenced and indented blocks."""
    text = re.sub(r"^```.*\n(?s:.*?)^```$", "", file.read_text("utf-8"), flags=re.MULTILINE)
    return re.sub(r"(?m)^ {4}.*\n", "", text)


def named(file: str) -> set[str]:
    """All that stands between backticks in a document."""
    return {
        word
        for quoted in re.findall(r"`([^`\n]+)`", prose(ROOT / file))
        for word in (quoted, *re.split(r"[\s=,()\[\]]+", quoted))
    }


def ids(file: Path) -> str:
    return str(file.relative_to(ROOT))


# ---- what is shown is run


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a block with the output that is shown for it."""
    if block.kind == "sh":
        yield from ((line, "") for line in block.text.splitlines() if line and not line.startswith("#"))
    elif block.kind == "python":
        yield f"python - <<'PROGRAM'\n{block.text}PROGRAM", ""
    else:
        for shown in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, output = shown.partition("\n")
            yield command, output.strip("\n")


def checkout(folder: Path) -> Path:
    """A copy of the project with a virtual environment that counts as set up and leads to this one."""
    left_out = shutil.ignore_patterns(".*", "build", "node_modules", "__pycache__", "htmlcov", "pictures")
    copy = folder / "engross"
    shutil.copytree(ROOT, copy, ignore=left_out, symlinks=True)
    commands = {"python": '"$@"', "engross": '-m pipeline "$@"'}
    for name, arguments in commands.items():
        command = copy / ".venv" / "bin" / name
        command.parent.mkdir(parents=True, exist_ok=True)
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments}\n', encoding="utf-8")
        command.chmod(0o755)
    (copy / ".venv" / "run.stamp").touch()
    return copy


def shell(copy: Path, script: str) -> str:
    path = f"{copy}/.venv/bin:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "HOME": str(copy.parent)}
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=copy,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize("file", [file for file in DOCS if any(block.kind in RUN for block in blocks(file))], ids=ids)
def test_every_command_shown_does_what_is_shown(file: Path, tmp_path: Path) -> None:
    script, shown = "", list[tuple[int, str, str]]()
    for block in blocks(file):
        if block.path:
            script += f"mkdir -p {Path(block.path).parent} && cat > {block.path} <<'TEXT'\n{block.text}TEXT\n"
        elif block.kind in RUN:
            for command, output in commands(block):
                script += f"{{ {command}\n}} 2>&1\ns=$?; printf '{END}%s\\n' $s; (exit $s)\n"
                shown.append((block.line, command, output))
    said = shell(checkout(tmp_path), script).split(END)
    assert len(said) == len(shown) + 1, said[-1]
    outputs = [said[0], *(part.partition("\n")[2] for part in said[1:-1])]
    statuses = [part.partition("\n")[0] for part in said[1:]]
    for index, (line, command, output) in enumerate(shown):
        where = f"{file.name}:{line}: {command}\n{outputs[index]}"
        followed = index + 1 < len(shown) and shown[index + 1][1] == "echo $?"
        assert followed or statuses[index] == "0", f"{where}\nended with {statuses[index]}"
        if output:
            pattern = re.escape(output).replace(re.escape("..."), ".*")
            assert re.fullmatch(pattern, outputs[index].strip("\n"), re.DOTALL), where


@pytest.mark.parametrize("file", DOCS, ids=ids)
def test_every_block_is_of_a_kind_that_is_checked(file: Path) -> None:
    assert {block.kind for block in blocks(file)} <= KINDS
    assert prose(file).count("```") == 0


def wrong(text: str, *, glyphs: bool = False) -> list["Diagnostic"]:
    """What is reported of a source, with plain front matter where it has none, up to numbering it."""
    text = text.lstrip("\n")
    found: list[Diagnostic] = []
    source = text_source(
        text if text.startswith("---\n") else FRONT + text, "example.md", PICTURES, report=found.append
    )
    metadata, lines = parse_front_matter(source, SCHEMES, report=found.append)
    scheme = SCHEMES[metadata.scheme]
    document = parse_markdown(source, metadata, lines, scheme, report=found.append)
    number(document, scheme, report=found.append)
    load_words(metadata.language, [TEMPLATES], report=found.append)
    modified(metadata, report=found.append)
    read_images([block for block in walk(document) if isinstance(block, Figure)], PICTURES, report=found.append)
    theme = load_theme([TEMPLATES], report=found.append) if glyphs else None
    if theme:
        read_assets(document, theme, source, report=found.append)
    return found


@pytest.mark.parametrize("file", DOCS, ids=ids)
def test_nothing_is_wrong_with_the_sources_shown(file: Path) -> None:
    for block in blocks(file):
        if block.kind == "markdown" and not block.path:
            assert wrong(block.text) == [], f"{file.name}:{block.line}"
        elif block.kind == "toml":
            tomllib.loads(block.text)
        elif block.kind == "yaml":
            assert set(yaml.safe_load(block.text)) <= FRONT_MATTER


# ---- what is linked and named is there


def anchors(file: Path) -> set[str]:
    """The places in a document that a link can lead to, as GitHub names them."""
    titles = re.findall(r"^#+ (.*)$", prose(file), re.MULTILINE)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower() for title in titles]
    return {re.sub(r"[^\w -]", "", title).replace(" ", "-") for title in plain}


@pytest.mark.parametrize("file", DOCS, ids=ids)
def test_every_link_leads_somewhere(file: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", prose(file))
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    for target in targets:
        if not target.startswith(("https://", "mailto:")):
            path, _, anchor = target.partition("#")
            to = (file.parent / path).resolve() if path else file
            assert to.is_relative_to(ROOT), target
            assert to.exists(), target
            assert not anchor or anchor in anchors(to), target


@pytest.mark.parametrize("file", DOCS, ids=ids)
def test_every_path_named_is_there(file: Path) -> None:
    places = "|".join(path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] not in "._b")
    for path in re.findall(rf"`((?:{places})/[^`\s]*)`", prose(file)):
        assert any(ROOT.glob(path.replace("NAME", "*").rstrip("/"))), path


def test_the_picture_is_small_and_has_an_alternative_text() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert [path for _, path in pictures] == ["docs/pictures/clause.png"]
    assert all(len(words) > 80 for words, _ in pictures)
    assert all((ROOT / path).stat().st_size <= 300_000 for _, path in pictures)


# ---- nothing is left out

FRONT_MATTER = {field.name.replace("_", "-") for field in dataclasses.fields(_FrontMatter)}
TOKENS: dict[str, Any] = tomllib.loads((ROOT / "templates" / "theme.toml").read_text("utf-8"))
WORDS: dict[str, Any] = tomllib.loads((ROOT / "templates" / "languages" / "en.toml").read_text("utf-8"))


def test_the_page_of_diagnostics_is_made_from_the_rules() -> None:
    made = diagnostics.page(load_rules())
    assert diagnostics.PAGE.read_text("utf-8") == made, "run: python -m tools.diagnostics"


RULES = load_rules()


@pytest.mark.parametrize("rule", [rule for rule, entry in RULES.items() if "where" not in entry])
def test_the_examples_of_a_rule_break_and_keep_it(rule: str) -> None:
    assert rule in {diagnostic.rule for diagnostic in wrong(RULES[rule]["bad"], glyphs=rule.startswith("glyph"))}
    assert wrong(RULES[rule]["good"], glyphs=rule.startswith("glyph")) == []


def test_every_rule_that_the_code_names_is_explained() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "pipeline").rglob("*.py"))
    calls = r'\b(?:Diagnostic|_?Refused|error|refuse|problem|warn|wrong)\(\s*"([a-z0-9]+(?:-[a-z0-9]+)+|html)"'
    assert set(re.findall(calls, code)) - set(RULES) == set()


def test_every_command_and_option_is_explained() -> None:
    sections = re.split(r"^## ", (ROOT / "docs" / "commands.md").read_text("utf-8"), flags=re.MULTILINE)
    assert set(COMMANDS) - {section.partition("\n")[0] for section in sections} == set()
    subparsers = next(action for action in _parser()._actions if action.dest == "command")
    options = {
        option
        for parser in (_parser(), *dict(subparsers.choices or {}).values())
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--")
    }
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert {option for option in options if option not in text} == set()


def test_everything_that_programs_may_use_is_explained() -> None:
    assert (set(pipeline.__all__) | {"report", "progress", "theme", "word_template"}) - named(
        "docs/commands.md"
    ) == set()


@pytest.mark.parametrize("file", ["README.md", "docs/commands.md"])
def test_every_format_is_named(file: str) -> None:
    text = (ROOT / file).read_text("utf-8").lower()
    assert [name for name in pipeline.FORMATS if name not in text] == []


def test_every_key_of_the_front_matter_scheme_and_attribute_is_explained() -> None:
    assert (FRONT_MATTER | set(SCHEMES)) - named("docs/source.md") == set()
    assert set(SCHEMES) - named("docs/schemes.md") == set()
    assert {"#name", 'short="…"', 'label="…"', "lang=…"} - named("docs/source.md") == set()


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    names = {re.split(r"[><=]", wanted)[0] for wanted in asked}
    assert names - named("docs/dependencies.md") == set()


def rows(file: str, head: str) -> Iterator[list[str]]:
    """The cells of the table whose first heading is `head`."""
    lines = (ROOT / file).read_text("utf-8").splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith(f"| {head} |"))
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split(" | ")]


def shown(value: object) -> str:
    """A token as it stands in its file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(f'"{item}"' for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {item}" for key, item in value.items()) + " }"
    return str(value)


@pytest.mark.parametrize(
    "table", ["sizes.A4", "text", "space", "screen", "ebook", "cover", "word", "print", "booklet", "inks"]
)
def test_every_token_is_explained_with_its_default(table: str) -> None:
    tokens: Mapping[str, Any] = TOKENS
    for step in table.split("."):
        tokens = tokens[step]
    explained: dict[str, str] = {}
    for names, defaults, _ in rows("docs/themes.md", f"`[{table}]`"):
        explained |= zip(re.findall(r"`([^`]+)`", names), re.findall(r"`([^`]+)`", defaults), strict=True)
    assert explained == {name: shown(value) for name, value in tokens.items()}


def test_every_table_of_tokens_is_explained() -> None:
    tables = {
        "sizes",
        "text",
        "space",
        "screen",
        "ebook",
        "cover",
        "word",
        "print",
        "booklet",
        "inks",
        "colours",
        "faces",
    }
    assert set(TOKENS) == {"size"} | tables
    assert set(TOKENS["sizes"]) | set(TOKENS["faces"]) - named("docs/themes.md") == set(TOKENS["sizes"])
    assert f'`size` names one of the tables `[sizes.NAME]`; the default is `"{TOKENS["size"]}"`' in (
        ROOT / "docs" / "themes.md"
    ).read_text("utf-8")


def test_every_colour_is_explained_with_its_defaults() -> None:
    explained = {
        cells[0].strip("`"): [cell.strip("`") for cell in cells[1:3]] for cells in rows("docs/themes.md", "token")
    }
    light, dark = TOKENS["colours"]["light"], TOKENS["colours"]["dark"]
    assert explained == {name: [light[name], dark[name]] for name in light}


def test_every_token_of_a_face_is_explained() -> None:
    explained = {
        name
        for names, *_ in rows("docs/themes.md", "`[faces.text-regular]`")
        for name in re.findall(r"`([^`]+)`", names)
    }
    used = {key for face in TOKENS["faces"].values() for key in face}
    assert explained == used


def test_every_word_of_a_language_is_explained() -> None:
    keys = set(WORDS) | {key for value in WORDS.values() if isinstance(value, dict) for key in value}
    assert keys - named("docs/themes.md") == set()


def test_every_target_of_make_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    texts = {file: file.read_text("utf-8") for file in DOCS}
    told = set(re.findall(r"make ([a-z]+)`|^make ([a-z]+)", texts[ROOT / "docs" / "contributing.md"], re.MULTILINE))
    assert targets - {"help"} - {name for pair in told for name in pair} == set()
    for file, text in texts.items():
        assert set(re.findall(r"`make ([a-z]+)`", text)) - targets == set(), file.name
