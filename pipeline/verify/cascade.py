"""The cascade: what CSS makes of an element, as far as a proof needs it (CSS Cascade 4, Values 4, Variables 1).

Selectors are matched by cssselect2, style sheets parsed by tinycss2; specificity, importance, order, inheritance, custom
properties, media queries and the arithmetic of lengths are worked out here. Lengths are pixels, for a window that the
caller names. What is not understood is kept in `unread`: a proof must be able to say that it did not look.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cssselect2
import tinycss2

_INHERITED = frozenset(
    "color direction font-family font-size font-style font-variant-caps font-variant-numeric font-weight letter-spacing "
    "line-height text-align text-indent text-transform visibility white-space word-spacing list-style-type user-select".split()
)
_INITIAL = {"display": "inline", "font-size": "16px", "font-weight": "400", "font-style": "normal", "line-height": "normal", "color": "#000000", "text-align": "start", "visibility": "visible", "opacity": "1", "position": "static"}
_SIDES = ("top", "right", "bottom", "left")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "pc": 16.0, "q": 96 / 101.6}
_BLOCKS = frozenset("html body address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary ul".split())
_NOTHING = frozenset("head title meta link style script template noscript datalist".split())


@dataclass(frozen=True, slots=True)
class Window:
    """What media queries are asked about: width and height in pixels, the colours that the reader prefers, the medium."""

    width: float = 1280
    height: float = 900
    scheme: str = "light"
    medium: str = "screen"


@dataclass(slots=True)
class _Rule:
    test: Any
    pseudo: str
    weight: tuple[Any, ...]
    declarations: list[tuple[str, list[Any], bool]]


@dataclass(slots=True)
class Style:
    """Computed values of one element: tokens as text; `size` is its font size in pixels, `root` that of the root."""

    values: Mapping[str, str]
    custom: Mapping[str, list[Any]]
    size: float
    root: float
    window: Window

    def get(self, name: str) -> str:
        return self.values.get(name, _INITIAL.get(name, ""))

    def length(self, name: str, base: float = 0.0) -> float | None:
        """A length in pixels; a percentage is of `base`. None for what is no length (auto, normal)."""
        return _length(tinycss2.parse_component_value_list(self.get(name)), self.size, self.root, self.window, base)


class Cascade:
    """The style of each element of one document."""

    def __init__(self, sheets: Iterable[str], window: Window = Window()) -> None:
        self.window = window
        self.unread: list[str] = []
        self.rules: list[_Rule] = []
        self.known: dict[tuple[int, str], Style] = {}
        for sheet in sheets:
            self._read(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))

    # ---- reading

    def _read(self, rules: Iterable[Any]) -> None:
        for rule in rules:
            if rule.type == "qualified-rule":
                self._rule(rule)
            elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
                if self._applies(tinycss2.serialize(rule.prelude)):
                    self._read(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
            elif rule.type == "at-rule" and rule.lower_at_keyword == "supports" and rule.content is not None:
                self._read(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
            elif rule.type == "at-rule" and rule.lower_at_keyword not in ("font-face", "page", "charset", "namespace"):
                self.unread.append(f"@{rule.at_keyword}")
            elif rule.type == "error":
                self.unread.append(rule.message)

    def _rule(self, rule: Any) -> None:
        declarations = []
        for declaration in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
            if declaration.type == "declaration":
                declarations.append((declaration.name if declaration.name.startswith("--") else declaration.lower_name, declaration.value, declaration.important))
            elif declaration.type != "error":
                self.unread.append(f"nested {declaration.type}")
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            selectors = self._one_by_one(rule.prelude)
        for selector in selectors:
            self.rules.append(_Rule(selector, selector.pseudo_element or "", (selector.specificity, len(self.rules)), declarations))

    def _one_by_one(self, prelude: list[Any]) -> Iterator[Any]:
        for text in tinycss2.serialize(prelude).split(","):
            try:
                yield from cssselect2.compile_selector_list(text)
            except cssselect2.SelectorError:
                if not re.search(r":(focus|hover|active|visited|target|user-|-webkit|-moz|selection|placeholder)", text):
                    self.unread.append(text.strip())

    def _applies(self, query: str) -> bool:
        return any(self._one_query(part.strip().lower()) for part in query.split(","))

    def _one_query(self, query: str) -> bool:
        turned = query.startswith("not ")
        holds = True
        for part in re.split(r"\s+and\s+", query.removeprefix("not ").removeprefix("only ")):
            if part in ("all", self.window.medium):
                continue
            if part in ("screen", "print", "speech"):
                holds = False
            elif found := re.fullmatch(r"\(\s*(min|max)-(width|height)\s*:\s*([\d.]+)(px|em|rem)\s*\)", part):
                limit = float(found[3]) * (1 if found[4] == "px" else 16)
                size = self.window.width if found[2] == "width" else self.window.height
                holds &= size >= limit if found[1] == "min" else size <= limit
            elif found := re.fullmatch(r"\(\s*prefers-color-scheme\s*:\s*(\w+)\s*\)", part):
                holds &= found[1] == self.window.scheme
            elif re.fullmatch(r"\(\s*(prefers-reduced-motion|prefers-contrast|forced-colors|inverted-colors|scripting)\s*(:\s*[\w-]+\s*)?\)", part):
                holds = False
            else:
                self.unread.append(f"@media {part}")
                holds = False
        return holds != turned

    # ---- asking

    def style(self, element: Any, pseudo: str = "") -> Style:
        """The computed style of a cssselect2 element wrapper, or of its ::before or ::after."""
        key = (id(element.etree_element), pseudo)
        if key not in self.known:
            self.known[key] = self._computed(element, pseudo)
        return self.known[key]

    def _computed(self, element: Any, pseudo: str) -> Style:
        above = self.style(element) if pseudo else (self.style(element.parent) if element.parent is not None else None)
        chosen: dict[str, tuple[Any, list[Any]]] = {}
        matching = [rule for rule in self.rules if rule.pseudo == pseudo and rule.test.test(element)]
        inline = [] if pseudo else tinycss2.parse_declaration_list(element.etree_element.get("style", ""), skip_comments=True, skip_whitespace=True)
        own = [(declaration.lower_name, declaration.value, declaration.important) for declaration in inline if declaration.type == "declaration"]
        layers = [(rule.weight, rule.declarations) for rule in matching] + [(((9, 9, 9), len(self.rules)), own)]
        custom = dict(above.custom) if above else {}
        for weight, declarations in sorted(layers, key=lambda layer: layer[0]):
            for name, value, important in declarations:
                if name not in chosen or (important, weight) >= chosen[name][0]:
                    chosen.pop(name, None)  # a later declaration also stands behind the shorthands before it
                    chosen[name] = ((important, weight), value)
        custom |= {name: value for name, (_, value) in chosen.items() if name.startswith("--")}
        values = {name: above.values[name] for name in _INHERITED if above and name in above.values}
        if not pseudo:
            tag = element.local_name
            values["display"] = "none" if tag in _NOTHING else "block" if tag in _BLOCKS else "inline"
        ordered = sorted(((weight, name, value) for name, (weight, value) in chosen.items() if not name.startswith("--")), key=lambda entry: entry[0])
        for _, name, tokens in ordered:
            values |= dict(_longhands(name, _substituted(tokens, custom), values.get("direction", "ltr")))
        for name, value in list(values.items()):
            if value == "inherit":
                values[name] = above.get(name) if above else _INITIAL.get(name, "")
            elif value in ("initial", "unset", "revert"):
                values[name] = above.get(name) if above and name in _INHERITED and value != "initial" else _INITIAL.get(name, "")
        outer = above.size if above else 16.0
        root = above.root if above else 16.0
        size = outer
        if "font-size" in chosen or "font" in chosen:
            size = _length(tinycss2.parse_component_value_list(values.get("font-size", "")), outer, root, self.window, outer) or outer
        values["font-size"] = f"{size:g}px"
        return Style(values, custom, size, root if above else size, self.window)


def _substituted(tokens: list[Any], custom: Mapping[str, list[Any]], depth: int = 0) -> list[Any]:
    """var() replaced; a cycle or a name without value leaves nothing."""
    made: list[Any] = []
    for token in tokens:
        if token.type == "function" and token.lower_name == "var" and depth < 16:
            inside = [argument for argument in token.arguments if argument.type not in ("whitespace", "comment")]
            name = inside[0].value if inside else ""
            rest = tinycss2.serialize(token.arguments).partition(",")[2]
            value = custom.get(name) or tinycss2.parse_component_value_list(rest)
            made.extend(_substituted(value, custom, depth + 1))
        elif token.type == "function":
            inner = _substituted(list(token.arguments), custom, depth)
            made.extend(tinycss2.parse_component_value_list(f"{token.name}({tinycss2.serialize(inner)})"))
        else:
            made.append(token)
    return made


def _longhands(name: str, tokens: list[Any], direction: str) -> Iterator[tuple[str, str]]:
    """A declaration as the properties that it sets; logical sides become physical ones."""
    parts = [tinycss2.serialize([token]) for token in tokens if token.type not in ("whitespace", "comment")]
    start, end = ("left", "right") if direction == "ltr" else ("right", "left")
    logical = {"block-start": "top", "block-end": "bottom", "inline-start": start, "inline-end": end}
    if name in ("margin", "padding", "inset") and parts:
        four = (parts * 4)[:4] if len(parts) == 1 else [*parts, parts[0]][:3] + [parts[1]] if len(parts) < 4 else parts[:4]
        if len(parts) == 2:
            four = [parts[0], parts[1], parts[0], parts[1]]
        for side, value in zip(_SIDES, four, strict=True):
            yield (side if name == "inset" else f"{name}-{side}"), value
    elif found := re.fullmatch(r"(margin|padding|inset)-(block|inline)", name):
        first, last = (parts * 2)[:2] if len(parts) == 1 else parts[:2]
        for edge, value in (("start", first), ("end", last)):
            side = logical[f"{found[2]}-{edge}"]
            yield (side if found[1] == "inset" else f"{found[1]}-{side}"), value
    elif found := re.fullmatch(r"(margin|padding|inset)-(block-start|block-end|inline-start|inline-end)", name):
        side = logical[found[2]]
        yield (side if found[1] == "inset" else f"{found[1]}-{side}"), " ".join(parts)
    elif name == "font":
        yield from _font(tokens)
    elif name == "background":
        yield "background-color", next((part for part in parts if re.match(r"#|rgb|hsl|[a-z]+$", part)), "transparent")
    else:
        yield name, tinycss2.serialize(tokens).strip()


def _font(tokens: list[Any]) -> Iterator[tuple[str, str]]:
    text = tinycss2.serialize(tokens).strip()
    if text in ("inherit", "initial", "unset"):
        for name in ("font-style", "font-weight", "font-size", "line-height", "font-family"):
            yield name, text
        return
    slope, weight, caps, rest = "normal", "400", "normal", text
    while found := re.match(r"(italic|oblique|normal|small-caps|bold|[1-9]00)\s+", rest):
        slope, weight, caps = (found[1] if found[1] in ("italic", "oblique") else slope, {"bold": "700"}.get(found[1], found[1]) if found[1][0] in "b123456789" else weight, found[1] if found[1] == "small-caps" else caps)
        rest = rest[found.end() :]
    found = re.match(r"((?:[a-z-]+\((?:[^()]|\([^()]*\))*\)|[^\s/]+))(?:\s*/\s*((?:calc\((?:[^()]|\([^()]*\))*\)|[^\s,]+)))?\s+(.+)", rest)
    yield from (("font-style", slope), ("font-weight", weight), ("font-variant-caps", caps))
    if found:
        yield from (("font-size", found[1]), ("line-height", found[2] or "normal"), ("font-family", found[3]))


def _length(tokens: list[Any], size: float, root: float, window: Window, base: float) -> float | None:
    """The arithmetic of lengths: numbers with units, calc(), min(), max(), clamp() (CSS Values 4, 10)."""
    tokens = [token for token in tokens if token.type not in ("whitespace", "comment")]
    if len(tokens) != 1:
        return None
    return _value(tokens[0], size, root, window, base)


def _value(token: Any, size: float, root: float, window: Window, base: float) -> float | None:
    if token.type == "number":
        return float(token.value)
    if token.type == "percentage":
        return float(token.value) * base / 100
    if token.type == "dimension":
        unit = token.lower_unit
        scale = _PIXELS.get(unit) or {"em": size, "rem": root, "vw": window.width / 100, "vh": window.height / 100, "ex": size / 2, "ch": size / 2}.get(unit)
        return float(token.value) * scale if scale is not None else None
    if token.type == "() block":
        return _sum(token.content, size, root, window, base)
    if token.type == "function" and token.lower_name in ("calc", "min", "max", "clamp"):
        groups: list[list[Any]] = [[]]
        for argument in token.arguments:
            if argument.type == "literal" and argument.value == ",":
                groups.append([])
            else:
                groups[-1].append(argument)
        numbers = [_sum(group, size, root, window, base) for group in groups]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return None
        if token.lower_name == "clamp":
            return max(known[0], min(known[1], known[2]))
        return {"calc": known[0], "min": min(known), "max": max(known)}[token.lower_name]
    return None


def _sum(tokens: Iterable[Any], size: float, root: float, window: Window, base: float) -> float | None:
    total, factor, operator, sign = 0.0, None, "*", 1.0
    for token in tokens:
        if token.type in ("whitespace", "comment"):
            continue
        if token.type == "literal" and token.value in "+-":
            total, factor, operator, sign = total + sign * (factor or 0.0), None, "*", 1.0 if token.value == "+" else -1.0
        elif token.type == "literal" and token.value in "*/":
            operator = token.value
        else:
            value = _value(token, size, root, window, base)
            if value is None:
                return None
            factor = value if factor is None else factor * value if operator == "*" else factor / value if value else None
    return total + sign * (factor or 0.0)
