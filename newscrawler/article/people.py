"""Whose names does a text list?"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from newscrawler.article.plain import folded, key, seen
from newscrawler.article.words import all_strings, strings, tables

MAX_NAME = 60
"""Characters of one person's name: our choice."""

_CUT = re.compile(r"\s*(?:[,;|•·/、，；\n]|\s[–—-]\s|\s&\s)\s*")
_HOST = re.compile(r"\w\.[a-z]{2,}$")
_QUOTED = frozenset('«»„“”"?!:→↩←[]{}=+#%')
"""What stands in no name."""
_WHERE = re.compile(r"\s(?:in|from|at|for|aus|für|en|à)\s(?=[A-ZÀ-Þ]).*")
_ADDRESS = re.compile(r"\(?\S+@\S+\)?|https?://\S+|(?<!\w)@\w+|\bwww\.\S+")
_BRACKETS = re.compile(r"\s*[(\[（【<][^()\[\]（）【】<>]{0,80}[)\]）】>]\s*")


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, tuple[str, ...]]:
    """Return the words that stand before an author's name, by their first letter."""
    authors = all_strings("bylines.toml", "author")
    return _by_letter((*authors, *all_strings("bylines.toml", "editor")))


@lru_cache(maxsize=1)
def _links_before() -> Mapping[str, tuple[str, ...]]:
    return _by_letter(strings(tables("persons.toml")["before"], "words"))


