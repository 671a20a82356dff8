"""The whole: every document of the library in its four editions, judged by each field's programs and read back.

What is read back is compared word for word with what the source says, by tools that had no part in the writing.
"""

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline import assets
from pipeline.faces import instance, subset
from tests import transcripts
from tests.library import DOCUMENTS, SIZES, Edition, publish
from tests.samples import Sample, draw_pictures, samples
from tests.validators import (
    ROOT,
    Finding,
    Validator,
    ace,
    axe,
    epubcheck,
    libreoffice,
    nu,
    ooxml,
    poppler,
    require,
    verapdf,
)

Library = Mapping[str, Edition]
Judge = Callable[[Validator], list[Finding]]

ADOPTED = ROOT.parent / "shared" / "declaration.txt"
ADOPTED_SHA256 = "32c0d42d25f1ef8a57c09f601656850351df190cfc2849dbf87c4443a9f3a415"
LABELS = ["I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII."]
NAMES = [
    "declaration",
    *(f"declaration-{size}" for size in SIZES[1:]),
    "example",
    *sorted(path.stem for path in DOCUMENTS.glob("*.md")),
    "long",
]
each_document = pytest.mark.parametrize("name", NAMES)


def test_every_golden_document_is_used(library: Library) -> None:
    assert sorted(library) == sorted(NAMES)
    assert {path.name for path in DOCUMENTS.iterdir()} == {
        f"{name}.{suffix}" for name in library for suffix in ("md", "txt") if (DOCUMENTS / f"{name}.txt").exists()
    } - {"example.md"}


# ---- the programs of each field: each runs once over all files, two at a time


def nu_but_for_its_blindness(files: Sequence[Path]) -> list[Finding]:
    """Its checker of policies does not know data: addresses, and takes a picture for forbidden wherever it stands."""
    blocked = re.compile(r"image “data:image/.*blocked by “img-src” directive", re.DOTALL)
    return [finding for finding in nu.check(files) if not blocked.search(finding.message)]


def axe_on_different_screens(files: Sequence[Path]) -> list[Finding]:
    """Page sizes change the rules for printing alone, as is tested below."""
    return axe.check([file for file in files if "declaration-" not in file.parent.name])


CHECKS: Sequence[tuple[str, Validator, Callable[[Sequence[Path]], list[Finding]]]] = (
    ("html", axe, axe_on_different_screens),
    ("epub", ace, ace.check),
    ("pdf", verapdf, verapdf.check),
    ("epub", epubcheck, epubcheck.check),
    ("docx", ooxml, ooxml.check),
    ("html", nu, nu_but_for_its_blindness),
    ("docx", libreoffice, libreoffice.check),
    ("pdf", poppler, poppler.check),
)


@pytest.fixture(scope="module")
def judge(library: Library) -> Iterator[Judge]:
    """What one program says of all the editions that it can read; files of the same bytes are read once."""

    def distinct(kind: str) -> list[Path]:
        files = (edition.files[kind] for edition in library.values())
        return list({hashlib.sha256(file.read_bytes()).digest(): file for file in files}.values())

    with ThreadPoolExecutor(max_workers=2) as pool:
        verdicts: dict[Validator, Future[list[Finding]]] = {
            validator: pool.submit(check, distinct(kind))
            for kind, validator, check in CHECKS
            if validator.available() is None
        }

        def ask(validator: Validator) -> list[Finding]:
            require(validator)
            return verdicts[validator].result()

        yield ask


@pytest.mark.validator
@pytest.mark.slow
@pytest.mark.parametrize("validator", [validator for _, validator, _ in CHECKS], ids=lambda module: module.__name__)
def test_no_program_has_anything_to_say(judge: Judge, validator: Validator) -> None:
    assert list(map(str, judge(validator))) == []


# ---- the words


@pytest.fixture(scope="module")
def word_blocks(library: Library) -> Mapping[str, list[str]]:
    """The paragraphs of every Word file, by document: one LibreOffice for all."""
    require(libreoffice)
    blocks = transcripts.docx_blocks([edition.files["docx"] for edition in library.values()])
    return dict(zip(library, blocks, strict=True))


