"""Something else beside the text, in the PDF of the example."""

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def a_link_that_nobody_wrote(file: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    box = Array([130, 700, 200, 712])
    link = file.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=action))
    file.pages[1].Annots = Array([*file.pages[1].get("/Annots", []), link])
