"""Levels that are others, in the PDF of the example."""

import pikepdf
from pikepdf import Array, Name

from tests.verify.printed import elements


def a_sub_paragraph_lifted(file: pikepdf.Pdf) -> None:
    inner = next(each for each in elements(file, "L") if Name.LBody == each.P.S)
    body, outer = inner.P, elements(file, "L")[0]
    body.K = Array([kid for kid in body.K if kid.objgen != inner.objgen])
    at = next(at for at, kid in enumerate(outer.K) if kid.objgen == body.P.objgen)
    outer.K = Array([*list(outer.K)[: at + 1], *inner.K, *list(outer.K)[at + 1 :]])
