"""Which records does a robots.txt hold? RFC 9309 section 2.2, line by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawler.policy.formats.path_pattern import MAX_PATTERN

MAX_BYTES = 1024 * 1024
"""Octets that we read; RFC 9309 section 2.5 asks for at least 500 KiB."""

MAX_LINE = 8 * MAX_PATTERN
"""Characters of a line that we read; what Google's reader does."""

LINE_END = re.compile("\r\n|\r|\n")  # not str.splitlines: U+2028 ends no line here
WHITE = " \t\v\f"

_SPELLINGS = {
    "useragent": "user-agent",
    "user agent": "user-agent",
    "site-map": "sitemap",
    "disalow": "disallow",
    "dissallow": "disallow",
    "dissalow": "disallow",
    "diasllow": "disallow",
    "disallaw": "disallow",
}
"""Misspelt keys that Google's reader accepts, and no others."""

_NO_COLON_NEEDED = ("user-agent", "disallow")
"""Google's reader takes "key value" for every known key; we not for "allow"."""


@dataclass(frozen=True, slots=True)
class Record:
    """A line with a key: ``line`` from 1, ``text`` as published."""

    line: int
    key: str
    value: str
    text: str


def decoded(body: bytes) -> str:
    """Return the text of a robots.txt: by its BOM, else UTF-8 with no octet lost."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    return body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def read_records(text: str) -> Iterator[Record]:
    """Return the lines that have a key; a bad line spoils itself alone."""
    for number, whole in enumerate(LINE_END.split(text), 1):
        line = whole[:MAX_LINE]  # what is beyond is never looked at
        read = line.partition("#")[0].strip(WHITE)
        key, colon, value = read.partition(":")
        if not colon:
            key, _, value = _without_colon(read)
        key = key.strip(WHITE).lower()
        key, value = _SPELLINGS.get(key, key), value.strip(WHITE)
        if key == "allow" and len(whole) > MAX_LINE:
            value = ""  # cut, it would allow more than it says
        if key:
            yield Record(number, key, value, line.strip())


def _without_colon(read: str) -> tuple[str, str, str]:
    key, space, value = read.replace("\t", " ").partition(" ")
    known = _SPELLINGS.get(key.lower(), key.lower()) in _NO_COLON_NEEDED
    return (key, space, value) if known and value else ("", "", "")
