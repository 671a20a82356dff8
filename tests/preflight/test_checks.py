"""Each check finds what it is for, and the clean file passes them all."""

import re
from collections.abc import Callable

import pikepdf
import pytest

from pipeline.commands.explain import load_rules
from pipeline.diagnostics import Severity
from pipeline.preflight import RULES, preflight
from tests.preflight.attacks import ATTACKS, FINE
from tests.preflight.damages import DAMAGES, using
from tests.preflight.subject import clean, jpeg, saved

REMARKS = {
    "layers",
    "rotation",
    "safe-zone",
    "short-bleed",
    "blank",
    "transparency",
    "type3",
    "small-type",
    "small-inks",
}
"""Rules that a file may break and still go to press."""


def whole(**how: object) -> bytes:
    return saved(clean(), **how)


def no_id() -> bytes:
    data = re.sub(
        rb"/ID \[.*?\]", lambda found: b" " * len(found[0]), whole(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    )
    assert b"/ID" not in data
    return data


BYTES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "newer version": ("version", lambda: whole(force_version="1.7")),
    "no ID": ("id", no_id),
    "encrypted for all": (
        "encrypted",
        lambda: whole(encryption=pikepdf.Encryption(owner="a", user="", R=4)),
    ),
    "password": (
        "encrypted",
        lambda: whole(encryption=pikepdf.Encryption(owner="a", user="b", R=4)),
    ),
    "cut short": ("damaged", lambda: whole()[:-400]),
    "no PDF": ("damaged", lambda: b"GIF89a"),
}


def test_the_clean_file_has_no_finding() -> None:
    report = preflight(whole())
    assert report.findings == []
    assert dict(report.list()) == {
        "says it is": "PDF/X-4, PDF/A-2a",
        "for": "FOGRA39",
        "pages": "1",
        "trim": "100 × 140 mm",
        "bleed": "3 mm",
        "plates": "Cyan, Magenta, Yellow, Black, House Red",
        "fonts": "1, all in the file",
        "images": "1, the coarsest 320 dpi",
        "most ink": "100% on page 1",
    }


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_breaks_its_rule_alone(name: str) -> None:
    rule, damage = DAMAGES[name]
    pdf = clean()
    damage(pdf)
    report = preflight(saved(pdf))
    assert {finding.rule for finding in report.findings} == {f"preflight-{rule}"}
    assert report.failed == (rule not in REMARKS and name not in ("rather coarse image", "coarse bitmap"))


@pytest.mark.parametrize("name", ATTACKS)
def test_what_hides_is_found(name: str) -> None:
    rules, attack = ATTACKS[name]
    pdf = clean()
    attack(pdf)
    report = preflight(saved(pdf))
    assert {finding.rule for finding in report.findings} == {f"preflight-{rule}" for rule in rules}
    assert report.failed == (name != "RGB with a profile for a spot")


@pytest.mark.parametrize("name", FINE)
def test_the_same_without_a_fault_is_fine(name: str) -> None:
    pdf = clean()
    FINE[name](pdf)
    assert preflight(saved(pdf)).findings == []


@pytest.mark.parametrize("name", BYTES)
def test_a_damage_of_the_bytes_breaks_its_rule(name: str) -> None:
    rule, make = BYTES[name]
    report = preflight(make())
    found = {finding.rule for finding in report.findings if finding.severity is Severity.ERROR}
    assert f"preflight-{rule}" in found
    assert rule == "damaged" or len(found) == 1  # what a mended file lacks besides is lost with its end


@pytest.mark.parametrize(("turned", "ink"), [(True, 0.14), (False, 3.86)])
def test_a_photograph_that_is_turned_over_is_read_as_a_press_would(turned: bool, ink: float) -> None:
    """Ghostscript's ink_cov says the same of the two."""
    pdf = clean()
    using("XObject", lambda pdf: jpeg(pdf, (10, 10, 10, 5), turned=turned), "72 0 0 72 200 250 cm /X Do")(pdf)
    report = preflight(saved(pdf))
    assert [round(image.ink or 0, 2) for image in report.images if image.name == "X"] == [ink]


def test_every_rule_has_a_damage_and_an_entry() -> None:
    damaged = {rule for rule, _ in (*DAMAGES.values(), *BYTES.values())} | {"pages"}
    damaged |= {rule for rules, _ in ATTACKS.values() for rule in rules}
    assert {f"preflight-{rule}" for rule in damaged} == set(RULES)
    assert {rule for rule in load_rules() if rule.startswith("preflight-")} == set(RULES)
