"""Which sources are to be crawled now? Those that nobody crawls, and whose time has come.

A source's lease is given back with the time at which it is due again, whatever command
crawled it; what was broken off is due at once.
"""

from collections.abc import Iterable
from time import time

from newscrawler.leasing.leases import SOURCE
from newscrawler.sources import Source
from newscrawler.storage.database import Store
from newscrawler.storage.lease_rows import due_in


def due_sources(store: Store, sources: Iterable[Source]) -> list[str]:
    """Return the ids of sources that are due, who waits longest first, new ones last."""
    with store.reading() as connection:
        known = due_in(connection, time(), SOURCE)
    found = [(known.get(SOURCE + one.id), one.id) for one in sources]
    ready = [
        (0.0 if state is None else state[0], name)
        for state, name in found
        if state is None or (state[0] <= 0 and not state[1])
    ]
    return [name for _, name in sorted(ready)]
