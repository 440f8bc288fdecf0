"""How is a decision written down? As JSON that reads back equal, with its hash."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeAlias

import orjson
import rfc8785

from newscrawler.policy.decision import Decision
from newscrawler.policy.model import (
    Fault,
    Place,
    Preference,
    Profile,
    Scope,
    Stage,
    Statement,
    Terms,
    WhenSilent,
)
from newscrawler.policy.operator import Operator
from newscrawler.policy.proxy import proxy_value, read_proxy
from newscrawler.purpose import Purpose, in_order

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"


_MOST = 2**53
"""The first integer that a double does not hold alone: RFC 8785 section 3.2.2.3."""


def decision_record(decision: Decision) -> dict[str, Value]:
    """Return a decision as JSON, with what was derived and its ``id``.

    ``id`` is the SHA-256 of the canonical JSON (RFC 8785) without it.
    """
    terms = decision.terms
    record: dict[str, Value] = {
        "url": decision.url,
        "stage": decision.stage.value,
        "verdict": decision.verdict.value,
        "purposes": _names(terms.purposes),
        "usage": {key.value: value.value for key, value in decision.usage.items()},
        "statements": [statement_record(one) for one in decision.statements],
        "faults": [fault_record(one) for one in decision.faults],
        "permission": decision.permission,
        "profile": terms.profile.value,
        "when_silent": terms.when_silent.value,
        "meets": list[Value](sorted(terms.meets)),
        "proxy": proxy_value(terms.proxy),
        "operator": operator_record(terms.operator),
        "agent": terms.agent,
        "source": decision.source,
        "decided_at": iso_time(decision.decided_at),
        "policy_version": decision.policy_version,
    }
    record["id"] = hashlib.sha256(canonical(record)).hexdigest()
    return record


def decision_id(decision: Decision) -> str:
    """Return the id of a decision's record."""
    return str(decision_record(decision)["id"])


def canonical(value: Value) -> bytes:
    """Return the one spelling of a JSON value, RFC 8785; ValueError where it has none.

    Nearly all of ours is spelt so by orjson, in a hundredth of the time.
    """
    if not _is_plain(value):
        return rfc8785.dumps(value)
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:  # a lone surrogate
        raise ValueError(str(error)) from None


