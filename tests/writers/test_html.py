"""The web page: one file that says what the source says, sound to the validators, the same bytes anywhere."""

import base64
import datetime
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import jinja2
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.diagnostics import Diagnostic, Position, Stopped
from pipeline.model import Clause, Document, Metadata, Number, Paragraph, Text
from pipeline.numbering import number
from pipeline.project import TEMPLATES
from pipeline.rendering import Assets, Rendering, written_date
from pipeline.rendering.css import css_string
from pipeline.rendering.environment import environment
from pipeline.rendering.html import html as render_html
from pipeline.rendering.linked_data import canonical
from pipeline.theme import Theme, load_theme
from pipeline.writers.html import html
from tests.library import with_pages
from tests.schemes import SCHEMES
from tests.validators import ROOT, Finding, axe, nu, require
from tests.writers.pages import (
    DECLARATION,
    EXAMPLE,
    HEAD,
    LONG,
    MANY,
    page,
    parse,
    publication,
    theme_in_arabic,
    theme_with,
)

AT = Position("test.md")
LANGUAGES = sorted(path.stem for path in (TEMPLATES / "languages").glob("*.toml"))
WIDTHS = (320, 390, 820, 1280, 1440)


def unexpected(diagnostic: Diagnostic) -> None:
    """Fail: nothing should be reported."""
    pytest.fail(str(diagnostic))


