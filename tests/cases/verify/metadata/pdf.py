"""Another title, language, organ or day, in the PDF of the declaration."""

import pikepdf
from pikepdf import String


def another_title_in_xmp(file: pikepdf.Pdf) -> None:
    file.Root.Metadata.write(file.Root.Metadata.read_bytes().replace(b"World", b"Whole"))


def another_title_in_the_information_dictionary(file: pikepdf.Pdf) -> None:
    file.trailer.Info.Title = String("Something else")


def no_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang
