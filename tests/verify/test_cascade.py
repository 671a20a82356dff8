"""The cascade by itself, and beside Chromium's computed styles on our pages."""

# ruff: noqa: E501  # one damage or value a line

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tinyhtml5

from pipeline.verify.cascade import Cascade, Style
from pipeline.verify.colours import colour, written
from pipeline.verify.elements import Element, wrap
from pipeline.verify.epub import epub
from pipeline.verify.media import DESK, PHONE, PRINT, Window, holds
from tests.library import DOCUMENTS
from tests.validators import axe, chromium, require
from tests.verify.pages import example, publish, unpacked


def styled(css: str, markup: str = "<p class=a id=b>x", window: Window = DESK, tag: str = "p") -> Style:
    """The style of the first element of a name."""
    root = wrap(tinyhtml5.parse(f"<style>{css}</style>{markup}", namespace_html_elements=False), html=True)
    return Cascade([css]).style(next(root.all(tag)), "", window)


VALUES: dict[str, tuple[str, str, str]] = {
    "an id is stronger than classes": ("#b { order: 1 } .a.a.a { order: 2 }", "order", "1"),
    "the later of equals": (".a { order: 1 } p.a { order: 2 } .a { order: 3 }", "order", "2"),
    "importance": ("#b { order: 1 } p { order: 2 !important }", "order", "2"),
    "layers are weaker": ("@layer x { #b { order: 1 } } p { order: 2 }", "order", "2"),
    "important layers are stronger": ("@layer x { p { order: 1 !important } } #b { order: 2 !important }", "order", "1"),
    "nesting": ("body { & p { order: 1; &.a { order: 2 } } }", "order", "2"),
    "media in nesting": ("p { @media (min-width: 1px) { order: 3 } }", "order", "3"),
    "names": (":root { --x: 4 } p { order: var(--x) }", "order", "4"),
    "names are computed where they are set": (":root { --x: 1; --y: var(--x) } p { --x: 2; order: var(--y) }", "order", "1"),
    "another value instead": ("p { order: var(--none, 5) }", "order", "5"),
    "a name without value": ("p { color: red; color: var(--none) }", "color", "#000000"),
    "inherited": ("body { color: red } p { color: inherit }", "color", "red"),
    "not inherited": ("body { opacity: .5 }", "opacity", "1"),
    "unset": ("p { display: block; display: unset }", "display", "inline"),
    "a shorthand of four": ("p { margin: 1px 2px 3px }", "margin-left", "2px"),
    "logical sides": ("p { direction: rtl; padding-inline-start: 4px }", "padding-right", "4px"),
    "a longhand behind a shorthand": ("p { margin: 1px; margin-top: 2px }", "margin-top", "2px"),
    "a shorthand behind a longhand": ("p { margin-top: 2px; margin: 1px }", "margin-top", "1px"),
    "font": ("p { font: italic bold 12px/1.5 'A B', serif }", "font-family", '"A B", serif'),
    "the lead of font": ("p { font: 12px/1.5 x }", "line-height", "1.5"),
    "background": ("p { background: url(x) #fff no-repeat }", "background-color", "#fff"),
    "a selector that browsers do not know": ("p { order: 1 } p, p:focus-ring-x { order: 2 }", "order", "2"),
    "all": ("p { order: 4; all: unset }", "order", ""),
    "attributes": ("[class~=a][id^=b] { order: 1 }", "order", "1"),
    "siblings": ("i + p { order: 1 }", "order", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_computed_value(name: str) -> None:
    css, property_name, expected = VALUES[name]
    assert styled(css).get(property_name) == expected


LENGTHS = {
    "1em": 16.0,
    "2rem": 32.0,
    "12pt": 16.0,
    "1in": 96.0,
    "50vw": 640.0,
    "calc(1px + 2 * (3px - 1px) / 4)": 2.0,
    "clamp(1px, 5px, 3px)": 3.0,
    "min(1px, 2em, 3%)": 1.0,
    "max(1px, 2em)": 32.0,
    "calc(1px * calc(2))": 2.0,
    "auto": None,
    "calc(1px / 0)": None,
    "calc(": None,
    "10%": 20.0,
}


@pytest.mark.parametrize("text", LENGTHS)
def test_length(text: str) -> None:
    assert styled(f"p {{ margin-left: {text} }}").length("margin-left", 200) == LENGTHS[text]


def test_sizes_multiply() -> None:
    style = styled("div { font-size: 120% } p { font-size: 1.5em }", "<div><div><p>x</div></div>")
    assert style.size == pytest.approx(16 * 1.2 * 1.2 * 1.5)


QUERIES = {
    "screen and (min-width: 80em)": True,
    "(max-width: 1279px)": False,
    "(width >= 1280px)": True,
    "(width < 1280px)": False,
    "not all and (min-width: 44rem)": False,
    "not print": True,
    "print, screen": True,
    "only screen and (orientation: landscape)": True,
    "(prefers-color-scheme: dark)": False,
    "(prefers-reduced-motion: reduce)": False,
    "speech": False,
}


@pytest.mark.parametrize("query", QUERIES)
def test_media_query(query: str) -> None:
    unread: list[str] = []
    assert holds(query, DESK, unread) is QUERIES[query]
    assert unread == []


def test_what_is_not_understood_is_said() -> None:
    cascade = Cascade(["@container x { p { color: red } } p:has-not-x { color: red } @x;"])
    assert cascade.unread == ["@container x", "p:has-not-x", "@x"]


COLOURS = {
    "#abc": "#aabbcc",
    "#abcd": "#aabbccdd",
    "rgb(1 2 3 / 50%)": "#01020380",
    "hsl(120deg 100% 50%)": "#00ff00",
    "hwb(0 0% 0%)": "#ff0000",
    "rebeccapurple": "#663399",
    "transparent": "#00000000",
    "CanvasText": "#000000",
}


@pytest.mark.parametrize("text", COLOURS)
def test_colour(text: str) -> None:
    found = colour(text)
    assert found
    assert written(found) == COLOURS[text]


# ---- beside Chromium

COMPUTED = """names => [document.body, ...document.body.querySelectorAll("*")].map(element => {
    const style = getComputedStyle(element);
    return [element.localName, ...names.map(name => style.getPropertyValue(name))];
})"""
LENGTH_NAMES = ("font-size", "text-indent", "margin-top", "margin-left", "padding-left", "padding-top")
NAMES = (
    *LENGTH_NAMES,
    "line-height",
    "color",
    "font-weight",
    "font-style",
    "font-family",
    "display",
    "visibility",
    "opacity",
    "text-align",
    "direction",
)
WINDOWS = (DESK, PHONE, Window(scheme="dark"), Window(320, 640, "dark"), PRINT)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    require(axe)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Web pages, and the pages of an e-book beside its style sheet."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    (folder / "french.md").write_bytes((DOCUMENTS / "french.md").read_bytes())
    for name, published in (("example", example()), ("french", publish(folder / "french.md"))):
        made[name] = folder / f"{name}.html"
        made[name].write_bytes(published.files["html"])
        for part, data in unpacked(published.files["epub"]).items():
            path = folder / name / part
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            if part.endswith(".xhtml"):
                made[f"{name} {path.name}"] = path
    return made


def elements_of(path: Path) -> tuple[Element, Cascade]:
    """A page as the read-back takes it."""
    data = path.read_bytes()
    if path.suffix == ".html":
        root = wrap(tinyhtml5.parse(data, namespace_html_elements=False), html=True)
        return root, Cascade(["".join(style.node.itertext()) for style in root.all("style")])
    from pipeline.verify.xml import parse_xml

    return wrap(parse_xml(data), html=False), Cascade([(path.parent / "style.css").read_text("utf-8")])


@pytest.mark.validator
@pytest.mark.slow
@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_chromium_computes_the_same(browser: Any, pages: dict[str, Path], window: Window) -> None:
    context = browser.new_context(
        viewport={"width": int(window.width), "height": int(window.height)},
        color_scheme=window.scheme,
        java_script_enabled=True,
        bypass_csp=False,
    )
    found = []
    for name, path in pages.items():
        view = context.new_page()
        view.route("**/*.js", lambda route: route.abort())
        view.emulate_media(media=window.medium)
        view.goto(path.as_uri())
        view.evaluate("document.querySelectorAll('.copy').forEach(button => { button.hidden = true; })")
        root, cascade = elements_of(path)
        elements = list(next(root.all("body")).all())
        computed = view.evaluate(COMPUTED, list(NAMES))
        assert [element.local_name for element in elements] == [values[0] for values in computed]
        for element, values in zip(elements, computed, strict=True):
            ours = cascade.style(element, "", window)
            for key, theirs in zip(NAMES, values[1:], strict=True):
                if not same(ours, key, theirs):
                    found.append((name, element.tag, element.get("class"), key, mine(ours, key), theirs))
        view.close()
    context.close()
    assert sorted(set(found)) == []


def mine(style: Style, name: str) -> Any:
    """A value of ours, lengths in pixels; None where the layout alone can say it."""
    text = style.get(name)
    if name in LENGTH_NAMES:
        return None if "%" in text else style.length(name)
    if name == "line-height":
        lead = style.length(name, style.size)
        return lead * style.size if lead is not None and re.fullmatch(r"[\d.]+", text) else lead
    return text


def same(style: Style, name: str, theirs: str) -> bool:
    """Whether a computed value is Chromium's, whatever the way of writing it."""
    ours = mine(style, name)
    if style.get("display") == "none" and name == "display":
        return theirs == "none"
    if name == "display":
        return theirs != "none"
    if name == "font-size" and theirs == "13px":
        return "monospace" in style.get("font-family")  # browsers set it smaller on their own, unless a size is given
    if name in (*LENGTH_NAMES, "line-height"):
        return ours is None or not theirs.endswith("px") or abs(ours - float(theirs.removesuffix("px"))) < 0.1
    if name == "color":
        one, other = colour(ours), colour(theirs)
        return one is not None and other is not None and written(one) == written(other)
    if name == "font-family":
        return ours.replace("'", '"') == theirs or ours.replace('"', "") == theirs.replace('"', "") or not ours
    if name == "text-align":
        return (
            ours in (theirs, f"-webkit-{theirs}")
            or {ours, theirs} <= {"start", "left", "-webkit-auto"}
            or {ours, theirs} == {"match-parent", "start"}
        )
    return str(ours) == theirs


def test_the_book_is_read_with_the_same_cascade() -> None:
    assert epub(example().files["epub"]).looks