def words_in(language: str) -> Mapping[str, object]:
    return tomllib.loads((TEMPLATES / "languages" / f"{language}.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def theme() -> Theme:
    found = load_theme([TEMPLATES], report=unexpected)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of finished pages, one for each kind of text."""
    place = tmp_path_factory.mktemp("pages")
    sources = {"long": LONG, "many": MANY, "arabic": LONG.replace("en-GB", "ar")}
    for name, text in sources.items():
        (place / f"{name}.md").write_text(text, encoding="utf-8")
    themes = {"arabic": theme_in_arabic(place / "theme")}
    for path in (DECLARATION, EXAMPLE, *(place / f"{name}.md" for name in sources)):
        (place / f"{path.stem}.html").write_text(page(path, themes.get(path.stem)), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def declaration(folder: Path) -> str:
    return (folder / "declaration.html").read_text("utf-8")


# ---- what the page says


def test_page_says_what_the_source_says(declaration: str) -> None:
    _, _, text = DECLARATION.read_text("utf-8").partition("\n---\n")
    said = [line for line in text.splitlines() if line and not line.startswith("{")]

    main = parse(declaration).find(".//main")

    assert [line.text_content() for line in main.iter("p")] == said
    assert "".join(main.itertext()).split() == " ".join(said).split(), "something stands outside the paragraphs"


def test_navigation_names_each_clause(declaration: str) -> None:
    links = parse(declaration).findall(".//nav//a")

    assert [(link.get("href"), link.text_content()) for link in links][3] == (
        "#clause-4",
        "IV. safeguarding people’s life and health",
    )
    assert len(links) == 8


def test_controls_have_names_and_no_text(declaration: str) -> None:
    clause = parse(declaration).get_element_by_id("clause-4")
    link, button = clause.find(".//a"), clause.find(".//button")

    assert (link.get("href"), link.get("aria-label"), link.text_content()) == ("#clause-4", "Link to clause IV", "")
    assert (button.get("aria-label"), button.get("data-provision"), button.text_content()) == (
        "Cite clause IV",
        "clause IV",
        "",
    )
    assert button.get("hidden") is not None, "without scripts nothing is offered that would not work"


def test_sub_paragraphs_are_cited_with_the_clause(folder: Path) -> None:
    tree = parse((folder / "example.html").read_text("utf-8"))

    cited = [button.get("data-provision") for button in tree.findall(".//button")]

    assert cited[:8] == [
        "clause I",
        "clause II",
        "clause II (a)",
        "clause II (b)",
        "clause II (b) (i)",
        "clause II (b) (ii)",
        "clause II (b) (ii) a",
        "clause II (b) (ii) b",
    ]
    assert "clause V bis" in cited


def test_long_contents_open_part_by_part(folder: Path) -> None:
    tree = parse((folder / "long.html").read_text("utf-8"))

    summaries = [summary.text_content() for summary in tree.findall(".//nav//summary")]

    assert summaries[0] == "1. to 6. of “Part 0, on many things”"
    assert len(summaries) == 5


def test_page_in_arabic_runs_from_right_to_left(folder: Path) -> None:
    root = parse((folder / "arabic.html").read_text("utf-8"))

    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")


def test_minimal_document_claims_nothing(tmp_path: Path) -> None:
    source = tmp_path / "bare.md"
    source.write_text("---\ntitle: Bare\nlanguage: en\nmodified: 2021-07-06\n---\n\nWe agree.\n", encoding="utf-8")

    tree = parse(page(source))

    assert json.loads(tree.findtext('.//script[@type="application/ld+json"]')) == {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": "Bare",
        "inLanguage": "en",
        "dateModified": "2021-07-06T00:00:00Z",
    }
    assert [meta.get("name") for meta in tree.findall(".//meta[@name]")] == [
        "viewport",
        "color-scheme",
        "theme-color",
        "theme-color",
        "generator",
    ]
    assert tree.find(".//nav") is None
    assert tree.find(".//footer") is None
    assert tree.find('.//p[@class="date"]') is None


def test_linked_data_says_what_the_front_matter_says(folder: Path) -> None:
    tree = parse((folder / "example.html").read_text("utf-8"))

    assert json.loads(tree.findtext('.//script[@type="application/ld+json"]')) == {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": "Declaration on Good Examples",
        "alternativeHeadline": "A short text that shows most constructs",
        "genre": "Declaration",
        "inLanguage": "en-GB",
        "datePublished": "2021-07-06",
        "locationCreated": {"@type": "Place", "name": "Geneva"},
        "author": {"@type": "Organization", "name": "Assembly of Examples"},
        "publisher": {"@type": "Organization", "name": "Assembly of Examples"},
        "description": "A text that shows how a declaration is written down.",
        "keywords": ["examples", "declarations"],
        "copyrightNotice": "You may do with this text what you like.",
        "identifier": ["EX/1"],
    }


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("doi:10.1234/charter", "https://doi.org/10.1234/charter"),
        ("10.1234/charter", "https://doi.org/10.1234/charter"),
        ("urn:isbn:9780306406157", ""),
        ('https://example.org/"><script>', ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_canonical_address(identifier: str, address: str) -> None:
    assert canonical(identifier) == address


# ---- what an author writes stays text

HOSTILE = (
    "</script><script>alert(1)</script>",
    "</style><!--",
    "default-src 'none'",
    "<style></style>",
    "\"' onclick=alert(1) \\",
    "{provision} {{ 7 * 7 }} {% raw %}",
    "a & b &amp; c",
    "\u2028",
)
AUTHOR = st.lists(
    st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9), min_size=1
)


@settings(max_examples=60)
@given(AUTHOR.map(" ".join))
def test_author_text_is_never_markup(theme: Theme, text: str) -> None:
    # Built for the occasion from all fields at once; the writer's own part is next.
    metadata = Metadata(
        title=text,
        title_phrases=(text,),
        subtitle=text,
        subtitle_phrases=(text,),
        language="en",
        direction="ltr",
        date=datetime.date(2021, 7, 1),
        scheme="resolution",
        kind=text,
        organ=text,
        symbol=text,
        place=text,
        identifier=text,
        publisher=text,
        description=text,
        subjects=(text,),
        rights=text,
    )
    clause = Clause(AT, 1, (Paragraph(AT, (Text(text, AT),)),), short=text)
    document = Document(AT, metadata, (), (clause,), ())
    numbered = number(document, SCHEMES["resolution"], report=unexpected)
    rendering = Rendering(
        numbered, theme, words_in("en"), Assets({}, {}), datetime.datetime(2021, 7, 6, tzinfo=datetime.UTC), ENVIRONMENT
    )

    text_of_page = render_html(rendering)["html/page.html"]
    tree = parse(text_of_page)

    # What HTML itself makes of line ends is not ours.
    assert tree.findtext(".//h1/span") == text
    assert tree.find('.//meta[@name="description"]').get("content") == text
    assert [element.tag for element in tree.iter("script", "style")] == ["style", "script", "script"]
    data = json.loads(tree.findtext('.//script[@type="application/ld+json"]'))
    assert (data["name"], data["keywords"]) == (text, [text])
    assert all(not name.startswith("on") for element in tree.iter() for name in element.attrib)


ENVIRONMENT = environment([TEMPLATES])


def test_marks_of_the_writer_in_a_text_stay_text(tmp_path: Path) -> None:
    title = "default-src 'none' content=\"default-src 'none'\" <style></style> <script></script>"
    source = tmp_path / "marks.md"
    source.write_text(
        HEAD.format(scheme="resolution").replace("[Charter of, All Things]", f"'{title.replace(chr(39), chr(39) * 2)}'")
        + "1. We agree.\n",
        encoding="utf-8",
    )

    tree = parse(page(source))

    assert tree.findtext(".//h1/span") == title
    assert json.loads(tree.findtext('.//script[@type="application/ld+json"]'))["name"] == title


@given(st.text())
def test_css_string_holds_only_itself(text: str) -> None:
    inside = str(css_string(text))[1:-1]

    plain = re.sub(r"\\([0-9a-f]{1,6}) ", lambda found: chr(int(found[1], 16)), inside)

    assert plain == text
    assert not re.search(r"[\"'<>\n]", inside)


# ---- one file


def test_policy_allows_this_style_and_this_script(declaration: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', declaration)
    style = re.search(r"<style>(.*?)</style>", declaration, re.DOTALL)
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", declaration, re.DOTALL)
    assert policy
    assert style

    def source(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    data, script = scripts
    assert policy[1] == (
        f"default-src 'none'; style-src {source(style[1])}; script-src {source(script)} {source(data)}; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def faces_in(text: str) -> dict[str, TTFont]:
    """The faces inside a page by family, weight and style."""
    rule = (
        r'@font-face \{ font-family: "([^"]+)"; font-weight: (\d+); font-style: (\w+);'
        r" src: url\(data:font/woff2;base64,([^)]+)\) \}"
    )
    return {
        f"{family} {weight} {style}": TTFont(io.BytesIO(base64.b64decode(data)))
        for family, weight, style, data in re.findall(rule, text)
    }


def test_faces_are_those_in_use(declaration: str, folder: Path) -> None:
    assert sorted(faces_in(declaration)) == [
        "Engross Text 400 italic",
        "Engross Text 400 normal",
        "Engross Title 400 normal",
    ]
    assert "Engross Text 700 normal" in faces_in((folder / "example.html").read_text("utf-8"))


@pytest.mark.parametrize("name", ["declaration", "example", "many"])
def test_faces_hold_every_character(folder: Path, name: str) -> None:
    text = (folder / f"{name}.html").read_text("utf-8")
    tree = parse(text)
    for script in tree.findall(".//script"):
        script.drop_tree()
    shown = set(tree.body.text_content()) - {"\n"}

    for face, font in faces_in(text).items():
        wanted = set(tree.find(".//h1").text_content()) if "Title" in face else shown
        assert set(map(ord, wanted)) <= set(font.getBestCmap()), face


def test_small_capitals_are_true_ones(declaration: str) -> None:
    regular = faces_in(declaration)["Engross Text 400 normal"]

    assert {"smcp", "onum", "lnum"} <= {record.FeatureTag for record in regular["GSUB"].table.FeatureList.FeatureRecord}


def test_page_stays_light(declaration: str) -> None:
    assert len(declaration.encode()) < 250_000


def test_figures_are_inside_with_their_size(folder: Path) -> None:
    figure = parse((folder / "example.html").read_text("utf-8")).find(".//figure")
    image = figure.find("img")

    assert (
        image.get("src")
        == "data:image/png;base64," + base64.b64encode((EXAMPLE.parent / "seats.png").read_bytes()).decode()
    )
    assert image.get("alt") == "Five seats round a table in the shape of a horseshoe"
    assert int(image.get("width")) > int(image.get("height")) > 0
    assert figure.findtext("figcaption") == "The table at which the examples were agreed"


@pytest.mark.slow
def test_same_source_same_bytes(tmp_path: Path) -> None:
    """Another folder, time zone, locale, seed and umask; the clock has gone on anyway."""
    source = tmp_path / "elsewhere" / "source" / "declaration.md"
    source.parent.mkdir(parents=True)
    source.write_bytes(DECLARATION.read_bytes())
    surroundings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
    }
    command = [sys.executable, "-m", "pipeline", "build", "--to", "html"]

    subprocess.run(command, cwd=source.parents[1], env=surroundings, umask=0o077, check=True, capture_output=True)

    assert (source.parents[1] / "build" / "declaration.html").read_bytes() == html(
        with_pages(DECLARATION, ("html",)), report=print
    )


# ---- looks come from the tokens


@pytest.mark.parametrize("path", sorted((TEMPLATES / "html").glob("*.j2")), ids=lambda path: path.name)
def test_sizes_and_colours_stand_in_the_theme_alone(path: Path) -> None:
    # One pixel hides what is for ears alone; nought has no size.
    sizes = re.findall(
        r"(?<![\w.-])(?!1px|0px)\d*\.?\d+(?:px|pt|mm|cm|in|rem)\b|#[0-9a-fA-F]{3,8}\b|rgb|hsl", path.read_text("utf-8")
    )

    assert sizes == []


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_far_enough_apart(theme: Theme, scheme: str) -> None:
    """The mark behind a clause is painted by a pseudo-element, where axe cannot see it (WCAG 2.2, 1.4.3)."""
    palette = theme.colours[scheme]
    for front in (palette.ink, palette.quiet, palette.link):
        for back in (palette.paper, palette.mark):
            dark, light = sorted((luminance(str(front)), luminance(str(back))))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (scheme, front, back)


def test_tokens_of_a_theme_reach_the_page(tmp_path: Path) -> None:
    theme = theme_with(tmp_path, {"theme.toml": '[colours.light]\nink = "#102030"\n[screen]\nmeasure = "37rem"\n'})

    text = page(DECLARATION, theme)

    assert "--ink: #102030" in text
    assert "37rem" in text


# ---- words


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_have_the_same_words(language: str) -> None:
    def shape(words: object) -> object:
        """Keys and placeholders."""
        if isinstance(words, dict):
            return {key: shape(value) for key, value in words.items()}
        return len(words) if isinstance(words, list) else sorted(set(re.findall(r"\{\w+\}", str(words))))

    ours, english = shape(words_in(language)), shape(words_in("en"))
    assert isinstance(ours, dict)
    assert isinstance(english, dict)
    # The first of a month may have no number of its own ("1er").
    assert {**ours, "date-first": None} == {**english, "date-first": None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_seen_can_be_said(language: str) -> None:
    """A name holds the words that are to be seen (WCAG 2.2, 2.5.3)."""
    words = words_in(language)["page"]
    assert isinstance(words, dict)

    assert words["cite"].lower() in words["cite-name"].lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scheme_has_words(language: str) -> None:
    words = words_in(language)

    named = {scheme.provision for scheme in SCHEMES.values()}
    assert all(named == set(words[key]) for key in ("provision", "provisions"))  # type: ignore[call-overload]  # tables, as the line above says


@pytest.mark.parametrize(
    ("language", "first", "other"),
    [
        ("en", "1 January 2021", "6 July 2021"),
        ("fr", "1er janvier 2021", "6 juillet 2021"),
        ("es", "1 de enero de 2021", "6 de julio de 2021"),
        ("ru", "1 января 2021 года", "6 июля 2021 года"),
    ],
)
def test_dates(language: str, first: str, other: str) -> None:
    words = words_in(language)

    assert written_date(datetime.date(2021, 1, 1), words) == first
    assert written_date(datetime.date(2021, 7, 6), words) == other


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_speaks_its_language(tmp_path: Path, language: str) -> None:
    source = tmp_path / "charter.md"
    source.write_text(
        HEAD.format(scheme="joint-statement").replace("en-GB", language) + "1. We agree.\n", encoding="utf-8"
    )
    words = words_in(language)
    provision = words["provision"]
    assert isinstance(provision, dict)

    button = parse(page(source)).find(".//button")

    assert button.get("data-provision") == provision["clause"].format(label="I")


# ---- templates


@pytest.mark.parametrize("name", ["page.html.j2", "style.css.j2", "script.js.j2", "navigation.html.j2"])
def test_an_unknown_variable_is_an_error(tmp_path: Path, name: str) -> None:
    text = (TEMPLATES / "html" / name).read_text("utf-8")
    # In the macro that makes the list, since a file of macros alone is nothing by itself.
    text = text.replace("<ol>", "<ol>{{ nonsense }}") if name.startswith("navigation") else text + "{{ nonsense }}"
    theme = theme_with(tmp_path, {f"html/{name}": text})

    with pytest.raises(Stopped) as stopped:
        publication(DECLARATION, theme)

    [found] = stopped.value.diagnostics
    assert found.rule == "template-error"
    assert "nonsense" in found.message


def test_an_unknown_node_is_an_error() -> None:
    """Asked of the shared body: the renderers' own walks would stop before it."""

    @dataclass(frozen=True, eq=False)
    class Unknown:
        position: Position = AT

    body = ENVIRONMENT.get_template("shared/body.html.j2").make_module(
        {"number": lambda _: Number("unknown-1"), "void": ""}
    )

    with pytest.raises(jinja2.TemplateRuntimeError, match="no template says how “unknown” is set"):
        body.blocks((Unknown(),))  # type: ignore[attr-defined]  # a macro


# ---- what the writer refuses

Damage = Callable[[str], str]


def swap(old: str, new: str) -> Damage:
    """Put `new` in place of the first `old`, which must be there."""

    def damaged(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return damaged


@pytest.mark.parametrize(
    ("name", "damage", "rule"),
    [
        ("page.html", swap("<style></style>", ""), "page-mark"),
        ("page.html", swap("<script></script>", "<script></script><script></script>"), "page-mark"),
        ("page.html", swap("default-src 'none'", "default-src *"), "page-mark"),
        ("page.html", swap("<main", '<main style="color: red"'), "page-outside"),
        ("page.html", swap("<main", '<main onclick="alert(1)"'), "page-outside"),
        ("page.html", swap("<main", '<img src="https://example.org/logo.png" alt=""><main'), "page-outside"),
        ("page.html", swap("<main", '<link rel="stylesheet" href="style.css"><main'), "page-outside"),
        ("page.html", swap('id="clause-4"', 'id="clause-5"'), "page-places"),
        ("page.html", swap('href="#_text"', 'href="#top"'), "page-places"),
        ("style.css", swap("body {", "body { background: url(paper.png);"), "page-outside"),
        ("style.css", swap("body {", "</style><script>body {"), "page-outside"),
        ("script.js", swap("strict", "</script>"), "page-outside"),
    ],
)
def test_writer_refuses(name: str, damage: Damage, rule: str) -> None:
    made = publication(DECLARATION)
    damaged = replace(made, pages={**made.pages, f"html/{name}": damage(made.pages[f"html/{name}"])})
    found: list[Diagnostic] = []

    written = html(damaged, report=found.append)

    assert written == b""
    assert {diagnostic.rule for diagnostic in found} == {rule}


# ---- validators


def blind(finding: Finding) -> bool:
    """Nu's checker of policies does not know data: addresses, and takes them for forbidden wherever they stand."""
    return "image “data:image/" in finding.message and "blocked by “img-src” directive" in finding.message


@pytest.mark.validator
def test_nu_has_nothing_to_say(folder: Path) -> None:
    require(nu)
    # English words under lang="ar" are ours, for the layout's sake.
    files = sorted(path for path in folder.glob("*.html") if path.stem != "arabic")

    assert [finding for finding in nu.check(files) if not blind(finding)] == []


@pytest.mark.validator
@pytest.mark.slow
def test_axe_has_nothing_to_say(folder: Path) -> None:
    require(axe)

    assert axe.check([folder / "declaration.html"], widths=WIDTHS) == []
    # Colours are the same in all, and were looked at in both schemes above.
    others = [folder / f"{name}.html" for name in ("example", "long", "many", "arabic")]
    assert axe.check(others, schemes=("light",)) == []


NU_DAMAGES = {
    "no title": lambda text: re.sub(r"<title>.*?</title>", "", text),
    "place twice": swap('id="clause-4"', 'id="clause-5"'),
    "stray end": swap("</main>", "</main></section>"),
    "language": swap('lang="en-GB"', 'lang="english"'),
    "property": swap("text-wrap:", "text-warp:"),
    "role": swap('role="status"', 'role="stat"'),
    "nested link": swap('<span class="nav-text">', '<a href="#clause-1">x</a><span class="nav-text">'),
    "date": swap('datetime="2021-07-06"', 'datetime="2021-17-06"'),
    "list": swap("<li><a", "<p><a"),
    "script changed": swap('"use strict";', '"use strict"; alert(1);'),
    "style changed": swap("body {", "body { margin: 0;"),
}


@pytest.mark.validator
def test_nu_sees_damage(declaration: str, tmp_path: Path) -> None:
    require(nu)
    files = {name: tmp_path / f"{name.replace(' ', '-')}.html" for name in NU_DAMAGES}
    for name, path in files.items():
        path.write_text(NU_DAMAGES[name](declaration), encoding="utf-8")

    seen = {finding.file for finding in nu.check(list(files.values()))}

    assert [name for name, path in files.items() if path not in seen] == []


AXE_DAMAGES = {
    "image-alt": swap(' alt="Five seats round a table in the shape of a horseshoe"', ""),
    "link-name": swap('aria-label="Link to clause I"', ""),
    "button-name": swap('aria-label="Cite clause I"', ""),
    "heading-order": lambda text: text.replace("<h2>", "<h4>").replace("</h2>", "</h4>"),
    "landmark-one-main": lambda text: text.replace("<main ", "<div ").replace("</main>", "</div>"),
    "meta-viewport": swap("initial-scale=1", "initial-scale=1, user-scalable=no"),
    "html-has-lang": swap(' lang="en-GB"', ""),
    "valid-lang": swap('lang="fr"', 'lang="frankish"'),
    "skip-link": swap('href="#_text"', 'href="#nowhere"'),
    "list": swap('<ol class="clauses level-2">', '<ol class="clauses level-2"><p>stray</p>'),
    "request": swap("<main", '<img src="https://example.org/logo.png" alt=""><main'),
    "console": swap("body {", "body { margin: 0;"),
}


@pytest.mark.validator
@pytest.mark.slow
def test_axe_sees_damage(folder: Path, tmp_path: Path) -> None:
    require(axe)
    sound = (folder / "example.html").read_text("utf-8")
    files = {rule: tmp_path / f"{rule}.html" for rule in AXE_DAMAGES}
    for rule, path in files.items():
        path.write_text(AXE_DAMAGES[rule](sound), encoding="utf-8")
    pale = theme_with(tmp_path / "theme", {"theme.toml": '[colours.light]\nquiet = "#aaaaaa"\n'})
    files["color-contrast"] = tmp_path / "color-contrast.html"
    files["color-contrast"].write_text(page(EXAMPLE, pale), encoding="utf-8")

    found = axe.check(list(files.values()), schemes=("light",), widths=(1280,))

    missed = {rule for rule, path in files.items() if not any(one.file == path and one.rule == rule for one in found)}
    assert missed == set()
