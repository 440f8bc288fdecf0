"""What has a rights holder allowed in writing, and which alarm was a false one?"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from newscrawler.address import host_of, is_within
from newscrawler.policy.formats.path_pattern import (
    matches,
    normal_path,
    normal_pattern,
)
from newscrawler.policy.model import Preference, Scope, Statement
from newscrawler.purpose import Purpose

SPEC = "newscrawler sources: [[permission]]"
READING_SPEC = "newscrawler sources: [[reading]]"

_NAME = re.compile(r"\w+")
_BRACKETS = re.compile(r"[()\[\]]")
_CLIMBING = re.compile(
    r"(?:\.|%2e){2}(?:%2f|%5c|\\)|(?:%2f|%5c|\\)(?:\.|%2e){2}", re.IGNORECASE
)
"""Servers take it for a step out of a folder; RFC 3986 section 5.2.4 does not."""
_LEGAL_FORMS = frozenset(
    [
        "ab",
        "ag",
        "aps",
        "as",
        "asa",
        "bv",
        "co",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "kk",
        "limited",
        "llc",
        "ltd",
        "nv",
        "oy",
        "oyj",
        "plc",
        "pte",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "spa",
        "srl",
        "tbk",
    ]
)


@dataclass(frozen=True, slots=True)
class Permission:
    """A written permission on file.

    ``scope``: host and path pattern ("gazette.example/*", "*.gazette.example/news/*");
    dates are inclusive, in UTC. ``problem`` says why the document on file does not
    prove it (its hash differs, it is missing); such a permission lifts nothing.
    """

    id: str
    grantor: str
    scope: tuple[str, ...]
    purposes: frozenset[Purpose]
    valid_from: date
    valid_until: date
    contact: str | None = None
    document: str | None = None
    sha256: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The operator's answer to a false alarm of the notice detector: one sentence."""

    quote_sha256: str
    reason: str
    who: str
    until: date


@dataclass(frozen=True, slots=True)
class Listing:
    """What the registry says of a source, as the gate needs it.

    ``domains`` count with their subdomains, ``hosts`` alone (feeds elsewhere);
    ``ports`` are those of the URLs that it names.
    """

    source: str
    domains: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    ports: frozenset[int] = frozenset()
    name: str | None = None
    owner: str | None = None
    agency: str | None = None
    permissions: tuple[Permission, ...] = ()
    readings: tuple[Reading, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names under which the registry knows the publisher."""
        found = (self.owner, self.agency, self.name)
        return tuple(name for name in found if name)


def covers(permission: Permission, url: str) -> bool:
    """Tell whether a URL is inside the scope of a permission.

    >>> day = date(2026, 1, 1)
    >>> one = Permission("p", "G", ("a.example/news/*",), frozenset(), day, day)
    >>> covers(one, "https://a.example/news/1"), covers(one, "https://www.a.example/news/1")
    (True, False)

    House rule: what climbs out of a folder by an escaped slash is in no folder.
    """
    return in_scope(permission.scope, url) and _CLIMBING.search(url) is None


def in_scope(scopes: Iterable[str], url: str) -> bool:
    """Tell whether a URL is inside one of the scopes, written as a permission's."""
    return any(_is_inside(scope, url) for scope in scopes)


def _is_inside(scope: str, url: str) -> bool:
    host, slash, path = scope.partition("/")
    here, host = host_of(url), host.lower()
    inside = is_within(here, host[2:]) if host.startswith("*.") else here == host
    pattern = normal_pattern(f"{slash}{path}" or "/*")
    return inside and matches(pattern, normal_path(url))


def permission_statements(listing: Listing, url: str, now: float) -> list[Statement]:
    """Return what the permissions for a URL state: allowed, or why one lifts nothing."""
    return [
        _statement(permission, now)
        for permission in listing.permissions
        if covers(permission, url)
    ]


def _statement(permission: Permission, now: float) -> Statement:
    why = _lifts_nothing(permission, now)
    return Statement(
        signal="permission",
        purposes=permission.purposes,
        preference=Preference.UNKNOWN if why else Preference.ALLOWED,
        scope=Scope.PATH,
        document=permission.document or f"permission:{permission.id}",
        sha256=permission.sha256,
        quote=permission.id,
        condition=why,
        holder=permission.grantor,
        spec=SPEC,
    )


def _lifts_nothing(permission: Permission, now: float) -> str | None:
    today = datetime.fromtimestamp(now, UTC).date()
    if permission.problem:
        return permission.problem
    if today < permission.valid_from:
        return f"not before {permission.valid_from}"
    if today > permission.valid_until:
        return f"expired on {permission.valid_until}"
    return None


def lifting_statements(
    listing: Listing, url: str, notices: list[Statement], now: float
) -> list[Statement]:
    """Return what the registry says that lifts, or why it lifts nothing."""
    permissions = permission_statements(listing, url, now)
    return permissions + reading_statements(listing, notices, now)


def reading_statements(
    listing: Listing, notices: list[Statement], now: float
) -> list[Statement]:
    """Return the operator's valid readings of sentences that were found."""
    today = datetime.fromtimestamp(now, UTC).date()
    readings = {one.quote_sha256: one for one in listing.readings if today <= one.until}
    found = {quote_sha256(notice.quote) for notice in notices}
    return [
        Statement(
            signal="reading",
            purposes=frozenset(Purpose),
            preference=Preference.ALLOWED,
            scope=Scope.PAGE,
            document=f"reading by {reading.who} until {reading.until}",
            quote=digest,
            condition=reading.reason,
            spec=READING_SPEC,
        )
        for digest, reading in sorted(readings.items())
        if digest in found
    ]


def quote_sha256(quote: str) -> str:
    """Return the hash by which a reading names a quoted sentence."""
    return hashlib.sha256(quote.encode()).hexdigest()


def same_party(one: str, other: str) -> bool:
    """Tell whether two names are one rights holder's, legal forms aside.

    A name in brackets is the other name of what stands before it. That one name begins
    the other says nothing: the Times is not the Times of India.

    >>> same_party("Example Media", "EXAMPLE Media Ltd."), same_party("Example", "")
    (True, False)
    >>> same_party("Kantor Berita Nusa (NUSA)", "NUSA"), same_party("Nusa", "Nusa Raya")
    (True, False)
    """
    return bool(_names_of(one) & _names_of(other))


def _names_of(text: str) -> set[tuple[str, ...]]:
    found = (_NAME.findall(part) for part in (text, *_BRACKETS.split(text)))
    return {name for words in found if (name := _without_form(words))}


def _without_form(words: list[str]) -> tuple[str, ...]:
    kept = [word.casefold() for word in words]
    while len(kept) > 1 and kept[-1] in _LEGAL_FORMS:
        kept.pop()
    while len(kept) > 1 and kept[0] in ("pt", "the"):
        del kept[0]
    return tuple(kept)
