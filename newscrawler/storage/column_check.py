"""Do the columns by which decisions are found say what the ledger's bytes say?"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TypeAlias

from newscrawler.address import host_of
from newscrawler.policy.record import Value, iso_time, read_decision
from newscrawler.storage.decision_rows import (
    deciding_signal,
    inlined_text,
    references,
)
from newscrawler.storage.text import storable

_START, _END = '{"decision":', "}"
_MOMENT = '"decided_at":'
_URL = '"url":'
USAGE = ',"usage":'
"""Keys of a record, in their order. A quote in a JSON string is escaped, so that each
is found first where it is the key."""


_MOMENT_SIZE = len('"1970-01-01T00:00:00.000Z"')

COLUMNS = ("id", "stage", "verdict", "deciding", "source", "host", "url", "decided_at")
"""The columns of a decision that its record tells, in this order."""

Found: TypeAlias = tuple[str, str, str, str | None, str | None, str, str, float]
"""Those columns as they are in the database."""


@dataclass(frozen=True, slots=True)
class _Shared:
    """What records have in common; ``between``: with the statements in full."""

    stage: str
    verdict: str
    deciding: str | None
    source: str | None
    between: str


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is around the time and the URL of a record, its first and last bytes too."""

    before: str
    between: str
    after: str
    shared: _Shared

    def url_of(self, record: str, moment: str) -> str | None:
        """Return the URL, in quotes, of a record of this shape and time, if it is one.

        What ``decision_pieces`` finds, where there is but one way to part it.
        """
        middle = len(self.before) + _MOMENT_SIZE
        if not (
            record.startswith(f"{self.before}{moment}")
            and record.startswith(self.between, middle)
            and record.endswith(self.after)
        ):
            return None
        quoted = record[middle + len(self.between) : -len(self.after)]
        is_text = quoted[:1] == quoted[-1:] == '"' and quoted.count('"') == 2
        return quoted if is_text else None


class Columns:
    """Reads records for what their columns have to be; what many share, once.

    ``evidence``: statements' JSON by hash, and lists', as records refer to them.
    """

    def __init__(self, evidence: Mapping[str, str]) -> None:
        self._evidence = evidence
        self._shared = lru_cache(maxsize=1024)(self._read_shared)
        self._last: _Shape | None = None

    def wrong(self, record: str, found: Found, *, is_ours: bool) -> str | None:
        """Return which column is not what the record says, None if none is.

        ``is_ours``: today's rules wrote it. By other rules another signal may decide,
        and which one is in no record.
        """
        at = iso_time(found[7])
        try:
            shape, moment, quoted = self._parted(record, f'"{at}"')
            url = quoted[1:-1] if "\\" not in quoted else str(json.loads(quoted))
        except (KeyError, TypeError, ValueError):
            return "evidence"
        shared = shape.shared
        whole = f"{shape.before}{moment}{shared.between}{quoted}{shape.after}"
        told = (
            sha256(whole[len(_START) : -len(_END)].encode()).hexdigest(),
            shared.stage,
            shared.verdict,
            shared.deciding if is_ours else found[3],
            shared.source,
            _host(url, found[5]),
            url,
            moment[1:-1],
        )
        if told[:7] == found[:7] and told[7] == at:
            return None
        return _first_difference(told, found)

    def _parted(self, record: str, moment: str) -> tuple[_Shape, str, str]:
        """Return what is around the time and the URL of a record, and both, in quotes.

        ``moment``: the time that it should have.
        """
        last = self._last
        quoted = last.url_of(record, moment) if last is not None else None
        if last is not None and quoted is not None:
            return last, moment, quoted
        before, moment, between, quoted, after = decision_pieces(record)
        shared = self._shared(before, between, after)
        self._last = _Shape(f"{_START}{before}", between, f"{after}{_END}", shared)
        return self._last, moment, quoted

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
            between=inlined_text(between, referred, inlined),
        )


def decision_pieces(record: str) -> tuple[str, str, str, str, str]:
    """Return a decision's JSON around its time and its URL; ValueError if it is none."""
    if not record.startswith(_START):
        raise ValueError("no decision")
    time = record.index(_MOMENT) + len(_MOMENT)
    middle = record.index(",", time)
    url = record.index(_URL, middle) + len(_URL)
    end = record.index(USAGE, url)
    return (
        record[len(_START) : time],
        record[time:middle],
        record[middle:url],
        record[url:end],
        record[end:-1],
    )


def _first_difference(told: Sequence[str | None], found: Found) -> str | None:
    """Return the column that differs, None if only what no database takes does."""
    sound = [None if one is None else storable(one) for one in told]
    there = [*found[:7], iso_time(found[7])]
    differ = [
        name
        for name, one, other in zip(COLUMNS, sound, there, strict=True)
        if one != other
    ]
    return next((one for one in differ if one != "id"), "id") if differ else None


def _host(url: str, expected: str) -> str:
    """Return the host of a URL, looked for in its beginning alone if that will do."""
    end = url.find("/", url.find("://") + 3)
    found = _host_of(url if end < 0 else url[:end])
    return found if found == expected else host_of(url)


_host_of = lru_cache(maxsize=4096)(host_of)
