"""What is known of a host that outlasts a process: pauses, and what its site said?"""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection, select, update

from newscrawler.policy.lasting import HostState
from newscrawler.storage.database import Store
from newscrawler.storage.schema import hosts
from newscrawler.storage.upsert import Row, insert_new


def keep_hosts(
    store: Store,
    states: Iterable[HostState],
    now: float,
    joined: Callable[[HostState], str | None],
) -> None:
    """Write what is new of each host; ``now``: epoch.

    ``joined`` returns a site's memory with what is stored of it: several processes may
    read one site, by its hosts, and none may undo what another has learnt.
    """
    new = {one.host: one for one in states}
    if not new:
        return
    with store.writing() as connection:
        rows: list[Row] = [{"host": host, "updated_at": now} for host in new]
        insert_new(connection, hosts, rows)
        for known in _find(connection, new, is_for_update=True):
            one, row = new[known.host], update(hosts).where(hosts.c.host == known.host)
            values: dict[str, str | float | None] = {"updated_at": now}
            if one.is_pause_new:
                values["pause"] = one.pause
            if one.is_memory_new:
                values["memory"] = joined(known)
            connection.execute(row.values(values))


def find_hosts(store: Store, names: Iterable[str]) -> list[HostState]:
    """Return what is known of the hosts, nothing of those that nothing is known of."""
    with store.reading() as connection:
        return _find(connection, names)


def _find(
    connection: Connection, names: Iterable[str], *, is_for_update: bool = False
) -> list[HostState]:
    wanted = select(hosts).where(hosts.c.host.in_(list(names))).order_by(hosts.c.host)
    if is_for_update:
        wanted = wanted.with_for_update()
    rows = connection.execute(wanted).mappings().all()
    return [HostState(row["host"], row["pause"], row["memory"]) for row in rows]
