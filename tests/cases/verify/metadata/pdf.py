"""Another title, language, organ or day, in the PDF of the declaration."""

import pikepdf
from pikepdf import String


def another_title_in_xmp(file: pikepdf.Pdf) -> None:
    file.Root.Metadata.write(file.Root.Metadata.read_bytes().replace(b"World", b"Whole"))


def another_title_in_the_information_dictionary(file: pikepdf.Pdf) -> None:
    file.trailer.Info.Title = String("Something else")


def no_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def a_subject_and_an_author_that_nobody_named(file: pikepdf.Pdf) -> None:
    file.trailer.Info.Subject = String("Void")
    file.trailer.Info.Author = String("Anybody")


def another_moment_of_change(file: pikepdf.Pdf) -> None:
    file.trailer.Info.ModDate = String("D:20300706000000Z")
