"""Small damages to a Word file, each found by the checks that are named and by no others."""

from collections.abc import Callable, Mapping

import pytest

from tests.verify.word import (
    CORE,
    DOCUMENT,
    HEAD,
    NUMBERING,
    SETTINGS,
    STYLES,
    Parts,
    added,
    charter,
    damaged,
    rewritten,
)

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THANKS = '<w:r><w:t xml:space="preserve">We thank everybody.</w:t></w:r>'
PLAIN = '<w:r><w:t xml:space="preserve"> Not at all.</w:t></w:r>'
DATED = '<w:ins w:id="90" w:author="A" w:date="2021-01-01T00:00:00Z">'
DELETED = DATED.replace("w:ins", "w:del")


def said(properties: str) -> Callable[[Parts], None]:
    """A run more behind the thanks, with its properties."""
    run = PLAIN.replace("<w:r>", f"<w:r><w:rPr>{properties}</w:rPr>")
    return rewritten(DOCUMENT, (THANKS, THANKS + run))


def run_of(text: str, properties: str) -> Callable[[Parts], None]:
    """Properties for the run that begins with a text."""
    start = f'<w:r><w:t xml:space="preserve">{text}'
    return rewritten(DOCUMENT, (start, start.replace("<w:r>", f"<w:r><w:rPr>{properties}</w:rPr>")))


def paragraph_of(style: str, properties: str) -> Callable[[Parts], None]:
    """Properties for the first paragraph of a style."""
    name = f'<w:pStyle w:val="{style}"/>'
    return rewritten(DOCUMENT, (name, name + properties))


def text(old: str, new: str) -> Callable[[Parts], None]:
    return rewritten(DOCUMENT, (old, new))


def reference(code: str) -> Callable[[Parts], None]:
    """The last words of the first clause as what a field kept."""
    return text(" one thing.</w:t>", f" </w:t></w:r>{field(code, 'one thing.')}<w:r><w:t></w:t>")


def level(old: str, new: str) -> Callable[[Parts], None]:
    return rewritten(NUMBERING, (old, new))


def box(text: str) -> str:
    return (
        f"<w:pict><v:shape {VML}><v:textbox><w:txbxContent><w:p><w:r>"
        f"<w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def choice(one: str, other: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        f' Requires="wps">{one}</mc:Choice><mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>'
    )


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark.format('separate')}"
        f"<w:r><w:t>{result}</w:t></w:r>{mark.format('end')}"
    )


def moved(parts: Parts) -> None:
    """The first clause's sub-paragraphs change places, words and all."""
    text = parts[DOCUMENT].decode()
    start = text.index('<w:p><w:pPr><w:pStyle w:val="Recital"/><w:spacing')
    end = text.index("</w:p>", start) + 6
    paragraph, rest = text[start:end], text[:start] + text[end:]
    at = rest.index("has agreed:")
    at = rest.index("</w:p>", at) + 6
    parts[DOCUMENT] = (rest[:at] + paragraph + rest[at:]).encode()


def bound(text: str) -> Callable[[Parts], None]:
    """The thanks in a content control that shows what a part of data says."""
    store = "{11111111-2222-3333-4444-555555555555}"
    control = (
        f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a[1]" w:storeItemID="{store}"/></w:sdtPr>'
        f"<w:sdtContent>{THANKS}</w:sdtContent></w:sdt>"
    )
    change = added("../customXml/item1.xml", "customXml", "", (THANKS, control))

    def both(parts: Parts) -> None:
        change(parts)
        del parts["word/../customXml/item1.xml"]
        office = "http://schemas.openxmlformats.org/officeDocument/2006"
        parts["customXml/item1.xml"] = f"<a>{text}</a>".encode()
        parts["customXml/_rels/item1.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="p"'
            f' Type="{office}/relationships/customXmlProps" Target="itemProps1.xml"/></Relationships>'
        ).encode()
        parts["customXml/itemProps1.xml"] = (
            f'<ds:datastoreItem xmlns:ds="{office}/customXml" ds:itemID="{store}"/>'
        ).encode()

    return both