def _is_plain(value: Value) -> bool:
    """Tell whether orjson spells a value as RFC 8785 does.

    Its floats look otherwise (section 3.2.2.3), its keys are not in the order of
    UTF-16 (section 3.2.3), and it writes integers that no JSON number can hold.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if isinstance(value, list):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(map(str.isascii, value)) and all(map(_is_plain, value.values()))
    return isinstance(value, int) and -_MOST < value < _MOST


def statement_record(one: Statement) -> dict[str, Value]:
    """Return a statement as JSON; what it does not say is left out."""
    record: dict[str, Value | None] = {
        "signal": one.signal,
        "purposes": _names(one.purposes),
        "preference": one.preference.value,
        "condition": one.condition,
        "scope": one.scope.value,
        "document": one.document,
        "sha256": one.sha256,
        "fetched_at": None if one.fetched_at is None else iso_time(one.fetched_at),
        "line": one.place.line,
        "selector": one.place.selector,
        "header": one.place.header,
        "holder": one.holder,
        "quote": one.quote,
        "spec": one.spec,
        "salvaged": one.salvaged,
    }
    return {key: value for key, value in record.items() if value is not None}


def operator_record(operator: Operator) -> dict[str, Value]:
    """Return what the operator says of itself as JSON; the rest is left out.

    >>> operator_record(Operator(country="DE", commercial=False))
    {'country': 'DE', 'commercial': False}
    """
    types = None if operator.types is None else list[Value](sorted(operator.types))
    record: dict[str, Value] = {
        "country": operator.country,
        "types": types,
        "commercial": operator.commercial,
    }
    return {key: value for key, value in record.items() if value is not None}


def fault_record(fault: Fault) -> dict[str, Value]:
    """Return a fault as JSON."""
    retry_at = None if fault.retry_at is None else iso_time(fault.retry_at)
    return {
        "document": fault.document,
        "problem": fault.problem,
        "retry_at": retry_at,
    }


def read_decision(record: Mapping[str, Value]) -> Decision:
    """Return the decision of a record; ValueError where the record is not one."""
    try:
        return _read_decision(record)
    except KeyError as error:
        raise ValueError(f"a decision has {error}") from error


def _read_decision(record: Mapping[str, Value]) -> Decision:
    statements, faults = record["statements"], record["faults"]
    if not isinstance(statements, list) or not isinstance(faults, list):
        raise ValueError("statements and faults are lists")
    source = record["source"]
    return Decision(
        url=_text(record, "url"),
        stage=Stage(record["stage"]),
        terms=_read_terms(record),
        statements=tuple(read_statement(one) for one in statements),
        faults=tuple(_read_fault(_mapping(one)) for one in faults),
        source=None if source is None else str(source),
        decided_at=epoch(_text(record, "decided_at")),
        policy_version=_text(record, "policy_version"),
    )


def _read_terms(record: Mapping[str, Value]) -> Terms:
    meets = record["meets"]
    return Terms(
        agent=_text(record, "agent"),
        purposes=_purposes(record["purposes"]),
        profile=Profile(record["profile"]),
        when_silent=WhenSilent(record["when_silent"]),
        meets=frozenset(map(str, meets)) if isinstance(meets, list) else frozenset(),
        proxy=read_proxy(record.get("proxy", 1)),  # an older record has neither
        operator=_read_operator(_mapping(record.get("operator", {}))),
    )


def _read_operator(record: Mapping[str, Value]) -> Operator:
    types, commercial = record.get("types"), record.get("commercial")
    if not isinstance(types, list | None) or not isinstance(commercial, bool | None):
        raise ValueError("an operator has a list of types, and is commercial or not")
    return Operator(
        country=_optional(record, "country"),
        types=None if types is None else frozenset(map(str, types)),
        commercial=commercial,
    )


def read_statement(value: Value) -> Statement:
    """Return the statement of a record; ValueError where the record is not one."""
    try:
        return _read_statement(_mapping(value))
    except KeyError as error:
        raise ValueError(f"a statement has {error}") from error


def _read_statement(record: Mapping[str, Value]) -> Statement:
    line = record.get("line")
    fetched_at = _optional(record, "fetched_at")
    return Statement(
        signal=_text(record, "signal"),
        purposes=_purposes(record["purposes"]),
        preference=Preference(record["preference"]),
        scope=Scope(record["scope"]),
        document=_text(record, "document"),
        quote=_text(record, "quote"),
        spec=_text(record, "spec"),
        sha256=_optional(record, "sha256"),
        fetched_at=None if fetched_at is None else epoch(fetched_at),
        place=Place(
            line if isinstance(line, int) else None,
            _optional(record, "selector"),
            _optional(record, "header"),
        ),
        condition=_optional(record, "condition"),
        holder=_optional(record, "holder"),
        salvaged=record["salvaged"] is True,
    )


def _read_fault(record: Mapping[str, Value]) -> Fault:
    retry_at = _optional(record, "retry_at")
    return Fault(
        _text(record, "document"),
        _text(record, "problem"),
        None if retry_at is None else epoch(retry_at),
    )


_SURELY = 0.49
"""Parts of a millisecond by which a product may be off and round the same."""
_TWO, _THREE = [f"{one:02}" for one in range(60)], [f"{one:03}" for one in range(1000)]


def iso_time(seconds: float) -> str:
    """Return a time as ISO 8601 in UTC, to the millisecond.

    >>> iso_time(0.25)
    '1970-01-01T00:00:00.250Z'
    """
    exact = seconds * 1000
    found = round(exact)
    if abs(exact - found) > _SURELY:  # between two: as the decimals of seconds say
        found = round(round(seconds, 3) * 1000)
    minute, rest = divmod(found, 60_000)
    second, thousandth = divmod(rest, 1000)
    return f"{_to_the_minute(minute)}:{_TWO[second]}.{_THREE[thousandth]}Z"


@lru_cache(maxsize=4096)
def _to_the_minute(minutes: int) -> str:
    """Return such a time without its seconds: many are of the same minute."""
    moment = datetime.fromtimestamp(minutes * 60, UTC)
    return moment.isoformat(timespec="minutes").removesuffix("+00:00")


def epoch(text: str) -> float:
    """Return the epoch seconds of such a time."""
    return datetime.fromisoformat(text).timestamp()


def _names(purposes: frozenset[Purpose]) -> list[Value]:
    return [purpose.value for purpose in in_order(purposes)]


def _purposes(value: Value) -> frozenset[Purpose]:
    if not isinstance(value, list):
        raise ValueError("purposes are a list")
    return frozenset(Purpose(one) for one in value)


def _mapping(value: Value) -> Mapping[str, Value]:
    if not isinstance(value, dict):
        raise ValueError("a statement, fault or operator is an object")
    return value


def _text(record: Mapping[str, Value], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} is a text")
    return value


def _optional(record: Mapping[str, Value], key: str) -> str | None:
    return None if record.get(key) is None else _text(record, key)
