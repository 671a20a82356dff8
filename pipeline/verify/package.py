"""An e-book as a package (OCF 3.3, EPUB 3.3, 5): container, manifest, spine, metadata, and what is in it besides."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from pipeline.unzip import Refused
from pipeline.verify.elements import squeezed
from pipeline.verify.transcript import Furniture, Hidden, Place
from pipeline.verify.xml import Unsound, parse_xml

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
XHTML_TYPE = "application/xhtml+xml"
NCX_TYPE = "application/x-dtbncx+xml"
_TEXTS = frozenset(
    (XHTML_TYPE, "text/html", "application/x-dtbook+xml", "text/x-oeb1-document", "application/xml", "text/plain")
)
_KEYS = {
    "title": "title",
    "language": "language",
    "date": "date",
    "creator": "organ",
    "identifier": "identifier",
    "publisher": "publisher",
    "description": "description",
    "subject": "subjects",
    "rights": "rights",
}
_JOINED = frozenset(("creator", "subject", "publisher"))
_LONGEST = 4_000
_MOST_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the manifest; `name` is the part's name in the archive."""

    id: str
    name: str
    media_type: str
    properties: tuple[str, ...]
    fallback: str


@dataclass(slots=True)
class Package:
    """`order` are the pages of the spine, `linear` those that are read in order, `outside` pages in no order."""

    parts: Mapping[str, bytes]
    name: str
    named: dict[str, Item] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    linear: set[str] = field(default_factory=set)
    outside: list[str] = field(default_factory=list)
    navigation: str = ""
    language: str = ""
    direction: str = "ltr"
    metadata: dict[str, str] = field(default_factory=dict)
    furniture: list[Furniture] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    guide_covers: set[str] = field(default_factory=set)

    def properties(self, name: str) -> tuple[str, ...]:
        """What the manifest says of a part."""
        item = self.named.get(name)
        return item.properties if item else ()

    def text(self, page: str, href: str) -> str | None:
        """A style sheet that a page or another sheet names, if it is in the book and declared as one."""
        name = resolve(page, href)
        item = self.named.get(name)
        if name not in self.parts or (item and item.media_type != "text/css"):
            return None
        return self.parts[name].decode("utf-8-sig", "replace")

    def add(self, where: str, text: str) -> None:
        """Something that the package says beside the text."""
        if text:
            self.furniture.append(Furniture(where, text, Place(self.name)))


