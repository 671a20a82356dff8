"""What cannot be published is an error that names its place, in the source or in the template; and nothing is written.

End to end, as the command tells it in JSON Lines.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.cli import main
from pipeline.project import FORMATS, TEMPLATES
from tests.library import theme_with

FRONT = """---
title: {title}
language: en-GB
date: 2021-07-06
---

We, who met,

"""
WORD = "W" * 120
"""Wider than any page, and no place in it where English words are broken."""


class Project:
    """A folder with a source in it and good files of an earlier build."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.source, self.out = folder / "statement.md", folder / "out"
        self.out.mkdir()
        for name in FORMATS:
            (self.out / f"statement.{name}").write_text("the last good one", "utf-8")

    def write(self, text: str, title: str = "Statement") -> None:
        self.source.write_text(FRONT.format(title=title) + text, "utf-8")

    def build(self, *options: str) -> list[dict[str, Any]]:
        """The diagnostics of a build that has to fail, and to leave everything as it was."""
        before = self.files()
        status = main(["build", str(self.source), "--out", str(self.out), "--json", *options])
        printed = self.capsys.readouterr()
        assert (status, printed.err) == (1, "")
        assert self.files() == before
        return [json.loads(line) for line in printed.out.splitlines()]

    def files(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file()}

    def marked(self, diagnostic: dict[str, Any]) -> str:
        """The characters of the source or template that a diagnostic points at."""
        line: str = Path(diagnostic["file"]).read_text("utf-8").splitlines()[diagnostic["line"] - 1]
        return line[diagnostic["column"] - 1 :][: diagnostic["length"]]


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Project:
    return Project(tmp_path, capsys)


@pytest.mark.parametrize(
    ("text", "rule", "marked"),
    [
        ("I. We agree on a \N{SNOWMAN} here.", "glyph-missing", "\N{SNOWMAN}"),
        ("I. We say [ש]{lang=he}.", "glyph-missing", "ש"),
        ("I. We say `\N{SNOWMAN}`.", "glyph-missing", "\N{SNOWMAN}"),
        ("I. We see:\n\n- > *deep* \N{SNOWMAN}\n", "glyph-missing", "\N{SNOWMAN}"),
        ("# A \N{SNOWMAN}\n\nI. We agree.", "glyph-missing", "\N{SNOWMAN}"),
        ('I. We see:\n\n![A map](map.png "A \N{SNOWMAN}")', "glyph-missing", "\N{SNOWMAN}"),
        ("I. We see:\n\n![A map](none.png)", "image-missing", "![A map](none.png)"),
        ("I. We see:\n\n(a) this:\n\n- ![A map](none.png)", "image-missing", "![A map](none.png)"),
        ("I. We see [it](#nowhere) there.", "link-nowhere", "[it](#nowhere)"),
        ("I. We see *the [it](#nowhere)* there.", "link-nowhere", "[it](#nowhere)"),
    ],
)
def test_what_is_missing_is_marked_in_the_source(project: Project, text: str, rule: str, marked: str) -> None:
    Image.new("RGB", (8, 8)).save(project.folder / "map.png")
    project.write(text)
    (found,) = project.build()
    assert (found["rule"], found["file"]) == (rule, str(project.source))
    line = project.source.read_text("utf-8").splitlines()[found["line"] - 1]
    assert marked in line
    assert line.find(marked) <= found["column"] - 1 < line.find(marked) + len(marked)


def test_a_glyph_missing_in_the_title_is_marked_in_the_front_matter(project: Project) -> None:
    project.write("I. We agree.", title="A \N{SNOWMAN}")
    (found,) = project.build()
    assert (found["rule"], found["line"], project.marked(found)) == ("glyph-missing", 2, "\N{SNOWMAN}")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"I. We agree.\n\nII. We agree on {WORD}.", 11),
        (f"I. We agree:\n\n(a) on this;\n\n(b) on {WORD}.", 13),
        (f"# On {WORD}\n\nI. We agree.", 9),
        (f"> They said {WORD}.\n\nI. We agree.", 9),
        (f"I. We agree.\n\nWe thank {WORD}.", 11),
    ],
)
def test_a_word_that_overflows_the_page_names_its_block(project: Project, text: str, line: int) -> None:
    project.write(text)
    (found,) = (found for found in project.build("--to", "pdf") if found["severity"] != "note")
    assert (found["rule"], found["file"], found["line"]) == ("text-overflow", str(project.source), line)
    assert WORD[:20] in found["message"]


def test_a_word_too_wide_for_a_page_is_no_error_where_there_is_none(project: Project) -> None:
    project.write(f"I. We agree on {WORD}.")
    assert main(["build", str(project.source), "--out", str(project.out), "--to", "html,epub,docx", "--quiet"]) == 0
    assert project.capsys.readouterr() == ("", "")


TEMPLATES_OF_ALL = [path.relative_to(TEMPLATES).as_posix() for path in sorted(TEMPLATES.rglob("*.j2"))]


@pytest.mark.parametrize("template", TEMPLATES_OF_ALL)
def test_an_unknown_variable_names_the_line_of_its_template(project: Project, template: str) -> None:
    theme = theme_with(project.folder / "theme")
    mine = theme / template
    mine.parent.mkdir(exist_ok=True)
    text = (TEMPLATES / template).read_text("utf-8")
    # In a template that is called for a macro, at the beginning of the first macro that every document needs.
    begun = {"shared/body.html.j2": "{% macro title_block() %}\n", "docx/properties.xml.j2": "%}\n<w:rPr>\n"}
    begun |= {"docx/runs.xml.j2": "{% macro run(it) %}\n", "html/navigation.html.j2": "{% macro list(entries) %}\n"}
    at = begun.get(template, "{% block content %}\n" if "{% block content %}\n" in text else "")
    before, found, after = text.partition(at) if at else ("", "", text)
    assert bool(found) == bool(at)
    mine.write_text(f"{before}{found}{{{{ nonsense }}}}\n{after}", "utf-8")
    project.write("# On peace\n\nI. We agree [here](https://example.org)[^1].\n\n[^1]: A note.")
    folder = template.partition("/")[0]
    diagnostics = project.build("--theme", str(theme), "--to", folder if folder in FORMATS else "html")
    assert [(each["rule"], each["file"]) for each in diagnostics] == [("template-error", str(mine))]
    assert project.marked(diagnostics[0] | {"column": 1, "length": 99}) == "{{ nonsense }}"
    assert "nonsense" in diagnostics[0]["message"]


def test_one_run_tells_all_of_it_in_the_order_of_the_source(project: Project) -> None:
    project.write("I. See [it](#nowhere).\n\n![A map](none.png)\n\nIII. We agree \N{SNOWMAN}.")
    found = [(each["line"], each["rule"]) for each in project.build()]
    assert found == [(9, "link-nowhere"), (11, "image-missing"), (13, "label-differs"), (13, "glyph-missing")]
