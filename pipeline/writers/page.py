"""What a web page shows, by the face that shows it, its places and links, and what its policy would not let it do."""

from html.parser import HTMLParser

_BOLD = frozenset(("strong", "h3"))
_ITALIC = frozenset(("em", "h4", "figcaption"))
_FETCHING = frozenset(("src", "srcset", "data", "poster", "background", "action", "formaction", "ping"))
_UNSEEN = frozenset(("head", "script"))
# Elements without an end (HTML, 13.1.2).
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


class Page(HTMLParser):
    """A page as read.

    `shown` holds the characters by key of a face; bold and italic are known by the same elements as in style.css.
    `places` are identifiers, `links` what links inside the page lead to, `forbidden` attributes that would not work.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shown: dict[str, set[str]] = {"text-regular": set()}
        self.places: list[str] = []
        self.links: list[str] = []
        self.forbidden: list[str] = []
        self._open: list[tuple[str, str]] = []  # elements that have not ended yet, and the face that each sets
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what an element is set in and brings along."""
        given = {name: value or "" for name, value in attributes}
        if tag not in _VOID:
            self._open.append((tag, self._face(tag, given.get("class", ""))))
        for name, value in given.items():
            self._note(tag, name, value)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what was left open inside it."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note the characters of a text."""
        if self._open and _UNSEEN.isdisjoint(tag for tag, _ in self._open):
            self.shown.setdefault(self._open[-1][1], set()).update(data)

    def _face(self, tag: str, classes: str) -> str:
        face = self._open[-1][1] if self._open else "text-regular"
        if tag == "h1" or face == "title":
            return "title"
        bold = "bold" in face or tag in _BOLD
        # Emphasis inside emphasis stands upright again.
        italic = ("italic" in face) ^ (tag in _ITALIC or "subtitle" in classes.split())
        return "text" + "-bold" * bold + "-italic" * italic + "-regular" * (not (bold or italic))

    def _note(self, tag: str, name: str, value: str) -> None:
        if name == "id":
            self.places.append(value)
        elif name.startswith("data-") or name == "alt":  # the script shows some, a browser a picture that is broken
            self.shown["text-regular"].update(value)
        elif name == "href" and tag == "a":
            self.links += [value[1:]] * value.startswith("#")
        elif (
            name == "style"
            or name.startswith("on")
            or (name == "rel" and value != "canonical" and tag == "link")
            or (name in _FETCHING and not value.startswith("data:image/"))
        ):
            self.forbidden.append(f'{name}="{value}"')