def resolve(page: str, href: str) -> str:
    """A relative address as the name of a part (OCF 3.3, 4.2.5); what leads out of the package is no part's name."""
    path = unquote(href.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page


def open_package(parts: Mapping[str, bytes]) -> Package:
    """Read container and package document. Raises Refused or Unsound where there is no book in them."""
    name = _root(parts)
    package = Package(parts, name)
    opf = _xml(parts, name)
    metadata = next(opf.iter(_OPF + "metadata"), opf)
    for item in _items(opf, package):
        if item.name in package.named:
            raise Unsound(f"{name}: the manifest lists {item.name} twice")
        package.named[item.name] = item
    _metadata(opf, metadata, package)
    package.language = package.metadata.get("language", "") or opf.get(_XML_LANGUAGE) or ""
    package.direction = opf.get("dir") or "ltr"
    if (own := opf.get(_XML_LANGUAGE) or package.language) != package.language:
        package.add("package language", own)
    _spine(opf, package)
    _rest(package)
    for reference in opf.iter(_OPF + "reference"):
        if reference.get("type") == "cover":
            package.guide_covers.add(resolve(name, reference.get("href") or ""))
    return package


def _xml(parts: Mapping[str, bytes], name: str) -> Element:
    try:
        return parse_xml(parts[name])
    except Unsound as error:
        raise Unsound(f"{name}: {error}") from error


def _root(parts: Mapping[str, bytes]) -> str:
    """The package document's name (OCF 3.3, 4.2.6.3.1); a second one would be another book in the same file."""
    container = "META-INF/container.xml"
    if container not in parts:
        raise Refused("it has no META-INF/container.xml, so it is no e-book")
    if "META-INF/encryption.xml" in parts:
        raise Refused("parts of it are encrypted")
    roots = [root.get("full-path", "") for root in _xml(parts, container).iter(_CONTAINER + "rootfile")]
    if len(roots) != 1:
        raise Refused(f"its container names {len(roots)} packages")
    if roots[0] not in parts:
        raise Refused(f"its package {roots[0]} is missing")
    return roots[0]


def _items(opf: Element, package: Package) -> Iterator[Item]:
    known: set[str] = set()
    for item in opf.iter(_OPF + "item"):
        identifier, href = item.get("id") or "", item.get("href") or ""
        if identifier in known:
            raise Unsound(f"{package.name}: two items of the manifest are called “{identifier}”")
        known.add(identifier)
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", href):
            package.add("embedded", href)
            continue
        yield Item(
            identifier,
            resolve(package.name, href),
            (item.get("media-type") or "").strip().lower(),
            tuple((item.get("properties") or "").split()),
            item.get("fallback") or "",
        )


# ---- metadata


def _metadata(opf: Element, metadata: Element, package: Package) -> None:
    """What the transcript knows by name goes there; every other statement is listed."""
    refined: dict[str, dict[str, str]] = {}
    for meta in metadata.iter(_OPF + "meta"):
        about, name = (meta.get("refines") or "").removeprefix("#"), meta.get("property") or ""
        if about:
            refined.setdefault(about, {})[name] = _said(meta)
    values: dict[str, list[str]] = {}
    for name in _KEYS:
        elements = [element for element in metadata.iter(_DC + name) if _said(element)]
        if name == "title":
            elements.sort(
                key=lambda element: refined.get(element.get("id") or "", {}).get("title-type", "main") != "main"
            )
        elif name == "identifier":
            elements.sort(key=lambda element: element.get("id") != opf.get("unique-identifier"))
        values[name] = [_said(element) for element in elements]
    for name, said in values.items():
        if said:
            package.metadata[_KEYS[name]] = ", ".join(said) if name in _JOINED else said[0]
        for other in said[1:] if name not in _JOINED else ():
            package.add(f"package {name}", other)
    for element in metadata:
        name = element.tag.removeprefix(_DC)
        if element.tag.startswith(_DC) and name not in _KEYS:
            package.add(f"package {name}", _said(element))
    _properties(metadata, package)


def _properties(metadata: Element, package: Package) -> None:
    for meta in metadata.iter(_OPF + "meta"):
        name = meta.get("property") or ""
        if name == "dcterms:modified":
            package.metadata["modified"] = _said(meta)
        elif name and not meta.get("refines"):
            package.add(f"package {name}", _said(meta))
        elif meta.get("name") and meta.get("name") != "cover":
            package.add(f"package {meta.get('name')}", meta.get("content") or "")


def _said(element: Element) -> str:
    return squeezed("".join(element.itertext()))


# ---- spine


def _spine(opf: Element, package: Package) -> None:
    """The pages in order (EPUB 3.3, 5.7). What is no XHTML stands for its fallback, if it has one that is."""
    by_id = {item.id: item for item in package.named.values()}
    package.navigation = next((item.name for item in package.named.values() if "nav" in item.properties), "")
    for spine in opf.iter(_OPF + "spine"):
        if spine.get("page-progression-direction") not in (None, "default", package.direction):
            package.add("page progression", spine.get("page-progression-direction") or "")
    references = list(opf.iter(_OPF + "itemref"))
    if not references:
        raise Refused("its spine is empty")
    if len(references) > _MOST_PAGES:
        raise Refused(f"its spine has more than {_MOST_PAGES} pages")
    for reference in references:
        item = by_id.get(reference.get("idref") or "")
        if item is None:
            raise Refused(f"its spine names “{reference.get('idref')}”, which the manifest does not have")
        item = _readable(item, by_id, package)
        if item is None:
            continue
        if item.name not in package.parts:
            raise Refused(f"its page {item.name} is missing")
        if item.name in package.order:
            raise Unsound(f"{package.name}: the spine names {item.name} twice")
        package.order.append(item.name)
        if "rendition:" in (reference.get("properties") or ""):
            package.add("rendition", f"{item.name} {reference.get('properties')}")
        if reference.get("linear") != "no":
            package.linear.add(item.name)


def _readable(item: Item, by_id: Mapping[str, Item], package: Package) -> Item | None:
    seen: set[str] = set()
    while item.media_type not in (XHTML_TYPE, "text/html"):
        package.add("embedded", f"{item.name} ({item.media_type})")
        seen.add(item.id)
        if item.fallback in seen or item.fallback not in by_id:
            return None
        item = by_id[item.fallback]
    return item


def _rest(package: Package) -> None:
    """Pages that no order holds, and parts that no manifest lists."""
    if package.navigation and package.navigation not in package.parts:
        raise Refused(f"its navigation document {package.navigation} is missing")
    for name, item in package.named.items():
        if name in package.order or name not in package.parts:
            if name not in package.parts:
                package.add("missing part", name)
        elif item.media_type == XHTML_TYPE:
            package.outside.append(name)
        elif item.media_type in _TEXTS or (item.media_type.startswith("text/") and item.media_type != "text/css"):
            text = package.parts[name][:_LONGEST].decode("utf-8", "replace")
            package.hidden.append(
                Hidden(re.sub(r"<[^>]*>|\s+", " ", text).strip(), "a page outside the reading order", Place(name))
            )
        elif item.media_type == "image/svg+xml":
            _drawing(name, package)
    own = {package.name, "META-INF/container.xml"}
    for name, data in package.parts.items():
        if name == "mimetype":
            if data.strip() != b"application/epub+zip":
                package.add("mimetype", data[:80].decode("utf-8", "replace"))
        elif name not in own and name not in package.named:
            package.add("unlisted part", name)


def _drawing(name: str, package: Package) -> None:
    """A drawing may hold words, which no alternative text need repeat."""
    said = squeezed("".join(_xml(package.parts, name).itertext()))
    package.add("embedded", said[:_LONGEST])
