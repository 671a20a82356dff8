"""The cascade: what CSS makes of an element, as far as a proof needs it (CSS Cascade 4, Values 4, Variables 1).

Selectors are matched by cssselect2, style sheets parsed by tinycss2; specificity, importance, layers, order, inheritance,
custom properties and media are worked out here. Each element is matched once for all windows, and elements that match
alike under alike parents share their style, as in a browser. What is not understood is kept in `unread`: a proof must be
able to say that it did not look.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any

import cssselect2
import tinycss2
from tinycss2.ast import FunctionBlock, ParenthesesBlock

from pipeline.verify.elements import Element
from pipeline.verify.lengths import Scale, length
from pipeline.verify.longhands import longhands
from pipeline.verify.media import DESK, Window, holds
from pipeline.verify.xml import Unsound

INHERITED = frozenset(
    "color direction font-family font-size font-style font-variant-caps font-variant-numeric font-weight letter-spacing "
    "line-height text-align text-indent text-transform visibility white-space word-spacing list-style-type "
    "list-style-image quotes writing-mode hyphens -webkit-text-fill-color -webkit-text-security".split()
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
_BLOCKS = frozenset(
    "html body address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr legend main menu nav ol optgroup p pre search section summary ul".split()
)
_NOTHING = frozenset("area base basefont datalist head link meta noembed noframes param rp script style template title".split())
_TABLE = {
    "table": "table",
    "tr": "table-row",
    "td": "table-cell",
    "th": "table-cell",
    "caption": "table-caption",
    "thead": "table-header-group",
    "tbody": "table-row-group",
    "tfoot": "table-footer-group",
    "li": "list-item",
}
_OWN: Mapping[str, Mapping[str, str]] = {
    "b": {"font-weight": "bolder"},
    "strong": {"font-weight": "bolder"},
    "th": {"font-weight": "bold", "text-align": "center"},
    "i": {"font-style": "italic"},
    "em": {"font-style": "italic"},
    "cite": {"font-style": "italic"},
    "ol": {"list-style-type": "decimal", "margin-top": "1em", "margin-bottom": "1em", "padding-left": "40px"},
    "ul": {"list-style-type": "disc", "margin-top": "1em", "margin-bottom": "1em", "padding-left": "40px"},
    "p": {"margin-top": "1em", "margin-bottom": "1em"},
    "blockquote": {"margin-top": "1em", "margin-bottom": "1em", "margin-left": "40px", "margin-right": "40px"},
    "figure": {"margin-top": "1em", "margin-bottom": "1em", "margin-left": "40px", "margin-right": "40px"},
    "body": {"margin-top": "8px", "margin-right": "8px", "margin-bottom": "8px", "margin-left": "8px"},
    "dd": {"margin-left": "40px"},
    "center": {"text-align": "center"},
    "small": {"font-size": "smaller"},
    "sub": {"font-size": "smaller", "vertical-align": "sub"},
    "sup": {"font-size": "smaller", "vertical-align": "super"},
    "s": {"text-decoration": "line-through"},
    "del": {"text-decoration": "line-through"},
    "strike": {"text-decoration": "line-through"},
    "bdo": {"unicode-bidi": "bidi-override"},
    "mark": {"background-color": "#ffff00"},
    "h1": {"font-size": "2em", "font-weight": "bold", "margin-top": ".67em", "margin-bottom": ".67em"},
    "h2": {"font-size": "1.5em", "font-weight": "bold", "margin-top": ".83em", "margin-bottom": ".83em"},
    "h3": {"font-size": "1.17em", "font-weight": "bold", "margin-top": "1em", "margin-bottom": "1em"},
    "h4": {"font-weight": "bold", "margin-top": "1.33em", "margin-bottom": "1.33em"},
    "h5": {"font-size": ".83em", "font-weight": "bold", "margin-top": "1.67em", "margin-bottom": "1.67em"},
    "h6": {"font-size": ".67em", "font-weight": "bold", "margin-top": "2.33em", "margin-bottom": "2.33em"},
}
"""What a browser's own style sheet says (HTML, 15.3), as far as it matters here."""

