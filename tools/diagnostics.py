"""Make docs/diagnostics.md from pipeline/rules.toml.

python -m tools.diagnostics
"""

from collections.abc import Iterator, Mapping

from pipeline.commands.explain import load_rules
from tests.validators import ROOT

PAGE = ROOT / "docs" / "diagnostics.md"

HEAD = """\
<!-- Made from pipeline/rules.toml by python -m tools.diagnostics; change that file, then run this. -->

# Diagnostics

A diagnostic says where, how bad, which rule, what is wrong, and how to mend it:

    source/draft.md:9:1: error[label-differs]: the label typed here is “III.”, but the count gives “II.”
      9 | III. We agree again.
        | ^^^^
      help: type “II.”; to keep “III.” on purpose put {label="III"} on a line before; …

Lines and columns count from 1. An **error** ends the build: nothing is written, and the last good files stay. A
**warning** and a **note** do not. `engross explain RULE` shows one of the entries below, `engross explain` lists all
of them. For programs, `--json` gives the same as [JSON Lines](commands.md#json-lines).

Each entry has an example that breaks the rule and one that keeps it. Where nothing else is said, it is a source; where
that does not begin with front matter, think of some in front of it.
"""

GROUPS = {
    "source": "In the source",
    "theme": "In a theme or a template",
    "proof": "In finished files",
    "use": "On the command line and on the machine",
}


def page(rules: Mapping[str, Mapping[str, str]]) -> str:
    """The whole page: an index, then the rules of each group by name."""
    groups = {group: sorted(name for name in rules if _group(rules[name]) == group) for group in GROUPS}
    return HEAD + "".join(f"\n{text}\n" for group, names in groups.items() for text in _section(group, names, rules))


def _section(group: str, names: list[str], rules: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield f"## {GROUPS[group]}"
    yield "| rule | finds |\n| --- | --- |\n" + "\n".join(
        f"| [`{name}`](#{name}) | {_cell(rules[name]['title'])} |" for name in names
    )
    for name in names:
        yield from _entry(name, rules[name])


def _entry(name: str, rule: Mapping[str, str]) -> Iterator[str]:
    where = f" ({rule['where']})" if "where" in rule else ""
    yield f"### {name}"
    yield f"{_sentence(rule['title'])} {rule['why'].strip()}"
    yield f"Not{where}:"
    yield _block(rule["bad"])
    yield "But:"
    yield _block(rule["good"])


def _group(rule: Mapping[str, str]) -> str:
    where = rule.get("where", "a source")
    if where.startswith(("the command", "the terminal", "the machine", "the output")):
        return "use"
    if where == "a finished file":
        return "proof"
    return "theme" if any(word in where for word in ("theme", "template", "PDF")) else "source"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}." if text[-1] not in ".?!" else text


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _block(text: str) -> str:
    """An example as an indented block, in which nothing has to be escaped."""
    return "\n".join(f"    {line}".rstrip() for line in text.strip("\n").split("\n"))


if __name__ == "__main__":
    PAGE.write_text(page(load_rules()), encoding="utf-8")
