"""Passages at another place, in the PDF of the declaration."""

import pikepdf


def paragraphs_in_another_order(file: pikepdf.Pdf) -> None:
    kids = file.Root.StructTreeRoot.K.K
    kids[4], kids[5] = kids[5], kids[4]
