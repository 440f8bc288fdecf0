"""Which records does a robots.txt hold? RFC 9309 section 2.2, line by line."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newscrawler.policy.formats.path_pattern import MAX_PATTERN

MAX_BYTES = 1024 * 1024
"""Octets that we read; RFC 9309 section 2.5 asks for at least 500 KiB."""

MAX_LINE = 8 * MAX_PATTERN
"""Characters of a line that we read; what Google's reader does."""

LINE_END = re.compile("\r\n|\r|\n")  # not str.splitlines: U+2028 ends no line here
WHITE = " \t\v\f"
UNSEEN = "\ufeff\u200b\u200c\u200d\u2060\u00ad\u00a0\udca0"
"""What stands beside a word unseen, where files were joined or copied out of pages: marks
of byte order, zero-width and unbreakable spaces, in UTF-8 and (the last) in Latin-1."""

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

_IN_ITS_PLACE = re.compile("[ \t=\uff1a]+")
"""What people write for the colon."""

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WIDE = re.compile(rb"(?P<le>[^\0]\0[^\0]\0)|(?P<be>\0[^\0]\0[^\0])")
"""How UTF-16 begins that has no mark: with two letters of ASCII."""


@dataclass(frozen=True, slots=True)
class Record:
    """A line with a key: ``line`` from 1, ``text`` as published."""

    line: int
    key: str
    value: str
    text: str


def decoded(body: bytes) -> str:
    """Return the text of a robots.txt: by its BOM, else UTF-8 with no octet lost.

    UTF-16 whose mark is missing is no UTF-8 that anybody has written.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    if (wide := _WIDE.match(body)) is not None:
        return body.decode("utf-16-le" if wide["le"] else "utf-16-be", "replace")
    return body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def read_records(text: str) -> Iterator[Record]:
    """Return the lines that have a key; a bad line spoils itself alone."""
    for number, whole in enumerate(LINE_END.split(text), 1):
        line = whole[:MAX_LINE]  # what is beyond is never looked at
        key, value = _read(line.partition("#")[0].strip(WHITE))
        if key == "allow" and len(whole) > MAX_LINE:
            value = ""  # cut, it would allow more than it says
        if key:
            yield Record(number, key, value, line.strip())


def set_apart(records: Sequence[Record], keys: Container[str]) -> Iterator[Record]:
    """Return the records of these keys that stand behind a blank line or a Sitemap.

    To the grammar they are the last group's; publishers mean the whole site.
    """
    is_apart = False
    for previous, record in pairwise(records):
        is_far = record.line > previous.line + 1 or previous.key == "sitemap"
        follows = is_apart and previous.key in keys
        is_apart = record.key in keys and (is_far or follows)
        if is_apart and record.value:
            yield record


def _read(line: str) -> tuple[str, str]:
    """Return key and value; what is unseen beside them spoils an Allow alone."""
    key, colon, value = line.partition(":")
    exact = key.strip(WHITE).lower()
    key = _spelt(exact.strip(WHITE + UNSEEN))
    if not colon or " " in key:
        known = _without_colon(line.strip(WHITE + UNSEEN))
        key, value = known if known[0] or not colon else (key, value)
    if key == "allow":
        return (key if exact == key else "", value.strip(WHITE))
    return key, value.strip(WHITE + UNSEEN)


def _spelt(key: str) -> str:
    return _SPELLINGS.get(key, key)


def _without_colon(line: str) -> tuple[str, str]:
    key, *rest = _IN_ITS_PLACE.split(line, maxsplit=1)
    known = _spelt(key.lower())
    value = "".join(rest)
    return (known, value) if known in _NO_COLON_NEEDED and value else ("", "")
