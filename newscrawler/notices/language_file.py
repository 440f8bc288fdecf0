"""What do the language files say?

One TOML a language, written by people; what a crawl needs of them is written down
beforehand (``written.py``), and each is read only if it was edited since.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from newscrawler.notices.term import Term

SHARED = "shared"
"""The file of words that all languages borrow: "data mining", "chatbot"."""

_OWN_KEYS = frozenset(("name", "spaced", "bare", "marks", "must_refuse", "must_pass"))


@dataclass(frozen=True, slots=True)
class LanguageFile:
    """A language: the words for its terms, and sentences that show them."""

    code: str
    name: str
    spaced: bool
    """Words stand between blanks."""
    bare: bool
    """Letters with marks may be written without them."""
    marks: tuple[str, ...]
    """Words that most sentences of the language, and few of others, have."""
    words: Mapping[Term, tuple[str, ...]]
    must_refuse: tuple[str, ...]
    must_pass: tuple[str, ...]


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of all languages that have a file, in order."""
    found = (file.name.removesuffix(".toml") for file in _folder().iterdir())
    return tuple(sorted(code for code in found if code != SHARED))


@cache
def language_file(code: str) -> LanguageFile:
    """Return what the file of a language says, with the words that all borrow."""
    table = _table(code)
    own, shared = _words(table, code), _shared()
    return LanguageFile(
        code,
        str(table["name"]),
        table.get("spaced", True) is True,
        table.get("bare", True) is True,
        _strings(table, "marks", code),
        {term: own.get(term, ()) + shared.get(term, ()) for term in Term},
        _strings(table, "must_refuse", code),
        _strings(table, "must_pass", code),
    )


@cache
def digest_of(*codes: str) -> str:
    """Return a digest of the files of languages and what they borrow, in hexadecimal."""
    found = sha256()
    for code in (*codes, SHARED):
        found.update(f"{code}\0{_digest(code)}\0".encode())
    return found.hexdigest()


@cache
def _digest(code: str) -> str:
    return sha256(_file(code).read_bytes()).hexdigest()


def _folder() -> Traversable:
    return files("newscrawler.notices").joinpath("languages")


def _file(code: str) -> Traversable:
    return _folder().joinpath(f"{code}.toml")


def _table(code: str) -> dict[str, object]:
    return tomllib.loads(_file(code).read_text("utf-8"))


@cache
def _shared() -> Mapping[Term, tuple[str, ...]]:
    return _words(_table(SHARED), SHARED)


def _words(table: Mapping[str, object], code: str) -> dict[Term, tuple[str, ...]]:
    """Return the terms of a file; a key that is none is our own mistake."""
    unknown = table.keys() - _OWN_KEYS - {term.value for term in Term}
    if unknown:
        raise ValueError(f"{code}.toml: no such kind of words: {sorted(unknown)}")
    return {
        Term(key): _strings(table, key, code) for key in table if key not in _OWN_KEYS
    }


def _strings(table: Mapping[str, object], key: str, code: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{code}.toml: {key} is not a list of strings")
    return tuple(str(one) for one in value)
