"""Which words does the press use around its articles? They stand in TOML beside this."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

Table: TypeAlias = Mapping[str, object]


@lru_cache(maxsize=16)
def tables(name: str) -> Mapping[str, Table]:
    """Return the tables of a word list of this package, by name."""
    text = (files("newscrawler.article") / name).read_text("utf-8")
    return {
        key: table
        for key, table in tomllib.loads(text).items()
        if isinstance(table, dict)
    }


def strings(table: Table, key: str) -> tuple[str, ...]:
    """Return the strings of a list in a table, none where there is no such list."""
    found = table.get(key, ())
    assert isinstance(found, list | tuple), key
    return tuple(word for word in found if isinstance(word, str))


@lru_cache(maxsize=64)
def all_strings(name: str, key: str) -> tuple[str, ...]:
    """Return one list of every language of a word list, run together."""
    return tuple(
        word for table in tables(name).values() for word in strings(table, key)
    )
