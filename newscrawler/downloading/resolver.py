"""Which address does a name lead to, and is it one that we may reach?

A public name may resolve to a private address, by mistake or by attack (DNS
rebinding): each answer is looked at before anything connects to it.
"""

from collections.abc import Sequence
from typing import Self

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object
from scrapy.utils.python import global_object_name
from scrapy.utils.reactor import is_reactor_installed
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from newscrawler.address import is_private

SCRAPYS = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
BOUNDED = "newscrawler.downloading.bounded_answer.BoundedHandler"
"""Scrapy's own download handler, and the same with a bound to what it takes."""

ASKING = (
    BOUNDED,
    SCRAPYS,
    "scrapy.core.downloader.handlers.http2.H2DownloadHandler",
)
"""Download handlers that connect by the reactor, and so ask its resolver."""


class PublicAddressResolver(CachingThreadedResolver):
    """Scrapy's resolver, without answers that lead into private networks."""

    private_hosts: frozenset[str] = frozenset()

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.private_answers: dict[str, str] = {}
        """Names of which an answer was private, with the last: Twisted tells of none."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Return the resolver of a crawl, with the hosts that it may reach."""
        resolver = super().from_crawler(crawler, reactor)
        hosts = crawler.settings.getlist("NEWSCRAWLER_PRIVATE_HOSTS")
        resolver.private_hosts = frozenset(str(host).lower() for host in hosts)
        return resolver

    def getHostByName(  # noqa: N802  Twisted's name
        self, name: str, timeout: Sequence[int] = ()
    ) -> "Deferred[str]":
        """Return an address of a name; a private one is no answer."""
        found = super().getHostByName(name, timeout)
        if name not in self.private_hosts:
            found.addCallback(self._looked_at, name)
        return found

    def _looked_at(self, address: str, name: str) -> str:
        if is_private(address):
            self.private_answers[name] = address
        return _public_address(address, name)


def private_answer(host: str) -> str | None:
    """Return why nobody connects to a host by its name, None if another reason."""
    resolver = _installed()
    found = resolver.private_answers.get(host) if resolver is not None else None
    if found is None:
        return None
    return (
        f"{host} leads to the private address {found}, "
        "and is not named in NEWSCRAWLER_PRIVATE_HOSTS"
    )


def unguarded(settings: BaseSettings) -> str | None:
    """Return why a crawl's connections would not be looked at, None if they are."""
    if not settings.getbool("TWISTED_REACTOR_ENABLED"):
        return (
            "TWISTED_REACTOR_ENABLED: without the reactor nobody looks where a name "
            "leads, so the network is not used; leave it on"
        )
    for scheme in ("http", "https"):
        named = settings.getwithbase("DOWNLOAD_HANDLERS").get(scheme)
        if named is not None and global_object_name(load_object(named)) not in ASKING:
            return (
                f"DOWNLOAD_HANDLERS: {named} does not ask the reactor where a name "
                f"leads; leave {scheme} to Scrapy's own handler"
            )
    return None


def bound_answers(settings: BaseSettings) -> None:
    """Put our download handler where Scrapy's own would be."""
    for scheme in ("http", "https"):
        named = settings.getwithbase("DOWNLOAD_HANDLERS").get(scheme)
        if named is not None and global_object_name(load_object(named)) == SCRAPYS:
            known = settings.getdict("DOWNLOAD_HANDLERS")
            settings.set("DOWNLOAD_HANDLERS", {**known, scheme: BOUNDED}, "cmdline")


def uninstalled() -> str | None:
    """Return why the running process does not look at addresses, None if it does."""
    if _installed() is not None:
        return None
    return (
        "TWISTED_DNS_RESOLVER: the reactor's resolver is not newscrawler's; keep "
        "newscrawler.addon.PolicyAddon in ADDONS, and run the crawl by a command or "
        "install newscrawler.downloading.resolver.PublicAddressResolver"
    )


def _installed() -> PublicAddressResolver | None:
    if not is_reactor_installed():
        return None
    from twisted.internet import reactor  # noqa: PLC0415  importing it installs it

    resolver = getattr(reactor, "resolver", None)
    return resolver if isinstance(resolver, PublicAddressResolver) else None


def _public_address(address: str, name: str) -> str:
    if is_private(address):
        raise DNSLookupError(f"{name} leads to the private address {address}")
    return address
