"""Which addresses a link may have. EPUBCheck was asked about each of them: what it refuses, we refuse."""

import pytest

from pipeline.readers.addresses import is_address


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org",
        "HTTPS://EXAMPLE.org/a%20b?q=%5Bx%5D&y=1#part",
        "http://localhost:8080/",
        "https://xn--bcher-kva.example./",
        "https://user@example.org/",
        "https://192.0.2.1/",
        "https://[2001:db8::1]:443/",
        "mailto:a@example.org?subject=Yes",
    ],
)
def test_full_addresses_are_taken(target: str) -> None:
    assert is_address(target)


@pytest.mark.parametrize(
    "target",
    [
        *(
            "",
            "a.html",
            "../a",
            "/a",
            "//example.org/a",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:,x",
            "ftp://a.b/",
        ),
        *(
            "https://",
            "http:a",
            "https:/a",
            "https://a..b/",
            "https://-a.b/",
            "https://a%20b/",
            "https://%5B/",
            "https://[/",
        ),
        *("https://[::g]/", "https://a.b:99999/", "https://a.b:0/", "https://a.b:x/", "https://a.b/#c#d", "mailto:"),
    ],
)
def test_other_addresses_are_not(target: str) -> None:
    assert not is_address(target)
