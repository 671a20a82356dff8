"""Pictures that have changed places, in an e-book."""

from tests.verify.pages import Parts
from tests.verify.pictured import exchanged


def files_that_have_changed_places(parts: Parts) -> None:
    one, other = sorted(name for name in parts if "images/figure" in name)
    parts[one], parts[other] = parts[other], parts[one]


def addresses_that_have_changed_places(parts: Parts) -> None:
    for name in [name for name in parts if name.startswith("EPUB/body")]:
        text = parts[name].decode()
        parts[name] = exchanged(text, "images/figure-1.png", "images/figure-2.png").encode()
