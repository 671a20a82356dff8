"""What a browser's own style sheet says (HTML, 15.3), as far as a proof needs it."""

from collections.abc import Mapping

from pipeline.verify.elements import Element

BLOCKS = frozenset(
    [
        "html",
        "body",
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "ul",
    ]
)
_NOTHING = frozenset(
    [
        "area",
        "base",
        "basefont",
        "datalist",
        "head",
        "link",
        "meta",
        "noembed",
        "noframes",
        "param",
        "rp",
        "script",
        "style",
        "template",
        "title",
    ]
)
_TABLE = {
    "table": "table",
    "tr": "table-row",
    "td": "table-cell",
    "th": "table-cell",
    "caption": "table-caption",
    "thead": "table-header-group",
    "tbody": "table-row-group",
    "tfoot": "table-footer-group",
    "li": "list-item",
}
_OWN: Mapping[str, Mapping[str, str]] = {
    "b": {"font-weight": "bolder"},
    "strong": {"font-weight": "bolder"},
    "th": {"font-weight": "bold", "text-align": "center"},
    "i": {"font-style": "italic"},
    "em": {"font-style": "italic"},
    "cite": {"font-style": "italic"},
    "ol": {"list-style-type": "decimal", "margin-top": "1em", "margin-bottom": "1em", "padding-left": "40px"},
    "ul": {"list-style-type": "disc", "margin-top": "1em", "margin-bottom": "1em", "padding-left": "40px"},
    "p": {"margin-top": "1em", "margin-bottom": "1em"},
    "blockquote": {"margin-top": "1em", "margin-bottom": "1em", "margin-left": "40px", "margin-right": "40px"},
    "figure": {"margin-top": "1em", "margin-bottom": "1em", "margin-left": "40px", "margin-right": "40px"},
    "body": {"margin-top": "8px", "margin-right": "8px", "margin-bottom": "8px", "margin-left": "8px"},
    "dd": {"margin-left": "40px"},
    "center": {"text-align": "center"},
    "small": {"font-size": "smaller"},
    "sub": {"font-size": "smaller", "vertical-align": "sub"},
    "sup": {"font-size": "smaller", "vertical-align": "super"},
    "ins": {"text-decoration": "underline"},
    "u": {"text-decoration": "underline"},
    "s": {"text-decoration": "line-through"},
    "del": {"text-decoration": "line-through"},
    "strike": {"text-decoration": "line-through"},
    "bdo": {"unicode-bidi": "bidi-override"},
    "mark": {"background-color": "#ffff00"},
    "h1": {"font-size": "2em", "font-weight": "bold", "margin-top": ".67em", "margin-bottom": ".67em"},
    "h2": {"font-size": "1.5em", "font-weight": "bold", "margin-top": ".83em", "margin-bottom": ".83em"},
    "h3": {"font-size": "1.17em", "font-weight": "bold", "margin-top": "1em", "margin-bottom": "1em"},
    "h4": {"font-weight": "bold", "margin-top": "1.33em", "margin-bottom": "1.33em"},
    "h5": {"font-size": ".83em", "font-weight": "bold", "margin-top": "1.67em", "margin-bottom": "1.67em"},
    "h6": {"font-size": ".67em", "font-weight": "bold", "margin-top": "2.33em", "margin-bottom": "2.33em"},
}
_LISTS = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    "disc": "disc",
    "none": "none",
}


def browser(element: Element) -> dict[str, str]:
    """What a browser's own sheet and the element's attributes say."""
    tag = element.tag
    values = {"display": "none" if tag in _NOTHING else "block" if tag in BLOCKS else _TABLE.get(tag, "inline")}
    values |= _OWN.get(tag, {})
    if element.has("hidden") or (tag == "dialog" and not element.has("open")):
        values["display"] = "none"
    direction = element.get("dir").lower()
    if direction in ("ltr", "rtl"):
        values["direction"] = direction
    if tag == "a" and element.has("href"):
        values["color"] = "linktext"
    if tag in ("ol", "ul", "li") and element.get("type") in _LISTS:
        values["list-style-type"] = _LISTS[element.get("type")]
    if tag == "font" and element.get("color"):
        values["color"] = element.get("color")
    if element.get("bgcolor"):
        values["background-color"] = element.get("bgcolor")
    if tag != "img" and element.get("align") in ("left", "right", "center", "justify"):
        values["text-align"] = element.get("align")
    return values
