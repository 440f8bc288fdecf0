"""What is known of a host that outlasts a process: pauses, and what its site said?"""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from newscrawler.policy.lasting import HostState
from newscrawler.storage.database import Store
from newscrawler.storage.schema import hosts


def keep_hosts(store: Store, states: Iterable[HostState], now: float) -> None:
    """Write the state of each host in the place of what was known; ``now``: epoch."""
    rows = [
        {
            "host": one.host,
            "pause": one.pause,
            "memory": one.memory,
            "updated_at": now,
        }
        for one in states
    ]
    if not rows:
        return
    with store.writing() as connection:
        names = [row["host"] for row in rows]
        connection.execute(delete(hosts).where(hosts.c.host.in_(names)))
        connection.execute(insert(hosts), rows)


def find_hosts(store: Store, names: Iterable[str]) -> list[HostState]:
    """Return what is known of the hosts, nothing of those that nothing is known of."""
    wanted = select(hosts).where(hosts.c.host.in_(list(names)))
    with store.reading() as connection:
        rows = connection.execute(wanted.order_by(hosts.c.host)).mappings().all()
    return [HostState(row["host"], row["pause"], row["memory"]) for row in rows]
