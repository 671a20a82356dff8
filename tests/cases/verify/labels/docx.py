"""Labels that are others, in a Word file."""

from collections.abc import Mapping

from tests.verify.word import Mutator, level, paragraph_of

DAMAGES: Mapping[str, Mutator] = {
    "a list has other figures": level('"upperRoman"', '"decimal"'),
    "a list starts elsewhere": level('<w:start w:val="1"/>', '<w:start w:val="2"/>'),
    "a label has another sign": level('"%1."', '"%1)"'),
    "a label is longer than Word shows": level('"%1."', f'"%1.{" " * 30}."'),
    "a label counts what is below it": level('"(%2)"', '"(%2)%3"'),
    "a list is forced to begin anew": level(
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/>',
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/>'
        "</w:lvlOverride>",
    ),
    "a level never begins again": level(
        '<w:numFmt w:val="lowerLetter"/>', '<w:numFmt w:val="lowerLetter"/><w:lvlRestart w:val="0"/>'
    ),
    "a level is bound to no style": level('<w:pStyle w:val="Clause2"/>', ""),
    "a bullet is a number": level('<w:numFmt w:val="bullet"/>', '<w:numFmt w:val="decimal"/>'),
    "a bullet looks like a number": level('w:val="•"', 'w:val="7."'),
    "a paragraph leaves its list": paragraph_of("Clause2", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
}
