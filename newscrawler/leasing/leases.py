"""Which hosts may this crawl talk to now? Those whose lease it holds in the store.

However many crawls, processes and machines share a store, one of them at a time talks
to a host, and the time of the next request is handed on with the lease. What cannot be
had is waited for, then put off; nothing is fetched without. A lease lasts for many
requests: a crawl that is alone asks the store once a host, and then now and again.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Concatenate, ParamSpec, TypeVar

from scrapy.exceptions import IgnoreRequest
from sqlalchemy import Connection

from newscrawler.crawl.store_failing import ending_crawl
from newscrawler.leasing.held_lease import HeldLease, loop_now
from newscrawler.leasing.lease_owner import is_dead, owner_name
from newscrawler.storage import lease_rows
from newscrawler.storage.database import Store, StoreError
from newscrawler.storage.lease_rows import Asking

P = ParamSpec("P")
T = TypeVar("T")

HOST, SOURCE = "host:", "source:"
"""What the names of leases begin with."""

SURE = 0.9
"""Part of a lease in which it is used: our choice. The rest is for what is under way to
be broken off before somebody else may begin."""

RENEWED = 1 / 3
"""Part of a lease after which it is prolonged, or given back if idle: our choice."""

LEFT = 1 / 5
"""Part of a lease that is left when a request begins: our choice. It is prolonged by
then, if not by the clock, then by who asks."""

POLLED = 1 / 30
"""Part of a lease after which one that somebody else has is asked for again: ours."""

SHARED = 3
"""Leases for which a crawl waits, a minute at most: our choice. One of a dead owner
takes one; among the living each is next in its turn."""

FORGOTTEN = 24 * 60 * 60.0
"""Seconds after which the store forgets a lease that ended: our choice."""

logger = logging.getLogger(__name__)


class NotNowError(IgnoreRequest):
    """A host is not to be asked before ``retry_at`` (epoch): no failure of the site."""

    def __init__(self, problem: str, retry_at: float) -> None:
        super().__init__(problem)
        self.retry_at = retry_at


class Leases:
    """The leases of one crawl; without a store there is nobody to share hosts with.

    ``lasts``: seconds; ``store`` gives the open one, None if there is none; ``failed``
    ends the crawl and returns why.
    """

    def __init__(
        self,
        lasts: Callable[[], float],
        store: Callable[[], Store | None],
        failed: Callable[[StoreError], str],
    ) -> None:
        self._name = owner_name()
        self._lasts = lasts
        self._store = store
        self._failed = failed
        self._hosts: dict[str, HeldLease] = {}
        self._others: dict[str, float] = {}
        self._elsewhere: dict[str, float] = {}
        self._patient_until: float | None = None
        self._keeping: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def turn(
        self, host: str, delay: float, check: Callable[[], None]
    ) -> AsyncIterator[None]:
        """Hold a host's lease while it is asked, so long after whoever asked it last.

        ``check`` is called where the lease is newly had, and raises if what others have
        learnt of the host forbids it. NotNowError where it cannot be had, or is lost.
        """
        if self._store() is None:
            yield
            return
        lease = self._hosts.setdefault(host, HeldLease())
        lease.delay = delay
        if not lease.is_good(self._lasts() * LEFT):
            await self._take(host, lease, check)
        limit: asyncio.Timeout | None = None
        try:
            async with lease.use() as limit:
                await lease.turn()
                yield
        except TimeoutError:
            if limit is not None and limit.expired():
                raise _not_now(host, "its lease was lost", 0.0) from None
            raise

    def is_elsewhere(self, host: str) -> bool:
        """Tell whether somebody else talked to a host when it was asked for last."""
        return loop_now() < self._elsewhere.get(host, 0.0)

    async def takes_source(self, source: str, every: float) -> bool:
        """Take a source until the crawl is at its end; False if another crawls it.

        Who was killed is waited for, once a crawl. It is due again after ``every``.
        """
        if self._patient_until is None:
            self._patient_until = loop_now() + self._lasts() * (1 + POLLED)
        with suppress(IgnoreRequest):  # the store failed: no request will have its turn
            while not self.takes(SOURCE + source, every):
                if loop_now() >= self._patient_until:
                    return False
                await asyncio.sleep(self._lasts() * POLLED)
        return True

    def takes(self, name: str, every: float = 0.0) -> bool:
        """Take what is no host and is not shared, until the end; False if it is taken."""
        if self._store() is None:
            return True
        if self._claim(name) is None:
            return False
        self._others[name] = every
        self._begin()
        return True

    def end(self, *, is_whole: bool) -> None:
        """Give everything back, with the time at which each host may be asked next.

        ``is_whole``: the sources were crawled to the end, and are not due before their
        time.
        """
        if self._keeping is not None:
            self._keeping.cancel()
        with suppress(IgnoreRequest):
            sources = {one: is_whole * every for one, every in self._others.items()}
            self._give_back(self._hosts, sources)

    @property
    def _asking(self) -> Asking:
        return Asking(self._name, self._lasts())

    async def _take(
        self, host: str, lease: HeldLease, check: Callable[[], None]
    ) -> None:
        """Ask for a host's lease until it is had, as long as a dead owner has it."""
        async with lease.lock:
            pause = self._lasts() * POLLED
            give_up = (
                loop_now() + pause + max(self._lasts(), min(SHARED * self._lasts(), 60))
            )
            if lease.is_wanted and lease.sure_until:
                await self._let_another(host, lease, 2 * pause)
            least = self._lasts() * LEFT
            while not lease.is_good(least) and not self._claims(host, lease):
                left = self._write(lease_rows.want, HOST + host)
                if self.is_elsewhere(host) or loop_now() >= give_up:
                    self._elsewhere[host] = loop_now() + self._lasts()
                    raise _not_now(host, "another crawl talks to it", left)
                await asyncio.sleep(min(max(left, 0.01), pause))
        check()

    async def _let_another(self, host: str, lease: HeldLease, pause: float) -> None:
        """Give a lease back that somebody waits for, and let him be the first."""
        if lease.limits:
            await lease.is_idle.wait()
        await asyncio.sleep(pause)  # what was answered last is written down by then
        self._give_back([host])
        await asyncio.sleep(pause)

    def _claims(self, host: str, lease: HeldLease) -> bool:
        before = loop_now()
        wait = self._claim(HOST + host, lease.delay)
        if wait is None:
            return False
        lease.prolong(before + self._lasts() * SURE)
        lease.next_at = max(lease.next_at, loop_now() + wait)
        lease.is_wanted = False
        self._hosts[host] = lease
        self._elsewhere.pop(host, None)
        self._begin()
        return True

    def _claim(self, name: str, delay: float = 0.0) -> float | None:
        """Take a lease, of who is dead too; return the seconds to wait, None: no."""
        wait = self._write(lease_rows.claim, self._asking, name, delay)
        if wait is None:
            owner = self._write(lease_rows.owner_of, name)
            if owner is not None and is_dead(owner):
                self._write(lease_rows.end, name, owner)
                wait = self._write(lease_rows.claim, self._asking, name, delay)
        return wait

    def _begin(self) -> None:
        if self._keeping is None:
            self._keeping = asyncio.ensure_future(self._keep())

    async def _keep(self) -> None:
        """Prolong what is in use, and give back what is not, until the crawl ends."""
        with suppress(IgnoreRequest):  # the store failed: the crawl is at its end
            self._write(lease_rows.forget, FORGOTTEN)
            while True:
                await asyncio.sleep(self._lasts() * RENEWED)
                self._give_back(self._idle())
                self._renew()

    def _idle(self) -> list[str]:
        """Return the hosts that were not asked for a while, or are wanted elsewhere."""
        now, lasts = loop_now(), self._lasts()
        return [
            host
            for host, one in self._hosts.items()
            if not one.limits
            and not one.lock.locked()
            and now > one.used_at + lasts * (POLLED if one.is_wanted else RENEWED)
        ]

    def _renew(self) -> None:
        before = loop_now()
        held = {HOST + name: one for name, one in self._hosts.items() if one.sure_until}
        delays = {name: one.delay for name, one in held.items()}
        delays |= dict.fromkeys(self._others, 0.0)
        found = self._write(lease_rows.renew, self._asking, delays)
        for name, lease in held.items():
            lease.is_wanted = found.get(name, False)
            lease.prolong(before + self._lasts() * SURE if name in found else 0.0)
        for name in self._others.keys() - found.keys():
            # a machine that slept: nobody else, or he goes on with what we do not ask
            if self._write(lease_rows.claim, self._asking, name) is None:
                logger.warning("%s: its lease ended, and another crawls it", name)

    def _give_back(
        self, hosts: Iterable[str], sources: Mapping[str, float] | None = None
    ) -> None:
        waits: dict[str, float] = {}
        for host in list(hosts):
            lease = self._hosts[host]
            waits[HOST + host] = lease.next_at - loop_now()
            lease.sure_until = 0.0
            if not lease.lock.locked():  # else somebody is about to have it again
                del self._hosts[host]
        waits |= sources or {}
        if waits and self._store() is not None:
            self._write(lease_rows.release, self._asking, waits)

    def _write(
        self,
        work: Callable[Concatenate[Connection, float, P], T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        store = self._store()
        assert store is not None, "who has no store asks for nothing"
        with ending_crawl(self._failed), store.writing() as connection:
            return work(connection, time.time(), *args, **named)


def _not_now(host: str, problem: str, wait: float) -> NotNowError:
    return NotNowError(f"{host}: {problem}", time.time() + max(wait, 1.0))
