"""What a theme says of a print: its page, its press, its inks; and what will not do."""

from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest

import pipeline
from pipeline.diagnostics import Diagnostic, Exit, Severity, Stopped
from pipeline.project import TEMPLATES
from pipeline.theme import Ink
from tests.library import points, theme_with
from tests.validators import ROOT

SOURCE = ROOT / "source" / "declaration.md"
PROFILE = (TEMPLATES / "profiles" / "FOGRA39L_coated.icc").read_bytes()
SCREEN = Path(pikepdf.__file__).parent / "pdfa" / "data" / "sRGB.icc"


def build(folder: Path, tokens: str, *, files: Sequence[tuple[str, bytes]] = ()) -> tuple[Path, list[Diagnostic], Exit]:
    """The print in a theme with these tokens and files; what was said of it, and the status."""
    theme = theme_with(folder / "house", tokens)
    for name, data in files:
        (theme / name).parent.mkdir(exist_ok=True)
        (theme / name).write_bytes(data)
    said: list[Diagnostic] = []
    try:
        pipeline.build(SOURCE, ("print",), out=folder, theme=theme, verify=False, report=said.append)
    except Stopped as stopped:
        return folder / "none", [*said, *stopped.diagnostics], stopped.status
    return folder / "declaration.print.pdf", said, Exit.FINE


@pytest.mark.parametrize(
    ("tokens", "rule", "line"),
    [
        ('[print]\nsize = "B5"\n', "theme-size", 2),
        ('[print]\nbleed = "1em"\n', "theme-type", 2),
        ('[print]\nbleed = "-3mm"\n', "theme-type", 2),
        ('[print]\nslug = "5mm"\n', "theme-type", 2),
        ('[print]\ngutter = "45mm"\n', "theme-type", 2),
        ("[print]\nink-limit = 90\n", "theme-type", 2),
        ("[print]\nresolution = 0\n", "theme-type", 2),
        ('[inks]\ntitle = "red"\n', "theme-type", 2),
        ('[inks]\ntitle = "cmyk(0 0 0 101)"\n', "theme-type", 2),
        ('[inks]\ntitle = "spot(All, 0 0 0 100)"\n', "theme-type", 2),
        ('[inks]\ntitle = "#000000"\n', "theme-type", 2),  # looks like black ink, and is none
        ('[inks]\ntitle = "spot(Red, 0 90 80 0)"\nlabel = "spot(Red, 0 80 80 0)"\n', "theme-type", 3),
    ],
)
def test_a_token_that_will_not_do_is_an_error(tmp_path: Path, tokens: str, rule: str, line: int) -> None:
    _, said, _ = build(tmp_path, tokens)
    found = [(each.rule, each.position.line if each.position else 0) for each in said]
    assert found == [(rule, line)]


@pytest.mark.parametrize(
    ("name", "data", "rule", "status"),
    [
        ("FOGRA51", None, "tool-missing", Exit.MISSING),
        ("press.icc", None, "print-condition", Exit.PROBLEMS),
        ("press.icc", SCREEN.read_bytes(), "print-condition", Exit.PROBLEMS),
        ("press.icc", PROFILE[:12] + b"mntr" + PROFILE[16:], "print-condition", Exit.PROBLEMS),
        ("press.icc", PROFILE[:-1], "print-condition", Exit.PROBLEMS),
        ("press.icc", PROFILE[:8] + b"\5" + PROFILE[9:], "print-condition", Exit.PROBLEMS),
        ("press.icc", b"", "print-condition", Exit.PROBLEMS),
        ("press.icc", PROFILE[:128] + b"\xff" * (len(PROFILE) - 128), "print-condition", Exit.PROBLEMS),
        ("../press.icc", PROFILE, "print-condition", Exit.PROBLEMS),
    ],
)
def test_a_profile_that_cannot_be_used_is_an_error(
    tmp_path: Path, name: str, data: bytes | None, rule: str, status: Exit
) -> None:
    files = [] if data is None else [(name, data)]
    _, said, found = build(tmp_path, f'[print]\ncondition = "{name}"\n', files=files)
    assert ([each.rule for each in said], found) == ([rule], status)


