"""Text that is hidden, and what may hide it, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import (
    COMMENT,
    DATED,
    DELETED,
    DOCUMENT,
    PLAIN,
    SETTINGS,
    STYLES,
    THANKS,
    TYPES,
    VML,
    W14,
    Mutator,
    Parts,
    added,
    bound,
    choice,
    field,
    level,
    paragraph_of,
    reference,
    rewritten,
    run_of,
    said,
    text,
)


def narrow(parts: Parts) -> None:
    """The cell of the first sum."""
    part = parts[DOCUMENT].decode()
    begin = part.rindex("<w:tcW ", 0, part.index(">10</w:t>"))
    end = part.index("/>", begin)
    parts[DOCUMENT] = (part[:begin] + '<w:tcW w:w="9" w:type="dxa"' + part[end:]).encode()


DAMAGES: Mapping[str, Mutator] = {
    "hidden text": said("<w:vanish/>"),
    "text that is hidden on the web": said("<w:webHidden/>"),
    "white text": said('<w:color w:val="FFFFFF"/>'),
    "text in the theme's paper": said('<w:color w:val="000000" w:themeColor="background1"/>'),
    "text without a fill": said(f"<w14:textFill {W14}><w14:noFill/></w14:textFill>"),
    "black text on black": said('<w:highlight w:val="black"/><w:color w:val="000000"/>'),
    "text on shading of its colour": said('<w:color w:val="AA0000"/><w:shd w:fill="A90000"/>'),
    "tiny text": said('<w:sz w:val="2"/>'),
    "narrow text": said('<w:w w:val="1"/>'),
    "text far above its line": said('<w:position w:val="900"/>'),
    "letters upon one another": said('<w:spacing w:val="-220"/>'),
    "a strike through a run": run_of("has agreed", "<w:strike/>"),
    "capitals for the eye": run_of("has agreed", "<w:caps/>"),
    "a font of signs": run_of("has agreed", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
    "signs over letters": run_of("has agreed", '<w:em w:val="dot"/>'),
    "a border round letters": run_of("has agreed", '<w:bdr w:val="single"/>'),
    "letters in outline": run_of("has agreed", "<w:outline/>"),
    "letters pressed in": run_of("has agreed", "<w:imprint/>"),
    "letters that glow": run_of("has agreed", f'<w14:glow {W14} w14:rad="100"/>'),
    "letters that are marked": run_of("has agreed", '<w:highlight w:val="yellow"/>'),
    "a heading that runs on in the next line": paragraph_of("Heading1", "<w:rPr><w:specVanish/></w:rPr>"),
    "an insertion": text(THANKS, f"{THANKS}{DATED}{PLAIN}</w:ins>"),
    "a deletion": text(THANKS, f"{DELETED}{THANKS}</w:del>".replace("w:t", "w:delText")),
    "a move away": text(THANKS, f'<w:moveFrom w:id="91" w:author="A">{THANKS}</w:moveFrom>'),
    "a mark that is deleted": paragraph_of("Conclusion", f"<w:rPr>{DELETED[:-1]}/></w:rPr>"),
    "a change of formatting": run_of("has agreed", '<w:rPrChange w:id="92" w:author="A"><w:rPr/></w:rPrChange>'),
    "a comment": added("comments.xml", "comments", COMMENT),
    "data that replaces the text": bound("We thank nobody."),
    "a placeholder": rewritten(
        DOCUMENT,
        (THANKS, f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{THANKS}</w:sdtContent></w:sdt>"),
    ),
    "other words for other programs": text(THANKS, choice(THANKS, PLAIN)),
    "words among a field's code": rewritten(
        DOCUMENT,
        (
            THANKS,
            THANKS + field("X", "").replace("<w:r><w:instrText>", f"{PLAIN}<w:r><w:instrText>"),
        ),
    ),
    "a date that changes": text(THANKS, f'<w:fldSimple w:instr="DATE">{THANKS}</w:fldSimple>'),
    "a reference that will say something else": reference(r"REF _Decl_second \r \h"),
    "a reference to nothing": reference(r"REF _Decl_none \h"),
    "another file": text("<w:sectPr>", '<w:altChunk r:id="link1"/><w:sectPr>'),
    "a watermark": rewritten(
        DOCUMENT,
        (THANKS, f'{THANKS}<w:r><w:pict><v:textpath {VML} string="DRAFT"/></w:pict></w:r>'),
    ),
    "a program": added("vbaProject.bin", "vbaProject", "x"),
    "a template elsewhere": rewritten(
        "word/_rels/document.xml.rels",
        (
            "</Relationships>",
            f'<Relationship Id="t" Type="{TYPES}/attachedTemplate" Target="x"/></Relationships>',
        ),
    ),
    "fields that are worked out on opening": rewritten(
        SETTINGS, ("<w:embedTrueTypeFonts/>", "<w:embedTrueTypeFonts/><w:updateFields/>")
    ),
    "a head that no page shows": added(
        "header9.xml",
        "header",
        COMMENT.replace("w:comments", "w:hdr").replace('<w:comment w:id="0">', "").replace("</w:comment>", ""),
        ("<w:pgSz", '<w:headerReference w:type="even" r:id="more"/><w:pgSz'),
    ),
    "a run is hidden": run_of("has agreed", "<w:vanish/>"),
    "a style is hidden": rewritten(
        STYLES, ('"Conclusion"/><w:basedOn', '"Conclusion"/><w:rPr><w:vanish/></w:rPr><w:basedOn')
    ),
    "a label is hidden": level("<w:rPr><w:rFonts", "<w:rPr><w:vanish/><w:rFonts"),
    "a paragraph off the page": paragraph_of("Conclusion", '<w:ind w:left="-9000" w:right="9000"/>'),
    "a row of a table": text("<w:trPr><w:cantSplit/></w:trPr>", "<w:trPr><w:cantSplit/><w:hidden/></w:trPr>"),
    "a row without height": text(
        "<w:trPr><w:cantSplit/></w:trPr>", '<w:trPr><w:cantSplit/><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>'
    ),
    "a column without width": narrow,
    "a paragraph too low": paragraph_of("Conclusion", '<w:spacing w:line="20" w:lineRule="exact"/>'),
}
