"""How much memory and disk does a frontier of a million URLs take, and what time?

``python -m benchmarks.frontier [URLS]``: found in batches, taken host by host, settled,
as a crawl does it through the store.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from newscrawler.crawl.scheduler import AT_ONCE
from newscrawler.discovery.turns import Turns
from newscrawler.storage.database import Store, open_store
from newscrawler.storage.frontier_rows import (
    Found,
    Scope,
    Settled,
    count_waiting,
    take,
    write_found,
)

MILLION = 1_000_000
HOSTS = 200
LIMIT_MIB, LIMIT_BYTES = 300, 500
"""What issue and design ask for: memory of the process, disk a URL."""


def urls(many: int) -> Iterator[Found]:
    """Yield addresses as long as publishers' are, some 85 characters."""
    for number in range(many):
        host = f"www.gazette-{number % HOSTS}.example"
        day = f"2026/{number % 12 + 1:02}/{number % 28 + 1:02}"
        slug = "council-counts-the-boats-of-the-harbour-again"
        yield Found(
            f"https://{host}/{day}/{slug}-{number}", f"gazette-{number % HOSTS}"
        )


def find(store: Store, run: int, many: int) -> set[str]:
    """Write the URLs down; return their hosts."""
    waiting = urls(many)
    while some := list(islice(waiting, AT_ONCE)):
        with store.writing() as connection:
            write_found(connection, run, some, time.time())
    return {f"www.gazette-{number}.example" for number in range(HOSTS)}


def ask(store: Store, run: int, hosts: set[str]) -> int:
    """Take and settle all that waits; return how many that were."""
    turns, scope, asked = Turns(), Scope(resumes=True), 0
    turns.add(sorted(hosts))
    while (host := turns.next_host(lambda _: False)) is not None:
        url = turns.url_of(host)
        if url is None:
            with store.writing() as connection:
                now = time.time()
                found = take(connection, run, scope, host, turns.share, now)
            turns.fill(host, found)
            continue
        asked += 1
        store.settle([url], Settled(run))
    store.flush()
    return asked


def main(many: int) -> int:
    """Print the figures; return 1 where a limit is crossed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "n.db"
        with closing(open_store(f"sqlite:///{file}")) as store:
            empty = file.stat().st_size
            run = store.begin_run("news", {}, "1", time.time())
            began = time.process_time()
            hosts = find(store, run, many)
            found = time.process_time()
            asked = ask(store, run, hosts)
            ended = time.process_time()
            with store.reading() as connection:
                waiting = count_waiting(connection)
        disk = (file.stat().st_size - empty) / many
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{many} URLs, {asked} asked for, {waiting} waiting\n"
        f"disk {disk:.0f} bytes a URL (at most {LIMIT_BYTES})\n"
        f"peak memory {memory:.0f} MiB (at most {LIMIT_MIB})\n"
        f"CPU {1e6 * (found - began) / many:.0f} us a URL found, "
        f"{1e6 * (ended - found) / many:.0f} us taken and settled\n"
    )
    is_whole = asked == many and waiting == 0
    return 0 if is_whole and disk <= LIMIT_BYTES and memory <= LIMIT_MIB else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MILLION))
