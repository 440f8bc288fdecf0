"""A lease is one owner's at a time, whatever the order of words and deaths."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, text

from newscrawler.storage.database import Store, open_store
from newscrawler.storage.lease_rows import (
    Asking,
    claim,
    due_in,
    end,
    forget,
    owner_of,
    release,
    renew,
    want,
)
from newscrawler.storage.lease_table import leases
from tests.storage.samples import NOW

LASTS, DELAY = 8.0, 3.0
OWNERS = [Asking(name, LASTS) for name in ("one", "two", "three")]
ONE, TWO, _ = OWNERS
HOST = "host:gazette.example"


@pytest.fixture
def connection() -> Iterator[Connection]:
    with new_table() as found:
        yield found


def new_table() -> Connection:
    connection = create_engine("sqlite://").connect()
    leases.create(connection)
    return connection


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "renew", "release", "want"]),
        st.sampled_from(OWNERS),
        st.floats(0, 2 * LASTS),
    ),
    max_size=30,
)


@given(ACTS)
def test_nobody_uses_what_another_holds_nor_within_his_delay(
    acts: list[tuple[str, Asking, float]],
) -> None:
    now, held_until = NOW, dict.fromkeys(OWNERS, 0.0)
    last_use = NOW - 2 * DELAY
    with new_table() as connection:
        for act, owner, later in acts:
            # whoever holds it uses it to the last moment, as who is killed may have
            last_use = max(
                [last_use, *(min(now + later, one) for one in held_until.values())]
            )
            now += later
            others = [one for other, one in held_until.items() if other is not owner]
            if act == "claim":
                wait = claim(connection, now, owner, HOST, DELAY)
                assert wait is None or all(until <= now for until in others)
                assert (wait is None) <= any(until > now for until in others)
                if wait is not None and held_until[owner] <= now:
                    assert now + wait >= last_use + DELAY - 1e-3
                if wait is not None:
                    held_until[owner] = now + LASTS
            elif act == "renew":
                if renew(connection, now, owner, {HOST: DELAY}):
                    assert all(until <= now for until in others)
                    held_until[owner] = now + LASTS
            elif act == "release" and held_until[owner] > now:
                release(connection, now, owner, {HOST: DELAY})
                last_use, held_until[owner] = now, 0.0
            elif act == "want":
                want(connection, now, HOST)


def test_who_takes_over_waits_for_what_the_last_owner_asked(
    connection: Connection,
) -> None:
    claim(connection, NOW, ONE, HOST, DELAY)
    release(connection, NOW + 1, ONE, {HOST: 20.0})

    assert claim(connection, NOW + 2, TWO, HOST, DELAY) == pytest.approx(19.0)


def test_what_has_ended_is_not_prolonged(connection: Connection) -> None:
    claim(connection, NOW, ONE, HOST, DELAY)

    assert renew(connection, NOW + LASTS, ONE, {HOST: DELAY}) == {}


def test_an_owner_hears_that_somebody_waits(connection: Connection) -> None:
    claim(connection, NOW, ONE, HOST, DELAY)

    assert renew(connection, NOW + 1, ONE, {HOST: DELAY}) == {HOST: False}
    assert want(connection, NOW + 2, HOST) == pytest.approx(LASTS - 1)
    assert renew(connection, NOW + 3, ONE, {HOST: DELAY}) == {HOST: True}


def test_who_does_not_own_it_gives_nothing_back(connection: Connection) -> None:
    claim(connection, NOW, ONE, HOST, DELAY)

    release(connection, NOW + 1, TWO, {HOST: 0.0})

    assert claim(connection, NOW + 1, TWO, HOST, DELAY) is None


def test_what_ended_long_ago_is_forgotten(connection: Connection) -> None:
    for name in (HOST, "host:other.example"):
        claim(connection, NOW, ONE, name, DELAY)
    release(connection, NOW, ONE, {HOST: 0.0})

    forget(connection, NOW + 5, 4.0)

    assert due_in(connection, NOW + 5, "host:") == {"host:other.example": (-5.0, True)}


@pytest.mark.parametrize("tries", range(5))
def test_of_many_who_ask_at_once_one_is_given_it(postgresql: str, tries: int) -> None:
    def ask(store: Store) -> float | None:
        with store.writing() as connection:
            owner = Asking(str(id(store)), LASTS)
            return claim(connection, NOW, owner, f"{HOST} {tries}", DELAY)

    stores = [open_store(postgresql) for _ in range(6)]
    try:
        with ThreadPoolExecutor(len(stores)) as threads:
            found = list(threads.map(ask, stores))
    finally:
        for one in stores:
            one.close()

    assert len([one for one in found if one is not None]) == 1


def test_on_postgresql_the_clock_is_the_servers(postgresql: str) -> None:
    with closing(open_store(postgresql)) as store, store.writing() as connection:
        assert claim(connection, 0.0, ONE, "host:skewed.example", DELAY) == 0.0
        far_off = NOW + 10 * 365 * 86_400
        assert claim(connection, far_off, TWO, "host:skewed.example", DELAY) is None
        now = connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())"))
        until = connection.scalar(
            text("SELECT until FROM leases WHERE name LIKE '%skewed%'")
        )
    assert float(str(until)) - float(str(now)) == pytest.approx(LASTS, abs=5)


def test_who_is_dead_is_followed_at_once_but_not_within_his_delay(
    connection: Connection,
) -> None:
    claim(connection, NOW, ONE, HOST, DELAY)
    assert owner_of(connection, NOW, HOST) == ONE.owner

    end(connection, NOW + 1, HOST, TWO.owner)
    assert claim(connection, NOW + 1, TWO, HOST, DELAY) is None
    end(connection, NOW + 1, HOST, ONE.owner)
    assert claim(connection, NOW + 1, TWO, HOST, DELAY) == pytest.approx(DELAY)
