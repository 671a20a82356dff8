"""Words that are missing or others, in the PDF of the declaration."""

import pikepdf


def two_paragraphs_that_are_one(file: pikepdf.Pdf) -> None:
    kids = file.Root.StructTreeRoot.K.K
    for mark in list(kids[5].K):
        kids[4].K.append(mark)
    del kids[5]
