"""Where a title breaks, and what of it fits into a running head; measured by the average letter: 1 point in 1/0.45."""

import pytest

from pipeline.rendering.ruler import LETTER, Ruler

SIZE = 1 / LETTER
"""The size at which each character is one point wide."""


@pytest.fixture(scope="module")
def ruler() -> Ruler:
    return Ruler(b"")


@pytest.mark.parametrize(
    ("phrases", "lines"),
    [
        (["Declaration on", "Good Examples"], ["Declaration on", "Good Examples"]),
        (["On", "Good", "Examples"], ["On Good Examples"]),
        (["The Peaceful Settlement of Disputes"], ["The Peaceful", "Settlement", "of Disputes"]),
        (["A Decade of Shared Responsibility"], ["A Decade of Shared", "Responsibility"]),
        (["Shared Waters and Shared Goals"], ["Shared Waters", "and Shared Goals"]),
        (["On Rivers:", "a Decade of Shared Responsibility"], ["On Rivers:", "a Decade of Shared", "Responsibility"]),
        (["Donaudampfschifffahrtsgesellschaft in Wien"], ["Donaudampfschifffahrtsgesellschaft", "in Wien"]),
    ],
)
def test_a_title_breaks_between_phrases_and_a_long_phrase_evenly(
    ruler: Ruler, phrases: list[str], lines: list[str]
) -> None:
    assert ruler.lines(phrases, SIZE, 20) == lines


def test_no_word_of_a_title_that_finds_company_stands_alone(ruler: Ruler) -> None:
    title = "Towards a Decade of Shared Waters and Shared Goals"
    for measure in range(20, len(title)):
        lines = ruler.lines([title], SIZE, measure)
        assert " ".join(lines) == title
        assert max(map(len, lines)) <= measure
        assert " " in lines[-1], lines


def test_a_running_head_is_whole_phrases_or_whole_words(ruler: Ruler) -> None:
    assert ruler.head(["On Rivers:", "a Decade"], SIZE, 20) == "On Rivers: a Decade"
    assert ruler.head(["On Rivers:", "a Decade of Goals"], SIZE, 20) == "On Rivers:"
    assert ruler.head(["A Decade of Shared Responsibility"], SIZE, 20) == "A Decade of Shared…"
    assert ruler.head(["Donaudampfschifffahrtsgesellschaft"], SIZE, 20) == ""
