"""Style sheets as rules: selectors for cssselect2, media, layers, imports, nesting (CSS Cascade 5, Nesting 1)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cssselect2
import tinycss2

from pipeline.verify.declarations import Declaration, declaration
from pipeline.verify.web_faces import declared
from pipeline.verify.xml import Unsound

_PSEUDO = ("before", "after", "marker", "first-line", "first-letter")
_STATES = re.compile(
    r":(?:focus|hover|active|visited|target|user-|-webkit|-moz|-ms|selection|placeholder|autofill|open)"
)
_TRICKS = frozenset(("unicode-range", "size-adjust", "ascent-override", "descent-override", "font-feature-settings"))
_IGNORED = frozenset(
    ["page", "charset", "namespace", "keyframes", "-webkit-keyframes", "counter-style", "property", "view-transition"]
)
_NEGATED = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)")
_PARTLY = re.compile(r"::?first-(?:line|letter)")
_GENERATED = re.compile(r"::?(?:before|after|marker)")
_ODD_MEDIA = re.compile(
    r"forced-colors|prefers-contrast|prefers-reduced|inverted-colors|scripting|hover|pointer|display-mode|update"
    r"|monochrome|color-gamut|dynamic-range"
)
"""What hangs on the reader and on what she does: no window of the proof is like that."""
_BLIND = frozenset(
    [
        "line-clamp",
        "-webkit-line-clamp",
        "text-overflow",
        "font-size-adjust",
        "font-feature-settings",
        "font-variation-settings",
        "font-variant-alternates",
        "background-image",
        "border-image",
        "border-image-source",
        "shape-outside",
        "initial-letter",
        "text-combine-upright",
        "text-emphasis",
        "text-emphasis-style",
        "hyphenate-character",
        "font-palette",
    ]
)
"""Properties with which text may be cut off, covered or shown with other glyphs, and that are not worked out."""
_SELECTOR, _COMBINED = 4_000, 100
"""Characters and words of one selector."""
_RULES = 20_000
Condition = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One selector with its declarations, and what decides how strong they are."""

    order: int
    specificity: tuple[int, int, int]
    pseudo: str
    layer: int
    media: Condition
    declarations: Sequence[Declaration]


class Sheets:
    """The rules of some sheets, ready to be matched.

    `load` gives the text of a sheet that another one imports, or None.
    """

    def __init__(self, sheets: Iterable[str], load: Callable[[str], str | None]) -> None:
        self.unread: list[str] = []
        self.faces: list[tuple[str, tuple[str, ...]]] = []
        self.pages: list[tuple[Condition, Any]] = []
        self.matcher = cssselect2.Matcher()
        self._load = load
        self._layers: dict[str, int] = {}
        self._namespaces: dict[str | None, str] = {}
        self._count = 0
        for sheet in sheets:
            self._read(_sheet(sheet), (), "", 0)

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
        elif name in ("container", "scope", "starting-style") and rule.content is not None:
            # Whether it holds hangs on the layout: what it hides may be hidden.
            self._note(f"@{name} {prelude}")
            self._inside(rule, parent, media, layer, depth)
        else:
            self._statement(rule, media, layer, depth)

    def _statement(self, rule: Any, media: Condition, layer: str, depth: int) -> None:
        """A rule that holds no rules."""
        name = rule.lower_at_keyword
        if name == "import":
            self._import(rule.prelude, media, layer, depth)
        elif name == "namespace":
            words = [token for token in rule.prelude if token.type != "whitespace"]
            prefix = words[0].value if words and words[0].type == "ident" else None
            if words and words[-1].type in ("string", "url"):
                self._namespaces[prefix] = words[-1].value
        elif name == "page":
            self.pages.append((media, rule))
        elif name == "font-face":
            self._face(rule)
        elif name not in _IGNORED:
            self._note(f"@{name}")

    def _face(self, rule: Any) -> None:
        """A face for some characters alone could show others in their place: it is noted."""
        if len(self.faces) < 100:
            self.faces.append(declared(rule))
        parts = tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True, skip_whitespace=True)
        names = {part.lower_name for part in parts if part.type == "declaration"}
        for name in sorted(names & _TRICKS):
            self._note(f"@font-face with {name}")

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
                declarations.append(declaration(part))
            elif part.type == "qualified-rule":
                self._rule(part, selector, media, layer, depth)
            elif part.type == "at-rule":
                self._at_rule(part, selector, media, layer, depth)
        for each in declarations:
            if _is_blind(selector, media, each.name, tinycss2.serialize(each.value).strip()):
                self._note(f"{selector} {{ {each.name} }}")
        for compiled in self._compiled(selector) if declarations else ():
            self._count += 1
            if self._count > _RULES:
                raise Unsound(f"its style sheets have more than {_RULES} rules")
            pseudo = compiled.pseudo_element or ""
            number = self._layers.setdefault(layer, len(self._layers)) if layer else 1_000_000
            rule = Rule(self._count, tuple(compiled.specificity), pseudo, number, media, declarations)
            if not compiled.never_matches and pseudo in ("", *_PSEUDO):
                self.matcher.add_selector(compiled, rule)

    def _compiled(self, selector: str) -> Iterator[Any]:
        """A list of selectors; one that cannot be read makes browsers drop the list, but may be one that they know."""
        parts = list(_split(selector))
        if any(len(part) > _SELECTOR or len(part.split()) > _COMBINED for part in parts):
            raise Unsound("a selector of its style sheets is too long to follow")
        whole = self._compile(selector)
        for text in [] if whole is not None else parts:
            one = self._compile(text)
            yield from one or ()
            if one is None and not _STATES.search(text):
                self._note(text.strip())
        yield from whole or ()

    def _compile(self, selector: str) -> Sequence[Any] | None:
        """None where cssselect2 does not know it."""
        try:
            if self._namespaces:
                return list(cssselect2.compile_selector_list(selector, self._namespaces))
            return _compiled(selector)
        except (cssselect2.SelectorError, NotImplementedError, SyntaxError, RecursionError, MemoryError):
            return None

    def _note(self, what: str) -> None:
        if len(self.unread) < 100:
            self.unread.append(what[:120])


def _is_blind(selector: str, media: Condition, name: str, value: str) -> bool:
    """Whether a declaration may change what is read, where or in a way that no style is worked out for."""
    if name in _BLIND or _PARTLY.search(selector) or (name == "background" and "url(" in value):
        return True
    if name == "content" and not _GENERATED.search(selector):
        return value not in ("normal", "none")
    hides = (
        (name == "display" and value == "none")
        or (name == "visibility" and value != "visible")
        or name in ("opacity", "font-size")
        or (name == "content" and value not in ("none", '""'))
    )
    return hides and bool(_STATES.search(_NEGATED.sub("", selector)) or any(map(_ODD_MEDIA.search, media)))


def _sheet(text: str) -> list[Any]:
    return list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


@lru_cache(maxsize=4096)
def _compiled(selector: str) -> Sequence[Any]:
    return list(cssselect2.compile_selector_list(selector))


def _split(selector: str) -> Iterator[str]:
    """A list at its outermost commas."""
    depth, start = 0, 0
    for at, sign in enumerate(selector):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield selector[start:at]
            start = at + 1
    yield selector[start:]
