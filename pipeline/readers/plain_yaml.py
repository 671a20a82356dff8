"""The part of YAML that front matter may use: keys with texts and lists; no anchors, no tags, no key twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from pipeline.diagnostics import Diagnostic, Position, Reporter
from pipeline.readers.source import Source

KEYS_AND_VALUES = "write “key: value” lines; "
_LIMIT = 64 * 1024
_DEPTH = 6
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One key's value, as texts, lists and mappings, None where nothing stands; where it stands, and where its key."""

    value: Any
    place: Position
    key_place: Position


def read_yaml(text: str, source: Source, line: int, example: str, *, report: Reporter) -> dict[str, Entry] | None:
    """The entries of a mapping that begins behind line `line` of the source; None with a diagnostic if it is none."""

    def place(node: yaml.Node) -> Position:
        start, end = node.start_mark, node.end_mark
        last = end.column if end.line == start.line else len(source.lines[line + start.line].rstrip())
        return source.position(line + start.line + 1, start.column + 1, max(last - start.column, 1))

    def problem(rule: str, message: str, where: Position, hint: str) -> None:
        report(Diagnostic(rule, message, where, hint))

    entries: dict[str, Entry] = {}
    if len(text) > _LIMIT:
        what = f"the front matter is longer than {_LIMIT // 1024} KiB"
        problem("front-matter-syntax", what, source.position(line + 1, 1), "a long text stands below it")
        return None
    try:
        for refusal, mark in _refusals(text):
            where = source.position(line + mark.line + 1, mark.column + 1)
            problem("front-matter-syntax", refusal, where, "write the values out, in plain YAML")
            return None
        root = yaml.compose(text, Loader=yaml.BaseLoader)  # BaseLoader guesses no types
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
        where = source.position(line + (mark.line if mark else 0) + 1, (mark.column if mark else 0) + 1)
        hint = "a value with “: ” or with quotes in it stands in quotes itself"
        problem("front-matter-syntax", f"not YAML: {said}", where, hint)
        return None
    if root is None:
        return entries
    if not isinstance(root, yaml.MappingNode):
        problem("front-matter-syntax", "the front matter is no list of “key: value” lines", place(root), example)
        return None
    sound = True
    for key_node, value_node in root.value:
        if not isinstance(key_node, yaml.ScalarNode):
            problem("front-matter-syntax", "a key is one word", place(key_node), example)
            sound = False
        elif key_node.value in entries:
            first = entries[key_node.value].key_place.line
            what = f"“{key_node.value[:40]}” stands here twice"
            problem("front-matter-repeated", what, place(key_node), f"the first is in line {first}: keep one")
            sound = False
        else:
            empty = value_node.start_mark.index == value_node.end_mark.index
            where = place(key_node) if empty else place(value_node)
            entries[key_node.value] = Entry(_plain(value_node), where, place(key_node))
    return entries if sound else None


def _plain(node: yaml.Node) -> Any:
    """A node's value without any guess; keys that are no texts are spelled out."""
    match node:
        case yaml.SequenceNode():
            return [_plain(item) for item in node.value]
        case yaml.MappingNode():
            return {str(_plain(key)): _plain(value) for key, value in node.value}
        case _:
            plain = getattr(node, "style", None) is None
            return None if plain and node.value in _NULLS else str(node.value)


def _refusals(text: str) -> Iterator[tuple[str, Any]]:
    """What YAML allows and front matter does not, found while parsing alone: nothing has been built yet."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield "anchors and aliases (& and *) are not read: put a text that begins so in quotes", event.start_mark
        if getattr(event, "tag", None):
            yield "type tags (!…) are not read: put a text that begins so in quotes", event.start_mark
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            yield "this is nested too deeply", event.start_mark
