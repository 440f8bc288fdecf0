"""Each host has its turn, none waits for another, and memory stays small."""

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.discovery.turns import MOST, WINDOW, Turns

HOSTS = st.lists(st.sampled_from("abcde"), unique=True, min_size=1)


def nobody(_host: str) -> bool:
    return False


@given(HOSTS)
def test_every_host_has_its_turn_before_one_has_two(hosts: list[str]) -> None:
    turns = Turns()
    turns.add(hosts)

    assert [turns.next_host(nobody) for _ in hosts * 2] == hosts * 2


@given(HOSTS, st.sets(st.sampled_from("abcde")))
def test_a_busy_host_has_no_turn(hosts: list[str], busy: set[str]) -> None:
    turns = Turns()
    turns.add(hosts)

    found = {turns.next_host(busy.__contains__) for _ in hosts}

    assert found - {None} == set(hosts) - busy


def test_a_host_with_nothing_waiting_goes_and_may_come_again() -> None:
    turns = Turns()
    turns.add(["a"])
    turns.fill("a", ["1", "2"])

    assert [turns.url_of("a") for _ in range(3)] == ["1", "2", None]
    turns.fill("a", [])
    assert (len(turns), turns.next_host(nobody)) == (0, None)
    turns.add(["a"])
    assert turns.next_host(nobody) == "a"


@given(st.integers(1, 10 * WINDOW))
def test_the_window_is_shared(hosts: int) -> None:
    turns = Turns()
    turns.add(map(str, range(hosts)))

    assert 1 <= turns.share <= MOST
    assert turns.share * hosts <= max(WINDOW, hosts)
