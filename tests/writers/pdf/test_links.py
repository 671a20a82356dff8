"""Links, destinations and the outline."""

import re

import pikepdf

from tests.writers.pdf.pages import EVERYTHING, bare, kids, made, of_role, opened


def test_a_link_has_one_annotation_a_line_inside_one_element() -> None:
    body = '<p id="x">See <a href="#x">a link with an <em>emphasised</em> word and <b>more</b> over lines</a>.</p>'
    mine = made(body)
    annotations = list(opened(mine).pages[0].Annots)
    (link,) = of_role(mine, "Link")
    objects = [kid.Obj.objgen for kid in kids(link) if isinstance(kid, pikepdf.Dictionary) and kid.Type == "/OBJR"]
    assert objects == [annotation.objgen for annotation in annotations]
    assert len({float(annotation.Rect[1]) for annotation in annotations}) == len(annotations) > 1
    assert {str(annotation.Contents) for annotation in annotations} == {
        "a link with an emphasised word and more over lines"
    }
    assert len(opened(bare(body)).pages[0].Annots) > len(annotations)


def test_every_identifier_is_a_destination_that_shows_the_margin() -> None:
    pdf = opened(made(EVERYTHING))
    names = dict(zip(*[iter(pdf.Root.Names.Dests.Names)] * 2, strict=True))
    assert {str(name) for name in names} == {"recital-1", "clause-1", "a", "clause-2", "figure-1"}
    assert {int(destination[2]) for destination in names.values()} == {0}
    assert list(pdf.Root.Names.Dests.Names)[::2] == sorted(map(str, names))


def test_the_outline_follows_the_bookmarks() -> None:
    with opened(made(EVERYTHING)).open_outline() as outline:
        (top,) = outline.root
        assert [child.title for child in top.children] == ["clause-1", "clause-2"]
        assert re.sub(r"\s+", " ", top.title) == "A first phrase and another that breaks"
