"""engross explain: what a rule means."""

import argparse
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Exit, Stopped
from pipeline.terminal import Terminal

HELP = "say what a rule means, why it is one, and how to keep it"

RULES = Path(__file__).parent.parent / "rules.toml"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "rule",
        metavar="RULE",
        nargs="?",
        help="the rule's name, as a diagnostic shows it in brackets; without it all are listed",
    )


def run(options: argparse.Namespace, terminal: Terminal) -> Exit:
    """Print a rule, or the list of all."""
    rules = load_rules()
    if options.rule is None:
        width = max(map(len, rules))
        for name, rule in rules.items():
            terminal.print(f"{name:{width}}  {rule['title']}")
        return Exit.FINE
    if options.rule not in rules:
        from pipeline.records import nearest

        hint = nearest(options.rule, rules) or "“engross explain” lists them all"
        raise Stopped(Diagnostic("rule-unknown", f"there is no rule “{options.rule}”", hint=hint), status=Exit.USAGE)
    rule = rules[options.rule]
    where = f" ({rule['where']})" if "where" in rule else ""
    terminal.print(f"{options.rule}: {rule['title']}\n\n{rule['why']}\n")
    terminal.print(f"Not{where}:\n\n{_indented(rule['bad'])}\n\nBut:\n\n{_indented(rule['good'])}")
    return Exit.FINE


def load_rules() -> Mapping[str, Mapping[str, str]]:
    """Every rule by its name: title, why, bad, good and, where the examples are no sources, where."""
    return tomllib.loads(RULES.read_text("utf-8"))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.strip("\n").split("\n"))
