"""The elements of a page as selectors, the cascade and the walk through the text all see them: made once, bounded.

cssselect2 asks its own wrapper of elements; this one keeps its children, so that what is known of an element stays
known, and counts the steps of a search, so that no selector of a stranger's style sheet can run for hours.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element as Node

import cssselect2

from pipeline.verify.xml import DEEPEST, Unsound

XHTML = "http://www.w3.org/1999/xhtml"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_WORDS = re.compile(r"[^ \t\n\r\f]+").findall
MOST = 100_000
"""Elements of one page."""
_STEPS, _STEPS_EACH = 4_000_000, 200
"""Steps that all selectors of a page may take together, and more for each element: some seconds."""


def squeezed(text: str) -> str:
    """White space as single spaces, none at the ends; a no-break space is a character like others."""
    return " ".join(_WORDS(text))


class Budget:
    """What is left of the steps."""

    def __init__(self) -> None:
        self.left = _STEPS

    def spend(self, steps: int) -> None:
        """Take some. Raises Unsound when none are left."""
        self.left -= steps
        if self.left < 0:
            raise Unsound("its style sheets would take too long to follow")


class Element(cssselect2.ElementWrapper):  # type: ignore[misc]  # cssselect2 comes without types
    """One element: `node` is ElementTree's, `tag` its name without a namespace, `children` its elements in order."""

    def __init__(self, node: Node, parent: "Element | None", index: int, budget: Budget, *, html: bool) -> None:
        """Not the wrapper's own __init__, which would make its children anew at each question."""
        self.etree_element = self.node = node
        self.parent = parent
        self.index = index
        self.in_html_document = html
        self.transport_content_language = None
        self.budget = budget
        self.children: list[Element] = []
        namespace, _, name = node.tag[1:].partition("}") if node.tag[:1] == "{" else ("", "", node.tag)
        # What an HTML parser gives has no namespace here; in XML an element without one is unknown to browsers.
        own = namespace == XHTML or (html and not namespace)
        self.tag = name if own else f"{namespace.rpartition('/')[2]}:{name}"
        self.local_name, self.namespace_url = name, namespace or (XHTML if html else "")
        self.id = node.get("id")
        self.classes = set(_WORDS(node.get("class", ""))) if "class" in node.attrib else frozenset()

    # ---- what cssselect2 asks

    @property
    def etree_siblings(self) -> list[Node]:
        """The parent's elements; whoever asks may go through them all."""
        if self.parent is None:
            return [self.node]
        siblings: list[Node] = self.parent.etree_children
        self.budget.spend(len(siblings) // 64)
        return siblings

    @property
    def previous(self) -> "Element | None":
        """The element before this one."""
        return self.parent.children[self.index - 1] if self.parent is not None and self.index else None

    @property
    def ancestors(self) -> Iterator["Element"]:
        """From the parent outwards."""
        above = self.parent
        while above is not None:
            self.budget.spend(1)
            yield above
            above = above.parent

    @property
    def previous_siblings(self) -> Iterator["Element"]:
        """From the nearest backwards."""
        if self.parent is not None:
            for index in range(self.index - 1, -1, -1):
                self.budget.spend(1)
                yield self.parent.children[index]

    def iter_children(self) -> Iterator["Element"]:
        """Kept, not made anew."""
        for child in self.children:
            self.budget.spend(1)
            yield child

    def iter_next_siblings(self) -> Iterator["Element"]:
        """From the next one on."""
        if self.parent is not None:
            for index in range(self.index + 1, len(self.parent.children)):
                self.budget.spend(1)
                yield self.parent.children[index]

    # ---- what the walk asks

    def get(self, name: str) -> str:
        """An attribute's value, "" where there is none."""
        return self.node.get(name) or ""

    def has(self, name: str) -> bool:
        """Whether the attribute is there, be it empty."""
        return name in self.node.attrib

    @property
    def language(self) -> str:
        """The tag that the element itself gives (HTML, 3.2.6.1: xml:lang goes first)."""
        return self.get(XML_LANGUAGE) or self.get("lang")

    def all(self, *tags: str) -> Iterator["Element"]:
        """This and all elements below, in order; with `tags` those alone."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if not tags or element.tag in tags:
                yield element
            waiting.extend(reversed(element.children))

    def text(self) -> str:
        """All characters below, white space as single spaces."""
        return squeezed("".join(self.node.itertext()))


def wrap(root: Node, *, html: bool) -> Element:
    """The whole tree, wrapped without recursion. Raises Unsound where it is too deep or too large for a document."""
    budget = Budget()
    top = Element(root, None, 0, budget, html=html)
    level, depth, count = [top], 0, 1
    while level:
        depth += 1
        if depth > DEEPEST:
            raise Unsound(f"nested more than {DEEPEST} deep")
        below: list[Element] = []
        for parent in level:
            nodes = _without_comments(parent.node)
            parent.__dict__["etree_children"] = nodes
            parent.children = [Element(node, parent, index, budget, html=html) for index, node in enumerate(nodes)]
            below += parent.children
        count += len(below)
        if count > MOST:
            raise Unsound(f"more than {MOST} elements")
        level = below
    budget.left += _STEPS_EACH * count
    return top


def _without_comments(node: Node) -> list[Node]:
    """An element's elements. What stands behind a comment is text like any other: it goes to what is before it."""
    children = list(node)
    nodes = [child for child in children if type(child.tag) is str]
    if len(nodes) == len(children):
        return nodes
    before: Node | None = None
    pieces = [node.text or ""]
    for child in [*children, None]:
        if child is None or type(child.tag) is str:
            if before is None:
                node.text = "".join(pieces)
            else:
                before.tail = "".join(pieces)
            before, pieces = child, [child.tail or ""] if child is not None else []
        else:
            pieces.append(child.tail or "")
            child.tail = None
    return nodes


def path(element: Element) -> str:
    """The element as an XPath, from the nearest ancestor with an id."""
    steps: list[str] = []
    here: Element | None = element
    while here is not None:
        if here.id:
            return "/".join([f"//*[@id='{here.id}']", *reversed(steps)])
        steps.append(_step(here))
        here = here.parent
    return "/" + "/".join(reversed(steps))


def _step(element: Element) -> str:
    """One step of a path. The places of an element's children are counted once."""
    parent = element.parent
    if parent is None:
        return element.local_name
    places = parent.__dict__.get("places")
    if places is None:
        counts: dict[str, int] = {}
        order = []
        for child in parent.children:
            counts[child.tag] = counts.get(child.tag, 0) + 1
            order.append(counts[child.tag])
        places = parent.__dict__["places"] = (order, counts)
    order, counts = places
    return f"{element.local_name}[{order[element.index]}]" if counts[element.tag] > 1 else element.local_name