COMMENT = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0">'
    "<w:p><w:r><w:t>Is this so?</w:t></w:r></w:p></w:comment></w:comments>"
)
NOTES = COMMENT.replace("comments", "footnotes").replace("w:comment ", "w:footnote ").replace(":comment>", ":footnote>")

DAMAGES: Mapping[str, tuple[str, Callable[[Parts], None]]] = {
    # the text
    "a run is dropped": ("words outline", text('<w:t xml:space="preserve"> thing.</w:t>', "")),
    "a letter is another": ("words", text("everybody", "everyb\u043edy")),
    "a word is added": ("words", text(THANKS, THANKS + PLAIN)),
    "a paragraph is dropped": ("words", text(THANKS, "")),
    "a paragraph is added": (
        "added",
        text("<w:sectPr>", f"<w:p>{PLAIN}</w:p><w:sectPr>"),
    ),
    "a table is added": (
        "added",
        text("<w:sectPr>", f"<w:tbl><w:tr><w:tc><w:p>{PLAIN}</w:p></w:tc></w:tr></w:tbl><w:sectPr>"),
    ),
    "a text box is added": ("added", text(THANKS, f"{THANKS}<w:r>{box('Void.')}</w:r>")),
    "a footnote is added": ("added", added("footnotes.xml", "footnotes", NOTES)),
    "two paragraphs change places": ("order", moved),
    # labels and levels
    "a list has other figures": ("labels outline", level('"upperRoman"', '"decimal"')),
    "a list starts elsewhere": ("labels outline", level('<w:start w:val="1"/>', '<w:start w:val="2"/>')),
    "a label has another sign": ("labels outline", level('"%1."', '"%1)"')),
    "a label is longer than Word shows": ("labels outline", level('"%1."', f'"%1.{" " * 30}."')),
    "a label counts what is below it": ("labels", level('"(%2)"', '"(%2)%3"')),
    "a list is forced to begin anew": (
        "labels outline",
        level(
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/>',
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/>'
            "</w:lvlOverride>",
        ),
    ),
    "a level never begins again": (
        "labels",
        level('<w:numFmt w:val="lowerLetter"/>', '<w:numFmt w:val="lowerLetter"/><w:lvlRestart w:val="0"/>'),
    ),
    "a level is bound to no style": ("labels look outline", level('<w:pStyle w:val="Clause2"/>', "")),
    "a bullet is a number": ("labels", level('<w:numFmt w:val="bullet"/>', '<w:numFmt w:val="decimal"/>')),
    "a bullet looks like a number": ("labels", level('w:val="•"', 'w:val="7."')),
    "a paragraph leaves its list": (
        "labels look",
        paragraph_of("Clause2", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
    ),
    "an empty paragraph is counted": (
        "added outline",
        text("<w:sectPr>", '<w:p><w:pPr><w:pStyle w:val="Clause"/></w:pPr></w:p><w:sectPr>'),
    ),
    "a heading is a paragraph": ("kinds look", rewritten(STYLES, ('w:val="heading 1"', 'w:val="my heading"'))),
    # what hides
    "hidden text": ("hidden", said("<w:vanish/>")),
    "text that is hidden on the web": ("hidden", said("<w:webHidden/>")),
    "white text": ("hidden", said('<w:color w:val="FFFFFF"/>')),
    "text in the theme's paper": ("hidden", said('<w:color w:val="000000" w:themeColor="background1"/>')),
    "text without a fill": ("hidden", said(f"<w14:textFill {W14}><w14:noFill/></w14:textFill>")),
    "black text on black": ("hidden", said('<w:highlight w:val="black"/><w:color w:val="000000"/>')),
    "text on shading of its colour": ("hidden", said('<w:color w:val="AA0000"/><w:shd w:fill="A90000"/>')),
    "tiny text": ("hidden", said('<w:sz w:val="2"/>')),
    "narrow text": ("hidden", said('<w:w w:val="1"/>')),
    "text far above its line": ("hidden", said('<w:position w:val="900"/>')),
    "letters upon one another": ("hidden", said('<w:spacing w:val="-220"/>')),
    "a strike through a run": ("hidden", run_of("has agreed", "<w:strike/>")),
    "capitals for the eye": ("hidden", run_of("has agreed", "<w:caps/>")),
    "a font of signs": ("hidden look", run_of("has agreed", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')),
    "an insertion": ("hidden", text(THANKS, f"{THANKS}{DATED}{PLAIN}</w:ins>")),
    "a deletion": (
        "hidden",
        text(THANKS, f"{DELETED}{THANKS}</w:del>".replace("w:t", "w:delText")),
    ),
    "a move away": ("hidden", text(THANKS, f'<w:moveFrom w:id="91" w:author="A">{THANKS}</w:moveFrom>')),
    "a mark that is deleted": (
        "hidden",
        paragraph_of("Conclusion", f"<w:rPr>{DELETED[:-1]}/></w:rPr>"),
    ),
    "a change of formatting": (
        "hidden",
        run_of("has agreed", '<w:rPrChange w:id="92" w:author="A"><w:rPr/></w:rPrChange>'),
    ),
    "a comment": ("hidden", added("comments.xml", "comments", COMMENT)),
    "data that replaces the text": ("hidden", bound("We thank nobody.")),
    "a placeholder": (
        "hidden",
        rewritten(
            DOCUMENT,
            (THANKS, f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{THANKS}</w:sdtContent></w:sdt>"),
        ),
    ),
    "other words for other programs": ("hidden", text(THANKS, choice(THANKS, PLAIN))),
    "words among a field's code": (
        "hidden",
        rewritten(
            DOCUMENT,
            (
                THANKS,
                THANKS + field("X", "").replace("<w:r><w:instrText>", f"{PLAIN}<w:r><w:instrText>"),
            ),
        ),
    ),
    "a date that changes": (
        "hidden",
        text(THANKS, f'<w:fldSimple w:instr="DATE">{THANKS}</w:fldSimple>'),
    ),
    "a reference that will say something else": ("hidden", reference(r"REF _Decl_second \r \h")),
    "a reference to nothing": ("hidden", reference(r"REF _Decl_none \h")),
    "another file": ("hidden", text("<w:sectPr>", '<w:altChunk r:id="link1"/><w:sectPr>')),
    "a watermark": (
        "hidden",
        rewritten(
            DOCUMENT,
            (THANKS, f'{THANKS}<w:r><w:pict><v:textpath {VML} string="DRAFT"/></w:pict></w:r>'),
        ),
    ),
    "a program": ("hidden", added("vbaProject.bin", "vbaProject", "x")),
    "a template elsewhere": (
        "hidden",
        rewritten(
            "word/_rels/document.xml.rels",
            (
                "</Relationships>",
                f'<Relationship Id="t" Type="{TYPES}/attachedTemplate" Target="x"/></Relationships>',
            ),
        ),
    ),
    "fields that are worked out on opening": (
        "hidden",
        rewritten(SETTINGS, ("<w:embedTrueTypeFonts/>", "<w:embedTrueTypeFonts/><w:updateFields/>")),
    ),
    # what it means
    "stress is lost": ("emphasis", text('<w:rPr><w:rStyle w:val="Emphasis"/></w:rPr>', "")),
    "stress is added": ("emphasis", run_of("has agreed", "<w:b/>")),
    "a line below words": ("emphasis", run_of("has agreed", '<w:u w:val="single"/>')),
    "raised letters": ("emphasis", run_of("has agreed", '<w:vertAlign w:val="superscript"/>')),
    "a language is lost": ("languages", text('<w:rPr><w:lang w:val="fr"/></w:rPr>', "")),
    "a language is another": ("languages", run_of("has agreed", '<w:lang w:val="de"/>')),
    "letters are turned": ("languages", run_of("has agreed", "<w:rtl/>")),
    "a paragraph is turned": ("languages", paragraph_of("Conclusion", "<w:bidi/>")),
    "another alternative text": ("alternatives", text("Bars of rising height", "Bars of falling height")),
    "a link inside leads elsewhere": ("links", text('w:anchor="_Decl_second"', 'w:anchor="_Decl_clause-1"')),
    "a link outside leads elsewhere": (
        "links",
        rewritten("word/_rels/document.xml.rels", ("https://example.org/page", "https://example.org/other")),
    ),
    "a link is no link": ("links emphasis look", text('w:anchor="_Decl_second" ', "")),
    "a heading is none to who navigates": (
        "outline",
        rewritten(STYLES, ('<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="3"/>')),
    ),
    "another title": ("metadata", rewritten(CORE, ("A Charter of Damages", "A Charter"))),
    "a title twice": ("metadata", rewritten(CORE, ("</dc:title>", "</dc:title><dc:title>Void</dc:title>"))),
    "another language": ("metadata", rewritten(CORE, ("en-GB", "en-US"))),
    # what stands beside, and how all of it looks
    "another running head": ("furniture", rewritten(HEAD, ("A Charter of Damages", "A Draft Charter of Damages"))),
    "a running foot": (
        "furniture",
        added(
            "footer1.xml",
            "footer",
            COMMENT.replace("w:comments", "w:ftr").replace('<w:comment w:id="0">', "").replace("</w:comment>", ""),
            ("<w:pgSz", '<w:footerReference w:type="default" r:id="more"/><w:pgSz'),
        ),
    ),
    "a head that no page shows": (
        "hidden",
        added(
            "header9.xml",
            "header",
            COMMENT.replace("w:comments", "w:hdr").replace('<w:comment w:id="0">', "").replace("</w:comment>", ""),
            ("<w:pgSz", '<w:headerReference w:type="even" r:id="more"/><w:pgSz'),
        ),
    ),
    "larger letters in a style": ("look", rewritten(STYLES, ('<w:sz w:val="33"/>', '<w:sz w:val="36"/>'))),
    "larger letters in a run": ("look", run_of("has agreed", '<w:sz w:val="26"/>')),
    "another font": ("look", run_of("has agreed", '<w:rFonts w:ascii="Arial"/>')),
    "another colour": ("look", run_of("has agreed", '<w:color w:val="C00000"/>')),
    "another indent in a list": ("look", level('<w:ind w:left="454" w:hanging="454"/>', '<w:ind w:left="900"/>')),
    "another indent in a paragraph": ("look", paragraph_of("Heading1", '<w:ind w:left="300"/>')),
    "another space": ("look", paragraph_of("Quote", '<w:spacing w:before="0"/>')),
    "another line height": ("look", rewritten(STYLES, ('w:line="300"', 'w:line="280"'))),
    "ragged text": ("look", rewritten(STYLES, ('<w:jc w:val="both"/>', '<w:jc w:val="left"/>'))),
    # two things at once: what is hidden is missing, too
    "a run is hidden": ("words hidden", run_of("has agreed", "<w:vanish/>")),
    "a style is hidden": (
        "words hidden",
        rewritten(STYLES, ('"Conclusion"/><w:basedOn', '"Conclusion"/><w:rPr><w:vanish/></w:rPr><w:basedOn')),
    ),
    "a label is hidden": ("labels hidden outline", level("<w:rPr><w:rFonts", "<w:rPr><w:vanish/><w:rFonts")),
    "a paragraph off the page": ("words hidden", paragraph_of("Conclusion", '<w:ind w:left="-9000" w:right="9000"/>')),
    "a paragraph too low": ("words hidden", paragraph_of("Conclusion", '<w:spacing w:line="20" w:lineRule="exact"/>')),
    "a bookmark has another name": ("anchors links", text('w:name="_Decl_second"', 'w:name="_Decl_third"')),
}
"""What is done, and the checks that find it. Word's outline shows whole paragraphs, so it differs where they do."""


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_caught_by_the_checks_that_are_named(name: str) -> None:
    checks, change = DAMAGES[name]
    assert charter().caught(damaged(charter().file, change)) == set(checks.split())