@pytest.mark.parametrize("name", ["press.icc", "FOGRA51"])
def test_a_profile_of_the_theme_is_named(tmp_path: Path, name: str) -> None:
    """One that has a name in the registry by that, another by its own description."""
    place = "profiles/PSOcoated_v3.icc" if name == "FOGRA51" else name
    made, said, _ = build(tmp_path, f'[print]\ncondition = "{name}"\n', files=[(place, PROFILE)])
    assert said == []
    with pikepdf.open(made) as pdf:
        intent = pdf.Root.OutputIntents[0]
        registered = ("FOGRA51", "http://www.color.org")
        assert (str(intent.OutputConditionIdentifier), str(intent.get("/RegistryName"))) == (
            registered if name == "FOGRA51" else ("FOGRA39L Coated", "None")
        )


def test_a_print_can_have_a_page_of_its_own(tmp_path: Path) -> None:
    made, said, _ = build(tmp_path, '[print]\nsize = "A5"\nmarks = false\n')
    assert said == []
    with pikepdf.open(made) as pdf:
        assert len(pdf.pages) > 4
        left, bottom, right, top = map(float, pdf.pages[0].trimbox)
        assert (right - left, top - bottom) == pytest.approx((points("148mm"), points("210mm")), abs=0.01)
        assert left == pytest.approx(points("3mm"), abs=0.01)  # without marks the sheet ends with the bleed


@pytest.mark.parametrize(
    ("text", "screen", "cmyk", "spot"),
    [
        ("black", "#000000", (0, 0, 0, 1), ""),
        ("#1F4B8F", "#1f4b8f", None, ""),
        ("cmyk(0 100 100 0)", "#ff0000", (0, 1, 1, 0), ""),
        ("cmyk(100 0 0 50)", "#008080", (1, 0, 0, 0.5), ""),
        ("spot(House Red, 0 95 80 20)", "#cc0a29", (0, 0.95, 0.8, 0.2), "House Red"),
    ],
)
def test_an_ink_is_shown_on_a_screen(
    text: str, screen: str, cmyk: tuple[float, float, float, float] | None, spot: str
) -> None:
    assert Ink.parse(text) == Ink(screen, cmyk, spot)


def test_a_colour_with_too_much_ink_is_told(tmp_path: Path) -> None:
    _, said, _ = build(tmp_path, '[inks]\ntitle = "cmyk(90 90 90 80)"\n')
    assert [(found.rule, found.severity, found.message) for found in said] == [
        ("print-ink", Severity.WARNING, "a colour of the theme takes 350% of ink")
    ]


def test_a_grey_is_black_ink_alone(tmp_path: Path) -> None:
    made, _, _ = build(tmp_path, '[inks]\nhead = "#666666"\n')
    with pikepdf.open(made) as pdf:
        found = {
            tuple(float(value) for value in list(instruction.operands))
            for page in pdf.pages
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) == "k"
        }
    assert {ink[:3] for ink in found} == {(0, 0, 0)}
    greys = [ink[3] for ink in found if ink[3] not in (0.25, 0.5, 0.75, 1)]  # beside the control strip's
    assert greys == [pytest.approx(0.67, abs=0.03)]


@pytest.mark.parametrize(
    "style",
    [
        "body { background: linear-gradient(#ff0000, #0000ff) }",
        "body { background: radial-gradient(#ff0000, #00ff00 40%, #0000ff) }",
        ".title { color: lab(50% 60 40) }",
        ".title { color: device-cmyk(0 1 1 0); border: 1px dotted #336699 }",
        ".title { opacity: .5 }",
        "body { background: linear-gradient(rgba(255, 0, 0, .5), transparent) }",
    ],
)
def test_what_a_theme_paints_becomes_ink(tmp_path: Path, style: str) -> None:
    template = '{% include "default/pdf/style.css.j2" %}\n' + style
    made, said, _ = build(tmp_path, "", files=[("pdf/style.css.j2", template.encode())])
    assert [each for each in said if each.severity is Severity.ERROR] == []
    with pikepdf.open(made) as pdf:
        things = [each for each in pdf.objects if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream))]
        groups = [each.get("/Group", pikepdf.Dictionary()) for each in things]
        spaces = {str(each.get(key)) for each in (*things, *groups) for key in ("/ColorSpace", "/CS")}
        assert not any(name in space for space in spaces for name in ("RGB", "Lab", "ICCBased"))
        for page in pdf.pages:
            for instruction in pikepdf.parse_content_stream(page):
                assert str(instruction.operator) not in ("rg", "RG", "g", "G")
