"""What was asked, and what is answered? Nothing of HTTP beyond that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode

MOST_FIELDS = 20
"""Fields of a query that are read: our choice."""

MOST_TEXT = 2_000
"""Characters of a field that are read: our choice."""


_FIRST_DAY = {len("2026"): "-01-01", len("2026-11"): "-01"}
"""What makes the first day of a year or a month of it, by how long it is."""


class MissingError(LookupError):
    """There is no such page; the message says what there is none of."""


class NonsenseError(ValueError):
    """What is asked for cannot be; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that is asked for, and the first of each field of its query."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """Return a field without white space around it, None where it is empty."""
        found = self.query.get(name, "").strip()[:MOST_TEXT]
        return found or None

    def day(self, name: str = "day") -> date | None:
        """Return a field as a day, None where it is empty; NonsenseError if it is none."""
        text = self.text(name)
        return None if text is None else _day(name, text, text)

    def dates(self, name: str = "day") -> str | None:
        """Return a field that is a year, a month or a day, None where it is empty."""
        text = self.text(name)
        if text is not None:
            _day(name, text, text + _FIRST_DAY.get(len(text), ""))
        return text

    def whole(self, name: str) -> int | None:
        """Return a field as a number that a database takes, None where it is none."""
        return whole_number(self.query.get(name, ""))


def _day(name: str, text: str, whole: str) -> date:
    """Return the day that ``whole`` is, which ``text`` was made; NonsenseError for none."""
    try:
        found = date.fromisoformat(whole)
    except ValueError:
        found = date.max
    if found == date.max or whole != found.isoformat():
        words = f"{name}={text[:40]!r} is no day; write it as 2026-11-20"
        raise NonsenseError(words)
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """A page: its bytes, and what they are."""

    body: bytes
    status: int = 200
    media_type: str = "text/html; charset=utf-8"


def read_asked(path: str, query: str) -> Asked:
    """Return what is asked for; nonsense in a query asks for nothing."""
    try:
        found = parse_qsl(
            query, encoding="utf-8", errors="replace", max_num_fields=MOST_FIELDS
        )
    except ValueError:  # too many
        found = []
    return Asked(path, dict(reversed(found)))


def whole_number(text: str) -> int | None:
    """Return a number from 0 to 2**62, None where a text is none.

    >>> whole_number("12"), whole_number("-1"), whole_number("9" * 30)
    (12, None, None)
    """
    if not text.isascii() or not text.isdecimal() or len(text) > 19:
        return None
    found = int(text)
    return found if found <= 2**62 else None


def address(path: str, **query: str | float | None) -> str:
    """Return an address of ours; what is None or empty is left out.

    >>> address("/articles", q="a&b", source=None)
    '/articles?q=a%26b'
    """
    said = {key: one for key, one in query.items() if one not in (None, "")}
    return quote(path, safe="/") + (f"?{urlencode(said)}" if said else "")
