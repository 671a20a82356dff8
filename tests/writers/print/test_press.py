"""The print as a press operator looks at it: boxes, plates, faces, pictures, nothing of a screen."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops, ImageStat

import pipeline
from pipeline.project import TEMPLATES
from tests.library import points
from tests.validators import ghostscript, poppler, require, verapdf
from tests.validators.programs import run
from tests.writers.print.documents import Printed, make_prints

Prints = Mapping[str, Printed]
NAMES = ("declaration", "house", "pictures")
each_print = pytest.mark.parametrize("name", NAMES)

TRIMS = {"declaration": ("210mm", "297mm"), "house": ("148mm", "210mm"), "pictures": ("210mm", "297mm")}
BLEEDS = {"declaration": "3mm", "house": "5mm", "pictures": "3mm"}
PLATES = {
    "declaration": {"Black"},
    "house": {"Cyan", "Magenta", "Yellow", "Black", "House Red"},
    "pictures": {"Cyan", "Magenta", "Yellow", "Black"},
}
SCREEN = {"/DeviceRGB", "/CalRGB", "/CalGray", "/Lab", "/ICCBased"}


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> Prints:
    return make_prints(tmp_path_factory.mktemp("prints"))


# ---- standards


@pytest.mark.validator
@pytest.mark.slow
def test_it_is_for_the_archive_and_for_the_blind_too(prints: Prints) -> None:
    require(verapdf)
    assert verapdf.check([each.print for each in prints.values()]) == []


@pytest.mark.validator
def test_ghostscript_renders_every_page(prints: Prints) -> None:
    require(ghostscript)
    assert ghostscript.check([each.print for each in prints.values()]) == []


@each_print
def test_it_says_what_it_is_for(prints: Prints, name: str) -> None:
    with pikepdf.open(prints[name].print) as pdf:
        assert pdf.pdf_version == "1.6"
        intents = list(pdf.Root.OutputIntents)
        assert [str(intent.S) for intent in intents] == ["/GTS_PDFX", "/GTS_PDFA1"]
        assert {str(intent.OutputConditionIdentifier) for intent in intents} == {"FOGRA39"}
        assert {str(intent.RegistryName) for intent in intents} == {"http://www.color.org"}
        assert len({intent.DestOutputProfile.objgen for intent in intents}) == 1
        profile = (TEMPLATES / "profiles" / "FOGRA39L_coated.icc").read_bytes()
        assert intents[0].DestOutputProfile.read_bytes() == profile
        packet = pdf.Root.Metadata.read_bytes().decode()
        assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in packet
        assert "<xmp:MetadataDate>2021-07-06T00:00:00Z</xmp:MetadataDate>" in packet
        assert pdf.docinfo["/Trapped"] == "/False"
        assert "/Filter" not in pdf.Root.Metadata


# ---- boxes and marks


@each_print
def test_the_boxes_stand_in_one_another(prints: Prints, name: str) -> None:
    slug, edge = points("12mm"), points(BLEEDS[name]) + points("12mm")
    width, height = (points(side) + 2 * edge for side in TRIMS[name])
    for box, inset in (("/MediaBox", 0.0), ("/BleedBox", slug), ("/TrimBox", edge)):
        wanted = pytest.approx([inset, inset, width - inset, height - inset], abs=0.01)
        assert all(found == wanted for found in prints[name].boxes(box))
    assert not any(prints[name].boxes("/CropBox") + prints[name].boxes("/ArtBox"))


def test_the_house_theme_moves_the_text_away_from_the_spine(prints: Prints) -> None:
    """By 2 mm: to the right on the first page, to the left on the second."""
    printed, read = (pikepdf.open(path) for path in (prints["house"].print, prints["house"].pdf))
    there = dict(_places(printed))
    edge = points("17mm")
    for name, (page, x, y) in _places(read):
        outward = points("2mm") * (1 if page % 2 == 0 else -1)
        assert there[name] == pytest.approx((page, x + edge + outward, y + edge), abs=0.01)


def _places(pdf: pikepdf.Pdf) -> Iterator[tuple[str, tuple[int, float, float]]]:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    names = list(pdf.Root.Names.Dests.Names)
    for name, target in zip(names[::2], names[1::2], strict=True):
        yield str(name), (numbers[target[0].objgen], float(target[2]), float(target[3]))


# ---- inks


@pytest.mark.validator
@each_print
def test_the_plates_are_those_intended(prints: Prints, name: str) -> None:
    require(ghostscript)
    printed = prints[name]
    found: set[str] = set()
    for number, (left, bottom, right, top) in enumerate(printed.boxes("/TrimBox"), 1):
        height = printed.boxes("/MediaBox")[0][3]
        found |= ghostscript.plates(printed.print, number, (left, height - top, right, height - bottom))
    assert found == PLATES[name]


@each_print
def test_no_colour_of_a_screen_is_left(prints: Prints, name: str) -> None:
    with pikepdf.open(prints[name].print) as pdf:
        streams = [page.obj.Contents for page in pdf.pages]
        for thing in pdf.objects:
            if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                space = thing.get("/ColorSpace")
                spaces: list[Any] = list(space.values()) if isinstance(space, pikepdf.Dictionary) else [space]
                spaces.append(thing.get("/Group", pikepdf.Dictionary()).get("/CS"))
                heads = {str(each[0] if isinstance(each, pikepdf.Array) else each) for each in spaces}
                assert heads & SCREEN == set()
                if thing.get("/Subtype") == "/Form":
                    streams.append(thing)
        used = {str(instruction.operator) for stream in streams for instruction in pikepdf.parse_content_stream(stream)}
        assert used & {"rg", "RG", "g", "G", "sh", "INLINE IMAGE"} == set()


def test_black_text_is_black_ink_and_overprints(prints: Prints) -> None:
    with pikepdf.open(prints["declaration"].print) as pdf:
        shown = [state for page in pdf.pages for state in _inked(page) if state[2]]
        assert {ink for ink, _, _ in shown} == {(0.0, 0.0, 0.0, 1.0)}
        assert {over for _, over, mark in shown if mark == "text"} == {(True, 1)}


def _inked(page: pikepdf.Page) -> Iterator[tuple[tuple[float, ...], tuple[bool, int], str]]:
    """Each piece of text with its ink, whether it overprints, and "text" or "slug"."""
    ink: tuple[float, ...] = ()
    over, artifact = (False, 0), False
    stack: list[Any] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands: list[Any] = list(instruction.operands)
        match str(instruction.operator):
            case "q":
                stack.append((ink, over))
            case "Q":
                ink, over = stack.pop()
            case "k":
                ink = tuple(map(float, operands))
            case "gs":
                state = page.obj.Resources.ExtGState[str(operands[0])]
                over = (bool(state.op), int(state.OPM)) if "/op" in state else over
            case "BDC":
                artifact = operands[0] == "/Artifact" and operands[1].get("/Type") == "/Page"
            case "TJ" | "Tj":
                yield ink, over, "slug" if artifact else "text"
            case _:
                continue


@each_print
def test_it_looks_as_the_pdf_does(prints: Prints, name: str, tmp_path: Path) -> None:
    """Within the trim, as PDFium shows inks: the mean of a page is less than three of 255 off."""
    edge, gutter = points(BLEEDS[name]) + points("12mm"), points("2mm") if name == "house" else 0.0
    width, height = map(points, TRIMS[name])
    with pikepdf.open(prints[name].print) as pdf:
        for number, page in enumerate(pdf.pages):
            left = edge + (gutter if number % 2 == 0 else -gutter)
            page.obj.MediaBox = pikepdf.Array([left, edge, left + width, edge + height])
            for key in ("/TrimBox", "/BleedBox"):
                del page.obj[key]
        pdf.save(tmp_path / "trimmed.pdf")
    with pypdfium2.PdfDocument(tmp_path / "trimmed.pdf") as printed, pypdfium2.PdfDocument(prints[name].pdf) as read:
        assert len(printed) == len(read)
        for made, wanted in zip(printed, read, strict=True):
            one, other = (page.render(scale=1).to_pil().convert("RGB") for page in (made, wanted))
            assert max(ImageStat.Stat(ImageChops.difference(one, other)).mean) < 3


# ---- faces, pictures, links


@pytest.mark.validator
@each_print
def test_every_face_is_in_the_file(prints: Prints, name: str) -> None:
    require(poppler)
    fonts = poppler.fonts(prints[name].print)
    assert fonts
    assert all(font.embedded and font.subset and font.to_unicode for font in fonts)


@pytest.mark.validator
def test_pictures_are_in_inks(prints: Prints) -> None:
    require(poppler)
    _, _, *rows = run(["pdfimages", "-list", prints["pictures"].print]).stdout.splitlines()
    assert [(kind, colour) for kind, colour in ((row.split()[2], row.split()[5]) for row in rows)] == [
        ("image", "cmyk"),
        ("image", "gray"),
        ("image", "cmyk"),
        ("image", "cmyk"),
        ("image", "cmyk"),
    ]


def test_what_can_be_seen_through_is_laid_on_white(prints: Prints) -> None:
    with pikepdf.open(prints["pictures"].print) as pdf:
        images = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and "/SMask" in thing]
        assert images == []


def test_a_coarse_picture_and_too_much_ink_are_told_with_their_places(prints: Prints) -> None:
    said = [(found.rule, found.position.line if found.position else 0) for found in prints["pictures"].said]
    assert said == [("print-resolution", 17)]


def test_too_much_ink_is_told(tmp_path: Path, prints: Prints) -> None:
    source = prints["pictures"].pdf.parent.parent / "pictures.md"
    (tmp_path / "theme.toml").write_text("[print]\nink-limit = 250\nresolution = 72\n", "utf-8")
    said: list[Any] = []
    pipeline.build(source, ("print",), out=tmp_path, theme=tmp_path, verify=False, report=said.append)
    assert [(found.rule, found.position.line) for found in said] == [("print-ink", 15), ("print-ink", 17)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pictures.print.pdf", "theme.toml"]  # and no PDF


@each_print
def test_nothing_can_be_pressed(prints: Prints, name: str) -> None:
    with pikepdf.open(prints[name].print) as pdf:
        assert [page.obj.get("/Annots") for page in pdf.pages] == [None] * len(pdf.pages)
        kinds = {str(thing.get("/Type")) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)}
        roles = {str(thing.get("/S")) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)}
        assert kinds & {"/OBJR", "/Annot"} == set()
        assert "/Link" not in roles
        assert "/Outlines" in pdf.Root


def test_the_same_bytes_come_out(prints: Prints, tmp_path: Path) -> None:
    source = prints["pictures"].pdf.parent.parent / "pictures.md"
    pipeline.build(source, ("print",), out=tmp_path, verify=False, report=print)
    assert (tmp_path / "pictures.print.pdf").read_bytes() == prints["pictures"].print.read_bytes()
