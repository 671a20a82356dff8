"""What the tokens promise of each format beside the text: its looks, its page furniture, the words that we generate."""

import importlib
import importlib.util
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.model import Metadata
from pipeline.theme import Theme


def claims(metadata: Metadata, theme: Theme, words: Mapping[str, Any], formats: Iterable[str], *, word_look: bool) -> dict[str, dict[str, Any]]:
    """For each format the arguments of checks.edition. Without `word_look` (a house template) the Word file's is not claimed."""
    made: dict[str, dict[str, Any]] = {}
    for name in formats:
        claimed: dict[str, Any] = {"generated": frozenset(generated(words))}
        if importlib.util.find_spec(f"pipeline.verify.looks.{name}") and (name != "docx" or word_look):
            module = importlib.import_module(f"pipeline.verify.looks.{name}")
            claimed["looks"] = module.looks(theme)
        made[name] = claimed
    return made


def generated(words: Mapping[str, Any]) -> Iterable[str]:
    """Every word that we generate, for telling generated lines of an outline from the author's."""
    for value in words.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from generated(value)
