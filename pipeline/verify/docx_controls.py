"""What the content controls of a Word file hold beside their text: placeholders, choices, data that replaces it."""

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.wordprocessing.package import Package, on, val, w
from pipeline.wordprocessing.text import words

_PROPERTIES = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}": "core-properties",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}": "extended-properties",
}
"""The stores that are not data but properties (MS-OI29500 2.1.240)."""

_PATH = re.compile(r"(?:/[\w.:-]+(?:\[\d+\])?)+(?:/@[\w.:-]+)?")
_FOLLOWED = 500
"""Bindings that are followed in one file; of more, only the paths are told."""


class Controls:
    """The controls of one package."""

    def __init__(self, package: Package) -> None:
        self.left = _FOLLOWED
        self.stores = list(_stores(package))

    def told(self, control: etree._Element) -> Iterator[tuple[str, str]]:
        """Words that one control holds, each with what becomes of them."""
        said, content = control.find(w("sdtPr")), control.find(w("sdtContent"))
        if said is None:
            return
        text = words(content) if content is not None else ""
        if on(said.find(w("showingPlcHdr"))):
            yield text, "a placeholder, which leaves when somebody types"
        items = [
            *said.iterfind(f"{w('dropDownList')}/{w('listItem')}"),
            *said.iterfind(f"{w('comboBox')}/{w('listItem')}"),
        ]
        if items:
            choices = [item.get(w("displayText")) or item.get(w("value")) or "" for item in items]
            yield " / ".join(choices), "choices of a content control"
        data = self.bound(said)
        if data is not None and data != text:
            yield data, "data that replaces the text of a content control when the file is opened"
        if val(said.find(w("temporary")), "x") not in ("x", "0", "false"):
            yield text, "a content control that leaves when somebody types"

    def bound(self, said: etree._Element) -> str | None:
        """The words that a bound control is given when the file is opened (17.5.2.6).

        None where it is not bound, or to nothing here. Only plain paths are followed.
        """
        binding = said.find(w("dataBinding"))
        if binding is None:
            return None
        store, path = binding.get(w("storeItemID"), "").upper(), binding.get(w("xpath"), "")
        prefixes = dict(re.findall(r"xmlns:([\w.-]+)=[\"']([^\"']*)[\"']", binding.get(w("prefixMappings"), "")))
        self.left -= 1
        for identifier, root in self.stores:
            if store and identifier != store:
                continue
            if self.left < 0 or not _PATH.fullmatch(path):
                return f"({path})"
            try:
                found = root.getroottree().xpath(path, namespaces=prefixes)
            except etree.XPathError:
                continue
            if isinstance(found, list) and found:
                first = found[0]
                return " ".join((first if isinstance(first, str) else "".join(map(str, first.itertext()))).split())
        return None


def _stores(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """What a control may be bound to, by its identifier."""
    for kind, name, outside in package.relations("").values():
        for identifier, properties in _PROPERTIES.items():
            if kind == properties and not outside and name in package.parts:
                yield identifier, package.tree(name)
    for kind, name, outside in package.relations(package.main).values():
        if kind != "customXml" or outside or name not in package.parts:
            continue
        for inner, told, away in package.relations(name).values():
            if inner == "customXmlProps" and not away and told in package.parts:
                attributes = package.tree(told).attrib.items()
                identifier = next((str(value) for key, value in attributes if str(key).endswith("itemID")), "")
                yield identifier.upper(), package.tree(name)
