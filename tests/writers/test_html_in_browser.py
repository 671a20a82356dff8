"""The web page in real Chromium: with the keyboard, without scripts, narrow, enlarged, cited and printed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from pipeline.build import prepare
from pipeline.pagemap import Begin, PageMap
from pipeline.writers.html import html
from tests.validators import axe, chromium, require
from tests.writers.pages import DECLARATION, EXAMPLE, LONG, WIDE, page, theme_in_arabic

pytestmark = [pytest.mark.validator, pytest.mark.slow]

ADDRESS = "https://example.org/declaration.html"
POINTS_PER_MM = 72 / 25.4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pages")
    sources = {
        "long": LONG,
        "wide": WIDE,
        "arabic": LONG.replace("en-GB", "ar"),
        "russian": LONG.replace("en-GB", "ru"),
    }
    for name, text in sources.items():
        (place / f"{name}.md").write_text(text, encoding="utf-8")
    themes = {"arabic": theme_in_arabic(place / "theme")}
    for path in (DECLARATION, EXAMPLE, *(place / f"{name}.md" for name in sources)):
        (place / f"{path.stem}.html").write_text(page(path, themes.get(path.stem)), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    require(axe)
    # Imported late: the tests of other formats do not need it.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.FLAGS))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Any, folder: Path) -> Iterator[Any]:
    """Open a page by name in a window of its own; whatever it says on the console is a failure."""
    contexts, said = [], []

    def opened(
        name: str, fragment: str = "", *, width: int = 1280, height: int = 900, at: str = "", **options: Any
    ) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        view = context.new_page()
        view.on("console", lambda message: said.append(message.text))
        view.on("pageerror", lambda error: said.append(str(error)))
        file = folder / f"{name}.html"
        if at:
            view.route("**/*", lambda route: route.fulfill(path=file, content_type="text/html"))
        view.goto((at or file.as_uri()) + fragment)
        return view

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def test_faces_are_used(visit: Any) -> None:
    view = visit("example")

    faces = view.evaluate("document.fonts.ready.then(all => [...all].map(face => [face.family, face.status]))")

    assert ["Engross Title", "loaded"] in faces
    assert {status for _, status in faces} == {"loaded"}


# ---- the keyboard

FOCUSED = """() => {
    const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
    return {
        name: element.getAttribute("aria-label") ?? element.textContent,
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        width: box.width, height: box.height, top: box.top, bottom: innerHeight - box.bottom,
    };
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_keyboard_goes_the_way_of_the_text(visit: Any, width: int) -> None:
    view = visit("declaration", width=width)
    stops = []
    for _ in range(25):
        view.keyboard.press("Tab")
        stops.append(view.evaluate(FOCUSED))

    numerals = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
    assert stops[0]["name"] == "Skip to the text"
    assert [stop["name"].split(".")[0] for stop in stops[1:9]] == list(numerals)
    assert [stop["name"] for stop in stops[9:]] == [
        name for numeral in numerals for name in (f"Link to clause {numeral}", f"Cite clause {numeral}")
    ]
    for stop in stops:
        assert stop["outline"] >= 2, f"no visible focus: {stop}"
        assert min(stop["width"], stop["height"]) >= 24, f"too small to be hit (WCAG 2.2, 2.5.8): {stop}"
        assert min(stop["top"], stop["bottom"]) >= 0, f"focus out of sight (WCAG 2.2, 2.4.11): {stop}"


def test_skip_link_leads_to_the_text(visit: Any) -> None:
    view = visit("declaration")

    view.keyboard.press("Tab")
    view.keyboard.press("Enter")
    view.keyboard.press("Tab")

    assert view.evaluate(FOCUSED)["name"] == "Link to clause I"


def test_sub_paragraphs_can_be_cited_by_keyboard(visit: Any) -> None:
    view = visit("example")
    link = view.get_by_role("link", name="Link to clause II (a)", exact=True)

    link.focus()
    view.keyboard.press("Tab")

    focused = view.evaluate(FOCUSED)
    assert focused["name"] == "Cite clause II (a)"
    assert min(focused["width"], focused["height"]) >= 24


# ---- without scripts


def test_page_works_without_scripts(visit: Any) -> None:
    view = visit("declaration", java_script_enabled=False)

    assert view.locator(".copy:visible").count() == 0
    assert view.locator(".permalink:visible").count() == 8
    view.get_by_role("link", name="VI. improving the wellbeing").click()
    assert view.url.endswith("#clause-6")
    assert 0 <= view.locator("#clause-6").bounding_box()["y"] < 450


def test_long_contents_open_without_scripts(visit: Any) -> None:
    view = visit("long", java_script_enabled=False)
    inside = view.locator("nav details").first.get_by_role("link", name="3.")

    assert not inside.is_visible()
    view.locator("nav summary").first.click()
    inside.click()
    assert view.url.endswith("#clause-3")


# ---- citing


def test_citation_with_address(visit: Any) -> None:
    view = visit("declaration", at=ADDRESS, permissions=["clipboard-read", "clipboard-write"])

    view.get_by_role("button", name="Cite clause IV", exact=True).click()

    expected = f"Declaration, CPC and World Political Parties Summit, 6 July 2021, clause IV, {ADDRESS}#clause-4"
    view.locator("[role=status]:not(:empty)").wait_for()
    assert view.locator("[role=status]").text_content() == f"Copied: {expected}"
    assert view.evaluate("navigator.clipboard.readText()") == expected


def test_a_folder_is_no_address(visit: Any) -> None:
    view = visit("declaration", permissions=["clipboard-read", "clipboard-write"])

    view.get_by_role("button", name="Cite clause I", exact=True).click()

    view.locator("[role=status]:not(:empty)").wait_for()
    assert view.evaluate("navigator.clipboard.readText()") == (
        "Declaration, CPC and World Political Parties Summit, 6 July 2021, clause I"
    )


def test_citation_without_https(visit: Any) -> None:
    view = visit("declaration", at=ADDRESS.replace("https", "http"))

    view.get_by_role("button", name="Cite clause II", exact=True).click()

    view.locator("[role=status]:not(:empty)").wait_for()
    assert view.locator("[role=status]").text_content().startswith("Copied: Declaration, ")
    assert view.locator("textarea").count() == 0
    assert view.evaluate(FOCUSED)["name"] == "Cite clause II"


def test_a_refused_clipboard_is_said(visit: Any) -> None:
    view = visit("declaration", at=ADDRESS)
    view.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('refused')))")

    view.get_by_role("button", name="Cite clause III", exact=True).click()

    view.locator("[role=status]:not(:empty)").wait_for()
    assert re.match(
        "This browser does not let the page copy. .* clause III,", view.locator("[role=status]").text_content()
    )


