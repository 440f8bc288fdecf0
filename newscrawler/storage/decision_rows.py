"""How does a decision lie in the store? As a record of the ledger, and a row to find it.

The record refers to statements by hash, and to three or more in a row out of one
document by the hash of their list. What many decisions share is derived once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from itertools import groupby

import orjson

from newscrawler.address import host_of
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Stage, Statement, Verdict
from newscrawler.policy.record import (
    Value,
    canonical,
    decision_record,
    iso_time,
    statement_record,
)
from newscrawler.storage.chain import Kind, record_of
from newscrawler.storage.text import json_text, sound, sound_decision, text_hash
from newscrawler.storage.upsert import Row

LISTED_FROM = 3
"""Statements in a row out of one document that are worth a list: our choice."""

MOST_SHARED = 1024
"""What so many decisions have in common is remembered: our choice."""

_URL = '"url":""'
_TIME = '"decided_at":"1970-01-01T00:00:00.000Z"'
REFERENCES = '"statements":['
"""What stands before a decision's references in its record, and nowhere else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision as rows: its own, one for each statement, one for each list of them.

    ``record`` is what the ledger keeps.
    """

    row: Row
    record: str
    statements: tuple[Row, ...]
    lists: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision as it was recorded; equal ones of its host in its run are ``count``.

    ``decision`` is the first of them and ``id`` its hash; ``last_at`` is when the last
    was made. ``record`` is the JSON with verdict and usage as derived then; ``sequence``
    its place in the ledger of its run.
    """

    number: int
    run: int
    sequence: int
    id: str
    count: int
    last_at: float
    decision: Decision
    record: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What decisions on many URLs have in common, and the gaps for URL and time."""

    verdict: str
    deciding: str | None
    pieces: tuple[str, str, str]
    references: str
    inlined: str
    statements: tuple[Row, ...]
    lists: tuple[Row, ...]
    keys: dict[str, str] = field(default_factory=dict, compare=False)
    """By host, what is equal for those that are one record of a run: most are asked for
    again and again."""


def entry(run: int, decision: Decision) -> Entry:
    """Return a decision as rows; ValueError where it cannot be written as JSON."""
    try:
        shared = _shared_by(decision)
    except ValueError:
        decision = sound_decision(decision)
        shared = _shared_by(decision)
    url, host = sound(decision.url), _host_of(decision.url)
    before, between, after = shared.pieces
    moment = iso_time(decision.decided_at)
    told = f'{before}"{moment}"{between}{_json_string(url)}{after}'
    id_ = decision_id_of(told, shared.references, shared.inlined)
    row: Row = {
        "run": run,
        "key": id_ if decision.stage is not Stage.ACQUIRE else _key(host, shared),
        "id": id_,
        "stage": decision.stage.value,
        "verdict": shared.verdict,
        "deciding": shared.deciding,
        "source": decision.source,
        "host": host,
        "url": url,
        "decided_at": decision.decided_at,
    }
    record = record_of(Kind.DECISION, told)
    return Entry(row, record, shared.statements, shared.lists)


def written_id(decision: Decision) -> str:
    """Return the id under which a decision is recorded: of its record, made sooner."""
    return str(entry(0, decision).row["id"])


def deciding_signal(decision: Decision) -> str | None:
    """Return which signal refuses, "fault" or "silence" where none does."""
    if decision.verdict is Verdict.ALLOW:
        return None
    if deciding := decision.deciding:
        return deciding[0].signal
    return "fault" if decision.faults else "silence"


def decision_text(record: str) -> str:
    """Return the decision of a ledger's record, its statements by reference."""
    start = len(record_of(Kind.DECISION, "")) - 1
    return record[start:-1]


def references(text: str) -> tuple[str, list[str]]:
    """Return how a decision refers to its statements, and the hashes alone."""
    # a quote in a JSON string is escaped: no other text of the record looks so
    start = text.index(REFERENCES) + len(REFERENCES)
    found = text[start : text.index("]", start)]
    return found, [one.strip('"') for one in found.split(",")] if found else []


def decision_id_of(text: str, referred: str, inlined: str) -> str:
    """Return the id of a decision: its hash, with its statements in full."""
    return sha256(inlined_text(text, referred, inlined).encode()).hexdigest()


