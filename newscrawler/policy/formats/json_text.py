"""Is this text JSON that can be read without harm? RFC 8259."""

import json
from collections.abc import Iterator, Sequence

from newscrawler.page import Json

MAX_DEPTH = 32
"""Lists and objects open at once: our choice. tdmrep.json needs 2, its policy 8."""


_TOO_DEEP = f"nested deeper than {MAX_DEPTH}"


def read_json(text: str, *, is_strict: bool = False) -> Json:
    """Return what a text says; ValueError where it is no JSON, or nested too deep.

    ``is_strict``: nor if an object has a name twice, and so says two things (section 4).

    >>> read_json('{"a": [1]}')
    {'a': [1]}
    """
    try:
        value: Json = json.loads(text, object_pairs_hook=_once if is_strict else None)
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    if not is_shallow(value, MAX_DEPTH):
        raise ValueError(_TOO_DEEP)
    return value


def _once(pairs: Sequence[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def is_shallow(value: object, most: int) -> bool:
    """Tell whether at most so many lists and objects are open at once.

    >>> is_shallow([{"a": 1}], 2), is_shallow([{"a": []}], 2)
    (True, False)
    """
    level = [value]
    for _ in range(most + 1):
        level = [one for one in level if isinstance(one, dict | list)]
        if not level:
            return True
        level = [inner for one in level for inner in _inside(one)]
    return False


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value