# ---- where the reader is


def test_contents_show_the_clause_that_is_read(visit: Any) -> None:
    view = visit("declaration", "#clause-5")
    current = view.locator("nav [aria-current=location]")

    assert current.text_content().startswith("V.")
    view.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    view.locator("nav [aria-current=location]", has_text="VIII.").wait_for()
    view.evaluate("scrollTo(0, 0)")
    current.wait_for(state="detached")


def test_contents_open_where_the_reader_is(visit: Any) -> None:
    view = visit("long", "#clause-20")

    link = view.locator("nav [aria-current=location]")

    link.wait_for(state="visible")
    assert link.text_content() == "20."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_clause_asked_for_is_marked(visit: Any, scheme: str) -> None:
    view = visit("declaration", "#clause-4", color_scheme=scheme)

    mark, plain = (
        view.evaluate(f"getComputedStyle(document.getElementById('clause-{clause}'), '::before').backgroundColor")
        for clause in (4, 5)
    )

    assert mark == {"light": "rgb(243, 238, 224)", "dark": "rgb(38, 37, 31)"}[scheme]
    assert plain == "rgba(0, 0, 0, 0)"


def test_mark_shows_in_forced_colours(visit: Any) -> None:
    view = visit("declaration", "#clause-4", forced_colors="active")

    border = view.evaluate("getComputedStyle(document.getElementById('clause-4'), '::before').borderTopStyle")

    assert border == "solid"


# ---- layout

ROOM = "document.documentElement.clientWidth - document.documentElement.scrollWidth"
SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""
"""What a reader may ask for (WCAG 2.2, 1.4.12)."""


