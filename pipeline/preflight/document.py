"""A PDF as it was handed over: opened within limits, its metadata and its pages' boxes as plain values."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2

from pipeline.preflight.geometry import MM, Box, box_of
from pipeline.preflight.metadata import Xmp, read_xmp
from pipeline.preflight.objects import BROKEN, entry, inherited, number, numbers, whole

_MOST_PAGES = 5000


class Refused(Exception):
    """The file cannot be looked at: the rule that it breaks, and why."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of one page, in points; None where the page does not say."""

    number: int
    media: Box
    crop: Box | None
    bleed: Box | None
    trim: Box | None
    art: Box | None
    rotation: int
    unit: float
    broken: tuple[str, ...] = ()
    """Boxes that are there and are no rectangles."""

    @property
    def final(self) -> Box:
        """What is left when the page is cut: where nothing says, all that is shown."""
        return self.trim or self.art or self.crop or self.media

    @property
    def reach(self) -> Box:
        """How far the page may be painted: the bleed, or the final page where there is none."""
        return self.bleed or (self.media if "BleedBox" in self.broken else self.final)

    def size(self) -> tuple[float, float]:
        """Width and height of the final page in millimetres, to a tenth."""
        return round(self.final.width * self.unit / MM, 1), round(self.final.height * self.unit / MM, 1)


@dataclass(slots=True)
class Document:
    """What all checks of the file look at."""

    pdf: pikepdf.Pdf
    header: str
    encrypted: bool
    root: Any
    info: Any
    xmp: Xmp
    pages: list[Any] = field(default_factory=list)
    boxes: list[Boxes] = field(default_factory=list)
    damages: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@contextmanager
def opened(data: bytes) -> Iterator[Document]:
    """Open a PDF. Raises Refused when nothing can be said of it."""
    if b"%PDF-" not in data[:1024]:
        raise Refused("preflight-damaged", "it is no PDF: no header stands in its first kilobyte")
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise Refused("preflight-encrypted", "it opens only with a password") from None
    except (*BROKEN, MemoryError) as error:
        raise Refused("preflight-damaged", f"it cannot be opened: {_short(error)}") from None
    with pdf:
        try:
            document = _read(pdf)
        except (*BROKEN, RecursionError) as error:
            raise Refused("preflight-damaged", f"it has no pages that can be read: {_short(error)}") from None
        if not document.encrypted and (said := _other_reader(data, len(pdf.pages))):
            document.damages.append(said)
        yield document


def _short(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:160]


def _read(pdf: pikepdf.Pdf) -> Document:
    root: Any = pdf.Root
    document = Document(
        pdf, str(pdf.pdf_version), bool(pdf.is_encrypted), root, entry(pdf.trailer, "/Info"), read_xmp(root)
    )
    count = len(pdf.pages)
    if count > _MOST_PAGES:
        document.unread.append(f"of {count} pages only the first {_MOST_PAGES} were looked at")
    for place in range(min(count, _MOST_PAGES)):
        page = pdf.pages[place].obj
        document.pages.append(page)
        document.boxes.append(_boxes(page, place + 1))
    document.damages += [str(warning)[:160] for warning in pdf.get_warnings()]
    return document


def _other_reader(data: bytes, count: int) -> str:
    """What a second reader, PDFium, sees otherwise."""
    try:
        with pypdfium2.PdfDocument(data) as seen:
            pages = len(seen)
    except pypdfium2.PdfiumError as error:
        return f"PDFium does not open it: {_short(error)}"
    return "" if pages == count else f"PDFium sees {pages} pages in it, where there are {count}"


def _boxes(page: Any, at: int) -> Boxes:
    found: dict[str, Box | None] = {}
    broken = []
    for key in ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
        value = inherited(page, key) if key in ("/MediaBox", "/CropBox") else entry(page, key)
        box = box_of(numbers(value, 4))
        if value is not None and (box is None or box.width <= 0 or box.height <= 0):
            broken.append(key[1:])
            box = None
        found[key] = box
    media = found["/MediaBox"]
    if media is None:
        broken += [] if "MediaBox" in broken else ["MediaBox"]
        media = Box(0, 0, 612, 792)
    return Boxes(
        at,
        media,
        found["/CropBox"],
        found["/BleedBox"],
        found["/TrimBox"],
        found["/ArtBox"],
        whole(inherited(page, "/Rotate")),
        number(entry(page, "/UserUnit")) or 1.0,
        tuple(broken),
    )
