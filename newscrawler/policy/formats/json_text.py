"""Is this text JSON that can be read without harm? RFC 8259."""

import json
from collections.abc import Iterator, Sequence

from newscrawler.page import Json

MAX_DEPTH = 32
"""Lists and objects open at once: our choice. tdmrep.json needs 2, its policy 8."""


def read_json(text: str, *, is_strict: bool = False) -> Json:
    """Return what a text says; ValueError where it is no JSON, or nested too deep.

    ``is_strict``: nor if an object has a name twice, and so says two things (section 4).

    >>> read_json('{"a": [1]}')
    {'a': [1]}
    """
    try:
        value: Json = json.loads(text, object_pairs_hook=_once if is_strict else None)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not _is_shallow(value):
        raise ValueError("nested too deep")
    return value


def _once(pairs: Sequence[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _is_shallow(value: Json) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return True
    return False


def _inside(value: Json) -> Iterator[Json]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value
