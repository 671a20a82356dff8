"""An outline that is another, in the PDF of the example."""

import pikepdf
from pikepdf import String


def a_bookmark_dropped(file: pikepdf.Pdf) -> None:
    del file.Root.Outlines.First.First


def a_bookmark_by_another_name(file: pikepdf.Pdf) -> None:
    file.Root.Outlines.First.Title = String("Aims")


def a_bookmark_to_elsewhere(file: pikepdf.Pdf) -> None:
    file.Root.Outlines.First.Dest = file.Root.Outlines.Last.Dest
