"""What does the operator say of one source?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from newscrawler.address import authority, host_of, is_within
from newscrawler.policy.permission import Listing, Permission, Reading

EVERY = 60 * 60.0
"""Seconds between two visits where a source states none: our choice."""


@dataclass(frozen=True, slots=True)
class Source:
    """A site that the operator has listed.

    ``domains`` count with their subdomains; ``feeds``, ``sitemaps`` and ``sections``
    may be elsewhere, none: found from ``home``. ``delay`` is between two requests
    (None: the setting's, never less),
    ``every`` between two visits, ``retention`` how long articles are kept (None: for
    good). ``select`` has a CSS selector by field.
    """

    id: str
    name: str
    home: str
    domains: tuple[str, ...]
    languages: tuple[str, ...] = ()
    timezone: str | None = None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    owner: str | None = None
    agency: str | None = None
    delay: float | None = None
    every: float = EVERY
    retention: float | None = None
    select: Mapping[str, str] = field(default_factory=dict)
    permissions: tuple[Permission, ...] = ()
    readings: tuple[Reading, ...] = ()


def listing(source: Source) -> Listing:
    """Return what the gate needs to know of a source."""
    return Listing(
        source=source.id,
        domains=source.domains,
        hosts=_hosts_elsewhere(source),
        ports=frozenset(found.port for found in map(authority, _urls(source)) if found),
        name=source.name,
        owner=source.owner,
        agency=source.agency,
        permissions=source.permissions,
        readings=source.readings,
    )


def _urls(source: Source) -> tuple[str, ...]:
    return (source.home, *source.feeds, *source.sitemaps, *source.sections)


def _hosts_elsewhere(source: Source) -> tuple[str, ...]:
    hosts = {host_of(url) for url in _urls(source)} - {""}
    return tuple(
        sorted(
            host
            for host in hosts
            if not any(is_within(host, domain) for domain in source.domains)
        )
    )
