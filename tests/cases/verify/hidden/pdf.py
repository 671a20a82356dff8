"""Text that is hidden, and what may hide it, in the PDF of the declaration."""

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.verify.printed import append, around, code_of, content, elements, font, marked, written


def white_over_a_line(file: pikepdf.Pdf) -> None:
    append(file.pages[1], b"1 1 1 rg 127 675 350 12 re f")


def another_word_over_white(file: pikepdf.Pdf) -> None:
    append(file.pages[1], b"1 1 1 rg 127 675 40 12 re f 0 g " + written(file.pages[1], "never", 128, 679))


def a_line_moved_to_the_foot(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 4, lambda data: re.sub(rb"(1 0 0 -1 \S+) \S+ Tm", rb"\1 1080 Tm", data))


def a_paragraph_that_the_tree_forgets(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot.K.K[5]


def a_character_by_another_name(file: pikepdf.Pdf) -> None:
    _, face = font(file.pages[0], "Engross-Text")
    face.ToUnicode.write(
        face.ToUnicode.read_bytes().replace(b"<%s> <0079>" % code_of(face, "y"), b"<%s> <0076>" % code_of(face, "y"))
    )


def text_outside_the_page(file: pikepdf.Pdf) -> None:
    append(file.pages[0], written(file.pages[0], "and never", 700, 100))


def text_rendering_mode_3(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 3, around(b"3 Tr", b"0 Tr"))


def white_text(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 3, around(b"1 1 1 rg", b"0 0 0 rg"))


def optional_content_that_is_off(file: pikepdf.Pdf) -> None:
    group = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("Layer")))
    file.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    file.pages[1].Resources.Properties = Dictionary(Layer=group)
    marked(file.pages[1], 3, around(b"/OC /Layer BDC", b"EMC "))


def text_that_is_transparent(file: pikepdf.Pdf) -> None:
    file.pages[1].Resources.ExtGState.none = Dictionary(ca=0)
    marked(file.pages[1], 3, around(b"q /none gs", b"Q"))


def text_that_is_clipped(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 3, around(b"q 0 0 10 10 re W n", b"Q"))


def a_word_inside_a_line_that_is_clipped(file: pikepdf.Pdf) -> None:
    marked(file.pages[1], 3, around(b"q 0 0 300 1200 re W n", b"Q"))


def a_note_over_text(file: pikepdf.Pdf) -> None:
    box = Array([127, 640, 400, 700])
    form = Stream(file, b"1 1 1 rg 0 0 273 60 re f")
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 273, 60])})
    note = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=box, F=4, AP=Dictionary(N=file.make_indirect(form)))
    file.pages[1].Annots = Array([file.make_indirect(note)])


def text_too_small_to_read(file: pikepdf.Pdf) -> None:
    marked(file.pages[0], 33, lambda data: re.sub(rb"14\.6\d* Tf", b"1.5 Tf", data))


def more_words_in_the_text(file: pikepdf.Pdf) -> None:
    append(file.pages[3], written(file.pages[3], "and so on", 127.6, 160))


def actual_text_that_is_not_actual(file: pikepdf.Pdf) -> None:
    content(file.pages[1], lambda data: data.replace(b"<</MCID 3>>", b"<</MCID 3 /ActualText (nothing of the kind)>>"))


def a_script(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('!')"))


def another_file_inside(file: pikepdf.Pdf) -> None:
    file.attachments["other.txt"] = b"another text"


def a_page_cut_off(file: pikepdf.Pdf) -> None:
    file.pages[1].CropBox = Array([0, 400, 595, 842])


def words_pushed_together(file: pikepdf.Pdf) -> None:
    _, face = font(file.pages[1], "Engross-Text")
    blank = code_of(face, " ")
    marked(file.pages[1], 3, lambda data: re.sub(rb"<%s>" % blank, b"<%s>250" % blank, data, count=2))


def other_words_for_ears(file: pikepdf.Pdf) -> None:
    elements(file, "P")[3].Alt = String("other words")


def other_words_for_who_copies(file: pikepdf.Pdf) -> None:
    elements(file, "P")[3].ActualText = String("other words")


def other_words_for_an_abbreviation(file: pikepdf.Pdf) -> None:
    elements(file, "P")[3].E = String("other words")


ALSO = {"a_character_by_another_name": {"words"}, "a_note_over_text": {"furniture"}}
"""Two facts: what else is found."""
