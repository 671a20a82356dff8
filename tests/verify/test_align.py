"""Passages find their like, and any two files are laid side by side in a sensible time."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.verify.align import align, holes
from pipeline.verify.transcript import Kind, Passage, Run
from tests.work import calls


def line(text: str, anchor: str = "") -> Passage:
    return Passage(Kind.LINE, (Run(text),), anchor=anchor)


SIDES = st.lists(st.sampled_from("abcdef"), max_size=12)


@given(SIDES, SIDES)
def test_nothing_is_lost_and_nothing_doubled(one: list[str], other: list[str]) -> None:
    left, right = list(map(line, one)), list(map(line, other))
    pairs = align(left, right)
    assert [mine for mine, _ in pairs if mine] == left
    assert [theirs for _, theirs in pairs if theirs] == right


@given(SIDES, SIDES)
def test_between_holes_both_are_equal(one: list[str], other: list[str]) -> None:
    a = c = 0
    for left, right, above, below in [*holes(one, other), (len(one), len(one), len(other), len(other))]:
        assert one[a:left] == other[c:above]
        a, c = right, below


def test_a_passage_that_changed_is_paired_with_itself() -> None:
    one = [line("The first clause says this."), line("The second says that."), line("Done.")]
    other = [line("Something new altogether!"), line("The first clause says something."), one[1]]
    assert align(one, other) == [(None, other[0]), (one[0], other[1]), (one[1], other[2]), (one[2], None)]


def test_a_picture_without_its_words_is_the_same_picture() -> None:
    mine = Passage(Kind.FIGURE, (), anchor="figure-1", alternative="A square")
    theirs = Passage(Kind.FIGURE, (), anchor="figure-1")
    assert align([mine], [theirs]) == [(mine, theirs)]


def test_hostile_sides_take_a_time_in_proportion() -> None:
    def work(count: int) -> int:
        one, other = [line("same")] * count, [line("other")] * count
        numbers = [line(f"{at}") for at in range(count)]
        return calls(lambda: (align(one, other), align(one, one[: -count // 20]), align(numbers, numbers[::-1])))

    assert work(8_000) < 5 * work(2_000)