_LISTS = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    "disc": "disc",
    "none": "none",
}
_NAMED = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_WORDS = frozenset(("inherit", "initial", "unset", "revert", "revert-layer"))
_PSEUDO = ("before", "after", "marker", "first-line", "first-letter")
_STATES = re.compile(r":(?:focus|hover|active|visited|target|user-|-webkit|-moz|-ms|selection|placeholder|autofill|open)")
_IGNORED = frozenset("font-face page charset namespace keyframes -webkit-keyframes counter-style property view-transition".split())
_HINTS = ("align", "bgcolor", "color", "dir", "hidden", "open", "type")
_SELECTOR, _COMBINED = 4_000, 100
"""Characters and words of one selector."""
_RULES = 20_000
_LONGEST = 4_000
"""Tokens that a value may have once its var() are replaced: nested ones could double at each step."""

Condition = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Declaration:
    """One property; `known` has what it sets, by direction and, where var() can change that, by custom properties."""

    name: str
    value: list[Any]
    important: bool
    varies: bool
    known: dict[tuple[str, int], list[tuple[str, str]]] = field(default_factory=dict)

    def sets(self, direction: str, custom: Mapping[str, list[Any]]) -> list[tuple[str, str]]:
        """Names and values of the properties that it stands for. Elements without custom properties of their own share
        those of their parent, and so what follows from them; who made `custom` keeps it."""
        key = (direction, id(custom) if self.varies else 0)
        if key not in self.known:
            told = _substituted(self.value, custom.get) if self.varies else self.value
            # Invalid at computed-value time: unset (CSS Variables 1, 3.1).
            self.known[key] = list(longhands(self.name, tokens("unset") if told is None else told, direction))
        return self.known[key]


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    order: int
    specificity: tuple[int, int, int]
    pseudo: str
    layer: int
    media: Condition
    declarations: Sequence[Declaration]


@dataclass(slots=True, eq=False)
class Style:
    """Computed values of one element: tokens as text; `size` is its font size in pixels, `root` that of the root;
    `own` the names that a declaration set on this very element."""

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


