"""Is a host one that we may speak to at all? The registry's word, before any request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newscrawler.address import host_of, is_private, is_within, parents
from newscrawler.policy.model import Preference, Scope, Statement
from newscrawler.policy.objection import Barred, Objection
from newscrawler.policy.permission import Listing
from newscrawler.policy.ports import SPEC as PORTS_SPEC
from newscrawler.policy.ports import port_problem

LISTING_SPEC = "house: a host that is not listed is not asked"
PRIVATE_SPEC = "house: private addresses are reached only by name (RFC 1918, RFC 6890)"


@dataclass(frozen=True, slots=True)
class Listings:
    """Whose a domain is, or a host that is named for feeds: put in order once, for many
    gates. The names are in lower case.
    """

    by_domain: Mapping[str, Listing]
    by_host: Mapping[str, Listing]


def ordered(listings: Iterable[Listing]) -> Listings:
    """Return listings by their names; who comes first has a name that two claim."""
    by_domain: dict[str, Listing] = {}
    by_host: dict[str, Listing] = {}
    for listing in listings:
        for domain in listing.domains:
            by_domain.setdefault(domain.lower(), listing)
        for host in listing.hosts:
            by_host.setdefault(host.lower(), listing)
    return Listings(by_domain, by_host)


class Listed:
    """The hosts that may be asked: listed, or named by the operator for one command.

    ``listings`` None: no registry is used, every host may be asked, or those alone
    that a command names.
    ``private_hosts`` are the private names and addresses that may be reached.
    ``barred``: the URLs for whose sake nobody is asked, whoever lists their host.
    """

    def __init__(
        self,
        listings: Iterable[Listing] | Listings | None,
        private_hosts: Iterable[str],
        objections: Iterable[Objection] = (),
    ) -> None:
        self.barred = Barred(objections)
        self.is_used = listings is not None
        self._private_hosts = frozenset(host.lower() for host in private_hosts)
        self._named: dict[str, str] = {}
        if not isinstance(listings, Listings):
            listings = ordered(listings or ())
        self._domains, self._hosts = listings.by_domain, listings.by_host
        self._known: dict[str, Listing | None] = {}
        self._said: dict[str, list[Statement]] = {}

    def name(self, host: str, why: str) -> None:
        """Let the operator's command ask a host that no source lists."""
        self._named[host] = why
        self._said.clear()

    def listing(self, host: str) -> Listing | None:
        """Return the source that lists a host, None if none does."""
        if host not in self._known:
            found = map(self._domains.get, parents(host))
            of_domain = next((one for one in found if one is not None), None)
            self._known[host] = self._hosts.get(host, of_domain)
        return self._known[host]

    def names(self, host: str) -> tuple[str, ...]:
        """Return the names under which the registry knows a host's publisher."""
        listing = self.listing(host)
        return listing.names if listing is not None else ()

    def site(self, host: str) -> str:
        """Return the name under which a site-wide word about a host is kept."""
        listing = self.listing(host)
        if listing is None or host in self._hosts:
            return host
        return next(one for one in listing.domains if is_within(host, one.lower()))

    def unreachable(self, url: str) -> str | None:
        """Return why nobody connects to where a URL is: an address, or a port."""
        if self._is_private(host_of(url)):
            return "a private address"
        return self._port_problem(url)

    def closed_to(self, url: str, now: float) -> str | None:
        """Return why no document is asked for at a URL, None if one may be."""
        if self.barred.statements(url, now):
            return "an address to which somebody objects"
        return self.unreachable(url)

    def beyond_links(self, url: str) -> list[Statement]:
        """Return why a URL is not kept though its host is asked: it has feeds alone.

        A host that a source names for a feed, sitemap or section is listed for those;
        its other pages are somebody else's.
        """
        host = host_of(url)
        if host in self._named or host not in self._hosts:
            return []
        if any(domain in self._domains for domain in parents(host)):
            return []
        quote = f"{host} is listed for feeds, sitemaps and sections alone"
        return [_statement(quote, LISTING_SPEC, denied=True)]

    def is_askable(self, host: str) -> bool:
        """Tell whether a host may be asked for anything."""
        return all(
            one.preference is not Preference.DISALLOWED for one in self._words(host)
        )

    def is_open(self, url: str, now: float) -> bool:
        """Tell whether anybody may be asked for a URL's sake."""
        if self.barred.statements(url, now) or self._port_problem(url) is not None:
            return False
        return self.is_askable(host_of(url))

    def statements(self, url: str, now: float) -> list[Statement]:
        """Return why a URL is not asked for, or by which exception it is."""
        found = self._words(host_of(url)) + self.barred.statements(url, now)
        problem = self._port_problem(url)
        if problem is not None:
            found.append(_statement(problem, PORTS_SPEC, denied=True))
        return found

    def _is_private(self, host: str) -> bool:
        """Tell whether a host is private and was not named by the operator."""
        return host not in self._private_hosts and is_private(host)

    def _port_problem(self, url: str) -> str | None:
        """Return why nobody connects to a URL's port; what the operator names may be."""
        host = host_of(url)
        if not self.is_used or host in self._private_hosts or host in self._named:
            return port_problem(url, None)
        listing = self.listing(host)
        return port_problem(url, listing.ports if listing is not None else frozenset())

    def _words(self, host: str) -> list[Statement]:
        if host not in self._said:
            self._said[host] = self._words_of(host)
        return self._said[host]

    def _words_of(self, host: str) -> list[Statement]:
        found = []
        if self._is_private(host):
            found.append(
                _statement(f"{host} is a private address", PRIVATE_SPEC, denied=True)
            )
        if host in self._named:
            quote = f"{host} is named by the operator: {self._named[host]}"
            found.append(_statement(quote, LISTING_SPEC, denied=False))
        elif (self.is_used or self._named) and self.listing(host) is None:
            found.append(_statement(f"{host} is not listed", LISTING_SPEC, denied=True))
        return found


def _statement(quote: str, spec: str, *, denied: bool) -> Statement:
    return Statement(
        signal="listing",
        purposes=frozenset(),
        preference=Preference.DISALLOWED if denied else Preference.ALLOWED,
        scope=Scope.SITE,
        document="sources",
        quote=quote,
        spec=spec,
    )
