"""The cascade: what CSS makes of an element, as far as a proof needs it (CSS Cascade 4, Values 4, Variables 1).

Selectors are matched by cssselect2, style sheets parsed by tinycss2; specificity, importance, layers, order,
inheritance, custom properties and media are worked out here. Each element is matched once for all windows, and elements
that match alike under alike parents share their style, as in a browser. What is not understood is kept in `unread`: a
proof must be able to say that it did not look.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import tinycss2

from pipeline.verify.browser import browser
from pipeline.verify.declarations import Declaration, custom_properties, declaration, tokens
from pipeline.verify.elements import Element
from pipeline.verify.lengths import Scale, length
from pipeline.verify.media import DESK, Window, holds
from pipeline.verify.sheets import Condition, Rule, Sheets

INHERITED = frozenset(
    [
        "color",
        "direction",
        "font-family",
        "font-size",
        "font-style",
        "font-variant-caps",
        "font-variant-numeric",
        "font-weight",
        "letter-spacing",
        "line-height",
        "text-align",
        "text-indent",
        "text-transform",
        "visibility",
        "white-space",
        "word-spacing",
        "list-style-type",
        "list-style-image",
        "quotes",
        "writing-mode",
        "hyphens",
        "-webkit-text-fill-color",
        "-webkit-text-security",
    ]
)
_INITIAL = {
    "display": "inline",
    "font-size": "16px",
    "font-weight": "400",
    "font-style": "normal",
    "line-height": "normal",
    "color": "#000000",
    "text-align": "start",
    "visibility": "visible",
    "opacity": "1",
    "position": "static",
    "direction": "ltr",
    "list-style-type": "disc",
}
_NAMED = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_WORDS = frozenset(("inherit", "initial", "unset", "revert", "revert-layer"))
_HINTS = ("align", "bgcolor", "color", "dir", "hidden", "open", "type", "href")


@dataclass(slots=True, eq=False)
class Style:
    """Computed values of one element, as text.

    `size` is its font size in pixels, `root` that of the root; `own` the names that a declaration set on this very
    element; `above` the style that it inherits from.
    """

    values: dict[str, str]
    custom: Mapping[str, list[Any]]
    size: float
    root: float
    window: Window
    own: frozenset[str]
    above: "Style | None" = None

    def get(self, name: str) -> str:
        """The value, as text."""
        return self.values.get(name) or _INITIAL.get(name, "")

    def length(self, name: str, base: float = 0.0) -> float | None:
        """A length in pixels; a percentage is of `base`. None for what is no length (auto, normal)."""
        text = self.values.get(name)
        if not text:
            return None
        scale = Scale(self.size, self.root, self.window.width, self.window.height, base)
        return length(tokens(text), scale)


class Cascade(Sheets):
    """The style of each element of one document, in any window.

    `load` gives the text of a sheet that another one imports, or None.
    """

    def __init__(self, sheets: Iterable[str], load: Callable[[str], str | None] = lambda _: None) -> None:
        super().__init__(sheets, load)
        self._matched: dict[int, dict[str, tuple[Rule, ...]]] = {}
        self._conditions: dict[tuple[Condition, Window], bool] = {}
        self._shared: dict[tuple[Any, ...], Style] = {}
        self._styles: dict[tuple[int, str, Window], Style] = {}

    def holds(self, media: Condition, window: Window) -> bool:
        """Whether all of some media queries hold."""
        key = (media, window)
        if key not in self._conditions:
            self._conditions[key] = all(holds(query, window, self.unread) for query in media)
        return self._conditions[key]

    def style(self, element: Element, pseudo: str = "", window: Window = DESK) -> Style:
        """The computed style of an element, or of its ::before, ::after or ::marker, in a window."""
        key = (id(element), pseudo, window)
        known = self._styles.get(key)
        if known is None:
            known = self._styles[key] = self._made(element, pseudo, window)
        return known

    def generates(self, element: Element) -> Iterable[str]:
        """The pseudo-elements to which some rule gives content."""
        for pseudo, rules in self._rules_of(element).items():
            if pseudo and any(each.name in ("content", "all") for rule in rules for each in rule.declarations):
                yield pseudo

    def _rules_of(self, element: Element) -> dict[str, tuple[Rule, ...]]:
        known = self._matched.get(id(element))
        if known is None:
            found: dict[str, list[Rule]] = {"": []}
            for _, _, pseudo, rule in self.matcher.match(element):
                found.setdefault(pseudo or "", []).append(rule)
            known = self._matched[id(element)] = {pseudo: tuple(rules) for pseudo, rules in found.items()}
        return known

    def _made(self, element: Element, pseudo: str, window: Window) -> Style:
        """Found among those made before, if the element has the same rules under the same style, else made."""
        if pseudo:
            above: Style | None = self.style(element, "", window)
        else:
            # Not by recursion from the leaf: whoever walks asks parents first, but nobody has to.
            above = self.style(element.parent, "", window) if element.parent is not None else None
        rules = self._rules_of(element).get(pseudo, ())
        inline = "" if pseudo else element.get("style")
        attributes = element.node.attrib
        hints = () if pseudo else tuple((name, attributes[name]) for name in _HINTS if name in attributes)
        if hints and hints[-1][0] == "href":
            hints = (*hints[:-1], ("href", ""))  # that it leads somewhere matters, not where
        key = (id(above), "" if pseudo else element.tag, rules, inline, hints, pseudo, window)
        known = self._shared.get(key)
        if known is None:
            live = [rule for rule in rules if self.holds(rule.media, window)]
            known = self._shared[key] = self._computed(element, above, live, inline, pseudo, window)
        return known

    def _computed(
        self, element: Element, above: Style | None, rules: list[Rule], inline: str, pseudo: str, window: Window
    ) -> Style:
        chosen = _chosen(rules, inline)
        custom = custom_properties(chosen, above.custom if above else {})
        values: dict[str, str] = {}
        if above:
            values = {name: above.values[name] for name in INHERITED & above.values.keys()}
        if not pseudo:
            values |= browser(element)
        told = (tinycss2.serialize(each.value).strip() for each in reversed(chosen) if each.name == "direction")
        direction = next(told, "") or values.get("direction", "ltr")
        own: set[str] = set()
        for each in chosen:
            for longhand, value in each.sets(direction, custom) if not each.name.startswith("--") else ():
                own.add(longhand)
                if longhand == "all":
                    values = {kept: values.get(kept, "") for kept in ("direction",)}
                elif _valid(longhand, value):
                    values[longhand] = value
        _settle(values, own, above)
        root = above.root if above else 16.0
        size = _size(values.get("font-size", ""), above.size if above else 16.0, root, window)
        values["font-size"] = f"{size:g}px"
        values["font-weight"] = _weight(values.get("font-weight", "400"), above.get("font-weight") if above else "400")
        if above and values.get("line-height") and "line-height" not in own:
            values["line-height"] = above.values.get("line-height", "normal")
        elif values.get("line-height"):
            values["line-height"] = _lead(values["line-height"], size, root, window)
        for name in ("text-indent", "letter-spacing", "word-spacing"):
            if name in own:
                worked = length(tokens(values.get(name, "")), Scale(size, root, window.width, window.height))
                if worked is not None and "%" not in values.get(name, ""):
                    values[name] = f"{worked:g}px"
        return Style(values, custom, size, root if above else size, window, frozenset(own), above)


def _chosen(rules: Sequence[Rule], inline: str) -> list[Declaration]:
    """The declarations that apply, the strongest last (CSS Cascade 5, 6.1)."""
    found: list[tuple[tuple[Any, ...], Declaration]] = []
    for rule in rules:
        for at, each in enumerate(rule.declarations):
            layer = -rule.layer if each.important else rule.layer
            found.append(((each.important, 0, layer, rule.specificity, rule.order, at), each))
    if inline:
        parsed = tinycss2.parse_blocks_contents(inline, skip_comments=True, skip_whitespace=True)
        for at, part in enumerate(parsed):
            if part.type == "declaration":
                found.append(((part.important, 1, 0, (0, 0, 0), 0, at), declaration(part)))
    found.sort(key=itemgetter(0))
    return [each for _, each in found]


def _valid(name: str, value: str) -> bool:
    """Browsers drop a declaration whose value they do not know; here only where it would matter."""
    if name in ("display", "visibility", "position") and not re.fullmatch(r"[a-zA-Z -]+", value):
        return False
    if name == "line-height" and value.startswith("-"):
        return False
    return bool(value) or name == "content"


def _settle(values: dict[str, str], names: Iterable[str], above: Style | None) -> None:
    """The words that any property takes (CSS Cascade 4, 7.3)."""
    for name in names:
        word = values.get(name, "").lower()
        if word not in _WORDS:
            continue
        if word == "inherit" or (word != "initial" and name in INHERITED):
            values[name] = above.get(name) if above else _INITIAL.get(name, "")
        else:
            values[name] = _INITIAL.get(name, "")


def _size(text: str, outer: float, root: float, window: Window) -> float:
    """A font size in pixels; one that is no size changes nothing."""
    word = text.lower()
    if word in ("", "smaller", "larger"):
        return outer * {"": 1.0, "smaller": 1 / 1.2, "larger": 1.2}[word]
    if word in _NAMED:
        return float(_NAMED[word])
    scale = Scale(outer, root, window.width, window.height, outer)
    size = length(tokens(text), scale)
    return outer if size is None or size < 0 else size


def _weight(text: str, outer: str) -> str:
    below = int(outer) if outer.isdigit() else 400
    word = text.lower()
    if word == "bolder":
        return "400" if below < 350 else "700" if below < 550 else "900"
    if word == "lighter":
        return "100" if below < 550 else "400" if below < 750 else "700"
    return {"normal": "400", "bold": "700"}.get(word, text)


def _lead(text: str, size: float, root: float, window: Window) -> str:
    """A line height that children inherit: a number stays one, all else is worked out here (CSS 2.2, 10.8.1)."""
    told = tokens(text)
    if len(told) == 1 and told[0].type == "number":
        return text
    lead = length(told, Scale(size, root, window.width, window.height, size))
    return text if lead is None else f"{lead:g}px"
