"""Which text can be stored? What no database takes is replaced, here alone.

PostgreSQL refuses NUL, and UTF-8 has no lone surrogates. JSON writes NUL as an
escape, so that only a surrogate is replaced there.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Fault, Place, Statement, Terms
from newscrawler.policy.record import Value, canonical

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    r"""Return a text with U+FFFD in place of each NUL and lone surrogate.

    >>> storable("a\0b") == "a\ufffdb"
    True
    """
    if text.isascii() and "\0" not in text:  # nearly all of what is sent
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def sound(text: str) -> str:
    """Return a text with U+FFFD in place of each lone surrogate."""
    if text.isascii():
        return text
    return _SURROGATE.sub("\ufffd", text)


def json_text(value: Mapping[str, Value]) -> str:
    """Return the canonical JSON (RFC 8785) of an object, its lone surrogates replaced.

    ValueError for a number that JSON does not have, like NaN.
    """
    record = dict(value)
    try:
        return canonical(record).decode()
    except ValueError:
        return canonical(_sound_value(record)).decode()


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return sha256(sound(text).encode()).hexdigest()


def sound_decision(decision: Decision) -> Decision:
    """Return a decision that can be written as JSON: itself, nearly always."""
    return replace(
        decision,
        url=sound(decision.url),
        terms=_sound_terms(decision.terms),
        statements=tuple(map(_sound_statement, decision.statements)),
        faults=tuple(map(_sound_fault, decision.faults)),
        source=_sound_or_none(decision.source),
        policy_version=sound(decision.policy_version),
    )


def _sound_terms(terms: Terms) -> Terms:
    meets = frozenset(map(sound, terms.meets))
    return replace(terms, agent=sound(terms.agent), meets=meets)


def _sound_statement(one: Statement) -> Statement:
    place = Place(
        one.place.line,
        _sound_or_none(one.place.selector),
        _sound_or_none(one.place.header),
    )
    return replace(
        one,
        signal=sound(one.signal),
        document=sound(one.document),
        quote=sound(one.quote),
        spec=sound(one.spec),
        sha256=_sound_or_none(one.sha256),
        place=place,
        condition=_sound_or_none(one.condition),
        holder=_sound_or_none(one.holder),
    )


def _sound_fault(fault: Fault) -> Fault:
    return replace(fault, document=sound(fault.document), problem=sound(fault.problem))


def _sound_or_none(text: str | None) -> str | None:
    return None if text is None else sound(text)


def _sound_value(value: Value) -> Value:
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, list):
        return [_sound_value(one) for one in value]
    if isinstance(value, dict):
        return {sound(key): _sound_value(one) for key, one in value.items()}
    return value
