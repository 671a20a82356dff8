"""Declarations: what one sets, once its var() are replaced (CSS Variables 1)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2.ast import FunctionBlock, ParenthesesBlock

from pipeline.verify.longhands import longhands

_LONGEST = 4_000
"""Tokens that a value may have once its var() are replaced: nested ones could double at each step."""


@dataclass(slots=True, eq=False)
class Declaration:
    """One property; `known` has what it sets, by direction and, where var() can change that, by custom properties."""

    name: str
    value: list[Any]
    important: bool
    varies: bool
    known: dict[tuple[str, int], list[tuple[str, str]]] = field(default_factory=dict)

    def sets(self, direction: str, custom: Mapping[str, list[Any]]) -> list[tuple[str, str]]:
        """Names and values of the properties that it stands for.

        Elements without custom properties of their own share those of their parent, and so what follows from them; who
        made `custom` keeps it.
        """
        key = (direction, id(custom) if self.varies else 0)
        if key not in self.known:
            told = _substituted(self.value, custom.get) if self.varies else self.value
            # Invalid at computed-value time: unset (CSS Variables 1, 3.1).
            self.known[key] = list(longhands(self.name, tokens("unset") if told is None else told, direction))
        return self.known[key]


def declaration(part: Any) -> Declaration:
    """A declaration as tinycss2 parsed it; custom properties alone are told apart by case."""
    name = part.name if part.name.startswith("--") else part.lower_name
    return Declaration(name, part.value, part.important, _varies(part.value))


@lru_cache(maxsize=4096)
def tokens(text: str) -> list[Any]:
    """A value as tokens, which nobody may change."""
    return list(tinycss2.parse_component_value_list(text, skip_comments=True))


def custom_properties(chosen: Sequence[Declaration], above: Mapping[str, list[Any]]) -> Mapping[str, list[Any]]:
    """Custom properties as they are computed here and inherited below: var() in them is replaced where they are set."""
    given = {each.name: each.value for each in chosen if each.name.startswith("--")}
    if not given:
        return above
    made = {name: value for name, value in above.items() if name not in given}
    waiting: list[str] = []

    def resolve(name: str) -> list[Any] | None:
        """Each name once; one that leads back to itself has no value (CSS Variables 1, 2.3)."""
        if name in given and name not in made:
            if name in waiting or len(waiting) > 50:
                return None
            waiting.append(name)
            value = _substituted(given.pop(name), resolve)
            waiting.pop()
            if value is not None:
                made[name] = value
        return made.get(name)

    for name in list(given):
        resolve(name)
    return made


def _substituted(
    value_tokens: Sequence[Any], value: Callable[[str], list[Any] | None], depth: int = 0
) -> list[Any] | None:
    """var() replaced; None where a name has no value and no other is given instead."""
    made: list[Any] = []
    for token in value_tokens:
        content = token.arguments if token.type == "function" else token.content if token.type == "() block" else None
        if token.type == "function" and token.lower_name == "var":
            inner = _variable(token, value, depth + 1)
        elif content is not None and depth <= 24 and _varies(content):
            inner = _substituted(content, value, depth + 1)
            if inner is not None and token.type == "function":
                inner = [FunctionBlock(token.source_line, token.source_column, token.name, inner)]
            elif inner is not None:
                inner = [ParenthesesBlock(token.source_line, token.source_column, inner)]
        else:
            inner = [token]
        if inner is None or len(made) + len(inner) > _LONGEST:
            return None
        made.extend(inner)
    return made


def _variable(token: Any, value: Callable[[str], list[Any] | None], depth: int) -> list[Any] | None:
    inside = [argument for argument in token.arguments if argument.type not in ("whitespace", "comment")]
    name = inside[0].value if inside and inside[0].type == "ident" else ""
    found = value(name)
    if found is not None or depth > 24:
        return found
    comma = next((at for at, argument in enumerate(token.arguments) if argument == ","), None)
    return None if comma is None else _substituted(token.arguments[comma + 1 :], value, depth + 1)


def _varies(value: Iterable[Any]) -> bool:
    """Whether a var() stands in a value, however deep."""
    waiting = list(value)
    while waiting:
        token = waiting.pop()
        if token.type == "function":
            if token.lower_name == "var":
                return True
            waiting.extend(token.arguments)
        elif token.type == "() block":
            waiting.extend(token.content)
    return False
