"""How does a decision lie in tables? Its statements apart, once, found by their hash."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from newscrawler.address import host_of
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Stage, Statement, Verdict
from newscrawler.policy.record import (
    Value,
    decision_record,
    statement_record,
)
from newscrawler.storage.text import json_text, sound_decision, text_hash
from newscrawler.storage.upsert import Row

_OF_ONE_URL = frozenset(("id", "url", "decided_at"))
"""What may differ between acquire decisions of a host that are one row."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision as rows: its own, and one for each statement."""

    row: Row
    statements: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision as it was recorded; equal ones of its host in its run are ``count``.

    ``decision`` is the first of them and ``id`` its hash; ``last_at`` is when the last
    was recorded. ``record`` is the JSON with verdict and usage as derived then.
    """

    number: int
    run: int
    id: str
    count: int
    last_at: float
    decision: Decision
    record: Mapping[str, Value]


def entry(run: int, decision: Decision) -> Entry:
    """Return a decision as rows; ValueError where it cannot be written as JSON."""
    try:
        record = decision_record(decision)
    except ValueError:
        decision = sound_decision(decision)
        record = decision_record(decision)
    statements = tuple(map(_statement_row, decision.statements))
    record["statements"] = [str(row["sha256"]) for row in statements]
    host = host_of(decision.url)
    row: Row = {
        "run": run,
        "key": _key(record, host),
        "id": str(record.pop("id")),
        "stage": decision.stage.value,
        "verdict": str(record["verdict"]),
        "deciding": deciding_signal(decision),
        "source": decision.source,
        "host": host,
        "url": decision.url,
        "decided_at": decision.decided_at,
        "record": json_text(record),
    }
    return Entry(row, statements)


def deciding_signal(decision: Decision) -> str | None:
    """Return which signal refuses, "fault" or "silence" where none does."""
    if decision.verdict is Verdict.ALLOW:
        return None
    if deciding := decision.deciding:
        return deciding[0].signal
    return "fault" if decision.faults else "silence"


def statement_hashes(record: str) -> list[str]:
    """Return the hashes of the statements that a stored record refers to."""
    found: list[str] = json.loads(record)["statements"]
    return found


def whole_record(
    id_: str, record: str, statements: Mapping[str, str]
) -> dict[str, Value]:
    """Return a decision's JSON with its statements, from their JSON by hash."""
    whole: dict[str, Value] = json.loads(record)
    whole["statements"] = [
        json.loads(statements[one]) for one in statement_hashes(record)
    ]
    return {**whole, "id": id_}


@lru_cache(maxsize=4096)
def _statement_row(one: Statement) -> Row:
    text = json_text(statement_record(one))
    return {"sha256": text_hash(text), "signal": one.signal, "record": text}


def _key(record: Mapping[str, Value], host: str) -> str:
    """Return what is equal for decisions that are one row of a run."""
    if record["stage"] != Stage.ACQUIRE.value:
        return str(record["id"])
    shared = {key: record[key] for key in record.keys() - _OF_ONE_URL}
    # not canonical JSON: nobody else reads it, and this is ten times as fast
    return text_hash(json.dumps([host, shared], sort_keys=True))