class Cascade:
    """The style of each element of one document, in any window.

    `load` gives the text of a sheet that another one imports, or None.
    """

    def __init__(self, sheets: Iterable[str], load: Callable[[str], str | None] = lambda _: None) -> None:
        self.unread: list[str] = []
        self.pages: list[Any] = []
        self.faces: list[Any] = []
        self._load = load
        self._layers: dict[str, int] = {}
        self._namespaces: dict[str | None, str] = {}
        self._count = 0
        self._matcher = cssselect2.Matcher()
        self._matched: dict[int, dict[str, tuple[_Rule, ...]]] = {}
        self._conditions: dict[tuple[Condition, Window], bool] = {}
        self._shared: dict[tuple[Any, ...], Style] = {}
        self._styles: dict[tuple[int, str, Window], Style] = {}
        for sheet in sheets:
            self._read(_sheet(sheet), (), "", 0)

    # ---- reading

    def _read(self, rules: Iterable[Any], media: Condition, layer: str, depth: int) -> None:
        for rule in rules:
            if rule.type == "qualified-rule":
                self._rule(rule, "", media, layer, depth)
            elif rule.type == "at-rule":
                self._at_rule(rule, "", media, layer, depth)

    def _at_rule(self, rule: Any, parent: str, media: Condition, layer: str, depth: int) -> None:
        """A rule of rules; `parent` is the selector around it, where rules are nested (CSS Nesting 1)."""
        name, prelude = rule.lower_at_keyword, tinycss2.serialize(rule.prelude).strip()
        if depth > 16:
            self._note(f"@{name}, nested too deep")
        elif name == "media" and rule.content is not None:
            self._inside(rule, parent, (*media, prelude), layer, depth)
        elif name == "supports" and rule.content is not None:
            if not prelude.lower().startswith("not"):
                self._inside(rule, parent, media, layer, depth)
        elif name == "layer":
            names = [f"{layer}.{part.strip()}" for part in prelude.split(",")]
            for each in names:
                self._layers.setdefault(each, len(self._layers))
            if rule.content is not None:
                self._inside(rule, parent, media, names[0], depth)
        elif name == "import":
            self._import(rule.prelude, media, layer, depth)
        elif name == "namespace":
            words = [token for token in rule.prelude if token.type != "whitespace"]
            prefix = words[0].value if words and words[0].type == "ident" else None
            if words and words[-1].type in ("string", "url"):
                self._namespaces[prefix] = words[-1].value
        elif name in ("page", "font-face"):
            (self.pages if name == "page" else self.faces).append((media, rule))
        elif name in ("container", "scope", "starting-style") and rule.content is not None:
            # Whether it holds hangs on the layout: what it hides may be hidden.
            self._note(f"@{name} {prelude}")
            self._inside(rule, parent, media, layer, depth)
        elif name not in _IGNORED:
            self._note(f"@{name}")

    def _inside(self, rule: Any, parent: str, media: Condition, layer: str, depth: int) -> None:
        if parent:
            self._block(rule.content, parent, media, layer, depth + 1)
        else:
            rules = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            self._read(rules, media, layer, depth + 1)

    def _import(self, prelude: list[Any], media: Condition, layer: str, depth: int) -> None:
        words = [token for token in prelude if token.type not in ("whitespace", "comment")]
        if not words:
            return
        first = words[0]
        address = first.value if first.type in ("string", "url") else ""
        if first.type == "function" and first.arguments:
            address = getattr(first.arguments[0], "value", "")
        text = self._load(address) if address and depth < 8 else None
        if text is None:
            self._note(f"@import {address}")
            return
        query = tinycss2.serialize(words[1:]).strip()
        self._read(_sheet(text), (*media, query) if query else media, layer, depth + 1)

    def _rule(self, rule: Any, parent: str, media: Condition, layer: str, depth: int) -> None:
        selector = tinycss2.serialize(rule.prelude).strip()
        if parent:
            inside = f":is({parent})"
            selector = selector.replace("&", inside) if "&" in selector else f"{inside} {selector}"
        self._block(rule.content, selector, media, layer, depth + 1)

    def _block(self, content: list[Any], selector: str, media: Condition, layer: str, depth: int) -> None:
        """The declarations of one block, and the rules nested in it."""
        declarations: list[Declaration] = []
        if depth > 16 or len(selector) > 20_000:
            self._note(f"{selector}, nested too deep")
            return
        for part in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
            if part.type == "declaration":
                declarations.append(_declaration(part))
            elif part.type == "qualified-rule":
                self._rule(part, selector, media, layer, depth)
            elif part.type == "at-rule":
                self._at_rule(part, selector, media, layer, depth)
        for compiled in self._compiled(selector) if declarations else ():
            self._count += 1
            if self._count > _RULES:
                raise Unsound(f"its style sheets have more than {_RULES} rules")
            pseudo = compiled.pseudo_element or ""
            number = self._layers.setdefault(layer, len(self._layers)) if layer else 1_000_000
            rule = _Rule(self._count, tuple(compiled.specificity), pseudo, number, media, declarations)  # type: ignore[arg-type]  # three numbers
            if not compiled.never_matches and pseudo in ("", *_PSEUDO):
                self._matcher.add_selector(compiled, rule)

    def _compiled(self, selector: str) -> Iterator[Any]:
        """A list of selectors; one that cannot be read makes browsers drop the list, but may be one that they know."""
        parts = list(_split(selector))
        if any(len(part) > _SELECTOR or len(part.split()) > _COMBINED for part in parts):
            raise Unsound("a selector of its style sheets is too long to follow")
        try:
            yield from self._compile(selector)
            return
        except (cssselect2.SelectorError, NotImplementedError, SyntaxError, RecursionError, MemoryError):
            pass
        for text in parts:
            try:
                yield from self._compile(text)
            except (cssselect2.SelectorError, NotImplementedError, SyntaxError, RecursionError, MemoryError):
                if not _STATES.search(text):
                    self._note(text.strip())

    def _compile(self, selector: str) -> Sequence[Any]:
        if self._namespaces:
            return list(cssselect2.compile_selector_list(selector, self._namespaces))
        return _compiled(selector)

    def _note(self, what: str) -> None:
        if len(self.unread) < 100:
            self.unread.append(what[:120])

    def holds(self, media: Condition, window: Window) -> bool:
        """Whether all of some media queries hold."""
        key = (media, window)
        if key not in self._conditions:
            self._conditions[key] = all(holds(query, window, self.unread) for query in media)
        return self._conditions[key]

    # ---- asking

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

    def _rules_of(self, element: Element) -> dict[str, tuple[_Rule, ...]]:
        known = self._matched.get(id(element))
        if known is None:
            found: dict[str, list[_Rule]] = {"": []}
            for _, _, pseudo, rule in self._matcher.match(element):
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
        hints = () if pseudo else tuple(element.node.attrib.get(name) for name in _HINTS)
        key = (id(above), "" if pseudo else element.tag, rules, inline, hints, pseudo, window)
        known = self._shared.get(key)
        if known is None:
            live = [rule for rule in rules if self.holds(rule.media, window)]
            known = self._shared[key] = self._computed(element, above, live, inline, pseudo, window)
        return known

    def _computed(
        self, element: Element, above: Style | None, rules: list[_Rule], inline: str, pseudo: str, window: Window
    ) -> Style:
        chosen = _chosen(rules, inline)
        custom = _custom(chosen, above.custom if above else {})
        values: dict[str, str] = {}
        if above:
            values = {name: above.values[name] for name in INHERITED & above.values.keys()}
        if not pseudo:
            values |= _browser(element)
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


