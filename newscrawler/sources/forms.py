"""Which texts are an id, an address, a language, a duration, a selector?

Each form takes a text that is not empty and returns what it says, or raises FormError
with what is wrong and what to write.
"""

import re
import zoneinfo
from collections.abc import Callable, Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from newscrawler.address import ascii_host, host_of, is_within, usable_url
from newscrawler.policy.formats.path_pattern import MAX_PATTERN, normal_pattern
from newscrawler.purpose import Purpose
from newscrawler.sources.nearest import suggestion
from newscrawler.sources.problem import quoted

DAY = 24 * 60 * 60.0
UNITS = {
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "min": 60.0,
    "minute": 60.0,
    "h": 60 * 60.0,
    "hour": 60 * 60.0,
    "d": DAY,
    "day": DAY,
    "week": 7 * DAY,
    "month": 30 * DAY,
    "year": 365 * DAY,
}
"""Seconds in a unit. A month is 30 days and a year 365, never longer than the
calendar's, but for February: what is kept for "2 years" is not kept longer. Ours."""

_ID = re.compile("[a-z0-9-]+")
_DURATION = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*([A-Za-z]+)")
_SHA256 = re.compile("[0-9a-fA-F]{64}")
_LANGUAGE = re.compile(
    "[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
"""Language, script, region, variants: RFC 5646 section 2.1, no extensions."""


class FormError(ValueError):
    """A text has not the form; says why, and what to write."""


def plain(text: str) -> str:
    """Return any text."""
    return text


def source_id(text: str) -> str:
    """Return the id of a source: lower-case letters, digits and hyphens."""
    if not _ID.fullmatch(text):
        raise FormError(
            f"{quoted(text)} is no id; write a to z, 0 to 9 and hyphens: example-gazette"
        )
    return text


def url(text: str) -> str:
    """Return an http(s) URL as it can be requested; one with a password is none."""
    if has_credentials(text):
        raise FormError(
            "has a user name or password in it; write the URL without what is before @"
        )
    found = usable_url(text)
    if found is None:
        # What cannot be taken apart may have a password anywhere before an @.
        shown = "" if "@" in text else f"{quoted(text)} "
        raise FormError(f"{shown}is no http(s) URL; write https://gazette.example/")
    return found


def has_credentials(text: str) -> bool:
    """Tell whether a URL has a user name or a password in it."""
    try:
        return "@" in urlsplit(text).netloc
    except ValueError:
        return False


def url_within(domains: Iterable[str]) -> Callable[[str], str]:
    """Return the form of a URL whose host is one of the domains, if there are any."""
    names = tuple(domains)

    def form(text: str) -> str:
        found = url(text)
        host = host_of(found)
        if names and not any(is_within(host, name) for name in names):
            raise FormError(f"{host} is in none of the domains; add it to domains")
        return found

    return form


def domain(text: str) -> str:
    """Return a host name in lower case and ASCII."""
    found = ascii_host(text)
    if found is None:
        raise FormError(f"{quoted(text)} is no host name; write gazette.example")
    if "." not in found and ":" not in found and found != "localhost":
        raise FormError(f"{quoted(text)} is a whole top level; write gazette.example")
    return found


def language(text: str) -> str:
    """Return a language tag that looks like BCP 47."""
    if not _LANGUAGE.fullmatch(text):
        raise FormError(f"{quoted(text)} is no language tag; write en or en-GB")
    return text


def timezone(text: str) -> str:
    """Return the name of a time zone of the IANA database."""
    if text not in _zones():
        near = suggestion(text, _zones())
        mend = near if near.endswith("?") else "write Europe/London"
        raise FormError(f"{quoted(text)} is no IANA time zone; {mend}")
    return text


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def duration(text: str) -> float:
    """Return seconds, more than 0, of a number and a unit.

    >>> duration("30 min"), duration("2 years") / DAY
    (1800.0, 730.0)
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise FormError(f"{quoted(text)} is no duration; write 30 min or 2 years")
    written = match[2].lower()
    unit = written if written in UNITS else written.removesuffix("s")
    if unit not in UNITS:
        mend = suggestion(unit, UNITS)
        raise FormError(f"{quoted(written)} is no unit of time; {mend}")
    seconds = float(match[1]) * UNITS[unit]
    if not seconds:
        raise FormError(f"{quoted(text)} is no time at all; write 30 min or 2 years")
    return seconds


def purpose(text: str) -> Purpose:
    """Return one of the purposes that we know."""
    known = {one.value: one for one in Purpose}
    if text not in known:
        raise FormError(f"{quoted(text)} is no purpose; {suggestion(text, known)}")
    return known[text]


def sha256(text: str) -> str:
    """Return a SHA-256 in lower-case hexadecimal."""
    if not _SHA256.fullmatch(text):
        raise FormError(
            f"{quoted(text)} is no SHA-256; write the 64 hexadecimal digits of sha256sum"
        )
    return text.lower()


def selector(text: str) -> str:
    """Return a CSS selector that our HTML parser reads."""
    try:
        LexborHTMLParser("").css(text)
    except SelectolaxError as error:
        raise FormError(
            f"{quoted(text)} is no CSS selector that we can read; write div.story"
        ) from error
    return text


def scope_within(domains: Iterable[str]) -> Callable[[str], str]:
    """Return the form of a permission's scope: host/path or *.host/path, inside.

    >>> scope_within(["gazette.example"])("*.Gazette.example/ü*")
    '*.gazette.example/%C3%BC*'
    """
    names = tuple(domains)

    def form(text: str) -> str:
        written, slash, path = text.partition("/")
        host = ascii_host(written.removeprefix("*."))
        if host is None or not slash or len(path) > MAX_PATTERN:
            raise FormError(
                f"{quoted(text)} is not host/path; write gazette.example/*"
                " or *.gazette.example/*"
            )
        if names and not any(is_within(host, name) for name in names):
            raise FormError(
                f"{quoted(text)} is outside the source's domains;"
                f" write {names[0]}/* or list the host in domains"
            )
        wildcard = "*." if written.startswith("*.") else ""
        return f"{wildcard}{host}{normal_pattern(f'/{path}')}"

    return form
