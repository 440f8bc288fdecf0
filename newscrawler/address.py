"""Which forms of a URL are the same place, and whose place is it?"""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string, url_query_cleaner

from newscrawler.ip_address import is_public, read_ip
from newscrawler.recent import remembered

DEFAULT_PORTS = {"http": 80, "https": 443}

TRACKING = (
    "fbclid",
    "gclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "msclkid",
    "utm_campaign",
    "utm_content",
    "utm_id",
    "utm_medium",
    "utm_source",
    "utm_term",
    "yclid",
)
"""Query parameters that say where a reader came from, not what the page is."""

LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa", "localdomain")
"""Names that never leave a machine or its network: RFC 6761, RFC 6762, RFC 8375."""

_HOST = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*")
_DOT = re.compile("%2e", re.IGNORECASE)
_ROOT = re.compile(r"\.+(?=(?::\d*)?$)")
_SLASHES = re.compile("//+|(?:/*%2F)+/*", re.IGNORECASE)
_PLAIN = re.compile(
    r"(?P<origin>https?://[a-z0-9.-]+)(?P<path>/[^?#\s]*)?(?P<query>\?[^#\s]*)?(#\S*)?"
)
"""URLs of which nothing has to be mended before they are taken apart: nearly all."""

_SAFE = re.compile(
    r"(https?://[a-z0-9.-]*[a-z0-9-](?::\d{1,5})?)(?:/[\w.~/%+,=:&-]*(?:\?[\w.~/%+,=:&-]+)?)?",
    re.ASCII,
)
"""URLs that are written as they are requested: nearly all."""

_SAFE_PATH = re.compile(r"/(?![/.])(?:[\w~%+,=:&-]|/(?![/.])|\.(?!\.))*", re.ASCII)
"""Paths of which a URL is made by putting them behind its origin: most links."""

_PLAIN_PATH = re.compile(r"(https?://[a-z0-9.-]+)(/[A-Za-z0-9/_.~-]*)?")
"""URLs that are remembered as they are, but for their host: nearly all articles'."""


@dataclass(frozen=True)  # without slots: the origin is put together once
class Authority:
    """Scheme, host and port: what one robots.txt speaks for (RFC 9309 section 2.3)."""

    scheme: str
    host: str
    port: int

    @cached_property
    def origin(self) -> str:
        """Return the URL of the root without its slash, the default port left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        if self.port == DEFAULT_PORTS[self.scheme]:
            return f"{self.scheme}://{host}"
        return f"{self.scheme}://{host}:{self.port}"


@remembered(1 << 12)
def authority(url: str) -> Authority | None:
    """Return whom a URL belongs to, None where it is no http or https URL.

    >>> authority("https://Gazette.example:443/a").origin
    'https://gazette.example'
    """
    plain = _PLAIN.fullmatch(url)
    return _authority(url if plain is None else plain["origin"])


@remembered(1 << 12)
def _authority(url: str) -> Authority | None:
    """Read it of a URL, or of its origin alone: a site's URLs are many."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not host or port == 0:
        return None
    name = ascii_host(host)
    if name is None:
        return None
    return Authority(parts.scheme, name, port or DEFAULT_PORTS[parts.scheme])


def ascii_host(host: str) -> str | None:
    """Return a host name in lower case and ASCII (IDNA), None where it is none."""
    if ":" in host:
        return host.lower() if read_ip(host) else None
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return host if _HOST.fullmatch(host) else None


def host_of(url: str) -> str:
    """Return the host of a URL in lower case, "" where it has none."""
    found = authority(url)
    return found.host if found else ""


def robots_url(site: Authority) -> str:
    """Return where a site publishes robots.txt, RFC 9309 section 2.3."""
    return f"{site.origin}/robots.txt"


def target(url: str) -> str:
    """Return path and query as robots.txt patterns see them, RFC 9309 section 2.2.2.

    >>> target("https://gazette.example/a?b=c#d"), target("https://gazette.example")
    ('/a?b=c', '/')
    """
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        return _without_dots(plain["path"] or "/") + (plain["query"] or "")
    parts = urlsplit(url)
    path = _without_dots(parts.path)
    has_query = parts.query or url.partition("#")[0].endswith("?")
    return f"{path}?{parts.query}" if has_query else path


