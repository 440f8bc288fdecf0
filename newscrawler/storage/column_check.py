"""Do the columns by which decisions are found say what the ledger's bytes say?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from newscrawler.address import host_of
from newscrawler.policy.record import Value, read_decision
from newscrawler.storage.decision_rows import (
    deciding_signal,
    decision_id_of,
    references,
)
from newscrawler.storage.text import storable

_START = '{"decision":'
_MOMENT = '"decided_at":'
_URL = '"url":'
_USAGE = ',"usage":'
"""Keys of a record, in their order. A quote in a JSON string is escaped, so that each
is found first where it is the key."""


@dataclass(frozen=True, slots=True)
class Found:
    """The columns of a decision."""

    id: str
    stage: str
    verdict: str
    deciding: str | None
    source: str | None
    host: str
    url: str
    decided_at: str


@dataclass(frozen=True, slots=True)
class _Shared:
    stage: str
    verdict: str
    deciding: str | None
    source: str | None
    referred: str
    inlined: str


class Columns:
    """Reads records for what their columns have to be; what many share, once.

    ``evidence``: statements' JSON by hash, and lists', as records refer to them.
    """

    def __init__(self, evidence: Mapping[str, str]) -> None:
        self._evidence = evidence
        self._shared = lru_cache(maxsize=1024)(self._read_shared)

    def wrong(self, record: str, found: Found, *, is_ours: bool) -> str | None:
        """Return which column is not what the record says, None if none is.

        ``is_ours``: today's rules wrote it. By other rules another signal may decide,
        and which one is in no record.
        """
        try:
            before, moment, between, quoted, after = _pieces(record)
            shared = self._shared(before, between, after)
            url = str(json.loads(quoted))
        except (KeyError, TypeError, ValueError):
            return "evidence"
        deciding = shared.deciding if is_ours else found.deciding
        inlined, referred = shared.inlined, shared.referred
        whole = f"{before}{moment}{between}{quoted}{after}"
        told = Found(
            id=decision_id_of(whole, referred, inlined),
            stage=shared.stage,
            verdict=shared.verdict,
            deciding=deciding,
            source=shared.source,
            host=storable(_host(url, found.host)),
            url=storable(url),
            decided_at=moment.strip('"'),
        )
        return None if told == found else _first_difference(told, found)

    def _read_shared(self, before: str, between: str, after: str) -> _Shared:
        text = f'{before}"1970-01-01T00:00:00.000Z"{between}""{after}'
        referred, hashes = references(text)
        inlined = ",".join(self._evidence[one] for one in hashes)
        record: dict[str, Value] = json.loads(text)
        record["statements"] = json.loads(f"[{inlined}]")
        source = record["source"]
        return _Shared(
            stage=str(record["stage"]),
            verdict=str(record["verdict"]),
            deciding=deciding_signal(read_decision(record)),
            source=None if source is None else storable(str(source)),
            referred=referred,
            inlined=inlined,
        )


def _pieces(record: str) -> tuple[str, str, str, str, str]:
    """Return a decision's JSON around its time and its URL; ValueError if it is none."""
    if not record.startswith(_START):
        raise ValueError("no decision")
    time = record.index(_MOMENT) + len(_MOMENT)
    middle = record.index(",", time)
    url = record.index(_URL, middle) + len(_URL)
    end = record.index(_USAGE, url)
    return (
        record[len(_START) : time],
        record[time:middle],
        record[middle:url],
        record[url:end],
        record[end:-1],
    )


def _first_difference(told: Found, found: Found) -> str:
    names = (one.name for one in fields(Found) if one.name != "id")
    differ = (name for name in names if getattr(told, name) != getattr(found, name))
    return next(differ, "id")


def _host(url: str, expected: str) -> str:
    """Return the host of a URL, looked for in its beginning alone if that will do."""
    beginning = "/".join(url.split("/", 3)[:3])
    found = _host_of(beginning)
    return found if found == expected else host_of(url)


_host_of = lru_cache(maxsize=4096)(host_of)
