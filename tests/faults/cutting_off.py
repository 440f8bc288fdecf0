"""How is PostgreSQL cut off, restarted, or left in the middle of a transaction?"""

import signal
from collections.abc import Callable, Mapping
from contextlib import closing
from threading import Event
from time import monotonic

import psycopg

from newscrawler.storage.database import open_store
from tests.faults.processes import Trial
from tests.storage.postgres import restart
from tests.wire.running import Started
from tests.wire.serving import Wire

PATIENCE = 60.0
"""Seconds until a transaction has been under way: our choice."""

WAITS = """
    SELECT pid FROM pg_stat_activity, pg_sleep(0.02)
    WHERE wait_event_type = 'Lock' AND pid <> pg_backend_pid()
"""
"""Who is in a transaction that is held up; asked again after a moment."""


def _in_a_transaction(
    trial: Trial, wire: Wire, act: Callable[[Started, int], object]
) -> None:
    """Act on a crawl that is about to insert an article, and is held up there."""
    open_store(trial.uri).close()
    is_held = Event()
    # closed, not committed: the server may be gone by then
    with closing(psycopg.connect(trial.uri)) as holding:

        def hold() -> None:
            holding.execute("LOCK TABLE articles IN SHARE MODE")
            is_held.set()

        wire.acts[trial.draw] = hold
        started = trial.start("held")
        assert is_held.wait(PATIENCE), started.said()
        act(started, _held_up(trial.uri))
    trial.wait(started)


def _held_up(uri: str) -> int:
    """Return the number of the backend that is held up."""
    until = monotonic() + PATIENCE
    with psycopg.connect(uri, autocommit=True) as asking:
        while monotonic() < until:
            found = asking.execute(WAITS).fetchone()
            if found is not None:
                return int(found[0])
    raise AssertionError("no transaction was held up")


def _terminate(trial: Trial, wire: Wire) -> None:
    def act(_started: Started, backend: int) -> None:
        with psycopg.connect(trial.uri) as other:
            other.execute("SELECT pg_terminate_backend(%s)", (backend,))

    _in_a_transaction(trial, wire, act)


def _restart(trial: Trial, wire: Wire) -> None:
    _in_a_transaction(trial, wire, lambda _started, _backend: restart(trial.uri))


def _kill(trial: Trial, wire: Wire) -> None:
    def act(started: Started, _backend: int) -> None:
        started.send(signal.SIGKILL)

    _in_a_transaction(trial, wire, act)


def _restart_idle(trial: Trial, wire: Wire) -> None:
    wire.acts[trial.draw] = lambda: restart(trial.uri)
    trial.crawl()


BEFALL: Mapping[str, Callable[[Trial, Wire], None]] = {
    "terminate": _terminate,
    "restart": _restart,
    "kill": _kill,
    "restart idle": _restart_idle,
}
