"""What do an element's class, id and itemprop say about its part in the page?"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from newscrawler.article.tags import NOISE_ROLES
from newscrawler.article.words import strings, tables

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", re.ASCII)

_DIGITS = re.compile(r"\d+")

HEAD = 3
"""Letters that the shortest compound begins with."""


class Part(StrEnum):
    """What an element can be for, as far as its names tell."""

    __hash__ = str.__hash__  # Enum's own is slow

    BODY = "body"
    COMMENTS = "comments"
    HIDDEN = "hidden"
    NOISE = "noise"
    AUTHOR = "author"
    DATE = "date"
    CAPTION = "caption"
    STANDFIRST = "standfirst"
    HEADLINE = "headline"
    IGNORED = "ignored"


NOTHING: frozenset[Part] = frozenset()
_LAYOUT = frozenset((Part.IGNORED, Part.NOISE, Part.HIDDEN, Part.STANDFIRST))


@dataclass(frozen=True, slots=True)
class _Known:
    """What names are compared with: whole words, and how words run together begin."""

    words: Mapping[str, frozenset[Part]]
    begun: Mapping[str, tuple[tuple[str, frozenset[Part]], ...]]
    """Compounds by the letters that they begin with."""


@lru_cache(maxsize=1)
def _known() -> _Known:
    words: dict[str, frozenset[Part]] = {}
    begun: dict[str, tuple[tuple[str, frozenset[Part]], ...]] = {}
    for part in Part:
        table = tables("names.toml")[part.value]
        for word in strings(table, "words"):
            words[word] = words.get(word, NOTHING) | {part}
        for compound in strings(table, "begins"):
            head = compound[:HEAD]
            begun[head] = (*begun.get(head, ()), (compound, frozenset((part,))))
    return _Known(words, begun)


@cache
def _kept(found: frozenset[Part]) -> frozenset[Part]:
    """Return the one of equal sets that is remembered, for names are many thousands."""
    return found


@lru_cache(maxsize=65536)
def _parts_of_name(name: str) -> frozenset[Part]:
    """Return what one name says: by its words, and by what begins at each of them."""
    known = _known()
    words = _WORDS.findall(name)
    joined = "".join(words).lower()
    found, start = NOTHING, 0
    for word in words:
        end = start + len(word)
        if said := known.words.get(joined[start:end]):
            found |= said
        for compound, parts in known.begun.get(joined[start : start + HEAD], ()):
            if joined.startswith(compound, start):
                found |= parts
        start = end
    return _kept(found - _LAYOUT if Part.IGNORED in found else found)


@lru_cache(maxsize=16384)
def parts_of(names: str) -> frozenset[Part]:
    """Return what a list of names, split at spaces, says an element is.

    >>> sorted(part.value for part in parts_of("story-body newsLetterBox"))
    ['body', 'noise']
    """
    found = NOTHING
    for name in _DIGITS.sub("0", names).split():  # they tell nothing, but one by one
        if parts := _parts_of_name(name[:80]):
            found |= parts
    return _kept(found)


@lru_cache(maxsize=16384)
def _parts_of_class(names: str) -> frozenset[Part]:
    parts = parts_of(names)
    if "hidden" in names and _is_hidden(names.split()):
        parts |= {Part.HIDDEN}
    return _kept(parts)


def parts_of_element(attributes: Mapping[str, str | None]) -> frozenset[Part]:
    """Return what names, role and style say an element is for."""
    found = NOTHING
    for attribute, value in attributes.items():
        reader = _READERS.get(attribute)
        if reader is not None and (said := reader(value or "")):
            found = found | said if found else said
    return found


def _is_hidden(names: list[str]) -> bool:
    """Tell whether a class hides an element on every screen, wide and narrow."""
    return "hidden" in names and not any(":" in name for name in names)


def _parts_of_style(style: str) -> frozenset[Part]:
    plain = style.replace(" ", "").lower()
    hides = "display:none" in plain or "visibility:hidden" in plain
    return _HIDDEN if hides else NOTHING


def _parts_of_role(role: str) -> frozenset[Part]:
    return _NOISE if role in NOISE_ROLES else NOTHING


def _hidden(_: str) -> frozenset[Part]:
    return _HIDDEN


_HIDDEN = frozenset((Part.HIDDEN,))
_NOISE = frozenset((Part.NOISE,))
_READERS: Mapping[str, Callable[[str], frozenset[Part]]] = {
    "class": _parts_of_class,
    "id": parts_of,
    "itemprop": parts_of,
    "data-testid": parts_of,
    "style": _parts_of_style,
    "role": _parts_of_role,
    "hidden": _hidden,
}
"""What attributes say of an element: four name what it is for."""
