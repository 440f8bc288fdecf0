"""Which directives does an X-Robots-Tag or a meta robots value hold?

    X-Robots-Tag: [ agent ":" ] directive *( "," directive )
    directive = name [ ":" value ]

https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag. What
other readers get wrong: a valued directive is no agent, dates hold commas, and an
agent scopes all that follows it in its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

VALUED = frozenset(
    ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")
)

_AGENT = re.compile(r"\s*([\w.*-]+)(?:/[\w.-]*)?\s*:\s*(.*)", re.DOTALL)
"""An agent, with a version or without, or a directive that has a value."""

_VALUE = re.compile(r"\s*([\w-]+)\s*[:=]\s*(.*)", re.DOTALL)
"""A directive with a value; some write it as an attribute."""

_PARTED = re.compile(r"[^\w-]+")
"""What some write for the comma, around a word or behind the last."""

_WEEKDAY = re.compile(r"\s*(mon|tue|wed|thu|fri|sat|sun)[a-z]*\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive in lower case, for an agent (None: for all), with its value."""

    agent: str | None
    name: str
    value: str | None = None


def read_directives(
    line: str, *, liberal: bool, has_agents: bool = True
) -> list[Directive]:
    """Return the directives of one header line or one meta's content, each once.

    ``has_agents``: a header may name the crawlers that it speaks to, a meta may not.

    >>> read_directives("otherbot: noindex, nofollow", liberal=False)[1].agent
    'otherbot'
    >>> read_directives("max-snippet: 50", liberal=False)[0].value
    '50'
    """
    pieces = iter(re.split("[,;]" if liberal else ",", line))
    found = _directives(pieces, liberal=liberal, has_agents=has_agents)
    return list(dict.fromkeys(found))


def _directives(
    pieces: Iterator[str], *, liberal: bool, has_agents: bool
) -> Iterator[Directive]:
    agent: str | None = None
    for given in pieces:
        piece = given.strip()
        match = _AGENT.fullmatch(piece)
        if match and has_agents and match[1].lower() not in VALUED:
            if liberal:  # "noai: 1" is no crawler of that name
                yield Directive(agent, match[1].lower(), match[2].strip() or None)
            agent, piece = match[1].lower(), match[2]
            match = _AGENT.fullmatch(piece)
        match = match or (_VALUE.fullmatch(piece) if liberal else None)
        name, value = (match[1], match[2]) if match else (piece, None)
        if name.lower() == "unavailable_after" and value and _WEEKDAY.fullmatch(value):
            value += f", {next(pieces, '')}"  # "Wednesday, 25-Jun-26 15:00"
        name = name.strip(" \t\"'" if liberal else " \t").lower()
        names = _PARTED.split(name) if liberal and value is None else [name]
        for one in filter(None, names):
            yield Directive(agent, one, value.strip() if value else None)
        if liberal and value and not has_agents:  # an agent where there is none
            yield from (Directive(agent, one) for one in _PARTED.split(value.lower()))


def read_date(text: str) -> float | None:
    """Return the epoch seconds of an ``unavailable_after`` date, None if it is none.

    RFC 822, RFC 850 and ISO 8601, as Google's page lists them; no zone means UTC.

    >>> read_date("25 Jun 2020 15:00:00 PST"), read_date("soon")
    (1593126000.0, None)
    """
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.timestamp()
    return None
