"""How are an article's fields shown? A line each, and how it was read off the page."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newscrawler.policy.record import Value

ELSEWHERE = frozenset(("articleBody", "usage", "metadata", "decision"))
"""Fields that have a place of their own on the page."""

MOST = 20_000
"""Characters of a field that are shown: our choice."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field's name, its lines, and where it was read (``metadata.sources``)."""

    name: str
    lines: tuple[str, ...]
    way: str | None


def shown_fields(
    record: Mapping[str, Value], ways: Mapping[str, Value]
) -> Iterator[Shown]:
    """Yield the fields of an article's JSON that the page says."""
    for name, value in record.items():
        if name not in ELSEWHERE and value not in (None, [], {}):
            way = ways.get(name)
            yield Shown(name, _lines(value), str(way) if way else None)


def _lines(value: Value) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(_line(one)[:MOST] for one in values)


def _line(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        said = ((key, one) for key, one in value.items() if one is not None)
        return " \u00b7 ".join(f"{key}: {_line(one)}" for key, one in said)
    return json.dumps(value, ensure_ascii=False)
