"""What stands in a part: choices, fields over paragraphs, boxes, tables, revisions of rows and cells."""

from lxml import etree

from pipeline.wordprocessing.package import open_package, w
from pipeline.wordprocessing.story import read
from pipeline.wordprocessing.text import DELETED, INSERTED, Story
from tests.verify.word import small


def story(body: str) -> Story:
    root = open_package(small(body)).document.find(w("body"))
    assert root is not None
    return read(root)


def texts(found: Story) -> list[str]:
    return ["".join(piece.text for piece in one.pieces if not piece.code) for one in found.paragraphs]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_wrappers_are_looked_into() -> None:
    for name in ("smartTag", "customXml", "hyperlink", 'fldSimple w:instr="PAGE"', "ins", "dir"):
        assert texts(story(f"<w:p><w:{name}>{run('in')}</w:{name.split()[0]}>{run(' out')}</w:p>")) == ["in out"]
    assert texts(story(f"<w:sdt><w:sdtContent><w:p>{run('in')}</w:p></w:sdtContent></w:sdt>")) == ["in"]
    assert texts(story(f"<w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>{run(' is')}</w:p>")) == ["x is"]


def test_of_choices_the_one_that_word_knows_is_read() -> None:
    one, other = run("one"), run("other")
    known = f'<mc:Choice Requires="wps">{one}</mc:Choice><mc:Fallback>{other}</mc:Fallback>'
    found = story(f"<w:p><mc:AlternateContent>{known}</mc:AlternateContent></w:p>")
    assert texts(found) == ["one"]
    assert [aside.text for aside in found.asides] == ["other"]
    unknown = story(f"<w:p><mc:AlternateContent>{known.replace('wps', 'v')}</mc:AlternateContent></w:p>")
    assert texts(unknown) == ["other"]
    same = known.replace("other", "one")
    assert story(f"<w:p><mc:AlternateContent>{same}</mc:AlternateContent></w:p>").asides == []


def test_a_field_may_go_over_paragraphs() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText> TOC </w:instrText></w:r>"
    begin = f"<w:p>{mark.format('begin')}{code}{mark.format('separate')}{run('a')}</w:p>"
    found = story(f"{begin}<w:p>{run('b')}</w:p><w:p>{mark.format('end')}{run('c')}</w:p>")
    assert [piece.field for one in found.paragraphs for piece in one.pieces] == ["TOC", "TOC", ""]
    open_ended = story(f"<w:p>{mark.format('begin')}{code}{run('gone')}</w:p>")
    assert open_ended.paragraphs[0].pieces[0].code
    assert [aside.how for aside in open_ended.asides] == ["a field that does not end"]


def test_each_box_is_read_once() -> None:
    box = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    inner = box.format(f"<w:p>{run('inner')}</w:p>")
    outer = box.format(f"<w:p>{run('box')}{inner}</w:p>")
    assert texts(story(f"<w:p>{run('out')}{outer}</w:p>")) == ["out", "box", "inner"]


def test_rows_and_cells_may_be_tracked_or_hidden() -> None:
    cell = f"<w:tc>{{}}<w:p>{run('x')}</w:p></w:tc>"
    rows = [
        f"<w:tr><w:trPr><w:ins/></w:trPr>{cell.format('')}</w:tr>",
        f"<w:tr>{cell.format('<w:tcPr><w:cellDel/></w:tcPr>')}{cell.format('<w:tcPr><w:vMerge/></w:tcPr>')}</w:tr>",
        f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell.format('')}</w:tr>",
    ]
    found = story(f"<w:tbl>{''.join(rows)}</w:tbl>")
    assert [one.inside.revision for one in found.paragraphs] == [INSERTED, DELETED, "", ""]
    assert [bool(one.inside.hides) for one in found.paragraphs] == [False, False, True, True]


def test_paragraphs_join_where_a_mark_is_no_mark_yet_but_not_over_a_cell() -> None:
    mark = "<w:pPr><w:rPr><w:ins/></w:rPr></w:pPr>"
    found = story(f"<w:p>{mark}{run('a')}</w:p><w:p>{run('b')}</w:p>")
    assert [len(one.pieces) for one in found.joined(accept=False)] == [2]
    assert [len(one.pieces) for one in found.joined(accept=True)] == [1, 1]
    table = f"<w:tbl><w:tr><w:tc><w:p>{mark}{run('a')}</w:p></w:tc></w:tr></w:tbl><w:p>{run('b')}</w:p>"
    assert [len(one.pieces) for one in story(table).joined(accept=False)] == [1, 1]


def test_the_strict_variant_is_read_as_the_other() -> None:
    main = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = etree.tostring(open_package(small(f"<w:p>{run('a')}</w:p>")).document).replace(
        main, b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    data = small("", more={"word/document.xml": strict.decode()})
    root = open_package(data).document.find(w("body"))
    assert root is not None
    assert texts(read(root)) == ["a"]