def test_the_source_holds_the_adopted_text_and_nothing_else() -> None:
    source = (ROOT / "source" / "declaration.md").read_bytes().decode("utf-8")
    _, front_matter, text = source.split("---\n", 2)
    assert front_matter.startswith("kind: Declaration\n")
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("{")).strip("\n")
    assert hashlib.sha256(text.encode()).hexdigest() == ADOPTED_SHA256
    if ADOPTED.exists():
        assert text == ADOPTED.read_bytes().decode("utf-8").strip("\n")


@each_document
def test_the_web_page_says_what_the_source_says(library: Library, name: str) -> None:
    assert transcripts.html_blocks(library[name].files["html"]) == list(library[name].words)


@each_document
def test_the_e_book_says_what_the_source_says(library: Library, name: str) -> None:
    assert transcripts.epub_blocks(library[name].files["epub"]) == list(library[name].words)


@each_document
def test_the_word_file_says_what_the_source_says(
    library: Library, word_blocks: Mapping[str, list[str]], name: str
) -> None:
    assert word_blocks[name] == list(library[name].words)


# A line's glyphs are drawn in the order of the eye. Readers know how to turn the letters of Hebrew and Arabic round,
# but not Latin ones that are set from the right.
legible_document = pytest.mark.parametrize("name", [name for name in NAMES if name != "mirrored"])


@legible_document
def test_the_structure_tree_says_what_the_source_says(library: Library, name: str) -> None:
    assert transcripts.pdf_blocks(library[name].files["pdf"]) == list(library[name].words)


@pytest.mark.parametrize("name", ["declaration", "example"])
def test_poppler_reads_the_same_in_the_structure_tree(library: Library, name: str) -> None:
    require(poppler)
    expected = list(map(transcripts.common, library[name].words))
    assert transcripts.pdf_blocks_of_poppler(library[name].files["pdf"]) == expected


@legible_document
def test_what_is_copied_from_the_pdf_is_what_the_source_says(library: Library, name: str) -> None:
    require(poppler)
    edition = library[name]
    copied = transcripts.pdf_text(edition.files["pdf"], top=edition.page("top") - 2)
    assert transcripts.joined(copied) == transcripts.joined("\n".join(edition.words))


@each_document
def test_every_page_of_the_pdf_ends_a_word_or_breaks_it_with_a_soft_hyphen(library: Library, name: str) -> None:
    require(poppler)
    edition = library[name]
    copied = transcripts.pdf_text(edition.files["pdf"])
    assert re.findall("\u00ad(?!\n)", copied) == []
    words = "\n".join(edition.words)
    typed = words.count("-")
    assert transcripts.pdf_text(edition.files["pdf"], top=edition.page("top") - 2).count("-") == typed
    assert set(re.findall("[\u2010\u2011]", copied)) <= set(words)
    for reader in (transcripts.html_blocks, transcripts.epub_blocks):
        assert "\u00ad" not in "".join(reader(edition.files[reader.__name__.partition("_")[0]]))


def test_the_declaration_is_hyphenated(declaration: Edition) -> None:
    """So that what is said of hyphens above is said of something."""
    require(poppler)
    assert transcripts.pdf_text(declaration.files["pdf"]).count("\u00ad\n") > 10
    assert sum(words.count("-") for words in declaration.words) == 24


def test_the_labels_are_the_same_in_all_four(declaration: Edition, word_blocks: Mapping[str, list[str]]) -> None:
    require(poppler)
    found = {
        "html": transcripts.html_blocks(declaration.files["html"]),
        "epub": transcripts.epub_blocks(declaration.files["epub"]),
        "docx": word_blocks["declaration"],
        "pdf": transcripts.pdf_blocks(declaration.files["pdf"]),
    }
    for blocks in found.values():
        assert [block.split(" ")[0] for block in blocks if re.match(r"[IVX]+\. ", block)] == LABELS


# ---- what holds them together


@each_document
def test_the_four_have_the_same_anchors(library: Library, name: str) -> None:
    files = library[name].files
    anchors = transcripts.html_anchors(files["html"])
    assert anchors
    assert transcripts.epub_anchors(files["epub"]) == anchors
    assert transcripts.docx_anchors(files["docx"]) == anchors
    assert transcripts.pdf_anchors(files["pdf"]) == anchors


def test_the_anchors_of_the_declaration_are_its_labels(declaration: Edition) -> None:
    assert transcripts.html_anchors(declaration.files["html"]) == {
        "recital-1",
        "recital-2",
        *(f"clause-{number}" for number in range(1, 9)),
        "conclusion-1",
    }