def _without_dots(path: str) -> str:
    """Return an absolute path that leads where it says: RFC 3986 section 5.2.4."""
    if path.startswith("/") and "/." not in path and "/%2" not in path:
        return path
    steps: list[str] = []
    *before, last = path.removeprefix("/").split("/")
    for step in (*before, last):
        plain = _DOT.sub(".", step)
        if plain == ".." and steps:
            steps.pop()
        elif plain not in (".", ".."):
            steps.append(step)
    is_folder = _DOT.sub(".", last) in (".", "..") and steps
    return "/" + "/".join(steps) + ("/" if is_folder else "")


def with_single_slashes(url: str) -> str:
    """Return a URL as most servers take it whose path has slashes too many.

    >>> with_single_slashes("https://gazette.example//a%2F/1?b=//")
    'https://gazette.example/a/1?b=//'
    """
    if _SLASHES.search(url, url.find("://") + 3) is None:
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=_SLASHES.sub("/", parts.path)))


def is_within(host: str, domain: str) -> bool:
    """Tell whether a host is the domain or one of its subdomains."""
    return host == domain or host.endswith(f".{domain}")


def parents(host: str) -> tuple[str, ...]:
    """Return the host and its parent domains, nearest first.

    >>> parents("www.gazette.example")
    ('www.gazette.example', 'gazette.example', 'example')
    """
    labels = host.split(".")
    return tuple(".".join(labels[at:]) for at in range(len(labels)))


def canonical_form(url: str) -> str:
    """Return the form under which we remember a URL: no fragment, no tracking.

    >>> canonical_form("HTTP://Gazette.example:80/a?b=2&a=1&utm_source=x#top")
    'http://gazette.example/a?a=1&b=2'
    """
    plain = _PLAIN_PATH.fullmatch(url)
    if plain is not None and (known := _authority(plain[1])) is not None:
        return f"{known.origin}{plain[2] or '/'}"
    return _canonical_form(url)


@remembered(1 << 10)
def _canonical_form(url: str) -> str:
    """Return it for one that is not plain, once for all who ask as its page is kept."""
    cleaned = url_query_cleaner(url, TRACKING, remove=True, unique=False)
    form = canonicalize_url(cleaned)
    site = authority(form)
    if site is None:
        return form
    parts = urlsplit(form)
    return f"{site.origin}{urlunsplit(('', '', parts.path or '/', parts.query, ''))}"


def without_credentials(url: str) -> str:
    """Return a URL with no user name or password in it, safe to log and to send."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def as_sent(url: str) -> str:
    """Return a URL as it is requested: with no password, and its host by the one name
    that it is judged by. A dot behind a host name is the root's (RFC 1034 section 3.1).

    >>> as_sent("https://me:secret@gazette.example.:8080/a.")
    'https://gazette.example:8080/a.'
    """
    url = without_credentials(url)
    parts = urlsplit(url)
    netloc = _ROOT.sub("", parts.netloc)
    return url if netloc == parts.netloc else urlunsplit(parts._replace(netloc=netloc))


def usable_url(text: str) -> str | None:
    """Return what can be requested of what somebody typed or linked, None if nothing.

    >>> usable_url(" https://gazette.example/ä "), usable_url("gazette")
    ('https://gazette.example/%C3%A4', None)
    """
    url = text.strip()
    if (safe := _SAFE.fullmatch(url)) is not None:
        return url if _authority(safe[1]) else None
    try:
        url = safe_url_string(url)
        if authority(url) is None:
            return None
        return as_sent(url)
    except ValueError:
        return None


def linked_url(base: str, link: str) -> str | None:
    """Return where a link leads from a base, None where that is no http(s) URL.

    >>> linked_url("https://gazette.example/news/", "../a")
    'https://gazette.example/a'
    """
    url = link.strip()
    if _SAFE_PATH.fullmatch(url) and (at := _SAFE.fullmatch(base)) is not None:
        return at[1] + url if _authority(at[1]) else None
    try:
        return usable_url(url if _SAFE.fullmatch(url) else urljoin(base, url))
    except ValueError:
        return None


def is_private(host: str) -> bool:
    """Tell whether a host, by its name or address alone, is not on the public web.

    Addresses in any notation that a resolver would accept (RFC 6943 section 3.1.1)
    count: 127.1, 0x7f000001, [::ffff:127.0.0.1]. A name says nothing of where it
    resolves to: the edge asks again with each address it gets.
    """
    bare = host.strip("[]").rstrip(".").lower()
    if any(is_within(bare, name) for name in LOCAL_NAMES):
        return True
    found = read_ip(bare)
    if found is None:
        return "." not in bare
    return not is_public(found)