def _by_letter(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return words by their first letter, the longest first."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(set(words), key=len, reverse=True):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found


@lru_cache(maxsize=1)
def _joins() -> re.Pattern[str]:
    """Return what finds "and" in every language, between two names."""
    words = sorted(set(all_strings("bylines.toml", "join")), key=len, reverse=True)
    spaced = [re.escape(word) for word in words if word.isascii() or len(word) > 1]
    upper = [word.upper() for word in spaced if len(word) > 1]
    return re.compile(rf"\s+(?:{'|'.join([*spaced, *upper])})\s+")


@lru_cache(maxsize=1)
def _titles_after() -> tuple[str, ...]:
    words = all_strings("bylines.toml", "author_after")
    return tuple(sorted(set(words), key=len, reverse=True))


def shown_names(text: str, nobody: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the persons in a text that may hold other words: names must look it.

    >>> shown_names("Ida Kern | 3 min read"), shown_names("Sign up")
    (('Ida Kern',), ())
    """
    return tuple(name for name in names_in(text, nobody) if is_shaped(name))


def is_shaped(name: str) -> bool:
    """Tell whether a name is written as people's are: capitals, two to five words.

    Where a script has no capitals, a name is short.
    """
    words = name.split()
    if not any(char.isupper() or char.islower() for char in name):
        return 2 <= len(name) <= 12
    small = _particles()
    capital = [word for word in words if word[0].isupper() or not word[0].isalpha()]
    rest = [word for word in words if word not in capital]
    return 2 <= len(words) <= 5 and len(capital) > 1 and small.issuperset(rest)


def names_in(text: str, nobody: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the persons whom a byline lists, in order, each once.

    ``nobody`` are names of the publisher and of others who are no persons.

    >>> names_in("Von Ida Kern und Ole Brandt, Berlin-Korrespondent")
    ('Ida Kern', 'Ole Brandt')
    >>> names_in("김하늘 기자"), names_in("Redaktion"), names_in("山田 太郎記者")
    (('김하늘',), (), ('山田 太郎',))
    """
    return _names_in(text[:400], tuple(nobody))


@lru_cache(maxsize=256)
def _names_in(text: str, nobody: tuple[str, ...]) -> tuple[str, ...]:
    """Read them once: a page names its author in several places."""
    plain = _ADDRESS.sub(" ", _BRACKETS.sub(" ", text))
    excluded = frozenset(map(key, nobody))
    found: dict[str, str] = {}
    for chunk in _CUT.split(without_label(plain)):
        for piece in _joins().split(chunk):
            name = _name(seen(piece))
            if found and _is_addition(name, next(iter(found.values()))):
                continue
            if name and key(name) not in excluded and is_person(name):
                found.setdefault(key(name), name)
    return tuple(found.values())


def without_label(text: str) -> str:
    """Return a byline without the "By" or "Von" before its names."""
    lower = folded(text)
    for label in _links_before().get(lower[:1], ()):
        if lower.startswith(label) and lower[len(label) : len(label) + 1].isspace():
            return text[len(label) :].strip()
    for label in _labels().get(lower[:1], ()):
        if lower.startswith(label):
            rest = text[len(label) :]
            if rest[:1] in (":", "：") or (rest[:1].isspace() and rest.strip()):
                return rest.lstrip(" :：-–")
    return text


def _is_addition(name: str, first: str) -> bool:
    """Tell whether what follows a full name is letters like MD, or one stray word."""
    letters = name.replace(".", "")
    return " " not in name and (
        (" " in first.strip() and letters.isascii())
        or (len(letters) <= 5 and sum(map(str.isupper, letters)) > 1)
    )


def _name(text: str) -> str:
    """Return a name without the words around it."""
    name = without_label(text.strip(" .:,;-–—|\"'“”*+_()（）"))
    name = _WHERE.sub("", name)
    for title in _titles_after():
        if name.endswith(title) and len(name) > len(title):
            return name[: -len(title)].strip(" =·")
    return name


def is_person(name: str) -> bool:
    """Tell whether a name can be a person's: no office, agency, date or sentence."""
    words = folded(name).split()
    if not words or len(name) > MAX_NAME or len(words) > 6 or len(name) < 2:
        return False
    if any(char.isdigit() for char in name) or not any(map(str.isalpha, name)):
        return False
    if _HOST.search(name) or not _QUOTED.isdisjoint(name):
        return False
    return not (is_agency(name) or _is_office(words))


def agencies_in(text: str) -> tuple[str, ...]:
    """Return the news agencies that a byline lists.

    >>> agencies_in("Ida Kern und Ole Brandt, dpa")
    ('dpa',)
    """
    pieces = (
        seen(piece).strip(" .()")
        for chunk in _CUT.split(without_label(text[:400]))
        for piece in _joins().split(chunk)
    )
    return tuple(dict.fromkeys(piece for piece in pieces if is_agency(piece)))


def is_nobody(name: str) -> bool:
    """Tell whether a name is what templates put where nobody is named, or no name.

    >>> is_nobody("Guest Author"), is_nobody("@gazette"), is_nobody("Gazette Staff")
    (True, True, False)
    """
    words = folded(name).split()
    return (
        " ".join(words) in _offices()[1]
        or not any(map(str.isalpha, name))
        or "http" in name
        or "@" in name
    )


def is_agency(name: str) -> bool:
    """Tell whether a name is that of a news agency.

    >>> is_agency("AFP"), is_agency("Alfred")
    (True, False)
    """
    return key(name) in _agencies()


@lru_cache(maxsize=1)
def _agencies() -> frozenset[str]:
    return frozenset(map(key, strings(tables("persons.toml")["agencies"], "names")))


@lru_cache(maxsize=1)
def _particles() -> frozenset[str]:
    return frozenset(strings(tables("persons.toml")["particles"], "words"))


@lru_cache(maxsize=1)
def _offices() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    known = tables("persons.toml")
    return (
        frozenset(strings(known["organisations"], "words")),
        frozenset(
            (
                *strings(known["organisations"], "exact"),
                *strings(known["days"], "words"),
            )
        ),
        frozenset(strings(known["jobs"], "words")),
    )


def _is_office(words: list[str]) -> bool:
    offices, exact, jobs = _offices()
    parts = {part.strip(".,:") for word in words for part in word.split("-")}
    if not offices.isdisjoint(parts) or " ".join(words) in exact:
        return True
    ends = {words[0].strip("."), words[-1].strip("."), words[-1].rpartition("-")[2]}
    return not jobs.isdisjoint(ends)