@pytest.mark.parametrize("name", ["declaration", "example", "long", "wide", "russian"])
@pytest.mark.parametrize(
    ("width", "style"),
    [
        (320, ""),
        (320, SPACING),
        (704, ""),
        (704, SPACING),
        (640, "html { font-size: 200% }"),
    ],
)
def test_nothing_scrolls_sideways(visit: Any, name: str, width: int, style: str) -> None:
    view = visit(name, width=width, bypass_csp=True)
    if style:
        view.add_style_tag(content=style)

    assert view.evaluate(ROOM) >= 0


@pytest.mark.parametrize(("name", "width", "rows"), [("long", 704, 1), ("russian", 704, 2), ("russian", 1280, 1)])
def test_only_a_long_word_goes_below_the_permalink(visit: Any, name: str, width: int, rows: int) -> None:
    tops = visit(name, width=width).evaluate(
        """[...document.querySelector(".clause.level-1 > .controls").children]
            .map(control => Math.round(control.getBoundingClientRect().top))"""
    )

    assert len(set(tops)) == rows


@pytest.mark.parametrize("width", [1280, 1920])
def test_large_letters_of_the_reader(browser: Any, folder: Path, width: int) -> None:
    """Who has set letters twice as large has a phone's layout on a desk."""
    large = browser.browser_type.launch(
        executable_path=chromium.executable(), args=[*chromium.FLAGS, "--blink-settings=defaultFontSize=32"]
    )
    try:
        view = large.new_page(viewport={"width": width, "height": 900})
        view.goto((folder / "example.html").as_uri())
        size, room = view.evaluate(f"[parseFloat(getComputedStyle(document.querySelector('main')).fontSize), {ROOM}]")
    finally:
        large.close()

    assert size >= 36
    assert room >= 0


@pytest.mark.parametrize("width", [704, 820, 1280, 1600])
def test_labels_hang_left_of_one_edge(visit: Any, width: int) -> None:
    view = visit("declaration", width=width)

    edges = view.evaluate(
        """() => [...document.querySelectorAll(".clause, .title, .preamble, .conclusion, .date")]
            .map(element => Math.round(element.getBoundingClientRect().left))"""
    )
    gaps = view.evaluate(
        """() => [...document.querySelectorAll(".clause")].map(clause => {
            const range = document.createRange();
            range.selectNodeContents(clause.querySelector(".label").firstChild);
            return clause.getBoundingClientRect().left - range.getBoundingClientRect().right;
        })"""
    )

    assert len(set(edges)) == 1
    # Between 2 and 4 mm (look of the printed page).
    assert all(8 <= gap <= 16 for gap in gaps), gaps


def test_lines_are_short_enough_to_read(visit: Any) -> None:
    view = visit("declaration", width=1600)

    longest = view.evaluate(
        """() => Math.max(...[...document.querySelectorAll("main p")].map(paragraph => {
            const text = paragraph.lastChild, range = document.createRange();
            let line = 0, longest = 0, top = null;
            for (let at = 0; at < text.length; at++) {
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                const box = range.getBoundingClientRect();
                line = box.top === top ? line + 1 : 1;
                top = box.top;
                longest = Math.max(longest, line);
            }
            return longest;
        }))"""
    )

    assert longest <= 75


def test_right_to_left_is_the_mirror_image(visit: Any) -> None:
    view = visit("arabic")

    nav, text = (view.locator(name).bounding_box() for name in ("nav", "main"))
    label = view.locator("#clause-1 .label").bounding_box()
    link = view.locator("#clause-1 .permalink").bounding_box()

    assert nav["x"] > text["x"] + text["width"]
    assert label["x"] >= text["x"] + text["width"]
    assert link["x"] + link["width"] <= text["x"]


def test_nothing_moves_by_itself(folder: Path) -> None:
    style = re.search(r"<style>(.*?)</style>", (folder / "declaration.html").read_text("utf-8"), re.DOTALL)
    assert style

    assert re.findall(r"transition|animation|@keyframes|scroll-behavior", style[1]) == []


# ---- print