def inlined_text(text: str, referred: str, inlined: str) -> str:
    """Return a decision's JSON, or a part of it, with its statements in full."""
    return text.replace(f"{REFERENCES}{referred}]", f"{REFERENCES}{inlined}]", 1)


def whole_record(
    id_: str, record: str, statements: Mapping[str, str]
) -> dict[str, Value]:
    """Return a decision's JSON, from its record and its statements' JSON by hash."""
    text = decision_text(record)
    whole: dict[str, Value] = json.loads(text)
    inlined = ",".join(statements[one] for one in references(text)[1])
    whole["statements"] = json.loads(f"[{inlined}]")
    return {**whole, "id": id_}


def group_key(host: str, text: str) -> str:
    """Return what is equal for acquire decisions that are one record of a run."""
    return text_hash(f"{host} {text}")


_host_of = lru_cache(maxsize=1024)(host_of)


def acquire_key(decision: Decision) -> str | None:
    """Return the key of the row of an acquire decision, without making the row.

    None of any other, and where that takes as long.
    """
    if decision.stage is not Stage.ACQUIRE:
        return None
    try:
        return _key(_host_of(decision.url), _shared_by(decision))
    except ValueError:
        return None


def _key(host: str, shared: _Shared) -> str:
    known = shared.keys.get(host)
    if known is None:
        if len(shared.keys) >= MOST_SHARED:
            shared.keys.clear()
        known = shared.keys[host] = group_key(host, "".join(shared.pieces))
    return known


def _shared_by(decision: Decision) -> _Shared:
    """Return what a decision is apart from its URL and time.

    Decisions of a site are made of the same objects: by those it is found at once, and
    else by what they say, which takes as long as to hash it all.
    """
    key = (
        decision.stage,
        id(decision.terms),
        *map(id, decision.statements),
        None,
        *map(id, decision.faults),
        decision.source,
        decision.policy_version,
    )
    known = _BY_PARTS.get(key)
    if known is None:
        bare = replace(decision, url="", decided_at=0.0)
        known = bare, _shared(bare)
        if len(_BY_PARTS) >= MOST_SHARED:
            _BY_PARTS.clear()
        _BY_PARTS[key] = known
    return known[1]


_BY_PARTS: dict[tuple[object, ...], tuple[Decision, _Shared]] = {}
"""With the decision, which holds its parts: no other object gets their ids."""


@lru_cache(maxsize=MOST_SHARED)
def _shared(decision: Decision) -> _Shared:
    """Return what a decision is apart from its URL and time, which are left empty."""
    rows = [_statement_row(one) for one in decision.statements]
    named, lists = _references(decision.statements, rows)
    record = decision_record(decision)
    del record["id"]
    record["statements"] = named
    text = canonical(record).decode()
    before, rest = text.split(_TIME)
    between, after = rest.split(_URL)
    return _Shared(
        verdict=str(record["verdict"]),
        deciding=deciding_signal(decision),
        pieces=(f'{before}"decided_at":', f'{between}"url":', after),
        references=references(text)[0],
        inlined=",".join(str(row["record"]) for row in rows),
        statements=tuple({row["sha256"]: row for row in rows}.values()),
        lists=tuple({row["sha256"]: row for row in lists}.values()),
    )


def _references(
    statements: Sequence[Statement], rows: Sequence[Row]
) -> tuple[list[Value], list[Row]]:
    """Return by which hashes statements are referred to, and the lists among those."""
    named: list[Value] = []
    lists: list[Row] = []
    pairs = zip(statements, rows, strict=True)
    for _, together in groupby(pairs, lambda pair: _origin(pair[0])):
        hashes: list[Value] = [str(row["sha256"]) for _, row in together]
        if len(hashes) >= LISTED_FROM:
            text = canonical(hashes).decode()
            lists.append({"sha256": text_hash(text), "record": text})
            hashes = [text_hash(text)]
        named += hashes
    return named, lists


def _origin(one: Statement) -> tuple[str, str | None]:
    return one.document, one.sha256


@lru_cache(maxsize=4096)
def _statement_row(one: Statement) -> Row:
    text = json_text(statement_record(one))
    return {"sha256": text_hash(text), "signal": one.signal, "record": text}


def _json_string(text: str) -> str:
    return orjson.dumps(text).decode()
