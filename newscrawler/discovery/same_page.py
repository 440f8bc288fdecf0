"""Which addresses lead to the same article? Tables in same_page.toml.

An identity is for comparing and never for requesting: the gate speaks of the address
that a site gave, and another host's robots.txt is another's.
"""

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from newscrawler.address import authority, canonical_form, host_of

LONG_ID = 6
"""Digits of a number that names one article of a site: our choice."""

_TABLE = tomllib.loads(
    files("newscrawler.discovery").joinpath("same_page.toml").read_text("utf-8")
)
_DRESS: dict[str, list[str]] = _TABLE["parameters"].pop("dress")
_TRACKING: list[str] = _TABLE["parameters"]["tracking"]
_TRACKING_NAMES = frozenset(one for one in _TRACKING if not one.endswith("*"))
_TRACKING_STARTS = tuple(one[:-1] for one in _TRACKING if one.endswith("*"))
_LABELS = frozenset(_TABLE["hosts"]["dress"])
_STEPS = frozenset(_TABLE["path"]["steps"])
_ENDS = tuple(_TABLE["path"]["ends"])
_FOLDER = frozenset(_TABLE["path"]["folder"])

_CACHED = re.compile(
    r"https?://(?:[^/]+\.cdn\.ampproject\.org/[a-z]|(?:www\.)?google\.[a-z.]{2,6}/amp)"
    r"/(s/)?([^?#]+\.[^?#]+.*)",
    re.IGNORECASE,
)
"""Google's AMP viewer and cache: developers.google.com/amp/cache/overview."""

_EDGE_ID = re.compile(
    rf"^[a-z]{{0,2}}-?([0-9]{{{LONG_ID},}})(?![0-9])|(?<![0-9])([0-9]{{{LONG_ID},}})$"
)
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


def identity(url: str) -> str:
    """Return the form that an article's addresses have in common.

    No fragment, no tracking, no AMP, print or mobile dress, no ``www.``, https.

    >>> identity("http://m.a.example/harbour/amp/?utm_source=x&b=2&a=1#top")
    'https://a.example/harbour?a=1&b=2'
    """
    try:
        plain = canonical_form(_origin_of(url))
        parts = urlsplit(plain)
        found = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return url
    if parts.scheme not in ("http", "https"):
        return plain
    query = urlencode([one for one in found if not _is_dress(*one)])
    host = _plain_host(parts.hostname or "")
    port = f":{parts.port}" if parts.port else ""
    path = _plain_path(parts.path)
    return f"https://{host}{port}{path}{'?' if query else ''}{query}"


def numbered_identity(url: str) -> str | None:
    """Return a site with an article's number: the slug beside it may change.

    None where no number stands at the edge of a step. A round number or a date is no
    name. Equal ones are candidates for one article: look at the articles too.

    >>> numbered_identity("https://a.example/uk/harbour-opens-48213377")
    'a.example 48213377'
    """
    same = identity(url)
    if authority(same) is None:
        return None
    parts = urlsplit(same)
    steps = unquote(parts.path).lower().split("/")
    stems = (re.sub(r"\.[a-z]{2,5}$", "", step) for step in steps)
    matches = (_EDGE_ID.search(stem) for stem in stems)
    numbers = [match[1] or match[2] for match in matches if match is not None]
    named = [one for one in numbers if not one.endswith("000") and not _is_date(one)]
    return f"{parts.netloc} {' '.join(named)}" if named else None


def is_same_article(url: str, other: str) -> bool:
    """Tell whether two addresses lead to one article: in other dress, by another slug.

    >>> is_same_article("https://a.example/x-48213377", "https://a.example/y-48213377")
    True
    """
    numbered = numbered_identity(url)
    is_numbered = numbered is not None and numbered == numbered_identity(other)
    return is_numbered or identity(url) == identity(other)


def is_home(url: str) -> bool:
    """Tell whether an address is a home page's: of no article, whoever leads there.

    >>> is_home("https://a.example/index.html?utm_source=x"), is_home("https://a.example/b")
    (True, False)
    """
    parts = urlsplit(identity(url))
    return parts.path == "/" and not parts.query


def each_once(urls: Iterable[str]) -> tuple[str, ...]:
    """Return one address of each article, in the order of the first.

    Of several the plainest: https, on no host for phones or AMP, the shortest.

    >>> each_once(["https://a.example/1?utm_source=x", "https://a.example/1"])
    ('https://a.example/1',)
    """
    found: dict[str, str] = {}
    for url in urls:
        key = identity(url)
        found[key] = min(found.get(key, url), url, key=_plainness)
    return tuple(found.values())


def _plainness(url: str) -> tuple[bool, bool, int]:
    label = host_of(url).partition(".")[0]
    is_dressed = label in _LABELS and not label.startswith("www")
    return url.startswith("http:"), is_dressed, len(url)


def _origin_of(url: str) -> str:
    """Return the publisher's address inside one of Google's AMP cache."""
    found = _CACHED.match(url)
    if found is None:
        return url
    return f"{'https' if found[1] else 'http'}://{found[2]}"


def _is_dress(name: str, value: str) -> bool:
    lowered = name.lower()
    if lowered in _TRACKING_NAMES or lowered.startswith(_TRACKING_STARTS):
        return True
    values = _DRESS.get(lowered, ())
    return "*" in values or value.lower() in values


def _plain_host(host: str) -> str:
    label, _, rest = host.partition(".")
    return _plain_host(rest) if label in _LABELS and "." in rest else host


def _plain_path(path: str) -> str:
    steps = [one for one in path.split("/") if one]
    if steps and steps[-1].lower() in _FOLDER:
        del steps[-1]
    if len(steps) > 1 and steps[-1].lower() in _STEPS:
        del steps[-1]
    if len(steps) > 1 and steps[0].lower() in _STEPS:
        del steps[0]
    if steps:
        steps[-1] = _without_end(steps[-1])
    return "/" + "/".join(steps)


def _without_end(step: str) -> str:
    for end in _ENDS:
        if step.lower().endswith(end) and len(step) > len(end):
            kept = step[: -len(end)]
            return f"{kept}.html" if end.endswith((".html", ".htm")) else kept
    return step


def _is_date(number: str) -> bool:
    return _DATE.fullmatch(number) is not None