def labels_of(file: Path) -> Iterator[tuple[str, float, float]]:
    """Each clause of a PDF: its label, the label's left edge and the text's, in mm from the paper's."""
    with pypdfium2.PdfDocument(file) as document:
        for sheet in document:
            words = sheet.get_textpage()
            for found in re.finditer(r"\b([IVX]+\.)\s+(We propose)", words.get_text_range()):
                label, text = (words.get_charbox(found.start(group))[0] / POINTS_PER_MM for group in (1, 2))
                yield found[1], label, text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_keeps_labels_and_leaves_controls_out(visit: Any, tmp_path: Path, scheme: str) -> None:
    # A clause asked for is marked on the screen; its mark once made Chromium shrink the printed page.
    view = visit("declaration", "#clause-4", color_scheme=scheme)
    file = tmp_path / "printed.pdf"
    view.pdf(path=file, format="A4", prefer_css_page_size=True)

    found = list(labels_of(file))
    with pypdfium2.PdfDocument(file) as document:
        pages = [sheet.get_textpage().get_text_range() for sheet in document]

    assert [label for label, _, _ in found] == ["I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII."]
    assert {round(text) for _, _, text in found} == {45}, "the text edge is the printed edition's"
    assert all(24 < label < 45 for _, label, _ in found), "labels stand in their column, and on the paper"
    assert all("cite" not in text and "Skip" not in text and "Clauses" not in text for text in pages)
    for number, text in enumerate(pages[1:], 2):
        assert text.startswith(f"CPC and World Political Parties Summit {number}/{len(pages)}")


def test_print_is_black_on_white(visit: Any, tmp_path: Path) -> None:
    view = visit("declaration", color_scheme="dark")
    file = tmp_path / "printed.pdf"
    view.pdf(path=file, format="A4", print_background=True)

    with pypdfium2.PdfDocument(file) as document:
        picture = document[0].render(scale=0.5).to_pil().convert("RGB")

    colours = {colour for _, colour in picture.getcolors(picture.width * picture.height)}
    assert picture.getpixel((2, 2)) == (255, 255, 255)
    assert all(max(colour) - min(colour) <= 2 for colour in colours), "something is printed in colour"


# ---- where the pages of the PDF begin

OVERLAPS = """() => {
  const boxes = selector => [...document.querySelectorAll(selector)]
    .map(each => [each, each.getBoundingClientRect()])
    .filter(([each, box]) => box.width > 1 && box.height > 1 && getComputedStyle(each).clipPath === "none");
  const text = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 1) text.push([node.parentElement, box]);
  }
  const others = [...boxes(".label"), ...boxes(".controls > *"), ...text];
  return boxes("main .page").flatMap(([mark, one]) => others
    .filter(([, other]) => one.left < other.right - .5 && other.left < one.right - .5
      && one.top + 6 < other.bottom && other.top < one.bottom - 6)
    .map(([other]) => `${mark.id}: ${other.outerHTML.slice(0, 80)}`));
}"""


@pytest.fixture(scope="module")
def marked(folder: Path) -> None:
    """A page begins with every block of the example and of the long text: more than any paper has."""
    for source in (EXAMPLE, folder / "long.md"):
        anchors = prepare(source, ("html",), report=print).places
        pages = PageMap(tuple(Begin(anchor, 0) for anchor in ("", *anchors)), {})
        publication = prepare(source, ("html",), page_map=pages, report=print)
        (folder / f"marked-{source.stem}.html").write_bytes(html(publication, report=print))


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("width", [320, 704, 820, 1280])
@pytest.mark.parametrize("name", ["marked-example", "marked-long"])
def test_page_marks_lie_over_nothing(visit: Any, name: str, width: int) -> None:
    view = visit(name, width=width)

    assert view.locator("main .page").count() > 10
    assert view.evaluate(OVERLAPS) == []
    assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.usefixtures("marked")
def test_page_marks_are_reached_by_their_address_and_not_copied(visit: Any) -> None:
    view = visit("marked-long", "#page-9", width=704, height=400)

    assert view.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 400
    view.evaluate("getSelection().selectAllChildren(document.querySelector('main'))")
    assert view.evaluate("document.querySelector('main .page').textContent") == ""
    bare = visit("long", width=704)
    bare.evaluate("getSelection().selectAllChildren(document.querySelector('main'))")
    copied = [each.evaluate("getSelection().toString().replace(/\\s+/g, ' ')") for each in (view, bare)]
    assert copied[0] == copied[1]
