"""Files of other programs are refused, our own press edition passes, hostile files end in a finding."""

import random
import re
import shutil
import zlib
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pikepdf
import pytest
import weasyprint
from pikepdf import Array, Dictionary, Name, Stream

import pipeline
from pipeline.diagnostics import Severity
from pipeline.preflight import preflight
from pipeline.preflight.page import page
from tests.library import EXAMPLE, theme_with
from tests.preflight.damages import DAMAGES, add, form, resource
from tests.preflight.damages import page as leaf
from tests.preflight.subject import clean, profile, saved
from tests.validators import ROOT, axe, chromium, libreoffice, require
from tests.validators.programs import run

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic
    from pipeline.preflight.report import Report

HTML = "<!DOCTYPE html><html lang=en><title>A</title><p style='color:#123'>A plain page, <b>as it comes</b>.</html>"


def errors(report: "Report") -> set[str]:
    return {
        finding.rule.removeprefix("preflight-") for finding in report.findings if finding.severity is Severity.ERROR
    }


# ---- files of other programs


def test_a_plain_pdf_of_weasyprint_is_refused() -> None:
    data = weasyprint.HTML(string=HTML).write_pdf()
    assert data
    assert {"version", "metadata", "intent", "bleed", "rgb"} <= errors(preflight(data))


def test_weasyprints_own_pdf_x_is_refused() -> None:
    """It says that it is PDF/X-4, and has no output intent."""
    data = weasyprint.HTML(string=HTML).write_pdf(pdf_variant="pdf/x-4")
    assert data
    report = preflight(data)
    assert "PDF/X-4" in report.claims
    assert {"intent", "rgb", "bleed"} <= errors(report)


@pytest.mark.validator
def test_a_plain_pdf_of_chromium_is_refused(tmp_path: Path) -> None:
    require(axe)
    source, target = tmp_path / "a.html", tmp_path / "a.pdf"
    source.write_text(HTML, encoding="utf-8")
    profile_folder = f"--user-data-dir={tmp_path / 'profile'}"
    command = [chromium.executable() or "", "--headless", *chromium.FLAGS, profile_folder, f"--print-to-pdf={target}"]
    run([*command, source.as_uri()])
    assert {"intent", "trim", "rgb", "metadata"} <= errors(preflight(target.read_bytes()))


@pytest.mark.validator
def test_a_plain_pdf_of_libreoffice_is_refused(tmp_path: Path) -> None:
    require(libreoffice)
    document = docx.Document()
    document.add_paragraph("A plain page, as it comes.")
    document.save(str(tmp_path / "a.docx"))
    (tmp_path / "out").mkdir()
    made = libreoffice.convert([tmp_path / "a.docx"], tmp_path / "out")
    assert {"intent", "trim", "rgb"} <= errors(preflight(made[0].read_bytes()))


# ---- our own