@each_document
def test_the_four_describe_the_same_pictures(library: Library, name: str) -> None:
    files = library[name].files
    source = library[name].source.read_text("utf-8")
    described = re.findall(r"!\[([^]]+)\]\(", source)
    assert transcripts.html_pictures(files["html"]) == described
    assert transcripts.epub_pictures(files["epub"]) == described
    assert transcripts.docx_pictures(files["docx"]) == described
    assert transcripts.pdf_pictures(files["pdf"]) == described


def test_the_page_size_changes_paper_and_nothing_else(library: Library, declaration: Edition) -> None:
    def on_screen(page: bytes) -> bytes:
        page, cut = re.subn(rb"@media print \{.*</style>", b"", page, flags=re.DOTALL)
        assert cut == 1
        return re.sub(rb"style-src '[^']*'|<span class=\"page\"[^>]*></span>", b"", page)

    def but_for_pages(book: Path) -> dict[str, bytes]:
        """The parts of an e-book without what says where the pages of the PDF begin."""
        said = rb'<span epub:type="pagebreak"[^>]*></span>|<meta property="pageBreakSource">.*?</meta>'
        said += rb'|<nav epub:type="page-list".*?</nav>|<pageList .*</pageList>|<meta [^>]*"dtb:[a-zA-Z]*Page[^>]*>'
        with zipfile.ZipFile(book) as parts:
            return {name: re.sub(said, b"", parts.read(name), flags=re.DOTALL) for name in parts.namelist()}

    for size in SIZES[1:]:
        files = library[f"declaration-{size}"].files
        assert but_for_pages(files["epub"]) == but_for_pages(declaration.files["epub"]), size
        assert on_screen(files["html"].read_bytes()) == on_screen(declaration.files["html"].read_bytes()), size
        for kind in ("pdf", "docx"):
            assert files[kind].read_bytes() != declaration.files[kind].read_bytes(), (size, kind)


@each_document
def test_the_four_know_the_same_title_language_and_day(library: Library, name: str) -> None:
    files = library[name].files
    told = [read(files[kind]) for kind, read in transcripts.TOLD.items()]
    assert told == [told[0]] * 4
    assert told[0].title in library[name].words


# ---- any small document

FEATURES = ("kern", "liga", "smcp", "onum", "lnum", "sups", "subs")
"""What the theme's style sheets ask of a face."""


@pytest.fixture(scope="module")
def small_faces() -> Iterator[None]:
    """Let the editions be set in a part of each face: the property is about words, and most time goes to glyphs."""
    made: dict[str, bytes] = {}
    # Letters, spaces, raised and lowered figures (by which the proof knows these glyphs), what the theme sets itself.
    kept = {*range(0x20, 0x530), *range(0x1EA0, 0x1F00), *range(0x2000, 0x20A0), *map(ord, "№½−•ﬁ")}

    def small(face: object, **options: object) -> bytes:
        name = repr(face)
        if name not in made:
            made[name] = subset(instance(face, **options), kept, FEATURES)  # type: ignore[arg-type]  # as it came
        return made[name]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "instance", small)
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("small_faces")
@settings(
    max_examples=3,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a document is small enough to look at as it is
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(st.lists(samples(), min_size=3, max_size=6))
def test_all_formats_of_any_small_document_have_its_words_in_its_order(
    tmp_path_factory: pytest.TempPathFactory, documents: list[Sample]
) -> None:
    """Its editions are proved without a false alarm; and say so to tools that know nothing of the proof.

    Several documents a run, since one LibreOffice can read them all.
    """
    require(libreoffice, poppler)
    folder = tmp_path_factory.mktemp("property")
    draw_pictures(folder)
    made = []
    for count, document in enumerate(documents):
        source = folder / f"sample-{count}.md"
        source.write_text(document.source, "utf-8")
        made.append(publish(source, folder))
    in_word = transcripts.docx_blocks([files["docx"] for files in made])
    for document, files, word in zip(documents, made, in_word, strict=True):
        assert transcripts.html_blocks(files["html"]) == document.words
        assert transcripts.epub_blocks(files["epub"]) == document.words
        assert word == document.words
        assert transcripts.pdf_blocks(files["pdf"]) == document.words
