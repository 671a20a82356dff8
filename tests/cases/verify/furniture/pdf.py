"""Something else beside the text, in the PDF of the declaration."""

import re

import pikepdf
from pikepdf import Dictionary, Name, Stream

from tests.verify.printed import append, content, written


def more_words_in_the_margin(file: pikepdf.Pdf) -> None:
    append(file.pages[0], b"/Artifact BMC " + written(file.pages[0], "secret", 130, 60) + b" EMC")


def another_folio(file: pikepdf.Pdf) -> None:
    ours, theirs = (
        re.findall(rb"\[<(\w{4})", page.Contents.read_bytes())[-1] for page in (file.pages[1], file.pages[2])
    )
    content(file.pages[1], lambda data: data[: data.rindex(b"[")] + data[data.rindex(b"[") :].replace(ours, theirs, 1))


def a_picture_of_words(file: pikepdf.Pdf) -> None:
    image = Stream(file, bytes(64 * 64))
    image.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": 64,
            "/Height": 64,
            "/ColorSpace": Name.DeviceGray,
            "/BitsPerComponent": 8,
        }
    )
    file.pages[0].Resources.XObject = Dictionary(words=file.make_indirect(image))
    append(file.pages[0], b"200 0 0 30 128 60 cm /words Do")


def a_line_drawn_in_the_margin(file: pikepdf.Pdf) -> None:
    append(file.pages[0], b"20 100 m 60 100 l S")


def other_numbers_of_pages(file: pikepdf.Pdf) -> None:
    file.Root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.r, St=7)])


def pages_of_another_unit(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.UserUnit = 2


def paragraphs_by_another_role(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.P)
