"""Which words does each language have for a notice?"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from newscrawler.notices.lexicon import Lexicon, lexicon_of
from newscrawler.notices.literals import literals_of_words
from newscrawler.notices.pattern import term_pattern
from newscrawler.notices.term import Term

SHARED = "shared"
"""The file of words that all languages borrow: "data mining", "chatbot"."""

_OWN_KEYS = frozenset(("name", "spaced", "bare", "marks", "must_refuse", "must_pass"))


@dataclass(frozen=True, slots=True, eq=False)  # each is there once
class Language:
    """A language file: what its terms match, and sentences that show it."""

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

    def found_in(
        self, lower: str, terms: Collection[Term] | None = None
    ) -> Mapping[Term, Sequence[re.Match[str]]]:
        """Return where terms are in a text in lower case; those that are there."""
        return _lexicon(self.code).found_in(lower, terms)

    @property
    def mark_pattern(self) -> re.Pattern[str]:
        """Return what finds the marks; compiled when first asked for."""
        return _pattern(self.marks, self.spaced, self.bare)


@cache
def _lexicon(code: str) -> Lexicon:
    language, literals = languages()[code], literals_of_words(code)
    return lexicon_of(
        language.words, literals, spaced=language.spaced, bare=language.bare
    )


@cache
def _pattern(words: tuple[str, ...], spaced: bool, bare: bool) -> re.Pattern[str]:  # noqa: FBT001
    return term_pattern(words, spaced=spaced, bare=bare)


class _Languages(Mapping[str, Language]):
    """Every language that has a file, by its code; each is read when it is asked for."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = dict.fromkeys(codes)

    def __getitem__(self, code: str) -> Language:
        if code not in self._codes:
            raise KeyError(code)
        return _language(code)

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


@cache
def languages() -> Mapping[str, Language]:
    """Return every language that has a file, by its code, in order."""
    names = (file.name.removesuffix(".toml") for file in _files())
    return _Languages(name for name in names if name != SHARED)


@cache
def digest() -> str:
    """Return a digest of all language files, in hexadecimal."""
    found = sha256()
    for file in _files():
        found.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()


def _files() -> list[Traversable]:
    found = (file for file in _folder().iterdir() if file.name.endswith(".toml"))
    return sorted(found, key=lambda one: one.name)


def _folder() -> Traversable:
    return files("newscrawler.notices").joinpath("languages")


def _table(code: str) -> dict[str, object]:
    return tomllib.loads(_folder().joinpath(f"{code}.toml").read_text("utf-8"))


@cache
def _shared() -> Mapping[Term, tuple[str, ...]]:
    return _words(_table(SHARED), SHARED)


@cache
def _language(code: str) -> Language:
    table = _table(code)
    own, shared = _words(table, code), _shared()
    return Language(
        code,
        str(table["name"]),
        table.get("spaced", True) is True,
        table.get("bare", True) is True,
        _strings(table, "marks", code),
        {term: own.get(term, ()) + shared.get(term, ()) for term in Term},
        _strings(table, "must_refuse", code),
        _strings(table, "must_pass", code),
    )


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
