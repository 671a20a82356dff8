"""Places with another name, in the PDF of the example."""

import pikepdf
from pikepdf import String


def a_destination_by_another_name(file: pikepdf.Pdf) -> None:
    names = file.Root.Names.Dests.Names
    names[list(map(str, names)).index("purpose")] = String("purposes")
