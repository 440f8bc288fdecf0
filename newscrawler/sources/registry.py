"""Which source has this id, and whose is this URL?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from newscrawler.address import host_of, parents
from newscrawler.policy.listed import Listings, ordered
from newscrawler.policy.permission import Listing
from newscrawler.sources.nearest import suggestion
from newscrawler.sources.problem import quoted
from newscrawler.sources.source import Source, listing


@dataclass(frozen=True, slots=True)
class Registry:
    """All sources, in the order of their files."""

    sources: tuple[Source, ...] = ()
    _by_domain: Mapping[str, Source] = field(init=False, repr=False, compare=False)
    _by_host: Mapping[str, Source] = field(init=False, repr=False, compare=False)
    _by_id: Mapping[str, Source] = field(init=False, repr=False, compare=False)
    ordered: Listings = field(init=False, repr=False, compare=False)
    """The sources as the gates of many crawls need them."""

    def __post_init__(self) -> None:
        # An index, not a second truth: a crawl asks for_url of every URL.
        by_domain = {name: one for one in self.sources for name in one.domains}
        by_host: dict[str, Source] = {}
        for one in self.sources:
            for host in listing(one).hosts:
                by_host.setdefault(host, one)
        object.__setattr__(self, "_by_domain", by_domain)
        object.__setattr__(self, "_by_host", by_host)
        by_id = {one.id: one for one in reversed(self.sources)}
        object.__setattr__(self, "_by_id", by_id)
        object.__setattr__(self, "ordered", ordered(self.listings()))

    def source(self, identity: str) -> Source:
        """Return a source by its id; LookupError names the nearest one."""
        if identity in self._by_id:
            return self._by_id[identity]
        known = [one.id for one in self.sources]
        raise LookupError(
            f"no source {quoted(identity)}; {suggestion(identity, known)}"
        )

    def listings(self) -> tuple[Listing, ...]:
        """Return the sources as the gate needs them.

        A host inside another source's domains is that source's, though a feed that
        is there may be named by this one.
        """
        return tuple(self._listing(one) for one in self.sources)

    def _listing(self, source: Source) -> Listing:
        found = listing(source)
        hosts = (host for host in found.hosts if self._of_domain(host) is None)
        return replace(found, hosts=tuple(hosts))

    def for_url(self, url: str) -> Source | None:
        """Return whose URL it is: of the nearest domain, else of a host named in a
        feed, sitemap or section; None if it is not listed.
        """
        host = host_of(url)
        return self._of_domain(host) or self._by_host.get(host)

    def _of_domain(self, host: str) -> Source | None:
        found = (self._by_domain.get(name) for name in parents(host))
        return next((one for one in found if one is not None), None)
