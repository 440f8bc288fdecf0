"""What of the settings, and of a text that quotes them, must nobody read?

Passwords, keys and tokens: a log, a message or a fault is read by more people than the
settings are, and is kept longer. Paths of key files are no secret.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote

from scrapy.settings import BaseSettings

LEAST_SECRET = 4
"""Letters of what is taken for a secret: a shorter one would blank half of a log."""

BLANK = "***"

NAMED = re.compile(
    r"(?:^|_)(?:PASS|PASSWD|PASSWORD|SECRET|SECRET_KEY|ACCESS_KEY(?:_ID)?|API_KEY"
    r"|SESSION_TOKEN|ACCESS_TOKEN|AUTH_TOKEN|DSN)$"
)
"""Settings that are secrets, by their names: Scrapy's, and those of its add-ons."""

HEADERS = re.compile(
    r"authorization|cookie|token|secret|password|api-?key|credential", re.IGNORECASE
)
"""Request headers whose values are secrets."""

URLS = ("NEWSCRAWLER_STORE", "FEED_URI", "FILES_STORE", "IMAGES_STORE")
"""Settings that are URLs; ``FEEDS`` has many."""

_CREDENTIALS = re.compile(r"(?<=://)[^\s/?#'\"]*@")
"""What a URL says before its host: a user, and perhaps a password."""

_AFTER_USER = re.compile(r"((?<=://)[^\s/?#'\":@]*:)[^\s/?#'\"]*@")
"""The password alone, behind its user."""

_GENEROUS = re.compile(r"://(.*)@")
"""The same where the password has letters that a URL may not have."""

_PASSWORD = re.compile(r"((?:\b|ssl)password=)[^&\s'\"]+", re.IGNORECASE)
"""What libpq reads of a URL's query, or of words: PostgreSQL, section 32.1.2."""


def without_credentials(text: str) -> str:
    """Return a text whose URLs name no user and no password.

    >>> without_credentials("postgresql://me:secret@host/news?password=secret")
    'postgresql://host/news?password=***'
    """
    return _PASSWORD.sub(rf"\1{BLANK}", _CREDENTIALS.sub("", text))


def without_passwords(text: str) -> str:
    """Return a text whose URLs name no password: who wrote them knows his own name.

    >>> without_passwords("postgresql://me:secret@host/news")
    'postgresql://me:***@host/news'
    """
    return _PASSWORD.sub(rf"\1{BLANK}", _AFTER_USER.sub(rf"\1{BLANK}@", text))


def error_words(error: BaseException) -> str:
    """Return an error's kind and what it says, no password of a URL in it.

    >>> error_words(ValueError("https://me:secret@proxy.example is closed"))
    'ValueError: https://proxy.example is closed'
    """
    return without_credentials(f"{type(error).__name__}: {error}")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not be written: by value, and what URLs say before their host."""

    values: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, settings: BaseSettings) -> Self:
        """Return the secrets among the settings, the longest first."""
        found = {one for one in _secrets(settings) if len(one) >= LEAST_SECRET}
        return cls(tuple(sorted(found, key=lambda one: (-len(one), one))))

    def without(self, text: str) -> str:
        """Return a text with none of them in it."""
        for value in self.values:
            text = text.replace(value, BLANK)
        return without_credentials(text)


def _secrets(settings: BaseSettings) -> Iterator[str]:
    for name in settings:
        # Scrapy's default for FTP is nobody's secret
        if NAMED.search(str(name)) and settings.getpriority(name):
            yield str(settings[name] or "")
    urls = [settings[name] for name in URLS]
    for url in (*urls, *_table(settings, "FEEDS")):
        yield from _of_url(str(url or ""))
    for header, value in _table(settings, "DEFAULT_REQUEST_HEADERS").items():
        if HEADERS.search(str(header)):
            yield str(value or "")


def _table(settings: BaseSettings, name: str) -> Mapping[object, object]:
    try:
        return settings.getdict(name)
    except (TypeError, ValueError):
        return {}  # nonsense, which Scrapy will say


def _of_url(url: str) -> Iterator[str]:
    """Yield the passwords of a URL, as they are written and as they are meant."""
    before = _GENEROUS.search(url)
    found = [before[1].partition(":")[2]] if before is not None else []
    found += [one[0].partition("=")[2] for one in _PASSWORD.finditer(url)]
    for one in found:
        yield from {one, unquote(one)}