@lru_cache(maxsize=4096)
def _compiled(selector: str) -> Sequence[Any]:
    return list(cssselect2.compile_selector_list(selector))


@lru_cache(maxsize=4096)
def tokens(text: str) -> list[Any]:
    """A value as tokens, which nobody may change."""
    return list(tinycss2.parse_component_value_list(text, skip_comments=True))


def _sheet(text: str) -> list[Any]:
    return list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _declaration(part: Any) -> Declaration:
    name = part.name if part.name.startswith("--") else part.lower_name
    return Declaration(name, part.value, part.important, _varies(part.value))


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


def _chosen(rules: Sequence[_Rule], inline: str) -> list[Declaration]:
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
                found.append(((part.important, 1, 0, (0, 0, 0), 0, at), _declaration(part)))
    found.sort(key=itemgetter(0))
    return [each for _, each in found]


def _browser(element: Element) -> dict[str, str]:
    """What a browser's own sheet and the element's attributes say."""
    tag = element.tag
    values = {"display": "none" if tag in _NOTHING else "block" if tag in _BLOCKS else _TABLE.get(tag, "inline")}
    values |= _OWN.get(tag, {})
    if element.has("hidden") or (tag == "dialog" and not element.has("open")):
        values["display"] = "none"
    direction = element.get("dir").lower()
    if direction in ("ltr", "rtl"):
        values["direction"] = direction
    if tag in ("ol", "ul", "li") and element.get("type") in _LISTS:
        values["list-style-type"] = _LISTS[element.get("type")]
    if tag == "font" and element.get("color"):
        values["color"] = element.get("color")
    if element.get("bgcolor"):
        values["background-color"] = element.get("bgcolor")
    if tag != "img" and element.get("align") in ("left", "right", "center", "justify"):
        values["text-align"] = element.get("align")
    return values


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


def _custom(chosen: Sequence[Declaration], above: Mapping[str, list[Any]]) -> Mapping[str, list[Any]]:
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


def _substituted(value_tokens: Sequence[Any], value: Callable[[str], list[Any] | None], depth: int = 0) -> list[Any] | None:
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


def _split(selector: str) -> Iterator[str]:
    """A list at its outermost commas."""
    depth, start = 0, 0
    for at, sign in enumerate(selector):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield selector[start:at]
            start = at + 1
    yield selector[start:]
