"""Spaces of other widths than the space bar's are text like any other: the proof takes none of them for hidden."""

from pathlib import Path

import pytest

import pipeline


@pytest.mark.parametrize("space", [*"\u2002\u2003\u2004\u2005\u2006\u2007\u2009\u200a\u202f\u00a0"])
def test_a_text_with_spaces_of_any_width_is_published(tmp_path: Path, space: str) -> None:
    source = tmp_path / "spaces.md"
    source.write_text(
        f"---\ntitle: Spaces\nlanguage: fr\ndate: 2021-07-06\n---\n\nI. Soit 10{space}000 et plus.\n", encoding="utf-8"
    )

    made = pipeline.build(source, ["pdf"], out=tmp_path, report=lambda found: pytest.fail(str(found)))

    assert made[0].is_file()