@pytest.fixture(scope="module")
def presses(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Press editions: the declaration on A4 and on A5, and the example, which has a picture."""
    folder = tmp_path_factory.mktemp("press")
    small = theme_with(folder / "theme", 'size = "A5"\n')
    declaration = ROOT / "source" / "declaration.md"
    example = Path(shutil.copytree(EXAMPLE, folder / "source")) / "example.md"
    found: list[Diagnostic] = []
    made = {}
    for name, source, theme in (("A4", declaration, None), ("A5", declaration, small), ("example", example, None)):
        pipeline.build(source, ("print",), out=folder / name, theme=theme, verify=False, report=found.append)
        made[name] = (folder / name / f"{source.stem}.print.pdf").read_bytes()
    return made


@pytest.mark.parametrize(("name", "trim"), [("A4", "210 × 297"), ("A5", "148 × 210"), ("example", "210 × 297")])
def test_our_press_edition_passes(presses: Mapping[str, bytes], name: str, trim: str) -> None:
    report = preflight(presses[name])
    assert [finding for finding in report.findings if finding.rule != "preflight-resolution"] == []
    assert not report.failed
    said = dict(report.list())
    assert (said["says it is"], said["trim"], said["bleed"]) == ("PDF/X-4, PDF/A-2a, PDF/UA-1", f"{trim} mm", "3 mm")
    plates = "Black" if name != "example" else "Cyan, Magenta, Yellow, Black"
    assert said["plates"] == plates


# ---- hostile files


def swollen_forms(pdf: pikepdf.Pdf) -> None:
    """Twenty forms in each form, twelve deep."""
    inner = form(pdf)
    for _ in range(11):
        held = pdf.make_indirect(inner)
        inner = form(pdf, "/Y Do " * 20, Resources=Dictionary(XObject=Dictionary(Y=held)))
    resource(pdf, "XObject", "X", pdf.make_indirect(inner))
    add("/X Do")(pdf)


def form_in_itself(pdf: pikepdf.Pdf) -> None:
    held = pdf.make_indirect(form(pdf, "/X Do"))
    held.Resources = Dictionary(XObject=Dictionary(X=held))
    resource(pdf, "XObject", "X", held)
    add("/X Do")(pdf)


def pattern_in_itself(pdf: pikepdf.Pdf) -> None:
    tile = Dictionary(PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9], XStep=9, YStep=9)
    held = pdf.make_indirect(Stream(pdf, b"/Pattern cs /X scn 0 0 9 9 re f", tile))
    held.Resources = Dictionary(Pattern=Dictionary(X=held))
    resource(pdf, "Pattern", "X", held)
    add("/Pattern cs /X scn 200 300 20 20 re f")(pdf)


def swollen_stream(pdf: pikepdf.Pdf) -> None:
    leaf(pdf).Contents.write(zlib.compress(b"q Q " * 3_000_000), filter=Name.FlateDecode)


def endless_states(pdf: pikepdf.Pdf) -> None:
    leaf(pdf).Contents.write(b"q " * 10_000)


def profile_each_time(pdf: pikepdf.Pdf) -> None:
    """A colour space without a name of its own, and with a large profile, for each of many colours."""
    space = Array([Name.ICCBased, Stream(pdf, profile() + bytes(2**20), N=4)])
    resource(pdf, "ColorSpace", "X", space)
    add("/X cs 0 0 0 0.1 sc 200 300 20 20 re f " * 5_000)(pdf)


def nonsense(pdf: pikepdf.Pdf) -> None:
    """Operators with too many operands, too few, and of the wrong kind."""
    add("cm 1 cm (a) w /a w << >> gs [ ] d /F0 Tf () Tj 1 2 3 Tj [ (a) /b << >> ] TJ scn /None scn re Do /No Do")(pdf)


HOSTILE: dict[str, tuple[str, Callable[[pikepdf.Pdf], None]]] = {
    "swollen forms": ("unread", swollen_forms),
    "form in itself": ("unread", form_in_itself),
    "swollen stream": ("unread", swollen_stream),
    "endless states": ("unread", endless_states),
    "pattern in itself": ("", pattern_in_itself),
    "profile each time": ("", profile_each_time),
    "nonsense": ("glyph resource", nonsense),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_finding(name: str) -> None:
    rule, damage = HOSTILE[name]
    pdf = clean()
    damage(pdf)
    assert errors(preflight(saved(pdf))) == set(rule.split())


@pytest.mark.parametrize("seed", range(24))
def test_broken_bytes_never_raise(seed: int) -> None:
    """Cut short, with other bytes here and there, or with a part twice; and the page of the report is made of it."""
    chance = random.Random(seed)
    data = bytearray(saved(clean()))
    if seed % 3 == 0:
        del data[chance.randrange(len(data)) :]
    elif seed % 3 == 1:
        for _ in range(40):
            data[chance.randrange(len(data))] = chance.randrange(256)
    else:
        start = chance.randrange(len(data))
        data[start:start] = data[chance.randrange(start + 1) : start]
    assert page("a.pdf", preflight(bytes(data))).startswith("<!DOCTYPE html>")


# ---- the page


def test_the_page_shows_the_boxes_and_each_finding_in_its_place() -> None:
    pdf = clean()
    for name in ("type in RGB", "hairline", "another date"):
        DAMAGES[name][1](pdf)
    report = preflight(saved(pdf))
    text = page("a & b.pdf", report)
    assert "Preflight of a &amp; b.pdf" in text
    assert "3 things to mend before the press." in text
    for finding in report.findings:
        assert finding.message[1:] in unescape(text)
    assert len(re.findall('class="place error"', text)) == 2
    assert [len(re.findall(f'class="{kind}"', text)) for kind in ("media", "bleed", "trim", "crop")] == [1, 1, 1, 0]
    assert "<script" not in text
    assert "http" not in text
