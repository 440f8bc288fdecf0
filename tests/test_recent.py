"""What is remembered is what was found out, of the last texts at least."""

from collections.abc import Iterable, Sequence
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.recent import LONGEST, Recent, remembered

KEYS = st.lists(st.integers(0, 20), max_size=80)


def filled(keys: Iterable[int], most: int) -> Recent[int, int]:
    recent = Recent[int, int](most)
    for key in keys:
        recent.put(key, -key)
    return recent


@given(KEYS, st.integers(1, 8))
def test_the_last_are_remembered_and_twice_as_many_at_most(
    keys: list[int], most: int
) -> None:
    last = list(dict.fromkeys(reversed(keys)))[:most]
    known = {key: filled(keys, most).get(key) for key in range(21)}

    assert [known[key] for key in last] == [-key for key in last]
    assert sum(value is not None for value in known.values()) <= 2 * most


@given(st.lists(st.text(max_size=3), max_size=60))
def test_what_is_remembered_is_what_would_be_answered(texts: list[str]) -> None:
    measured = remembered(4)(len)

    assert [measured(text) for text in texts] == [len(text) for text in texts]


@given(st.lists(st.lists(st.text(max_size=3), max_size=20), max_size=8))
def test_many_are_answered_as_each_would_be(pages: list[list[str]]) -> None:
    recent = Recent[str, int](4)
    asked: list[str] = []

    def lengths(page: list[str], new: Sequence[int]) -> list[int]:
        asked.extend(page[at] for at in new)
        return [len(page[at]) for at in new]

    for page in pages:
        known = {text for text in page if recent.get(text) is not None}
        asked.clear()

        assert recent.answers(page, partial(lengths, page)) == [*map(len, page)]
        assert known.isdisjoint(asked)


def test_a_long_text_is_asked_of_again() -> None:
    asked: list[str] = []

    @remembered(4)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    for text in ("short", "short", "x" * (LONGEST + 1), "x" * (LONGEST + 1)):
        length(text)

    assert len(asked) == 3
