"""Of which articles is the same decided today, so that one decision does for many?

What a decision on the use of an article follows from, its URL apart, is the same for
all of a site that were kept by the same statements, and were put to the same rules: its
robots.txt, permissions and objections are all that speaks of paths. Where anything else
that might was heard, or an address is not plain, nothing is alike and each is decided.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from newscrawler.address import host_of
from newscrawler.policy import Gate, Permission
from newscrawler.policy.formats.path_pattern import matches
from newscrawler.policy.formats.robots_lines import decoded, read_records
from newscrawler.policy.permission import covers

MOST_PATTERNS = 200
"""Patterns of a robots.txt that an address is put to: our choice; beyond, none."""

_PLAIN_URL = re.compile(r"(https?://[a-z0-9.-]+)(/[A-Za-z0-9/_.=&?-]*)")
_PLAIN_PATTERN = re.compile(r"[A-Za-z0-9/_.=&?*$-]*")
_DOTS = re.compile("/[./]")
"""Addresses and patterns that every reader of patterns takes for the same text."""

_WORDS = re.compile(r"[A-Za-z-]+ *= *[A-Za-z-]+(?: *[,;] *[A-Za-z-]+ *= *[A-Za-z-]+)*")
_PATHLESS_KEYS = frozenset(("user-agent", "sitemap", "crawl-delay"))
_PATHLESS_FILES = ("/trust.txt", "/.well-known/trust.txt")
"""What speaks of no path: preferences as words, these records, and trust.txt."""


def patterns_of(body: bytes) -> tuple[str, ...] | None:
    r"""Return all that may be a path pattern in a robots.txt, whoever it is for.

    None where one of them is not plain, or there are too many: readers may differ.

    >>> patterns_of(b"User-agent: *\nDisallow: /a\nContent-Signal: /b ai-train=no")
    ('/a', '/b')
    """
    found: dict[str, None] = {}
    for record in read_records(decoded(body)):
        if record.key in _PATHLESS_KEYS or _WORDS.fullmatch(record.value):
            continue
        for token in {record.value, *record.value.split()}:
            if token and not _WORDS.fullmatch(token) and " " not in token:
                is_path = token.startswith(("/", "*", "$"))
                found[token if is_path else f"/{token}"] = None
    is_plain = all(map(_PLAIN_PATTERN.fullmatch, found))
    return tuple(sorted(found)) if is_plain and len(found) <= MOST_PATTERNS else None


@dataclass(frozen=True, slots=True)
class _Site:
    """What may speak of the paths of a site: nothing else does.

    ``beginnings``: patterns that are no more; of the other ``patterns`` each with the
    longest of its texts, which a path has that it matches.
    """

    beginnings: tuple[str, ...]
    patterns: tuple[tuple[str, str], ...]
    permissions: tuple[Permission, ...]

    def hit(self, path: str) -> tuple[str, ...]:
        """Return which patterns match a path."""
        found = [one for one in self.beginnings if path.startswith(one)]
        found += [
            one for text, one in self.patterns if text in path and matches(one, path)
        ]
        return tuple(found)


class Alike:
    """Tells what is decided alike; ``gate`` is the one that decides, as of ``now``."""

    def __init__(self, gate: Gate, now: float) -> None:
        self._gate = gate
        self._now = now
        self._sites: dict[str, _Site | None] = {}

    def learn(self, url: str, heard: Iterable[str]) -> None:
        """Take in a site of which all is heard; ``heard``: its documents' URLs."""
        plain = _PLAIN_URL.fullmatch(url)
        if plain is not None and plain[1] not in self._sites:
            self._sites[plain[1]] = self._site(url, heard)

    def key(self, url: str, told: Hashable) -> Hashable | None:
        """Return by what an article's decision is equal, None where by nothing else.

        ``told``: all that the decision which kept it says, but its URL and its time.
        """
        plain = _PLAIN_URL.fullmatch(url)
        site = self._sites.get(plain[1]) if plain is not None else None
        if plain is None or site is None or _DOTS.search(plain[2]):
            return None
        if self._gate.listed.barred.statements(url, self._now):
            return None
        scopes = tuple([covers(one, url) for one in site.permissions])
        return plain[1], told, site.hit(plain[2]), scopes

    def _site(self, url: str, heard: Iterable[str]) -> _Site | None:
        robots = self._gate.hearings.robots(url)
        if robots is None:
            return None
        for one in heard:
            is_other = one != robots.document.url and not one.endswith(_PATHLESS_FILES)
            if is_other and self._gate.hearings.document_at(one) is not None:
                return None
        patterns = patterns_of(robots.document.body)
        listing = self._gate.listed.listing(host_of(url))
        permissions = listing.permissions if listing is not None else ()
        if patterns is None:
            return None
        wild = [one for one in patterns if "*" in one or "$" in one]
        beginnings = tuple(one for one in patterns if one not in wild)
        return _Site(
            beginnings, tuple((_longest(one), one) for one in wild), permissions
        )


def _longest(pattern: str) -> str:
    """Return the longest text of a pattern, "" where it has none.

    >>> _longest("/a/*/print$")
    '/print'
    """
    return max(pattern.removesuffix("$").split("*"), key=len)
